"""Tables inside a text: their grid, and the offsets of their cells."""

from __future__ import annotations

from guize.normalize import tables


def grid(content):
    (table,) = tables.find(content)
    return [[cell.text for cell in row] for row in table.rows]


def test_merged_cells_stand_in_every_place_they_cover():
    html = (
        '<p>见下表</p><table><tr><th rowspan="2">类目</th><th colspan="2">佣金</th></tr>'
        "<tr><th>原</th><th>新</th></tr><tr><td><b>女装</b></td><td>5%</td><td>4%</td></tr></table>"
    )
    assert grid(html) == [["类目", "佣金", "佣金"], ["类目", "原", "新"], ["女装", "5%", "4%"]]


def test_cells_keep_their_offsets():
    content = "标题\n类目 | 原费率 | 新费率\n女装 | 5% | 4%\n以上。"
    (table,) = tables.find(content)
    assert [content[cell.start : cell.end] for cell in table.rows[1]] == ["女装", "5%", "4%"]
    assert content[table.start : table.end].startswith("类目")


def test_rule_lines_and_outer_bars_are_no_cells():
    assert grid("| 项目 | 原 | 新 |\n|----|----|----|\n| 佣金 | 5% | 4% |") == [
        ["项目", "原", "新"],
        ["佣金", "5%", "4%"],
    ]


def test_cells_below_one_another():
    assert grid(
        "对照如下：\n环节\n修改前\n修改后\n审核\n24小时\n12小时\n以上时效以自然时间计算，节假日不顺延，请各位商家提前安排好人手。"
    ) == [
        ["环节", "修改前", "修改后"],
        ["审核", "24小时", "12小时"],
    ]


def test_two_tables_of_different_width():
    content = "类目\t原\t新\n女装\t5%\t4%\n说明\n站点\t时限\n泰国\t3天"
    assert [len(table.rows[0]) for table in tables.find(content)] == [3, 2]


def test_running_text_has_no_table():
    assert tables.find("平台公告：\n　　一、佣金由5%降为4%。\n　　二、其他不变。") == []


def test_unclosed_html_is_no_table_and_no_error():
    assert tables.find("<table><tr><td>5%") == []
