"""Finished work kept beside the output until the output is complete, so that a run can go on where another ended.

A part is the extraction of one chunk. Its name is the hash of all that its content depends on: the items, the
program, its vocabulary and its model; so a part is either exactly what would be made now, or it is not found. It
comes into its place by one rename. Nothing else is read when a run goes on: the log tells people what happened.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Self

import pyarrow as pa

from guize.config import stage_versions
from guize.extractor import Extractor, package_version
from guize.run.batches import encode_results, from_bytes, to_bytes
from guize.run.engine import Engine, Promise
from guize.run.extraction import Result
from guize.write.staging import naming

_SUFFIX = ".arrow"
_HASH = 32  # hex digits


class Parts:
    """An `Engine` that asks another one only for what is not there yet.

    The folder is removed where the run ends well, and stays with its parts where it does not.

    Args:
        output: beside it is the folder of the parts; it is made where it is missing.
        engine: extracts what is missing.
        extractor: whose extractions these are.

    Raises:
        OutputError: no folder can be made there.
    """

    def __init__(self, output: Path, engine: Engine, extractor: Extractor) -> None:
        self.ahead = engine.ahead
        self.unfinished = f".{output.name}.unfinished"
        """Name for the hidden folders of unfinished outputs."""
        self._folder = folder = output.parent / f".{output.name}.parts"
        self._engine = engine
        self._by = fingerprint(extractor)
        with naming(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._there = {path.name[:_HASH]: path for path in folder.glob(f"*{_SUFFIX}")}
        self._log("run", parts=len(self._there), guize=package_version(), model=extractor.model.version)

    @property
    def unused(self) -> int:
        """Parts of an earlier run that no chunk has asked for: its input, or guize, was another."""
        return len(self._there)

    def submit(self, chunk: Sequence[Result]) -> Promise:
        """See `Engine`."""
        key = _hash(self._by, to_bytes(encode_results(chunk)))
        path = self._there.pop(key, None)
        batch = _load(path) if path is not None else None
        if batch is not None:
            return lambda: batch
        promise = self._engine.submit(chunk)
        return lambda: self._keep(key, promise)

    def _log(self, event: str, **facts: Any) -> None:
        with naming(self._folder), (self._folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps({"event": event, **facts}, ensure_ascii=False) + "\n")

    def __enter__(self) -> Self:
        self._engine.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._engine.__exit__(*error)
        if error[0] is None or not any(self._folder.glob(f"*{_SUFFIX}")):
            shutil.rmtree(self._folder, ignore_errors=True)

    def _keep(self, key: str, promise: Promise) -> pa.RecordBatch:
        batch = promise()
        data = to_bytes(batch, "zstd")
        path = self._folder / f"{key}-{_hash(data)}{_SUFFIX}"
        unfinished = path.with_suffix(f".{os.getpid()}")
        with naming(path):
            unfinished.write_bytes(data)
            unfinished.replace(path)
        self._log("part", name=path.name, items=batch.num_rows)
        return batch


def _load(path: Path) -> pa.RecordBatch | None:
    """The part, or None where its bytes are not those that were written."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return from_bytes(data) if path.stem[_HASH + 1 :] == _hash(data) else None


def _hash(*parts: bytes) -> str:
    digest = hashlib.blake2b(digest_size=_HASH // 2)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little") + part)
    return digest.hexdigest()


def fingerprint(extractor: Extractor) -> bytes:
    """What extractions depend on beside their items: program and vocabulary, model, configuration, Arrow's version."""
    model = json.dumps(extractor.model.meta, sort_keys=True)
    config = extractor.config
    return "\n".join(
        (_program(), model, config.model_dump_json(), *stage_versions(config.stages), pa.__version__)
    ).encode()


@cache
def _program() -> str:
    """A hash of the package's own files; an edited word of the vocabulary counts like a new version."""
    return _hash(*_contents(files("guize")))


def _contents(folder: Traversable) -> list[bytes]:
    contents = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            contents += _contents(entry) if entry.name != "models" else []
        elif entry.name.endswith((".py", ".toml", ".txt")):
            contents += [entry.name.encode(), entry.read_bytes()]
    return contents
