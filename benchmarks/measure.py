"""Clocks: best of interleaved rounds, and processes with their peak memory."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.texts import ROOT

LIBRARIES = ("guize", "jieba", "rjieba", "numpy", "pyarrow", "spacy", "pydantic", "fastwarc")


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return {
        "processor": model or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": os.getloadavg(),
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def rounds(works: Mapping[str, Callable[[int], object]], number: int) -> dict[str, float]:
    """Seconds of processor time of each work, the best of `number` rounds; the works take turns.

    A work gets the number of the round, so that it can do each round on texts of its own.
    """
    best = dict.fromkeys(works, float("inf"))
    for turn in range(number):
        for name, work in works.items():
            start = time.process_time()
            work(turn)
            best[name] = min(best[name], time.process_time() - start)
    return best


class Run(NamedTuple):
    """A finished process: seconds on the clock and of processor time, and the peak of its largest process in MB."""

    seconds: float
    processor: float
    peak_mb: float


def run(arguments: Sequence[object]) -> Run:
    """A Python process that must succeed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "pipeline")}
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *map(str, arguments)], env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{arguments} ended with {process.returncode}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def extract(source: Path, output: Path, *options: object) -> Run:
    """A run of `guize extract`."""
    return run(["-m", "guize.cli", "extract", source, "-o", output, *options])
