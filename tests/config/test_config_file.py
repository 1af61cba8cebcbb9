"""What a configuration file adds, and how mistakes in it are named."""

from datetime import date, datetime

import pytest
from click.testing import CliRunner

import guize
from guize import cli
from guize.config import Config
from guize.dates import find
from guize.errors import ConfigError
from guize.extractor import Extractor
from guize.records import Item
from guize.vocabulary import SHIPPED

ADDED = """
[columns]
title = "名称"

[platforms]
xinyu = ["新屿商城", "XinYu"]
taobao = ["淘金岛"]

[terms]
fee_core = ["蜂巢费"]

[dates.occasions]
"宠粉节" = { solar = [8, 8] }

[[dates.patterns]]
name = "after_a_sign"
build = "calendar_date"
regex = '历(?P<year>{year4})[.]{month}[.]{day}'
examples = ["历2024.6.1"]

[[dates.cues]]
role = "effective_from"
side = "right"
regex = '启幕'
weight = 5
"""
ITEM = Item(
    title="新屿商城下调蜂巢费",
    text="7月20日，新屿商城宣布，蜂巢费由5%下调为3%，宠粉节起启幕。",
    published_at=datetime(2025, 7, 20),
)


@pytest.fixture
def write(tmp_path):
    def to_file(text: str):
        path = tmp_path / "guize.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return to_file


def test_additions_are_read_like_what_ships(write):
    config = Config.load(write(ADDED))
    [change] = Extractor(config=config)(ITEM).changes
    assert (change.platform, change.effective_from) == (["xinyu"], date(2025, 8, 8))
    [before] = Extractor()(ITEM).changes
    assert (before.platform, before.effective_from) == ([], None)


def test_another_name_of_a_known_platform_in_any_case_and_width(write):
    extractor = Extractor(config=Config.load(write(ADDED)))
    item = Item(title="淘金岛下调佣金", text="淘金岛今日宣布，佣金由5%下调为3%。")
    assert extractor(item).changes[0].platform == ["taobao"]
    item = Item(title="ｘｉｎｙｕ下调佣金", text="XINYU今日宣布，佣金由5%下调为3%。")
    assert extractor(item).changes[0].platform == ["xinyu"]


def test_dates_in_own_ways_get_values_and_roles(write):
    words = Config.load(write(ADDED)).vocabulary
    text, reference = "宠粉节前完成，历2025.8.9启幕", datetime(2025, 7, 20)
    own = [(m.text, m.edtf, m.role) for m in find(text, reference, words=words)]
    assert own == [("宠粉节", "2025-08-08", "deadline"), ("历2025.8.9", "2025-08-09", "effective_from")]
    assert [m.text for m in find(text, reference)] == ["2025.8.9"]
    assert [m.text for m in find(text, reference, words=SHIPPED)] == ["2025.8.9"]


def test_columns_from_the_file_and_from_the_call(write, tmp_path):
    table = tmp_path / "a.csv"
    table.write_text("名称,别名,正文\n甲,乙,京东今日宣布佣金由5%降至3%。\n", encoding="utf-8")
    config = write(ADDED)
    assert list(guize.extract(table, config=config)["title"]) == ["甲"]
    assert list(guize.extract(table, config=config, columns={"title": "别名"})["title"]) == ["乙"]


def test_a_pipeline_keeps_its_additions_on_disk(write, tmp_path):
    import spacy

    nlp = guize.load(config=write(ADDED))
    doc = nlp(ITEM)
    assert {span._.value for span in doc.spans["entities"]} == {"xinyu"}
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")(nlp.make_doc("新屿商城宣布，宠粉节起蜂巢费下调为3%。"))
    assert [span.text for span in again.spans["dates"]] == ["宠粉节"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x =", "not TOML: Invalid value"),
        ("[platform]", "platform: no such key"),
        ("[platforms]\nxinyu = []", "platforms.xinyu: List should have at least 1 item"),
        ('[platforms]\nxinyu = ["淘宝"]', "platforms.xinyu: '淘宝' is already a name of taobao"),
        ('[terms]\nfee = ["蜂巢费"]', "terms.fee: no such group; the groups are: platform, "),
        ('[columns]\ntitel = "名称"', "columns.titel: Input should be 'title', 'text'"),
        ("[dates.occasions]\n'宠粉节' = { solar = [13, 1] }", "dates.occasions.宠粉节.solar.0: Input should be less"),
        ("[dates.occasions]\n'宠粉节' = {}", "dates.occasions.宠粉节: give either solar or lunar"),
        ('stages = ["absent"]', "stages: no installed package provides 'absent'"),
        (ADDED.replace("{year4}", "{years}"), "dates.patterns.after_a_sign.regex: no such part 'years'"),
        (ADDED.replace("[.]{day}", "[.]{day}("), "dates.patterns.after_a_sign.regex: not a regular expression"),
        (ADDED.replace("calendar_date", "calendar"), "dates.patterns.after_a_sign: no such build 'calendar'"),
        (ADDED.replace("after_a_sign", "iso"), "dates.patterns.iso: the grammar has a pattern of this name"),
        (ADDED.replace("[.]{day}", "[.]1"), "dates.patterns.after_a_sign.examples: '历2024.6.1' has no value"),
        (ADDED.replace('"历2024.6.1"', '"历2024.6"'), "'历2024.6' is not found as one date by this pattern"),
        (ADDED.replace("启幕", "启幕("), "dates.cues.0.regex: not a regular expression"),
    ],
)
def test_a_mistake_is_one_line_that_names_the_file_and_the_key(write, text, message):
    path = write(text)
    with pytest.raises(ConfigError) as error:
        Config.load(path)
    assert str(error.value).startswith(f"{path}: {message}" if message[0] != "'" else str(path))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_command_with_a_wrong_file_ends_in_one_line(write):
    done = CliRunner().invoke(cli.main, ["dates", "明天", "--reference", "2024-01-01", "--config", str(write("a = 1"))])
    assert (done.exit_code, done.output) == (2, f"guize: {write('a = 1')}: a: no such key\n")
