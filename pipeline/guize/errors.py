"""The errors a user can act on: one line each, naming the file and the item."""

from __future__ import annotations


class GuizeError(Exception):
    """Something the caller can mend: an unusable input, option or output.

    Args:
        message: what is wrong and, where it helps, how to mend it; one line.
        source: the file or input it concerns.
        item: the item in that input: its id, or its 0-based position.
    """

    def __init__(self, message: str, *, source: str | None = None, item: str | int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.item = item

    def __str__(self) -> str:
        """The one line shown to the user: `source: item N: message`."""
        parts = [] if self.source is None else [self.source]
        if self.item is not None:
            parts.append(f"item {self.item}")
        return ": ".join([*parts, self.message])


class InputError(GuizeError):
    """An input, or one item of it, cannot be read."""


class OutputError(GuizeError):
    """An output cannot be written."""


class ModelError(GuizeError):
    """Model files are missing, damaged, or of another schema."""


class ConfigError(GuizeError):
    """A configuration file, or a reader or stage that another package provides, is unusable."""
