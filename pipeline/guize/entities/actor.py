"""Whose policy it is: the platforms or the authority that act, and the issuer as the text names it (GUIDELINE §2)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from guize import vocabulary
from guize.entities import platforms as names
from guize.records import Item, Span


class Actor(NamedTuple):
    """Who acts: canonical ids, the issuer's name, and the spans that prove both (labels `platform`, `issuer`)."""

    platforms: tuple[str, ...]
    issuer: str | None
    spans: tuple[Span, ...]
