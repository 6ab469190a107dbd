"""Tables as an SQLite database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from hrtext.tables.rows import TABLES, Column, Row

_TYPES = {"text": "TEXT", "whole": "INTEGER", "decimal": "REAL", "truth": "INTEGER"}


class SqliteWriter:
    """Writes three tables; their names are quoted, since ``references`` is a word of SQL."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        # The file has no name of its own until it is whole, so it needs no journal.
        self._database.execute("PRAGMA journal_mode = OFF")
        for table, columns in TABLES.items():
            self._database.execute(f'CREATE TABLE "{table}" ({", ".join(map(_definition, columns))})')

    def write(self, table: str, rows: list[Row]) -> None:
        """Append rows to a table."""
        places = ", ".join("?" for _ in TABLES[table])
        statement = f'INSERT INTO "{table}" VALUES ({places})'  # noqa: S608  # a name of ours
        try:
            self._database.executemany(statement, (tuple(row.values()) for row in rows))
        except sqlite3.OperationalError as error:
            raise OSError(str(error)) from error

    def close(self) -> None:
        """Finish the file."""
        try:
            self._database.commit()
        except sqlite3.OperationalError as error:
            raise OSError(str(error)) from error
        finally:
            self._database.close()


def open_writer(paths: dict[str, Path]) -> SqliteWriter:
    """Return the writer of this format."""
    return SqliteWriter(paths["documents"])


def _definition(column: Column) -> str:
    return f'"{column.name}" {_TYPES[column.kind]}{"" if column.is_optional else " NOT NULL"}'
