"""The fuzz targets on random bytes and on bytes that look like notices; `make fuzz` runs them guided by coverage."""

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from places import ROOT

sys.path.insert(0, str(ROOT / "fuzz"))
import targets

WORDS = [
    "京东", "抖音电商", "公告，", "佣金", "由5%", "下调为3%", "，", "。", "\n", "《", "》", "2024年", "12月1日", "二月三十日", "起生效",
    "至", "48小时", "万元", " | ", "\t", "<td>", "</p>", "<", '"', "{", "}", "title", "\ud800", "\0", "\u202e", "5️⃣", "9" * 30,
]  # fmt: skip
notices = st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=40).map(
    lambda words: "".join(words).encode("utf-8", "surrogatepass")
)


@pytest.mark.parametrize("name", targets.TARGETS)
def test_no_bytes_break_a_promise(name):
    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(notices | st.binary(max_size=200))
    def run(data):
        targets.run(name, data)

    run()
