"""Fixtures of all tests."""

import json
from pathlib import Path

import pytest

from places import ROOT, shared


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
def seed_clusters() -> list[list[str]]:
    return json.loads(shared("seed", "clusters.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def train_texts() -> list[str]:
    path = ROOT / "corpus" / "train" / "domain.jsonl"
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]
