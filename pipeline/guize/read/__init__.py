"""From bytes to items: files, folders and standard input, of every kind that announcements come in."""

from guize.read.page import Page, read_page
from guize.read.reader import read, scan

__all__ = ["Page", "read", "read_page", "scan"]
