"""All date mentions of the real listing page: span and value, and nothing else taken for one."""

import json
from datetime import datetime, timedelta

import pytest

from guize import dates
from places import SHARED

PAGE = SHARED / "seed" / "mentions.jsonl"
CASES = [json.loads(line) for line in PAGE.read_text(encoding="utf-8").splitlines()] if PAGE.exists() else []
pytestmark = pytest.mark.skipif(
    not CASES, reason="the corpus of real texts is not here: shared/corpus/seed/mentions.jsonl"
)


def is_right(mention: dates.Mention, expected: dict) -> bool:
    """Whether the value is the expected one, or one of its listed alternatives; a range may end a second early."""
    if expected["type"] == "duration":
        return mention.duration == expected["value"]
    for answer in [expected, *expected.get("alts", [])]:
        if "start" in answer:
            start, end = datetime.fromisoformat(answer["start"]), datetime.fromisoformat(answer["end"])
            if mention.earliest == start and abs(mention.latest - end) <= timedelta(seconds=1):
                return True
        elif answer.get("value") and mention.earliest == datetime.fromisoformat(answer["value"]):
            return True
    return False


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case_id"])
def test_every_mention_is_found_with_its_value_and_no_other(case):
    found = {(m.start, m.end): m for m in dates.find(case["text"], datetime.fromisoformat(case["reference"]))}
    for expected in case["expected"]:
        spans = [(expected["start_offset"], expected["end_offset"]), *map(tuple, expected.get("alt_spans", []))]
        mention = next((found.pop(span) for span in spans if span in found), None)
        if not expected.get("optional"):
            assert mention is not None, expected["text"]
            assert is_right(mention, expected), (expected["text"], mention)
    assert [m.text for m in found.values()] == []
