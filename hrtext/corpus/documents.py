"""What a labelled corpus is: documents with outcomes and answers, and how each file was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hrtext.model.codebook import OUTCOMES


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """One coded document of a corpus.

    Attributes
    ----------
    id, text : str
    outcome : str
        One of :data:`hrtext.model.codebook.OUTCOMES`.
    answers : tuple of (bool or None)
        The three answers of the codebook; None where it was not coded.
    city, group : str
        Where it comes from; which documents are versions of the same act.
    origin : str
        ``real``, or ``written`` for the corpus.
    confidence : str
        How clear the coder found it: ``high``, ``medium`` or ``low``.
    coding : mapping
        The rest of the line: clauses, instruments, rights, and so on.
    is_answered : bool
        Whether a coder gave the answers; otherwise they follow from the outcome.
    is_extracted : bool
        Whether the text comes out of a PDF or the like, already repaired.
    duplicate_of : str
        The id of the first document of the corpus that this one repeats, all
        but word for word; its own where there is none.
    """

    id: str
    text: str
    outcome: str
    answers: tuple[bool | None, ...]
    city: str
    group: str
    origin: str
    confidence: str
    coding: Mapping[str, Any]
    is_answered: bool = True
    is_extracted: bool = False
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one path of a corpus was read.

    Attributes
    ----------
    path, kind : str
        The path as given, and what it was recognised as.
    documents : int
        How many documents it holds.
    skipped : mapping of str to int
        Why rows were left out, and how many: ``rejected``, ``ignored``,
        ``cancelled``, ``not labelled``, ``not English``.
    unused : tuple of str
        Columns of a table that have no meaning here.
    """

    path: str
    kind: str
    documents: int
    skipped: Mapping[str, int] = field(default_factory=dict)
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents in the order of their files, a hash of their texts and labels, and how they were read."""

    documents: tuple[LabelledDocument, ...]
    sha256: str
    readings: tuple[Reading, ...] = ()


def label_counts(documents: Sequence[LabelledDocument]) -> dict[str, int]:
    """Return how many documents have each outcome."""
    return {name: sum(document.outcome == name for document in documents) for name in OUTCOMES}
