"""Scores and errors as text to read, and scores as JSON to keep."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from guize.score.fields import PAIRS, QUALIFIED, pairs, qualifier_right, qualifiers, rows_equal
from guize.score.predictions import Predictions, match

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from guize.records import PolicyChange
    from guize.score.bootstrap import Estimate, FieldScore
    from guize.score.gold import GoldItem
    from guize.score.scores import Scores

DIGITS = 4


def table(scores: Scores) -> str:
    """The scores as a text table: the fields scored by pairs, then those scored by accuracy."""
    interval = f"{scores.level:.0%} interval"
    paired = [_paired_head("field", scores.level)]
    judged: list[tuple[str, ...]] = [("measure", "accuracy", interval, "support")]
    for name, (metrics, support) in scores.fields.items():
        if (accuracy := metrics.get("accuracy")) is not None:
            judged.append((name, _percent(accuracy.value), _interval(accuracy), str(support)))
            continue
        paired.append(_paired_row(name, scores.fields[name]))
        if (macro := metrics.get("macro_f1")) is not None:
            paired.append((f"{name} (macro)", "", "", _percent(macro.value), _interval(macro), ""))
    summary = (
        f"{scores.items} items with {scores.gold_changes} changes in the gold, "
        f"{scores.predicted_changes} changes predicted; intervals from {scores.resamples} resamples of items"
    )
    if scores.unmatched:
        summary += f"; {scores.unmatched} predicted changes of other items left out"
    return "\n\n".join([_aligned(paired), _aligned(judged), summary]) + "\n"


def events_table(scores: Mapping[str, FieldScore], level: float = 0.95) -> str:
    """The B-cubed scores of `score_events` as a text table."""
    return _aligned([_paired_head("events of rows", level), *(_paired_row(*entry) for entry in scores.items())])


def _paired_head(name: str, level: float) -> tuple[str, ...]:
    return (name, "precision", "recall", "F1", f"{level:.0%} interval", "support")


def _paired_row(name: str, score: FieldScore) -> tuple[str, ...]:
    precision, recall, f1 = (score.metrics[metric] for metric in ("precision", "recall", "f1"))
    return (name, *(_percent(one.value) for one in (precision, recall, f1)), _interval(f1), str(score.support))


def _percent(value: float) -> str:
    return "-" if math.isnan(value) else f"{100 * value:.1f}"


def _interval(estimate: Estimate) -> str:
    return f"{_percent(estimate.low)} to {_percent(estimate.high)}"


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    first, *widths = (max(map(len, column)) for column in zip(*rows, strict=True))
    return "\n".join("  ".join([name.ljust(first), *map(str.rjust, cells, widths)]).rstrip() for name, *cells in rows)


def to_json(scores: Scores) -> dict[str, Any]:
    """The scores as JSON values in a fixed order, rounded to 4 digits, undefined ones null."""
    return {
        "items": scores.items,
        "gold_changes": scores.gold_changes,
        "predicted_changes": scores.predicted_changes,
        "unmatched": scores.unmatched,
        "level": scores.level,
        "resamples": scores.resamples,
        "seed": scores.seed,
        "fields": {name: _field_json(field) for name, field in scores.fields.items()},
    }


def _field_json(field: FieldScore) -> dict[str, Any]:
    return {"support": field.support} | {
        name: {key: _rounded(value) for key, value in estimate._asdict().items()}
        for name, estimate in field.metrics.items()
    }


def _rounded(value: float) -> float | None:
    return None if math.isnan(value) else round(value, DIGITS)


def errors(gold: Sequence[GoldItem], predictions: Predictions) -> str:
    """Item by item in the gold's order, what differs: the field, its values in the gold, and those predicted.

    Behind them, in «», are the words that the prediction gives as its evidence. A field without value is `-`.

    Raises:
        InputError: no prediction belongs to the gold.
    """
    matched = match(gold, predictions)
    blocks, wrong_rows = [], 0
    for item in gold:
        predicted = matched.get(item.id, [])
        row_right = rows_equal(item.changes, predicted)
        lines = _differences(item, predicted)
        if not row_right and not lines:
            lines = ["    the values are right, but joined to other changes"]
        if lines:
            wrong_rows += not row_right
            headline = f"{item.id}  {item.title}  (row {'right' if row_right else 'wrong'})"
            blocks.append("\n".join([headline, *lines]))
    summary = f"{len(blocks)} of {len(gold)} items differ from the gold, {wrong_rows} of them in the row"
    return "\n\n".join([*blocks, summary]) + "\n"


def _differences(item: GoldItem, predicted: Sequence[PolicyChange]) -> list[str]:
    lines = []
    for field in PAIRS:
        true, found = pairs(field, item.changes), pairs(field, predicted)
        if true != found and field != "values":  # values_unit says it with the unit
            lines.append(_difference(field, true, found, predicted))
    for field in QUALIFIED:
        if qualifier_right(field, item.changes, predicted) is False:
            true, found = qualifiers(field, item.changes), qualifiers(field, predicted)
            lines.append(_difference(field, true, found, predicted))
    if len(item.changes) != len(predicted):
        lines.append(_difference("n_changes", [len(item.changes)], [len(predicted)], []))
    return lines


def _difference(
    field: str, gold: Iterable[Hashable], predicted: Iterable[Hashable], changes: Iterable[PolicyChange]
) -> str:
    words = dict.fromkeys(
        evidence.text
        for change in changes
        for evidence in change.evidence
        if QUALIFIED.get(field, field).startswith(evidence.field.partition("[")[0])
    )
    line = f"    {field:<20}gold {_joined(gold)} | predicted {_joined(predicted)}"
    return " ".join([line, *(f"«{word}»" for word in words)])


def _joined(values: Iterable[Hashable]) -> str:
    return "; ".join(sorted(map(str, values))) or "-"
