"""What is tagged in one text: the plain data that everything later reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from hrtext.annotate.contents import Contents, speaks_of_rights

Items: TypeAlias = Sequence[Mapping[str, Any]]

_KINDS_OF_RIGHTS = frozenset({"instrument", "right", "principle", "designation"})


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
    contents : Contents
        What the clauses say of rights, in words that are no names.
    titles : sequence of mapping
        See :class:`hrtext.annotate.titles.TitleReader`.
    commitments : sequence of mapping
        See :class:`hrtext.annotate.commitments.CommitmentFinder`.
    """

    text: str
    clauses: Items
    references: Items
    contents: Contents
    titles: Items = ()
    commitments: Items = ()

    @property
    def speaks(self) -> bool:
        """Whether anything here speaks of rights: if not, the document is out of scope (CODEBOOK, Q3)."""
        return any(reference["kind"] in _KINDS_OF_RIGHTS for reference in self.references) or any(
            speaks_of_rights(cue) for cues in self.contents.cues for cue in cues
        )
