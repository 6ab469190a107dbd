"""What a coder should know of a corpus before trusting a model or a figure that comes from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import combinations
from typing import Any

from hrtext.corpus import Corpus, LabelledDocument, fingerprint, label_counts
from hrtext.errors import CorpusError
from hrtext.model.codebook import OUTCOMES
from hrtext.model.splitting import FOLDS, split_units
from hrtext.records import QUESTIONS

# Beyond this, one label being rarer than another is said; the fit weighs both alike in any case.
_IMBALANCE = 10
_SHOWN = 5


def inspect_corpus(corpus: Corpus) -> dict[str, Any]:
    """Return how a corpus was read, what it repeats, and which labels are rare.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    dict
        JSON-ready: ``readings``; ``labels`` (documents, groups and cities of
        each); ``labels_only``, documents without coded answers by label;
        ``near_duplicates`` (``sets`` of ids, ``documents`` that repeat
        another, ``joined``, the sets that the corpus had in different groups);
        ``coded_differently``, pairs of near-duplicates with different labels;
        and ``warnings``, sentences that say what to do.
    """
    documents = corpus.documents
    sets: dict[str, list[LabelledDocument]] = defaultdict(list)
    for document in documents:
        sets[document.duplicate_of].append(document)
    repeated = [found for found in sets.values() if len(found) > 1]
    differing = [
        (one, other)
        for found in repeated
        for one, other in combinations(found, 2)
        if one.outcome != other.outcome
    ]
    labels = _labels(documents)
    return {
        "readings": [
            {**asdict(reading), "skipped": dict(reading.skipped), "unused": list(reading.unused)}
            for reading in corpus.readings
        ],
        "labels": labels,
        "labels_only": label_counts([document for document in documents if not document.is_answered]),
        "near_duplicates": {
            "documents": sum(len(found) - 1 for found in repeated),
            "joined": sum(len({document.group for document in found}) > 1 for found in repeated),
            "sets": [[document.id for document in found] for found in repeated],
        },
        "coded_differently": [
            [f"{document.id} ({document.outcome})" for document in pair] for pair in differing
        ],
        "warnings": [*_rare(labels), *_without_city(documents)],
    }


def refuse_contradictions(documents: Sequence[LabelledDocument]) -> None:
    """Check that a corpus can be learned from.

    Raises
    ------
    CorpusError
        If one text has two labels, or a question has one answer only.
    """
    known: dict[str, LabelledDocument] = {}
    for document in documents:
        other = known.setdefault(fingerprint(document), document)
        if other.outcome != document.outcome:
            raise CorpusError(
                f"one text has two labels, {other.outcome} as {other.id!r} and {document.outcome} as "
                f"{document.id!r}: settle which holds, and leave the other out"
            )
    counts = label_counts(documents)
    missing = [name for name in OUTCOMES if not counts[name]]
    for question, answers in zip(
        QUESTIONS, zip(*(document.answers for document in documents), strict=True), strict=True
    ):
        if len({answer for answer in answers if answer is not None}) < 2:
            none = f" (no document is {' or '.join(missing)})" if missing else ""
            raise CorpusError(
                f"the corpus answers {question!r} always alike: add documents with the other answer{none}; "
                "corpora/written of the hrtext repository has some, and can be named beside your own"
            )


def in_words(inspection: Mapping[str, Any]) -> str:
    """Return what :func:`inspect_corpus` found, as lines of text."""
    lines = []
    for reading in inspection["readings"]:
        left_out = ", ".join(f"{count} {reason}" for reason, count in reading["skipped"].items())
        unused = ", ".join(map(repr, reading["unused"]))
        lines.append(
            f"Read {reading['path']} ({reading['kind']}): {reading['documents']} documents"
            + (f"; left out: {left_out}" if left_out else "")
            + (f"; columns not used: {unused}" if unused else "")
        )
    for name, row in inspection["labels"].items():
        lines.append(
            f"  {name:<20} {row['documents']:>4} documents  {row['groups']:>4} groups  "
            f"{row['cities']:>4} cities"
        )
    lines += _labels_only(inspection["labels_only"])
    repeats = inspection["near_duplicates"]
    if repeats["documents"]:
        lines.append(
            f"Near-duplicates: {repeats['documents']} documents repeat another, in {len(repeats['sets'])} "
            f"sets, of which {repeats['joined']} were not one group; each stays on one side of every split: "
            + "; ".join(" = ".join(found) for found in repeats["sets"][:_SHOWN])
            + (" ..." if len(repeats["sets"]) > _SHOWN else "")
        )
    lines += [
        f"Coded differently, though nearly the same text: {' and '.join(pair)}: check both"
        for pair in inspection["coded_differently"]
    ]
    lines += [f"Mind: {warning}" for warning in inspection["warnings"]]
    return "\n".join(lines)


def _labels(documents: Sequence[LabelledDocument]) -> dict[str, dict[str, int]]:
    groups = split_units(documents, "group")
    cities = split_units(documents, "city")
    rows: dict[str, dict[str, int]] = {}
    for name in OUTCOMES:
        found = [number for number, document in enumerate(documents) if document.outcome == name]
        rows[name] = {
            "documents": len(found),
            "groups": len({groups[number] for number in found}),
            "cities": len({cities[number] for number in found}),
        }
    return rows


def _rare(labels: Mapping[str, Mapping[str, int]]) -> list[str]:
    warnings = []
    for name, row in labels.items():
        if not row["documents"]:
            warnings.append(
                f"no document is {name}: the model may still give that label, as its three answers allow it, "
                "but no figure here says how well; add documents of that label"
            )
        elif row["groups"] == 1:
            warnings.append(
                f"all {row['documents']} documents of {name} are of one group, so none is tested by a model "
                "that learned from another; add documents of other acts"
            )
        elif row["groups"] < FOLDS:
            warnings.append(
                f"{name} has documents of {row['groups']} groups only, fewer than the {FOLDS} folds: it "
                "cannot be cross-validated, and its figures say little; add documents of other acts"
            )
    present = {name: row["documents"] for name, row in labels.items() if row["documents"]}
    most, least = max(present, key=present.__getitem__), min(present, key=present.__getitem__)
    if present[most] >= _IMBALANCE * present[least]:
        warnings.append(
            f"{most} is {present[most] // present[least]} times as common as {least}: answers are weighed so "
            f"that both count, but figures for {least} rest on {present[least]} documents; add some"
        )
    return warnings


def _without_city(documents: Sequence[LabelledDocument]) -> list[str]:
    count = sum(not document.city for document in documents)
    if not count:
        return []
    return [
        f"{count} documents have no city, and are held out together where cities are kept apart: "
        "give each its city to learn how the model does in a city that it has not seen"
    ]


def _labels_only(counts: Mapping[str, int]) -> list[str]:
    count = sum(counts.values())
    if not count:
        return []
    lost = []
    if counts["rhetoric_only"]:
        lost.append(
            f"{counts['rhetoric_only']} rhetoric_only documents are taken to give no title, which is wrong "
            "for the few that give one with nothing behind it"
        )
    if counts["out_of_scope"]:
        lost.append(
            f"{counts['out_of_scope']} out_of_scope documents teach nothing about undertakings, as whether "
            "they undertake anything is not known"
        )
    lost.append("figures for the answers repeat those of the label; which sentence decided is not known")
    return [
        f"Answers: {count} documents have a label only, and their three answers follow from it by the table "
        f"of the codebook. What that loses: {'; '.join(lost)}"
    ]
