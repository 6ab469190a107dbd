"""Read labelled corpora: make documents of the rows of each path."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from hrtext.corpus.documents import Corpus, LabelledDocument, Reading
from hrtext.corpus.duplicates import with_duplicates
from hrtext.corpus.fields import Fields, Skipped, checked_label
from hrtext.corpus.files import read_file
from hrtext.corpus.recognition import ACCEPTED, LINES, Source, recognised
from hrtext.errors import CorpusError
from hrtext.extract.language import detect_language
from hrtext.model.codebook import OUT_OF_SCOPE, outcome
from hrtext.records import QUESTIONS

_ORIGINS = ("real", "selected", "written")
_CONFIDENCES = ("high", "medium", "low")
_READABLE_LANGUAGES = ("en", "und", None)


def read_corpus(paths: Iterable[str | Path]) -> Corpus:
    """Read one or more labelled corpora.

    Parameters
    ----------
    paths : iterable of path
        Each is recognised by its content:

        - a JSONL file with ``label`` and ``text`` (or ``path``, relative to
          the file) on each line. Optional: ``id``, ``answers``, ``city``,
          ``group``, ``origin``, ``confidence``, ``lang`` (only ``en`` is read);
        - a folder that holds such a file named ``acts.jsonl``;
        - a CSV or TSV file whose first line names the columns ``label`` and
          ``text`` or ``path``; optional are the others above but ``answers``;
        - a folder with a subfolder for each label, which holds files of any
          type that ``hrtext classify`` reads;
        - an export of doccano (JSONL), Prodigy (JSONL) or Label Studio (JSON).

        Answers that no coder gave follow from the label: yes to all three for
        a formal designation; no, yes, yes for an informal commitment; no, no,
        yes for rhetoric only (rarely wrong: a title with nothing behind it);
        no, unknown, no for what is out of scope.

        The language of a row that does not say it is taken from its text,
        except in JSONL, whose lines are English unless they say otherwise.

    Raises
    ------
    CorpusError
        If a file cannot be read or recognised, or a row is ambiguous or
        contradicts the codebook; the message names file and line.
    """
    documents: dict[str, LabelledDocument] = {}
    readings = []
    digest = hashlib.sha256()
    for path in paths:
        source = recognised(Path(path))
        skipped: Counter[str] = Counter()
        before = len(documents)
        for document in _documents(source):
            if isinstance(document, Skipped):
                skipped[document.reason] += 1
                continue
            if document.id in documents:
                raise CorpusError(
                    f"{source.path}: the id {document.id!r} occurs twice; ids must be unique: "
                    "change one, or rename one of two files of the same name"
                )
            documents[document.id] = document
            digest.update(json.dumps([document.id, document.text, document.outcome]).encode())
        count = len(documents) - before
        readings.append(Reading(str(path), source.kind, count, dict(sorted(skipped.items())), source.unused))
    if not documents:
        raise CorpusError(f"the corpus holds no English document with a label: {ACCEPTED}")
    return Corpus(with_duplicates(tuple(documents.values())), digest.hexdigest(), tuple(readings))


def _documents(source: Source) -> Iterator[LabelledDocument | Skipped]:
    for place, fields in source.rows:
        try:
            yield fields if isinstance(fields, Skipped) else _document(dict(fields), source, place)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise CorpusError(f"{source.path}, {place}: {error}") from error


def _document(data: Fields, source: Source, place: str) -> LabelledDocument | Skipped:
    language = _language(data.get("lang", "en" if source.kind == LINES else None))
    if language not in ("en", None):
        return Skipped("not English")
    label = checked_label(data.pop("label", None))
    if "text" not in data and "path" not in data:
        raise ValueError("neither text nor path is given")
    text, is_extracted = data.pop("text", None), False
    if text is None:
        text, is_extracted = read_file(source.folder, data["path"])
    if not isinstance(text, str):
        raise TypeError("text is not a text")
    if not text.strip():
        raise ValueError("the text is empty: give one, or leave the row out")
    _refuse_halves(text)
    if language is None and detect_language(text) not in _READABLE_LANGUAGES:
        return Skipped("not English")
    identifier = str(data.pop("id", f"{source.path.name}:{place.rpartition(' ')[2]}"))
    answers = data.pop("answers", None)
    return LabelledDocument(
        id=identifier,
        text=text,
        outcome=label,
        answers=_answers(label, answers),
        city=str(data.pop("city", "")),
        group=str(data.pop("group", None) or identifier),
        origin=_one_of(_ORIGINS, data.pop("origin", "real"), "origin"),
        confidence=_one_of(_CONFIDENCES, data.pop("confidence", "high"), "confidence"),
        coding=data,
        is_answered=answers is not None,
        is_extracted=is_extracted,
        duplicate_of=identifier,
    )


def _refuse_halves(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"the text holds half a character at {error.start}: export it again as UTF-8"
        ) from error


def _language(given: object) -> str | None:
    """Return the language of a code such as ``en`` or ``en-GB``, or None if none is given."""
    if given is None:
        return None
    code = str(given).lower().partition("-")[0]
    if not 2 <= len(code) <= 3:
        raise ValueError(f"lang {given!r} is no code of a language: write en for English")
    return code


def _one_of(allowed: tuple[str, ...], given: object, name: str) -> str:
    # The figures are given for each of these apart, so that a document of another would be in none.
    if given not in allowed:
        raise ValueError(f"{name} {given!r} is none of {', '.join(allowed)}")
    return str(given)


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
