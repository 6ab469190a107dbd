"""Held-out figures: cross-validation that keeps cities or near-duplicates on one side, and baselines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from joblib import Parallel, cpu_count, delayed
from numpy.typing import NDArray

from hrtext.corpus import fingerprint, read_corpus
from hrtext.model.fitting import fit
from hrtext.model.inspection import in_words, inspect_corpus
from hrtext.model.linear import LinearModel
from hrtext.model.metrics import Predictions, summarize
from hrtext.model.samples import Sample
from hrtext.model.sampling import samples_of
from hrtext.model.splitting import SplitBy, folds
from hrtext.model.store import load_model
from hrtext.records import QUESTIONS

# From training samples to the probabilities of test samples, shape (n_test, 3).
# Below this many documents a second process costs more than it saves.
_FEW = 200
Recipe: TypeAlias = Callable[[Sequence[Sample], Sequence[Sample], int], NDArray[np.float64]]


def cross_validate(
    samples: Sequence[Sample], *, split_by: SplitBy, seed: int = 0, recipe: Recipe | None = None
) -> Predictions:
    """Return predictions for each sample from models that saw nothing of its group.

    Parameters
    ----------
    samples : sequence of Sample
    split_by : {"group", "city"}
        ``group`` keeps near-duplicates of real acts, and written documents of
        one city, on one side; ``city`` keeps all documents of a city on one
        side, the largest cities in folds of their own.
    seed : int, optional
    recipe : callable, optional
        How to learn and predict; the shipped model's way if not given.

    Raises
    ------
    CorpusError
        If there are fewer than two groups to keep apart, or too few for a question.
    """
    probabilities = np.zeros((len(samples), len(QUESTIONS)))
    divided = folds(samples, split_by, seed=seed)
    held_out = Parallel(n_jobs=min(cpu_count(), len(divided)) if len(samples) > _FEW else 1)(
        delayed(recipe or fit_and_predict)([samples[i] for i in train], [samples[i] for i in test], seed)
        for train, test in divided
    )
    for (_, test), found in zip(divided, held_out, strict=True):
        probabilities[test] = found
    return Predictions(tuple(samples), probabilities)


def fit_and_predict(train: Sequence[Sample], test: Sequence[Sample], seed: int) -> NDArray[np.float64]:
    """Learn as the shipped model does, and return the probabilities of `test`."""
    return predict(fit(train, seed=seed), test)


def predict(model: LinearModel, samples: Iterable[Sample]) -> NDArray[np.float64]:
    """Return the calibrated probabilities of *yes*, shape (n_samples, 3)."""
    return np.array([model.probabilities(sample.features) for sample in samples])


def summaries(predictions: Predictions, *, seed: int = 0) -> dict[str, Any]:
    """Return the figures of real and of written documents, never pooled.

    Returns
    -------
    dict
        ``real_clear`` (coded with high or medium confidence), ``real``,
        ``selected`` (real acts chosen because an earlier model was unsure of
        them, coded with high or medium confidence) and ``written``, each as
        :func:`hrtext.model.metrics.summarize` gives it; a part without
        documents is left out.
    """
    samples = predictions.samples
    parts = {
        "real_clear": [s.origin == "real" and s.confidence != "low" for s in samples],
        "real": [s.origin == "real" for s in samples],
        "selected": [s.origin == "selected" and s.confidence != "low" for s in samples],
        "written": [s.origin == "written" for s in samples],
    }
    return {name: summarize(predictions.select(keep), seed=seed) for name, keep in parts.items() if any(keep)}


def evaluate(corpora: Sequence[str | Path], model: str | Path | None = None) -> dict[str, Any]:
    """Return held-out figures of a model on labelled corpora.

    Documents that the model learned from are left out, as their figures would
    flatter; if it learned from all of them, the figures come from models
    trained the same way on part of them and tested on the rest. Only the same
    texts are recognised, not near-duplicates: a model keeps hashes alone.

    Parameters
    ----------
    corpora : sequence of path
        See :func:`hrtext.corpus.read_corpus`.
    model : path, optional
        The shipped model if not given.

    Returns
    -------
    dict
        The figures, ``inspection`` of the corpus, and ``report``, the same in words.

    Raises
    ------
    ModelError, CorpusError
    """
    stored = load_model(model)
    corpus = read_corpus(corpora)
    inspection = inspect_corpus(corpus)
    known = set(stored.manifest.get("trained_on", ()))
    unseen = [document for document in corpus.documents if fingerprint(document) not in known]
    if unseen:
        samples = samples_of(unseen)
        predictions = Predictions(tuple(samples), predict(stored.linear, samples))
        how = f"the model on {len(unseen)} documents that it did not learn from"
    else:
        predictions = cross_validate(samples_of(corpus.documents), split_by="city")
        how = "models trained the same way, each tested on cities that it did not see"
    figures = summaries(predictions)
    return {
        "model": stored.identity.name,
        "model_sha256": stored.identity.sha256,
        "corpus_sha256": corpus.sha256,
        "left_out": len(corpus.documents) - len(unseen) if unseen else 0,
        "how": how,
        "figures": figures,
        "inspection": inspection,
        "report": "\n".join([in_words(inspection), report({how: figures})]),
    }


def report(tables: dict[str, dict[str, Any]]) -> str:
    """Return figures as lines of text, a table for each way of splitting."""
    lines = []
    for how, figures in tables.items():
        lines.append(f"Held out: {how}")
        for part, figure in figures.items():
            low, high = figure["macro_f1_interval"]
            lines.append(
                f"  {part:<11} {figure['documents']:>4} documents  macro-F1 {figure['macro_f1']:.3f} "
                f"({low:.2f} to {high:.2f})  accuracy {figure['accuracy']:.3f}"
            )
            lines += [
                f"    {name:<20} precision {row['precision']:.2f}  recall {row['recall']:.2f}  "
                f"documents {row['documents']}"
                for name, row in figure["outcomes"].items()
                if row["documents"]
            ]
    return "\n".join(lines)
