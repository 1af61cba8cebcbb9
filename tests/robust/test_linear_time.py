"""Ten times the text takes about ten times the work, whatever the text.

Work is the processor time of this process, the least of three runs; what is compared is the ratio of two lengths, and the
bound lies far above the ten of what is linear and far below the hundred of what is quadratic.
"""

import time
from datetime import datetime

import pytest

from guize.dates import annotate
from guize.entities import audience, authorities, platforms, quantities, titles
from guize.extractor import Extractor
from guize.normalize import tables, values
from guize.records import Item

FACT = "抖音电商发布公告，平台技术服务费由5%下调为3%，自2024年12月1日起生效。"
REPEATED = {
    "values in one sentence": "佣金由5%下调为3%，",
    "values in many sentences": "佣金由5%下调为3%。",
    "rows of a table": "服饰 | 5% | 3%\n",
    "dates": "12月1日、",
    "sentences with a date": "自2024年12月1日起生效。",
    "date ranges": "2024年12月1日至12月31日，",
    "titles": "《商品发布规则》",
    "opening brackets": "《",
    "nested brackets": "《《》",
    "platforms": "抖音、淘宝、",
    "headings": "一、抖音电商调整佣金，12月1日起生效\n",
    "digits": "1",
    "digits in words": "一二三",
    "blanks": " ",
    "wide blanks": "\u3000",
    "line ends": "\n",
    "tags": "<td>",
    "half tags": "<a ",
    "bars": "|",
    "who": "商家、达人及",
    "speech": "“商家表示，",
    "emoji": "1️⃣",
}
STAGES = {
    "dates": lambda text: annotate(text, datetime(2024, 11, 1), title_end=0),
    "platforms": platforms.find,
    "authorities": authorities.find,
    "titles": titles.find,
    "audience": audience.find,
    "quantities": quantities.find,
    "tables": tables.find,
    "values": values.find,
}
SHORT = 3_000  # characters
LINEAR = 40  # times the work for ten times the text; the quadratic are near 100


def work(run, text: str) -> float:
    times = []
    for _ in range(3):
        start = time.process_time()
        run(text)
        times.append(time.process_time() - start)
    return max(min(times), 1e-3)


@pytest.fixture(scope="module")
def extract():
    extractor = Extractor()

    def run(text: str) -> None:
        extractor(Item(title="抖音电商调整技术服务费", text=text, published_at=datetime(2024, 11, 1)))

    run(FACT)
    return run


@pytest.mark.parametrize("repeated", REPEATED.values(), ids=REPEATED)
def test_an_item_of_ten_times_the_length_takes_ten_times_the_work(extract, repeated):
    texts = [FACT + repeated * (length // len(repeated)) for length in (SHORT, 10 * SHORT)]
    short, long = (work(extract, text) for text in texts)
    assert long < LINEAR * short


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
@pytest.mark.parametrize("repeated", REPEATED.values(), ids=REPEATED)
def test_each_stage_on_its_own_is_linear(stage, repeated):
    stage(FACT)
    texts = [FACT + repeated * (length // len(repeated)) for length in (SHORT, 10 * SHORT)]
    short, long = (work(stage, text) for text in texts)
    assert long < LINEAR * short


@pytest.mark.parametrize("head", ["12月1日", "5%", "《规则》", "自", "抖音公告，"])
@pytest.mark.parametrize("run", [" ", "\t", "\u3000", "\n", "（"], ids=repr)
def test_a_long_run_after_a_mention_is_read_once(extract, head, run):
    short, long = (work(extract, FACT + head + run * length + "止") for length in (SHORT, 10 * SHORT))
    assert long < LINEAR * short
