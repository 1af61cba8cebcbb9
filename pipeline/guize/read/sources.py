"""From the inputs a user names to the files that are read, each once, in one fixed order."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING

from guize.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STANDARD_INPUT = Path("-")
_COMPANIONS = ("_files", ".files")  # beside NAME.html a browser saves its pictures in NAME_files/
_PAGES = (".html", ".htm")


def expand(inputs: Sequence[str | Path]) -> list[Path]:
    """The files that the inputs stand for; the order and spelling of the inputs do not matter.

    Args:
        inputs: files, folders (all files below them, without hidden ones, pipes, and the companion folders of
            saved pages), glob patterns, or `-` for standard input.

    Raises:
        InputError: an input does not exist, or no file is found in it.
    """
    if not inputs:
        raise InputError("no input is given")
    found: dict[Path, Path] = {}
    for name in sorted({str(name) for name in inputs}):
        for path in _files(name):
            if path is STANDARD_INPUT:
                found[path] = path
            else:  # absolute, so that a file named "-" is not taken for standard input
                found.setdefault(Path(os.path.realpath(path)), path.absolute())
    return [found[key] for key in sorted(found)]


def _files(name: str) -> Iterable[Path]:
    if name == str(STANDARD_INPUT):
        return [STANDARD_INPUT]
    path = Path(name)
    if path.is_dir():
        return _some(_below(path), name, "the folder holds no file")
    if path.exists():
        return [path]
    if glob.has_magic(name):
        matches = (Path(match) for match in sorted(glob.glob(name, recursive=True)))  # noqa: PTH207 (absolute patterns)
        files = (file for match in matches for file in (_below(match) if match.is_dir() else [match]))
        return _some(files, name, "the pattern matches no file")
    raise InputError("no such file or folder", source=name)


def _some(files: Iterable[Path], name: str, otherwise: str) -> list[Path]:
    found = list(files)
    if not found:
        raise InputError(otherwise, source=name)
    return found


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        pages = {name.removesuffix(ending) for name in files for ending in _PAGES if name.endswith(ending)}
        companions = {page + ending for page in pages for ending in _COMPANIONS}
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in companions)
        paths = (Path(place, name) for name in sorted(files) if not name.startswith("."))
        yield from (path for path in paths if path.is_file() or not path.exists())  # a pipe would be waited for
