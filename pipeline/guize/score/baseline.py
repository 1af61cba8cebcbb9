"""Floors under the scores: a score that was reached is not lost without a word.

A baseline is a JSON file of floors by gold set, each set named by its file or by a name of its own:

    {"domain-dev.jsonl": {"row_exact.accuracy": 0.7, "effective_from.f1": 0.9, "categories.macro_f1": 0.85}}

The rule: a floor is raised or lowered only deliberately, in the same commit as the change of behaviour that
moves the score, where a reviewer sees both. A commit that only lowers a floor hides a loss; one that improves
a score without raising its floor leaves the gain free to be lost again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, TypeAdapter, ValidationError

from guize.errors import InputError
from guize.score.report import DIGITS
from guize.write.lines import explain, read_text

if TYPE_CHECKING:
    from guize.score.scores import Scores

Baseline = Mapping[str, Mapping[str, float]]
"""Floors in [0, 1] by gold set and `field.metric`."""

_FILE = TypeAdapter(dict[str, dict[str, Annotated[float, Field(ge=0, le=1)]]])


def load_baseline(path: str | Path) -> Baseline:
    """The floors of a baseline file.

    Raises:
        InputError: the file cannot be read, or is not floors by gold set and `field.metric`.
    """
    path = Path(path)
    try:
        return _FILE.validate_json(read_text(path))
    except ValidationError as error:
        raise InputError(f"is not a baseline: {explain(error)}", source=str(path)) from error


def check(scores: Scores, baseline: Baseline, name: str) -> list[str]:
    """The floors that are not reached, one line each; none is good.

    Scores are compared as they are reported, to 4 digits. A score that is not defined reaches no floor.

    Args:
        scores: of the gold set.
        baseline: floors by gold set.
        name: the gold set's name in the baseline.

    Raises:
        InputError: the baseline has no such set, or a floor for what is not scored: nothing would be checked.
    """
    if name not in baseline:
        raise InputError(f"has no floors for {name!r}, only for {', '.join(baseline) or 'nothing'}", source="baseline")
    violations = []
    for key, floor in baseline[name].items():
        try:
            value = scores.metric(key).value
        except KeyError as error:
            raise InputError(f"has a floor for {key!r}, which is not scored", source="baseline", item=name) from error
        label = " ".join(key.rsplit(".", 1))
        if math.isnan(value):
            violations.append(f"{label} is not defined; its floor is {floor:g}")
        elif round(value, DIGITS) < floor:
            violations.append(f"{label} {value:.{DIGITS}f} is below its floor {floor:g}")
    return violations
