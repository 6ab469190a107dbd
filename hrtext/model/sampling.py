"""From labelled documents to samples: read, annotate, take the features."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from joblib import Parallel, cpu_count, delayed

from hrtext.annotate import build_pipeline
from hrtext.corpus import LabelledDocument
from hrtext.extract import read_text
from hrtext.features import Features, extract_features
from hrtext.model.fitting import Sample

_BATCH = 100


def samples_of(documents: Iterable[LabelledDocument]) -> list[Sample]:
    """Return a sample for each document, in order."""
    listed = list(documents)
    batches = [listed[i : i + _BATCH] for i in range(0, len(listed), _BATCH)]
    # A pipeline takes a second to build, so a handful of documents is not worth a second process.
    jobs = min(cpu_count(), len(batches)) or 1
    features = Parallel(n_jobs=jobs)(
        delayed(_features)([(document.text, document.is_extracted) for document in batch])
        for batch in batches
    )
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
        )
        for document, found in zip(listed, (f for batch in features for f in batch), strict=True)
    ]


def _features(texts: Sequence[tuple[str, bool]]) -> list[Features]:
    nlp = build_pipeline()
    # What came out of a file is repaired already, and `classify` repairs once.
    return [
        extract_features(nlp(text if is_extracted else read_text(text).text)) for text, is_extracted in texts
    ]
