"""The compiled grammar: one pass over the text finds every mention of time.

The patterns are data (`guize/vocabulary/dates.toml`). They are joined into one alternation, guarded by a lookahead on
the first character, so that most positions of a text cost one set lookup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from guize import vocabulary

# Length-preserving, so that offsets in the folded text are offsets in the text.
_FOLD = {
    ord(a): b for a, b in zip("０１２３４５６７８９．／：（）－～〜　\xa0Ｑ，", "0123456789./:()-~~  Q,", strict=True)
}
# What a mention can begin with; words are named by two characters where the first alone is common.
_FIRST = (
    "[0-9〇零○一二三四五六七八九十廿两半百今昨翌凌晨傍晚腊闰QJFMASOND]|本[年月周季公规次通办政协细声标条]|当[年月天日]|同[年月日一]|这个?[月周星礼]"
    "|明[年天日起晨晚早]|后[年天]|前[年天日不]|去年|上[个半月周上年星礼午旬季一]|下[个半月周下旬星礼午季一]|次[年月日]|来年|隔日|大[前后年概约]|第[一二三四]"
    "|即日|元[旦宵月]|端午|中[秋午]|清[明早晨]|国庆|春节|双[1十]|岁[末初]|[年岁][初中底末内三]|月[初底末中内]|周[一二三四五六日天末]|星期|礼拜|每[年月日天周个星礼季晚工小]"
    "|自[本该此发公颁印通规]|于[本该此发公颁印通规]|从[本该此发公颁印通规]|发[布出]之?|公[示布告]|颁布|印发|通知|该[公规通办政协细声标条新]|此[公规通办政协细声标条前新]"
    "|次?(?:公告|规则|通知|公示|规范|办法|政策|协议|细则|新规|声明|标准|条款|条例|规定)[ ]?(?:正式)?(?:发|公|印|颁|通)|农历|[阴旧]历|正[月午式]|冬月|除夕|早[上晨前\d ]|午[间后夜]"
    "|夜[间里]|深夜|近[日期来\d一二三四五六七八九十两半约]|约[\d一二三四五六七八九十两半]|至少|最[近多]|超过|不[久超]|稍早|目前|日前|情人|妇女|三八|劳动|青年|儿童|建[党军]|教师|七夕|重阳|万圣|平安|圣诞"
)
_GROUP = re.compile(r"\(\?P<\w+>")
_PART = re.compile(r"\{([a-z_0-9]*[a-z_][a-z_0-9]*)\}")


class Match(NamedTuple):
    """A raw match: which pattern, where, and its named groups that took part."""

    pattern: str
    build: str
    start: int
    end: int
    groups: dict[str, str]


class Pattern(NamedTuple):
    """A named pattern of the grammar."""

    name: str
    build: str
    regex: re.Pattern[str]
    examples: list[str]


def fold(text: str) -> str:
    """`text` with full-width digits and punctuation as ASCII; the same length."""
    return text.translate(_FOLD)


def _festival_regex(festivals: dict[str, dict[str, object]]) -> str:
    names = []
    for name in sorted(festivals, key=len, reverse=True):
        entry = festivals[name]
        if entry.get("numeric"):
            names.append(rf"(?<![\d.]){name}(?![\d.%元件个条人款万])")
        elif entry.get("only_period"):
            names.append(rf"(?<![\d一二三四五六七八九十双零〇]){name}(?=期间|小?长假|假期|黄金周)")
        else:
            names.append(rf"{name}(?:节(?![目约能省点])|(?![个名条]))")
    return "|".join(names)


@cache
def patterns() -> tuple[Pattern, ...]:
    """The grammar's patterns in the order in which they are tried."""
    data = vocabulary.load("dates")
    parts: dict[str, str] = {**data["parts"], "festivals": _festival_regex(data["festivals"])}

    def expand(regex: str) -> str:
        while _PART.search(regex):
            regex = _PART.sub(lambda m: parts[m.group(1)], regex)
        return regex

    return tuple(
        Pattern(p["name"], p["build"], re.compile(_unique(expand(p["regex"]))), p["examples"]) for p in data["pattern"]
    )


def _unique(regex: str) -> str:
    """Second and later uses of a part in one pattern get numbered group names (`year`, `year_2`)."""
    seen: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        name = match.group()[4:-1]
        seen[name] = seen.get(name, 0) + 1
        return match.group() if seen[name] == 1 else f"(?P<{name}_{seen[name]}>"

    return _GROUP.sub(rename, regex)


@cache
def _scanner() -> re.Pattern[str]:
    joined = "|".join(f"(?P<{p.name}>{_GROUP.sub('(?:', p.regex.pattern)})" for p in patterns())
    return re.compile(f"(?={_FIRST})(?:{joined})")


def scan(folded: str) -> Iterator[Match]:
    """All matches of the grammar in a folded text, from left to right, not overlapping."""
    by_name = {p.name: p for p in patterns()}
    for found in _scanner().finditer(folded):
        pattern = by_name[str(found.lastgroup)]
        match = pattern.regex.match(folded, found.start())
        assert match is not None
        groups = {k.removesuffix("_2"): v for k, v in match.groupdict().items() if v is not None}
        yield Match(pattern.name, pattern.build, found.start(), found.end(), groups)
