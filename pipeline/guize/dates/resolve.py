"""From a match's groups to its value: the functions that the grammar names as `build`. None raises.

Conventions are those of the annotation guideline: 初/上旬 are days 1–10, 中旬 11–20, 下旬/底 from 21 on; 年底 is December,
年初 January; N日后 does not count the day it starts from; 工作日 follow the Chinese calendar.
"""

from __future__ import annotations

from collections.abc import Callable

from guize.dates import absolute, durations, occasions, relative, sets
from guize.dates.context import Context
from guize.dates.points import Groups, Value

BUILDERS: dict[str, Callable[[Groups, Context], Value | None]] = {
    build.__name__: build
    for build in (
        absolute.calendar_date,
        absolute.calendar_month,
        absolute.calendar_year,
        absolute.decade,
        absolute.era_year,
        absolute.english,
        absolute.first_months,
        absolute.half_year,
        absolute.quarter,
        absolute.same_day,
        absolute.year_part,
        durations.duration,
        durations.from_now,
        durations.since_publication,
        durations.window,
        occasions.festival,
        occasions.lunar_date,
        relative.day_of_month,
        relative.now,
        relative.part_of_day,
        relative.relative_day,
        relative.time_of_day,
        relative.two_days,
        relative.vague,
        relative.week,
        sets.edge_day,
        sets.ordinal_week,
        sets.recurring,
    )
}
