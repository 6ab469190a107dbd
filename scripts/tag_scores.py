"""Print how well references are found, by canonical id, on documents that coders annotated.

    python scripts/tag_scores.py corpora/written
    python scripts/tag_scores.py corpora/public/manifest.jsonl --texts ../shared/real/acts_dev.jsonl
    python scripts/tag_scores.py corpora/written --half held-out

A reference counts once a document; micro-averaged. Documents are split in two
by a hash of their group, so that the two of a minimal pair stay together: of
the development half, misses and what was found too much are listed, and rules
may be written from them; of the held-out half only the figures are printed.
Two batches of the written documents were read whole for rules, and count as
development.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hrtext.annotate import TextAnnotator
from hrtext.annotate.annotation import Items
from hrtext.extract import read_text

_KINDS = {"instrument": "instruments", "right": "rights", "principle": "principles"}
_READ = frozenset({"w10", "w11"})
_HALVES = ("development", "held-out")


def annotated(corpus: Path, texts: Path | None) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each annotated line of a corpus with the text it annotates."""
    index = corpus / "acts.jsonl" if corpus.is_dir() else corpus
    known = (
        {line["id"]: line["text"] for line in map(json.loads, texts.open(encoding="utf-8"))} if texts else {}
    )
    for line in map(json.loads, index.open(encoding="utf-8")):
        if "instruments" not in line:
            continue
        text = known.get(line["id"]) or line.get("text")
        yield line, text if text is not None else (index.parent / line["path"]).read_text(encoding="utf-8")


def half_of(line: dict[str, Any]) -> str:
    """Return which half a document belongs to: by its group, whatever else is in the corpus.

    Examples
    --------
    >>> half_of({"id": "w1-fd01", "group": "w1-p4"}) == half_of({"id": "w1-fd02", "group": "w1-p4"})
    True
    """
    if line.get("writer") in _READ:
        return "development"
    return _HALVES[hashlib.sha256((line.get("group") or line["id"]).encode()).digest()[0] % 2]


class Tally:
    """What was found, missed and found too much of one half, by kind."""

    def __init__(self) -> None:
        self.documents = 0
        self.right, self.missed, self.extra = ({kind: Counter[str]() for kind in _KINDS} for _ in range(3))

    def add(self, line: dict[str, Any], references: Items) -> None:
        """Count one document."""
        self.documents += 1
        for kind, field in _KINDS.items():
            coded = {item["id"] for item in line[field]}
            found = {item["id"] for item in references if item["kind"] == kind}
            self.right[kind].update(coded & found)
            self.missed[kind].update(f"{name} in {line['id']}" for name in coded - found)
            self.extra[kind].update(f"{name} in {line['id']}" for name in found - coded)

    def table(self) -> Iterator[str]:
        """Yield the lines of a table of scores."""
        yield "| kind | coded | precision | recall | F1 |\n| --- | ---: | ---: | ---: | ---: |"
        for kind in _KINDS:
            both, left, more = (counts[kind].total() for counts in (self.right, self.missed, self.extra))
            precision, recall = both / max(1, both + more), both / max(1, both + left)
            f1 = 2 * both / max(1, 2 * both + left + more)
            yield f"| {kind} | {both + left} | {precision:.3f} | {recall:.3f} | {f1:.3f} |"

    def errors(self, most: int) -> Iterator[str]:
        """Yield the first `most` misses, and things found too much, of each kind."""
        for kind in _KINDS:
            for name, counts in (("missed", self.missed), ("found too much", self.extra)):
                yield f"\n{kind}, {name}: " + "; ".join(sorted(counts[kind])[:most])


def main() -> None:
    """Print a table for each half, and the errors of the development half."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--texts", type=Path, help="JSONL with id and text, where the corpus has none")
    parser.add_argument("--half", choices=_HALVES, help="score one half only (default: both, one by one)")
    parser.add_argument("--list", type=int, default=20, metavar="N", help="how many misses to list")
    arguments = parser.parse_args()
    halves = (arguments.half,) if arguments.half else _HALVES
    annotate = TextAnnotator()
    tallies = {half: Tally() for half in halves}
    for line, text in annotated(arguments.corpus, arguments.texts):
        if half_of(line) in tallies:
            tallies[half_of(line)].add(line, annotate(read_text(text).text).references)
    for half, tally in tallies.items():
        print(f"{half}: {tally.documents} documents\n", *tally.table(), "", sep="\n")
        if half == "development":
            print(*tally.errors(arguments.list), "", sep="\n")


if __name__ == "__main__":
    main()
