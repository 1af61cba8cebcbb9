"""Labelling round trip: items out to an annotation tool with the model's answers, gold back in, checked."""

from guize.annotate.agreement import agreement
from guize.annotate.formats import TOOLS, export_items, import_items
from guize.annotate.labelled import prelabel, write_gold
from guize.annotate.merge import merge
from guize.annotate.order import by_expected_value

__all__ = [
    "TOOLS",
    "agreement",
    "by_expected_value",
    "export_items",
    "import_items",
    "merge",
    "prelabel",
    "write_gold",
]
