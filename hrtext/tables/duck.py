"""Tables as a DuckDB database."""

from __future__ import annotations

from pathlib import Path

from hrtext.errors import UsageError
from hrtext.tables.arrow import NOT_INSTALLED, arrow_table, schema_of
from hrtext.tables.rows import TABLES, Column, Row

_TYPES = {"text": "VARCHAR", "whole": "BIGINT", "decimal": "DOUBLE", "truth": "BOOLEAN"}

# Of its own accord it takes most of what there is, and all is written in one go, row after row.
_MEMORY = "128MB"


class DuckWriter:
    """Writes three tables; their names are quoted, since ``references`` is a word of SQL."""

    def __init__(self, path: Path) -> None:
        self._schemas = {table: schema_of(table) for table in TABLES}
        try:
            import duckdb
        except ImportError as error:
            raise UsageError(NOT_INSTALLED) from error
        self._failure = duckdb.Error
        # What a killed process has left would be taken for a part of the new database.
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
        self._database = duckdb.connect(str(path), config={"memory_limit": _MEMORY, "threads": 1})
        for table, columns in TABLES.items():
            self._database.execute(f'CREATE TABLE "{table}" ({", ".join(map(_definition, columns))})')

    def write(self, table: str, rows: list[Row]) -> None:
        """Append rows to a table."""
        self._database.register("batch", arrow_table(rows, self._schemas[table]))
        try:
            self._database.execute(f'INSERT INTO "{table}" SELECT * FROM batch')  # noqa: S608  # a name of ours
        except self._failure as error:
            raise OSError(str(error)) from error
        finally:
            self._database.unregister("batch")

    def close(self) -> None:
        """Finish the file."""
        self._database.close()


def open_writer(paths: dict[str, Path]) -> DuckWriter:
    """Return the writer of this format."""
    return DuckWriter(paths["documents"])


def _definition(column: Column) -> str:
    return f'"{column.name}" {_TYPES[column.kind]}{"" if column.is_optional else " NOT NULL"}'
