"""The categories that the stated terms of a change add (annotation guideline §5, decided cases)."""

from __future__ import annotations

import pytest

from guize.normalize.categories import with_stated
from guize.records import Category, Value


def _value(what: str, unit: str) -> Value:
    return Value(what=what, new=5.0, unit=unit)


@pytest.mark.parametrize(
    ("labelled", "headline", "statement", "values", "expected"),
    [
        pytest.param(["other"], "青橙优选免佣期缩水", "", [], ["fees"], id="headline"),
        pytest.param(["other"], "青橙优选关停三店", "剩余会员费按天退回。", [], ["fees"], id="statement"),
        pytest.param(
            ["shipping"], "青橙优选新仓开放", "", [_value("每件入库费", "CNY")], ["fees", "shipping"], id="value"
        ),
        pytest.param(["shipping"], "青橙优选发货更快", "", [_value("发货时限", "h")], ["shipping"], id="no payment"),
        pytest.param(["fees", "refunds"], "青橙优选下调佣金", "", [], ["fees", "refunds"], id="known"),
        pytest.param(["other"], "青橙优选下线免费推广位", "免费推广位月底下线。", [], ["other"], id="free"),
        pytest.param(["other"], "青橙优选降低分成门槛", "", [], ["other"], id="threshold of admission"),
    ],
)
def test_a_stated_payment_counts(
    labelled: list[Category], headline: str, statement: str, values: list[Value], expected: list[Category]
) -> None:
    assert with_stated(labelled, headline, statement, values) == expected
