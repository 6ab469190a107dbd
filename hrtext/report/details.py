"""What a row opens to: the answers with their evidence, the references, the commitments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from hrtext.records import (
    QUESTIONS,
    SECTIONS,
    Answer,
    Commitment,
    Evidence,
    Record,
    Reference,
    ReferenceKind,
)
from hrtext.report.markup import Markup, element, join
from hrtext.report.place import Place
from hrtext.report.wording import count, figure, tally, words

KINDS: tuple[str, ...] = get_args(ReferenceKind)
_ASKED = {
    "designation": "Does the authority give the municipality the title of human rights city?",
    "undertaking": "Does the authority undertake something itself?",
    "rights_content": "Does the text refer to human rights, an instrument, a right or a principle?",
}
_REFERENCE_COLUMNS = ("id", "article", "text", "section", "page")
_COMMITMENT_COLUMNS = ("text", "section", "page", "strength", "actor", "cue", "addressee", "negated")
_AROUND = 240
"""How many characters of the text are shown on each side of a quotation."""
_LONG_WORD = 30


def details(record: Record, place: Place, text: str | None = None) -> Markup:
    """Return all that the record says of its document.

    Parameters
    ----------
    record : Record
    place : Place
        Of the same record.
    text : str, optional
        The extracted text, to show evidence with the words around it.
    """
    blocks = [element("p", join(*_facts(record), by=" · "), class_="facts")]
    if record.probabilities:
        ranked = sorted(record.probabilities.items(), key=lambda item: -item[1])
        said = (f"{words(name)} {figure(probability)}" for name, probability in ranked)
        blocks.append(element("p", "Probability: ", join(*said, by=", "), class_="facts"))
    if record.message is not None:
        blocks.append(element("p", record.message, class_="message"))
    if record.review_reasons:
        reasons = (element("li", reason) for reason in record.review_reasons)
        blocks.append(_section("Why it needs review", element("ul", *reasons), class_="reasons"))
    if record.deciding:
        shown = (_quoted(span, place, text) for span in record.deciding)
        blocks.append(_section("Sentences to look at first", *shown, class_="deciding"))
    if record.answers:
        answers = (
            _answer(question, record.answers[question], place, text)
            for question in QUESTIONS
            if question in record.answers
        )
        blocks.append(_section("Answers", *answers, class_="answers"))
    blocks.append(_section(f"References ({len(record.references)})", *_references(record, place)))
    blocks.append(_section(f"Commitments ({len(record.commitments)})", *_commitments(record, place)))
    return join(*blocks)


def _section(title: str, *children: str, class_: str | None = None) -> Markup:
    return element("section", element("h3", title), *children, class_=class_)


def _facts(record: Record) -> Iterator[str]:
    if record.media_type is not None:
        yield record.media_type
    if record.pages is not None and record.pages > 1:
        yield count(record.pages, "page")
    if record.characters is not None:
        yield count(record.characters, "character")
    if record.language is not None:
        yield f"language {record.language}"
    if record.ocr is not None and record.ocr.pages:
        read = "" if record.pages == 1 else f" on {count(len(record.ocr.pages), 'page')}"
        yield f"read by OCR{read} ({record.ocr.engine}, confidence {figure(record.ocr.confidence)})"
    if record.sha256 is not None:
        yield element("span", "sha256 ", element("code", record.sha256))


def _answer(question: str, answer: Answer, place: Place, text: str | None) -> Markup:
    said = "yes" if answer.answer else "no"
    heading = element(
        "h4",
        f"{words(question).capitalize()}: ",
        element("strong", said, class_=said),
        element("span", f" (probability of yes {figure(answer.probability)})", class_="quiet"),
    )
    asked = element("p", _ASKED[question], class_="quiet")
    if not answer.evidence:
        return element("div", heading, asked, element("p", "No sentence speaks for a yes."))
    intro = () if answer.answer else (element("p", "What it does instead:", class_="quiet"),)
    return element("div", heading, asked, *intro, *(_quoted(span, place, text) for span in answer.evidence))


def _quoted(span: Evidence, place: Place, text: str | None) -> Markup:
    quotation: Markup | str = span.text
    if text is not None and text[span.start : span.end] == span.text:
        before, after = _before(text, span.start), _after(text, span.end)
        quotation = element("span", before, element("mark", span.text), after, class_="quiet")
    where = join(*filter(None, (span.section, place.page(span.page), place.position(span.boxes))), by=", ")
    return element("figure", element("blockquote", quotation), element("figcaption", where))


def _before(text: str, end: int) -> str:
    """Return the words before a quotation, none cut in two."""
    start = end - _AROUND
    if start <= 0:
        return text[:end]
    space = text.find(" ", start, start + _LONG_WORD)
    return f"… {text[max(start, space + 1) : end]}"


def _after(text: str, start: int) -> str:
    """Return the words after a quotation, none cut in two."""
    end = start + _AROUND
    if end >= len(text):
        return text[start:]
    space = text.rfind(" ", end - _LONG_WORD, end)
    return f"{text[start : space if space >= 0 else end]} …"


def _references(record: Record, place: Place) -> Iterator[Markup]:
    if not record.references:
        yield element("p", "None found.")
        return
    kinds = []
    for kind in KINDS:
        found = [reference for reference in record.references if reference.kind == kind]
        if not found:
            continue
        sections = tally((reference.section for reference in found), SECTIONS)
        title = element("strong", f"{words(kind).capitalize()}s: {len(found)}")
        head = element("th", title, f" ({sections})", scope="rowgroup", colspan=str(len(_REFERENCE_COLUMNS)))
        kinds.append(element("tbody", element("tr", head), *_reference_rows(found, place)))
    yield _table(_REFERENCE_COLUMNS, kinds, "references")


def _reference_rows(found: Iterable[Reference], place: Place) -> Iterator[Markup]:
    """Yield a row for each thing that is referred to, the most frequent first."""
    groups: dict[tuple[str, str | None], list[Reference]] = {}
    for reference in found:
        groups.setdefault((reference.id, reference.article), []).append(reference)
    for (reference_id, article), mentions in sorted(groups.items(), key=_by_frequency):
        quoted = dict.fromkeys(mention.text for mention in mentions)
        pages = sorted({mention.page for mention in mentions})
        yield element(
            "tr",
            element("td", element("code", reference_id), class_="id"),
            element("td", article or "", class_="article"),
            element("td", join(*(element("q", text) for text in quoted), by=" "), class_="text"),
            element("td", tally((mention.section for mention in mentions), SECTIONS), class_="section"),
            element("td", join(*filter(None, map(place.page, pages)), by=", "), class_="page"),
        )


def _by_frequency(group: tuple[tuple[str, str | None], list[Reference]]) -> tuple[int, str, str]:
    (reference_id, article), mentions = group
    return -len(mentions), reference_id, article or ""


def _commitments(record: Record, place: Place) -> Iterator[Markup]:
    if not record.commitments:
        yield element("p", "None found.")
        return
    clauses: dict[tuple[int, int], list[Commitment]] = {}
    for commitment in record.commitments:
        clauses.setdefault((commitment.start, commitment.end), []).append(commitment)
    rows = (row for clause in clauses.values() for row in _clause_rows(clause, place))
    yield _table(_COMMITMENT_COLUMNS, [element("tbody", *rows)], "commitments")


def _clause_rows(clause: list[Commitment], place: Place) -> Iterator[Markup]:
    """Yield a row for each commitment in one clause, whose text the first row shows for all."""
    rows = None if len(clause) == 1 else str(len(clause))
    first = clause[0]
    shared = (
        element("td", first.text, class_="text", rowspan=rows),
        element("td", first.section, class_="section", rowspan=rows),
        element("td", place.page(first.page), class_="page", rowspan=rows),
    )
    for commitment in clause:
        yield element(
            "tr",
            *(shared if commitment is first else ()),
            element("td", commitment.strength, class_="strength"),
            element("td", commitment.actor or "", class_="actor"),
            element("td", commitment.cue, class_="cue"),
            element("td", commitment.addressee, class_="addressee"),
            element("td", element("strong", "yes") if commitment.negated else "no", class_="negated"),
        )


def _table(columns: Iterable[str], bodies: Iterable[Markup], class_: str) -> Markup:
    head = element("tr", *(element("th", name, scope="col", class_=name) for name in columns))
    return element("div", element("table", element("thead", head), *bodies, class_=class_), class_="wide")
