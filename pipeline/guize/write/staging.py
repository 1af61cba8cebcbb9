"""All or nothing: files are made in a hidden folder beside their place and moved when all are complete."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from guize.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Turn failures of the file system within the block into one `OutputError` line that names the path."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        reason = getattr(error, "strerror", None) or str(error).partition("\n")[0]
        raise OutputError(f"cannot be written: {reason}", source=str(path)) from error


class Staging:
    """The files of one run on their way to their places.

    `add` names a place and gives the path to write to until then; `commit` moves every file to its place,
    `rollback` removes all traces. Files that are at those places already stay as they are until `commit`.

    Args:
        name: of the hidden folders; what a run that was killed left in them is removed. A fresh one where None.
    """

    def __init__(self, name: str | None = None) -> None:
        self._name = name
        self._folders: dict[Path, Path] = {}
        self._files: dict[Path, Path] = {}
        self._made: list[Path] = []

    def add(self, place: Path) -> Path:
        """The path to write the file for `place` to; folders that are missing are made.

        Raises:
            OutputError: where something that is not a file, or another output, has the same place.
            OSError: where no file can be made there.
        """
        target = place.resolve()
        if target in self._files:
            raise OutputError("two outputs would be written to this file", source=str(place))
        if target.exists() and not target.is_file():
            raise OutputError("cannot be written: it exists and is not a file", source=str(place))
        self._files[target] = self._folder(target.parent) / target.name
        return self._files[target]

    def commit(self) -> None:
        """Move every file to its place, durably.

        Raises:
            OutputError: where a file cannot be moved there.
        """
        for target, file in self._files.items():
            with naming(target):
                with file.open("r+b") as stream:
                    os.fsync(stream.fileno())
                file.replace(target)
        self._clear()

    def rollback(self) -> None:
        """Remove the unfinished files and the folders made for them."""
        self._clear()
        for folder in self._made:
            with suppress(OSError):
                folder.rmdir()

    def _folder(self, parent: Path) -> Path:
        if parent not in self._folders:
            missing = [folder for folder in (parent, *parent.parents) if not folder.exists()]
            self._made = missing + self._made
            if missing:
                parent.mkdir(parents=True, exist_ok=True)
            self._folders[parent] = self._empty_folder(parent)
        return self._folders[parent]

    def _empty_folder(self, parent: Path) -> Path:
        if self._name is None:
            return Path(tempfile.mkdtemp(prefix=".guize-", dir=parent))
        folder = parent / self._name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def _clear(self) -> None:
        for folder in self._folders.values():
            shutil.rmtree(folder, ignore_errors=True)


def write_file(path: Path, content: bytes) -> None:
    """Write one file; it appears only when it is complete.

    Raises:
        OutputError: the file cannot be written.
    """
    staging = Staging()
    try:
        with naming(path):
            staging.add(path).write_bytes(content)
        staging.commit()
    except BaseException:
        staging.rollback()
        raise
