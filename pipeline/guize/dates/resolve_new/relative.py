def same_period(groups: Groups, ctx: Context) -> Value | None:
    """去年同期: the stretch before it in the sentence, a year earlier; without one, the year."""
    year = year_of(groups, ctx)
    if year is None:
        return Value("date", basis="unknown")
    if ctx.nearby is None:
        return Value("date", span_point(date(year, 1, 1), date(year, 12, 31), "year"), basis="reference")
    point = ctx.nearby
    months = (year - point.day.year) * 12
    last = shift_month((point.end - timedelta(seconds=1)).date(), months)
    return Value("date", span_point(shift_month(point.day, months), last, point.precision), basis="context")


def stretch(groups: Groups, ctx: Context) -> Value | None:
    """过去三年, 未来5天: from or to the news day, with the length as its duration."""
    length = duration(groups, ctx)
    n = quantity(groups["n"])
    code, factor = UNITS[groups["unit"].removeprefix("个")]
    if length is None or n is None or ctx.news_day is None or code.startswith("T"):
        return length
    sign = 1 if groups["toward"] in ("未来", "今后", "此后", "随后", "接下来") else -1
    try:
        if code in "MY":
            other = shift_month(ctx.news_day, sign * int(n * factor * (12 if code == "Y" else 1)))
        else:
            other = ctx.news_day + timedelta(days=sign * int(n * factor * (7 if code == "W" else 1)))
    except OverflowError:
        return length
    first, last = sorted((ctx.news_day, other))
    ends = span_point(first, first, "day"), span_point(last, last, "day")
    return Value("range", *ends, duration=length.duration, basis="reference", timex=length.duration)
