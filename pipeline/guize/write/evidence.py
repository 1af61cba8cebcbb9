"""The promise that every value is proved by words of its item, checked before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guize.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guize.records import Item, PolicyChange, Where


class EvidenceError(OutputError):
    """A change quotes words that its item does not have at the stated offsets."""


def verify(item: Item, changes: Sequence[PolicyChange]) -> None:
    """Check that each evidence and date mention of the item's changes quotes the item.

    Args:
        item: the item that the changes were read from.
        changes: its changes, any number.

    Raises:
        EvidenceError: where `title[start:end]` or `text[start:end]` is not the quoted text, or is empty.
    """
    for change in changes:
        for evidence in change.evidence:
            _verify_quote(item, evidence.field, evidence.where, evidence.start, evidence.end, evidence.text)
        for mention in change.dates:
            _verify_quote(item, f"date {mention.role}", mention.where, mention.start, mention.end, mention.text)


def _verify_quote(item: Item, field: str, where: Where, start: int, end: int, quote: str) -> None:
    words = item.title if where == "title" else item.text
    if not (0 <= start < end and words[start:end] == quote):
        found = words[max(start, 0) : end]
        raise EvidenceError(
            f"the evidence of {field} is {quote!r}, but {where}[{start}:{end}] is {found!r}",
            source=item.source,
            item=item.source_id if item.source_id is not None else item.item_index,
        )
