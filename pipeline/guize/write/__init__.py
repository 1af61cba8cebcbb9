"""From rows to files, frames and screens."""

from guize.write.evidence import EvidenceError, verify
from guize.write.frame import to_frame
from guize.write.schema import CHANGES, ITEMS, table_schema, to_batch, to_table
from guize.write.staging import write_file
from guize.write.stored import iter_changes, read_changes
from guize.write.terminal import render_changes, render_evidence
from guize.write.writer import Writer, open_writer

__all__ = [
    "CHANGES",
    "ITEMS",
    "EvidenceError",
    "Writer",
    "iter_changes",
    "open_writer",
    "read_changes",
    "render_changes",
    "render_evidence",
    "table_schema",
    "to_batch",
    "to_frame",
    "to_table",
    "verify",
    "write_file",
]
