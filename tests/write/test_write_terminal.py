import re
from datetime import date

import pytest
from rich.cells import cell_len

from guize.records import Evidence, Item, Value
from guize.write import render_changes, render_evidence

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def _row(change, **fields):
    screen = render_changes([change.model_copy(update=fields)], width=200, color=False)
    return screen.splitlines()[2]


def _marked(words, *spans, changes=1, bare=None, color=False):
    """The text as rendered, with spans given as (field, words)."""
    evidence = [
        Evidence(
            field=field,
            where="text",
            start=words.index(quote),
            end=words.index(quote) + len(quote),
            text=quote,
        )
        for field, quote in spans
    ]
    rows = [bare.model_copy(update={"evidence": evidence})] * changes
    return render_evidence(Item(text=words), rows, color).rstrip("\n")


def test_a_row_reads_as_a_sentence(full):
    screen = render_changes([full], width=200, color=False)
    for words in (
        "≤2024-03-01",
        "2024-03-15",
        "–2024-12-31",
        "yunjishi",
        "revise?",
        "fees",
        "content",
        "服饰类目技术服务费",
        "技术服务费: 5 → 3 %",
        "保证金: 1000–5000 → 200000 CNY",
        "review",
    ):
        assert words in screen


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"effective_from": None}, ""),
        ({"effective_from": date(2024, 3, 15), "effective_bound": "exact"}, "2024-03-15"),
        ({"effective_from": date(2024, 3, 15), "effective_bound": "on_or_after"}, "≥2024-03-15"),
        ({"effective_from": date(2024, 3, 15), "effective_bound": "on_or_before"}, "≤2024-03-15"),
        ({"effective_from": date(2024, 3, 1), "effective_bound": "within_month"}, "2024-03"),
        ({"effective_from": date(2024, 1, 1), "effective_bound": "within_year"}, "2024"),
        ({"effective_from": date(2024, 3, 1), "effective_precision": "month"}, "2024-03"),
        ({"effective_from": date(2024, 3, 11), "effective_precision": "ten_days"}, "≈2024-03-11"),
    ],
)
def test_a_day_shows_how_exact_it_is(bare, fields, shown):
    assert [cell for cell in _row(bare, subject="x", **fields).split() if cell[0] in "≤≥≈2"] == shown.split()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Value(what="佣金", old=0.7, new=0.6, unit="%"), "佣金: 0.7 → 0.6 %"),
        (Value(what="佣金", new=0.6, unit="%"), "佣金: 0.6 %"),
        (Value(what="年费", old=6688, unit="CNY"), "年费: 6688 → – CNY"),
        (Value(what="名额", old=3, new=100_000_000), "名额: 3 → 100000000"),
        (Value(what="时限", new=24, new_high=48, unit="h"), "时限: 24–48 h"),
        (Value(what="时限", new_high=48, unit="h"), "时限: ≤48 h"),
        (Value(what="佣金", unit="%"), "佣金 "),
    ],
)
def test_a_value_in_words(bare, value, shown):
    assert shown in _row(bare, values=[value])


def test_a_row_without_subject_shows_the_title(bare):
    assert "大促期间延长退货期" in _row(bare, title="大促期间延长退货期")


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_wide_characters_stay_in_line(changes, width):
    lines = render_changes(changes, width=width, color=False).splitlines()
    rule = next(line for line in lines if line.startswith("─"))
    assert {cell_len(line) for line in lines if "accepted" in line or "review" in line} == {cell_len(rule)}
    assert max(map(cell_len, lines)) <= width


def test_colour_changes_nothing_but_colour(changes):
    plain, coloured = (render_changes(changes, width=120, color=color) for color in (False, True))
    assert ANSI.sub("", coloured) == plain != coloured


def test_the_words_of_an_item_do_not_steer_the_terminal(full, hostile, bare):
    markup = bare.model_copy(update={"subject": "[red]促销[/red] :smile:"})
    screen = render_changes([hostile, markup], width=300, color=False)
    assert "\x1b" not in screen
    assert "[red]促销[/red] :smile:" in screen
    assert "\x1b[31m" not in render_evidence(Item(title="\x1b[31m红"), [full], False)


def test_no_rows_are_a_heading():
    assert render_changes([], width=100, color=False).startswith("announced")


def test_evidence_in_brackets(item, full):
    assert render_evidence(item, [full], False) == (
        "[platform: 云集市]：技术服务费下调\n"
        "云集市3月1日发布公告，自[effective_from: 2024年3月15日]起，服饰类目"
        "[values[0]: 技术服务费由5%降至3%]，原规则同时废止。\n"
    )


def test_evidence_in_colour_has_the_label_after_the_words(item, full):
    screen = render_evidence(item, [full], True)
    assert ANSI.sub("", screen).startswith("云集市‹platform›：技术服务费下调\n")
    assert screen != ANSI.sub("", screen)


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([("a", "乙丙"), ("b", "乙丙")], "甲[a, b: 乙丙]丁戊"),
        ([("a", "甲乙"), ("b", "丙丁")], "[a: 甲乙][b: 丙丁]戊"),
        ([("b", "丙"), ("a", "乙丙丁")], "甲[a: 乙[b: 丙]丁]戊"),
        ([("a", "乙丙丁"), ("b", "乙丙")], "甲[a: [b: 乙丙]丁]戊"),
        ([("a", "甲乙丙"), ("b", "乙丙丁")], "[a: 甲[b: 乙丙]][b: 丁]戊"),
        ([("a", "甲乙丙丁戊")], "[a: 甲乙丙丁戊]"),
        ([], "甲乙丙丁戊"),
    ],
)
def test_overlapping_evidence(bare, spans, shown):
    assert _marked("甲乙丙丁戊", *spans, bare=bare) == shown


def test_crossing_evidence_in_colour_is_labelled_once(bare):
    screen = _marked("甲乙丙丁戊", ("a", "甲乙丙"), ("b", "乙丙丁"), bare=bare, color=True)
    assert ANSI.sub("", screen) == "甲乙丙‹a›丁‹b›戊"


def test_several_changes_are_numbered(bare):
    assert _marked("甲乙丙", ("a", "乙"), bare=bare, changes=2) == "甲[a#1, a#2: 乙]丙"


def test_long_text_is_shortened_around_the_evidence(bare):
    words = "前" * 500 + "证据" + "中" * 500 + "证物" + "后" * 500
    assert _marked(words, ("a", "证据"), ("b", "证物"), bare=bare) == (
        "…" + "前" * 40 + "[a: 证据]" + "中" * 40 + "…" + "中" * 40 + "[b: 证物]" + "后" * 40 + "…"
    )
    assert _marked("无" * 500, bare=bare) == "无" * 40 + "…"
    close = "前" * 41 + "证据" + "中" * 81 + "证物" + "后" * 41
    assert "…" not in _marked(close, ("a", "证据"), ("b", "证物"), bare=bare)
