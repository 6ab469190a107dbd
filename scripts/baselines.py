"""What the shipped model is compared with: each a recipe that learns from samples and answers for others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.base import ClassifierMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from hrtext.features import Features
from hrtext.model.evaluation import Recipe, fit_and_predict
from hrtext.model.samples import Sample

# The answers that stand for an outcome, for peers that know outcomes only.
ANSWERS = {
    "formal_designation": (1.0, 1.0, 1.0),
    "informal_commitment": (0.0, 1.0, 1.0),
    "rhetoric_only": (0.0, 0.0, 1.0),
    "out_of_scope": (0.0, 0.0, 0.0),
}
_TITLE = re.compile(
    r"human[- ]rights (?:city|county|town|community|municipality)|city (?:of|for) human rights", re.I
)
_RIGHTS = re.compile(r"human rights?|civil rights|discriminat|equal(?:ity)?\b|dignity|right to \w+", re.I)
_DUTY = re.compile(r"\bshall\b|\bhereby (?:establish|creat|direct|adopt)|\bordain|\benact", re.I)


def whole_text(sample: Sample) -> str:
    """Return all the text of a sample that is not a signature."""
    return " ".join(sample.features.words.values())


def majority(train: Sequence[Sample], test: Sequence[Sample], seed: int) -> NDArray[np.float64]:
    """Give every document the outcome that is most frequent in training."""
    del seed
    most = Counter(sample.outcome for sample in train).most_common(1)[0][0]
    return np.array([ANSWERS[most]] * len(test))


def title_regex(train: Sequence[Sample], test: Sequence[Sample], seed: int) -> NDArray[np.float64]:
    """Label by three regular expressions, as a first script would."""
    del train, seed
    return np.array([ANSWERS[_by_regex(whole_text(sample))] for sample in test])


def _by_regex(text: str) -> str:
    if _TITLE.search(text):
        return "formal_designation"
    if not _RIGHTS.search(text):
        return "out_of_scope"
    return "informal_commitment" if _DUTY.search(text) else "rhetoric_only"


def tag_rules(train: Sequence[Sample], test: Sequence[Sample], seed: int) -> NDArray[np.float64]:
    """Answer the three questions from the tags alone, by hand-made rules."""
    del train, seed
    return np.array([_by_rules(sample.features.numbers) for sample in test])


def _by_rules(numbers: Mapping[str, float]) -> tuple[float, float, float]:
    designation = bool(numbers.get("designation/decided"))
    undertaking = bool(numbers.get("any/self_topical")) and not numbers.get("all/words")
    rights = bool(
        numbers.get("reference/instrument")
        or numbers.get("reference/right/title")
        or numbers.get("reference/right/operative")
        or numbers.get("content/discrimination")
        or numbers.get("content/civil_rights")
    )
    return float(designation), float(undertaking), float(rights or designation)


def words_with(classifier: Callable[[int], ClassifierMixin]) -> Recipe:
    """Return the recipe of TF-IDF over words and word pairs with a classifier of outcomes."""

    def recipe(train: Sequence[Sample], test: Sequence[Sample], seed: int) -> NDArray[np.float64]:
        pipeline = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True), classifier(seed)
        )
        pipeline.fit([whole_text(s) for s in train], [s.outcome for s in train])
        return np.array([ANSWERS[name] for name in pipeline.predict([whole_text(s) for s in test])])

    return recipe


def without_words(train: Sequence[Sample], test: Sequence[Sample], seed: int) -> NDArray[np.float64]:
    """Learn as the shipped model does, from the named features alone."""
    return fit_and_predict([_numbers_only(s) for s in train], [_numbers_only(s) for s in test], seed)


def without_features(train: Sequence[Sample], test: Sequence[Sample], seed: int) -> NDArray[np.float64]:
    """Learn as the shipped model does, from the bags of words alone."""
    return fit_and_predict([_words_only(s) for s in train], [_words_only(s) for s in test], seed)


def _numbers_only(sample: Sample) -> Sample:
    empty = dict.fromkeys(sample.features.words, "")
    return replace(sample, features=Features(sample.features.numbers, empty))


def _words_only(sample: Sample) -> Sample:
    # Whether anything in the document speaks of rights is kept: without it no outcome but one is possible.
    shown = {name: 1.0 for name in sample.features.numbers if name == "topical/clauses"}
    return replace(sample, features=Features(shown or {"none": 1.0}, sample.features.words))


RECIPES: dict[str, Recipe] = {
    "most frequent outcome": majority,
    "title and rights regex": title_regex,
    "rules on the tags": tag_rules,
    "TF-IDF, logistic regression": words_with(
        lambda seed: LogisticRegression(C=10, max_iter=5_000, class_weight="balanced", random_state=seed)
    ),
    "TF-IDF, linear SVM": words_with(lambda seed: LinearSVC(class_weight="balanced", random_state=seed)),
    "hrtext, words alone": without_features,
    "hrtext, features alone": without_words,
    "**hrtext, as shipped**": fit_and_predict,
}
