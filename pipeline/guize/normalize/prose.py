"""What a running text says about its quantities: old, new, condition, or as before.

The quantities are masked to one token each, so that the patterns are about words. Each step takes the
quantities that the earlier ones left: 由A改为B; 原A 现B; A as before; B（原为A）; 取消A; B of a new rule.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from guize.entities.quantities import Quantity
from guize.normalize import bare, naming
from guize.normalize.pairs import Pair, align, comparable
from guize.normalize.patterns import FILL, TOKEN, grammar
from guize.normalize.roles import Roles

if TYPE_CHECKING:
    from collections.abc import Iterable

_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)[^<>]{0,300}>")
_INLINE = {"a", "b", "i", "u", "em", "strong", "span", "font", "sup", "sub"}
_TITLE = re.compile("《[^《》\n]{1,80}》")
_STOPS = re.compile("[。；;！!？?，,：:（）()]")
_SENTENCE_END = "。；;！!？?\n"
_CLAUSE_END = re.compile("[，,：:（）()。；;！!？?\n|｜∣／]|——")
_SPEECH = re.compile("“[^“”]{12,400}”")
_PAUSE = re.compile("[，。！？]")
_PARAGRAPH = re.compile("[^\n]+")

_STORY = 1500
"""Characters from which on a text of paragraphs is read as a feature story, whether it quotes people or not."""

_REACH = 60
"""Characters that words bear on a quantity from afar; bounds the work on texts without punctuation."""

_BESIDE = 6
"""Characters within which words are beside a quantity."""

_BUDGET = 100_000_000
"""Sums of money from which on they are somebody's budget, no term of a rule."""

Stretch = tuple[int, int]


class Statement(NamedTuple):
    """A pair, what it is of, and the words `text[start:end]` that say so (empty where none do)."""

    pair: Pair
    what: str
    start: int
    end: int


def read_prose(text: str, found: list[Quantity]) -> list[Statement]:
    """What `text` says to change, in the order found.

    Args:
        text: title and text, tables blanked.
        found: its quantities, as `guize.entities.quantities.find` gives them.
    """
    found = sorted([*found, *bare.find(text, found)])
    return _Reading(text, found).statements() if found or grammar()["half"].search(text) else []


class _Reading:
    """One text being read; `left` are the quantities that no step has taken."""

    def __init__(self, text: str, found: list[Quantity]) -> None:
        self.grammar = grammar()
        self.text = text
        self.masked = _mask(text, found)
        self.clause_ends = [match.end() for match in _CLAUSE_END.finditer(self.masked)]
        self.sentence_ends = [end for end in self.clause_ends if self.masked[end - 1] in _SENTENCE_END]
        self.found = found
        self.starts = [quantity.start for quantity in found]
        self.said: list[Statement] = []
        self.news = set[tuple[int, float, str]]()
        self.conditions = dict[int, bool]()
        self.arounds = dict[int, tuple[str, str]]()
        self.hearsay = bytearray(len(text))
        self.taken = self.asides(text)

    def statements(self) -> list[Statement]:
        self.drop(q for match in self.grammar["delta"].finditer(self.masked) for q in self.between(*match.span("q")))
        moved = self.changes()
        self.labelled()
        self.states(moved)
        if self.has("unchanged", 0, len(self.masked)):
            self.drop(q for q in self.between(0, len(self.masked)) if q not in moved and self.is_unchanged(q))
        self.former(moved)
        self.abolished()
        for quantity in self.between(0, len(self.masked)):
            if self.sets_rule(quantity, quantity in moved):
                self.say(Pair(None, quantity), quantity.start)
        self.halved()
        return self.said

    # ---- where things stand
    def sentence(self, at: int) -> Stretch:
        return _around(self.sentence_ends, at, len(self.masked))

    def clause(self, at: int) -> Stretch:
        return _around(self.clause_ends, at, len(self.masked))

    def has(self, name: str, start: int, end: int) -> bool:
        return self.grammar[name].search(self.masked, start, end) is not None

    def between(self, start: int, end: int) -> list[Quantity]:
        """The quantities of a stretch that no step has taken."""
        found = self.found[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [quantity for quantity in found if not self.taken[quantity.start]]

    def plays(self, roles: Roles, quantity: Quantity, against: frozenset[str] = frozenset()) -> bool:
        """Whether one of `roles` fits, of those that hold despite what speaks `against` the quantity."""
        around = self.arounds.get(quantity.start)
        if around is None:
            start, end = self.sentence(quantity.start)
            left = self.masked[max(start, quantity.start - 28) : quantity.start].rstrip(" 约")
            right = self.masked[quantity.end : min(end, quantity.end + 48)].lstrip(" ")
            around = self.arounds[quantity.start] = left, right
        return roles.fit(quantity, *around, against)

    def is_condition(self, quantity: Quantity) -> bool:
        known = self.conditions.get(quantity.start)
        if known is None:
            known = self.conditions[quantity.start] = self.plays(self.grammar.conditions, quantity)
        return known

    def is_noise(self, quantity: Quantity) -> bool:
        start = quantity.start
        return self.has("noise", max(self.clause(start)[0], start - _REACH), start)

    def is_unchanged(self, quantity: Quantity) -> bool:
        start, end = self.clause(quantity.start)
        near = max(start, quantity.start - _REACH), min(end, quantity.end + _REACH)
        return self.has("unchanged", *near) or self.grammar["unchanged_after"].match(self.masked, end) is not None

    def asides(self, text: str) -> bytearray:
        """Marks on what states no rule: speech, examples, history; sets those on estimates (`hearsay`)."""
        grammar, masked = self.grammar, self.masked
        asides = [match.span() for match in _SPEECH.finditer(text) if _PAUSE.search(match[0])]
        for match in grammar["past_year"].finditer(masked):
            start, end = self.sentence(match.start())
            if not self.has("forward", start, end):
                asides.append((start, end))
        for match in grammar["example"].finditer(masked):
            start, end = self.sentence(match.start())
            if match["within"] or not masked[start : match.start()].strip():
                asides.append((start, end))
        asides += (self.sentence(match.start()) for match in grammar["view"].finditer(masked))
        for match in grammar["opinion"].finditer(masked):
            start, end = self.sentence(match.start())
            self.hearsay[start:end] = b"\x01" * (end - start)
        asides += (self.clause(match.start()) for match in grammar["history"].finditer(masked))
        if text.count("\n") > 2 and (len(text) > _STORY or grammar["speech"].search(text)):
            paragraphs = [match.span() for match in _PARAGRAPH.finditer(text)]
            long = [(a, b) for a, b in paragraphs[1:] if b - a > _REACH]
            asides += [(a, b) for a, b in long if not grammar["announces"].search(text, a, b)]
        marks = bytearray(len(text))
        for start, end in asides:
            marks[start:end] = b"\x01" * (end - start)
        return marks

    # ---- what is said
    def drop(self, taken: Iterable[Quantity | None]) -> None:
        for quantity in taken:
            if quantity:
                self.taken[quantity.start] = True

    def say(self, pair: Pair, at: int) -> None:
        """Note a pair, named by the words before `at`."""
        self.drop(pair)
        if pair.changed:
            floor = max(self.sentence(at)[0], at - 2 * _REACH)
            self.said.append(Statement(pair, *naming.name(self.text, self.masked, floor, at, pair)))
            if pair.new:
                self.news.add((self.sentence(pair.new.start)[0], pair.new.low, pair.new.unit))

    # ---- the steps
    def changes(self) -> set[Quantity]:
        """由A改为B, A → B. Returns the Bs whose A is not beside them."""
        moved = set[Quantity]()
        done = 0
        for match in self.grammar["change"].finditer(self.masked):
            at = match.start()
            if at < done:
                continue
            floor = self.old_side(at, done)
            new = self.between(match.start("q"), self.new_side(match.end(), in_brackets=self.masked[at - 1] in "）)"))
            if not new:
                continue
            done = max(match.end(), new[-1].end)
            olds = [q for q in self.between(floor, at) if self.masked[q.end] != "后" or self.masked[floor] in "由从"]
            pairs = align(olds, new)
            if self.has("noise", max(self.clause(floor)[0], at - 2 * _REACH), at):
                self.drop(q for pair in pairs for q in pair)
            elif any(pair.old and pair.new for pair in pairs) and not self.has("abolish", floor, at):
                for pair in pairs:
                    self.say(pair, floor)
            else:
                moved.update(new if self.has("each", floor, at) else new[:1])
                if self.masked[floor] in "由从":
                    for quantity in itertools.filterfalse(
                        self.is_condition, olds
                    ):  # another unit, or another thing: 由扣款50%改为扣2分
                        self.say(Pair(quantity, None), floor)
        return moved

    def old_side(self, at: int, done: int) -> int:
        """Where the old side of a change at `at` begins: at its 由, or with the clause before."""
        floor = max(self.sentence(at)[0], done, at - _REACH)
        led = [match.start() for match in self.grammar["lead"].finditer(self.masked, floor, at)]
        if led:
            return led[-1]
        edge = len(self.masked[floor:at].rstrip("，, “")) + floor
        beside = max(floor, _around(self.clause_ends, edge - 1, edge)[0])
        alone = edge == at and naming.led_in(self.masked, beside, at) < at  # and no mere date: 自3月1日起改为
        return beside if alone or self.between(beside, at) else floor

    def new_side(self, start: int, *, in_brackets: bool) -> int:
        """Where the new side that begins before `start` ends; B（b） is one where A（a） was."""
        stop = self.grammar["stop"].search(self.masked, start, start + _REACH)
        end = stop.start() if stop else start + _REACH
        if in_brackets and self.masked[end : end + 1] in ("（", "("):
            close = self.grammar["close"].search(self.masked, end, end + _REACH)
            return close.end() if close else end
        return end

    def labelled(self) -> None:
        """原A 现B, A（升级前）/ B（升级后）, 调整前：A，a；调整后：B，b."""
        for match in self.grammar["label_block"].finditer(self.masked):
            for pair in align(self.between(*match.span("old")), self.between(*match.span("new"))):
                self.say(pair, pair.old.start if pair.old else match.start("new"))
        for name in ("label_first", "label_last"):
            for match in self.grammar[name].finditer(self.masked):
                old, new = (self.between(*match.span(side)) for side in ("old", "new"))
                if old and new and comparable(old[0], new[0]):
                    self.say(Pair(old[0], new[0]), match.start())

    def states(self, moved: set[Quantity]) -> None:
        """调整前，上限为A；a。调整后，上限改为B，b: as many terms before as after, in their order."""
        labels = list(self.grammar["state"].finditer(self.masked))
        stops = [*(label.start() for label in labels[2:]), len(self.masked)]
        for before, after, stop in zip(labels, labels[1:], stops, strict=False):
            if (before["when"], after["when"]) != ("前", "后"):
                continue
            news = [q for q in self.between(after.end(), min(stop, after.end() + 4 * _REACH)) if q in moved]
            told = self.between(max(before.end(), after.start() - 4 * _REACH), after.start())
            olds = [q for q in told if self.plays(self.grammar.rules, q)]
            if len(olds) == len(news) and all(map(comparable, olds, news)):
                for old, new in zip(olds, news, strict=True):
                    self.say(Pair(old, new), new.start)
                self.drop(told)

    def former(self, moved: set[Quantity]) -> None:
        """B（原为A）, B，此前为A, 此前为A，…B; and an A whose rule is abolished."""
        for match in reversed(list(self.grammar["formerly"].finditer(self.masked))):
            start, end = self.sentence(match.start())
            end = min(end, match.end() + _REACH)
            now = self.grammar["now"].search(self.masked, match.end(), end)
            end = now.start() if now else end
            first = bisect_left(self.starts, match.end())
            if first < len(self.found) and self.taken[self.starts[first]]:
                continue
            zone = self.between(match.end(), end)
            gone = next((i for i, q in enumerate(zone) if i and q in moved), len(zone))
            end = zone[gone].start if gone < len(zone) else end
            olds = [q for q in zone[:gone] if q.start - match.end() < _BESIDE or not self.is_condition(q)]
            if not olds:
                continue
            back = self.sentence(start - 2)[0] if start > 1 and match.start() - start < 8 else start
            before = self.between(max(back, match.start() - 4 * _REACH), match.start())
            before.sort(key=self.is_condition, reverse=True)
            after = [q for q in self.between(end, min(self.sentence(end)[1], end + 4 * _REACH)) if q in moved]
            pairs = self.successors(olds, before, after, self.has("every", match.end(), end))
            if not pairs and self.is_abolished(match.start(), end):
                pairs = [Pair(q, None) for q in olds if self.may_end(q)]
            for pair in pairs:
                self.say(pair, pair.new.start if pair.new else match.end())
            self.drop(olds)

    def successors(
        self, olds: list[Quantity], before: list[Quantity], after: list[Quantity], every: bool
    ) -> list[Pair]:
        """What former values become: the last one before them, all of those (两类均为A), or those after."""
        pairs: list[Pair] = []
        for old in olds:
            mates = [q for q in before if q.unit == old.unit]
            mates = [q for q in mates if not self.is_condition(q)] if every else mates[-1:]
            pairs += [Pair(old, q) for q in mates or after if q.unit == old.unit]
            before = [q for q in before if q not in mates]
        return pairs

    def is_abolished(self, start: int, end: int) -> bool:
        return (
            self.has("abolish", max(0, start - 90), end) or self.grammar["switch"].match(self.masked, end) is not None
        )

    def abolished(self) -> None:
        """取消A, A停止收取, 取消A以下包裹免税."""
        if not self.has("ended", 0, len(self.masked)):
            return
        for name in ("tax_free", "abolished", "abolished_after"):
            for match in self.grammar[name].finditer(self.masked):
                for quantity in self.between(*match.span("q")):
                    if (name == "tax_free" and quantity.kind == "money") or self.may_end(quantity):
                        self.say(Pair(quantity, None), match.start())

    def may_end(self, quantity: Quantity) -> bool:
        """Whether abolishing can be about it: a fee, or a limit named as one; not 30 days of 取消资格."""
        if self.is_condition(quantity) or self.is_noise(quantity):
            return False
        return (
            quantity.kind in ("percent", "money")
            or self.grammar["limited"].match(self.masked, quantity.end) is not None
        )

    def sets_rule(self, quantity: Quantity, moved: bool) -> bool:
        """Whether a quantity, alone, is what a rule sets: 降至B, and B of a new rule."""
        if self.hearsay[quantity.start]:
            return False
        doubts = {
            "noise": self.is_noise(quantity),
            "condition": self.is_condition(quantity),
            "budget": quantity.kind == "money" and quantity.low >= _BUDGET,
        }
        against = frozenset(name for name, holds in doubts.items() if holds)
        start = quantity.start
        if moved and against == {"condition"} and self.has("bar", max(self.sentence(start)[0], start - _REACH), start):
            return True  # 门槛改为大于6件
        if moved and not against:
            if (self.sentence(start)[0], quantity.low, quantity.unit) in self.news:
                return False
            if quantity.kind != "count" or self.has("measured", max(self.clause(start)[0], start - _REACH), start):
                return True
        return self.plays(self.grammar.rules, quantity, against)

    def halved(self) -> None:
        """A减半; and, where the text states no other value, 费率减半 as 50 %."""
        if not self.has("half", 0, len(self.masked)):
            return
        for match in self.grammar["halved"].finditer(self.masked):
            if match["q"]:
                for q in self.between(*match.span("q")):
                    self.say(Pair(q, q._replace(low=q.low / 2, high=q.high and q.high / 2)), q.start)
            elif not self.said:
                half = Quantity(match.end() - 2, match.end(), 50.0, None, "%", "percent", match[0][-2:])
                self.say(Pair(None, half), half.start)


def _around(ends: list[int], at: int, length: int) -> Stretch:
    i = bisect_right(ends, at)
    return ends[i - 1] if i else 0, ends[i] - 1 if i < len(ends) else length


def _mask(text: str, found: list[Quantity]) -> str:
    """`text` with a token for every quantity, line ends for block tags, and its length kept."""
    pieces: list[str] = []
    at = 0
    for quantity in found:
        pieces += [text[at : quantity.start], TOKEN, FILL * (quantity.end - quantity.start - 1)]
        at = quantity.end
    masked = "".join([*pieces, text[at:]])
    if "《" in masked:
        masked = _TITLE.sub(lambda title: _STOPS.sub("·", title[0]), masked)
    if "<" not in masked:
        return masked
    return _TAG.sub(lambda tag: (FILL if tag[1].lstrip("/").lower() in _INLINE else "\n") * len(tag[0]), masked)
