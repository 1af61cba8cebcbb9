"""guize.dates and its peers on the project's own date cases, in one run: spans, values, time an item; a Markdown table.

The cases are those guize must pass, so its own scores say nothing; the peers' say what they leave to be done. The time
is that of a second pass over the cases.

Last, processor time of finding and resolving, without roles and with them, beside that of `jieba.lcut`, on the notices of corpus/gold.

python benchmarks/dates.py; peers that are not installed are named and left out
(pip install jionlp dateparser recognizers-text-suite "emoji<2").
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

Found = list[tuple[str, str]]  # the words, and the first day denoted, as YYYY-MM-DD, or ""
SPECS = Path(__file__).parents[1] / "tests" / "specs" / "dates"


def guize() -> Callable[[str, datetime], Found]:
    from guize.dates import find

    return lambda text, reference: [(m.text, str(m.day or "")) for m in find(text, reference)]


def jionlp() -> Callable[[str, datetime], Found]:
    import jionlp

    def find(text: str, reference: datetime) -> Found:
        found = jionlp.ner.extract_time(text, time_base=reference.timestamp())
        return [(m["text"], str(m["detail"]["time"][0])[:10] if "time" in m["type"] else "") for m in found]

    return find


def dateparser() -> Callable[[str, datetime], Found]:
    from dateparser.search import search_dates

    def find(text: str, reference: datetime) -> Found:
        found = search_dates(text, languages=["zh"], settings={"RELATIVE_BASE": reference}) or []
        return [(words, f"{value:%Y-%m-%d}") for words, value in found]

    return find


def recognizers() -> Callable[[str, datetime], Found]:
    from recognizers_date_time import recognize_datetime

    def find(text: str, reference: datetime) -> Found:
        found = []
        for m in recognize_datetime(text, "zh-cn", reference=reference):
            values = (m.resolution or {}).get("values") or [{}]
            value = values[0].get("start") or values[0].get("value") or ""
            found.append((m.text, value[:10] if "date" in m.type_name else ""))
        return found

    return find


def beside_jieba() -> str:
    """Microseconds a text of `find_mentions`, `find` (with roles) and `jieba.lcut`, each the best of six passes; ratios."""
    import jieba

    from guize.dates import find
    from guize.dates.find import find_mentions

    lines = (SPECS.parents[2] / "corpus" / "gold" / "domain-dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    texts = [(f"{row['title']}\n{row['text']}", datetime.fromisoformat(row["published_at"])) for row in rows]
    best = {}
    for name, read in (
        ("jieba.lcut", lambda text, _: jieba.lcut(text)),
        ("find_mentions", find_mentions),
        ("find", find),
    ):
        passes = []
        for _ in range(6):
            begun = time.process_time()
            for text, published in texts:
                read(text, published)
            passes.append((time.process_time() - begun) / len(texts) * 1e6)
        best[name] = min(passes)
    base = best.pop("jieba.lcut")
    ratios = ", ".join(f"{name} {each:.0f} µs ({base / each:.1f} × as fast)" for name, each in best.items())
    return f"{len(texts)} texts: jieba.lcut {base:.0f} µs a text, {ratios}"


def main() -> None:
    cases = [
        json.loads(line)
        for path in sorted(SPECS.glob("*.jsonl"))
        if path.stem != "roles"
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    print(f"{len(cases)} cases\n\n| | spans right | values right | ms a text | times guize |\n|---|---|---|---|---|")
    base = 0.0
    for start in (guize, jionlp, dateparser, recognizers):
        try:
            find = start()
        except ImportError as error:
            print(f"| {start.__name__} | not installed: {error} | | | |")
            continue
        spans = values = days = 0
        total = sum(len(case["values"]) for case in cases)
        seconds = 0.0
        for case in cases:
            with suppress(Exception):
                find(case["text"].replace("⟦", "").replace("⟧", ""), datetime.fromisoformat(case["reference"]))
        for case in cases:
            text, reference = case["text"].replace("⟦", "").replace("⟧", ""), datetime.fromisoformat(case["reference"])
            expected = [part.split("⟧")[0] for part in case["text"].split("⟦")[1:]]
            begun = time.perf_counter()
            try:
                found = dict(find(text, reference))
            except Exception:
                found = {}
            seconds += time.perf_counter() - begun
            for words, value in zip(expected, case["values"], strict=True):
                spans += words in found
                if len(value) == 10 and value[:2] == "20":
                    days += 1
                    values += found.get(words) == value
        each = 1000 * seconds / len(cases)
        base = base or each
        row = f"{spans / total:.1%} | {values / days:.1%} of {days} days | {each:.3f} | {each / base:.1f}"
        print(f"| {start.__name__} | {row} |")
    print(f"\n{beside_jieba()}")


if __name__ == "__main__":
    main()
