"""What other stages know of an item that helps to label it."""

from __future__ import annotations

import re
from typing import NamedTuple


class Signals(NamedTuple):
    """Facts from other stages, as numbers from 0 to 1; all 0 where nothing is known."""

    has_platform: float = 0.0
    is_regulator: float = 0.0
    is_notice: float = 0.0
    has_rule_title: float = 0.0
    has_announced: float = 0.0
    has_effective: float = 0.0
    effective_in_title: float = 0.0
    has_effective_to: float = 0.0
    has_deadline: float = 0.0
    has_old_and_new: float = 0.0
    dates: float = 0.0  # a quarter for each date, at most 1


_DAY = r"(?:(?:\d{2,4}年)?\d{1,2}月(?:\d{1,2}[日号])?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}日?)"
_DATE = re.compile(_DAY)
_EFFECTIVE = re.compile(
    rf"(?:{_DAY}|[今明]日?|今天|明天|即日|[本下次]月|之日)[^。,,;;\n]{{0,10}}?(?:起|生效|施行|实施|执行|上线|下线)"
)
_UNTIL = re.compile(rf"(?:至|到|截至|截止)(?:于)?{_DAY}|为期.{{1,6}}[天月年]")
_DEADLINE = re.compile(rf"{_DAY}[^。,,;;\n]{{0,6}}(?:前|之前|以前)")
_ANNOUNCED = re.compile(r"(?:公告|公示|发布|宣布|通知|印发|公布|发文)")
_RULE = re.compile(r"《[^》]{2,40}》")
_OLD_NEW = re.compile(r"[由从将].{1,24}?(?:至|到|为|成)|→|调整前|原为|此前为")
_SALUTATION = re.compile(r"(?:尊敬的|亲爱的|各位)")
_HEAD = 400  # characters


def approximate(title: str, text: str) -> Signals:
    """Signals read off the text by patterns, for callers that run this stage alone."""
    content = f"{title}\n{text[:_HEAD]}".replace(" ", "")
    return Signals(
        is_notice=float(_SALUTATION.search(content) is not None),
        has_rule_title=float(_RULE.search(content) is not None),
        has_announced=float(_ANNOUNCED.search(content) is not None),
        has_effective=float(_EFFECTIVE.search(content) is not None),
        effective_in_title=float(_EFFECTIVE.search(title.replace(" ", "")) is not None),
        has_effective_to=float(_UNTIL.search(content) is not None),
        has_deadline=float(_DEADLINE.search(content) is not None),
        has_old_and_new=float(_OLD_NEW.search(content) is not None),
        dates=min(1.0, len(_DATE.findall(content)) / 4),
    )
