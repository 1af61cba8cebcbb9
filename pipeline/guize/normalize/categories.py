"""The categories of a change: the classifier's, and those whose terms the change states (guideline §5, decided cases)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from guize import vocabulary
from guize.records import Category, Value

_CURRENCY = re.compile(r"[A-Z]{3}")


@cache
def _fees() -> re.Pattern[str]:
    return re.compile("|".join(vocabulary.load("statement")["fees"]))


def with_stated(labelled: Sequence[Category], headline: str, statement: str, values: Sequence[Value]) -> list[Category]:
    """`labelled`, with fees where a payment is named; `other` holds only where no other category does.

    A payment is looked for in the headline, in the sentence that states the change, and in what a sum or share is of.
    """
    if "fees" in labelled or not (
        _fees().search(headline) or _fees().search(statement) or any(map(_is_payment, values))
    ):
        return list(labelled)
    return ["fees", *(category for category in labelled if category != "other")]


def _is_payment(value: Value) -> bool:
    sum_or_share = value.unit == "%" or (value.unit is not None and _CURRENCY.fullmatch(value.unit) is not None)
    return sum_or_share and value.what is not None and _fees().search(value.what) is not None
