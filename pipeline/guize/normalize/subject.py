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
_LIMIT = 40
_TELLING = 7  # characters; shorter ones are mostly the platform's name


def subject(title: str, rule_titles: Sequence[str], values: Sequence[Value]) -> str:
    """The rule's title, else what the first value is of, else the title's phrase that tells; at most 40 characters."""
    if rule_titles:
        return rule_titles[0][:_LIMIT]
    named = next((value.what for value in values if naming.tells(value.what)), "")
    if named:
        return named[:_LIMIT]
    phrases = [p for p in (_DATE.sub("", part).strip() for part in _TAIL.split(title)) if len(p) > 3]
    telling = [p for p in phrases if len(p) >= _TELLING and not _SOURCE.search(p)]
    stated = next((p for p in telling if states_change(p)), None)
    return (stated or next(iter(telling), max(phrases, key=len, default=title.strip())))[:_LIMIT]
