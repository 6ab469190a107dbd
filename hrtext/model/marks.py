"""Find again the clauses that a coder marked: to decide, to be shown, or to undertake nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hrtext.records import QUESTIONS

_OWN_ACTS = frozenset({"binding", "adoption", "institution", "means", "endorsement"})
# A quotation this short may stand anywhere by chance.
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Marks:
    """Numbers of the clauses of one document that its coder marked.

    Attributes
    ----------
    deciding : tuple of frozenset of int
        For each question those that make the answer *yes*.
    shown : frozenset of int
        Those that the coder would show as the reason for the label.
    idle : frozenset of int
        Those by which the municipality undertakes nothing: that urge, honour,
        order the procedure, or speak of others.
    """

    deciding: tuple[frozenset[int], ...]
    shown: frozenset[int] = frozenset()
    idle: frozenset[int] = frozenset()


NO_MARKS = Marks(tuple(frozenset[int]() for _ in QUESTIONS))


def read_marks(coding: Mapping[str, Any], text: str, clauses: Sequence[str]) -> Marks:
    """Return which clauses are marked, as far as the coding says.

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
    >>> coding = {
    ...     "rights": [{"id": "water", "start": 9, "end": 23}],
    ...     "clauses": [{"act": "none", "start": 0, "end": 27, "decisive": True}],
    ... }
    >>> marks = read_marks(coding, "WHEREAS, the right to water", ["WHEREAS,", "the right to water"])
    >>> marks.deciding[2], marks.shown, marks.idle
    (frozenset({1}), frozenset({0, 1}), frozenset({0, 1}))
    """
    bare = [_bare(clause) for clause in clauses]

    def found(spans: Iterable[tuple[int, int]]) -> frozenset[int]:
        return frozenset(
            number for start, end in spans for number in _containing(_bare(text[start:end]), bare)
        )

    coded = list(_items(coding.get("clauses")))
    own = [clause for clause in coded if _is_own_act(clause)]
    # Of a clause whose act nobody coded, nothing is known.
    others = [
        clause
        for clause in coded
        if isinstance(clause.get("act"), str) and clause["act"] != "designation" and not _is_own_act(clause)
    ]
    return Marks(
        deciding=tuple(found(_spans(coding, question)) for question in QUESTIONS),
        shown=found(_offsets([clause for clause in coded if clause.get("decisive")])),
        idle=found(_offsets(others)) - found(_offsets(own)),
    )


def _is_own_act(clause: Mapping[str, Any]) -> bool:
    """Tell whether the municipality undertakes something by it; a bare endorsement only if it decides."""
    return (
        clause.get("act") in _OWN_ACTS
        and clause.get("addressee") == "self"
        and not clause.get("negated")
        and (clause["act"] != "endorsement" or bool(clause.get("decisive")))
    )


def _spans(coding: Mapping[str, Any], question: str) -> Iterator[tuple[int, int]]:
    decisive = coding.get("decisive")
    if isinstance(decisive, Mapping):
        yield from _offsets([decisive.get(question)])
    if question == "rights_content":
        for kind in ("instruments", "rights", "principles"):
            yield from _offsets(coding.get(kind))
        return
    for clause in _items(coding.get("clauses")):
        designates = clause.get("act") == "designation" and not clause.get("negated")
        if designates if question == "designation" else _is_own_act(clause):
            yield from _offsets([clause])


def _items(found: object) -> Iterator[Mapping[str, Any]]:
    """Yield what has offsets: a corpus of other makers may use the same names for something else."""
    for item in found if isinstance(found, list) else ():
        if isinstance(item, Mapping) and all(isinstance(item.get(key), int) for key in ("start", "end")):
            yield item


def _offsets(found: object) -> Iterator[tuple[int, int]]:
    for item in _items(found):
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
