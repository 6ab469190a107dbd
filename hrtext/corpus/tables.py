"""Rows of a CSV or TSV file with named columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from hrtext.corpus.fields import DETAILS, Fields, Skipped
from hrtext.errors import CorpusError

_SEPARATORS = {",": "commas", "\t": "tabs", ";": "semicolons"}
_KNOWN = ("label", "text", "path", "id", *DETAILS)


def table_separator(lines: list[str], shown: str) -> str:
    r"""Return what parts the columns of a table, by the names in its first line.

    Parameters
    ----------
    lines : list of str
    shown : str
        The path, for messages.

    Raises
    ------
    CorpusError
        If no separator, or more than one, gives a column `label` and one of
        `text` or `path`; the message lists the columns found.

    Examples
    --------
    >>> table_separator(["label\tpath\n"], "mine.tsv")
    '\t'
    """
    headers = {separator: _cells(lines[0], separator) for separator in _SEPARATORS}
    fitting = [
        separator
        for separator, names in headers.items()
        if "label" in names and ("text" in names or "path" in names)
    ]
    if len(fitting) == 1:
        return fitting[0]
    found = max(headers.values(), key=len)
    raise CorpusError(
        f"{shown} is no corpus: neither JSON nor a table with the columns `label` and `text` (or `path`); "
        f"the columns of its first line are {', '.join(repr(name[:40]) for name in found[:20])}"
    )


def unused_columns(lines: list[str], separator: str) -> tuple[str, ...]:
    """Return the columns that have no meaning here."""
    return tuple(name for name in _cells(lines[0], separator) if name not in _KNOWN)


def table_rows(lines: list[str], separator: str) -> Iterator[tuple[str, Fields | Skipped]]:
    """Yield the place and the fields of each row; a row without label is skipped.

    Parameters
    ----------
    lines : list of str
        With their line ends, as a cell may span lines.
    separator : str
        What :func:`table_separator` found.

    Raises
    ------
    ValueError
        If a row has another number of cells than the header, or broken quotes;
        the message begins with the line.
    """
    # The default of 131,072 characters a cell is less than a council journal has.
    limit = csv.field_size_limit(2**31 - 1)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        names = next(reader)
        if repeated := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"line 1: the column {repeated[0]!r} occurs twice: rename one")
        line = reader.line_num + 1
        for cells in reader:
            place, line = f"line {line}", reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                raise ValueError(
                    f"{place}: {len(cells)} cells under {len(names)} columns: put a cell that holds "
                    f"{_SEPARATORS[separator]} or line ends in double quotes"
                )
            fields: Fields = {name: cell for name, cell in zip(names, cells, strict=True) if cell.strip()}
            yield place, fields if "label" in fields else Skipped("not labelled")
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num}: {error}: save the table as CSV again") from error
    finally:
        csv.field_size_limit(limit)


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator))
    except (csv.Error, StopIteration):
        return [line]
