"""Changes for a person to read: one HTML page that stands alone, and cards and marked texts in a notebook."""

from guize.report.page import render_page, write_page
from guize.report.texts import find_texts

__all__ = ["find_texts", "render_page", "write_page"]
