"""Facts of an item that help to label it."""

from __future__ import annotations

import pytest

from guize.classify.signals import approximate


@pytest.mark.parametrize(
    ("text", "compares"),
    [
        ("<table><tr><th>期数</th><th>调整前</th><th>调整后</th></tr></table>", True),
        ("收费项 | 现行 | 变更后\n佣金 | 12% | 14%", True),
        ("<table><tr><th>阶段</th><th>起</th><th>止</th></tr></table>", False),
        ("调整前为5%，调整后为6%。", False),
    ],
)
def test_a_table_that_sets_what_was_beside_what_will_be_compares(text: str, compares: bool) -> None:
    assert (approximate("费用通知", text).compares > 0) is compares
