"""What columns the three tables have, and the rows that a record puts into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from hrtext.records import (
    LABELS,
    QUESTIONS,
    STRENGTHS,
    Commitment,
    Record,
    Reference,
    ReferenceKind,
)

Row: TypeAlias = "dict[str, Any]"
Kind: TypeAlias = Literal["text", "whole", "decimal", "truth"]

MENTION_KINDS: tuple[str, ...] = get_args(ReferenceKind)
_PLAIN = (
    "path",
    "sha256",
    "status",
    "message",
    "label",
    "needs_review",
    "bytes",
    "media_type",
    "pages",
    "characters",
    "language",
)
_ALWAYS_TEXT = frozenset({
    "path", "status", "review_reasons", "kind", "id", "text", "section", "cue", "strength", "addressee",
})  # fmt: skip


class Column(NamedTuple):
    """A column: its name, what its values are, and whether one may be missing."""

    name: str
    kind: Kind
    is_optional: bool


def rows_of(record: Record) -> dict[str, list[Row]]:
    """Return the rows of a record by the name of their table.

    ``path`` and ``sha256`` join the tables.

    Examples
    --------
    >>> rows = rows_of(Record(path="scan.pdf", status="no_text"))
    >>> rows["documents"][0]["n_right"], rows["references"], rows["commitments"]
    (0, [], [])
    """
    keys = {"path": record.path, "sha256": record.sha256}
    return {
        "documents": [_document(record)],
        "references": [{**keys, **_values(mention)} for mention in record.references],
        "commitments": [{**keys, **_values(mention)} for mention in record.commitments],
    }


def _document(record: Record) -> Row:
    row: Row = {name: getattr(record, name) for name in _PLAIN}
    row["review_reasons"] = "; ".join(record.review_reasons)
    for label in LABELS:
        row[f"p_{label}"] = record.probabilities.get(label)
    for question in QUESTIONS:
        answer = record.answers.get(question)
        row[f"answer_{question}"] = None if answer is None else answer.answer
        row[f"p_{question}"] = None if answer is None else answer.probability
        evidence = () if answer is None else answer.evidence
        row[f"evidence_{question}"] = evidence[0].text if evidence else None
    # The first of the sentences; the record holds them all.
    row["deciding"] = record.deciding[0].text if record.deciding else None
    row["n_ocr_pages"] = len(record.ocr.pages) if record.ocr else 0
    row["ocr_confidence"] = record.ocr.confidence if record.ocr else None
    row["n_references"] = len(record.references)
    for kind in MENTION_KINDS:
        row[f"n_{kind}"] = sum(mention.kind == kind for mention in record.references)
    row["n_commitments"] = len(record.commitments)
    for strength in STRENGTHS:
        row[f"n_{strength}"] = sum(mention.strength == strength for mention in record.commitments)
    model = record.model
    row["model_name"] = None if model is None else model.name
    row["model_version"] = None if model is None else model.version
    row["model_sha256"] = None if model is None else model.sha256
    return row


def _fields(kind: type[Reference | Commitment]) -> list[str]:
    """Return what has a column; boxes are lists, which a table cannot hold."""
    return [field.name for field in fields(kind) if field.name != "boxes"]


def _values(mention: Reference | Commitment) -> Mapping[str, Any]:
    return {name: getattr(mention, name) for name in _fields(type(mention))}


def _column(name: str) -> Column:
    if name.startswith("p_") or name == "ocr_confidence":
        return Column(name, "decimal", True)
    if name.startswith("answer_") or name in ("needs_review", "negated"):
        return Column(name, "truth", name.startswith("answer_"))
    if name in ("bytes", "pages", "characters", "start", "end", "page") or name.startswith("n_"):
        return Column(name, "whole", name in ("bytes", "pages", "characters"))
    return Column(name, "text", name not in _ALWAYS_TEXT)


TABLES: Mapping[str, tuple[Column, ...]] = {
    "documents": tuple(map(_column, _document(Record("", "ok")))),
    "references": tuple(map(_column, ["path", "sha256", *_fields(Reference)])),
    "commitments": tuple(map(_column, ["path", "sha256", *_fields(Commitment)])),
}
"""The columns of each table, the same whatever the records."""
