"""What one clause says, as names: which section it is of, what it does, of which rights it speaks.

The answers of the codebook turn on single clauses ("one principle in one
findings clause"), which the sums over a document drown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hrtext.records import Section

_LONG = 1_000


@dataclass(frozen=True, slots=True)
class ClauseFeatures:
    """What the model sees of one clause.

    Attributes
    ----------
    start, end : int
        Where the clause stands in the text, in code points.
    section : str
        The part of the document that it is of.
    names : tuple of str
        What holds of it, sorted; each part of a name is told by ``/``.
    length : float
        Its length, 1 being a thousand characters or more.
    words : str
        Its text without the names of bodies.
    """

    start: int
    end: int
    section: Section
    names: tuple[str, ...]
    length: float
    words: str


def describe_clause(
    clause: Mapping[str, Any],
    words: str,
    *,
    content: Iterable[str],
    references: Iterable[Mapping[str, Any]],
    acts: Iterable[Mapping[str, Any]],
    uses: Iterable[str],
) -> ClauseFeatures:
    """Return the features of one clause.

    Parameters
    ----------
    clause : mapping
        ``start``, ``end`` and ``section``.
    words : str
        Its text without the names of bodies.
    content : iterable of str
        The ids of the cues of content in it.
    references, acts : iterable of mapping
        The references and the commitments in it, as the pipeline tags them.
    uses : iterable of str
        How it uses the title of human rights city.

    Examples
    --------
    >>> clause = {"start": 0, "end": 40, "section": "recital"}
    >>> describe_clause(
    ...     clause, "WHEREAS, all are equal", content=["equal_treatment"], references=(), acts=(), uses=()
    ... ).names
    ('content/equal_treatment', 'section/recital')
    """
    section = clause["section"]
    names = {f"section/{section}"}
    topics = {f"content/{cue}" for cue in content}
    topics |= {name for reference in references for name in _reference_names(reference)}
    names |= topics
    for act in acts:
        names.update(_act_names(act, section, is_topical=bool(topics)))
    for use in uses:
        names |= {f"title/{use}", f"title/{use}/{section}"}
    length = min(1.0, (clause["end"] - clause["start"]) / _LONG)
    return ClauseFeatures(clause["start"], clause["end"], section, tuple(sorted(names)), length, words)


def _reference_names(reference: Mapping[str, Any]) -> Iterator[str]:
    yield f"reference/{reference['kind']}"
    yield f"reference/{reference['kind']}/{reference['id']}"


def _act_names(act: Mapping[str, Any], section: str, *, is_topical: bool) -> Iterator[str]:
    if act["procedural"]:
        yield "act/procedural"
        return
    kind = f"{'negated' if act['negated'] else 'act'}/{act['strength']}/{act['addressee']}"
    yield kind
    yield f"{kind}/{section}"
    yield f"{'negated' if act['negated'] else 'act'}/{act['cue_id']}"
    if act["vague"]:
        yield f"vague/{act['addressee']}"
    if is_topical:
        yield f"topical {kind}"
