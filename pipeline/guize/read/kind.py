"""Whether a text is the platform's own words or a report of them, where the input does not say."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from guize import vocabulary

if TYPE_CHECKING:
    from guize.records import Kind

_TAG = re.compile(r"<[^>]{1,200}>")


class _Mark(NamedTuple):
    where: str
    weight: int
    pattern: re.Pattern[str]


@cache
def _marks() -> tuple[tuple[_Mark, ...], int]:
    words = vocabulary.load("reading")["kind"]
    marks = (_Mark(mark["where"], mark["weight"], re.compile(mark["pattern"])) for mark in words["marks"])
    return tuple(marks), words["threshold"]


def infer_kind(title: str, text: str) -> Kind:
    """The kind of an item by its words: the weights of the marks found, added up, against a threshold.

    The marks (salutation, signature, formulas of a notice; dateline, reported speech of a report) are in the
    vocabulary `columns`, section `kind`.
    """
    marks, threshold = _marks()
    body = _TAG.sub("\n", text).strip() if "<" in text else text.strip()
    parts = {"title": title, "start": body[:120], "text": body, "end": body[-60:]}
    weight = sum(mark.weight for mark in marks if mark.pattern.search(parts[mark.where]))
    return "notice" if weight >= threshold else "report"
