"""Print held-out figures by type and length of document, their reliability, and every confident mistake.

    python scripts/build_default_model.py public.jsonl
    python scripts/breakdown.py models/held_out.jsonl corpora/written public.jsonl

The first argument is what training kept of its cross-validation (`keep_held_out` of
hrtext.model.training.train), the others the corpora that it learned from, in any order.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from compare_models import table_row

from hrtext.corpus import LabelledDocument, read_corpus
from hrtext.features import Features
from hrtext.model.metrics import Predictions, summarize
from hrtext.model.samples import Sample
from hrtext.model.splitting import SplitBy
from hrtext.records import QUESTIONS

_ORIGINS = {"real": "real", "selected": "real, chosen as hard", "written": "written"}
_HOW: Mapping[SplitBy, str] = {
    "group": "near-duplicates of an act kept on one side",
    "city": "all acts of a city kept on one side",
}
# Each below so many words.
_LENGTHS = {"under 300 words": 300, "300 to 1,000 words": 1_001, "over 1,000 words": math.inf}
# Of fewer documents, a figure says nothing.
_FEWEST = 10
_RARE = "rarer types"
# How the archives of the public acts name what they hold.
_TYPES = {"-introduction-": "bill", "-resolution-": "resolution", "_res-": "resolution", "_ord-": "ordinance",
          "-ord-": "ordinance"}  # fmt: skip
_BINS = 10
_CONFIDENT = 0.9


def type_of(document: LabelledDocument) -> str:
    """Return the type of a document: as coded where it was written, else by its id."""
    coded = document.coding.get("doc_type")
    return str(coded) if coded else next((t for part, t in _TYPES.items() if part in document.id), "other")


def length_of(document: LabelledDocument) -> str:
    """Return which of three lengths a document has."""
    words = len(document.text.split())
    return next(name for name, below in _LENGTHS.items() if words < below)


def held_out(
    file: Path, documents: Sequence[LabelledDocument]
) -> dict[SplitBy, tuple[list[LabelledDocument], Predictions]]:
    """Return for each way of splitting the documents and what was predicted for them.

    Raises
    ------
    ValueError
        If the file is not about these documents as they are coded.
    """
    known = {document.id: document for document in documents}
    kept: dict[SplitBy, list[tuple[LabelledDocument, list[float]]]] = defaultdict(list)
    for line in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        document = known.get(line["id"])
        if document is None or document.outcome != line["outcome"]:
            raise ValueError(
                f"{file}: {line['id']} is not in the corpora, or coded otherwise: name the corpora that the "
                "model learned from, or train it again"
            )
        kept[line["split"]].append((document, [line["probabilities"][name] for name in QUESTIONS]))
    for split_by, rows in kept.items():
        if len(rows) != len(known):
            raise ValueError(f"{file}: {len(rows)} documents by {split_by}, but {len(known)} in the corpora")
    return {
        split_by: (
            [document for document, _ in rows],
            Predictions(tuple(_sample(document) for document, _ in rows), np.array([row for _, row in rows])),
        )
        for split_by, rows in kept.items()
    }


def _sample(document: LabelledDocument) -> Sample:
    """Return what the figures need of a document, which is not what it was learned from."""
    return Sample(
        document.id, Features({}), document.answers, document.outcome, document.city, document.group,
        document.origin, document.confidence,
    )  # fmt: skip


def breakdown(documents: Sequence[LabelledDocument], predictions: Predictions) -> Iterator[str]:
    """Yield the lines of all tables, in Markdown."""
    types, lengths = [type_of(one) for one in documents], [length_of(one) for one in documents]
    yield from ["", "### By type", "", *_by("type", types, predictions, order=None)]
    yield from ["", "### By length", "", *_by("length", lengths, predictions, order=list(_LENGTHS))]
    yield from ["", "### By answer", "", *_answers(predictions)]
    yield from ["", "### Reliability of the probability of the outcome", ""]
    for origin in _present(predictions):
        yield from [*_reliability(origin, predictions), ""]
    yield from ["### Confident mistakes", "", *_confident_mistakes(predictions)]


def _present(predictions: Predictions) -> list[str]:
    return [origin for origin in _ORIGINS if any(sample.origin == origin for sample in predictions.samples)]


def _of(origin: str, predictions: Predictions) -> Predictions:
    return predictions.select([sample.origin == origin for sample in predictions.samples])


def _by(
    what: str, kinds: Sequence[str], predictions: Predictions, *, order: Sequence[str] | None
) -> Iterator[str]:
    """Yield a row for each origin and kind, in `order` or, without one, the frequent kinds first."""
    yield table_row("documents", [what, "n", "macro-F1 (95 % interval)", "accuracy", "outcomes coded"])
    yield table_row("---", ["---", "---:", "---", "---:", "---:"])
    origins = [sample.origin for sample in predictions.samples]
    for origin in _present(predictions):
        counts = Counter(kind for kind, own in zip(kinds, origins, strict=True) if own == origin)
        shown = order or [kind for kind, count in counts.most_common() if count >= _FEWEST] + [_RARE]
        homes = [kind if kind in shown else _RARE for kind in kinds]
        for wanted in shown:
            keep = [own == origin and home == wanted for own, home in zip(origins, homes, strict=True)]
            if not any(keep):
                continue
            figure = summarize(predictions.select(keep))
            low, high = figure["macro_f1_interval"]
            yield table_row(_ORIGINS[origin], [
                wanted,
                str(figure["documents"]),
                f"{figure['macro_f1']:.3f} ({low:.2f} to {high:.2f})",
                f"{figure['accuracy']:.3f}",
                str(sum(row["documents"] > 0 for row in figure["outcomes"].values())),
            ])  # fmt: skip


def _answers(predictions: Predictions) -> Iterator[str]:
    yield table_row("documents", [f"{question}, F1" for question in QUESTIONS])
    yield table_row("---", ["---:"] * len(QUESTIONS))
    for origin in _present(predictions):
        figures = [row["f1"] for row in summarize(_of(origin, predictions))["answers"].values()]
        yield table_row(_ORIGINS[origin], ["-" if f1 is None else f"{f1:.3f}" for f1 in figures])


def _reliability(origin: str, predictions: Predictions) -> Iterator[str]:
    part = _of(origin, predictions)
    confidence = part.confidence()
    right = np.array([s.outcome == given for s, given in zip(part.samples, part.outcomes(), strict=True)])
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    yield table_row(f"probability, {_ORIGINS[origin]}", ["n", "mean probability", "accuracy"])
    yield table_row("---", ["---:"] * 3)
    for number in range(_BINS):
        inside = bins == number
        means = (
            [f"{values[inside].mean():.3f}" for values in (confidence, right)] if inside.any() else ["-"] * 2
        )
        yield table_row(
            f"{number / _BINS:.1f} to {(number + 1) / _BINS:.1f}", [str(int(inside.sum())), *means]
        )
    yield ""
    yield f"Expected calibration error: {summarize(part)['calibration_error']:.3f}."


def _confident_mistakes(predictions: Predictions) -> Iterator[str]:
    yield table_row("id", ["origin", "confidence of the coder", "coded", "predicted", "probability"])
    yield table_row("---", ["---", "---", "---", "---", "---:"])
    rows = zip(predictions.samples, predictions.outcomes(), predictions.confidence(), strict=True)
    for sample, given, confidence in sorted(rows, key=lambda row: (row[0].origin, -row[2], row[0].id)):
        if given != sample.outcome and confidence >= _CONFIDENT:
            yield table_row(
                f"`{sample.id}`",
                [sample.origin, sample.confidence, sample.outcome, given, f"{confidence:.3f}"],
            )


def report(file: Path, paths: Sequence[str]) -> Iterator[str]:
    """Yield a section for each way of splitting that `file` tells of."""
    for split_by, (documents, predictions) in held_out(file, read_corpus(paths).documents).items():
        yield f"## Held out, {_HOW[split_by]}"
        yield from breakdown(documents, predictions)
        yield ""


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("held_out", type=Path, help="JSONL file that training kept")
    parser.add_argument("corpora", nargs="+")
    arguments = parser.parse_args()
    print("\n".join(report(arguments.held_out, arguments.corpora)))


if __name__ == "__main__":
    main()
