"""Items as JSON: one object a line, or one array (or one object) in the whole input."""

from __future__ import annotations

import io
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO

from guize.errors import InputError
from guize.read.encoding import has_broken_bytes
from guize.read.rows import Table, resolve, to_item
from guize.read.streams import MAX_DOCUMENT
from guize.records import Failure, Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def read_json_lines(stream: BinaryIO, encoding: str, table: Table) -> Iterator[Item | Failure]:
    """One item a line, streamed; a broken line is a failure, and the next one is read."""
    lines = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="\n")
    to_result = _converter(table)
    number = index = 0
    while line := lines.readline(MAX_DOCUMENT):
        number += 1
        too_long = len(line) == MAX_DOCUMENT
        while too_long and not line.endswith("\n") and (line := lines.readline(MAX_DOCUMENT)):
            pass
        if not line.strip() and not too_long:
            continue
        try:
            if too_long:
                raise ValueError(f"is longer than {MAX_DOCUMENT >> 20} Mi characters")
            if has_broken_bytes(line):
                raise ValueError(f"holds bytes that are not {encoding}")
            result = to_result(json.loads(line.rstrip()), index)
        except json.JSONDecodeError as error:
            reason = f"line {number} is not JSON: {error.msg} at character {error.colno}"
            result = Failure(table.name, reason, index)
        except RecursionError:
            result = Failure(table.name, f"line {number} is nested too deeply", index)
        except ValueError as error:
            result = Failure(table.name, f"line {number} {error}", index)
        yield result
        index += 1


def read_json(text: str, table: Table) -> Iterator[Item | Failure]:
    """The items of an array, or the one item of an object.

    Raises:
        InputError: the text is not JSON.
    """
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg} at line {error.lineno}, character {error.colno}") from None
    except ValueError as error:
        raise InputError(f"not JSON: {error}") from None
    to_result = _converter(table)
    for index, row in enumerate(content if isinstance(content, list) else [content]):
        try:
            yield to_result(row, index)
        except ValueError as error:
            yield Failure(table.name, str(error), index)


def _converter(table: Table) -> Callable[[Any, int], Item | Failure]:
    """JSON value, position → item; objects that have the same keys are looked through once."""

    @lru_cache(maxsize=256)
    def fields_of(keys: tuple[str, ...]) -> dict[str, str]:
        return resolve(keys, table.columns)

    def to_result(row: Any, index: int) -> Item | Failure:
        if not isinstance(row, dict):
            raise ValueError("is no JSON object")
        return to_item(row, fields_of(tuple(row)), table, index)

    return to_result
