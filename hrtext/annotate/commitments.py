"""Find who undertakes what: one commitment for each clause that acts.

The main verb decides. "Calls upon the Governor to establish a commission" is
an exhortation to others, whatever stands after "to"; "supports the bill and
directs the City Manager to report" is two commitments. The first cue of a
clause counts, and every later one that is joined to it by "and" and is a
finite verb of the same subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from hrtext.annotate.extensions import register_extensions, store_spans
from hrtext.lexicon import Cue, load_cues
from hrtext.records import Addressee

_JOINED = re.compile(
    r"(?:\band\b|\bbut\b|;|\balso\b|\bfurther\b|\bthat (?:the|this)\b[^,;]{0,40})"
    r"[\s,]*(?:it\s+|also\s+|further\s+|hereby\s+|does\s+|shall\s+|will\s+|therefore\s+|strongly\s+)*$",
    re.IGNORECASE,
)
_ACTOR = re.compile(
    r"\b(?:(?:the|this|our|all|each|every|any|no)\s+)?(?:(?!that\b|of\b|by\b|be\b)[A-Za-z][A-Za-z'’-]*\s+){0,4}?"
    r"(?:council|commission(?:er)?|mayor|city|town|county|board|borough|municipality|administration|"
    r"department|committee|assembly|manager|administrator|office|agency|agencies|departments|director|"
    r"district|government|authority|cabinet|staff|court|province|council members?|trustees|supervisors|"
    r"residents|citizens|people|employers?|landlords?|owners?|persons?|contractors?|state|congress|"
    r"governor|president|legislature|parliament|minister)\b"
    r"(?:\s+of\s+(?:the\s+)?[A-Z]\w+(?:\s+(?:of\s+)?[A-Z]\w+){0,4})?",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(we|i|it|they|everyone|nobody)\b", re.IGNORECASE)
# Bodies that a municipality cannot bind by its own word, and the public.
_OTHER_ACTOR = re.compile(
    r"\b(?:congress|state|governor|president|legislature|parliament|minister|united nations|federal|"
    r"citizens|residents|people|everyone)\b",
    re.IGNORECASE,
)
_VAGUE_ACTION = re.compile(
    r"\bto\s+(?:consider|study|explore|examine|celebrate|observe|join|participate|reflect|learn|remember|"
    r"attend|contemplate|look into|take part)\b|\bwhether\b",
    re.IGNORECASE,
)
_OBJECT_LENGTH = 90


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    cue: Cue


class CommitmentAnnotator:
    """spaCy component that tags commitments clause by clause.

    Sets ``doc._.hrtext_commitments``, a list of ``{"text", "start", "end",
    "section", "actor", "cue", "cue_id", "strength", "addressee", "negated",
    "procedural", "vague"}``, and ``doc.spans["hrtext_commitments"]`` (label:
    strength). Titles, operative clauses and prose are read; recitals report
    what others did and are left out (CODEBOOK, preamble).

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("hrtext_sections")
    >>> _ = nlp.add_pipe("hrtext_commitments")
    >>> doc = nlp("BE IT RESOLVED, that the Council urges Congress to ratify the Convention.")
    >>> [(c["strength"], c["addressee"]) for c in doc._.hrtext_commitments]
    [('exhortation', 'other')]
    """

    def __init__(self) -> None:
        register_extensions()
        self._cues = load_cues("commitments").cues
        self._disclaimers = load_cues("disclaimers").cues
        self._procedure = load_cues("procedure").cues
        self._addressees: list[tuple[re.Pattern[str], Addressee]] = [
            (cue.pattern, "self" if cue.note == "addressee self" else "other")
            for cue in load_cues("addressees")
        ]

    def __call__(self, doc: Doc) -> Doc:
        commitments = [
            commitment
            for clause in doc._.hrtext_clauses or []
            if clause["section"] in ("title", "operative", "other")
            for commitment in self._read(doc.text, clause)
        ]
        doc._.hrtext_commitments = commitments
        store_spans(doc, "hrtext_commitments", commitments, label="strength")
        return doc

    def _read(self, text: str, clause: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        words = text[clause["start"] : clause["end"]]
        hits = list(self._main_hits(words))
        if not hits:
            return
        negated = any(cue.pattern.search(words) for cue in self._disclaimers)
        procedural = any(cue.pattern.search(words) for cue in self._procedure)
        for number, hit in enumerate(hits):
            stop = hits[number + 1].start if number + 1 < len(hits) else len(words)
            actor = _actor(words[: hit.start])
            yield {
                "text": words,
                "start": clause["start"],
                "end": clause["end"],
                "section": clause["section"],
                "actor": actor,
                "cue": words[hit.start : hit.end],
                "cue_id": hit.cue.id,
                "strength": hit.cue.strength,
                "addressee": self._addressee(hit, words[hit.end : stop], actor),
                "negated": negated,
                "procedural": procedural,
                "vague": bool(_VAGUE_ACTION.search(words[hit.end : min(stop, hit.end + _OBJECT_LENGTH)])),
            }

    def _main_hits(self, words: str) -> Iterator[_Hit]:
        """Yield the first cue of a clause, and those joined to it."""
        found = sorted(
            (
                _Hit(match.start(), match.end(), cue)
                for cue in self._cues
                for match in cue.pattern.finditer(words)
            ),
            key=lambda hit: (hit.start, -hit.end),
        )
        reached = -1
        for hit in found:
            if hit.start < reached:
                continue
            if reached >= 0 and not _JOINED.search(words[max(0, hit.start - 60) : hit.start]):
                continue
            reached = hit.end
            yield hit

    def _addressee(self, hit: _Hit, after: str, actor: str | None) -> Addressee:
        """Return for whom the verb orders something: the city itself, or somebody else."""
        strength = hit.cue.strength
        target = after[:_OBJECT_LENGTH]
        if strength in ("binding", "adoption", "institution") or hit.cue.id == "affirm_commit":
            return "other" if actor and _OTHER_ACTOR.search(actor) else "self"
        if hit.cue.id in ("oppose", "commemorate", "day_week_month", "endorse"):
            return "other"
        first: tuple[int, Addressee] | None = None
        for pattern, addressee in self._addressees:
            match = pattern.search(target)
            if match and (first is None or match.start() < first[0]):
                first = (match.start(), addressee)
        if first is not None:
            return first[1]
        return "other" if strength == "exhortation" else "self"


def _actor(before: str) -> str | None:
    """Return the subject: the last body named before the verb, or a pronoun next to it."""
    named = None
    for match in _ACTOR.finditer(before):
        named = match
    pronoun = None
    for match in _PRONOUN.finditer(before[-40:]):
        pronoun = match
    if named is not None and len(before) - named.end() < 80:
        return " ".join(named.group(0).split())
    if pronoun is not None:
        return pronoun.group(1)
    return " ".join(named.group(0).split()) if named is not None else None


@Language.factory(
    "hrtext_commitments",
    assigns=["doc._.hrtext_commitments"],
    requires=["doc._.hrtext_clauses"],
)
def create_commitment_annotator(nlp: Language, name: str) -> CommitmentAnnotator:
    """Build the component for :meth:`spacy.language.Language.add_pipe`."""
    return CommitmentAnnotator()
