"""Both time axes: what applies on a day, and what was known of it at a moment."""

from datetime import date, datetime

import duckdb
import pytest

from guize.errors import InputError
from guize.ledger import Ledger
from guize.records import CST
from reports import report

CUT = report(
    "cut", "1688下调佣金", "2024-03-01", effective="2024-03-10", rule_titles=["佣金规则"], value=("佣金", 5, 3, "%")
)
SALE = report(
    "sale", "1688春节发货", "2024-01-10", effective="2024-01-20", effective_to="2024-02-10", change_type="temporary",
    categories=["shipping"], subject="春节发货",
)  # fmt: skip
OTHER = report("other", "京东缩短账期", "2024-03-05", effective="2024-04-01", platform=["jd"], subject="账期")


def at(day):
    return datetime.fromisoformat(day).replace(tzinfo=CST)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "policies.duckdb"


def learn(path, changes, day):
    with Ledger(path, create=True) as ledger:
        return ledger.add(changes, at(day))


def subjects(table):
    return table.column("subject").to_pylist()


def test_what_applies_on_a_day(path):
    learn(path, [CUT, SALE, OTHER], "2024-03-06")
    with Ledger(path) as ledger:
        assert subjects(ledger.asof(date(2024, 2, 10))) == ["春节发货"]
        assert subjects(ledger.asof(date(2024, 2, 11))) == []
        assert set(subjects(ledger.asof(date(2024, 4, 1)))) == {"账期", "1688下调佣金"}
        assert subjects(ledger.asof(date(2024, 4, 1), limit=2)) == ["账期", "1688下调佣金"]
        assert subjects(ledger.asof(date(2024, 4, 1), limit=1)) == ["账期"]
        assert subjects(ledger.asof(date(2024, 4, 1), platform="jd")) == ["账期"]
        assert subjects(ledger.asof(date(2024, 2, 1), category="fees")) == []


def test_what_was_known_on_a_day(path):
    learn(path, [CUT], "2024-03-02")
    learn(path, [OTHER], "2024-03-06")
    with Ledger(path) as ledger:
        assert subjects(ledger.asof(date(2024, 4, 1), known=at("2024-03-05"))) == ["1688下调佣金"]
        assert subjects(ledger.asof(date(2024, 4, 1), known=at("2024-03-01"))) == []


def test_what_comes_up(path):
    learn(path, [CUT, SALE, OTHER], "2024-03-06")
    with Ledger(path) as ledger:
        assert subjects(ledger.upcoming(date(2024, 3, 8), 30)) == ["1688下调佣金", "账期"]
        assert subjects(ledger.upcoming(date(2024, 3, 10), 21)) == []
        assert subjects(ledger.upcoming(date(2024, 2, 1), 30)) == ["春节发货"]


def test_what_differs_between_two_days(path):
    learn(path, [CUT, SALE], "2024-03-06")
    with Ledger(path) as ledger:
        table = ledger.diff(date(2024, 2, 1), date(2024, 3, 15))
    assert list(zip(table.column("side").to_pylist(), subjects(table), strict=True)) == [
        ("begins", "1688下调佣金"),
        ("ends", "春节发货"),
    ]


def test_adding_twice_changes_nothing(path):
    assert learn(path, [CUT, OTHER], "2024-03-06")[:2] == (2, 0)
    assert learn(path, [OTHER, CUT], "2024-03-07") == (0, 0, 2, 0)
    assert learn(path, [CUT.model_copy(update={"confidence": 0.1, "source": "elsewhere"})], "2024-03-08")[3] == 0


def test_another_report_is_a_version_of_its_event(path):
    again = report(
        "again", "1688下调佣金", "2024-03-02", effective="2024-03-10", subject="1688下调佣金", announced_on="2024-02-28",
        announced_bound="exact", rule_titles=["佣金规则"], value=("佣金", 5, 3, "%"),
    )  # fmt: skip
    learn(path, [CUT], "2024-03-02")
    learn(path, [again], "2024-03-03")
    with Ledger(path) as ledger:
        table = ledger.history("佣金规则")
        assert table.column("cause").to_pylist() == ["new", "report"]
        assert table.column("announced_on").to_pylist() == [date(2024, 3, 1), date(2024, 2, 28)]
        assert len(set(table.column("event_id").to_pylist())) == 1
        assert ledger.history("《佣金规则》").equals(table)
        assert ledger.history("ch-again").equals(table)


def test_a_postponement_alters_the_event_and_keeps_its_history(path):
    later = report(
        "later", "1688推迟执行佣金规则", "2024-03-08", effective="2024-05-01", rule_titles=["佣金规则"],
        says="原定3月10日生效的《佣金规则》推迟至5月1日执行。", announced_on="2024-03-08", announced_bound="exact",
    )  # fmt: skip
    learn(path, [CUT], "2024-03-02")
    learn(path, [later], "2024-03-09")
    with Ledger(path) as ledger:
        assert subjects(ledger.asof(date(2024, 3, 20), known=at("2024-03-08"))) == ["1688下调佣金"]
        assert subjects(ledger.asof(date(2024, 3, 20))) == []
        assert ledger.history("ch-cut").column("cause").to_pylist() == ["new", "update"]


def test_extraction_by_a_newer_version_is_reprocessing(path):
    better = CUT.model_copy(update={"extractor_version": "2", "effective_from": date(2024, 3, 11)})
    learn(path, [CUT], "2024-03-02")
    assert learn(path, [better], "2024-06-01") == (0, 1, 0, 1)
    with Ledger(path) as ledger:
        assert ledger.history("ch-cut").column("cause").to_pylist() == ["new", "reprocessing"]
        assert subjects(ledger.asof(date(2024, 3, 10))) == []
        assert subjects(ledger.asof(date(2024, 3, 10), known=at("2024-05-01"))) == ["1688下调佣金"]


def test_an_earlier_extraction_added_again_brings_nothing_back(path):
    better = CUT.model_copy(update={"extractor_version": "2", "effective_from": date(2024, 3, 11)})
    learn(path, [CUT], "2024-03-02")
    learn(path, [better], "2024-06-01")
    assert learn(path, [CUT], "2024-06-02") == (0, 0, 1, 0)
    with Ledger(path) as ledger:
        assert subjects(ledger.asof(date(2024, 3, 10))) == []
        assert subjects(ledger.asof(date(2024, 3, 11))) == ["1688下调佣金"]


def test_a_change_that_a_newer_version_no_longer_finds_is_gone(path):
    second = CUT.model_copy(update={"change_id": "ch-cut-2", "subject": "保证金", "platform": ["tmall"]})
    learn(path, [CUT, second], "2024-03-02")
    learn(path, [CUT.model_copy(update={"model_version": "2", "tentative": True})], "2024-03-03")
    with Ledger(path) as ledger:
        assert subjects(ledger.asof(date(2024, 3, 20))) == ["1688下调佣金"]
        assert ledger.history("ch-cut-2").column("cause").to_pylist() == ["new", "merged"]


def test_nothing_is_learnt_before_what_is_known(path):
    learn(path, [CUT], "2024-03-06")
    with pytest.raises(InputError, match="has learnt something at 2024-03-06"):
        learn(path, [OTHER], "2024-03-05")
    with Ledger(path) as ledger:
        assert ledger.asof(date(2024, 5, 1)).num_rows == 1


def test_what_is_no_ledger_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"absent\.duckdb: there is no such ledger"):
        Ledger(tmp_path / "absent.duckdb")
    (tmp_path / "text.duckdb").write_text("佣金" * 5000, encoding="utf-8")
    with pytest.raises(InputError, match=r"text\.duckdb: cannot be opened as a ledger"):
        Ledger(tmp_path / "text.duckdb")
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as shop:
        shop.execute("CREATE TABLE orders (id INT)").fetchall()
    with pytest.raises(InputError, match="is a DuckDB file, but no ledger"):
        Ledger(tmp_path / "shop.duckdb", create=True)


def test_a_ledger_of_another_schema_is_refused(path):
    learn(path, [CUT], "2024-03-06")
    with duckdb.connect(str(path)) as file:
        file.execute("UPDATE ledger SET schema_version = 99").fetchall()
    with pytest.raises(InputError, match="is a ledger of schema 99; this guize reads schema 3"):
        Ledger(path)
