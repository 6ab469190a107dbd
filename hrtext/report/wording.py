"""How outcomes, probabilities and counts are worded in a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hrtext.model.codebook import OUTCOMES
from hrtext.records import Record
from hrtext.report.markup import Markup, element

NO_LABEL = "no_label"


def outcome_of(record: Record) -> str:
    """Return the label of `record`, or what it has instead: a status, or ``no_label``.

    Examples
    --------
    >>> outcome_of(Record("a.txt", "ok", label="rhetoric_only")), outcome_of(Record("b.txt", "ok"))
    ('rhetoric_only', 'no_label')
    """
    if record.status == "ok":
        return record.label or NO_LABEL
    return record.status


def words(name: str) -> str:
    """Return the name of a value as words.

    Examples
    --------
    >>> words("formal_designation")
    'formal designation'
    """
    return name.replace("_", " ")


def tag(name: str) -> Markup:
    """Return the name of an outcome in its colour."""
    kind = name if name in (*OUTCOMES, NO_LABEL) else "failed"
    return element("span", words(name), class_=f"tag {kind}")


def figure(probability: float) -> str:
    """Return a probability to two places; none reads as certain.

    Examples
    --------
    >>> [figure(value) for value in (0.0, 0.005, 0.5, 0.995, 1.0)]
    ['<0.01', '0.01', '0.50', '0.99', '>0.99']
    """
    if probability < 0.005:
        return "<0.01"
    if probability > 0.995:
        return ">0.99"
    return f"{probability:.2f}"


def count(number: int, noun: str) -> str:
    """Return a number and what it counts.

    Examples
    --------
    >>> count(1, "document"), count(12000, "document")
    ('1 document', '12,000 documents')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def share(part: int, whole: int) -> str:
    """Return `part` of `whole` in percent.

    Examples
    --------
    >>> share(1, 8), share(0, 0), share(1, 1000)
    ('12%', '0%', '<1%')
    """
    percent = 100 * part / whole if whole else 0.0
    return "<1%" if 0 < percent < 0.5 else f"{percent:.0f}%"


def tally(names: Iterable[str], order: Iterable[str]) -> str:
    """Return how often each name occurs, in the given order.

    Examples
    --------
    >>> tally(["recital", "operative", "recital"], ["title", "recital", "operative"])
    'recital 2, operative 1'
    """
    counts = Counter(names)
    return ", ".join(f"{words(name)} {counts[name]}" for name in order if counts[name])
