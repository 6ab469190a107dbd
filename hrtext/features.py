"""Turn an annotated document into named numbers.

Every feature says something that the codebook asks: which part of the text
speaks, what it does, to whom, and about what. Names are stable, made of three
parts joined by ``/``; a feature that is zero is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log1p
from typing import Any

from spacy.tokens import Doc

from hrtext.lexicon import load_cues

# Recitals and prose outside any formula report; title and operative part act.
_PARTS = {"title": "title", "recital": "recital", "operative": "operative", "other": "prose"}
# The name of a body speaks of no right (CODEBOOK, case 15): "Committee on Civil and Human Rights".
_NAME = r"(?:[A-Z][\w'’-]*|of|on|for|the|and|&|to)"
_BODY = (
    r"(?:Committees?|Commissions?|Departments?|Offices?|Divisions?|Boards?|Subcommittees?|Bureaus?|Caucus|"
    r"Cent(?:er|re)s?|Foundation|Coalition|Associations?|Institute|Society|Agency|Administration|Fund|Corporation)"
)
_BODY_NAME = re.compile(
    rf"\b{_BODY}\s+(?:on|of|for|to|against)\s+(?:the\s+)?[A-Z][\w'’-]*(?:,?\s+{_NAME})*"
    rf"|\b(?:[A-Z][\w'’-]*,?\s+(?:and\s+|of\s+|for\s+|&\s+)?)+{_BODY}\b"
)


@dataclass(frozen=True, slots=True)
class Features:
    """What the model sees of one document.

    Attributes
    ----------
    numbers : mapping of str to float
        The named features, zeros left out.
    words : mapping of str to str
        The text of each part (``title``, ``recital``, ``operative``,
        ``prose``), for the bag of words.
    """

    numbers: Mapping[str, float]
    words: Mapping[str, str]


def extract_features(doc: Doc) -> Features:
    """Return the features of one annotated document.

    Parameters
    ----------
    doc : Doc
        As the pipeline of :func:`hrtext.annotate.build_pipeline` leaves it.

    Returns
    -------
    Features

    Examples
    --------
    >>> from hrtext.annotate import build_pipeline
    >>> doc = build_pipeline()("BE IT RESOLVED, that the City adopts the principles of CEDAW.")
    >>> extract_features(doc).numbers["act/adoption/self"] > 0
    True
    """
    clauses = [
        (clause, doc.text[clause["start"] : clause["end"]])
        for clause in doc._.hrtext_clauses or []
        if clause["section"] in _PARTS
    ]
    parts: dict[str, list[str]] = {part: [] for part in _PARTS.values()}
    procedure = load_cues("procedure").cues
    content = load_cues("content").cues
    counts: Counter[str] = Counter()
    topical: set[int] = set()
    for clause, words in clauses:
        part = _PARTS[clause["section"]]
        parts[part].append(words)
        counts[f"clauses/{part}"] += 1
        if any(cue.pattern.search(words) for cue in procedure):
            counts["clauses/procedural"] += 1
            continue
        told = _BODY_NAME.sub(" ", words) if not words.isupper() else words
        for cue in content:
            if found := len(cue.pattern.findall(told)):
                counts[f"content/{cue.id}/{part}"] += found
                counts[f"content/{cue.id}"] += found
                if not cue.id.startswith(("not_", "boilerplate", "ground_age", "ground_poverty")):
                    topical.add(clause["start"])
    counts.update(_form_counts(doc.text))
    counts.update(_reference_counts(doc._.hrtext_references or []))
    counts.update(_commitment_counts(doc._.hrtext_commitments or [], topical))
    counts.update(_title_counts(doc._.hrtext_titles or []))
    counts["topical/clauses"] = len(topical)
    counts.update(_main_act(doc._.hrtext_commitments or [], topical))
    numbers = {name: log1p(count) for name, count in sorted(counts.items()) if count}
    numbers["length/clauses"] = log1p(len(clauses))
    numbers["topical/share"] = len(topical) / max(1, len(clauses))
    return Features(numbers, {part: " ".join(words) for part, words in parts.items()})


def _form_counts(text: str) -> Iterable[str]:
    """Yield the forms of document that the text shows: bill, resolution, press release, ..."""
    for cue in load_cues("forms"):
        yield from [f"form/{cue.id}"] * len(cue.pattern.findall(text))
        if cue.pattern.search(text[:600]):
            yield f"form/{cue.id}/start"


def _reference_counts(references: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    seen: set[tuple[str, str]] = set()
    for reference in references:
        part = _PARTS.get(reference["section"])
        if part is None:
            continue
        kind = reference["kind"]
        yield f"reference/{kind}"
        yield f"reference/{kind}/{part}"
        if (kind, reference["id"]) not in seen:
            seen.add((kind, reference["id"]))
            yield f"breadth/{kind}"


def _commitment_counts(commitments: Iterable[Mapping[str, Any]], topical: set[int]) -> Iterable[str]:
    """Yield what the acting clauses do, for whom, and whether about a right."""
    for commitment in commitments:
        strength, addressee = commitment["strength"], commitment["addressee"]
        if commitment["procedural"]:
            continue
        if commitment["negated"]:
            yield f"negated/{strength}"
            continue
        if commitment["section"] == "title":
            yield f"heading/{strength}/{addressee}"
            yield f"heading/{commitment['cue_id']}"
            continue
        yield f"act/{strength}/{addressee}"
        yield f"act/{commitment['cue_id']}"
        if commitment["section"] == "operative":
            yield f"operative/{strength}/{addressee}"
        if commitment["vague"]:
            yield f"vague/{strength}/{addressee}"
        if commitment["start"] in topical:
            yield f"topical/{strength}/{addressee}"
        if commitment["actor"] and commitment["actor"].lower() in ("i", "we", "they", "everyone"):
            yield f"voice/{commitment['actor'].lower()}"


def _main_act(commitments: Iterable[Mapping[str, Any]], topical: set[int]) -> Iterable[str]:
    """Yield what the first acting clause of the operative part does, and what the acts are alike in."""
    acts = [
        act
        for act in commitments
        if act["section"] == "operative" and not act["procedural"] and not act["negated"]
    ]
    for act in acts[:1]:
        yield f"first/{act['strength']}/{act['addressee']}"
        yield f"first/{act['cue_id']}"
    if acts and all(act["addressee"] == "other" for act in acts):
        yield "all/other"
    if acts and all(act["strength"] in ("exhortation", "commemoration", "endorsement") for act in acts):
        yield "all/words"
    if any(act["addressee"] == "self" and act["start"] in topical for act in acts):
        yield "any/self_topical"


def _title_counts(titles: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for title in titles:
        part = _PARTS.get(title["section"], "signature")
        for use in title["uses"]:
            yield f"designation/{use}"
            yield f"designation/{use}/{part}"
        if title["uses"] == ["title_given"]:
            yield f"designation/given_only/{part}"
