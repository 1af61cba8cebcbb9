"""Docs and changes in a notebook: `%load_ext guize.report.notebook` shows them richly, or call `evidence` and `cards`.

A DataFrame keeps its own look; `cards(frame)` shows the changes in it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from guize.records import PolicyChange
from guize.report.page import asset, labels
from guize.write import read_changes, to_batch
from guize.write.flat import describe_values
from guize.write.marks import Mark, evidence_marks, pieces
from guize.write.schema import CHANGES
from guize.write.wording import day, effect

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from spacy.tokens import Doc

    from guize.records import Item

_COLUMNS = ("effective_from", "announced_on", "platform", "change_type", "categories", "subject", "values", "status")


class Html(str):
    """HTML that a notebook shows as such."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


def evidence(item: Item, changes: Sequence[PolicyChange], *, lang: str = "zh") -> Html:
    """The item's title and text, the words marked that prove the fields of its changes.

    Args:
        item: the item.
        changes: the changes read from it.
        lang: of the labels, zh or en.
    """
    marks = evidence_marks(changes)
    title, text = _marked(item.title, marks["title"], lang), _marked(item.text, marks["text"], lang)
    style = "white-space:pre-wrap;line-height:2;text-align:left"
    return Html(f'<div class="guize" style="{style}"><style>{asset("marks.css")}</style><b>{title}</b>\n{text}</div>')


def cards(changes: Sequence[PolicyChange] | pd.DataFrame, *, lang: str = "zh") -> Html:
    """The changes as a table to read: when, whose, what, old → new.

    Args:
        changes: rows, or the DataFrame that `guize.extract` returns.
        lang: of the labels, zh or en.

    Raises:
        InputError: a row of the DataFrame is not a change.
    """
    rows = list(changes) if isinstance(changes, (list, tuple)) else read_changes(changes)  # type: ignore[arg-type]
    say = labels()[lang]
    described = describe_values(to_batch(rows, CHANGES).column("values")).to_pylist()
    body = "".join(
        _row(
            effect(change),
            day(change.announced_on, change.announced_bound),
            "\n".join(change.platform),
            say["change_type"][change.change_type] + (f"\n{say['tentative']}" if change.tentative else ""),
            "\n".join(say["category"][name] for name in change.categories),
            "\n".join(filter(None, (change.subject, change.title))),
            "\n".join(values),
            f"{say['status'][change.status]}\n{change.confidence:.0%}",
        )
        for change, values in zip(rows, described, strict=True)
    )
    head = "".join(f'<th style="text-align:left">{escape(say["field"][name])}</th>' for name in _COLUMNS)
    return Html(f'<table class="guize"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')


def load_ipython_extension(shell: Any) -> None:
    """Called by `%load_ext guize.report.notebook`: a Doc shows its evidence, a PolicyChange its row."""
    from spacy.tokens import Doc

    html = shell.display_formatter.formatters["text/html"]
    html.for_type(Doc, _doc)
    html.for_type(PolicyChange, lambda change: str(cards([change])))


def _doc(doc: Doc) -> str | None:
    if doc._.item is None:
        return None
    return str(evidence(doc._.item, doc._.changes))


def _row(*cells: str) -> str:
    style = "text-align:left;vertical-align:top;white-space:pre-line"
    return "<tr>" + "".join(f'<td style="{style}">{escape(cell)}</td>' for cell in cells) + "</tr>"


def _marked(words: str, marks: Sequence[Mark], lang: str) -> str:
    fields = labels()[lang]["field"]
    parts = []
    for piece in pieces(len(words), marks):
        shown = escape(words[piece.start : piece.end])
        names = [name for mark in piece.marks for name in mark.label.split(", ")]
        proofs = [name for name in names if _base(name) != "change"]
        clause = " clause" if len(proofs) < len(names) else ""
        if not names:
            parts.append(shown)
        elif not proofs:
            parts.append(f'<span class="clause">{shown}</span>')
        else:
            ended = [name for mark in piece.closed if mark.end == piece.end for name in mark.label.split(", ")]
            tag = " · ".join(dict.fromkeys(fields[_base(name)] for name in ended if name in proofs))
            parts.append(f'<mark class="f-{_base(proofs[-1])}{clause}" title="{escape(", ".join(proofs))}">{shown}')
            parts.append(f'<i class="tag">{escape(tag)}</i></mark>' if tag else "</mark>")
    return "".join(parts)


def _base(label: str) -> str:
    """The field of a label: `values` of `values[0]#2`."""
    return label.partition("#")[0].partition("[")[0]
