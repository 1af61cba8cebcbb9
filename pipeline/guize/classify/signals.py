"""What other stages know of an item that helps to label it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Signals(NamedTuple):
    """Facts from other stages, as numbers from 0 to 1; all 0 where nothing is known.

    `compares` is `_TELLING` where it holds: it is rare in training, so that a penalty on its weight would silence it.
    """

    is_notice: float = 0.0
    has_rule_title: float = 0.0
    has_announced: float = 0.0
    has_effective: float = 0.0
    effective_in_title: float = 0.0
    has_effective_to: float = 0.0
    has_deadline: float = 0.0
    has_old_and_new: float = 0.0
    compares: float = 0.0  # a table has a column of what was or is, and of what will be
    dates: float = 0.0  # a quarter for each date, at most 1


# Each pattern begins with a character class or literals, which the engine can look for; an optional part in front would be
# tried at every character.
_DATE = re.compile(
    r"[0-9０-９](?:\d{1,3}年\d{1,2}月(?:\d{1,2}[日号])?|\d?月(?:\d{1,2}[日号])?|\d{3}[-/.]\d{1,2}[-/.]\d{1,2}日?)"
)
_TAKES_EFFECT = re.compile(r"[^。,,;;\n]{0,10}?(?:起|生效|施行|实施|执行|上线|下线)")
_EFFECTIVE_DAY = re.compile(rf"(?:今[日天]?|明[日天]?|即日|本月|下月|次月|之日){_TAKES_EFFECT.pattern}")
_UNTIL = re.compile(rf"(?:至|到|截至|截止)(?:于)?{_DATE.pattern}|为期.{{1,6}}[天月年]")
_BEFORE = re.compile(r"[^。,,;;\n]{0,6}(?:之|以)?前")
_ANNOUNCED = re.compile(r"(?:公告|公示|发布|宣布|通知|印发|公布|发文)")
_RULE = re.compile(r"《[^》]{2,40}》")
_OLD_NEW = re.compile(r"[由从将].{1,24}?(?:至|到|为|成)|→|调整前|原为|此前为")
# A cell of a table, marked up or flattened to `a | b`.
_WAS = re.compile(r"[>|] ?[^<>|\n]{0,12}(?:[调变修更升][整更订新级]前|现行|目前|原有?|旧)[^<>|\n]{0,8}[<|\n]")
_SALUTATION = re.compile(r"(?:尊敬的|亲爱的|各位)")
_HEAD = 400  # characters
_TELLING = 5.0


def approximate(title: str, text: str) -> Signals:
    """Signals read off the text by patterns, for callers that run this stage alone."""
    title = title.replace(" ", "")
    content = f"{title}\n{text[:_HEAD]}".replace(" ", "")
    days = [match.end() for match in _DATE.finditer(content)]
    return Signals(
        is_notice=float(_SALUTATION.search(content) is not None),
        has_rule_title=float(_RULE.search(content) is not None),
        has_announced=float(_ANNOUNCED.search(content) is not None),
        has_effective=float(_takes_effect(content, days)),
        effective_in_title=float(_takes_effect(title, [match.end() for match in _DATE.finditer(title)])),
        has_effective_to=float(_UNTIL.search(content) is not None),
        has_deadline=float(any(_BEFORE.match(content, end) for end in days)),
        has_old_and_new=float(_OLD_NEW.search(content) is not None),
        compares=_TELLING * (("</t" in text or "|" in text) and _WAS.search(text) is not None),
        dates=min(1.0, len(days) / 4),
    )


def _takes_effect(text: str, days: Sequence[int]) -> bool:
    """Whether something takes effect on a day that ends at one of the offsets, or is given in words."""
    return any(_TAKES_EFFECT.match(text, end) for end in days) or _EFFECTIVE_DAY.search(text) is not None
