"""From the records of a run to files of tables, a few thousand rows at a time."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from hrtext.errors import HrtextError, OutputError, UsageError
from hrtext.output import PART_SUFFIX
from hrtext.records import read_records
from hrtext.tables.rows import TABLES, Row, rows_of

BATCH = 5_000
FORMATS = {
    ".csv": "hrtext.tables.text",
    ".sqlite": "hrtext.tables.sqlite",
    ".parquet": "hrtext.tables.parquet",
    ".duckdb": "hrtext.tables.duck",
}
# These hold one table a file.
_FILE_A_TABLE = frozenset({".csv", ".parquet"})


class Writer(Protocol):
    """Writes rows to the files of one format."""

    def write(self, table: str, rows: list[Row]) -> None:
        """Append rows to a table."""

    def close(self) -> None:
        """Finish the files."""


def convert(source: str | Path, target: str | Path, *, force: bool = False) -> dict[str, int]:
    """Write the records of a run as three tables: documents, references, commitments.

    Parameters
    ----------
    source : path
        What ``hrtext classify`` or ``hrtext tag`` wrote.
    target : path
        Its ending says what to write. ``.sqlite`` and ``.duckdb`` are databases
        with three tables; of ``run.csv`` and ``run.parquet`` three files are
        made: ``run.documents.csv``, and so on. In CSV, what is missing is
        empty, and truth is ``true`` or ``false``. Bytes of a file name that are
        no text are written as ``\\udce9`` and the like.
    force : bool, optional
        Whether files that are there may be replaced.

    Returns
    -------
    dict of str to int
        How many rows each table has.

    Raises
    ------
    HrtextError
        If the source cannot be read; UsageError if the ending is unknown or
        its library not installed; OutputError if the target cannot be written.
        What stood there before is then left.

    Examples
    --------
    >>> import tempfile
    >>> from hrtext.records import Record
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     run = Path(folder, "run.jsonl")
    ...     _ = run.write_text(Record("scan.pdf", "no_text").to_json() + chr(10))
    ...     convert(run, run.with_suffix(".csv"))
    {'documents': 1, 'references': 0, 'commitments': 0}
    """
    targets = files_of(target)
    existing = [path for path in targets.values() if path.exists()]
    if existing and not force:
        raise OutputError(f"{existing[0]} is there already: add --force to replace it, or give another name")
    parts = {table: path.with_name(path.name + PART_SUFFIX) for table, path in targets.items()}
    open_writer: Callable[[dict[str, Path]], Writer] = import_module(FORMATS[_ending(target)]).open_writer
    with ExitStack() as cleaning:
        for part in parts.values():
            cleaning.callback(part.unlink, missing_ok=True)
        try:
            for part in parts.values():
                part.unlink(missing_ok=True)
            counts = _write(source, open_writer(parts))
            for table, part in parts.items():
                if part.exists():
                    _sync(part)
                    os.replace(part, targets[table])
        except OSError as error:
            raise OutputError(
                f"cannot write {target}: {error.strerror or error}; name a file in a folder of your own, "
                "on a disk with room"
            ) from error
    return counts


def files_of(target: str | Path) -> dict[str, Path]:
    """Return the file that each table goes to.

    Raises
    ------
    UsageError
        If the ending is of no known format.

    Examples
    --------
    >>> files_of("run.csv")["documents"].name, files_of("run.sqlite")["documents"].name
    ('run.documents.csv', 'run.sqlite')
    """
    path = Path(target)
    if _ending(target) in _FILE_A_TABLE:
        return {table: path.with_suffix(f".{table}{path.suffix}") for table in TABLES}
    return dict.fromkeys(TABLES, path)


def _ending(target: str | Path) -> str:
    ending = Path(target).suffix.lower()
    if ending not in FORMATS:
        raise UsageError(f"{target} does not say what to write: let it end in {', '.join(FORMATS)}")
    return ending


def _write(source: str | Path, writer: Writer) -> dict[str, int]:
    counts = dict.fromkeys(TABLES, 0)
    waiting: dict[str, list[Row]] = {table: [] for table in TABLES}

    def write(least: int) -> None:
        for table, rows in waiting.items():
            if len(rows) >= least:
                writer.write(table, rows)
                counts[table] += len(rows)
                rows.clear()

    try:
        try:
            for record in read_records(source):
                for table, rows in rows_of(record).items():
                    waiting[table] += [
                        {name: _encodable(value) for name, value in row.items()} for row in rows
                    ]
                write(BATCH)
        except FileNotFoundError as error:
            raise HrtextError(f"there is no {source}: name what hrtext classify or tag wrote") from error
        except ValueError as error:
            raise HrtextError(
                f"{error}; name what hrtext classify or tag wrote, from a finished run"
            ) from error
        write(1)
    finally:
        writer.close()
    return counts


def _encodable(value: Any) -> Any:  # noqa: ANN401  # whatever a column holds
    """Return a value without lone surrogates: they stand for undecodable bytes of a file name."""
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-8", "backslashreplace").decode("utf-8")


def _sync(path: Path) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())
