"""guize.dates and its peers on the project's own date cases, in one run: spans, values, time an item; a Markdown table.

The cases are those guize must pass, so its own scores say nothing; the peers' say what they leave to be done. The time
is that of a second pass over the cases.

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


if __name__ == "__main__":
    main()
