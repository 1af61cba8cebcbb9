"""`python -m benchmarks.mutants`: a sample of mutants (mutmut) of dates and normalize, and whether the tests notice them.

A mutant is the program with one operator, number or word altered. One that survives shows what no test looks at, or what
makes no difference.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys

from benchmarks.texts import ROOT

FOLDER = ROOT / ".make" / "mutants"
TESTS = ["tests/dates", "tests/normalize", "tests/test_extractor.py"]
# mutmut wants the sources in src/, and runs the tests in its own process.
CONFIG = f"""
[tool.pytest.ini_options]
pythonpath = ["src", "tests"]
addopts = "-p no:xdist -p no:cacheprovider"
filterwarnings = ["ignore"]

[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/guize/dates/*", "src/guize/normalize/*"]
also_copy = ["models", "corpus", "tests"]
pytest_add_cli_args_test_selection = {TESTS}
"""


def main() -> None:
    """Make the mutants, try a sample of them, print the survivors."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=400, help="mutants to try")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.copytree(ROOT / "pipeline", FOLDER / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("models", "corpus", "tests"):
        shutil.copytree(ROOT / name, FOLDER / name, ignore=shutil.ignore_patterns("__pycache__"))
    (FOLDER / "pyproject.toml").write_text(CONFIG)
    _mutmut("run", "guize.normalize.edtf.*")  # makes them all, and learns which tests reach which function
    names = sorted(_results())
    sample = random.Random(options.seed).sample(names, min(options.sample, len(names)))
    _mutmut("run", *sample)
    results = _results()
    survivors = [name for name in sample if results[name] in (0, 33)]  # no test fails, or none reaches it
    print(f"{len(names):,} mutants, {len(sample)} tried, {len(sample) - len(survivors)} noticed")
    for name in survivors:
        print(_mutmut("show", name))


def _mutmut(*arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, cwd=FOLDER, env=environment, stdout=subprocess.PIPE, text=True, check=False).stdout


def _results() -> dict[str, int | None]:
    """Exit status of the tests by mutant; None where it was not tried."""
    kept = [json.loads(path.read_text()) for path in sorted(FOLDER.rglob("*.meta"))]
    return {name: status for meta in kept for name, status in meta["exit_code_by_key"].items()}


if __name__ == "__main__":
    main()
