"""The same bytes in every time zone, locale and hash seed."""

import hashlib
import os
import subprocess
import sys

import pytest

from places import ROOT

PLACES = [
    {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"},
    {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "3", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
]


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl"])
def test_the_same_bytes_wherever_it_runs(tmp_path, suffix):
    answers = set()
    for number, place in enumerate(PLACES):
        out = tmp_path / str(number) / f"changes{suffix}"
        command = [sys.executable, "-m", "guize.cli", "extract", "corpus/gold/domain-dev.jsonl", "corpus/samples"]
        run = subprocess.run(
            [*command, "-o", out], cwd=ROOT, env=os.environ | place, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr
        files = sorted(out.parent.iterdir())
        answers.add(tuple((file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files))
    assert len(answers) == 1
