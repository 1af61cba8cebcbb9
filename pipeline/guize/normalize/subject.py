"""The row's subject: one short phrase for what is changed, in the item's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guize.normalize import naming
from guize.normalize.sentences import states_change
from guize.records import Value

_TAIL = re.compile(r"[，,：:！!？?；;|｜。\n]| {2,}|　")
_DAY = r"(?:自|从|于)?(?:\d{4}年)?\d{1,2}\s?月\s?\d{1,2}\s?[日号](?:\d{1,2}[点时])?(?:起|正式)?(?:生效|实施|施行|执行)?"
_DATE = re.compile(rf"^\s*{_DAY}|{_DAY}\s*$")
_SOURCE = re.compile("(?:消息|获悉|讯|宣布|表示|称|通知|公告)$|^据")
_NOTICE = re.compile(  # 关于 … 的公告
    "^(?:.{0,12}?关于)?(?P<of>.{4,}?)(?:的?(?:公告|通知|公示|通告)|(?:的|(?<=调整|变更|要求))(?:说明|提示))(?:通知)?$"
)
_ASIDE = re.compile("(?:之?后|(?<!小)时|期间|之?前|以来|的话)$|^(?:如果|随着|由于|因为?|为了?|继|此前|一段时间)")
_LIMIT = 40
_TELLING = 7  # characters; shorter ones are mostly the platform's name


def subject(title: str, rule_titles: Sequence[str], values: Sequence[Value], stated: str = "") -> str:
    """The rule's title, else what the first value is of, else the phrase that tells; at most 40 characters.

    Args:
        title: the item's title, or what heads the part that states the change.
        rule_titles: rules created, changed or ended.
        values: quantities that change.
        stated: the sentence that states the change; its phrase tells where the title has none that does.
    """
    if rule_titles:
        return rule_titles[0][:_LIMIT]
    named = next((value.what for value in values if naming.tells(value.what)), "")
    if named:
        return named[:_LIMIT]
    phrases = _phrases(title)
    telling = _telling(phrases)
    said = next((p for p in telling or _telling(_phrases(stated)) if states_change(p)), None)
    return (said or next(iter(telling), max(phrases, key=len, default=title.strip())))[:_LIMIT]


def _phrases(text: str) -> list[str]:
    parts = (_NOTICE.sub(r"\g<of>", _DATE.sub("", part).strip()) for part in _TAIL.split(text))
    return [part for part in parts if len(part) > 3]


def _telling(phrases: Sequence[str]) -> list[str]:
    return [p for p in phrases if len(p) >= _TELLING and not _SOURCE.search(p) and not _ASIDE.search(p)]
