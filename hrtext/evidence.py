"""Choose the sentences that show why an answer is what it is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from hrtext.annotate.annotation import Annotation
from hrtext.annotate.contents import speaks_of_rights
from hrtext.features import Features
from hrtext.records import LABELS, QUESTIONS, Document, Evidence, Label, Section

_MOST = 3
_TITLE_USE = {
    "title_given": 5, "charter": 5, "campaign": 4, "title_duty": 3, "title_ended": 3,
    "title_conferred": 2, "title_recalled": 2, "title_aspired": 2, "title_told": 2, "title_bare": 1,
}  # fmt: skip
_UNDERTAKING = {
    "institution": 6, "adoption": 6, "binding": 5, "means": 5, "endorsement": 3,
    "exhortation": 1, "commemoration": 1,
}  # fmt: skip
_WORDS_ONLY = {"exhortation": 6, "commemoration": 6, "endorsement": 5}
_KIND = {"instrument": 3, "right": 3, "principle": 2, "designation": 3}
_IMPORTANT_CONTENT = frozenset({
    "discrimination", "hatred", "grave_violation", "equal_treatment", "civil_rights", "right_claim",
    "human_rights_phrase", "dignity_freedom", "disparity",
})  # fmt: skip


def choose_deciding(
    document: Document, features: Features, showing: NDArray[np.float64], label: Label
) -> tuple[Evidence, ...]:
    """Return up to three sentences that a coder would show for the label, the likeliest first.

    Parameters
    ----------
    document : Document
    features : Features
        Of the text of `document`.
    showing : array of float, shape (n_clauses, 3)
        See :class:`hrtext.model.clauses.ClauseScores`; if all zero, nothing is
        returned.
    label : str
    """
    scores = showing[:, LABELS.index(label)]
    if not scores.any():
        return ()
    best = sorted(range(len(scores)), key=lambda number: (-scores[number], number))[:_MOST]
    return tuple(
        _evidence(clause.start, clause.end, clause.section, document)
        for clause in (features.clauses[number] for number in best)
    )


def choose_evidence(
    annotation: Annotation,
    document: Document,
    answers: Mapping[str, bool],
    features: Features,
    clause_scores: NDArray[np.float64],
) -> dict[str, tuple[Evidence, ...]]:
    """Return up to three sentences for each answer, the most telling first.

    Parameters
    ----------
    annotation : Annotation
        Of the text of `document`.
    document : Document
    answers : mapping of str to bool
        The answer to each of :data:`hrtext.records.QUESTIONS`.
    features : Features
        Of `annotation`.
    clause_scores : array of float, shape (n_clauses, 3)
        What the model makes of each clause in `features`; among the sentences
        that speak for a *yes*, it says which speak most.

    Returns
    -------
    dict of str to tuple of Evidence
        For *no*, the sentences that show what the document does instead, such
        as the clause that urges others; empty where there is none.
    """
    content = _content_scores(features)
    scores: dict[str, dict[int, float]] = {
        "designation": _title_scores(annotation),
        "undertaking": _act_scores(annotation, answers["undertaking"], content),
        "rights_content": content,
    }
    clauses = {clause["start"]: clause for clause in annotation.clauses}
    for number, question in enumerate(QUESTIONS):
        if answers[question] and features.clauses:
            said = {
                clause.start: float(score)
                for clause, score in zip(features.clauses, clause_scores[:, number], strict=True)
            }
            telling = {start: said[start] for start in scores[question] if start in said}
            # A yes always has a sentence to show, if need be one without a tag.
            scores[question] = telling or {max(said, key=said.__getitem__): 0.0}
    return {
        question: tuple(
            _evidence(start, clauses[start]["end"], clauses[start]["section"], document)
            for start, _ in sorted(scores[question].items(), key=lambda item: (-item[1], item[0]))[:_MOST]
        )
        for question in QUESTIONS
    }


def _title_scores(annotation: Annotation) -> dict[int, float]:
    part = {"operative": 2.0, "title": 1.0}
    return {
        use["start"]: max(_TITLE_USE.get(name, 0) for name in use["uses"]) + part.get(use["section"], 0.0)
        for use in annotation.titles
    }


def _act_scores(annotation: Annotation, undertaken: bool, topical: Mapping[int, float]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for act in annotation.commitments:
        if act["procedural"]:
            continue
        score = float((_UNDERTAKING if undertaken else _WORDS_ONLY).get(act["strength"], 0))
        if undertaken and (act["addressee"] == "other" or act["negated"] or act["vague"]):
            score -= 5
        if not undertaken and (act["addressee"] == "other" or act["negated"]):
            score += 2
        score += {"operative": 2.0, "title": 0.5}.get(act["section"], 0.0)
        score += min(2.0, topical.get(act["start"], 0.0))
        if score > 0:
            scores[act["start"]] = max(scores.get(act["start"], 0.0), score)
    return scores


def _content_scores(features: Features) -> dict[int, float]:
    scores: dict[int, float] = {}
    for clause in features.clauses:
        named = told = 0.0
        for name in clause.names:
            kind, *rest = name.split("/")
            if kind == "reference" and len(rest) > 1:
                named += _KIND.get(rest[0], 0)
            elif kind == "content" and speaks_of_rights(rest[0]):
                told += 1.0 if rest[0] in _IMPORTANT_CONTENT else 0.3
        if named or told:
            acts = clause.section in ("title", "operative")
            scores[clause.start] = min(6.0, named) + told + (0.5 if acts else 0.0)
    return scores


def _evidence(start: int, end: int, section: Section, document: Document) -> Evidence:
    boxes = document.boxes(start, end)
    return Evidence(document.text[start:end], start, end, document.page(start), section, boxes)
