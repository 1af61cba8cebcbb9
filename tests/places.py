"""Where the labelled texts are; those of other people are read in place and never copied into the project."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "corpus"


def shared(*parts: str) -> Path:
    """A path in the corpus of real texts; the test that needs it is skipped where the corpus is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the corpus of real texts is not here: {'/'.join(('shared', 'corpus', *parts))}")
    return path
