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
        duration: ISO 8601 duration of a duration.
        modifier: from (起), before (前), after (后) or approx, kept apart from the value.
        role: what the date is for the policy; `score` in [0, 1] says how clearly the context says so.
        basis: what the value was counted from: text, context, reference, announcement, or impossible.
        pattern: the name of the grammar's pattern that found it.
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
    timex: str | None = None

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
        if self.first is None:
            return None
        if self.last is not None:
            return f"{point_edtf(self.first)}/{point_edtf(self.last)}"
        return point_edtf(self.first)


_SUB_YEAR = {("quarter", 1): 33, ("quarter", 4): 34, ("quarter", 7): 35, ("quarter", 10): 36}


def point_edtf(point: Point) -> str:
    """EDTF of one stretch; quarters are 33 to 36, half years 40 and 41, other parts one of the days `[a..b]`."""
    day, precision = point.day, point.precision
    match precision:
        case "second" | "minute" | "hour":
            return point.start.isoformat()
        case "day":
            return day.isoformat()
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day:%Y}-{_SUB_YEAR[precision, day.month]}"
        case "half_year":
            return f"{day:%Y}-{40 if day.month == 1 else 41}"
        case "year":
            return f"{day:%Y}"
        case "decade":
            return f"{day:%Y}"[:3] + "X"
        case "century":
            return f"{day:%Y}"[:2] + "XX"
    return f"[{day.isoformat()}..{(point.end - timedelta(days=1)).date().isoformat()}]"


def point_timex(point: Point) -> str:
    """TIMEX3 value of one stretch (ISO-TimeML)."""
    day, precision = point.day, point.precision
    match precision:
        case "second":
            return point.start.isoformat()
        case "minute" | "hour":
            return point.start.isoformat(timespec="minutes")
        case "month" | "ten_days":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day:%Y}-Q{(day.month + 2) // 3}"
        case "half_year":
            return f"{day:%Y}-H{1 if day.month == 1 else 2}"
        case "year":
            return f"{day:%Y}"
        case "decade":
            return f"{day:%Y}"[:3]
        case "century":
            return f"{day:%Y}"[:2]
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02d}"
    return day.isoformat()
