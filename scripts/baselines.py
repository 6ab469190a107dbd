"""What the shipped model is compared with: each a recipe that learns from samples and answers for others."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import spacy
from embeddings import Vectors, key_of
from numpy.typing import NDArray
from sklearn.base import ClassifierMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from spacy.training import Example
from thinc.api import fix_random_seed

from hrtext.model.codebook import OUTCOMES
from hrtext.model.evaluation import Recipe
from hrtext.model.samples import Sample

# The answers that stand for an outcome, for peers that know outcomes only.
ANSWERS = {
    "formal_designation": (1.0, 1.0, 1.0),
    "informal_commitment": (0.0, 1.0, 1.0),
    "rhetoric_only": (0.0, 0.0, 1.0),
    "out_of_scope": (0.0, 0.0, 0.0),
}
# The bag of words of spaCy; of the outcomes, one holds.
_BAG_OF_WORDS = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": True,
    "ngram_size": 2,
    "no_output_layer": False,
}
_EPOCHS = 10
_BATCH = 32
_PENALTIES = (0.001, 0.01, 0.1, 1.0)
_TITLE = re.compile(
    r"human[- ]rights (?:city|county|town|community|municipality)|city (?:of|for) human rights", re.I
)
_RIGHTS = re.compile(r"human rights?|civil rights|discriminat|equal(?:ity)?\b|dignity|right to \w+", re.I)
_DUTY = re.compile(r"\bshall\b|\bhereby (?:establish|creat|direct|adopt)|\bordain|\benact", re.I)


def majority(train: Sequence[Sample], test: Sequence[Sample], seed: int) -> NDArray[np.float64]:
    """Give every document the outcome that is most frequent in training."""
    del seed
    most = Counter(sample.outcome for sample in train).most_common(1)[0][0]
    return np.array([ANSWERS[most]] * len(test))


def title_regex(train: Sequence[Sample], test: Sequence[Sample], seed: int) -> NDArray[np.float64]:
    """Label by three regular expressions, as a first script would."""
    del train, seed
    return np.array([ANSWERS[_by_regex(sample.text)] for sample in test])


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


# How a document undertakes something of its own that has to do with rights.
_OWN = ("about rights", "asked about rights", "under a title about rights", "beside clauses about rights")


def _by_rules(numbers: Mapping[str, float]) -> tuple[float, float, float]:
    designation = bool(numbers.get("designation/decided"))
    undertaking = any(numbers.get(f"own/{how}") for how in _OWN)
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
        pipeline.fit([s.text for s in train], [s.outcome for s in train])
        return np.array([ANSWERS[name] for name in pipeline.predict([s.text for s in test])])

    return recipe


def spacy_textcat(train: Sequence[Sample], test: Sequence[Sample], seed: int) -> NDArray[np.float64]:
    """Learn outcomes with the text categorizer of spaCy over words and word pairs."""
    fix_random_seed(seed)
    nlp = spacy.blank("en")
    nlp.max_length = max(len(sample.text) for sample in (*train, *test)) + 1
    nlp.add_pipe("textcat", config={"model": _BAG_OF_WORDS})
    examples = [
        Example.from_dict(
            nlp.make_doc(sample.text),
            {"cats": {name: float(name == sample.outcome) for name in OUTCOMES}},
        )
        for sample in train
    ]
    optimizer = nlp.initialize(lambda: examples)
    order = random.Random(seed)
    for _ in range(_EPOCHS):
        order.shuffle(examples)
        for start in range(0, len(examples), _BATCH):
            nlp.update(examples[start : start + _BATCH], sgd=optimizer)
    found = [doc.cats for doc in nlp.pipe(sample.text for sample in test)]
    return np.array([ANSWERS[max(cats, key=cats.__getitem__)] for cats in found])


def from_vectors(
    vectors: Vectors, train: Sequence[Sample], test: Sequence[Sample], seed: int
) -> NDArray[np.float64]:
    """Learn outcomes from sentence embeddings; the penalty is chosen within `train`."""

    def rows(samples: Sequence[Sample]) -> NDArray[np.float32]:
        return np.stack([vectors[key_of(sample.text)] for sample in samples])

    regression = LogisticRegression(max_iter=5_000, class_weight="balanced", random_state=seed)
    pipeline = make_pipeline(StandardScaler(), regression)
    search = GridSearchCV(pipeline, {"logisticregression__C": _PENALTIES}, scoring="f1_macro", cv=5)
    search.fit(rows(train), [sample.outcome for sample in train])
    return np.array([ANSWERS[name] for name in search.predict(rows(test))])


RECIPES: dict[str, Recipe] = {
    "most frequent outcome": majority,
    "title and rights regex": title_regex,
    "rules on the tags": tag_rules,
    "TF-IDF, logistic regression": words_with(
        lambda seed: LogisticRegression(C=10, max_iter=5_000, class_weight="balanced", random_state=seed)
    ),
    "TF-IDF, linear SVM": words_with(lambda seed: LinearSVC(class_weight="balanced", random_state=seed)),
    "spaCy textcat, bag of words": spacy_textcat,
}
"""What needs no more than hrtext itself."""


def embedding_recipe(vectors: Vectors) -> Recipe:
    """Return the recipe of sentence embeddings with a logistic regression."""
    return partial(from_vectors, vectors)
