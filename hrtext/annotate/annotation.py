"""What is tagged in one text: the plain data that everything later reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from hrtext.annotate.contents import Contents, read_contents, speaks_of_rights

Items: TypeAlias = Sequence[Mapping[str, Any]]


_KINDS_OF_RIGHTS = frozenset({"instrument", "right", "principle", "designation"})


@dataclass(frozen=True)
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

    @cached_property
    def contents(self) -> Contents:
        """What the clauses say of rights, in words that are no names."""
        return read_contents(self.text, self.clauses)

    @cached_property
    def speaks(self) -> bool:
        """Whether anything here speaks of rights: if not, the document is out of scope (CODEBOOK, Q3)."""
        return any(reference["kind"] in _KINDS_OF_RIGHTS for reference in self.references) or any(
            speaks_of_rights(cue) for cues in self.contents.cues for cue in cues
        )
