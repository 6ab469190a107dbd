"""Tag one text after the other, without spaCy: a Doc costs more than all that is tagged in it."""

from __future__ import annotations

from pathlib import Path

from hrtext.annotate.annotation import Annotation
from hrtext.annotate.commitments import CommitmentFinder
from hrtext.annotate.references import ReferenceFinder
from hrtext.annotate.sections import find_clauses
from hrtext.annotate.titles import TitleReader
from hrtext.lexicon import load_lexicon


class TextAnnotator:
    """Tags a text as the pipeline of :func:`hrtext.annotate.build_pipeline` tags a document.

    Parameters
    ----------
    lexicon : path, optional
        The user's own entries; see :func:`hrtext.lexicon.load_lexicon`.

    Raises
    ------
    LexiconError
        If `lexicon` is malformed.

    Examples
    --------
    >>> annotation = TextAnnotator()("BE IT RESOLVED, that the City is a human rights city.")
    >>> [reference["id"] for reference in annotation.references]
    ['human_rights_city', 'human_rights_general']
    """

    def __init__(self, lexicon: str | Path | None = None) -> None:
        words = load_lexicon(lexicon)
        self._references = ReferenceFinder(words)
        self._titles = TitleReader(words)
        self._commitments = CommitmentFinder()

    def __call__(self, text: str) -> Annotation:
        """Return what is tagged in `text`."""
        clauses = find_clauses(text)
        references = self._references(text, clauses)
        return Annotation(
            text,
            clauses=clauses,
            references=references,
            titles=self._titles(text, clauses, references),
            commitments=self._commitments(text, clauses),
        )
