"""Every date of the role specs is found where it is marked and given the role it is marked with."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from guize.dates import Mention, annotate, find

SPECS = Path(__file__).parents[1] / "specs" / "dates" / "roles.jsonl"
CASES = [json.loads(line) for line in SPECS.read_text(encoding="utf-8").splitlines()]
NEWS = datetime(2024, 5, 20)


def _marked(case: dict[str, Any]) -> Mention | None:
    title = case.get("title", "")
    raw = f"{title}\n{case['text']}" if title else case["text"]
    start, end = raw.index("⟦"), raw.index("⟧") - 1
    content = raw.replace("⟦", "").replace("⟧", "")
    title_end = len(title.replace("⟦", "").replace("⟧", ""))
    mentions = annotate(content, datetime.fromisoformat(case["reference"]), title_end=title_end)
    return next((m for m in mentions if (m.start, m.end) == (start, end)), None)


@pytest.mark.parametrize("case", CASES, ids=[f"{i}-{c['role']}" for i, c in enumerate(CASES)])
def test_marked_date_has_its_role(case: dict[str, Any]) -> None:
    mention = _marked(case)
    assert mention is not None
    assert mention.role == case["role"]


def test_specs_cover_every_role_in_numbers() -> None:
    assert len(CASES) >= 120
    assert {c["role"] for c in CASES} >= {
        "dateline", "announced", "effective_from", "effective_to", "effective_range", "deadline", "publicity",
        "transition", "resumption", "cutoff", "past_version", "law", "background",
    }  # fmt: skip


def test_dates_of_one_text_are_told_apart() -> None:
    text = (
        "青橙优选5月16日发布公告，公示期为5月16日至5月22日，新规6月1日起施行，"
        "商家须在6月15日前完成整改；6月1日前已付款的订单不受影响。"
    )
    roles = [(m.text, m.role) for m in find(text, NEWS)]
    assert roles == [
        ("5月16日", "announced"),
        ("5月16日至5月22日", "publicity"),
        ("6月1日", "effective_from"),
        ("6月15日", "deadline"),
        ("6月1日", "cutoff"),
    ]


def test_a_clear_context_scores_higher_than_a_vague_one() -> None:
    (clear,) = find("新规将于6月1日起正式施行。", NEWS)
    (vague,) = find("有商家说从6月1日算。", NEWS)
    assert 0.9 < clear.score <= 1.0
    assert vague.score < clear.score


def test_without_a_reference_roles_are_still_given() -> None:
    mentions = annotate("自2024年6月1日起施行。\n青橙优选\n2024年5月18日", None)
    assert [m.role for m in mentions] == ["effective_from", "announced"]


def test_durations_and_clock_times_have_no_role() -> None:
    assert {m.role for m in find("商家须在48小时内发货，客服9:00至21:00在线。", NEWS)} == {"background"}
