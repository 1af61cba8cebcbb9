"""Web archives: how fast pages are picked, against reading the bytes, and how well, on labelled items."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from benchmarks import texts
from benchmarks.measure import extract, rounds
from guize.read.candidates import is_candidate
from guize.read.warc import read_warc

PAGES = 2000
_LABELLED = {
    "domain dev": texts.ROOT / "corpus" / "gold" / "domain-dev.jsonl",
    "real dev": texts.ROOT.parent / "shared" / "corpus" / "real" / "dev.jsonl",
}
_STYLE = ".nav-item > a:hover { color: #336699; padding: 0 12px; }\n" * 150
_SCRIPT = "(function(w,d){var q=w.queue||[];q.push(['track',d.title]);w.queue=q})(window,document);\n" * 200
_LINKS = "".join(f'<li class="nav-item"><a href="/channel/{n}/">频道 {n}</a></li>\n' for n in range(200))


def measure(folder: Path) -> dict[str, Any]:
    """Throughput in MB of unpacked archive a second of processor time; precision and recall."""
    records = [_record(n, row) for n, row in enumerate(texts.varied(texts.crawl(), PAGES))]
    plain, packed = folder / "crawl.warc", folder / "crawl.warc.gz"
    plain.write_bytes(b"".join(records))
    packed.write_bytes(b"".join(gzip.compress(record) for record in records))
    works: dict[str, Callable[[int], object]] = {
        "read bytes": lambda turn: plain.read_bytes(),
        "unpack": lambda turn: [*_contents(packed)],
        "pick pages of .warc": lambda turn: [*read_warc(BytesIO(plain.read_bytes()))],
        "pick pages of .warc.gz": lambda turn: [*read_warc(BytesIO(packed.read_bytes()))],
    }
    megabytes = plain.stat().st_size / 1e6
    speeds = {name: megabytes / seconds for name, seconds in rounds(works, 3).items()}
    done = extract(packed, folder / "pages.parquet")
    return {
        "megabytes": megabytes,
        "pages": PAGES,
        "mb_a_second": speeds,
        "seconds_to_parquet": done.seconds,
        "filter": {name: _quality(path) for name, path in _LABELLED.items() if path.exists()},
    }


def _contents(path: Path) -> list[int]:
    with path.open("rb") as stream:
        records = ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True)
        return [len(record.reader.read()) for record in records]


def _quality(path: Path) -> dict[str, float]:
    labelled = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    kept = [is_candidate(f"{row['title']}\n{row['text']}".encode(encoding)) for row in labelled for encoding in ("utf-8", "gb18030")]  # fmt: skip
    changes = [row["is_change"] for row in labelled for _ in range(2)]
    right = sum(map(min, kept, changes))
    return {"items": len(labelled), "precision": right / max(1, sum(kept)), "recall": right / sum(changes)}


def _record(number: int, row: dict[str, Any]) -> bytes:
    """A page as sites make them: the text in some 40 KB of navigation, style and script; every fifth in GBK."""
    encoding = "gb18030" if number % 5 == 0 else "utf-8"
    text = "".join(f"<p>{line}</p>" for line in row["text"].split("\n"))
    page = (
        f'<!doctype html><html><head><meta charset="{encoding}"><title>{row["title"]}</title><style>{_STYLE}</style></head>'
        f"<body><ul>{_LINKS}</ul><h1>{row['title']}</h1>{text}<script>{_SCRIPT}</script></body></html>"
    ).encode(encoding)
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2024-05-07T00:00:00Z\r\n"
        f"WARC-Target-URI: https://example.cn/{number}\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def table(results: dict[str, Any]) -> str:
    """The figures as text."""
    lines = [f"{results['pages']:,} pages, {results['megabytes']:.0f} MB unpacked: MB a second of processor time"]
    lines += [f"  {name:24}{speed:9.0f}" for name, speed in results["mb_a_second"].items()]
    lines.append(f"  .warc.gz → Parquet, one process: {results['seconds_to_parquet']:.1f} s on the clock")
    for name, quality in results["filter"].items():
        lines.append(f"  filter on {name}: precision {quality['precision']:.2f}, recall {quality['recall']:.3f}")
    return "\n".join(lines)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print(table(measure(Path(place))))
