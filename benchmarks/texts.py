"""The texts that are measured on, and as many more as are wanted, made of them."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

from guize.records import Item

ROOT = Path(__file__).resolve().parents[1]
NOTICES = [ROOT / "corpus" / "train" / "domain.jsonl", ROOT / "corpus" / "gold" / "domain-dev.jsonl"]
NEWS = ROOT.parent / "shared" / "corpus" / "real" / "unlabelled.jsonl.gz"

_FIELDS = ("id", "title", "text", "published_at", "source", "kind")
_QUANTITY = re.compile(r"\d+(?=\s?(?:%|元|件|分|万|个|小时))")
_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")


def notices() -> list[dict[str, Any]]:
    """The project's own trade-press briefs and notices: most state a change."""
    return [row for path in NOTICES for row in _rows(path.read_bytes())]


def news(limit: int = 3000) -> list[dict[str, Any]]:
    """Real news of all kinds, of which few state a change; none where they do not lie beside the checkout."""
    return list(islice(_rows(gzip.decompress(NEWS.read_bytes())), limit)) if NEWS.exists() else []


def crawl() -> list[dict[str, Any]]:
    """What a crawl looks like: one notice in five, where the news are here; else notices alone."""
    plain = news()
    own = notices()
    return [row for pair in zip(*[iter(plain)] * 4, (own[n % len(own)] for n in count())) for row in pair] or own  # noqa: B905


def _rows(content: bytes) -> Iterator[dict[str, Any]]:
    for line in content.decode("utf-8").splitlines():
        row = json.loads(line)
        yield {field: row[field] for field in _FIELDS if field in row}


def varied(rows: list[dict[str, Any]], number: int, seed: int = 0) -> Iterator[dict[str, Any]]:
    """As many rows as wanted, none twice: sentences in another order, quantities with other digits."""
    chance = random.Random(seed)
    for n in range(number):
        row = rows[n % len(rows)]
        sentences = _SENTENCE.findall(row["text"])
        head, rest = sentences[:1], sentences[1:]
        chance.shuffle(rest)
        text = _QUANTITY.sub(lambda m: str(chance.randrange(1, 10 ** len(m[0]))), "".join(head + rest))
        yield {**row, "id": f"{seed}-{n}", "text": text}


def items(rows: list[dict[str, Any]], number: int, seed: int = 0) -> list[Item]:
    """As `varied`, as items that no stage has seen."""
    return [
        Item.model_validate({"source_id" if key == "id" else key: value for key, value in row.items()})
        for row in varied(rows, number, seed)
    ]


def write(rows: list[dict[str, Any]], number: int, path: Path) -> Path:
    """As `varied`, as a file of JSON lines."""
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in varied(rows, number))
    return path
