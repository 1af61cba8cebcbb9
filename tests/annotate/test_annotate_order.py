"""What to label first: what the model is unsure of, and not the same thing twice."""

from guize.annotate import by_expected_value
from guize.annotate.order import expected_value
from guize.extractor import load_extractor
from guize.records import Item


def test_the_unsure_come_first():
    assert by_expected_value(["甲平台下调佣金", "乙地发布台风预警", "丙公司发布财报"], [0.1, 0.9, 0.5]) == [1, 2, 0]


def test_a_repost_comes_last_though_it_is_as_unsure():
    texts = ["抖音电商下调珠宝类目佣金至百分之三", "抖音电商下调珠宝类目佣金至百分之三。", "京东缩短发货时限到一天"]
    assert by_expected_value(texts, [0.9, 0.9, 0.5]) == [0, 2, 1]


def test_the_limit_keeps_the_best():
    assert by_expected_value(["甲一二三", "乙四五六", "丙七八九"], [0.2, 0.3, 0.9], limit=2) == [2, 1]
    assert by_expected_value([], []) == []


def test_the_value_is_the_chance_of_an_error():
    sure = Item(
        title="抖音电商下调佣金",
        text="抖音电商今日发布公告，珠宝类目佣金由5%下调为3%，5月20日起生效。",
        published_at="2024-05-06T10:00:00",
    )
    weather = Item(title="台风预警", text="气象台今日发布台风预警，请居民注意安全。")
    [change] = load_extractor()(sure).changes
    assert expected_value(load_extractor()(sure)) == 1 - change.confidence
    assert 0 <= expected_value(load_extractor()(weather)) < 0.5
