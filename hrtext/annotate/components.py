"""The annotators as components of a spaCy pipeline.

Components are registered by entry point, so that a saved pipeline loads
without importing hrtext first. Each keeps plain data in ``doc._.hrtext_*`` and
the same as spans in ``doc.spans``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from hrtext.annotate.annotation import Annotation
from hrtext.annotate.commitments import CommitmentFinder
from hrtext.annotate.contents import read_contents
from hrtext.annotate.extensions import register_extensions, store_spans
from hrtext.annotate.references import ReferenceFinder
from hrtext.annotate.sections import find_clauses
from hrtext.annotate.titles import TitleReader
from hrtext.lexicon import load_lexicon


def annotation_of(doc: Doc) -> Annotation:
    """Return what the components have tagged in a document.

    Examples
    --------
    >>> from hrtext.annotate import build_pipeline
    >>> [item["id"] for item in annotation_of(build_pipeline()("the right to water")).references]
    ['water_sanitation']
    """
    own, text = doc._, doc.text
    clauses = own.hrtext_clauses or []
    return Annotation(
        text,
        clauses=clauses,
        references=own.hrtext_references or [],
        contents=read_contents(text, clauses),
        titles=own.hrtext_titles or [],
        commitments=own.hrtext_commitments or [],
    )


class SectionComponent:
    """Sets ``doc._.hrtext_clauses``; see :func:`hrtext.annotate.sections.find_clauses`.

    The labels of ``doc.spans["hrtext_clauses"]`` are the sections.
    """

    def __init__(self) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        doc._.hrtext_clauses = find_clauses(doc.text)
        store_spans(doc, "hrtext_clauses", doc._.hrtext_clauses, label="section")
        return doc


class ReferenceComponent:
    """Sets ``doc._.hrtext_references``; see :class:`hrtext.annotate.references.ReferenceFinder`.

    The labels of ``doc.spans["hrtext_references"]`` are the kinds, their span
    ids the canonical ids.
    """

    def __init__(self, find: ReferenceFinder) -> None:
        register_extensions()
        self._find = find

    def __call__(self, doc: Doc) -> Doc:
        doc._.hrtext_references = self._find(doc.text, doc._.hrtext_clauses or ())
        store_spans(doc, "hrtext_references", doc._.hrtext_references, label="kind", span_id="id")
        return doc


class TitleComponent:
    """Sets ``doc._.hrtext_titles``; see :class:`hrtext.annotate.titles.TitleReader`."""

    def __init__(self, read: TitleReader) -> None:
        register_extensions()
        self._read = read

    def __call__(self, doc: Doc) -> Doc:
        own = doc._
        own.hrtext_titles = self._read(doc.text, own.hrtext_clauses or (), own.hrtext_references or ())
        return doc


class CommitmentComponent:
    """Sets ``doc._.hrtext_commitments``; see :class:`hrtext.annotate.commitments.CommitmentFinder`.

    The labels of ``doc.spans["hrtext_commitments"]`` are the strengths.
    """

    def __init__(self) -> None:
        register_extensions()
        self._find = CommitmentFinder()

    def __call__(self, doc: Doc) -> Doc:
        doc._.hrtext_commitments = self._find(doc.text, doc._.hrtext_clauses or ())
        store_spans(doc, "hrtext_commitments", doc._.hrtext_commitments, label="strength")
        return doc


@Language.factory("hrtext_sections", assigns=["doc._.hrtext_clauses"])
def create_sections(nlp: Language, name: str) -> SectionComponent:
    """Build the component for :meth:`spacy.language.Language.add_pipe`."""
    return SectionComponent()


@Language.factory(
    "hrtext_references",
    assigns=["doc._.hrtext_references"],
    requires=["doc._.hrtext_clauses"],
    default_config={"lexicon": None, "languages": ["en"]},
)
def create_references(
    nlp: Language, name: str, lexicon: str | None, languages: list[str]
) -> ReferenceComponent:
    """Build the component; `lexicon` is the path of the user's own entries."""
    return ReferenceComponent(ReferenceFinder(load_lexicon(lexicon), languages))


@Language.factory(
    "hrtext_titles",
    assigns=["doc._.hrtext_titles"],
    requires=["doc._.hrtext_references"],
    default_config={"lexicon": None},
)
def create_titles(nlp: Language, name: str, lexicon: str | None) -> TitleComponent:
    """Build the component; `lexicon` is the path of the user's own entries."""
    return TitleComponent(TitleReader(load_lexicon(lexicon)))


@Language.factory(
    "hrtext_commitments",
    assigns=["doc._.hrtext_commitments"],
    requires=["doc._.hrtext_clauses"],
)
def create_commitments(nlp: Language, name: str) -> CommitmentComponent:
    """Build the component for :meth:`spacy.language.Language.add_pipe`."""
    return CommitmentComponent()
