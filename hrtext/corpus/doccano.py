"""Rows of a doccano export (JSONL): text classification, or sequence labelling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrtext.corpus.fields import Fields, Skipped, checked_label, details, one_outcome, text_field

_ADVICE = "keep one in doccano and export again"


def is_doccano(row: Mapping[str, Any]) -> bool:
    """Tell whether a row has labels as only doccano writes them.

    A row whose `label` is a text is read as a line of hrtext, which is the same.
    """
    return isinstance(row.get("label"), list) or "labels" in row


def from_doccano(row: Mapping[str, Any]) -> Fields | Skipped:
    """Return the fields of a row.

    The labels of a sequence export are spans, ``[start, end, label]``: their
    one outcome is that of the document, and the spans are kept as coding.

    Raises
    ------
    ValueError
        If the row names no outcome, or more than one, or a span lies outside the text.

    Examples
    --------
    >>> from_doccano({"id": 7, "text": "An act.", "label": ["rhetoric_only"]})
    {'text': 'An act.', 'label': 'rhetoric_only', 'id': 7}
    >>> from_doccano({"text": "An act.", "label": []})
    Skipped(reason='not labelled')
    """
    if "label" in row and "labels" in row:
        raise ValueError("both `label` and `labels` are given: keep the one that holds")
    text = text_field(row, "a doccano row")
    given = row["label"] if "label" in row else row["labels"]
    labels = [given] if isinstance(given, str) else given
    if not isinstance(labels, list):
        raise TypeError(f"the labels are {given!r}, neither a text nor a list: export as JSONL from doccano")
    if not labels:
        return Skipped("not labelled")
    spans = [_span(label, text) for label in labels if isinstance(label, list)]
    if spans and len(spans) < len(labels):
        raise ValueError("labels of the document and of spans are mixed: export one project at a time")
    outcome = one_outcome([span["label"] for span in spans] or labels, _ADVICE)
    return {
        "text": text,
        "label": outcome,
        **details(row, row.get("meta")),
        **({"id": row["id"]} if "id" in row else {}),
        **({"spans": spans} if spans else {}),
    }


def _span(label: list[Any], text: str) -> dict[str, Any]:
    if len(label) != 3 or not all(type(offset) is int for offset in label[:2]):
        raise ValueError(f"the span {label!r} is not [start, end, label]")
    start, end, name = label
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the span {label!r} lies outside the text of {len(text)} characters")
    return {"start": start, "end": end, "label": checked_label(name)}
