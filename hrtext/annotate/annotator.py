"""Tag one text after the other, without spaCy: a Doc costs more than all that is tagged in it."""

from __future__ import annotations

from dataclasses import replace

from hrtext.annotate.annotation import Annotation
from hrtext.annotate.commitments import CommitmentFinder
from hrtext.annotate.contents import read_contents
from hrtext.annotate.references import ReferenceFinder
from hrtext.annotate.sections import find_clauses
from hrtext.annotate.titles import TitleReader
from hrtext.lexicon import Lexicon, load_lexicon


class TextAnnotator:
    """Tags a text as the pipeline of :func:`hrtext.annotate.build_pipeline` tags a document.

    Parameters
    ----------
    lexicon : Lexicon, optional
        The shipped one if not given.

    Examples
    --------
    >>> annotation = TextAnnotator()("BE IT RESOLVED, that the City is a human rights city.")
    >>> [reference["id"] for reference in annotation.references]
    ['human_rights_city', 'human_rights_general']
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        words = load_lexicon() if lexicon is None else lexicon
        self._references = ReferenceFinder(words)
        self._titles = TitleReader(words)
        self._commitments = CommitmentFinder()

    def __call__(self, text: str, *, if_it_speaks: bool = False) -> Annotation:
        """Return what is tagged in `text`.

        Parameters
        ----------
        text : str
        if_it_speaks : bool, optional
            Look for titles and commitments only in a text in which anything
            speaks of rights: the others, most of what councils publish, are
            read in a third of the time.
        """
        clauses = find_clauses(text)
        annotation = Annotation(text, clauses, self._references(text, clauses), read_contents(text, clauses))
        if if_it_speaks and not annotation.speaks:
            return annotation
        return replace(
            annotation,
            titles=self._titles(text, clauses, annotation.references),
            commitments=self._commitments(text, clauses),
        )
