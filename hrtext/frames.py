"""Records as pandas tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from hrtext.errors import UsageError
from hrtext.records import Record
from hrtext.tables.rows import TABLES, Row, rows_of

if TYPE_CHECKING:
    import pandas as pd

DTYPES = {
    ("text", True): "object",
    ("text", False): "object",
    ("whole", True): "Int64",
    ("whole", False): "int64",
    ("decimal", True): "float64",
    ("truth", True): "boolean",
    ("truth", False): "bool",
}


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
        ``p_designation``, ``evidence_designation``: the first sentence), the
        first of the sentences behind the label (``deciding``), how many pages
        were read off their pictures (``n_ocr_pages``), and counts of references
        by kind (``n_right``) and of commitments by strength (``n_binding``).
        ``references`` and ``commitments`` have a row for each mention.

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
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for record in records:
        for name, new in rows_of(record).items():
            rows[name] += new

    def table(name: str) -> pd.DataFrame:
        # Types by column, not guessed from the values, or they would change with the records.
        columns = TABLES[name]
        frame = pd.DataFrame(rows[name], columns=[column.name for column in columns], dtype=object)
        return frame.astype({column.name: DTYPES[column.kind, column.is_optional] for column in columns})

    return Frames(table("documents"), table("references"), table("commitments"))
