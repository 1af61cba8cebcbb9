"""`python fuzz TARGET FOLDER [libFuzzer options]`: coverage-guided fuzzing of one target; `make fuzz` runs them all.

FOLDER keeps the inputs that reach something new, for the next run; the first run begins with random ones.
"""

from __future__ import annotations

import random
import sys
from functools import partial
from pathlib import Path

import atheris

# The parsers written in Python, too: what steers them is found by their branches.
with atheris.instrument_imports(include=["guize", "feedparser", "pdfminer", "pdfplumber"]):
    import targets


def main() -> None:
    name, folder, *options = sys.argv[1:]
    kept = Path(folder)
    if not kept.exists():
        kept.mkdir(parents=True)
        source = random.Random(name)
        for size in range(0, 1_000, 25):
            (kept / f"seed{size}").write_bytes(source.randbytes(size))
    atheris.Setup([sys.argv[0], *options, folder], partial(targets.run, name))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
