"""Dates found and resolved: each pattern's examples, cases as data, and what must hold for any text."""

import json
import unicodedata
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guize import dates
from guize.dates.grammar import fold, patterns, scan
from guize.vocabulary import SHIPPED

SPECS = Path(__file__).parents[1] / "specs" / "dates"
CASES = [
    pytest.param(json.loads(line), id=f"{path.stem}-{number}")
    for path in sorted(SPECS.glob("*.jsonl"))
    if path.stem != "roles"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
]
REFERENCE = datetime(2024, 5, 20, 9, 0)


@pytest.mark.parametrize(("name", "example"), [(p.name, e) for p in patterns(SHIPPED) for e in p.examples])
def test_a_patterns_examples_are_matched_whole_and_by_it(name, example):
    assert [(m.pattern, m.start, m.end) for m in scan(fold(example), SHIPPED)] == [(name, 0, len(example))]


@pytest.mark.parametrize("case", CASES)
def test_specs(case):
    """The mentions marked ⟦ ⟧ are found, with the values listed, and no others."""
    marked, text = case["text"], case["text"].replace("⟦", "").replace("⟧", "")
    expected = [part.split("⟧")[0] for part in marked.split("⟦")[1:]]
    found = dates.find(text, datetime.fromisoformat(case["reference"]))
    assert [m.text for m in found] == expected
    assert [m.edtf or m.duration or m.timex or m.basis for m in found] == case["values"]


FORMATS = [
    "{y}年{m}月{d}日",
    "{y}-{m:02d}-{d:02d}",
    "{y}/{m}/{d}",
    "{y}.{m}.{d}",
    "{y} 年 {m} 月 {d} 日",
    "{y}{m:02d}{d:02d}",
]


@settings(deadline=None)
@given(st.dates(date(2001, 1, 1), date(2039, 12, 31)), st.sampled_from(FORMATS))
def test_a_full_date_in_any_shape_is_read_back(day, shape):
    text = shape.format(y=day.year, m=day.month, d=day.day)
    [mention] = dates.find(f"规则于{text}生效", REFERENCE)
    assert (mention.text, mention.day) == (text, day)


@settings(deadline=None)
@given(st.dates(date(2010, 1, 1), date(2030, 12, 31)), st.sampled_from(FORMATS))
def test_full_width_digits_give_the_same_value_at_the_same_place(day, shape):
    text = shape.format(y=day.year, m=day.month, d=day.day)
    wide = text.translate({ord(a): b for a, b in zip("0123456789", "０１２３４５６７８９", strict=True)})
    [narrow], [same] = dates.find(text, REFERENCE), dates.find(wide, REFERENCE)
    assert (narrow.start, narrow.end, narrow.day) == (same.start, same.end, same.day)


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 28))
def test_a_year_later_the_yearless_date_is_a_year_later(month, day):
    text = f"新规{month}月{day}日起施行"
    [now], [later] = dates.find(text, REFERENCE), dates.find(text, REFERENCE.replace(year=2025))
    assert now.day.replace(year=2000) == later.day.replace(year=2000)
    assert later.day.year - now.day.year == 1


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 28), st.booleans())
def test_a_yearless_date_is_within_a_year_of_the_reference(month, day, forward):
    [mention] = dates.find(f"{'将于' if forward else '已于'}{month}月{day}日调整", REFERENCE)
    assert abs(mention.day - REFERENCE.date()) <= timedelta(days=366)
    assert mention.day >= REFERENCE.date() - timedelta(days=35) if forward else mention.day <= REFERENCE.date()


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from(
                "0123456789年月日号时点分至-~到./: 今明昨起前后内上下周一二三十月初底旬自发布之日春节双11618Q,，。\n《》（）"
            ),
            st.characters(),
        ),
        max_size=80,
    )
)
def test_it_never_raises_and_no_range_ends_before_it_starts(text):
    for mention in dates.find(text, REFERENCE):
        assert text[mention.start : mention.end] == mention.text
        if mention.earliest is not None:
            assert mention.earliest <= mention.latest


@settings(deadline=None)
@given(
    st.sampled_from(["今日", "3月15日", "2024年6月1日", "下周一", "月底前", "7天内"]),
    st.sampled_from(["请知悉。", "商家须遵守。", "平台将另行通知。"]),
)
def test_text_after_it_does_not_change_a_mention(mention, tail):
    alone, followed = dates.find(f"于{mention}生效。", REFERENCE), dates.find(f"于{mention}生效。{tail}", REFERENCE)
    assert [(m.text, m.edtf) for m in alone] == [(m.text, m.edtf) for m in followed]


@settings(deadline=None)
@given(st.sampled_from([c.values[0] for c in CASES if len(c.values[0]["values"]) == 1]), st.booleans())
def test_full_width_text_gives_the_same_values_at_the_same_places(case, wide):
    text = case["text"].replace("⟦", "").replace("⟧", "")
    to_wide = {ord(a): b for a, b in zip("0123456789:/.-~", "０１２３４５６７８９：／．－～", strict=True)}
    other = text.translate(to_wide) if wide else unicodedata.normalize("NFKC", text)
    if len(other) == len(text):
        reference = datetime.fromisoformat(case["reference"])
        found, same = dates.find(text, reference), dates.find(other, reference)
        assert [(m.start, m.end, m.edtf, m.duration) for m in found] == [
            (m.start, m.end, m.edtf, m.duration) for m in same
        ]


@settings(deadline=None)
@given(st.sampled_from([c.values[0] for c in CASES]), st.sampled_from([c.values[0] for c in CASES]))
def test_a_sentence_after_it_does_not_change_the_mentions_of_a_sentence(one, other):
    first, second = (case["text"].replace("⟦", "").replace("⟧", "") + "。\n" for case in (one, other))
    alone, together = dates.find(first, REFERENCE), dates.find(first + second, REFERENCE)
    assert [(m.text, m.edtf) for m in alone] == [(m.text, m.edtf) for m in together[: len(alone)]]


@settings(deadline=None)
@given(
    st.datetimes(datetime(2001, 1, 1), datetime(2039, 12, 31)),
    st.sampled_from(["{d:%Y}年{d.month}月{d.day}日", "{d:%Y-%m-%d} "]),
)
def test_a_year_later_what_has_its_year_written_stays(day, shape):
    text = f"规则于{shape.format(d=day)}{day.hour}点{day.minute:02d}分生效"
    [now], [later] = dates.find(text, REFERENCE), dates.find(text, REFERENCE.replace(year=2025))
    assert now.earliest == later.earliest == day.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    "unit", ["2024年3月1日至5月6日、", "周一至周五9:00", "一二三四五六七八九十", "2024.", "月", " 12", "自发布之日"]
)
def test_any_length_of_text_is_read(unit):
    assert isinstance(dates.find(unit * (100_000 // len(unit)), REFERENCE), list)


def test_a_reference_with_a_time_zone_is_read_as_china_time():
    [mention] = dates.find("今日起生效", datetime.fromisoformat("2024-05-20T20:00+00:00"))
    assert mention.edtf == "2024-05-21"


def test_spec_cases_are_many():
    assert sum(len(p.read_text(encoding="utf-8").splitlines()) for p in SPECS.glob("*.jsonl")) >= 600
