"""From inputs to lines: what is done already is taken from the ledger, the rest is run.

The lines come in the order of the inputs, whatever was done before, so that a
run which was interrupted and resumed any number of times ends with the same
bytes as one that was not.
"""

from __future__ import annotations

import json
import sqlite3
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Generic, TypeAlias

from hrtext.errors import OutputError
from hrtext.fingerprint import fingerprint
from hrtext.inputs import Input, identify
from hrtext.ledger import Ledger, Line, read_lines
from hrtext.records import INSIDE, Record, json_line
from hrtext.worker import Result

Pairs: TypeAlias = "Generator[tuple[Input, Result], None, None]"

# These may come out otherwise when tried again: with more time or memory, another password, or the file
# back in its place.
_TRIED_AGAIN = frozenset({"timeout", "crashed", "too_large", "unreadable", "encrypted"})


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """A result, its line, and whether the line stands in the ledger already."""

    result: Result
    line: str
    is_written: bool = False


@dataclass(slots=True)
class _Span:
    """Neighbouring lines of a file."""

    file: int
    start: int
    end: int


class Resumption(Generic[Result]):
    """The outcomes of a run that goes on with what its ledger holds.

    Parameters
    ----------
    inputs : iterable of Input
    ledger : Ledger
        Entered. Lines are read from it, kept in it and set aside; new ones are
        left to the caller to write.
    kind : type
        Record or Document.
    made_under : str
        The :func:`hrtext.fingerprint.conditions` of the run.
    max_bytes : int
        Larger files are not read, nor hashed.
    """

    def __init__(
        self,
        inputs: Iterable[Input],
        ledger: Ledger,
        kind: type[Result],
        *,
        made_under: str,
        max_bytes: int,
    ) -> None:
        self._inputs = iter(inputs)
        self._ledger = ledger
        self._kind: type[Result] = kind
        self._made_under = made_under
        self._max_bytes = max_bytes
        self.kept = 0
        # The container whose documents come at present, and its hash, which is not made for each of them.
        self._container: tuple[Input, str | None] | None = None

    def outcomes(
        self, run: Callable[[Iterator[Input]], Pairs[Result]]
    ) -> Generator[Outcome[Result], None, None]:
        """Yield an outcome for each document, in the order of the inputs.

        Parameters
        ----------
        run : callable
            Given the inputs that are not done, it returns them in order, each
            with its result.
        """
        _check(self._ledger.finished)
        yield from self._leading()
        earlier = _Earlier(self._ledger.sources)
        with closing(earlier):
            yield from self._others(run, earlier)

    def _leading(self) -> Iterator[Outcome[Result]]:
        """Yield what an unfinished run left, as far as it is what this one would write."""
        lines = self._ledger.lines()
        line = next(lines, None)
        while line is not None:
            item = next(self._inputs, None)
            if item is None:
                return
            sha256 = self._sha256(item)
            group: list[tuple[Line, dict[str, Any]]] = []
            while line is not None:
                data = _parsed(line)
                if sha256 is None or data.get("fingerprint") != self._fingerprint(item, sha256, len(group)):
                    break
                group.append((line, data))
                line = next(lines, None)
            # Of the last input there may be more documents than were written.
            if not group or line is None or not all(_is_final(data) for _, data in group):
                self._inputs = chain([item], self._inputs)
                break
            self._ledger.keep(group[-1][0].end)
            for written, data in group:
                self.kept += 1
                yield Outcome(self._result(data), written.data.decode(), is_written=True)
        if line is not None:
            self._set_aside(chain([line], lines))

    def _set_aside(self, lines: Iterator[Line]) -> None:
        """Save the lines that stand after a change, but those of the last input."""
        end, last = 0, None
        for line in lines:
            data = _parsed(line)
            root = str(data.get("path")).partition(INSIDE)[0]
            if root != last:
                end, last = line.start, root
        self._ledger.set_aside(end)

    def _others(
        self, run: Callable[[Iterator[Input]], Pairs[Result]], earlier: _Earlier
    ) -> Iterator[Outcome[Result]]:
        # In the order of the inputs: those that are under way, and the lines of those between them.
        waiting: deque[Input | _Span] = deque()

        def not_done() -> Iterator[Input]:
            for item in self._inputs:
                spans = self._found(earlier, item)
                for span in spans:
                    _add(waiting, span)
                if not spans:
                    waiting.append(item)
                    yield item

        current: Input | None = None
        number = 0
        with closing(run(not_done())) as pairs:
            for item, result in pairs:
                while current is not item:
                    next_one = waiting.popleft()
                    if isinstance(next_one, _Span):
                        yield from self._again(earlier, next_one)
                    else:
                        current, number = next_one, 0
                yield self._outcome(item, result, number)
                number += 1
        for rest in waiting:
            if isinstance(rest, _Span):
                yield from self._again(earlier, rest)

    def _found(self, earlier: _Earlier, item: Input) -> list[_Span]:
        """Return where the lines of an input are, if it was done earlier."""
        spans: list[_Span] = []
        if earlier.is_empty:
            return spans
        sha256 = self._sha256(item)
        while found := earlier.find(self._fingerprint(item, sha256, len(spans))):
            span, is_final = found
            if not is_final:
                return []
            spans.append(span)
        return spans

    def _again(self, earlier: _Earlier, span: _Span) -> Iterator[Outcome[Result]]:
        for line in earlier.read(span):
            self.kept += 1
            yield Outcome(self._result(_parsed(line)), line.data.decode())

    def _outcome(self, item: Input, result: Result, number: int) -> Outcome[Result]:
        if result.path == item.path:
            sha256 = result.sha256
        else:
            # The hash of a document inside an archive says nothing of the archive.
            if self._container is None or self._container[0] is not item:
                self._container = item, self._sha256(item)
            sha256 = self._container[1]
        data = result.to_dict()
        data["fingerprint"] = self._fingerprint(item, sha256, number)
        return Outcome(result, json_line(data))

    def _result(self, data: dict[str, Any]) -> Result:
        if issubclass(self._kind, Record):
            return self._kind.from_dict(data)
        return self._kind(path=data["path"], status=data["status"])

    def _fingerprint(self, item: Input, sha256: str | None, number: int) -> str | None:
        return fingerprint(self._made_under, item.path, sha256, number)

    def _sha256(self, item: Input) -> str | None:
        return identify(item, self._max_bytes)[0]


class _Earlier:
    """The lines of earlier runs, found by fingerprint; on disk, however many there are."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        # A database without a name is a temporary file of its own, in memory while it is small.
        self._index = sqlite3.connect("")
        self._index.execute(
            "CREATE TABLE lines (fingerprint TEXT PRIMARY KEY, file, start, end, is_final) WITHOUT ROWID"
        )
        for number, path in enumerate(self._paths):
            self._index.executemany(
                "INSERT OR IGNORE INTO lines VALUES (?, ?, ?, ?, ?)", self._rows(number, path)
            )
        self.is_empty = not self._index.execute("SELECT EXISTS (SELECT 1 FROM lines)").fetchone()[0]

    @staticmethod
    def _rows(number: int, path: Path) -> Iterator[tuple[str, int, int, int, bool]]:
        for line in read_lines(path):
            data = _parsed(line)
            if data.get("fingerprint"):
                yield data["fingerprint"], number, line.start, line.end, _is_final(data)

    def find(self, wanted: str | None) -> tuple[_Span, bool] | None:
        """Return where the line with a fingerprint is, and whether it need not be tried again."""
        row = self._index.execute(
            "SELECT file, start, end, is_final FROM lines WHERE fingerprint = ?", (wanted,)
        ).fetchone()
        return None if row is None else (_Span(*row[:3]), bool(row[3]))

    def read(self, span: _Span) -> Iterator[Line]:
        """Yield the lines of a span."""
        with open(self._paths[span.file], "rb") as file:
            file.seek(span.start)
            at = span.start
            while at < span.end:
                data = file.readline()
                yield Line(data[:-1], at, at + len(data))
                at += len(data)

    def close(self) -> None:
        """Forget them."""
        self._index.close()


def _check(finished: Path | None) -> None:
    """Refuse a file that is there and no run: resuming would replace it in the end."""
    first = None if finished is None else next(read_lines(finished), None)
    if first is not None and not _parsed(first).keys() >= {"path", "status"}:
        raise OutputError(
            f"{finished} was not written by hrtext: name another file, or add --force to replace it"
        )


def _add(waiting: deque[Input | _Span], span: _Span) -> None:
    """Append a span, or lengthen the last one to take it in, so that thousands need no memory."""
    last = waiting[-1] if waiting else None
    if isinstance(last, _Span) and (last.file, last.end) == (span.file, span.start):
        last.end = span.end
    else:
        waiting.append(span)


def _is_final(data: dict[str, Any]) -> bool:
    # Pages that were left for want of time may be read when there is more.
    has_unread = bool((data.get("ocr") or {}).get("unread"))
    return "path" in data and data.get("status") not in _TRIED_AGAIN and not has_unread


def _parsed(line: Line) -> dict[str, Any]:
    """Return the data of a line, empty if it is none: a power cut may leave anything."""
    try:
        data = json.loads(line.data)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
