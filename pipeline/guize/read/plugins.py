"""Readers of formats that guize does not know, from other packages: entry points of the group `guize.readers`."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, BinaryIO, Protocol

from guize.errors import ConfigError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guize.records import Failure, Item

GROUP = "guize.readers"


class Reader(Protocol):
    """What an entry point names: an object, or a module, with these two functions."""

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether an input, told by its first bytes and its file's name, is of this reader's format."""

    def read(self, stream: BinaryIO, name: str) -> Iterator[Item | Failure]:
        """The items of an input, in order; an `InputError` makes the whole of it a failure."""


def read_with_plugin(stream: BinaryIO, head: bytes, name: str) -> Iterator[Item | Failure] | None:
    """The items of an input that an installed reader recognises; None where none does.

    Raises:
        ConfigError: an installed reader cannot be loaded.
        InputError: a reader breaks.
    """
    for label, reader in _readers().items():
        if reader.recognises(head, name):
            return _guarded(reader.read(stream, name), label)
    return None


def _guarded(results: Iterator[Item | Failure], label: str) -> Iterator[Item | Failure]:
    try:
        yield from results
    except InputError:
        raise
    except Exception as error:
        raise InputError(f"the reader '{label}' failed: {type(error).__name__}: {error}") from error


@cache
def _readers() -> dict[str, Reader]:
    readers: dict[str, Reader] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            readers[entry.name] = entry.load()
        except Exception as error:
            raise ConfigError(
                f"the installed reader '{entry.name}' ({entry.value}) cannot be loaded: {error}"
            ) from error
    return readers
