"""What a run tells its user: how far it is, and how it ended."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

from hrtext.inputs import walk
from hrtext.records import LABELS, STATUSES, USABLE_STATUSES, Document, Record

Outcome = TypeVar("Outcome")


class Tally:
    """Counts the results of a run by status and label.

    Examples
    --------
    >>> tally = Tally()
    >>> tally.add(Record("a.txt", "ok", label="rhetoric_only", needs_review=True))
    >>> tally.add(Record("b.pdf", "no_text"))
    >>> print(tally)
    2 documents: 1 ok (1 rhetoric_only), 1 no_text; 1 to review
    """

    def __init__(self) -> None:
        self._statuses: Counter[str] = Counter()
        self._labels: Counter[str] = Counter()
        self._to_review = 0

    def add(self, result: Record | Document) -> None:
        """Count one result."""
        self._statuses[result.status] += 1
        if isinstance(result, Record):
            self._to_review += result.needs_review
            if result.label is not None:
                self._labels[result.label] += 1

    @property
    def total(self) -> int:
        """How many results were counted."""
        return self._statuses.total()

    @property
    def all_usable(self) -> bool:
        """Whether every result has an outcome rather than a failure."""
        return self._statuses.keys() <= USABLE_STATUSES

    def __str__(self) -> str:
        labels = ", ".join(f"{self._labels[name]} {name}" for name in LABELS if self._labels[name])
        counts = [
            f"{self._statuses[name]} {name}" + (f" ({labels})" if name == "ok" and labels else "")
            for name in STATUSES
            if self._statuses[name]
        ]
        plural = "" if self.total == 1 else "s"
        review = f"; {self._to_review} to review" if self._to_review else ""
        return f"{self.total} document{plural}: {', '.join(counts)}{review}"


def progress(
    results: Iterable[Outcome],
    arguments: argparse.Namespace,
    skip: Iterable[str],
) -> Iterable[Outcome]:
    """Pass `results` on, with a progress bar where somebody can see it."""
    lines_on_screen = arguments.output is None and sys.stdout.isatty()
    if arguments.quiet or lines_on_screen or not sys.stderr.isatty():
        return results
    from tqdm import tqdm

    # Walking twice, rather than listing the paths, keeps memory flat.
    total = sum(1 for _ in walk(arguments.paths, skip=skip))
    bar: Iterable[Outcome] = tqdm(results, total=total, unit="doc", file=sys.stderr, dynamic_ncols=True)
    return bar


def profile(seconds: Mapping[str, float], documents: int) -> str:
    """Return a table of the processor time of each stage.

    Parameters
    ----------
    seconds : mapping of str to float
        From all processes together.
    documents : int
        How many documents took it.

    Examples
    --------
    >>> print(profile({"read": 3.0, "annotate": 1.0}, 100))
    stage        CPU s   share  ms/document
    read          3.00   75.0%        30.00
    annotate      1.00   25.0%        10.00
    all           4.00  100.0%        40.00
    """
    total = sum(seconds.values())
    lines = ["stage        CPU s   share  ms/document"]
    for name, value in {**seconds, "all": total}.items():
        share = value / total if total else 0.0
        lines.append(f"{name:<10} {value:7.2f} {share:7.1%} {1000 * value / max(1, documents):12.2f}")
    return "\n".join(lines)
