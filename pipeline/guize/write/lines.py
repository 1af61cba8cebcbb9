"""JSON Lines, and one clear line about what is wrong with one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from guize.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic import ValidationError


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without a byte order mark.

    Raises:
        InputError: the file cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", source=str(path)) from error
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 at byte {error.start}", source=str(path)) from error


def read_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(1-based line number, object) of each line that is not blank.

    Raises:
        InputError: the file cannot be read, or a line is not one JSON object.
    """
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"line {number} is not JSON: {error}", source=str(path)) from error
        if not isinstance(row, dict):
            raise InputError(f"line {number} is not a JSON object", source=str(path))
        yield number, row


def explain(error: ValidationError) -> str:
    """The first problem of a record in one line: `changes.0.deadline: Input should be a valid date …`."""
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]
