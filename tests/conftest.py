"""Where the labelled texts are; those of other people are read in place and never copied into the project."""

import json
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


@pytest.fixture(scope="session")
def domain_dev() -> Path:
    return ROOT / "corpus" / "gold" / "domain-dev.jsonl"


@pytest.fixture(scope="session")
def real_dev() -> Path:
    return shared("real", "dev.jsonl")


@pytest.fixture(scope="session")
def seed_page() -> Path:
    return shared("seed", "listing_1688.txt")


@pytest.fixture(scope="session")
def seed_gold() -> Path:
    return shared("seed", "gold.jsonl")


@pytest.fixture(scope="session")
def train_texts() -> list[str]:
    path = ROOT / "corpus" / "train" / "domain.jsonl"
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]
