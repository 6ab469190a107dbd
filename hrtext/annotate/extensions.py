"""The attributes that hrtext sets on a spaCy document, and how spans are stored.

All values are lists of plain dictionaries of str, int, bool and None, so that
``DocBin(store_user_data=True)`` brings them back unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from spacy.tokens import Doc, Span

EXTENSIONS = ("hrtext_clauses", "hrtext_references", "hrtext_titles", "hrtext_commitments")


def register_extensions() -> None:
    """Register the ``doc._.hrtext_*`` attributes, once a process."""
    for name in EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


def store_spans(
    doc: Doc, key: str, items: Iterable[Mapping[str, Any]], *, label: str, span_id: str = ""
) -> None:
    """Keep `items` as ``doc.spans[key]``, widened to whole tokens.

    Parameters
    ----------
    doc : Doc
    key : str
        Name of the span group.
    items : iterable of mapping
        Each with ``start`` and ``end`` in code points.
    label : str
        Which of an item's values becomes the label of the span.
    span_id : str, optional
        Which of an item's values becomes the id of the span.
    """
    spans: list[Span] = []
    for item in items:
        span = doc.char_span(
            item["start"],
            item["end"],
            label=item[label],
            span_id=item[span_id] if span_id else "",
            alignment_mode="expand",
        )
        if span is not None:
            spans.append(span)
    doc.spans[key] = spans
