"""Tag a text: sections, references, uses of the title, commitments; with spaCy, or without."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hrtext.annotate.annotation import Annotation
from hrtext.annotate.annotator import TextAnnotator

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["COMPONENTS", "Annotation", "TextAnnotator", "add_components", "build_pipeline"]

COMPONENTS = ("hrtext_sections", "hrtext_references", "hrtext_titles", "hrtext_commitments")
_WITH_LEXICON = frozenset({"hrtext_references", "hrtext_titles"})


def build_pipeline(lexicon: str | Path | None = None) -> Language:
    """Return a blank English pipeline with the hrtext components.

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
    >>> doc = build_pipeline()("BE IT RESOLVED, that the City is a human rights city.")
    >>> [reference["id"] for reference in doc._.hrtext_references]
    ['human_rights_city', 'human_rights_general']
    """
    from spacy import blank

    return add_components(blank("en"), lexicon)


def add_components(nlp: Language, lexicon: str | Path | None = None) -> Language:
    """Add the hrtext components to the end of a pipeline of the user's own, replacing older ones.

    Examples
    --------
    >>> import spacy
    >>> add_components(spacy.blank("en")).pipe_names[0]
    'hrtext_sections'
    """
    path = None if lexicon is None else str(lexicon)
    for name in COMPONENTS:
        if name in nlp.pipe_names:
            nlp.remove_pipe(name)
        nlp.add_pipe(name, config={"lexicon": path} if name in _WITH_LEXICON else {})
    return nlp
