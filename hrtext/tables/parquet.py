"""Tables as Parquet files."""

from __future__ import annotations

from pathlib import Path

from hrtext.tables.arrow import arrow_table, schema_of
from hrtext.tables.rows import Row


class ParquetWriter:
    """Writes a Parquet file a table, a row group a batch."""

    def __init__(self, paths: dict[str, Path]) -> None:
        self._schemas = {table: schema_of(table) for table in paths}
        from pyarrow.parquet import ParquetWriter as FileWriter

        self._writers = {table: FileWriter(path, self._schemas[table]) for table, path in paths.items()}

    def write(self, table: str, rows: list[Row]) -> None:
        """Append rows to a table."""
        self._writers[table].write_table(arrow_table(rows, self._schemas[table]))

    def close(self) -> None:
        """Finish the files."""
        for writer in self._writers.values():
            writer.close()


def open_writer(paths: dict[str, Path]) -> ParquetWriter:
    """Return the writer of this format."""
    return ParquetWriter(paths)
