"""From texts to what applies: notices that alter announced changes, through the whole command line."""

import json
from datetime import date, datetime

import pytest
from click.testing import CliRunner

from guize.cli import main
from guize.ledger import Ledger
from guize.write import read_changes


def notice(name, day, title, text, kind="notice"):
    return {"id": name, "published_at": f"{day} 10:00", "title": title, "text": text, "kind": kind, "source": "t"}


RULE = notice(
    "first", "2024-03-01", "关于修订《抖店运费险规则》的公告",
    "抖音电商平台将修订《抖店运费险规则》，商家运费险保费由每单1元调整为每单0.8元，自2024年3月15日起生效。",
)  # fmt: skip
SALE = notice(
    "first", "2024-01-05", "京东春节期间服务费减免公告",
    "京东POP商家技术服务费减免政策，自2024年1月10日起至2024年2月10日止，服务费率由5%下调至3%。",
)  # fmt: skip
FEE = notice(
    "first", "2024-05-06", "拼多多关于收取商家年费的公告",
    "拼多多将自2024年6月1日起向商家收取年费，标准为每店600元。",
)  # fmt: skip

CASES = {
    "postponed": (
        RULE,
        notice("then", "2024-03-10", "关于《抖店运费险规则》延期生效的通知",
               "原定于2024年3月15日生效的《抖店运费险规则》修订内容，现延期至2024年4月1日生效，请商家知悉。"),
        "2024-03-20", "2024-04-02",
    ),
    "suspended": (
        RULE,
        notice("then", "2024-03-10", "抖音电商：《抖店运费险规则》暂缓实施",
               "抖音电商公告称，原定3月15日生效的《抖店运费险规则》修订暂缓实施，具体生效时间另行通知。", "report"),
        "2024-03-20", None,
    ),
    "extended": (
        SALE,
        notice("then", "2024-02-05", "京东：技术服务费减免政策延长",
               "京东发布公告，POP商家技术服务费减免政策延长至2024年3月31日。", "report"),
        None, "2024-03-01",
    ),
    "withdrawn": (
        FEE,
        notice("then", "2024-05-20", "拼多多撤回年费公告",
               "拼多多5月20日发布公告，撤回此前关于收取商家年费的公告，6月1日起不再收取。", "report"),
        "2024-06-02", None,
    ),
    "superseded": (
        RULE,
        notice("then", "2024-08-20", "抖音电商再次修订《抖店运费险规则》",
               "抖音电商发布公告，再次修订《抖店运费险规则》，商家运费险保费由每单0.8元调整为每单0.5元，2024年9月1日起生效。"),
        "2024-09-02", "2024-08-31",
    ),
    "corrected": (
        RULE,
        notice("then", "2024-03-03", "关于《抖店运费险规则》的更正公告",
               "抖音电商更正公告：3月1日发布的《抖店运费险规则》修订公告中保费表述有误，应为由每单1元调整为每单0.9元，2024年3月15日起生效。"),
        "2024-03-20", None,
    ),
}  # fmt: skip

UPDATE = {"suspended": "postponed"}


@pytest.fixture
def learn(tmp_path):
    """Extract one item and add it to the ledger; the ledger's path and the id of its change."""

    def run(item, day):
        source, out, db = (tmp_path / name for name in ("items.jsonl", "changes.parquet", "policies.duckdb"))
        source.write_text(json.dumps(item, ensure_ascii=False) + "\n", "utf-8")
        for words in (["extract", source, "-o", out], ["ledger", "add", out, "--db", db, "--learnt-at", day]):
            done = CliRunner().invoke(main, list(map(str, words)))
            assert done.exit_code == 0, done.output
        [change] = read_changes(out)
        return db, change.change_id

    return run


@pytest.mark.parametrize("order", ["announced first", "learnt late"])
@pytest.mark.parametrize("kind", CASES)
def test_a_later_notice_alters_what_applies_and_keeps_what_was_known(kind, order, learn):
    first, then, no_longer, yet = CASES[kind]
    if order == "announced first":
        _, change_id = learn(first, "2024-12-01")
        db, _ = learn(then, "2024-12-02")
    else:
        learn(then, "2024-12-01")
        db, change_id = learn(first, "2024-12-02")

    def applies(day, known=None):
        return change_id in ledger.asof(date.fromisoformat(day), known=known).column("change_id").to_pylist()

    with Ledger(db) as ledger:
        versions = ledger.history(change_id)
        assert versions.column("cause").to_pylist() == (["new", "update"] if order == "announced first" else ["new"])
        assert [update["kind"] for update in versions.column("updates").to_pylist()[-1]] == [UPDATE.get(kind, kind)]
        assert no_longer is None or not applies(no_longer)
        assert yet is None or applies(yet)
        if order == "announced first":
            before = datetime(2024, 12, 1, 12)
            assert no_longer is None or applies(no_longer, before)
            assert kind != "extended" or not applies(yet, before)
