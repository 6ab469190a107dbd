"""Records as tables: one of documents, one of references, one of commitments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from hrtext.errors import UsageError
from hrtext.records import (
    LABELS,
    QUESTIONS,
    STRENGTHS,
    Commitment,
    Record,
    Reference,
    ReferenceKind,
)

if TYPE_CHECKING:
    import pandas as pd

KEYS = ("path", "sha256")
KINDS: tuple[str, ...] = get_args(ReferenceKind)
PLAIN_COLUMNS = (
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


class Frames(NamedTuple):
    """The tables that :func:`to_frame` makes; ``path`` and ``sha256`` join them."""

    documents: pd.DataFrame
    references: pd.DataFrame
    commitments: pd.DataFrame


def to_frame(records: Iterable[Record]) -> Frames:
    """Return records as three tables, with the same columns whatever the records.

    Parameters
    ----------
    records : iterable of Record
        As they come from a run, or from :func:`hrtext.read_records`.

    Returns
    -------
    Frames
        ``documents`` has a row for each record, with a column for each
        probability (``p_rhetoric_only``), each answer (``answer_designation``,
        ``p_designation``, ``evidence_designation``: the first sentence), and
        counts of references by kind (``n_right``) and of commitments by
        strength (``n_binding``). ``references`` and ``commitments`` have a row
        for each mention.

    Raises
    ------
    UsageError
        If pandas is not installed.

    Examples
    --------
    >>> frames = to_frame([Record(path="scan.pdf", status="no_text")])
    >>> frames.documents[["path", "status", "n_right"]].values.tolist()
    [['scan.pdf', 'no_text', 0]]
    >>> len(frames.references)
    0
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise UsageError("tables need pandas: install it with pip install 'hrtext[pandas]'") from error
    documents: list[dict[str, Any]] = []
    references: list[dict[str, Any]] = []
    commitments: list[dict[str, Any]] = []
    for record in records:
        keys = {"path": record.path, "sha256": record.sha256}
        documents.append(_document_row(record))
        references.extend({**keys, **_values(mention)} for mention in record.references)
        commitments.extend({**keys, **_values(mention)} for mention in record.commitments)

    def table(rows: list[dict[str, Any]], columns: Iterable[str]) -> pd.DataFrame:
        # Types by name, not guessed from the values, or they would change with the
        # records; and a guessed text column refuses the surrogates of a file name.
        names = list(columns)
        frame = pd.DataFrame(rows, columns=names, dtype=object)
        return frame.astype({name: _dtype(name) for name in names})

    return Frames(
        table(documents, _document_row(Record("", "ok"))),
        table(references, [*KEYS, *(field.name for field in fields(Reference))]),
        table(commitments, [*KEYS, *(field.name for field in fields(Commitment))]),
    )


def _dtype(column: str) -> str:
    if column.startswith("p_"):
        return "float64"
    if column.startswith("answer_"):
        return "boolean"
    if column in ("needs_review", "negated"):
        return "bool"
    if column in ("start", "end", "page") or column.startswith("n_"):
        return "int64"
    return "Int64" if column in ("bytes", "pages", "characters") else "object"


def _document_row(record: Record) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(record, name) for name in PLAIN_COLUMNS}
    row["review_reasons"] = "; ".join(record.review_reasons)
    for label in LABELS:
        row[f"p_{label}"] = record.probabilities.get(label)
    for question in QUESTIONS:
        answer = record.answers.get(question)
        row[f"answer_{question}"] = None if answer is None else answer.answer
        row[f"p_{question}"] = None if answer is None else answer.probability
        evidence = () if answer is None else answer.evidence
        row[f"evidence_{question}"] = evidence[0].text if evidence else None
    row["n_references"] = len(record.references)
    for kind in KINDS:
        row[f"n_{kind}"] = sum(mention.kind == kind for mention in record.references)
    row["n_commitments"] = len(record.commitments)
    for strength in STRENGTHS:
        row[f"n_{strength}"] = sum(mention.strength == strength for mention in record.commitments)
    model = record.model
    row["model_name"] = None if model is None else model.name
    row["model_version"] = None if model is None else model.version
    row["model_sha256"] = None if model is None else model.sha256
    return row


def _values(mention: Reference | Commitment) -> Mapping[str, Any]:
    return {field.name: getattr(mention, field.name) for field in fields(mention)}
