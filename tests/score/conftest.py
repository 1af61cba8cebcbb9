from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from guize.records import PolicyChange
from guize.score.gold import GoldItem

if TYPE_CHECKING:
    from collections.abc import Callable

FEES = {"platform": ["taobao"], "change_type": "revise", "categories": ["fees"], "announced_on": "2024-03-01"}


@pytest.fixture
def gold_item() -> Callable[..., GoldItem]:
    """gold_item("a", {...}, {...}): an item with these changes, each given by what is not as in FEES."""

    def make(item_id: str, *changes: dict[str, Any], **fields: Any) -> GoldItem:
        item = {"title": f"公告{item_id}", "text": "", "published_at": "2024-03-01T09:00:00+08:00"} | fields
        stated = [FEES | change for change in changes]
        return GoldItem.model_validate(item | {"id": item_id, "is_change": bool(changes), "changes": stated})

    return make


@pytest.fixture
def predict() -> Callable[..., PolicyChange]:
    """predict("a", …): a predicted change of item a, given by what is not as in FEES."""

    def make(source_id: str | None, **fields: Any) -> PolicyChange:
        row = {
            "change_id": "ch-1",
            "item_id": "it-1",
            "source": "notices.jsonl",
            "source_id": source_id,
            "item_index": 0,
            "kind": "notice",
            "title": f"公告{source_id}",
            "published_at": "2024-03-01T09:00:00+08:00",
            "confidence": 0.9,
            "status": "accepted",
            "extractor_version": "0",
            "model_version": "0",
        }
        return PolicyChange.model_validate(row | FEES | fields)

    return make
