"""Features do not depend on how a text is written, nor on what else is in the batch."""

from __future__ import annotations

import numpy as np
import pytest

from guize.classify.features import Extractor, Settings
from guize.classify.fold import fold, to_text
from guize.classify.lexicon import load_lexicon
from guize.classify.signals import Signals, approximate

EXTRACTOR = Extractor(load_lexicon(), Settings())


def extract(*items: tuple[str, str]):
    titles, texts = zip(*items, strict=True)
    return EXTRACTOR.extract(titles, texts, [Signals()] * len(items))


def others(features, item: int = 0) -> dict[int, float]:
    """The features beside the n-grams of an item, by column."""
    own = features.item == item
    return dict(zip(features.column[own].tolist(), features.value[own].tolist(), strict=True))


def group(features, name: str, view: int = 0) -> float:
    groups = EXTRACTOR.lexicon.groups
    return others(features).get(view * len(groups) + groups.index(name), 0.0)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("佣金由５％调整为３％，１２月１日起生效", "佣金由5%调整为3%,12月1日起生效"),
        ("App Store 于 8 月 1 日起下调佣金", "appstore于8月1日起下调佣金"),
        ("抖音　电商 公告", "抖音电商公告"),
    ],
)
def test_width_case_and_spaces_do_not_matter(written, same):
    one, other = extract((written, written)), extract((same, same))
    np.testing.assert_array_equal(one.token, other.token)
    assert others(one) == others(other)


def test_days_and_amounts_are_alike():
    one = extract(("2024年3月15日起运费上调5元", ""))
    np.testing.assert_array_equal(one.token, extract(("2019年8月27日起运费上调9元", "")).token)


def test_platforms_stand_for_each_other_in_n_grams():
    one = extract(("快手调整佣金", ""))
    np.testing.assert_array_equal(one.token, extract(("拼多多调整佣金", "")).token)
    assert not np.array_equal(one.token, extract(("某店调整佣金", "")).token)


def test_every_plain_name_of_the_platform_vocabulary_is_a_platform():
    rare = extract(("孔夫子旧书网调整佣金", ""))
    np.testing.assert_array_equal(rare.token, extract(("拼多多调整佣金", "")).token)
    assert group(rare, "platform") > 0


def test_title_and_text_are_told_apart():
    words = "拼多多下线旧版接口"
    features = extract((words, words))
    title, text = (set(features.token[features.segment == view].tolist()) for view in (0, 1))
    assert not title & text


def test_terms_are_counted_by_group():
    features = extract(("京东下调佣金", "该店发布财报，营收增长"))
    assert group(features, "platform") > 0
    assert group(features, "fee_core") > 0
    assert group(features, "finance") == 0
    assert group(features, "finance", view=1) > 0


def test_order_within_a_clause_counts():
    one, other = extract(("京东取消佣金", "")), extract(("佣金取消京东", ""))
    assert others(one) != others(other)
    apart = extract(("京东。取消。佣金", ""))
    assert len(others(apart)) < len(others(one))


def test_telling_sentence_of_a_long_text_is_read():
    filler = "记者走访了几家店铺，店主们各有说法，有人谈起多年前开店的往事。" * 30
    change = "淘宝公告，10月8日起技术服务费由5%下调至3%。"
    told = extract(("", filler + change + filler))
    assert group(told, "fee_core", view=1) > 0
    assert len(told.token) < len(filler) * 4


def test_item_has_the_same_features_in_every_batch():
    items = [("京东调整运费模板", "自5月1日起施行。"), ("", ""), ("拼多多财报", "营收增长。" * 200)]
    together = extract(*items)
    for index, item in enumerate(items):
        alone = extract(item)
        inside = together.segment // 2 == index
        np.testing.assert_array_equal(alone.token, together.token[inside])
        assert others(alone) == others(together, index)


def test_folding_keeps_a_character_for_a_character():
    assert to_text(fold("ＡＢ c\u3000１：")) == "abc1:"
    assert len(fold("𠀀\ud800")) == 2


def test_signals_are_read_off_a_text():
    signals = approximate(
        "佣金新规8月1日起施行", "各位商家：佣金由5%调整为3%，优惠至8月31日，请于7月20日前确认《服务协议》。"
    )
    assert signals.is_notice == signals.has_effective == signals.effective_in_title == 1
    assert signals.has_old_and_new == signals.has_effective_to == signals.has_deadline == 1
    assert signals.has_rule_title == 1
    assert approximate("新款手机开售", "售价1999元") == Signals()
