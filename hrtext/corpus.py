"""Read labelled corpora: one line of JSON a document, with its label and, where coded, its answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrtext.errors import CorpusError
from hrtext.model.codebook import OUT_OF_SCOPE, OUTCOMES, outcome
from hrtext.records import QUESTIONS

_INDEX = "acts.jsonl"


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """One coded document of a corpus.

    Attributes
    ----------
    id, text : str
    outcome : str
        One of :data:`hrtext.model.codebook.OUTCOMES`.
    answers : tuple of (bool or None)
        The three answers of the codebook; None where it was not coded.
    city, group : str
        Where it comes from; which documents are versions of the same act.
    origin : str
        ``real``, or ``written`` for the corpus.
    confidence : str
        How clear the coder found it: ``high``, ``medium`` or ``low``.
    coding : mapping
        The rest of the line: clauses, instruments, rights, and so on.
    """

    id: str
    text: str
    outcome: str
    answers: tuple[bool | None, ...]
    city: str
    group: str
    origin: str
    confidence: str
    coding: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents in the order of their files, and a hash of their texts and labels."""

    documents: tuple[LabelledDocument, ...]
    sha256: str


def read_corpus(paths: Iterable[str | Path]) -> Corpus:
    """Read one or more labelled corpora.

    Parameters
    ----------
    paths : iterable of path
        A JSONL file with ``label`` and ``text`` (or ``path``, relative to the
        file) on each line, or a folder that holds such a file named
        ``acts.jsonl``. Optional: ``id``, ``answers``, ``city``, ``group``,
        ``origin``, ``confidence``, ``lang`` (only ``en`` is read).

    Raises
    ------
    CorpusError
        If a file cannot be read, or a line contradicts the codebook; the
        message names file and line.
    """
    documents: dict[str, LabelledDocument] = {}
    digest = hashlib.sha256()
    for path in paths:
        index = Path(path) / _INDEX if Path(path).is_dir() else Path(path)
        for document in _documents(index):
            if document.id in documents:
                raise CorpusError(f"{index}: the id {document.id!r} occurs twice; ids must be unique")
            documents[document.id] = document
            digest.update(json.dumps([document.id, document.text, document.outcome]).encode())
    if not documents:
        raise CorpusError("the corpus holds no English document: give a JSONL file with text and label")
    return Corpus(tuple(documents.values()), digest.hexdigest())


def _documents(index: Path) -> Iterator[LabelledDocument]:
    try:
        lines = index.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise CorpusError(
            f"cannot read the corpus {index} ({error.strerror}): give a JSONL file with text and label, "
            f"or a folder that holds {_INDEX}"
        ) from error
    except UnicodeDecodeError as error:
        raise CorpusError(f"{index} is not UTF-8: save it as UTF-8") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            if data.get("lang", "en") == "en":
                yield _document(data, index, number)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise CorpusError(f"{index}, line {number}: {error}") from error


def _document(data: dict[str, Any], index: Path, number: int) -> LabelledDocument:
    label = data.pop("label", None)
    if label not in OUTCOMES:
        raise ValueError(f"label {label!r} is none of {', '.join(OUTCOMES)}")
    if "text" not in data and "path" not in data:
        raise ValueError("neither text nor path is given")
    text = data.pop("text", None)
    if text is None:
        try:
            text = (index.parent / data["path"]).read_bytes().decode("utf-8")
        except OSError as error:
            raise ValueError(f"cannot read {data['path']} ({error.strerror})") from error
    if not isinstance(text, str):
        raise TypeError("text is not a text")
    identifier = str(data.pop("id", f"{index.name}:{number}"))
    return LabelledDocument(
        id=identifier,
        text=text,
        outcome=label,
        answers=_answers(label, data.pop("answers", None)),
        city=str(data.pop("city", "")),
        group=str(data.pop("group", None) or identifier),
        origin=str(data.pop("origin", "real")),
        confidence=str(data.pop("confidence", "high")),
        coding=data,
    )


def _answers(label: str, coded: Mapping[str, bool] | None) -> tuple[bool | None, ...]:
    """Return the three answers, from the coder or, where the label leaves no choice, from the table."""
    if coded is None:
        # A rhetoric_only document may bear a title with nothing behind it; rare enough to take as no.
        return {
            "formal_designation": (True, True, True),
            "informal_commitment": (False, True, True),
            "rhetoric_only": (False, False, True),
            OUT_OF_SCOPE: (False, None, False),
        }[label]
    answers = [coded[question] for question in QUESTIONS]
    if outcome(*answers) != label:
        raise ValueError(f"the answers {dict(coded)} give {outcome(*answers)!r}, not {label!r}")
    designation, undertaking, rights = answers
    # What an act out of scope undertakes is not about rights, so it teaches nothing about undertakings.
    return (designation, None if label == OUT_OF_SCOPE else undertaking, rights or designation)


def label_counts(documents: Sequence[LabelledDocument]) -> dict[str, int]:
    """Return how many documents have each outcome."""
    return {name: sum(document.outcome == name for document in documents) for name in OUTCOMES}
