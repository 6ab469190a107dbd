"""The tasks that a batch can be asked to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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


def document_task(settings: Settings, *, quality: bool = False) -> Task[Document]:
    """Return the task of reading the text, which needs no model, and of measuring it if wanted.

    Examples
    --------
    >>> document_task(Settings()).kind.__name__
    'Document'
    """
    return Task(Document, partial(_start_documents, settings, quality), preload=("hrtext.extract",))


def _start_records(
    verb: Literal["classify", "tag"], model: Model, lexicon: Model, settings: Settings
) -> Callable[[Path | bytes], Record]:
    from hrtext import analyzer

    loaded = analyzer.load(model, lexicon=lexicon, settings=settings)
    return loaded.classify if verb == "classify" else loaded.tag


def _start_documents(settings: Settings, quality: bool) -> Callable[[Path | bytes], Document]:
    from hrtext.extract import read_document, require_engine

    require_engine(settings.ocr)
    read = partial(read_document, limits=settings, password=settings.password)
    return CLOCK.stage("read")(partial(_read_and_measure, read) if quality else read)


def _read_and_measure(read: Callable[[Path | bytes], Document], source: Path | bytes) -> Document:
    from hrtext.extract.quality import measure

    document = read(source)
    if document.status != "ok":
        return document
    return replace(document, quality=measure(document.text, document.page_starts, document.language))
