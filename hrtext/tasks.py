"""The tasks that a batch can be asked to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

from hrtext.records import Document, Record
from hrtext.settings import Settings
from hrtext.stages import CLOCK
from hrtext.worker import Task

Model: TypeAlias = "str | Path | None"


def record_task(
    verb: Literal["classify", "tag"], model: Model, lexicon: Model, settings: Settings
) -> Task[Record]:
    """Return the task of labelling, or of tagging only.

    Examples
    --------
    >>> record_task("tag", None, None, Settings()).kind.__name__
    'Record'
    """
    start = partial(_start_records, verb, model, lexicon, settings)
    return Task(Record, start, preload=("hrtext.analyzer",))


def document_task(settings: Settings) -> Task[Document]:
    """Return the task of reading the text, which needs no model.

    Examples
    --------
    >>> document_task(Settings()).kind.__name__
    'Document'
    """
    return Task(Document, partial(_start_documents, settings), preload=("hrtext.extract",))


def _start_records(
    verb: Literal["classify", "tag"], model: Model, lexicon: Model, settings: Settings
) -> Callable[[Path | bytes], Record]:
    from hrtext import analyzer

    loaded = analyzer.load(model, lexicon=lexicon, settings=settings)
    return loaded.classify if verb == "classify" else loaded.tag


def _start_documents(settings: Settings) -> Callable[[Path | bytes], Document]:
    from hrtext.extract import Limits, read_document

    limits = Limits(max_bytes=settings.max_bytes, max_pages=settings.max_pages)
    return CLOCK.stage("read")(partial(read_document, limits=limits))
