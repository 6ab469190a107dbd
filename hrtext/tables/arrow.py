"""Rows as Arrow tables, the common ground of Parquet and DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrtext.errors import UsageError
from hrtext.tables.rows import TABLES, Row

if TYPE_CHECKING:
    import pyarrow as pa

NOT_INSTALLED = "Parquet and DuckDB need two libraries more: pip install 'hrtext[tables]'"


def schema_of(table: str) -> pa.Schema:
    """Return the Arrow types of a table's columns.

    Raises
    ------
    UsageError
        If pyarrow is not installed.
    """
    try:
        import pyarrow as pa
    except ImportError as error:
        raise UsageError(NOT_INSTALLED) from error
    types = {"text": pa.string(), "whole": pa.int64(), "decimal": pa.float64(), "truth": pa.bool_()}
    return pa.schema(
        [pa.field(column.name, types[column.kind], nullable=column.is_optional) for column in TABLES[table]]
    )


def arrow_table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    """Return rows as an Arrow table, of the same types whatever they hold."""
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=schema)
