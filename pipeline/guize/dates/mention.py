"""The mention: a stretch of text that denotes time, its value, and the role it plays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

MentionKind = Literal["date", "datetime", "range", "duration", "set", "time", "vague"]
Modifier = Literal["from", "before", "after", "approx"]
Role = Literal[
    "dateline",
    "announced",
    "effective_from",
    "effective_to",
    "effective_range",
    "deadline",
    "publicity",
    "transition",
    "resumption",
    "cutoff",
    "past_version",
    "law",
    "background",
]


class Point(NamedTuple):
    """A stretch of the calendar: half-open `[start, end)`, in naive China time.

    `day` is the calendar day the text names (for `2月6日24:00` it is 2月6日, while `start` is the next midnight);
    `time` is the clock time as stated, `HH:MM` or `HH:MM:SS`, 24:00 allowed.
    """

    start: datetime
    end: datetime
    precision: str
    day: date
    time: str | None = None


@dataclass(slots=True)
class Mention:
    """A mention of time in a text.

    Attributes:
        start, end: offsets in the text, end exclusive; `text` is what stands there.
        kind: date, datetime, range, duration, set (recurring), time (of day), or vague (日前, 近期).
        first, last: the stretch denoted, and for ranges its last part; None where there is no calendar value.
        duration: ISO 8601 duration of a duration; least and most joined by a stroke (`P3D/P5D`).
        modifier: from (起), before (前), after (后) or approx, kept apart from the value.
        role: what the date is for the policy; `score` in [0, 1] says how clearly the context says so.
        basis: what the value was counted from: text, context, reference, announcement, or impossible.
        pattern: the name of the grammar's pattern that found it.
        stated_timex: the TIMEX3 value where it does not follow from the others.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    first: Point | None = None
    last: Point | None = None
    duration: str | None = None
    modifier: Modifier | None = None
    role: Role = "background"
    score: float = 0.0
    basis: str = "text"
    pattern: str = ""
    stated_timex: str | None = None

    @property
    def earliest(self) -> datetime | None:
        """First moment denoted, naive China time."""
        return self.first.start if self.first else None

    @property
    def latest(self) -> datetime | None:
        """First moment after what is denoted (half-open), naive China time."""
        point = self.last or self.first
        return point.end if point else None

    @property
    def precision(self) -> str | None:
        """The calendar unit stated: second, minute, hour, day, week, ten_days, month, quarter, half_year, year …."""
        return self.first.precision if self.first else None

    @property
    def day(self) -> date | None:
        """The first calendar day denoted."""
        return self.first.day if self.first else None

    @property
    def edtf(self) -> str | None:
        """The value in the Extended Date/Time Format (ISO 8601-2:2019, levels 0 to 2)."""
        if self.first is None or (self.kind == "time" and self.basis == "reference"):
            return None
        if self.last is not None:
            return f"{point_edtf(self.first)}/{point_edtf(self.last)}"
        return point_edtf(self.first)

    @property
    def timex(self) -> str | None:
        """The TIMEX3 value (ISO-TimeML)."""
        if self.stated_timex or self.duration or self.first is None:
            return self.stated_timex or self.duration
        return point_timex(self.first) + (f"/{point_timex(self.last)}" if self.last else "")


_QUARTERS = {1: "33", 4: "34", 7: "35", 10: "36"}
_SEASONS = {3: ("21", "SP"), 6: ("22", "SU"), 9: ("23", "FA"), 12: ("24", "WI")}


def point_edtf(point: Point) -> str:
    """EDTF of one stretch; seasons are 21 to 24, quarters 33 to 36, half years 40 and 41, other parts `[a..b]`."""
    day, last, written = point.day, point.end - timedelta(days=1), point.day.isoformat()
    match point.precision:
        case "second" | "minute" | "hour":
            return point.start.isoformat()
        case "day":
            return written
        case "month":
            return written[:7]
        case "quarter":
            return f"{written[:4]}-{_QUARTERS[day.month]}"
        case "season":
            return f"{written[:4]}-{_SEASONS[day.month][0]}"
        case "half_year":
            return f"{written[:4]}-{40 if day.month == 1 else 41}"
        case "year":
            return written[:4]
        case "years":
            return f"[{written[:4]}..{last.isoformat()[:4]}]"
        case "decade":
            return f"{written[:3]}X"
        case "century":
            return f"{written[:2]}XX"
    return f"[{written}..{last.date().isoformat()}]"


def point_timex(point: Point) -> str:
    """TIMEX3 value of one stretch (ISO-TimeML)."""
    day, written = point.day, point.day.isoformat()
    match point.precision:
        case "second":
            return point.start.isoformat()
        case "minute" | "hour":
            return point.start.isoformat(timespec="minutes")
        case "month" | "ten_days":
            return written[:7]
        case "quarter":
            return f"{written[:4]}-Q{(day.month + 2) // 3}"
        case "season":
            return f"{written[:4]}-{_SEASONS[day.month][1]}"
        case "half_year":
            return f"{written[:4]}-H{1 if day.month == 1 else 2}"
        case "year":
            return written[:4]
        case "decade":
            return written[:3]
        case "century":
            return written[:2]
        case "week":
            year, week, weekday = day.isocalendar()
            return f"{year:04d}-W{week:02d}" + ("-WE" if weekday == 6 else "")
    return written
