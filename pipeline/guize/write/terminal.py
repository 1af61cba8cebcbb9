"""Changes for the eye: a table, and the items with their evidence marked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from guize.write.flat import describe_values
from guize.write.marks import evidence_marks, pieces
from guize.write.schema import CHANGES, to_batch
from guize.write.wording import day, effect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guize.records import Item, PolicyChange
    from guize.write.marks import Mark

CONTEXT = 40
"""Characters of an item's text that are shown on each side of its evidence."""

_HEADINGS = ("announced", "effective", "platform", "type", "categories", "subject", "values", "status")
_LEGEND = "≤ on or before   ≥ on or after   ≈ within the period   ? tentative   – not stated"
_CATEGORY_STYLE = {"fees": "green", "shipping": "blue", "refunds": "magenta", "content": "yellow"}
_MARK_STYLES = ("cyan", "green", "magenta", "yellow", "blue", "red")
# What an item says must not steer the terminal: a visible character stands for each control character.
_VISIBLE = {code: 0x2400 + code for code in range(0x20) if code != ord("\n")}
_VISIBLE |= dict.fromkeys(range(0x7F, 0xA0), 0xFFFD)


def render_changes(
    changes: Sequence[PolicyChange],
    *,
    width: int | None = None,
    color: bool,
    lead: tuple[Sequence[str], Sequence[Sequence[str]]] | None = None,
) -> str:
    """A table with one row per change.

    Args:
        changes: the rows.
        width: columns of the screen; None for the width of the terminal, or 80.
        color: whether to use ANSI colours.
        lead: headings, and the cells of each change, of columns that come before those of a change.
    """
    headings, leads = lead or ((), [()] * len(changes))
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0), caption=_LEGEND, caption_justify="left")
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    for heading in _HEADINGS:
        table.add_column(heading, overflow="fold", no_wrap=heading in ("announced", "effective", "status"))
    described = describe_values(to_batch(changes, CHANGES).column("values")).to_pylist()
    for cells, change, values in zip(leads, changes, described, strict=True):
        table.add_row(
            *map(_text, cells),
            day(change.announced_on, change.announced_bound),
            effect(change),
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
    marks = evidence_marks(changes)
    title = _marked(item.title, marks["title"], shorten=False, color=color)
    title.stylize("bold")
    text = _marked(item.text, marks["text"], shorten=True, color=color)
    return _print(Text("\n").join(part for part in (title, text) if part), width=None, color=color)


def _marked(words: str, marks: Sequence[Mark], *, shorten: bool, color: bool) -> Text:
    result = Text()
    styles: dict[str, str] = {}
    for piece in pieces(len(words), marks):
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
