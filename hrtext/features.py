"""Turn an annotated document into named numbers.

Every feature says something that the codebook asks: which part of the text
speaks, what it does, to whom, and about what. Names are stable, made of three
parts joined by ``/``; a feature that is zero is left out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log1p
from typing import Any

from hrtext.annotate.annotation import Annotation
from hrtext.annotate.contents import speaks_of_rights
from hrtext.clause_features import ClauseFeatures, describe_clause
from hrtext.lexicon import load_cues
from hrtext.lexicon.prefilter import alternatives_prefilter

# Recitals and prose outside any formula report; title and operative part act.
_PARTS = {"title": "title", "recital": "recital", "operative": "operative", "other": "prose"}
# The cue of each form, and what it makes of an act; several cues may share a form.
_FORMS = {cue.id: cue.form or "act" for cue in load_cues("forms")}
# What stands at the start of a document tells most of its form.
_START = 600
_NOT_GIVING = frozenset({"title_ended", "title_conferred", "title_told", "title_aspired"})
# Forms of document that tell of an act, or ask for it, rather than be it (CODEBOOK, cases 3, 7 and 18).
_NO_ACT = frozenset({"report", "speech", "petition", "page"})


@dataclass(frozen=True, slots=True)
class Features:
    """What the model sees of one document.

    Attributes
    ----------
    numbers : mapping of str to float
        The named features, zeros left out.
    clauses : tuple of ClauseFeatures
        The same, clause by clause, signatures left out.
    speaks : bool
        Whether anything in the document speaks of rights; if not, there is
        nothing to classify, and the rest is empty.
    """

    numbers: Mapping[str, float]
    clauses: tuple[ClauseFeatures, ...] = ()
    speaks: bool = True


SILENT = Features({}, speaks=False)
"""Of a document in which nothing speaks of rights."""


def extract_features(annotation: Annotation) -> Features:
    """Return the features of one annotated document.

    Examples
    --------
    >>> from hrtext.annotate import TextAnnotator
    >>> annotation = TextAnnotator()("BE IT RESOLVED, that the City adopts the principles of CEDAW.")
    >>> extract_features(annotation).numbers["act/adoption/self"] > 0
    True
    """
    if not annotation.speaks:
        return SILENT
    text = annotation.text
    contents = annotation.contents
    clauses = contents.clauses
    counts: Counter[str] = Counter()
    topical: set[int] = set()
    texts = [text[clause["start"] : clause["end"]] for clause in clauses]
    procedural = alternatives_prefilter("procedure").occur(texts)
    disclaims = alternatives_prefilter("disclaimers").occur(texts)
    references = _references_by_clause(
        annotation.references,
        [clause for clause, told in zip(clauses, contents.told, strict=True) if told],
    )
    for clause, is_procedural, is_disclaimer, content in zip(
        clauses, procedural, disclaims, contents.cues, strict=True
    ):
        part = _PARTS[clause["section"]]
        counts[f"clauses/{part}"] += 1
        if is_disclaimer and part != "recital":
            counts["clauses/disclaimer"] += 1
        if is_procedural:
            counts["clauses/procedural"] += 1
            continue
        for cue_id, found in content.items():
            counts[f"content/{cue_id}"] += found
            if speaks_of_rights(cue_id):
                topical.add(clause["start"])
    counts.update(_form_counts(text))
    counts.update(_reference_counts(chain.from_iterable(references.values())))
    counts.update(_commitment_counts(annotation.commitments, topical))
    counts.update(_title_counts(annotation.titles))
    counts.update(_in_form(annotation.titles, counts))
    counts["topical/clauses"] = len(topical)
    counts.update(_main_act(annotation, topical))
    numbers = {name: log1p(count) for name, count in sorted(counts.items()) if count}
    numbers["length/clauses"] = log1p(len(clauses))
    numbers["topical/share"] = len(topical) / max(1, len(clauses))
    described = _describe_clauses(annotation, references)
    return Features(numbers, tuple(described))


def _describe_clauses(
    annotation: Annotation, references: Mapping[int, Sequence[Mapping[str, Any]]]
) -> Iterator[ClauseFeatures]:
    """Yield the features of each clause, with what was tagged in it."""
    acts: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for act in annotation.commitments:
        acts[act["start"]].append(act)
    uses = {title["start"]: title["uses"] for title in annotation.titles}
    contents = annotation.contents
    for clause, told, content in zip(contents.clauses, contents.told, contents.cues, strict=True):
        start = clause["start"]
        yield describe_clause(
            clause, told, content=content, references=references.get(start, ()),
            acts=acts.get(start, ()), uses=uses.get(start, ()),
        )  # fmt: skip


def _references_by_clause(
    references: Iterable[Mapping[str, Any]], clauses: Sequence[Mapping[str, Any]]
) -> dict[int, list[Mapping[str, Any]]]:
    """Return the references in each of the clauses, by where the clause starts."""
    starts = [clause["start"] for clause in clauses]
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for reference in references:
        place = bisect_right(starts, reference["start"]) - 1
        if place >= 0 and reference["start"] < clauses[place]["end"]:
            found[starts[place]].append(reference)
    return found


def _form_counts(text: str) -> Iterable[str]:
    """Yield the forms of document that the text shows: bill, resolution, press release, ..."""
    at_start: set[str] = set()
    lines = text.split("\n")
    reached = 0
    for line, cues in zip(lines, alternatives_prefilter("forms").candidates(lines), strict=True):
        for cue, pattern in cues:
            for match in pattern.finditer(line):
                yield f"form/{cue.id}"
                if reached + match.end() <= _START:
                    at_start.add(cue.id)
        reached += len(line) + 1
    yield from (f"form/{cue_id}/start" for cue_id in sorted(at_start))


def _reference_counts(references: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    seen: set[tuple[str, str]] = set()
    for reference in references:
        kind = reference["kind"]
        yield f"reference/{kind}"
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


def _main_act(annotation: Annotation, topical: set[int]) -> Iterable[str]:
    """Yield what the first act of the operative part does, what the acts are alike in, and the strongest."""
    commitments = annotation.commitments
    acts = [act for act in commitments if act["section"] == "operative" and not act["procedural"]]
    for act in acts[:1]:
        yield "first/negated" if act["negated"] else f"first/{act['strength']}/{act['addressee']}"
        yield f"first/{act['cue_id']}"
    acts = [act for act in acts if not act["negated"]]
    if acts and all(act["addressee"] == "other" for act in acts):
        yield "all/other"
    if acts and all(act["strength"] in ("exhortation", "commemoration", "endorsement") for act in acts):
        yield "all/words"
    yield f"own/{_undertaken(commitments, acts, _where_rights_stand(annotation, topical))}"


def _undertaken(
    commitments: Sequence[Mapping[str, Any]], acts: Sequence[Mapping[str, Any]], rights: Mapping[int, str]
) -> str:
    """Name the most telling way in which the document undertakes something of its own, or say ``none``."""
    if any(act["section"] == "title" and act["negated"] for act in commitments):
        return "repeal"
    own = [act for act in acts if _undertakes(act)]
    done = [act for act in own if act["strength"] != "exhortation"]
    if any(act["start"] in rights for act in done):
        return "about rights"
    if any(act["start"] in rights for act in own):
        return "asked about rights"
    parts = set(rights.values())
    if own and "title" in parts:
        return "under a title about rights"
    if own and parts & {"operative", "other"}:
        return "beside clauses about rights"
    if own:
        return "after reasons about rights" if "recital" in parts else "without rights"
    if any(_undertakes(act) and act["section"] == "other" for act in commitments):
        return "in prose"
    return "none"


def _where_rights_stand(annotation: Annotation, topical: set[int]) -> dict[int, str]:
    """Return the section of each clause that speaks of rights, or names one, by its start."""
    named = sorted(reference["start"] for reference in annotation.references)
    return {
        clause["start"]: clause["section"]
        for clause in annotation.clauses
        if clause["start"] in topical
        or bisect_left(named, clause["end"]) > bisect_left(named, clause["start"])
    }


def _undertakes(act: Mapping[str, Any]) -> bool:
    """Tell whether the municipality takes something on by this clause (CODEBOOK, Q2 and case 11)."""
    if act["addressee"] != "self" or act["negated"] or act["procedural"] or act["vague"]:
        return False
    return act["strength"] in ("binding", "adoption", "institution", "means", "exhortation")


def _in_form(titles: Sequence[Mapping[str, Any]], counts: Mapping[str, float]) -> Iterable[str]:
    """Yield how the title stands in the form of document that the text mostly shows.

    The words that give the title in a resolution only recall it in a press
    release, and ask for it in a petition (CODEBOOK, cases 3, 7 and 18).
    """
    shown = dict.fromkeys(_FORMS.values(), 0.0)
    for cue, name in _FORMS.items():
        shown[name] += counts.get(f"form/{cue}", 0) + 2 * counts.get(f"form/{cue}/start", 0)
    form = max(shown, key=shown.__getitem__) if any(shown.values()) else "none"
    yield f"form/mostly {form}"
    parts = {_PARTS.get(title["section"], "signature") for title in titles if title["decides"]}
    if parts:
        yield f"designation/decides in {form}"
    undone = counts.get("form/lost_vote") or any(
        "title_ended" in title["uses"] and title["section"] in ("title", "operative") for title in titles
    )
    # A page or a report may reprint the act; a petition asks for it in the words of one.
    acts = form not in _NO_ACT or (form != "petition" and not parts.isdisjoint(("operative", "recital")))
    uses = {use for title in titles for use in title["uses"]}
    if any(title["section"] == "title" for title in titles) and acts and uses.isdisjoint(_NOT_GIVING):
        yield "designation/in heading"
    if parts and acts and not undone:
        yield "designation/decided"
        yield from (f"designation/decided/{part}" for part in parts)
    elif titles:
        yield "designation/undecided"


def _title_counts(titles: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for title in titles:
        part = _PARTS.get(title["section"], "signature")
        for use in title["uses"]:
            yield f"designation/{use}"
            yield f"designation/{use}/{part}"
        if title["decides"]:
            yield f"designation/decides/{part}"
