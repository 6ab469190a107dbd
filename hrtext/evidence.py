"""Choose the sentences that show why an answer is what it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from hrtext.features import Features, speaks_of_rights
from hrtext.lexicon import Cue, load_cues
from hrtext.lexicon.prefilter import Prefilter
from hrtext.model.clauses import ClauseModel
from hrtext.records import QUESTIONS, Document, Evidence, Label, Section

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
    document: Document, features: Features, clauses: ClauseModel, label: Label
) -> tuple[Evidence, ...]:
    """Return up to three sentences that a coder would show for the label, the likeliest first.

    Parameters
    ----------
    document : Document
    features : Features
        Of the text of `document`.
    clauses : ClauseModel
        If its corpus marked no clauses, nothing is returned.
    label : str
    """
    scores = clauses.showing(features.clauses, label)
    if not scores.any():
        return ()
    best = sorted(range(len(scores)), key=lambda number: (-scores[number], number))[:_MOST]
    return tuple(
        _evidence(clause.start, clause.end, clause.section, document)
        for clause in (features.clauses[number] for number in best)
    )


def choose_evidence(
    doc: Doc,
    document: Document,
    answers: Mapping[str, bool],
    features: Features,
    clause_scores: NDArray[np.float64],
) -> dict[str, tuple[Evidence, ...]]:
    """Return up to three sentences for each answer, the most telling first.

    Parameters
    ----------
    doc : Doc
        The annotated text of `document`.
    document : Document
    answers : mapping of str to bool
        The answer to each of :data:`hrtext.records.QUESTIONS`.
    features : Features
        Of `doc`.
    clause_scores : array of float, shape (n_clauses, 3)
        What the model makes of each clause in `features`; among the sentences
        that speak for a *yes*, it says which speak most.

    Returns
    -------
    dict of str to tuple of Evidence
        For *no*, the sentences that show what the document does instead, such
        as the clause that urges others; empty where there is none.
    """
    content = _content_scores(doc)
    scores: dict[str, dict[int, float]] = {
        "designation": _title_scores(doc),
        "undertaking": _act_scores(doc, answers["undertaking"], content),
        "rights_content": content,
    }
    clauses = {clause["start"]: clause for clause in doc._.hrtext_clauses or []}
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


def _title_scores(doc: Doc) -> dict[int, float]:
    part = {"operative": 2.0, "title": 1.0}
    return {
        use["start"]: max(_TITLE_USE.get(name, 0) for name in use["uses"]) + part.get(use["section"], 0.0)
        for use in doc._.hrtext_titles or []
    }


def _act_scores(doc: Doc, undertaken: bool, topical: Mapping[int, float]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for act in doc._.hrtext_commitments or []:
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


def _content_scores(doc: Doc) -> dict[int, float]:
    references: dict[int, float] = {}
    starts = sorted(clause["start"] for clause in doc._.hrtext_clauses or [])
    for reference in doc._.hrtext_references or []:
        clauses_before = bisect_right(starts, reference["start"])
        if clauses_before:
            start = starts[clauses_before - 1]
            references[start] = references.get(start, 0.0) + _KIND.get(reference["kind"], 0)
    scores: dict[int, float] = {}
    text = doc.text  # spaCy joins the tokens anew each time it is asked
    clauses = [clause for clause in doc._.hrtext_clauses or [] if clause["section"] != "signature"]
    texts = [text[clause["start"] : clause["end"]] for clause in clauses]
    for clause, words, cues in zip(clauses, texts, _rights_content().candidates(texts), strict=True):
        score = min(6.0, references.get(clause["start"], 0.0))
        score += sum(_cue_weight(cue) for cue in cues if cue.pattern.search(words))
        if score:
            scores[clause["start"]] = score + (0.5 if clause["section"] in ("title", "operative") else 0.0)
    return scores


@cache
def _rights_content() -> Prefilter[Cue]:
    return Prefilter((cue, cue.pattern) for cue in load_cues("content") if speaks_of_rights(cue.id))


def _cue_weight(cue: Cue) -> float:
    return 1.0 if cue.id in _IMPORTANT_CONTENT else 0.3


def _evidence(start: int, end: int, section: Section, document: Document) -> Evidence:
    boxes = document.boxes(start, end)
    return Evidence(document.text[start:end], start, end, document.page(start), section, boxes)
