"""The row of a document in the table, and that of a file which has no outcome."""

from __future__ import annotations

from hrtext.model.codebook import OUTCOMES
from hrtext.records import QUESTIONS, Record
from hrtext.report.details import KINDS, details
from hrtext.report.markup import Markup, element, join
from hrtext.report.place import Place
from hrtext.report.wording import count, figure, outcome_of, tag, words

COLUMNS = ("file", "label", "probability", "review", *QUESTIONS)
FAILURE_COLUMNS = ("file", "status", "message")


def document_row(record: Record, text: str | None = None) -> Markup:
    """Return a document's row and, under it, one that opens to everything else.

    Parameters
    ----------
    record : Record
    text : str, optional
        The extracted text of the document.
    """
    place = Place(record)
    outcome = outcome_of(record)
    probability = record.probabilities.get(outcome)
    answers = {question: record.answers.get(question) for question in QUESTIONS}
    cells = [
        element("th", place.file(), scope="row", class_="file"),
        element("td", tag(outcome), class_="label"),
        element("td", _bar(record, probability), class_="probability"),
        element("td", "review" if record.needs_review else "", class_="review"),
    ]
    keys: dict[str, str | None] = {}
    for question, answer in answers.items():
        keys[f"data_{question}"] = None if answer is None else str(answer.probability)
        cells.append(
            element("td", "", class_=question)
            if answer is None
            else element(
                "td",
                element("strong" if answer.answer else "span", "yes" if answer.answer else "no"),
                element("span", f" {figure(answer.probability)}", class_="quiet"),
                class_=question,
            )
        )
    opened = element(
        "details",
        element("summary", _contents(record), element("span", f" of {record.path}", class_="unseen")),
        details(record, place, text),
    )
    return element(
        "tbody",
        element("tr", *cells),
        element("tr", element("td", opened, colspan=str(len(COLUMNS))), class_="more"),
        data_file=record.path,
        data_label=outcome,
        data_probability=None if probability is None else str(probability),
        data_review="1" if record.needs_review else "0",
        **keys,
    )


def failure_row(record: Record) -> Markup:
    """Return the row of a file of which there is nothing but a status and a message."""
    return element(
        "tr",
        element("th", Place(record).file(), scope="row", class_="file"),
        element("td", tag(outcome_of(record)), class_="status"),
        element("td", record.message or "", class_="message"),
    )


def _contents(record: Record) -> str:
    kinds = [
        count(number, kind)
        for kind in KINDS
        if (number := sum(reference.kind == kind for reference in record.references))
    ]
    quoted = sum(len(answer.evidence) for answer in record.answers.values())
    parts = [count(quoted, "sentence") + " of evidence", *kinds, count(len(record.commitments), "commitment")]
    return ", ".join(parts)


def _bar(record: Record, probability: float | None) -> Markup:
    """Return the probabilities of all outcomes as one bar, and in figures that of the outcome given."""
    if probability is None:
        return Markup()
    left = 0.0
    pieces = []
    for name in OUTCOMES:
        width = 100 * record.probabilities.get(name, 0.0)
        pieces.append(element("rect", x=f"{left:.2f}", y="0", width=f"{width:.2f}", height="10", class_=name))
        left += width
    said = ", ".join(f"{words(name)} {figure(record.probabilities.get(name, 0.0))}" for name in OUTCOMES)
    bar = element(
        "svg",
        element("title", said),
        *pieces,
        viewBox="0 0 100 10",
        preserveAspectRatio="none",
        role="img",
        class_="bar",
    )
    return join(bar, element("span", figure(probability), class_="figure"))
