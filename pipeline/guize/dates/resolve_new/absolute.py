_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}


def season(groups: Groups, ctx: Context) -> Value | None:
    """Three months: spring from March, summer June, autumn September, winter December on."""
    year, month = year_of(groups, ctx), _SEASONS[groups["season"]]
    if year is None:
        if ctx.news_day is None:
            return Value("date", basis="unknown")
        year = ctx.news_day.year + {"上": -1, "下": 1}.get(groups.get("relseason", "")[:1], 0)
    first = make_date(year, month, 1)
    if first is None:
        return None
    last = shift_month(first, 2)
    return Value("date", span_point(first, month_end(last.year, last.month), "season"), full="year" in groups)


def fiscal_year(groups: Groups, ctx: Context) -> Value | None:
    """财年, taken as the calendar year of its number."""
    year = year_of(groups, ctx)
    if year is None:
        if ctx.news_day is None:
            return Value("date", basis="unknown")
        year = ctx.news_day.year + {"上": -1, "下": 1}.get(groups["relfiscal"], 0)
    first = make_date(year, 1, 1)
    return (
        Value("date", span_point(first, first.replace(month=12, day=31), "year"), timex=f"FY{year}") if first else None
    )


def school_year(groups: Groups, ctx: Context) -> Value | None:
    """学年: from September to the next August."""
    year = year_of(groups, ctx)
    if year is None:
        if ctx.news_day is None:
            return Value("date", basis="unknown")
        year = ctx.news_day.year - (ctx.news_day.month < 9) + {"上": -1, "下": 1, "新": 1}.get(groups["relschool"], 0)
    first, last = make_date(year, 9, 1), make_date(year + 1, 8, 31)
    if first is None or last is None:
        return None
    return Value(
        "range", span_point(first, month_end(year, 9), "month"), span_point(last.replace(day=1), last, "month")
    )
