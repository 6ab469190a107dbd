"""From labelled documents to samples: read, annotate, take the features."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TypeAlias

from joblib import Parallel, cpu_count, delayed

from hrtext.annotate import TextAnnotator
from hrtext.corpus import LabelledDocument
from hrtext.extract import read_text
from hrtext.features import Features, extract_features
from hrtext.model.marks import Marks, read_marks
from hrtext.model.samples import Sample

_BATCH = 100
_Read: TypeAlias = tuple[str, Features, Marks]


def samples_of(documents: Iterable[LabelledDocument]) -> list[Sample]:
    """Return a sample for each document, in order."""
    listed = list(documents)
    batches = [listed[i : i + _BATCH] for i in range(0, len(listed), _BATCH)]
    # The lexicon takes a while to compile, so a handful of documents is not worth a second process.
    jobs = min(cpu_count(), len(batches)) or 1
    batches_read = Parallel(n_jobs=jobs)(delayed(_features)(batch) for batch in batches)
    return [
        Sample(
            id=document.id,
            features=found,
            answers=document.answers,
            outcome=document.outcome,
            city=document.city,
            group=document.group,
            origin=document.origin,
            confidence=document.confidence,
            duplicate_of=document.duplicate_of,
            marks=marks,
            text=text,
        )
        for document, (text, found, marks) in zip(listed, chain.from_iterable(batches_read), strict=True)
    ]


def _features(documents: Sequence[LabelledDocument]) -> list[_Read]:
    annotate = TextAnnotator()
    return [_read(document, annotate) for document in documents]


def _read(document: LabelledDocument, annotate: TextAnnotator) -> _Read:
    # What came out of a file is repaired already, and `classify` repairs once.
    text = document.text if document.is_extracted else read_text(document.text).text
    features = extract_features(annotate(text))
    clauses = [text[clause.start : clause.end] for clause in features.clauses]
    return text, features, read_marks(document.coding, document.text, clauses)
