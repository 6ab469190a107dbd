"""What is tagged in one text: the plain data that everything later reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Items: TypeAlias = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A text and what is tagged in it; offsets are code points.

    Attributes
    ----------
    text : str
    clauses : sequence of mapping
        See :func:`hrtext.annotate.sections.find_clauses`.
    references : sequence of mapping
        See :class:`hrtext.annotate.references.ReferenceFinder`.
    titles : sequence of mapping
        See :class:`hrtext.annotate.titles.TitleReader`.
    commitments : sequence of mapping
        See :class:`hrtext.annotate.commitments.CommitmentFinder`.
    """

    text: str
    clauses: Items = ()
    references: Items = ()
    titles: Items = ()
    commitments: Items = ()
