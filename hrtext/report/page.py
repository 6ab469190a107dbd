"""The page as a whole: rows are set aside as records come, and put in order at the end."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, TypeAlias

from hrtext.errors import OutputError
from hrtext.output import Output
from hrtext.records import USABLE_STATUSES, Record
from hrtext.report.markup import Markup, element, join, opening
from hrtext.report.rows import COLUMNS, FAILURE_COLUMNS, document_row, failure_row
from hrtext.report.summary import Summary
from hrtext.report.wording import words

Row: TypeAlias = "tuple[bool, str, int, int]"
"""What a row is sorted by (whether it can wait, and its path), its start and its length."""


class Report:
    """The report of a run, made while the run goes on.

    Records are added one by one inside a ``with`` block. Their rows wait in a
    nameless file, so that memory holds no more than a path for each; when the
    block ends well they are written in order, and the report takes its name.

    Parameters
    ----------
    target : str or Path
        The HTML file.
    texts : mapping of str to str, optional
        The extracted text of a document by its path.
    force : bool, optional
        Whether an existing file may be replaced.

    Raises
    ------
    OutputError
        If it cannot be written to. Known before any work is done.
    """

    def __init__(
        self, target: str | Path, *, texts: Mapping[str, str] | None = None, force: bool = False
    ) -> None:
        self._target = target
        self._output = Output(target, force=force)
        self._texts = texts or {}
        self._summary = Summary()
        self._documents: list[Row] = []
        self._failures: list[Row] = []
        self._waiting: IO[bytes] | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The files that this report makes, for a walk to leave out."""
        return self._output.files

    def __enter__(self) -> Report:
        part = self._output.part
        # Beside the report, where there must be room for it anyway: a folder for
        # temporary files may be small, or in memory.
        try:
            self._waiting = TemporaryFile(dir=None if part is None else part.parent)
        except OSError as error:
            raise self._error(error) from error
        return self

    def add(self, record: Record) -> None:
        """Add one record.

        Raises
        ------
        OutputError
            If there is no room to set it aside.
        """
        waiting = self._waiting
        assert waiting is not None, "a Report is added to inside a with block"
        self._summary.add(record)
        if record.status in USABLE_STATUSES:
            rows, row = self._documents, document_row(record, self._texts.get(record.path))
        else:
            rows, row = self._failures, failure_row(record)
        data = row.encode("utf-8")
        try:
            rows.append((not record.needs_review, record.path, waiting.tell(), len(data)))
            waiting.write(data)
        except OSError as error:
            raise self._error(error) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._waiting is not None, "a Report is left only after it was entered"
        try:
            if kind is None:
                with self._output as output:
                    for line in self._lines():
                        output.write(line)
        except OSError as error:
            raise self._error(error) from error
        finally:
            self._waiting.close()

    def _lines(self) -> Iterator[str]:
        yield from _start()
        yield self._summary.header()
        yield opening("main")
        if self._failures:
            yield opening("section", id="failures")
            yield element("h2", f"Files without an outcome ({len(self._failures):,})")
            yield opening("table", class_="failures")
            yield _head(FAILURE_COLUMNS)
            yield "<tbody>"
            yield from self._in_order(self._failures)
            yield "</tbody></table></section>"
        yield opening("section", id="documents")
        yield element("h2", f"Documents ({len(self._documents):,})")
        yield element("p", _HOW_TO_READ, class_="quiet")
        yield element("form", class_="controls", hidden=True)
        if self._documents:
            yield opening("table", class_="documents")
            yield _head(COLUMNS)
            yield from self._in_order(self._documents)
            yield "</table>"
        else:
            yield element("p", "There are none.")
        yield "</section></main>"
        yield join(Markup("<script>"), Markup(_asset("script.js")), Markup("</script>"))
        yield "</body></html>"

    def _in_order(self, rows: Iterable[Row]) -> Iterator[str]:
        assert self._waiting is not None
        for _, _, start, length in sorted(rows):
            self._waiting.seek(start)
            yield self._waiting.read(length).decode("utf-8")

    def _error(self, error: OSError) -> OutputError:
        return OutputError(
            f"cannot write the report {os.fspath(self._target)}: {error.strerror or error}; "
            "free some space, or name another folder with --report"
        )


_HOW_TO_READ = (
    "Those that need review come first. The bar shows the probability of each outcome, the figure "
    "beside it that of the outcome given. The figure beside an answer is the probability of yes. "
    "Open a document to see the sentences that decided."
)


def _start() -> Iterator[str]:
    style, script = _asset("style.css"), _asset("script.js")
    # Even if something got past the escaping, the browser would run and load nothing else.
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    yield "<!DOCTYPE html>"
    yield opening("html", lang="en")
    yield "<head>"
    yield opening("meta", charset="utf-8")
    yield opening("meta", http_equiv="Content-Security-Policy", content=policy)
    yield opening("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield element("title", "hrtext: report of a run")
    yield join(Markup("<style>"), Markup(style), Markup("</style>"))
    yield "</head>"
    yield "<body>"


def _head(columns: tuple[str, ...]) -> Markup:
    cells = (element("th", words(name).capitalize(), scope="col", class_=name) for name in columns)
    return element("thead", element("tr", *cells))


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"
