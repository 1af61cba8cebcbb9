"""From bytes to items: files, folders and standard input, of every kind that announcements come in."""

from guize.read.reader import read

__all__ = ["read"]
