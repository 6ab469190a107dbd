"""Tables as CSV, in UTF-8."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from hrtext.tables.rows import TABLES, Row


class TextWriter:
    """Writes a CSV file a table; see :func:`hrtext.tables.convert.convert`."""

    def __init__(self, paths: dict[str, Path]) -> None:
        self._files = {
            table: open(path, "w", encoding="utf-8", newline="")  # noqa: SIM115  # closed by close()
            for table, path in paths.items()
        }
        self._writers = {table: csv.writer(file) for table, file in self._files.items()}
        for table, writer in self._writers.items():
            writer.writerow([column.name for column in TABLES[table]])

    def write(self, table: str, rows: list[Row]) -> None:
        """Append rows to a table."""
        self._writers[table].writerows([_text(value) for value in row.values()] for row in rows)

    def close(self) -> None:
        """Finish the files."""
        for file in self._files.values():
            file.close()


def open_writer(paths: dict[str, Path]) -> TextWriter:
    """Return the writer of this format."""
    return TextWriter(paths)


def _text(value: Any) -> Any:  # noqa: ANN401  # whatever a column holds
    return str(value).lower() if isinstance(value, bool) else value
