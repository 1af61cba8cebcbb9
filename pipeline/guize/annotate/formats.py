"""The annotation tools by name, and which of them a file comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from guize.annotate.label_studio import from_tasks, to_tasks
from guize.annotate.labelled import Labelled, check, from_record, to_record
from guize.annotate.spans import from_docbin, from_doccano, to_docbin, to_doccano
from guize.errors import InputError
from guize.write.lines import read_jsonl, read_text
from guize.write.staging import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from guize.score.gold import GoldItem

Tool = Literal["label-studio", "doccano", "docbin", "jsonl"]
TOOLS: tuple[Tool, ...] = ("label-studio", "doccano", "docbin", "jsonl")


def export_items(
    items: Sequence[GoldItem], values: Sequence[float], path: Path, tool: Tool, *, model_version: str = "guize"
) -> None:
    """Write items with their labels for a tool, in their order.

    Args:
        items: the items, labelled by the model.
        values: the expected value of a label for each.
        path: the file.
        tool: the tool it is for; `jsonl` is the gold format, with evidence, to edit by hand.
        model_version: whose labels they are, for tools that show it.

    Raises:
        OutputError: the file cannot be written.
    """
    match tool:
        case "label-studio":
            content = json.dumps(to_tasks(items, values, model_version), ensure_ascii=False, indent=1).encode()
        case "docbin":
            content = to_docbin(items, values).to_bytes()
        case "doccano":
            content = _lines(to_doccano(items, values))
        case "jsonl":
            pairs = zip(items, values, strict=True)
            content = _lines(to_record(item) | {"expected_value": round(value, 4)} for item, value in pairs)
    write_file(path, content)


def import_items(path: Path, *, annotator: str | None = None) -> tuple[list[Labelled], int]:
    """The labelled items of a file from any of the tools, and how many in it nobody has labelled.

    Args:
        path: `.spacy` is a DocBin, `.json` an export of Label Studio, any other JSONL of doccano or of guize.
        annotator: of an export of Label Studio, whose annotations.

    Raises:
        InputError: the file cannot be read, or an item of it is not right: it, and what is wrong, are named.
    """
    source = str(path)
    match path.suffix.lower():
        case ".spacy":
            labelled = _docbin(path)
        case ".json":
            try:
                tasks = json.loads(read_text(path))
            except json.JSONDecodeError as error:
                raise InputError(f"is not JSON: {error}", source=source) from error
            labelled, left_out = from_tasks(tasks, source, annotator)
            if left_out and not labelled:
                raise InputError(f"none of its {left_out} tasks is annotated", source=source)
            return _unique(labelled, source), left_out
        case _:
            lines = list(read_jsonl(path))
            if lines and "guize" in lines[0][1]:
                labelled = from_doccano(lines, source)
            else:
                labelled = [Labelled(check(from_record(line, source), source), None) for _, line in lines]
    return _unique(labelled, source), 0


def _docbin(path: Path) -> list[Labelled]:
    import spacy
    from spacy.tokens import DocBin

    try:
        docs = list(DocBin().from_bytes(path.read_bytes()).get_docs(spacy.blank("zh").vocab))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", source=str(path)) from error
    except Exception as error:  # what zlib, msgpack and spaCy raise for bytes that are no DocBin
        raise InputError(f"is not a DocBin: {error}", source=str(path)) from error
    return from_docbin(docs, str(path))


def _unique(labelled: list[Labelled], source: str) -> list[Labelled]:
    seen: set[str] = set()
    for item, _ in labelled:
        if item.id in seen:
            raise InputError("occurs twice", source=source, item=item.id)
        seen.add(item.id)
    if not labelled:
        raise InputError("holds no labelled item", source=source)
    return labelled


def _lines(records: Iterable[dict[str, Any]]) -> bytes:
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode()
