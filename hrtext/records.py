"""The shapes that hrtext hands out: documents, answers, references, commitments, records.

Plain frozen dataclasses of standard-library types, so that a record can cross
a process border, be written as one line of JSON, and be read back equal.
Offsets (``start``, ``end``) are code points into :attr:`Document.text`, and
``text == document.text[start:end]`` holds for every span.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import chain, takewhile
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

from hrtext.plaindata import plain_data
from hrtext.scans import Box, BoxedLine, Ocr

SCHEMA = "hrtext-record/1"
INSIDE = "!/"
"""What parts the path of an archive or message from the name of a document inside it."""

Status: TypeAlias = Literal[
    "ok",
    "out_of_scope",
    "no_text",
    "empty",
    "encrypted",
    "corrupt",
    "unsupported_type",
    "unsupported_language",
    "too_large",
    "timeout",
    "crashed",
    "unreadable",
]
Label: TypeAlias = Literal["formal_designation", "informal_commitment", "rhetoric_only"]
Section: TypeAlias = Literal["title", "recital", "operative", "signature", "other"]
ReferenceKind: TypeAlias = Literal["instrument", "right", "principle", "designation", "mechanism"]
Strength: TypeAlias = Literal[
    "binding", "adoption", "institution", "means", "endorsement", "exhortation", "commemoration"
]
Addressee: TypeAlias = Literal["self", "other"]

STATUSES: tuple[Status, ...] = Status.__args__  # type: ignore[attr-defined]  # a Literal's members
LABELS: tuple[Label, ...] = Label.__args__  # type: ignore[attr-defined]  # a Literal's members
SECTIONS: tuple[Section, ...] = Section.__args__  # type: ignore[attr-defined]  # a Literal's members
STRENGTHS: tuple[Strength, ...] = Strength.__args__  # type: ignore[attr-defined]  # same
USABLE_STATUSES: frozenset[str] = frozenset({"ok", "out_of_scope"})
QUESTIONS: tuple[str, ...] = ("designation", "undertaking", "rights_content")


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one file, or the reason why there is none.

    Attributes
    ----------
    path : str
        As given by the caller; ``-`` for standard input, ``""`` for text or
        bytes passed in directly; ``acts.zip!/act.pdf`` for a document in an
        archive.
    status : str
        ``ok``, or why there is no text.
    message : str or None
        For any other status, one sentence that says what to do.
    text : str
        The extracted text, in NFC, lines unwrapped; empty unless status is ``ok``.
    page_starts : tuple of int
        The offset in `text` at which each page starts; ``(0,)`` where the
        format has no pages.
    quality : mapping or None
        What :func:`hrtext.extract.quality.measure` says of the text, where that
        was asked for.
    ocr : Ocr or None
        Which pages were read off their picture; None where none were.
    lines : tuple of BoxedLine
        The lines of these pages, in the order of the text.
    """

    path: str
    status: Status
    message: str | None = None
    sha256: str | None = None
    bytes: int | None = None
    media_type: str | None = None
    language: str | None = None
    text: str = ""
    page_starts: tuple[int, ...] = ()
    quality: Mapping[str, Any] | None = None
    ocr: Ocr | None = None
    lines: tuple[BoxedLine, ...] = ()

    @property
    def pages(self) -> int | None:
        """Number of pages, or None when the file could not be opened."""
        return len(self.page_starts) or None

    def page(self, offset: int) -> int:
        """Return the page, counted from 1, on which code point `offset` stands.

        Examples
        --------
        >>> Document(path="", status="ok", text="ab", page_starts=(0, 1)).page(1)
        2
        """
        return max(1, bisect_right(self.page_starts, offset))

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Return where the lines stand that a span of the text touches, one box a line.

        Parameters
        ----------
        start, end : int
            Code points into `text`.

        Returns
        -------
        tuple of Box
            From the first line to the last; none for what stands on a page that
            was not read off its picture.

        Examples
        --------
        >>> lines = (BoxedLine(0, 2, Box(1, 72, 70, 90, 82)), BoxedLine(3, 5, Box(1, 72, 86, 90, 98)))
        >>> document = Document(path="", status="ok", text="ab cd", page_starts=(0,), lines=lines)
        >>> document.boxes(3, 4)
        (Box(page=1, x0=72, y0=86, x1=90, y1=98),)
        """
        first = bisect_right(self.lines, start, key=lambda line: line.end)
        return tuple(line.box for line in takewhile(lambda line: line.start < end, self.lines[first:]))

    def to_dict(self) -> dict[str, Any]:
        """Return the document as JSON-ready data, the line that ``hrtext extract`` prints."""
        data: dict[str, Any] = plain_data(self)
        data["page_starts"] = list(self.page_starts)
        data["pages"] = self.pages
        data["characters"] = len(self.text)
        quality, lines = data.pop("quality"), data.pop("lines")
        if quality is not None:
            data["quality"] = quality
        if lines:
            data["lines"] = lines
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Document:
        """Build a document from what :meth:`to_dict` or a line of ``hrtext extract`` holds.

        Examples
        --------
        >>> document = Document(path="act.txt", status="ok", text="ab", page_starts=(0, 1))
        >>> Document.from_dict(json.loads(json_line(document.to_dict()))) == document
        True
        """
        values = {item.name: data[item.name] for item in fields(cls) if item.name in data}
        values["page_starts"] = tuple(values.get("page_starts", ()))
        if values.get("ocr") is not None:
            values["ocr"] = Ocr.from_dict(values["ocr"])
        values["lines"] = tuple(
            BoxedLine(start, end, Box(*box)) for start, end, box in values.get("lines", ())
        )
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that decided an answer.

    Attributes
    ----------
    text : str
    start, end : int
        Code points into :attr:`Document.text`.
    page : int
        The one on which it begins, counted from 1.
    section : str
    boxes : tuple of Box
        Where its lines stand, on pages that were read off their picture.
    """

    text: str
    start: int
    end: int
    page: int
    section: Section
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question of the codebook, with its calibrated probability of *yes*."""

    answer: bool
    probability: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of an instrument, right, principle, designation or mechanism.

    `boxes` says where its lines stand, on pages that were read off their picture.
    """

    kind: ReferenceKind
    id: str
    text: str
    start: int
    end: int
    page: int
    section: Section
    article: str | None = None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """A clause in which an authority undertakes, endorses, urges or commemorates something.

    `boxes` says where its lines stand, on pages that were read off their picture.
    """

    text: str
    start: int
    end: int
    page: int
    section: Section
    actor: str | None
    cue: str
    strength: Strength
    addressee: Addressee
    negated: bool
    boxes: tuple[Box, ...] = ()


_Span = TypeVar("_Span", Evidence, Reference, Commitment)


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model gave a label: enough to cite it, and to tell two runs apart."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """What hrtext says of one input. One record for every input, whatever happened.

    `label` is None unless `status` is ``ok``; `message` is None where there is
    nothing for the user to do. `deciding` holds up to three sentences that a
    coder would show as the reason for the label, the likeliest first.
    `fingerprint` is given by a run of the command line: it changes with the
    file, and with whatever else decides the record.
    """

    path: str
    status: Status
    message: str | None = None
    sha256: str | None = None
    bytes: int | None = None
    media_type: str | None = None
    pages: int | None = None
    characters: int | None = None
    language: str | None = None
    ocr: Ocr | None = None
    label: Label | None = None
    probabilities: Mapping[str, float] = field(default_factory=dict)
    needs_review: bool = False
    review_reasons: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    deciding: tuple[Evidence, ...] = ()
    references: tuple[Reference, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    model: ModelIdentity | None = None
    fingerprint: str | None = None
    schema: str = SCHEMA

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready data; :meth:`from_dict` gives an equal record back."""
        data: dict[str, Any] = plain_data(self)
        for reference in data["references"]:
            if reference["article"] is None:
                del reference["article"]
        shown = chain(
            data["deciding"],
            data["references"],
            data["commitments"],
            *(answer["evidence"] for answer in data["answers"].values()),
        )
        for span in shown:
            if not span["boxes"]:
                del span["boxes"]
        return {"schema": data.pop("schema"), **data}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Record:
        """Build a record from what :meth:`to_dict` or a line of JSON holds.

        Raises
        ------
        ValueError
            If `data` is not of the schema that this version writes.
        """
        if data.get("schema") != SCHEMA:
            raise ValueError(
                f"record schema {data.get('schema')!r} is not {SCHEMA!r}: "
                "read it with the hrtext version that wrote it"
            )
        values = dict(data)
        values["review_reasons"] = tuple(values.get("review_reasons", ()))
        values["deciding"] = _spans(Evidence, values.get("deciding", ()))
        values["references"] = _spans(Reference, values.get("references", ()))
        values["commitments"] = _spans(Commitment, values.get("commitments", ()))
        values["answers"] = {
            question: Answer(
                answer["answer"],
                answer["probability"],
                _spans(Evidence, answer["evidence"]),
            )
            for question, answer in values.get("answers", {}).items()
        }
        if values.get("model") is not None:
            values["model"] = ModelIdentity(**values["model"])
        if values.get("ocr") is not None:
            values["ocr"] = Ocr.from_dict(values["ocr"])
        return cls(**values)

    def to_json(self) -> str:
        """Return the record as one line of JSON, without the line end."""
        return json_line(self.to_dict())


def _spans(kind: type[_Span], items: Iterable[Mapping[str, Any]]) -> tuple[_Span, ...]:
    """Build spans of a text from JSON-ready data, in which boxes may be missing."""
    return tuple(
        kind(**{**item, "boxes": tuple(Box(*box) for box in item.get("boxes", ()))}) for item in items
    )


def json_line(data: Mapping[str, Any]) -> str:
    """Return `data` as one line of JSON, keys in their given order, text readable.

    Lone surrogates, which stand for the undecodable bytes of a file name, are
    escaped so that the line is always valid UTF-8.
    """
    line = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return line if _encodes(line) else json.dumps(data, separators=(",", ":"), allow_nan=False)


def _encodes(line: str) -> bool:
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def read_records(path: str | Path) -> Iterator[Record]:
    """Yield the records of a JSONL file that ``hrtext classify`` wrote.

    Parameters
    ----------
    path : str or Path
        A file with one record a line.

    Yields
    ------
    Record

    Raises
    ------
    ValueError
        If a line is not a record; the message names the line.

    Examples
    --------
    >>> import tempfile
    >>> record = Record(path="act.txt", status="empty", message="The file has no bytes.")
    >>> with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
    ...     _ = file.write(record.to_json() + "\\n")
    ...     file.flush()
    ...     list(read_records(file.name)) == [record]
    True
    """
    with open(path, encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield Record.from_dict(json.loads(line))
            except (ValueError, TypeError, KeyError) as error:
                raise ValueError(f"{path}, line {number}: not a record ({error})") from error
