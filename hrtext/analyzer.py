"""The only composer: file, document, annotated text, features, answers, record."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from dataclasses import replace as _replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hrtext.annotate import Annotation, TextAnnotator, add_components, build_pipeline
from hrtext.evidence import choose_deciding, choose_evidence
from hrtext.extract import read_document, read_text, require_engine
from hrtext.features import Features, extract_features
from hrtext.lexicon import load_lexicon
from hrtext.model.codebook import OUT_OF_SCOPE, label_of, outcome, outcome_probabilities
from hrtext.model.store import StoredModel, load_model
from hrtext.records import (
    QUESTIONS,
    Answer,
    Commitment,
    Document,
    ModelIdentity,
    Record,
    Reference,
)
from hrtext.review import ocr_reasons, review_reasons
from hrtext.settings import Settings
from hrtext.stages import CLOCK

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_READABLE_LANGUAGES = frozenset({"en", "und"})
# spaCy refuses longer texts by default, since parsers need memory for each token; these rules do not.
_MOST_CHARACTERS = 50_000_000


class Analyzer:
    """Labels, tags and reads documents. Get one from :func:`load`.

    Parameters
    ----------
    stored : StoredModel
    settings : Settings
    lexicon : path or None
        The user's own entries.
    model : path or None
        Where `stored` was read from, for the worker processes of :meth:`classify_many`.
    nlp : Language or None
        A pipeline of the user's own.
    """

    def __init__(
        self,
        stored: StoredModel,
        settings: Settings,
        *,
        model: str | Path | None,
        lexicon: str | Path | None,
        nlp: Language | None,
    ) -> None:
        self.model: ModelIdentity = stored.identity
        words = load_lexicon(lexicon)
        self.lexicon_sha256: str = words.sha256
        self._stored = stored
        self._settings = settings
        self._sources = (model, lexicon)
        self._own_nlp = nlp
        self._tag_text = TextAnnotator(words) if nlp is None else self._tag_with_spacy

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline, to which the hrtext components are added when it is first asked for."""
        lexicon = self._sources[1]
        own = self._own_nlp
        nlp = build_pipeline(lexicon) if own is None else add_components(own, lexicon)
        nlp.max_length = max(nlp.max_length, _MOST_CHARACTERS)
        return nlp

    def extract(self, source: str | os.PathLike[str] | bytes) -> Document:
        """Return the text of one document; a bad file gives a status, never an exception.

        Parameters
        ----------
        source : str, path or bytes
            A path; the content of a file; or a text. A `str` is taken for a
            path if a file of that name exists or it looks like the name of
            one: no line break, no blank beside a suffix.

        Returns
        -------
        Document
        """
        with CLOCK.stage("read"):
            if isinstance(source, str) and not _is_path(source):
                return read_text(source)
            return read_document(source, limits=self._settings, password=self._settings.password)

    def annotate(self, text: str) -> Doc:
        """Return the annotated spaCy document of an extracted text.

        Records do not need it: unless a pipeline of the user's own was given,
        they are made without spaCy, which gives the same tags for a fraction of
        the time.

        Examples
        --------
        >>> doc = load().annotate("BE IT RESOLVED, that the City shall train its staff.")
        >>> doc._.hrtext_commitments[0]["strength"]
        'binding'
        """
        return self.nlp(text)

    def classify(self, source: str | os.PathLike[str] | bytes) -> Record:
        """Return the record of one document: label, answers, evidence, references, commitments.

        Parameters
        ----------
        source : str, path or bytes
            See :meth:`extract`.

        Examples
        --------
        >>> record = load().classify(
        ...     "A RESOLUTION\\nWHEREAS, human rights matter; now, therefore,\\n"
        ...     "BE IT RESOLVED, that the City Council urges Congress to ratify the Convention "
        ...     "on the Rights of the Child.")
        >>> record.status, record.label
        ('ok', 'rhetoric_only')
        """
        document, record = self._read(source)
        if record.status != "ok":
            return record
        annotation = self._annotation(document.text, if_it_speaks=True)
        with CLOCK.stage("features"):
            features = extract_features(annotation)
        with CLOCK.stage("label"):
            return self._label(document, record, annotation, features)

    def tag(self, source: str | os.PathLike[str] | bytes) -> Record:
        """Return the references and commitments of one document, without a label."""
        document, record = self._read(source)
        if record.status != "ok":
            return record
        return _with_tags(record, document, self._annotation(document.text))

    def classify_many(
        self, sources: Iterable[str | os.PathLike[str] | bytes], *, jobs: int = 1
    ) -> Generator[Record, None, None]:
        """Yield one record for each document, in order, whatever a file holds.

        A source that holds documents, such as a zip archive or a message with
        attachments, gives a record for each, whose path is that of the source,
        ``!/`` and the name inside.

        Each file is read in a worker process, so one that hangs or crashes its
        reader costs its own record only.

        Parameters
        ----------
        sources : iterable of str, path or bytes
            Paths, or contents of files.
        jobs : int, optional
            How many worker processes; the records do not depend on it.
        """
        from hrtext.batch import run
        from hrtext.inputs import from_source
        from hrtext.tasks import record_task

        model, lexicon = self._sources
        task = record_task("classify", model, lexicon, self._settings)
        yield from run(map(from_source, sources), task, jobs=jobs, settings=self._settings)

    def features(self, text: str) -> Features:
        """Return what the model sees of an extracted text."""
        return extract_features(self._annotation(text))

    def _annotation(self, text: str, *, if_it_speaks: bool = False) -> Annotation:
        with CLOCK.stage("annotate"):
            return self._tag_text(text, if_it_speaks=if_it_speaks)

    def _tag_with_spacy(self, text: str, *, if_it_speaks: bool) -> Annotation:
        from hrtext.annotate.components import annotation_of

        annotation = annotation_of(self.nlp(text))
        if if_it_speaks and not annotation.speaks:
            return _replace(annotation, titles=(), commitments=())
        return annotation

    def _read(self, source: str | os.PathLike[str] | bytes) -> tuple[Document, Record]:
        document = self.extract(source)
        record = Record(
            path=document.path,
            status=document.status,
            message=document.message,
            sha256=document.sha256,
            bytes=document.bytes,
            media_type=document.media_type,
            pages=document.pages,
            characters=len(document.text) if document.status == "ok" else None,
            language=document.language,
            ocr=document.ocr,
            model=self.model,
        )
        if document.status == "ok" and document.language not in (*_READABLE_LANGUAGES, None):
            return document, _replace(
                record,
                status="unsupported_language",
                message=f"The text is in {document.language!r}, and only English can be labelled yet: "
                "give an English version.",
            )
        return document, record

    def _label(
        self, document: Document, record: Record, annotation: Annotation, features: Features
    ) -> Record:
        linear = self._stored.linear
        clause_scores = linear.clauses.scores(features.clauses)
        probabilities = dict(zip(QUESTIONS, linear.probabilities(features, clause_scores), strict=True))
        answers = {question: value >= 0.5 for question, value in probabilities.items()}
        evidence = choose_evidence(annotation, document, answers, features, clause_scores.answers)
        name = outcome(*(answers[question] for question in QUESTIONS))
        outcomes = outcome_probabilities(probabilities)
        label = label_of(name)
        reasons = [
            *review_reasons(annotation, answers, probabilities, outcomes, self._stored.review_below),
            *ocr_reasons(document.ocr),
        ]
        return _replace(
            _with_tags(record, document, annotation),
            deciding=()
            if label is None
            else choose_deciding(document, features, clause_scores.showing, label),
            status="out_of_scope" if name == OUT_OF_SCOPE else "ok",
            label=label,
            probabilities={key: _rounded(value) for key, value in outcomes.items()},
            needs_review=bool(reasons),
            review_reasons=tuple(reasons),
            answers={
                question: Answer(answers[question], _rounded(probabilities[question]), evidence[question])
                for question in QUESTIONS
            },
        )


def load(
    model: str | Path | None = None,
    *,
    lexicon: str | Path | None = None,
    settings: Settings | None = None,
    nlp: Language | None = None,
) -> Analyzer:
    """Load a model and return an analyzer.

    Parameters
    ----------
    model : path, optional
        A model directory; the one that ships with hrtext if not given.
    lexicon : path, optional
        The user's own lexicon entries, a JSONL file.
    settings : Settings, optional
        Limits for each file.
    nlp : Language, optional
        A spaCy pipeline of the user's own, to which the hrtext components are
        added at the end when it is first used; if not given, records are made
        without spaCy. :meth:`Analyzer.classify_many` does without it in any case.

    Raises
    ------
    ModelError
        If the model is missing, damaged or not to be trusted.
    LexiconError
        If the lexicon is malformed.
    UsageError
        If the settings name an engine for OCR that is not installed.

    Examples
    --------
    >>> load().model.name
    'default'
    """
    settings = settings or Settings()
    require_engine(settings.ocr)
    stored = load_model(model)
    return Analyzer(stored, settings, model=model, lexicon=lexicon, nlp=nlp)


def _is_path(source: str) -> bool:
    if "\n" in source or len(source) > 4_096 or "\0" in source:
        return False
    if os.path.exists(source):
        return True
    stem, suffix = os.path.splitext(source)
    # A sentence may end in "$4.50"; the name of a file ends in letters.
    return bool(stem) and len(suffix) <= 6 and suffix[1:].isalnum() and not suffix[1:].isdigit()


def _with_tags(record: Record, document: Document, annotation: Annotation) -> Record:
    return _replace(
        record,
        references=tuple(
            Reference(
                page=document.page(item["start"]),
                boxes=document.boxes(item["start"], item["end"]),
                **item,
            )
            for item in annotation.references
        ),
        commitments=tuple(
            Commitment(
                page=document.page(item["start"]),
                boxes=document.boxes(item["start"], item["end"]),
                **{key: item[key] for key in _COMMITMENT_FIELDS},
            )
            for item in annotation.commitments
            if not item["procedural"]
        ),
    )


_COMMITMENT_FIELDS = (
    "text", "start", "end", "section", "actor", "cue", "strength", "addressee", "negated",
)  # fmt: skip


def _rounded(probability: float) -> float:
    """Return a probability to four places: more would only print the noise of the last bit."""
    return round(probability, 4)
