from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from hrtext.features import Features
from hrtext.model.codebook import OUTCOMES, outcome
from hrtext.model.metrics import Predictions, macro_f1, review_threshold, summarize
from hrtext.model.samples import Sample

ANSWERS = ((True, True, True), (False, True, True), (False, False, True), (False, None, False))
YES = {outcome(*map(bool, row)): row for row in ANSWERS}
ROWS = {name: [0.9 if answer else 0.1 for answer in answers] for name, answers in YES.items()}


def sample(name, number=0):
    return Sample(str(number), Features({}), YES[name], name, "c", f"g{number}", "real", "high")


def predictions(coded, given_):
    return Predictions(
        tuple(sample(name, i) for i, name in enumerate(coded)), np.array([ROWS[name] for name in given_])
    )


def rhetoric(cases):
    """Predictions of rhetoric_only with the given probabilities, each right or wrong."""
    samples = [sample("rhetoric_only" if right else "out_of_scope", i) for i, (_, right) in enumerate(cases)]
    return Predictions(tuple(samples), np.array([[0.0, 0.0, p] for p, _ in cases]))


cases = st.lists(st.tuples(st.floats(0.5, 1), st.booleans()), min_size=1, max_size=60)
names = st.lists(st.tuples(*[st.sampled_from(OUTCOMES)] * 2), min_size=1, max_size=12)


@settings(deadline=None)
@given(cases)
def test_the_review_threshold_and_share_are_in_range(found):
    threshold, share = review_threshold(rhetoric(found))
    assert 0 <= threshold <= 1
    assert 0 <= share <= 1


@settings(deadline=None)
@given(st.lists(st.floats(0.5, 1), min_size=1, max_size=30))
def test_if_all_are_right_nothing_lies_below(confidences):
    threshold, share = review_threshold(rhetoric([(p, True) for p in confidences]))
    assert share == 0
    assert threshold <= min(confidences)


@settings(deadline=None)
@given(st.lists(st.floats(0.5, 1), min_size=1, max_size=30))
def test_if_none_is_right_all_are_reviewed(confidences):
    assert review_threshold(rhetoric([(p, False) for p in confidences])) == (1.0, 1.0)


@settings(deadline=None)
@given(cases)
def test_a_stricter_demand_never_lets_more_through(found):
    _, mild = review_threshold(rhetoric(found), accuracy=0.6)
    _, strict = review_threshold(rhetoric(found), accuracy=0.99)
    assert mild <= strict


def test_what_lies_above_the_threshold_is_right_often_enough():
    found = [(0.9905 - i / 1000, True) for i in range(60)] + [(0.7505 - i / 100, False) for i in range(5)]
    threshold, share = review_threshold(rhetoric(found))
    above = [right for p, right in found if p >= threshold]
    assert threshold == 0.741
    assert share == round(4 / 65, 4)
    assert len(above) == 61
    assert sum(above) / len(above) >= 0.97


@pytest.mark.parametrize(
    "found",
    [
        [(0.9, False)] + [(0.8004, True)] * 40,  # rounding up leaves only the wrong one above
        [(0.9, True), (0.8, True), (0.8, False)],  # one of two that are equally likely
    ],
)
def test_rounding_and_ties_do_not_change_what_is_let_through(found):
    threshold, _ = review_threshold(rhetoric(found))
    above = [right for p, right in found if p >= threshold]
    assert not above or sum(above) / len(above) >= 0.97


@settings(deadline=None)
@given(names)
def test_macro_f1_is_that_of_scikit_learn_over_the_outcomes_coded(pairs):
    coded, found = zip(*pairs, strict=True)
    present = [name for name in OUTCOMES if name in coded]
    expected = f1_score(coded, found, labels=present, average="macro", zero_division=0)
    assert macro_f1(coded, found) == pytest.approx(expected, abs=1e-4)


def test_a_summary_adds_up():
    coded = ["formal_designation"] * 3 + ["rhetoric_only"] * 4 + ["out_of_scope"] * 3
    found = (
        ["formal_designation"] * 2 + ["informal_commitment"] + ["rhetoric_only"] * 4 + ["out_of_scope"] * 3
    )
    figures = summarize(predictions(coded, found))
    assert figures["documents"] == 10
    assert figures["accuracy"] == 0.9
    assert figures["outcomes"]["formal_designation"] == {
        "precision": 1.0, "recall": 0.6667, "f1": 0.8, "documents": 3,
    }  # fmt: skip
    low, high = figures["macro_f1_interval"]
    assert low <= figures["macro_f1"] <= high
    assert figures["confusion_labels"] == [name for name in OUTCOMES if name in {*coded, *found}]
    assert sum(map(sum, figures["confusion"])) == 10
    assert figures["answers"]["undertaking"]["documents"] == 7
    assert figures["answers"]["designation"]["accuracy"] == 0.9


def test_a_perfect_prediction_has_perfect_figures():
    figures = summarize(predictions(OUTCOMES, OUTCOMES))
    assert (figures["macro_f1"], figures["accuracy"]) == (1.0, 1.0)
    assert figures["macro_f1_interval"][1] == 1.0


def test_the_confusion_table_holds_every_document():
    figures = summarize(predictions(["rhetoric_only"] * 3, ["rhetoric_only", "out_of_scope", "out_of_scope"]))
    assert sum(map(sum, figures["confusion"])) == 3


@settings(deadline=None)
@given(names)
def test_outcomes_follow_the_table_and_confidence_is_that_of_the_outcome(pairs):
    coded, found = zip(*pairs, strict=True)
    given_ = predictions(coded, found)
    assert given_.outcomes() == list(found)
    assert ((given_.confidence() > 0.5) & (given_.confidence() <= 1)).all()


def test_selecting_keeps_rows_with_their_samples():
    given_ = predictions(OUTCOMES, OUTCOMES).select([True, False, False, True])
    assert [s.outcome for s in given_.samples] == given_.outcomes() == ["formal_designation", "out_of_scope"]


def test_a_mistake_made_on_three_near_duplicates_is_one_mistake():
    found = rhetoric([(0.9, True)] * 40 + [(0.95, False)] * 3)
    apart, _ = review_threshold(found)
    copies = [replace(sample, group="copies") for sample in found.samples[-3:]]
    together, _ = review_threshold(replace(found, samples=(*found.samples[:-3], *copies)))
    assert apart > 0.9 > together
