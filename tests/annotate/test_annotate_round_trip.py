"""Items out to an annotation tool and back: nothing is lost, and no span that misquotes its text comes in."""

import json

import pytest
import spacy
from click.testing import CliRunner
from spacy.tokens import DocBin

from guize import cli
from guize.annotate import TOOLS, export_items, import_items, prelabel
from guize.annotate.label_studio import to_tasks
from guize.annotate.labelled import to_record
from guize.errors import InputError
from guize.extractor import load_extractor
from guize.records import Item
from guize.run.local import extract_items
from guize.score.gold import load_gold

SUFFIX = {"label-studio": ".json", "docbin": ".spacy", "doccano": ".jsonl", "jsonl": ".jsonl"}
FEE = Item(
    title="😀抖音电商下调佣金",
    text="抖音电商今日发布公告，珠宝类目佣金由5%下调为3%，5月20日起生效。",
    published_at="2024-05-06T10:00:00",
    source_id="fee",
)


@pytest.fixture(scope="module")
def fee():
    [item] = prelabel([(FEE, load_extractor()(FEE))])
    assert [e.text for e in item.changes[0].evidence if e.field == "effective_from"] == ["5月20日"]
    return item


def annotated(items, **result_of):
    """What Label Studio exports where a labeller has confirmed the predictions, or made `result` of them."""
    tasks = to_tasks(items, [0.5] * len(items), "guize")
    for task in tasks:
        result = task.pop("predictions")[0]["result"]
        task["annotations"] = [{"completed_by": 1, "result": result_of.get("result", lambda r: r)(result)}]
    return tasks


def load(tmp_path, tasks, **options):
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf-8")
    return import_items(path, **options)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_round_trip_loses_nothing(tool, tmp_path, domain_dev):
    items = prelabel(extract_items([domain_dev]))
    path = tmp_path / f"export{SUFFIX[tool]}"
    export_items(items, [0.5] * len(items), path, tool)
    if tool == "label-studio":
        path.write_text(json.dumps(annotated(items), ensure_ascii=False), encoding="utf-8")
    labelled, left_out = import_items(path)
    assert [one.item for one in labelled] == items
    assert left_out == 0
    assert any(len(item.changes) > 1 for item in items)
    assert any(change.evidence for item in items for change in item.changes)


def test_a_changed_value_and_a_deleted_change_come_back(tmp_path, fee):
    def correct(result):
        for part in result:
            if part["from_name"] == "changes":
                part["value"]["text"] = [t.replace('"new": 3.0', '"new": 2.5') for t in part["value"]["text"]]
        return result

    [one] = load(tmp_path, annotated([fee], result=correct))[0]
    assert one.item.changes[0].values[0].new == 2.5
    [none] = load(tmp_path, annotated([fee], result=lambda result: []))[0]
    assert (none.item.is_change, none.item.changes) == (False, [])


def test_spans_counted_in_utf16_are_understood(tmp_path, fee):
    def shift(result):
        for part in result:
            if part["from_name"] == "evidence":
                part["value"] |= {"start": part["value"]["start"] + 1, "end": part["value"]["end"] + 1}
        return result

    [one] = load(tmp_path, annotated([fee], result=shift))[0]
    assert one.item == fee


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda value: value | {"start": value["start"] + 3, "end": value["end"] + 3}, "in the text, not"),
        (lambda value: value | {"start": 9000, "end": 9004}, "not within"),
        (lambda value: value | {"labels": ["colour"]}, "colour"),
    ],
    ids=["shifted", "outside", "unknown field"],
)
def test_a_wrong_span_is_refused_by_name(tmp_path, fee, spoil, says):
    def break_one(result):
        part = next(p for p in result if p["value"].get("labels") == ["effective_from"])
        part["value"] = spoil(part["value"])
        return result

    with pytest.raises(InputError, match=says) as error:
        load(tmp_path, annotated([fee], result=break_one))
    assert error.value.item == "fee"


def test_a_span_of_doccano_across_title_and_text_is_refused(tmp_path, fee):
    path = tmp_path / "export.jsonl"
    export_items([fee], [0.5], path, "doccano")
    line = json.loads(path.read_text(encoding="utf-8"))
    line["label"].append([5, 20, "audience"])
    path.write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(InputError, match="not within the title or the text"):
        import_items(path)


def test_evidence_edited_by_hand_must_quote_the_text(tmp_path, fee):
    path = tmp_path / "gold.jsonl"
    record = to_record(fee)
    record["changes"][0]["evidence"][0]["start"] += 1
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(InputError, match="the evidence of") as error:
        import_items(path)
    assert error.value.item == "fee"


def test_several_annotations_of_a_task_need_a_choice(tmp_path, fee):
    tasks = annotated([fee])
    second = {"completed_by": {"id": 2, "email": "b@example.com"}, "result": []}
    tasks[0]["annotations"].append(second)
    with pytest.raises(InputError, match="2 annotations"):
        load(tmp_path, tasks)
    [one] = load(tmp_path, tasks, annotator="b@example.com")[0]
    assert not one.item.is_change


def test_the_docbin_trains_spacy_with_its_spans(tmp_path, fee):
    path = tmp_path / "export.spacy"
    export_items([fee], [0.5], path, "docbin")
    [doc] = DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab)
    assert doc.text == FEE.content
    assert {(span.label_, span.text) for span in doc.spans["evidence"]} >= {("effective_from", "5月20日")}


def run(*args):
    return CliRunner().invoke(cli.main, ["annotate", *[str(arg) for arg in args]])


def test_the_commands_lead_from_items_to_gold(tmp_path, domain_dev):
    exported, gold = tmp_path / "items.jsonl", tmp_path / "gold.jsonl"
    assert run("export", domain_dev, "-o", exported, "--to", "jsonl", "--limit", 9).exit_code == 0
    result = run("import", exported, "-o", gold)
    assert (result.exit_code, result.output) == (0, "9 labelled items; 0 without a label left out\n")
    assert len(load_gold(gold)) == 9


def test_words_changed_without_their_value_are_named(tmp_path, fee):
    path, gold = tmp_path / "export.jsonl", tmp_path / "gold.jsonl"
    export_items([fee], [0.5], path, "doccano")
    line = json.loads(path.read_text(encoding="utf-8"))
    line["label"] = [[s - 1 if label == "effective_from" else s, e, label] for s, e, label in line["label"]]
    path.write_text(json.dumps(line), encoding="utf-8")
    result = run("import", path, "-o", gold)
    assert result.exit_code == 0
    assert result.stderr == "guize: fee: the words of effective_from were changed, its value was not\n"


def test_tasks_that_nobody_has_annotated_are_an_error(tmp_path, domain_dev):
    exported = tmp_path / "tasks.json"
    run("export", domain_dev, "-o", exported, "--config", tmp_path / "config.xml")
    result = run("import", exported, "-o", tmp_path / "gold.jsonl")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "none of its 85 tasks is annotated" in result.stderr
    assert not (tmp_path / "gold.jsonl").exists()
