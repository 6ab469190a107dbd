"""Sentences with the expected tags written into them, so that a lawyer can review a rule's test.

``RESOLVED, that <commitment strength=exhortation addressee=other>the Council urges Congress to
ratify the <instrument id=uncrc>Convention</instrument></commitment>.`` is the text without the
tags, and what must be found in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from hrtext.annotate import build_pipeline

REFERENCES = ("instrument", "right", "principle", "designation", "mechanism")
SECTIONS = ("title", "recital", "operative", "signature", "other")
TAGS = frozenset({*REFERENCES, *SECTIONS, "commitment", "use"})


@cache
def pipeline() -> Language:
    return build_pipeline()


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline with the shipped lexicon; test modules import it, and it is built once."""
    return pipeline()


_TAG = re.compile(r"<(/?)([a-z]+)((?:\s+[a-z]+=[^\s>]+)*)>")


@dataclass(frozen=True)
class Span:
    """One tag of a tagged text."""

    tag: str
    start: int
    end: int
    values: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class Tagged:
    """A text and the spans expected in it, in order of where they begin."""

    text: str
    spans: tuple[Span, ...]

    def of(self, tags: Iterable[str]) -> list[Span]:
        wanted = set(tags)
        return [span for span in self.spans if span.tag in wanted]


def parse(source: str) -> Tagged:
    """Return the text and the spans of a tagged text; a slip in the tags is an error."""
    pieces: list[str] = []
    length = done = 0
    opened: list[tuple[int, int, str, dict[str, str]]] = []
    spans: list[tuple[int, Span]] = []
    for number, match in enumerate(_TAG.finditer(source)):
        pieces.append(source[done : match.start()])
        length += match.start() - done
        done = match.end()
        closes, tag, attributes = match.groups()
        if tag not in TAGS:
            raise ValueError(f"unknown tag {tag} in {source!r}")
        if closes:
            order, start, opener, values = opened.pop()
            if opener != tag:
                raise ValueError(f"<{opener}> is closed by </{tag}> in {source!r}")
            spans.append((order, Span(tag, start, length, values)))
        else:
            opened.append((number, length, tag, dict(a.split("=") for a in attributes.split())))
    pieces.append(source[done:])
    text = "".join(pieces)
    if opened or "</" in text or re.search(r"<[a-z]", text):
        raise ValueError(f"a tag is not closed, or misspelt, in {source!r}")
    return Tagged(text, tuple(span for _, span in sorted(spans, key=lambda item: item[0])))


def expected_references(tagged: Tagged, kinds: Iterable[str]) -> list[tuple[Any, ...]]:
    return [
        (span.tag, span.values["id"], tagged.text[span.start : span.end], span.values.get("article"))
        for span in tagged.of(kinds)
    ]


def found_references(doc: Doc, kinds: Iterable[str]) -> list[tuple[Any, ...]]:
    wanted = set(kinds)
    return [
        (item["kind"], item["id"], doc.text[item["start"] : item["end"]], item["article"])
        for item in doc._.hrtext_references
        if item["kind"] in wanted
    ]


def commitments(doc: Doc) -> list[dict[str, Any]]:
    """Return what a record would hold: procedure is no commitment."""
    return [item for item in doc._.hrtext_commitments if not item["procedural"]]


def differences(tagged: Tagged, doc: Doc) -> Iterator[str]:
    """Yield in what the commitments found differ from those that are tagged.

    A commitment is found for a whole clause; the tag stands around the words
    that a reader would mark. It fits if it lies in the clause and holds the cue.
    """
    expected, found = tagged.of(["commitment"]), commitments(doc)
    if len(expected) != len(found):
        yield f"{len(expected)} expected, found {[(c['cue'], c['strength'], c['addressee']) for c in found]}"
        return
    for span, item in zip(expected, found, strict=True):
        words = tagged.text[span.start : span.end]
        if not item["start"] <= span.start < span.end <= item["end"]:
            yield f"{words!r} does not lie in the clause {item['text']!r}"
        if item["cue"] not in words:
            yield f"the cue {item['cue']!r} is not in {words!r}"
        for name, value in {"negated": "no", **span.values}.items():
            is_told = {True: "yes", False: "no", None: "none"}.get(item[name], item[name])
            if is_told.replace(" ", "_") != value:
                yield f"{name} of {words!r} is {is_told}, not {value}"
