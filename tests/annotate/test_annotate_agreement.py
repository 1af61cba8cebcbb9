"""Two labellers: how far they agree, and what is gold where they do."""

import json

import pytest
from click.testing import CliRunner

from guize import cli
from guize.annotate import agreement, merge
from guize.annotate.agreement import kappa
from guize.errors import InputError
from guize.score.gold import GoldItem, load_gold

CHANGE = {"platform": ["jd"], "change_type": "revise", "categories": ["fees"], "effective_from": "2024-06-01"}
QUOTE = {"field": "platform", "where": "text", "start": 0, "end": 2, "text": "京东"}


def gold(item: str, **change):
    changes = [CHANGE | change] if change or item.startswith("c") else []
    text = f"京东公告{item}"
    return GoldItem(id=item, title="公告", text=text, is_change=bool(changes), changes=changes)


def test_kappa_is_cohens():
    """50 items: 20 both yes, 15 both no, 5 yes/no, 10 no/yes; observed 0.7, by chance 0.5."""
    verdicts = [(1, 1)] * 20 + [(0, 0)] * 15 + [(1, 0)] * 5 + [(0, 1)] * 10
    assert kappa(verdicts) == pytest.approx(0.4)
    assert kappa([(1, 1), (0, 0)]) == 1.0
    assert kappa([(1, 1), (1, 1)]) != kappa([(1, 1), (1, 1)])  # NaN: nothing but agreement is possible


def test_agreement_is_by_field():
    first = [gold("c1"), gold("c2"), gold("c3"), gold("n1")]
    second = [gold("c1"), gold("c2", effective_from="2024-07-01"), gold("c3"), gold("n1"), gold("c9")]
    by_field = {a.field: a for a in agreement(first, second, resamples=20)}
    assert by_field["is_change"].kappa == 1.0
    assert by_field["effective_from"].observed == 0.75
    assert by_field["effective_from"].f1.value == pytest.approx(2 / 3)
    assert by_field["categories:fees"].f1.value == 1.0
    assert by_field["platform"].items == 4


def test_merge_takes_what_both_say_and_names_the_rest():
    first = [gold("c1", evidence=[QUOTE]), gold("c2"), gold("n1"), gold("only-first", platform=["jd"])]
    other = {"field": "change", "where": "text", "start": 0, "end": 4, "text": "京东公告"}
    second = [gold("c1", evidence=[other]), gold("c2", categories=["shipping"]), gold("n1"), gold("c7")]
    merged = merge(first, second)
    assert [item.id for item in merged.gold] == ["c1", "n1", "only-first", "c7"]
    assert [e.field for e in merged.gold[0].changes[0].evidence] == ["platform", "change"]
    assert merged.contested == [("c2", ["categories"])]
    decided = merge(first, second, [gold("c2", categories=["shipping"])])
    assert decided.contested == []
    assert decided.gold[1].changes[0].categories == ["shipping"]


def test_one_id_for_two_texts_is_refused():
    other = gold("c1").model_copy(update={"text": "别的"})
    with pytest.raises(InputError, match="different texts"):
        merge([gold("c1")], [other])


def test_the_commands(tmp_path):
    files = tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "gold.jsonl"
    for path, items in zip(
        files, ([gold("c1"), gold("c2")], [gold("c1"), gold("c2", deadline="2024-07-01")]), strict=False
    ):
        path.write_text("\n".join(json.dumps(i.model_dump(mode="json"), ensure_ascii=False) for i in items))
    a, b, out = map(str, files)
    agreed = CliRunner().invoke(cli.main, ["annotate", "agree", a, b, "--resamples", "10"])
    assert agreed.exit_code == 0
    assert "2 items that both have labelled" in agreed.output
    merged = CliRunner().invoke(cli.main, ["annotate", "merge", a, b, "-o", out])
    assert (merged.exit_code, merged.stderr) == (1, "guize: c2: they differ in deadline\n")
    assert [item.id for item in load_gold(out)] == ["c1"]
