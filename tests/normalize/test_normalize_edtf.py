"""A day with its bound, as EDTF."""

from datetime import date, datetime

import pytest

from guize.dates import find
from guize.normalize.edtf import bounded

DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    ("bound", "edtf"),
    [
        ("on_or_before", "[..2024-03-05]"),
        ("on_or_after", "[2024-03-05..]"),
        ("within_month", "2024-03"),
        ("within_year", "2024"),
        ("exact", "2024-03-05"),
        (None, "2024-03-05"),
    ],
)
def test_a_bound_is_written_as_an_interval_or_a_shorter_date(bound, edtf):
    assert bounded(DAY, bound) == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2024年3月", "2024-03"),
        ("2024年3月上旬", "[2024-03-01..2024-03-10]"),
        ("2024年第一季度", "2024-33"),
        ("2024年3月5日至8日", "2024-03-05"),
    ],
)
def test_an_exact_day_is_as_exact_as_the_words_it_comes_from(text, edtf):
    [mention] = find(text, datetime(2024, 3, 1))
    assert bounded(mention.day, "exact", mention) == edtf


def test_a_bound_says_more_than_the_words():
    [mention] = find("2024年3月", datetime(2024, 3, 1))
    assert bounded(mention.day, "on_or_before", mention) == "[..2024-03-01]"
    assert bounded(None, "exact", mention) is None


def test_years_have_four_digits():
    assert [bounded(date(618, 5, 1), bound) for bound in ("within_month", "within_year")] == ["0618-05", "0618"]
