"""Second-level topics: told by the words that state the change, within its categories."""

import json

import pytest

from guize import vocabulary
from guize.classify import topics
from guize.records import CATEGORIES
from places import ROOT

CASES = [json.loads(line) for line in (ROOT / "tests/specs/topics/topics.jsonl").read_text("utf-8").splitlines()]


def _topics(case):
    return topics.find(case["text"], [(0, len(case["text"]))], case["categories"])


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_topics_of_a_statement(case):
    assert {span.value for span in _topics(case)} == set(case["topics"])


def test_every_topic_has_a_case_and_a_category_of_its_own():
    told = vocabulary.load("topics")
    assert tuple(told) == CATEGORIES
    names = [name for of_category in told.values() for name in of_category]
    assert sorted(names) == sorted(set(names))
    assert {name for case in CASES for name in case["topics"]} == set(names)


def test_the_words_that_tell_a_topic_are_its_span():
    text = "公告\n平台把ＶＩＰ会员的保证金减半"
    [span] = topics.find(text, [(3, len(text))], ["fees"])
    assert (text[span.start : span.end], span.value) == ("保证金", "deposit")


def test_what_is_told_in_passing_is_no_topic():
    text = "佣金下调：佣金由5%降为3%，佣金按月结算"
    assert [s.value for s in topics.find(text, [(0, len(text))], ["fees"])] == ["commission"]
