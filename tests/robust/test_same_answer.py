"""The same bytes in every time zone, locale and hash seed, with any number of workers, in every Python."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from places import ROOT

INPUTS = ["corpus/gold/domain-dev.jsonl", "corpus/samples"]
PLACES = [
    {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"},
    {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "3", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
]
LIBRARIES = ("pyarrow", "spacy", "resiliparse", "rjieba")  # what the bytes depend on


def answer(python: str | Path, out: Path, *options: str, **place: str) -> dict[str, str]:
    """The hashes of all files that a run writes, in three formats."""
    command = [python, "-m", "guize.cli", "extract", *INPUTS, *options]
    command += [option for suffix in ("parquet", "csv", "jsonl") for option in ("-o", out / f"changes.{suffix}")]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "pipeline")} | place
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> dict[str, str]:
    return answer(sys.executable, tmp_path_factory.mktemp("here"))


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place["TZ"])
def test_the_same_bytes_wherever_it_runs(tmp_path, here, place):
    assert answer(sys.executable, tmp_path, "--workers", "2", **place) == here


@pytest.mark.parametrize("name", ["python3.11", "python3.12", "python3.13"])
def test_the_same_bytes_in_every_python(tmp_path, here, name):
    """Of the Pythons on the path, in those that have the libraries of this one."""
    python = shutil.which(name)
    asked = f"import json; from importlib.metadata import version; print(json.dumps([*map(version, {LIBRARIES})]))"
    told = python and subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False)
    if not told or told.returncode or json.loads(told.stdout) != [version(library) for library in LIBRARIES]:
        pytest.skip(f"there is no {name} on the path with {', '.join(LIBRARIES)} of the versions used here")
    assert answer(python, tmp_path) == here
