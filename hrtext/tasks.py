"""The tasks that a batch can be asked to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from hrtext.records import Document, Record
from hrtext.settings import Settings
from hrtext.worker import Task

if TYPE_CHECKING:
    from hrtext.extract import Limits

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


def limits_of(settings: Settings) -> Limits:
    """Return how much of one file is read under `settings`.

    Raises
    ------
    UsageError
        If the settings name an engine for OCR that is not installed.

    Examples
    --------
    >>> limits_of(Settings(max_pages=10)).max_pages
    10
    """
    from hrtext.extract import Limits, require_engine

    require_engine(settings.ocr)
    return Limits(
        max_bytes=settings.max_bytes,
        max_pages=settings.max_pages,
        ocr=settings.ocr,
        ocr_pages=settings.ocr_pages,
        ocr_page_seconds=settings.ocr_page_seconds,
    )


def _start_records(
    verb: Literal["classify", "tag"], model: Model, lexicon: Model, settings: Settings
) -> Callable[[Path | bytes], Record]:
    from hrtext import analyzer

    loaded = analyzer.load(model, lexicon=lexicon, settings=settings)
    return loaded.classify if verb == "classify" else loaded.tag


def _start_documents(settings: Settings) -> Callable[[Path | bytes], Document]:
    from hrtext.extract import read_document

    return partial(read_document, limits=limits_of(settings))
