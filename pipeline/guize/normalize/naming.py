"""What a quantity is of: a short noun phrase from the words around it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from guize import vocabulary
from guize.normalize.patterns import FILL, TOKEN, any_of

if TYPE_CHECKING:
    from guize.entities.quantities import Quantity
    from guize.normalize.pairs import Pair

_SHORT, _LONGEST = 8, 24
_GENERAL = 3  # characters of a noun that needs more words to tell
_TAIL = 16  # characters; bounds the search for the verbs that end a phrase
_REACH = 120
_PHRASE = re.compile(f"[^，,：:（）()。；;！!？?\n|｜∣{TOKEN}{FILL}]{{2,}}")
_ASIDE = re.compile(f"[（(][^（）()\n{TOKEN}]{{0,16}}[)）]$")
_BEFORE, _AFTER = re.compile(r"[^\W\d_]{2,12}$"), re.compile(r"[^\W\d_]{2,8}")
_HEADING = re.compile(r"\n[ \t　]*([^\n。；，：]{2,18})[：:]?(?=\n)")


class Name(NamedTuple):
    """What a quantity is of, and the words `text[start:end]` that say so (empty where the name is put together)."""

    what: str
    start: int
    end: int


def name(plain: str, text: str, floor: int, at: int, pair: Pair) -> Name:
    """What the quantities of a pair are of, whose statement begins at `at`.

    Args:
        plain: the text.
        text: the same, masked (`guize.normalize.patterns`).
        floor: the first character that may name it.
        at: where the words about it end, at its old side or its verb.
        pair: the old and the new quantity.
    """
    words = _words()
    for part in reversed(list(_PHRASE.finditer(text, floor, at))):
        start, stop = _cut(text, *part.span())
        in_brackets = text[part.start() - 1] in "（(" and text[part.end()] in "）)"
        if stop - start < 2 or in_brackets:
            continue
        aside = _ASIDE.search(text, floor, start)
        if aside and words.bare.fullmatch(text, start, stop):  # 备货时长（DTS）上限
            start, _ = _cut(text, _clause(text, floor, aside.start()), aside.start())
            phrase = plain[start : aside.start()] + plain[aside.end() : stop]
        else:
            if words.qualified.match(text, start) and text[max(0, start - 3) : start].rstrip()[-1:] in (
                TOKEN,
                FILL,
            ):  # 售价低于15美元的服装佣金
                start, _ = _cut(text, _clause(text, floor, start), start)
            phrase = plain[start:stop]
        return Name(complete(phrase, text, start, pair), start, stop)
    return Name(complete("", text, at, pair) or _beside(plain, floor, pair), at, at)


def _beside(plain: str, floor: int, pair: Pair) -> str:
    """The words right before the first quantity, or else right after it: no name, but words (拼图不超过四张)."""
    first = next(quantity for quantity in pair if quantity)
    words = _BEFORE.search(plain, floor, first.start) or _AFTER.match(plain, first.end)
    return words[0] if words else ""


def complete(phrase: str, text: str, at: int, pair: Pair | None = None) -> str:
    """`phrase` with a noun of what is measured, where it has none itself.

    The noun stands after the quantity (5%的服务费; 2日内交付 → 交付时限), or last before `at`: 个体店 in
    基础保证金下调，个体店由5000元… becomes 个体店基础保证金.
    """
    words = _words()
    quantity = pair and (pair.new or pair.old)
    phrase = words.article.sub("", phrase.strip())
    bound_only = bool(words.bare.fullmatch(phrase))
    base = words.base.search(phrase) if quantity and quantity.kind == "percent" else None
    said = phrase
    if base:
        phrase = phrase[: base.start()]
    elif not bound_only and words.says.search(phrase):
        return _short(_of_heading(phrase, text, at) if words.generic.fullmatch(phrase) else phrase)
    behind = next((noun for side in pair or () if side and (noun := _behind(text, side))), "")
    if behind and not bound_only:
        phrase = phrase.removesuffix(behind[0])
        return _short(phrase + behind if len(phrase) + len(behind) <= _LONGEST else behind)
    noun = behind or _ahead(text, at, quantity)
    if (noun and noun in phrase) or (len(phrase) > _SHORT and not base and quantity):
        return _short(phrase)
    return _short((noun + phrase if bound_only else phrase + noun) or said or _ahead(text, at, None))


def tells(what: str) -> bool:
    """Whether a name says by itself what is measured, and of what: 最高 and 费率 do not."""
    words = _words()
    return len(what) > _GENERAL and words.says.search(what) is not None and not words.weak.fullmatch(what)


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    """The noun phrase in `text[start:end]`: without list marks, who announces it, dates and verbs around it."""
    words = _words()
    behind = max(start, end - _TAIL)
    tail = words.tail.search(text[behind:end])
    end = behind + tail.start() if tail else end
    for lead in words.reported.finditer(text, start, end):
        if end - lead.end() > 1:
            start = lead.end()
    lead_in = words.lead_in.match(text, start, end)
    return (lead_in.end() if lead_in else start), end


def led_in(text: str, start: int, end: int) -> int:
    """Where `text[start:end]` begins without list marks, dates and particles: its end where it is no more than these."""
    lead = _words().lead_in.match(text, start, end)
    return lead.end() if lead else start


def _clause(text: str, floor: int, end: int) -> int:
    return max(floor, *(text.rfind(mark, floor, end) + 1 for mark in "，：；。\n"))


def _ahead(text: str, at: int, quantity: Quantity | None) -> str:
    """The last noun of measure before `at`, with what modifies it; of sums none that measures time, and the reverse."""
    words = _words()
    others = words.of_others.get(quantity.kind) if quantity else None
    for found in reversed(list(words.says.finditer(text, max(0, at - _REACH), at))):
        modified = words.modified.search(text, max(0, found.start() - _SHORT - 1), found.start())
        noun = text[modified.start() if modified else found.start() : found.end()]
        if others and others.search(noun):
            continue
        if not words.weak.fullmatch(noun) and not words.rate.match(text, found.end()):
            return noun
    return ""


def _behind(text: str, quantity: Quantity) -> str:
    """The noun after a quantity, or the verb that a time limit is for."""
    words = _words()
    if quantity.kind == "duration" and (duty := words.duty.match(text, quantity.end)):
        return f"{duty[1]}时限"
    if quantity.unit == "分" and (sign := words.points.get(text[quantity.start - 1])):
        return sign
    noun = words.behind.match(text, quantity.end)
    return noun[1] if noun else ""


def _of_heading(phrase: str, text: str, at: int) -> str:
    """A general noun with the heading of its list before it: 阈值 → 订单未完成率阈值."""
    headings = list(_HEADING.finditer(text, max(0, at - _REACH), at))
    if not headings:
        return phrase
    heading = text[slice(*_cut(text, *headings[-1].span(1)))]
    return phrase if phrase in heading else heading + phrase


def _short(phrase: str) -> str:
    """`phrase`, or its last words where it is too long to be read in a table."""
    if "”" in phrase and "“" not in phrase.partition("”")[0]:
        phrase = phrase.replace("”", "", 1)
    elif "“" in phrase and "”" not in phrase.rpartition("“")[2]:
        phrase = "".join(phrase.rpartition("“")[::2])
    if len(phrase) <= _LONGEST:
        return phrase
    cut = _words().joint.search(phrase, len(phrase) - _LONGEST)
    return phrase[cut.end() :] if cut and len(phrase) - cut.end() > 3 else phrase[-_LONGEST:]


class _Words:
    def __init__(self, words: dict[str, Any]) -> None:
        nouns = "|".join(sorted(words["nouns"], key=len, reverse=True))
        (
            self.lead_in,
            self.tail,
            self.reported,
            self.bare,
            self.base,
            self.generic,
            self.joint,
            self.weak,
            self.qualified,
            self.article,
        ) = (
            re.compile(words[part])
            for part in (
                "lead_in",
                "tail",
                "reported",
                "bare",
                "base",
                "generic",
                "joint",
                "weak",
                "qualified",
                "article",
            )
        )
        self.says = re.compile(any_of(words["nouns"]))
        modifier = words["modifier"]
        self.modified = re.compile(f"(?<=[的、，。：“”（(\\s]){modifier}{{0,{_SHORT}}}$")
        self.rate = re.compile("[一-龥]{0,2}率")
        self.behind = re.compile(
            f"{words['between']}((?:无理由退货的|{modifier}{{0,8}}的)?{modifier}{{0,10}}(?:{nouns}))"
        )
        self.points: dict[str, str] = words["points"]
        self.of_others = {kind: re.compile(nouns) for kind, nouns in words["of_others"].items()}
        self.duty = re.compile(words["duty"])


@cache
def _words() -> _Words:
    return _Words(vocabulary.load("values")["naming"])
