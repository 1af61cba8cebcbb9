"""Changes for the eye: a table, and the items with their evidence marked."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from guize.write.flat import describe_values
from guize.write.schema import CHANGES, to_batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from guize.records import Bound, Item, PolicyChange, Precision

CONTEXT = 40
"""Characters of an item's text that are shown on each side of its evidence."""

_HEADINGS = ("announced", "effective", "platform", "type", "categories", "subject", "values", "status")
_LEGEND = "≤ on or before   ≥ on or after   ≈ within the period   ? tentative   – not stated"
_CATEGORY_STYLE = {"fees": "green", "shipping": "blue", "refunds": "magenta", "content": "yellow"}
_MARK_STYLES = ("cyan", "green", "magenta", "yellow", "blue", "red")
# What an item says must not steer the terminal: a visible character stands for each control character.
_VISIBLE = {code: 0x2400 + code for code in range(0x20) if code != ord("\n")}
_VISIBLE |= dict.fromkeys(range(0x7F, 0xA0), 0xFFFD)


class _Mark(NamedTuple):
    start: int
    end: int
    label: str


class _Piece(NamedTuple):
    """A stretch between two neighbouring borders of marks; `opened` and `closed` at its two ends."""

    start: int
    end: int
    marks: list[_Mark]
    opened: list[_Mark]
    closed: list[_Mark]


def render_changes(changes: Sequence[PolicyChange], *, width: int | None = None, color: bool) -> str:
    """A table with one row per change.

    Args:
        changes: the rows.
        width: columns of the screen; None for the width of the terminal, or 80.
        color: whether to use ANSI colours.
    """
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0), caption=_LEGEND, caption_justify="left")
    for heading in _HEADINGS:
        table.add_column(heading, overflow="fold", no_wrap=heading in ("announced", "effective", "status"))
    described = describe_values(to_batch(changes, CHANGES).column("values")).to_pylist()
    for change, values in zip(changes, described, strict=True):
        table.add_row(
            _day(change.announced_on, change.announced_bound),
            _effect(change),
            _text("\n".join(change.platform)),
            change.change_type + ("?" if change.tentative else ""),
            Text("\n").join(Text(name, _CATEGORY_STYLE.get(name, "")) for name in change.categories),
            _text(change.subject or change.title),
            _text("\n".join(values)),
            Text(change.status, "bold red" if change.status == "review" else "dim"),
        )
    return _print(table, width=width, color=color)


def render_evidence(item: Item, changes: Sequence[PolicyChange], color: bool) -> str:
    """The item's title and text, each stretch of evidence marked with the fields that it proves.

    Text far from any evidence is left out (…). Where there are several changes, labels end in `#1`, `#2` ….

    Args:
        item: the item.
        changes: the changes read from it.
        color: True marks by ANSI colours with the label after the words, False by brackets: `[platform: …]`.
    """
    labels: dict[tuple[str, int, int], dict[str, None]] = {}
    for number, change in enumerate(changes, 1):
        for evidence in change.evidence:
            label = evidence.field if len(changes) == 1 else f"{evidence.field}#{number}"
            labels.setdefault((evidence.where, evidence.start, evidence.end), {})[label] = None
    marks: dict[str, list[_Mark]] = {"title": [], "text": []}
    for (where, start, end), names in labels.items():
        marks[where].append(_Mark(start, end, ", ".join(names)))
    title = _marked(item.title, marks["title"], shorten=False, color=color)
    title.stylize("bold")
    text = _marked(item.text, marks["text"], shorten=True, color=color)
    return _print(Text("\n").join(part for part in (title, text) if part), width=None, color=color)


def _day(day: date | None, bound: Bound | None, precision: Precision | None = None) -> str:
    if day is None:
        return ""
    if bound == "within_year" or precision == "year":
        return f"{day:%Y}"
    if bound == "within_month" or precision == "month":
        return f"{day:%Y-%m}"
    if bound == "on_or_before":
        return f"≤{day}"
    if bound == "on_or_after":
        return f"≥{day}"
    return str(day) if precision in ("day", None) else f"≈{day}"


def _effect(change: PolicyChange) -> str:
    first = _day(change.effective_from, change.effective_bound, change.effective_precision)
    return first if change.effective_to is None else f"{first}\n–{change.effective_to}"


def _marked(words: str, marks: Sequence[_Mark], *, shorten: bool, color: bool) -> Text:
    result = Text()
    styles: dict[str, str] = {}
    for piece in _pieces(len(words), marks):
        for mark in piece.opened:
            styles.setdefault(mark.label, _MARK_STYLES[len(styles) % len(_MARK_STYLES)])
            result.append("" if color else f"[{mark.label}: ")
        shown = words[piece.start : piece.end].translate(_VISIBLE)
        if shorten and not piece.marks:
            shown = _shortened(shown, first=piece.start == 0, last=piece.end == len(words))
        result.append(shown, f"underline {styles[piece.marks[-1].label]}" if piece.marks else None)
        for mark in piece.closed:
            if not color:
                result.append("]")
            elif mark.end == piece.end:
                result.append(f"‹{mark.label}›", f"dim {styles[mark.label]}")
    return result


def _pieces(length: int, marks: Sequence[_Mark]) -> Iterator[_Piece]:
    """Cut [0, length) at the borders of all marks.

    Marks nest: where two overlap crosswise, the inner one is closed with the outer and opened again after it.
    """
    stack: list[_Mark] = []
    for start, end in pairwise(sorted({0, length, *(border for mark in marks for border in mark[:2])})):
        opened = [mark for mark in marks if mark.start <= start < mark.end and mark not in stack]
        opened.sort(key=lambda mark: -mark.end)
        stack += opened
        depth = next((depth for depth, mark in enumerate(stack) if mark.end == end), len(stack))
        yield _Piece(start, end, list(stack), opened, stack[depth:][::-1])
        del stack[depth:]


def _shortened(gap: str, *, first: bool, last: bool) -> str:
    """Unmarked text without its far part: the middle, the start of the first gap, the end of the last."""
    head = 0 if first and not last else CONTEXT
    tail = 0 if last else CONTEXT
    if len(gap) <= head + tail + 1:
        return gap
    return f"{gap[:head]}…{gap[len(gap) - tail :]}"


def _text(words: str) -> Text:
    return Text(words.translate(_VISIBLE))


def _print(content: Table | Text, *, width: int | None, color: bool) -> str:
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
    )
    with console.capture() as captured:
        console.print(content, soft_wrap=isinstance(content, Text))
    return captured.get()
