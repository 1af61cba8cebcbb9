def part_of_day(groups: Groups, ctx: Context) -> Value | None:
    """上午, 凌晨 alone: a part of the day before it in the sentence, or of any day."""
    part = part_timex(groups["daypart"])
    if ctx.nearby is None:
        return Value("time", timex=f"T{part}")
    day = ctx.nearby.day
    return Value("time", span_point(day, day, "day"), basis="context", timex=f"{day.isoformat()}T{part}")
