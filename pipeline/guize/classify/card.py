"""The model card, filled from training reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from guize.classify.metrics import Scores
    from guize.classify.train import Measured, Model, Report

_COLUMNS = {
    "is_change": "is-change F1",
    "is_change_even": "at even odds",
    "precision": "precision",
    "recall": "recall",
    "categories": "categories micro-F1",
    "categories_macro": "macro-F1",
    "change_type": "change type",
    "tentative": "tentative F1",
    "calibration_error": "calibration error",
}
_SHORT = ("is_change", "is_change_even", "categories", "categories_macro", "change_type", "tentative")

_CARD = """# Model card: guize policy classifier {version}

Labels a Chinese notice or news report: does it state a policy change of an online platform or of an
authority that regulates platforms; what does it regulate (fees, shipping, refunds, content, or other); of
which type is it (introduce, revise, retire, temporary); is it tentative. The annotation guideline in
`corpus/` defines the labels.

## Model

Linear one-vs-rest classifiers on hashed character 1- to 3-grams of title and text, and on groups of a
lexicon (`pipeline/guize/vocabulary/lexicon.toml`) with the order in which they stand in a clause. Of a
long text its most telling sentences are read. Probabilities are calibrated by Platt's scaling on
out-of-fold scores. Files: `policy/weights.npz` ({size} KB, no pickle) and `policy/model.json` (settings,
calibration, thresholds, checksums). Loading checks both the weights' SHA-256 and that the lexicon is the
one it was trained with.

Trained by `guize train` from `training.json`: {chosen}. The same corpus gives the same bytes.

## Training data

{counts}

Texts of the parts {public} are published in `corpus/train/`. Of the parts `real` and `standoff` (public
news archives, other people's texts) only stand-off labels are published. {dropped} training texts were
left out as near-duplicates of texts that are measured on. The probabilities suppose even odds of a
change, whatever the share in a source.

## Scores on texts not trained on

95 % bootstrap intervals over items. Categories, type and tentative are given that the text states a
change.

{measured}

The model from the public part alone:

{public_measured}

## What was tried

Out-of-fold scores, {folds} folds, near-duplicates in one fold.

{tried}

Each fold scored with the candidate that the other folds choose:

{nested}

## Intended use and limits

For listings, notices and news of e-commerce, content, delivery, travel, payment and app platforms, in
simplified Chinese. Not legal advice. Rows below the gate's confidence go to review. Known failures, in
classes (the examples are made up):

- a change told in passing: 《某家电品牌退出中国，某平台客服补充称已售机型延保一年》 is missed;
- a campaign of enforcement whose sanctions are new, told like a tally: 《某平台集中整治盗图，将作降权处理》;
- a merchant's own terms told like a platform's: 《某旗舰店即日起满 59 元包邮》 is taken for a change;
- a feature without consequence told like a service: 《某平台首页上线“明日达”入口》;
- `introduce` and `revise` where a text does not say whether a rule existed before.
"""


def write_card(path: Path, model: Model, report: Report, public: Report, size: int, folds: int) -> None:
    """Writes the model card.

    Args:
        path: the file.
        model: the model that is published.
        report: of its training.
        public: of the training on the public part alone.
        size: of the weights, in bytes.
        folds: of the cross-validation.
    """
    counts = [[part, str(n), str(changes)] for part, (n, changes) in report.counts.items()]
    tried = [
        [name, part, *_cells(scores, _SHORT)] for name, parts in report.tried.items() for part, scores in parts.items()
    ]
    nested = [[part, *_cells(scores, _SHORT)] for part, scores in report.nested.items()]
    heads = [_COLUMNS[key] for key in _SHORT]
    text = _CARD.format(
        version=model.meta["version"],
        size=round(size / 1000),
        chosen=f"candidate “{report.chosen}”",
        counts=_table(["part", "items", "with changes"], counts),
        public=" and ".join(f"`{part}`" for part in model.meta["training"]["public_parts"]),
        dropped=report.dropped,
        measured=_measured(report.measured),
        public_measured=_measured(public.measured),
        folds=folds,
        tried=_table(["candidate", "part", *heads], tried),
        nested=_table(["part", *heads], nested),
    )
    path.write_text(text, encoding="utf-8")


def _measured(parts: Iterable[Measured]) -> str:
    rows = [
        [
            f"{part.part} ({part.n} items, {part.n_changes} with changes)",
            *(_interval(part, key) for key in _COLUMNS),
        ]
        for part in parts
    ]
    return _table(["set", *_COLUMNS.values()], rows)


def _interval(part: Measured, key: str) -> str:
    value, low, high = (getattr(scores, key) for scores in (part.scores, part.low, part.high))
    return f"{value:.3f} ({low:.2f}–{high:.2f})"


def _cells(scores: Scores, keys: Iterable[str]) -> list[str]:
    return [f"{getattr(scores, key):.3f}" for key in keys]


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
