from __future__ import annotations

import pytest

from guize.errors import InputError
from guize.score.clusters import bcubed

# The example of Bagga and Baldwin, "Algorithms for scoring coreference chains" (1998): one wrong link
# costs more where it joins two large clusters.
TRUTH = ["12345", "67", "89ABC"]


@pytest.mark.parametrize(("response", "precision"), [(["12345", "6789ABC"], 16 / 21), (["1234589ABC", "67"], 7 / 12)])
def test_the_textbook_example(response, precision):
    metrics = bcubed(TRUTH, response).metrics
    assert metrics["precision"].value == pytest.approx(precision)
    assert metrics["recall"].value == 1
    assert metrics["f1"].value == pytest.approx(2 * precision / (precision + 1))


def test_precision_of_one_is_recall_of_the_other():
    response = ["12345", "6789ABC"]
    there, back = bcubed(TRUTH, response).metrics, bcubed(response, TRUTH).metrics
    assert there["precision"].value == back["recall"].value


def test_an_item_that_is_not_named_is_a_cluster_of_its_own():
    score = bcubed([["a", "b"]], [], items="abcd")
    assert score.support == 4
    assert score.metrics["precision"].value == 1
    assert score.metrics["recall"].value == pytest.approx((1 / 2 + 1 / 2 + 1 + 1) / 4)


def test_intervals_hold_the_value_and_are_the_same_for_the_same_seed():
    score = bcubed(TRUTH, ["12345", "6789ABC"], seed=3)
    precision = score.metrics["precision"]
    assert precision.low < precision.value < precision.high
    assert score == bcubed(TRUTH, ["12345", "6789ABC"], seed=3)


def test_an_item_in_two_clusters_is_an_error():
    with pytest.raises(InputError, match="item b: is in two clusters"):
        bcubed([["a", "b"], ["b", "c"]], [])
