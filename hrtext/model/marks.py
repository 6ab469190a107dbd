"""Find the clauses that a coder marked as deciding an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from hrtext.records import QUESTIONS

Marks: TypeAlias = tuple[frozenset[int], ...]
"""For each question the numbers of the clauses that decide it."""
NO_MARKS: Marks = tuple(frozenset[int]() for _ in QUESTIONS)

_OWN_ACTS = frozenset({"binding", "adoption", "institution", "means", "endorsement"})
# A quotation this short may stand anywhere by chance.
_SHORTEST = 4


def marked_clauses(coding: Mapping[str, Any], text: str, clauses: Sequence[str]) -> Marks:
    """Return which clauses decide each answer, as far as the coding says.

    Parameters
    ----------
    coding : mapping
        Of a coded document: ``clauses``, ``instruments``, ``rights`` and
        ``principles`` with offsets, or ``decisive``, for each question the
        offsets of the clause that decides it.
    text : str
        What the offsets count in.
    clauses : sequence of str
        The clauses as they were split after repair, which moves offsets: a
        clause is found again by its letters and digits.

    Examples
    --------
    >>> coding = {"rights": [{"id": "water", "start": 9, "end": 23}]}
    >>> marked_clauses(coding, "WHEREAS, the right to water", ["WHEREAS,", "the right to water"])[2]
    frozenset({1})
    """
    bare = [_bare(clause) for clause in clauses]
    return tuple(
        frozenset(
            number
            for start, end in _spans(coding, question)
            for number in _containing(_bare(text[start:end]), bare)
        )
        for question in QUESTIONS
    )


def shown_clauses(coding: Mapping[str, Any], text: str, clauses: Sequence[str]) -> frozenset[int]:
    """Return the clauses that a coder would show as the reason for the label.

    Parameters
    ----------
    coding, text, clauses
        See :func:`marked_clauses`.

    Examples
    --------
    >>> clause = {"act": "means", "decisive": True, "start": 0, "end": 13}
    >>> shown_clauses({"clauses": [clause]}, "The City pays", ["The City pays", "Attest"])
    frozenset({0})
    """
    bare = [_bare(clause) for clause in clauses]
    return frozenset(
        number
        for clause in coding.get("clauses", ())
        if clause["decisive"]
        for number in _containing(_bare(text[clause["start"] : clause["end"]]), bare)
    )


def _spans(coding: Mapping[str, Any], question: str) -> Iterator[tuple[int, int]]:
    span = (coding.get("decisive") or {}).get(question)
    if span:
        yield span["start"], span["end"]
    if question == "rights_content":
        for kind in ("instruments", "rights", "principles"):
            yield from _offsets(coding.get(kind, ()))
        return
    for clause in coding.get("clauses", ()):
        if clause["negated"]:
            continue
        is_own_act = clause["act"] in _OWN_ACTS and clause["addressee"] == "self" and clause["decisive"]
        if clause["act"] == "designation" if question == "designation" else is_own_act:
            yield clause["start"], clause["end"]


def _offsets(items: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, int]]:
    for item in items:
        yield item["start"], item["end"]


def _containing(quoted: str, clauses: Sequence[str]) -> Iterator[int]:
    """Yield the clauses that hold the quotation, or of which it holds all."""
    if len(quoted) < _SHORTEST:
        return
    for number, clause in enumerate(clauses):
        if quoted in clause or (len(clause) > len(quoted) // 4 and clause in quoted):
            yield number


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
