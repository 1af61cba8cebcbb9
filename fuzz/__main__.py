"""`python fuzz TARGET [libFuzzer options] [FOLDER...]`: coverage-guided fuzzing of one target; `make fuzz` runs them all."""

from __future__ import annotations

import sys
from functools import partial

import atheris

with atheris.instrument_imports(include=["guize"]):
    import targets


def main() -> None:
    name, *options = sys.argv[1:]
    atheris.Setup([sys.argv[0], *options], partial(targets.run, name))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
