"""Training on a small corpus of its own: the same bytes again, nothing learned from held-out texts."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("sklearn")

from guize.classify.config import load_config
from guize.classify.corpus import join_standoff, read_gold, text_hash
from guize.classify.folds import group_duplicates
from guize.classify.model import LabelModel
from guize.classify.segments import split_changes
from guize.classify.train import save, train
from guize.cli import main
from guize.errors import InputError

PLATFORMS = ["京东", "淘宝", "快手", "抖音", "得物", "闲鱼", "美团", "天猫"]
SAYINGS = [
    ("{}下调佣金费率", "{}公告，佣金由5%下调至3%，6月1日起执行。", ["fees"], "revise", False),
    ("{}推出上门取件", "{}新增上门取件服务，商家须在24小时内发货。", ["shipping"], "introduce", False),
    ("{}拟缩短退款时限", "{}计划于7月起把退款时限缩短到24小时。", ["refunds"], "revise", True),
    ("{}春节期间禁止烟花直播", "{}公告，春节期间禁止直播燃放烟花，2月底恢复。", ["content"], "temporary", False),
    ("{}下线旧版后台", "因业务调整，{}旧版后台将停止服务。", ["other"], "retire", False),
    ("{}公布财报", "{}一季度营收同比增长，净利润创新高。", None, "", False),
    ("{}任命新总裁", "{}宣布高管变动，原总裁因个人原因离职。", None, "", False),
]


def write_lines(path: Path, records: list[dict]) -> None:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")


def record(number: int, platform: str, saying: tuple) -> dict:
    title, text, categories, change_type, tentative = saying
    change = {"change_type": change_type, "categories": categories, "tentative": tentative}
    return {
        "id": f"t{number}",
        "title": title.format(platform),
        "text": text.format(platform),
        "is_change": categories is not None,
        "changes": [] if categories is None else [change],
    }


@pytest.fixture
def corpus(tmp_path) -> Path:
    """A folder laid out as the project: a configuration in `models`, a corpus beside it."""
    pairs = [(platform, saying) for platform in PLATFORMS for saying in SAYINGS]
    write_lines(tmp_path / "train.jsonl", [record(n, *pair) for n, pair in enumerate(pairs)])
    write_lines(tmp_path / "dev.jsonl", [record(n, "唯品会", saying) for n, saying in enumerate(SAYINGS)])
    candidates = [
        {"name": "lexicon", "features": {}, "min_df": 1, "c": 4, "n_grams": False},
        {"name": "both", "features": {}, "min_df": 1, "c": 4},
    ]
    config = {
        "version": "test",
        "train": {"own": "train.jsonl"},
        "rows": [],
        "held_out": {"dev": "dev.jsonl"},
        "standoff": "standoff.jsonl",
        "real": {},
        "part_weights": {},
        "choose_on": ["own"],
        "folds": 3,
        "margin": 0.0,
        "candidates": candidates,
    }
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "training.json").write_text(json.dumps(config), encoding="utf-8")
    return tmp_path


@pytest.fixture
def distinct(monkeypatch):
    """Sayings of the small corpus differ in the platform only; here only the same text is a near-duplicate."""
    monkeypatch.setattr("guize.classify.folds._ALIKE", 1.0)


@pytest.mark.usefixtures("distinct")
def test_same_corpus_gives_the_same_bytes(corpus):
    config = load_config(corpus / "models" / "training.json")
    for name in ("one", "two"):
        save(train(config)[0], corpus / name)
    for name in ("weights.npz", "model.json"):
        assert (corpus / "one" / name).read_bytes() == (corpus / "two" / name).read_bytes()


@pytest.mark.usefixtures("distinct")
def test_trained_model_loads_and_labels(corpus):
    model, report = train(load_config(corpus / "models" / "training.json"))
    save(model, corpus / "policy")
    loaded = LabelModel.load(corpus / "policy")
    decision = loaded.decide(loaded.predict("唯品会下调佣金费率", "唯品会公告，佣金由5%下调至3%。"))
    assert decision.is_change
    assert decision.categories == ["fees"]
    assert report.counts == {"own": (56, 40)}
    assert report.measured[0].n_changes == 5
    assert loaded.meta["training"]["public_only"]


@pytest.mark.usefixtures("distinct")
def test_near_duplicates_of_held_out_texts_are_left_out(corpus):
    copy = (corpus / "dev.jsonl").read_text(encoding="utf-8")
    with (corpus / "train.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(copy.replace('"id": "t', '"id": "copy'))
    config = load_config(corpus / "models" / "training.json")
    _, report = train(config)
    assert report.dropped == len(SAYINGS)
    assert report.counts["own"] == (56, 40)


@pytest.fixture
def real(corpus) -> Path:
    """Beside that corpus one of other people's texts, as `--real` takes it: labels of some of its texts are stand-off."""
    gold = {"platform": ["kuaishou"], "announced_on": "2024-05-01", "announced_bound": "exact"}
    days = {"published_at": "2024-05-01 10:00:00", "kind": "notice", "source": "crawl"}
    rows = [record(n, "快手", saying) | days for n, saying in enumerate(SAYINGS)]
    for row in rows:
        row["changes"] = [change | gold for change in row["changes"]]
    folder = corpus / "real"
    folder.mkdir()
    write_lines(folder / "train.jsonl", [row | {"id": f"r{n}"} for n, row in enumerate(rows)])
    write_lines(
        folder / "dev.jsonl", [record(n, "小红书", saying) | {"id": f"d{n}"} for n, saying in enumerate(SAYINGS)]
    )
    texts = [record(n, "美团", saying) | {"id": f"u{n}"} for n, saying in enumerate(SAYINGS)]
    (folder / "unlabelled.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, texts)).encode()))
    first = texts[0]
    label = {key: first[key] for key in ("id", "is_change", "changes")}
    write_lines(corpus / "standoff.jsonl", [label | {"sha256": text_hash(first["title"], first["text"])}])
    config = json.loads((corpus / "models" / "training.json").read_text(encoding="utf-8"))
    config["real"] = {"train": "train.jsonl", "held_out": "dev.jsonl", "unlabelled": "unlabelled.jsonl.gz"}
    (corpus / "models" / "training.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


@pytest.mark.usefixtures("distinct")
def test_other_peoples_texts_are_trained_on_and_measured_on(corpus, real):
    config = load_config(corpus / "models" / "training.json")
    model, report = train(config, real)
    assert report.counts == {"own": (56, 40), "real": (7, 5), "standoff": (1, 1)}
    assert [part.part for part in report.measured] == ["dev", "real"]
    assert set(report.files) == {"train.jsonl", "standoff.jsonl", "unlabelled.jsonl.gz"}
    assert not model.meta["training"]["public_only"]
    _, public = train(config, real, public_only=True)
    assert public.counts == {"own": (56, 40)}
    assert [part.part for part in public.measured] == ["dev", "real"]


@pytest.mark.usefixtures("distinct")
def test_the_card_gives_the_scores_of_both_models(corpus, real):
    words = ["train", "--config", str(corpus / "models" / "training.json"), "--real", str(real)]
    words += ["-o", str(corpus / "policy"), "--card", str(corpus / "card.md")]
    told = CliRunner().invoke(main, words)
    assert told.exit_code == 0, told.output
    assert [line.split(":")[0] for line in told.stdout.splitlines()] == ["dev", "real"]
    card = (corpus / "card.md").read_text(encoding="utf-8")
    assert card.count("| dev (7 items, 5 with changes) |") == 2
    assert "candidate “" in card
    assert LabelModel.load(corpus / "policy").meta["row_confidence"]


def test_a_corpus_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "gold.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl: cannot be read"):
        read_gold(tmp_path / "gold.jsonl", "part")


def test_a_training_text_of_html_is_read_as_lines_and_rows(tmp_path):
    text = "<p>佣金调整如下：</p><table><tr><th>调整前</th><th>调整后</th></tr><tr><td>5%</td><td>3%</td></tr></table>"
    write_lines(tmp_path / "gold.jsonl", [record(0, "京东", SAYINGS[0]) | {"text": text}])
    assert read_gold(tmp_path / "gold.jsonl", "part")[0].text == "佣金调整如下：\n调整前 | 调整后\n5% | 3%"


def test_a_labelled_item_that_lacks_a_field_is_named(tmp_path):
    broken = record(0, "京东", SAYINGS[0])
    del broken["changes"][0]["change_type"]
    write_lines(tmp_path / "gold.jsonl", [broken])
    with pytest.raises(InputError, match=r"gold\.jsonl: item t0: the field 'change_type' is missing"):
        read_gold(tmp_path / "gold.jsonl", "part")


def test_short_texts_are_near_duplicates_where_they_are_the_same():
    groups = group_duplicates(["", "", ""], ["涨", "涨", "跌"]).tolist()
    assert groups[0] == groups[1] != groups[2]


def test_what_stands_before_the_first_change_belongs_to_none():
    text = "各位商家好。技术服务费由5%调至3%。退货期限另行通知，为15天。"
    changes = [{"values": [{"what": "技术服务费", "old": 5, "new": 3}]}, {"values": [{"what": "退货期限", "new": 15}]}]
    assert split_changes(text, changes) == ["技术服务费由5%调至3%。", "退货期限另行通知，为15天。"]


def test_edited_reposts_are_near_duplicates():
    story = "拼多多公告称，自九月一日起调整新商家入驻的保证金标准，水果生鲜类目由五千元下调为三千元。"
    other = "美团发布骑手权益公告，众包骑手每日可免责拒单五次，恶劣天气预警期间不限次数。"
    groups = group_duplicates(["", "快讯：", ""], [story, story.replace("公告称", "宣布"), other]).tolist()
    assert groups[0] == groups[1] != groups[2]


def test_changes_of_one_text_are_told_apart():
    text = "一是佣金，8月1日起由5%调为3%。\n二是退货，9月1日起期限延长到15天。\n商家如有疑问可联系客服。"
    changes = [{"effective_from": "2024-08-01"}, {"effective_from": "2024-09-01"}]
    fees, refunds = split_changes(text, changes)
    assert "佣金" in fees
    assert "退货" in refunds
    assert "佣金" not in refunds
    assert split_changes(text, changes[:1]) == []


def test_standoff_labels_of_another_text_are_refused(tmp_path):
    write_lines(tmp_path / "texts.jsonl", [{"id": "a", "title": "标题", "text": "正文"}])
    label = {"id": "a", "is_change": False, "changes": []}
    good = {"a": label | {"sha256": text_hash("标题", "正文")}}
    assert join_standoff(good, tmp_path / "texts.jsonl", "part")[0].text == "正文"
    with pytest.raises(InputError, match=r"texts\.jsonl: item a"):
        join_standoff({"a": label | {"sha256": "0"}}, tmp_path / "texts.jsonl", "part")


def test_unlabelled_gold_is_refused_by_name(tmp_path):
    write_lines(tmp_path / "gold.jsonl", [{"id": "a", "title": "标题", "text": "正文"}])
    with pytest.raises(InputError, match=r"gold\.jsonl: item a: .*changes"):
        read_gold(tmp_path / "gold.jsonl", "part")


def test_unusable_configuration_is_refused(tmp_path):
    (tmp_path / "training.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"training\.json"):
        load_config(tmp_path / "training.json")
