"""The shipped classifier: what it says of unmistakable texts, and how it refuses damaged files."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guize.classify.labels import Decision
from guize.classify.model import LabelModel
from guize.classify.signals import Signals
from guize.errors import ModelError

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "models" / "policy"

CHANGES = [
    (
        "唯品会下调家居类目佣金",
        "9月2日，唯品会公告，自2024年9月10日起，家居类目的佣金费率由8%下调至6%，已产生的订单不追溯。",
        {"fees"},
        "revise",
    ),
    (
        "《得物商家发货管理规范》修订公告",
        "尊敬的商家：自2025年3月1日00:00起，现货订单的发货时限由48小时缩短至24小时，逾期未揽收的按虚假发货处理。",
        {"shipping"},
        "revise",
    ),
    (
        "快手小店新增“七天无理由”服务",
        "快手电商发布公告，新增七天无理由退货规则，4月8日起施行，商家须在收到退货后48小时内退款。",
        {"refunds"},
        "introduce",
    ),
    (
        "B站：AI生成视频须添加标识",
        "哔哩哔哩宣布，用户发布由人工智能生成的视频须主动标注，未标注的将不予推荐，规则今日起施行。",
        {"content"},
        "introduce",
    ),
    (
        "微店“拼团”工具将于6月30日下线",
        "各位店主：因业务调整，拼团工具将于2023年6月30日停止服务，此后不再支持创建新活动。",
        {"other"},
        "retire",
    ),
    (
        "2026年春节期间天猫发货时间调整",
        "2026年2月10日至2月23日期间付款的订单，发货时间可顺延至2月26日，期满恢复正常时限。",
        {"shipping"},
        "temporary",
    ),
]
OTHERS = [
    ("唯品会一季度净利润同比增长12%", "唯品会公布财报，一季度营收275亿元，净利润同比增长12%，活跃用户数持平。"),
    ("得物任命新任首席财务官", "得物宣布，任命王某为首席财务官，即日生效，前任因个人原因离职。"),
    ("天猫双11战报：超四百个品牌成交破亿", "截至24点，天猫双11超四百个品牌成交额破亿元，成交额创新高。"),
    ("某款平板电脑发布，首发价1999元", "新款平板搭载八核处理器与11英寸屏幕，首发价1999元，10月9日开售。"),
]


@pytest.fixture(scope="module")
def model() -> LabelModel:
    return LabelModel.load(MODEL)


def decided(model: LabelModel, title: str, text: str) -> Decision:
    return model.decide(model.predict(title, text))


@pytest.mark.parametrize(("title", "text", "categories", "change_type"), CHANGES)
def test_states_what_changes(model, title, text, categories, change_type):
    decision = decided(model, title, text)
    assert decision.is_change
    assert set(decision.categories) == categories
    assert decision.change_type == change_type
    assert not decision.tentative


@pytest.mark.parametrize(("title", "text"), OTHERS)
def test_other_news_is_no_change(model, title, text):
    assert not decided(model, title, text).is_change


def test_hedged_change_is_tentative(model):
    title = "市场监管总局就直播抽成规则公开征求意见"
    text = "市场监管总局起草了《直播平台收费管理办法（征求意见稿）》，拟规定平台抽成不得高于10%，意见反馈截至8月1日。"
    decision = decided(model, title, text)
    assert decision.is_change
    assert decision.tentative


def test_headline_alone_is_enough(model):
    assert decided(model, "拼多多下月起取消商家提现手续费", "").change_type == "retire"


def test_labels_are_probabilities(model):
    labels = model.predict("京东调整运费险规则", "")
    assert sum(labels.change_type.values()) == pytest.approx(1)
    assert all(0 <= chance <= 1 for chance in [labels.is_change, labels.tentative, *labels.categories.values()])


def test_item_is_labelled_alike_in_every_batch(model):
    items = [*((title, text) for title, text, *_ in CHANGES), *OTHERS, ("", "")]
    titles, texts = zip(*items, strict=True)
    together = model.predict_many(titles, texts)
    assert together == [model.predict(title, text) for title, text in items]
    assert model.predict_many(titles[::-1], texts[::-1]) == together[::-1]


def test_signals_of_other_stages_count(model):
    title, text = CHANGES[0][:2]
    known = model.predict(title, text, Signals(has_effective=1, has_old_and_new=1))
    assert known != model.predict(title, text, Signals())


@pytest.mark.parametrize("text", ["", " \n\t", "\ud800", "𠀀" * 30, "0" * 5000])
def test_odd_texts_are_labelled(model, text):
    assert 0 <= model.predict(text, text).is_change <= 1


@pytest.fixture
def copied(tmp_path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "policy"))


def test_damaged_weights_are_refused(copied):
    weights = copied / "weights.npz"
    stored = bytearray(weights.read_bytes())
    stored[len(stored) // 2] ^= 1
    weights.write_bytes(stored)
    with pytest.raises(ModelError, match=r"weights\.npz.*checksum"):
        LabelModel.load(copied)


@pytest.mark.parametrize(("key", "value", "reason"), [("lexicon_sha256", "0", "lexicon"), ("schema", 0, "schema")])
def test_model_of_another_kind_is_refused(copied, key, value, reason):
    meta = json.loads((copied / "model.json").read_text(encoding="utf-8"))
    (copied / "model.json").write_text(json.dumps(meta | {key: value}), encoding="utf-8")
    with pytest.raises(ModelError, match=reason):
        LabelModel.load(copied)


def test_missing_model_is_named(tmp_path):
    with pytest.raises(ModelError, match=str(tmp_path)):
        LabelModel.load(tmp_path)


def test_inference_does_without_scikit_learn():
    code = (
        "import sys, pathlib; from guize.classify.model import LabelModel;"
        f"LabelModel.load(pathlib.Path({str(MODEL)!r})).predict('京东上调佣金', '');"
        "print([name for name in ('sklearn', 'scipy', 'pandas') if name in sys.modules])"
    )
    environment = {"PYTHONPATH": str(ROOT / "pipeline")}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.strip() == "[]"
