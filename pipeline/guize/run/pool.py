"""Worker processes on this machine, started by `spawn`; what crosses the border are Arrow batches as bytes."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Protocol, Self

import pyarrow as pa

from guize.config import Config
from guize.errors import GuizeError
from guize.extractor import load_extractor
from guize.run.batches import (
    encode_extractions,
    encode_results,
    extract_batches,
    from_bytes,
    to_bytes,
)
from guize.run.engine import Promise
from guize.run.extraction import Result, failed, not_extracted


class Work(Protocol):
    """What a worker does with a chunk."""

    def __call__(self, task: bytes, model: Path | None) -> bytes: ...


_WAITS_FOREVER = tuple(sys.version_info[:3]) < (3, 11, 5)
_ATTEMPTS = 3  # at a process that dies while it starts
_DIED = "a worker process died on it (out of memory, or killed)"


class Pool:
    """An `Engine` of worker processes.

    A worker that dies takes nothing with it: the chunks that were under way are done again, each in a process of
    its own, and by halves where that one dies too, until the item is found that kills it; it is marked failed.

    Args:
        workers: how many processes; they start as there is work for them.
        model: a model's folder; the shipped one where None.
        work: what a worker does with a batch of `RESULTS`, as bytes, and the model's folder.
    """

    def __init__(self, workers: int, model: Path | None = None, work: Work | None = None) -> None:
        self.ahead = 2 * workers
        self._workers = workers
        self._work = partial(work or extract_bytes, model=model)
        self._processes = self._start(workers)

    def submit(self, chunk: Sequence[Result]) -> Promise:
        """See `Engine`."""
        task = to_bytes(encode_results(chunk))
        try:
            done = self._processes.submit(self._work, task)
        except BrokenProcessPool:
            _stop_feeding(self._processes)
            self._processes.shutdown(wait=False, cancel_futures=True)
            self._processes = self._start(self._workers)
            done = self._processes.submit(self._work, task)
        processes = self._processes
        return lambda: self._wait(done, chunk, processes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._processes.shutdown(wait=True, cancel_futures=True)

    def _wait(self, done: Future[bytes], chunk: Sequence[Result], processes: ProcessPoolExecutor) -> pa.RecordBatch:
        try:
            return from_bytes(done.result())
        except BrokenProcessPool:
            _stop_feeding(processes)
            batches = self._alone(chunk)
            return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]

    def _alone(self, chunk: Sequence[Result]) -> list[pa.RecordBatch]:
        with self._started() as process:
            try:
                return [from_bytes(process.submit(self._work, to_bytes(encode_results(chunk))).result())]
            except BrokenProcessPool:
                _stop_feeding(process)
        if len(chunk) > 1:
            middle = len(chunk) // 2
            return self._alone(chunk[:middle]) + self._alone(chunk[middle:])
        return [encode_extractions([failed(not_extracted(chunk[0], _DIED))])]

    def _started(self) -> ProcessPoolExecutor:
        """One process that is known to run."""
        for _ in range(_ATTEMPTS):
            process = self._start(1)
            try:
                process.submit(os.getpid).result()
            except BrokenProcessPool:
                _stop_feeding(process)
                process.shutdown()
            else:
                return process
        way = 'use one; in a script, start them below `if __name__ == "__main__":`'
        raise GuizeError(f"worker processes cannot be started: {way}")

    def _start(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, get_context("spawn"), _begin)


def _stop_feeding(broken: ProcessPoolExecutor) -> None:
    """Let go of the pipe to dead workers: Python before 3.11.5 waits forever to write to it (cpython gh-94777)."""
    manager = getattr(broken, "_executor_manager_thread", None)
    if not _WAITS_FOREVER or manager is None:
        return
    reader = broken._call_queue._reader  # type: ignore[attr-defined]
    manager.join(1)
    if manager.is_alive():
        reader.close()


def extract_bytes(task: bytes, model: Path | None, config: Config | None = None) -> bytes:
    """Extract a batch of `RESULTS`; the model is loaded once a process."""
    [batch] = extract_batches([from_bytes(task)], load_extractor(model, config))
    return to_bytes(batch)


def _begin() -> None:
    """In a worker, once: leave interrupts to the parent, and end when it does, even where it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)
