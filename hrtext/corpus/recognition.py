"""Recognise each path of a corpus by its content, and turn its rows into fields."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from hrtext.corpus.doccano import from_doccano, is_doccano
from hrtext.corpus.fields import Fields, Skipped
from hrtext.corpus.files import is_label_folder, labelled_files
from hrtext.corpus.label_studio import from_label_studio, is_label_studio
from hrtext.corpus.prodigy import from_prodigy, is_prodigy
from hrtext.corpus.tables import table_rows, table_separator, unused_columns
from hrtext.errors import CorpusError
from hrtext.model.codebook import OUTCOMES

_INDEX = "acts.jsonl"
LINES = "hrtext JSONL"
ACCEPTED = (
    f"give a JSONL file with text and label, a CSV or TSV file with the columns label and text or path, "
    f"an export of doccano, Prodigy or Label Studio, a folder with a subfolder for each label "
    f"({', '.join(OUTCOMES)}), "
    f"or a folder that holds {_INDEX}"
)
Convert: TypeAlias = Callable[[Mapping[str, Any]], Fields | Skipped]
_TOOLS: dict[str, tuple[Callable[[Mapping[str, Any]], bool], Convert]] = {
    "Label Studio": (is_label_studio, from_label_studio),
    "Prodigy": (is_prodigy, from_prodigy),
    "doccano": (is_doccano, from_doccano),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One path: what it is, where its rows stand, and where the paths in it start."""

    path: Path
    kind: str
    rows: Iterable[tuple[str, Fields | Skipped]]
    unused: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """Where the paths of the rows start."""
        return self.path if self.path.is_dir() else self.path.parent


def recognised(path: Path) -> Source:
    """Return what a path is, with its rows.

    Parameters
    ----------
    path : Path
        See :func:`hrtext.corpus.read_corpus`.

    Raises
    ------
    CorpusError
        If it is nothing that is read, now or, where a row is wrong, while the rows are taken.
    """
    if path.is_dir() and not (path / _INDEX).exists() and is_label_folder(path):
        return Source(path, "folder for each label", labelled_files(path))
    path = path / _INDEX if path.is_dir() else path
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CorpusError(f"cannot read the corpus {path} ({error.strerror}): {ACCEPTED}") from error
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path} is not UTF-8: save it as UTF-8; or {ACCEPTED}") from error
    start = text.lstrip()[:1]
    if start not in ("{", "[", ""):
        # Not str.splitlines(), which would also part at characters that a text may hold.
        lines = [line + "\n" for line in text.split("\n")]
        separator = table_separator(lines, str(path))
        kind = {"\t": "TSV"}.get(separator, "CSV")
        return Source(
            path, kind, _placed(table_rows(lines, separator), path), unused_columns(lines, separator)
        )
    rows = _json_array(text, path) if start == "[" else _json_lines(text, path)
    kind = _kind(rows, path)
    return Source(path, kind, _converted(rows, kind, path))


def _json_lines(text: str, path: Path) -> list[tuple[str, Any]]:
    rows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                rows.append((f"line {number}", json.loads(line)))
            except RecursionError as error:
                raise CorpusError(f"{path}, line {number}: nested too deep for a corpus") from error
            except ValueError as error:
                raise CorpusError(f"{path}, line {number}: {error}: write one JSON object a line") from error
    return rows


def _json_array(text: str, path: Path) -> list[tuple[str, Any]]:
    try:
        rows = json.loads(text)
    except RecursionError as error:
        raise CorpusError(f"{path}: nested too deep for a corpus: {ACCEPTED}") from error
    except ValueError as error:
        raise CorpusError(f"{path}: {error}: export it again") from error
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping) or not is_label_studio(row):
            named = ", ".join(map(repr, row)) if isinstance(row, Mapping) else type(row).__name__
            raise CorpusError(
                f"{path}, task {number}: a JSON list is read as an export of Label Studio, whose tasks have "
                f"`data` and `annotations`; this one has {named}: "
                "export as JSON (not JSON-MIN), or write one JSON object a line"
            )
    return [(f"task {number}", row) for number, row in enumerate(rows, start=1)]


def _kind(rows: Sequence[tuple[str, Any]], path: Path) -> str:
    """Return what wrote the rows; all must be of one kind."""
    kinds: dict[str, str] = {}
    for place, row in rows:
        if isinstance(row, Mapping):
            marks = [kind for kind, (fits, _) in _TOOLS.items() if fits(row)]
            if len(marks) > 1:
                raise CorpusError(f"{path}, {place}: looks like {' and like '.join(marks)}: export it again")
            kinds.setdefault(marks[0] if marks else LINES, place)
    if len(kinds) > 1:
        (kind, place), (other, there) = list(kinds.items())[:2]
        raise CorpusError(
            f"{path}, {there}: looks like {other}, and {place} like {kind}: "
            "put rows of different tools into files of their own"
        )
    return next(iter(kinds), LINES)


def _converted(
    rows: Iterable[tuple[str, Any]], kind: str, path: Path
) -> Iterator[tuple[str, Fields | Skipped]]:
    for place, row in rows:
        try:
            if not isinstance(row, Mapping):
                raise TypeError(f"one JSON object was expected, not {type(row).__name__}")
            fields = dict(row) if kind == LINES else _TOOLS[kind][1](row)
            if kind != LINES and isinstance(fields, dict) and "id" in fields:
                # The tools count from 1 in every project.
                fields["id"] = f"{path.name}:{fields['id']}"
            yield place, fields
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise CorpusError(f"{path}, {place}: {error}") from error


def _placed(
    rows: Iterator[tuple[str, Fields | Skipped]], path: Path
) -> Iterator[tuple[str, Fields | Skipped]]:
    try:
        yield from rows
    except ValueError as error:
        raise CorpusError(f"{path}, {error}") from error
