"""Train a model on labelled corpora and write it with its figures and its card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hrtext import __version__
from hrtext.corpus import Corpus, fingerprint, label_counts, read_corpus
from hrtext.errors import CorpusError
from hrtext.lexicon import load_cues, load_lexicon
from hrtext.lexicon.cues import CUE_FILES
from hrtext.model.card import model_card
from hrtext.model.comparison import beside_default, comparison_in_words
from hrtext.model.evaluation import cross_validate, report, summaries
from hrtext.model.fitting import fit
from hrtext.model.inspection import in_words, inspect_corpus, refuse_contradictions
from hrtext.model.metrics import Predictions, review_threshold
from hrtext.model.sampling import samples_of
from hrtext.model.splitting import SplitBy
from hrtext.model.store import save_model
from hrtext.records import LABELS, QUESTIONS


def train(
    corpora: Sequence[str | Path],
    out: str | Path,
    *,
    seed: int = 0,
    keep_held_out: str | Path | None = None,
) -> dict[str, Any]:
    """Fit a model on labelled corpora, with cross-validated figures, and save it.

    Parameters
    ----------
    corpora : sequence of path
        See :func:`hrtext.corpus.read_corpus`.
    out : path
        The model directory to write.
    seed : int, optional
        Of the folds. The same corpora, in the same order, and seed give the
        same files.
    keep_held_out : path, optional
        A JSONL file to write the held-out probabilities to that the figures
        are made of: on each line ``id``, ``split`` (``group`` or ``city``),
        ``outcome`` as coded, and ``probabilities``, that of *yes* for each
        question.

    Returns
    -------
    dict
        ``model`` (name, version, sha256), ``figures`` for both ways of
        splitting, ``inspection`` (see :func:`hrtext.model.inspection.inspect_corpus`),
        ``comparison`` with the default model, and ``report``, the same in words.

    Raises
    ------
    CorpusError
        If a corpus cannot be read, or is too small or one-sided to learn from.
    ModelError
        If the directory cannot be written.
    """
    corpus = read_corpus(corpora)
    refuse_contradictions(corpus.documents)
    inspection = inspect_corpus(corpus)
    samples = samples_of(corpus.documents)
    held_out: dict[SplitBy, Predictions] = {"group": cross_validate(samples, split_by="group", seed=seed)}
    if len({sample.city for sample in samples}) > 1:
        try:
            held_out["city"] = cross_validate(samples, split_by="city", seed=seed)
        except CorpusError as error:
            inspection["warnings"].append(f"no figures for cities that the model has not seen: {error}")
    if keep_held_out is not None:
        Path(keep_held_out).write_text(_held_out_lines(held_out), encoding="utf-8")
    figures = {split_by: summaries(found, seed=seed) for split_by, found in held_out.items()}
    strictest: SplitBy = "city" if "city" in held_out else "group"
    comparison = beside_default(corpus, held_out[strictest], split_by=strictest, seed=seed)
    threshold, share = review_threshold(_real_if_any(held_out["group"]))
    model = fit(samples, seed=seed)
    manifest: dict[str, Any] = {
        "name": Path(out).resolve().name,
        "version": __version__,
        "labels": list(LABELS),
        "questions": list(QUESTIONS),
        "seed": seed,
        "versions": {name: version(name) for name in ("ahocorasick-rs", "numpy", "scikit-learn")},
        "lexicon_sha256": lexicon_hash(),
        "corpus": _describe(corpus, inspection),
        "review_below": threshold,
        "review_share": share,
        "figures": figures,
        "trained_on": sorted(fingerprint(document) for document in corpus.documents),
    }
    identity = save_model(out, model, manifest)
    (Path(out) / "README.md").write_text(model_card(manifest), encoding="utf-8")
    tables = {
        "near-duplicates on one side": figures["group"],
        **({"cities on one side": figures["city"]} if "city" in figures else {}),
    }
    return {
        "model": {"name": identity.name, "version": identity.version, "sha256": identity.sha256},
        "corpus": manifest["corpus"],
        "review_below": threshold,
        "review_share": share,
        "figures": figures,
        "inspection": inspection,
        "comparison": comparison,
        "report": "\n".join([in_words(inspection), report(tables), comparison_in_words(comparison)]),
    }


def lexicon_hash() -> str:
    """Return one hash of the shipped entries and cues, which the features depend on."""
    digest = hashlib.sha256(load_lexicon().sha256.encode())
    for name in CUE_FILES:
        digest.update(load_cues(name).sha256.encode())
    return digest.hexdigest()


def _held_out_lines(held_out: Mapping[SplitBy, Predictions]) -> str:
    return "".join(
        json.dumps({
            "id": sample.id,
            "split": split_by,
            "outcome": sample.outcome,
            "probabilities": dict(zip(QUESTIONS, row, strict=True)),
        }) + "\n"
        for split_by, found in held_out.items()
        for sample, row in zip(found.samples, found.probabilities.tolist(), strict=True)
    )  # fmt: skip


def _real_if_any(predictions: Predictions) -> Predictions:
    real = [sample.origin == "real" for sample in predictions.samples]
    return predictions.select(real) if any(real) else predictions


def _describe(corpus: Corpus, inspection: dict[str, Any]) -> dict[str, Any]:
    origins = sorted({document.origin for document in corpus.documents})
    return {
        "sha256": corpus.sha256,
        "documents": len(corpus.documents),
        "labels": {
            origin: label_counts([d for d in corpus.documents if d.origin == origin]) for origin in origins
        },
        "labels_only": inspection["labels_only"],
        "near_duplicates": inspection["near_duplicates"]["documents"],
    }
