"""Print how often the sentence that is shown for a label is one that a coder marked as decisive.

    python scripts/evidence_scores.py corpora/written public.jsonl
    python scripts/evidence_scores.py corpora/written public.jsonl --held-out models/held_out.jsonl

Measured on the documents whose clauses were annotated, with models of clauses that saw nothing of their
near-duplicates; beside it, what chance and the first operative clauses would reach. Without --held-out the
sentences are chosen for the label as coded; with it, for the label as held-out models predicted it, and a
document that they put out of scope, for which no sentence is shown, counts as a miss.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import comb
from pathlib import Path

import numpy as np
from breakdown import held_out
from compare_models import measured_on, table_row

from hrtext.corpus import LabelledDocument, read_corpus
from hrtext.evidence import choose_deciding
from hrtext.extract import read_text
from hrtext.model.clause_fitting import fit_clauses
from hrtext.model.clauses import ClauseModel
from hrtext.model.codebook import label_of
from hrtext.model.samples import Sample
from hrtext.model.sampling import samples_of
from hrtext.model.splitting import folds

_SHOWN = 3
_WAYS = (
    "shown first",
    "among the three shown",
    "any clause, by chance",
    "any three, by chance",
    "first operative clause",
    "first three operative clauses",
    "first operative clause that acts",
)


def evidence_table(paths: Sequence[str], kept: Path | None) -> Iterator[str]:
    """Yield the lines of the table in Markdown."""
    corpus = read_corpus(paths)
    documents, samples = corpus.documents, samples_of(corpus.documents)
    outcomes = {document.id: document.outcome for document in documents}
    if kept is not None:
        known, predictions = held_out(kept, documents)["group"]
        outcomes = dict(zip((document.id for document in known), predictions.outcomes(), strict=True))
    hits: dict[tuple[str, str], list[Sequence[float]]] = defaultdict(list)
    for train, test in folds(samples, "group"):
        model = fit_clauses([samples[i] for i in train])
        for i in test:
            if _is_annotated(documents[i]):
                hits[samples[i].origin, samples[i].outcome].append(
                    _hits(documents[i], samples[i], model, outcomes)
                )
    if not hits:
        sys.exit("no document of these corpora has `clauses` of which a coder marked one as decisive")
    yield table_row("documents", ["label coded", "n", *_WAYS])
    yield table_row("---", ["---", "---:", *["---:"] * len(_WAYS)])
    for (origin, outcome), found in sorted(hits.items()):
        yield _row(origin, outcome, found)
    for origin in sorted({origin for origin, _ in hits}):
        yield _row(
            origin, "all", [one for (where, _), found in hits.items() if where == origin for one in found]
        )
    yield _row("all", "all", [one for found in hits.values() for one in found])
    yield ""
    yield f"Label {'as coded' if kept is None else 'as predicted'}. {measured_on(corpus)}"


def _is_annotated(document: LabelledDocument) -> bool:
    is_marked = any(clause["decisive"] for clause in document.coding.get("clauses", ()))
    return is_marked and label_of(document.outcome) is not None


def _hits(
    document: LabelledDocument, sample: Sample, model: ClauseModel, outcomes: Mapping[str, str]
) -> list[float]:
    """Return for each of the ways how likely it is to show a clause that the coder marked.

    A clause that the coder marked but that was not found again counts as one that cannot be shown.
    """
    clauses, marked = sample.features.clauses, sample.marks.shown
    label = label_of(outcomes[document.id])
    showing = model.scores(clauses).showing
    chosen = (
        () if label is None else choose_deciding(read_text(document.text), sample.features, showing, label)
    )
    numbers = {clause.start: number for number, clause in enumerate(clauses)}
    shown = [numbers[evidence.start] for evidence in chosen]
    operative = [number for number, clause in enumerate(clauses) if clause.section == "operative"]
    acting = [number for number in operative if any(map(_is_act, clauses[number].names))]
    return [
        float(any(number in marked for number in shown[:1])),
        float(any(number in marked for number in shown[:_SHOWN])),
        _by_chance(len(clauses), len(marked), 1),
        _by_chance(len(clauses), len(marked), _SHOWN),
        float(any(number in marked for number in operative[:1])),
        float(any(number in marked for number in operative[:_SHOWN])),
        float(any(number in marked for number in acting[:1])),
    ]


def _is_act(name: str) -> bool:
    return name.startswith(("act/", "negated/")) and name != "act/procedural"


def _by_chance(clauses: int, marked: int, drawn: int) -> float:
    """Return how likely one of the clauses drawn is a marked one."""
    drawn = min(drawn, clauses)
    return 1 - comb(clauses - marked, drawn) / comb(clauses, drawn)


def _row(origin: str, outcome: str, found: Sequence[Sequence[float]]) -> str:
    return table_row(origin, [outcome, str(len(found)), *(f"{mean:.3f}" for mean in np.mean(found, axis=0))])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--held-out", type=Path, help="JSONL file that training kept")
    arguments = parser.parse_args()
    for line in evidence_table(arguments.corpora, arguments.held_out):
        print(line, flush=True)


if __name__ == "__main__":
    main()
