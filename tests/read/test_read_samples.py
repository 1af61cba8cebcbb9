from collections import Counter
from pathlib import Path

from guize.read import read
from guize.records import Item

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"


def test_the_samples_are_all_read_as_their_description_says():
    items = list(read([SAMPLES]))
    assert all(isinstance(item, Item) for item in items)
    assert Counter(item.kind for item in items) == {"report": 28, "notice": 3}
    assert sum(item.published_at is None for item in items) == 1
    described = (SAMPLES.parent / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in described for path in SAMPLES.iterdir())


def test_the_table_of_the_sample_notice_keeps_old_and_new_values():
    [notice] = read([SAMPLES / "notice.html"])
    assert "宠物用品 | 4.5% | 3.5% | 50000元 | 40000元" in notice.text.split("\n")
    assert "园艺绿植 | 4% | 3% | 50000元 | 40000元" in notice.text.split("\n")
