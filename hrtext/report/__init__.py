"""The report of a run: one HTML file in which a person checks the labels by eye."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from hrtext.records import Record
from hrtext.report.page import Report

__all__ = ["Report", "write_report"]


def write_report(
    records: Iterable[Record],
    path: str | Path,
    *,
    texts: Mapping[str, str] | None = None,
    force: bool = False,
) -> None:
    """Write the report of `records` to the HTML file `path`.

    Parameters
    ----------
    records : iterable of Record
        As they come from a run, or from :func:`hrtext.read_records`; read once,
        and not kept in memory.
    path : str or Path
        The file. It needs nothing beside it, and no network; its links lead to
        the documents where they lie now.
    texts : mapping of str to str, optional
        The extracted text of a document by its path. Evidence is then shown
        with the words around it.
    force : bool, optional
        Whether an existing file may be replaced.

    Raises
    ------
    OutputError
        If the file cannot be written; what stood there before is left.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_report([Record("scan.pdf", "no_text", "Run OCR first.")], Path(folder, "run.html"))
    ...     "Run OCR first." in Path(folder, "run.html").read_text()
    True
    """
    with Report(path, texts=texts, force=force) as report:
        for record in records:
            report.add(record)
