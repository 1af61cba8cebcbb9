"""A ledger knows the same, whatever the order in which reports came and the batches they came in."""

import tempfile
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from guize.ledger import Ledger
from guize.link import link
from guize.link.tables import EVENTS
from guize.records import CST
from guize.write import to_table
from reports import report

FIRST_DAY = datetime(2024, 6, 1, tzinfo=CST)


def _pool():
    """Events of one to four reports, a chain that must not tie two events together, and updates of all kinds."""
    fee = {"rule_titles": ["资费规则"], "value": ("费率", 5, 3, "%")}
    insurance = {"rule_titles": ["运费险规则"], "announced_bound": "exact"}
    freight = {"rule_titles": ["运费补贴规则"], "announced_bound": "exact"}
    return [
        *(report(f"fee{n}", "资费规则调整", f"2024-03-0{n}", effective="2024-04-01", **fee) for n in range(1, 5)),
        report("fee-then", "再次调整资费规则", "2024-09-01", effective="2024-10-01", **fee | {"value": ("费率", 3, 4, "%")}),
        report("march", "运费险规则调整", "2024-03-01", effective="2024-03-10", **insurance),
        report("april", "运费险规则又调整", "2024-04-05", effective="2024-04-20", **insurance),
        report("vague", "运费险规则调整", "2024-04-01", rule_titles=["运费险规则"]),
        report("subsidy", "修订《运费补贴规则》", "2024-03-01", effective="2024-03-15", **freight),
        report("postponed", "《运费补贴规则》推迟至4月1日生效", "2024-03-08", effective="2024-04-01", **freight),
        report("withdrawn", "撤回《运费补贴规则》公告", "2024-03-25", **freight),
        report("both", "修订两项规则", "2024-07-01", rule_titles=["运费补贴规则", "资费规则"], announced_bound="exact"),
        report("corrected", "《资费规则》更正公告", "2024-03-07", **fee),
        report(
            "sale", "春节佣金减免公告", "2024-01-05", effective="2024-01-10", effective_to="2024-02-10",
            change_type="temporary", topics=["commission", "service_fee"],
        ),
        report("extended", "佣金减免政策延长", "2024-02-05", effective_to="2024-03-31", topics=["commission"]),
        report("yearly", "云市集将收取商家年费", "2024-05-06", effective="2024-06-01", topics=["service_fee"]),
        report("revoked", "撤回年费公告", "2024-05-20", effective="2024-06-01", topics=["service_fee"]),
        report("elsewhere", "资费规则调整", "2024-03-02", effective="2024-04-01", platform=["jd"], **fee),
    ]  # fmt: skip


POOL = _pool()
EXPECTED = {row["event_id"]: row for row in to_table(link(POOL).events, EVENTS).to_pylist()}


def test_the_pool_has_what_is_to_be_kept_apart_and_brought_together():
    assert sorted(len(event["change_ids"]) for event in EXPECTED.values())[-1] == 4
    kinds = {update["kind"] for event in EXPECTED.values() for update in event["updates"]}
    assert kinds == {"extended", "postponed", "withdrawn", "corrected", "superseded"}


@settings(max_examples=10, deadline=None)
@given(order=st.permutations(POOL), cuts=st.sets(st.integers(1, len(POOL) - 1), max_size=5))
def test_order_and_batches_do_not_matter(order, cuts):
    bounds = [0, *sorted(cuts), len(order)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "policies.duckdb"
        for number, (start, stop) in enumerate(pairwise(bounds)):
            with Ledger(path, create=True) as ledger:
                ledger.add(order[start:stop], FIRST_DAY + timedelta(days=number))
        with duckdb.connect(str(path), read_only=True) as file:
            rows = file.sql(f"SELECT {', '.join(EVENTS.names)} FROM current").to_arrow_table().cast(EVENTS).to_pylist()
    assert {row["event_id"]: row for row in rows} == EXPECTED
