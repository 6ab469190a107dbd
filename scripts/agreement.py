"""Print how far second, blind codings agree with the corpus: kappa, Krippendorff's alpha, each label, tags.

    python scripts/agreement.py [SECOND_CODING [SECOND_TAGS]]

Cohen's kappa corrects the agreement of two coders for chance by what each of them gives, Krippendorff's
alpha (nominal, two coders, nothing missing) by what both give together. Source: K. Krippendorff, Content
Analysis, 3rd edition, chapter 11.

Which ids a document refers to is a set, of which there is no chance agreement to speak of: there the F1
stands, the same that a tagger is scored by (scripts/tag_scores.py).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

CORPORA = Path(__file__).parent.parent / "corpora"
TAGS = ("instruments", "rights", "principles")


def kappa(first: Sequence[str], second: Sequence[str]) -> float:
    """Return Cohen's kappa of two codings of the same documents."""
    number = len(first)
    agreed = sum(a == b for a, b in zip(first, second, strict=True)) / number
    given, given_again = Counter(first), Counter(second)
    chance = sum(given[label] * given_again[label] for label in given) / number**2
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def alpha(first: Sequence[str], second: Sequence[str]) -> float:
    """Return Krippendorff's alpha of two codings of the same documents."""
    values = Counter([*first, *second])
    total = len(first) * 2
    observed = sum(a != b for a, b in zip(first, second, strict=True)) / len(first)
    expected = 1 - sum(count * (count - 1) for count in values.values()) / (total * (total - 1))
    return 1.0 if expected == 0 else 1 - observed / expected


def lines(path: Path) -> Iterable[dict[str, Any]]:
    """Yield the rows of a JSONL file."""
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def f1(pairs: Iterable[tuple[set[str], set[str]]]) -> float:
    """Return the F1 of sets of ids, micro-averaged over documents; it is the same either way round."""
    both = either = 0
    for first, second in pairs:
        both += 2 * len(first & second)
        either += len(first) + len(second)
    return both / max(1, either)


def print_tags(corpus: dict[str, dict[str, Any]], path: Path) -> None:
    """Print how far coders of references agree with the corpus and with each other, by kind."""
    coded: dict[str, dict[str, dict[str, set[str]]]] = {}
    for row in lines(path):
        coded.setdefault(row["coder"], {})[row["id"]] = {kind: set(row[kind]) for kind in TAGS}
    first = {
        name: {kind: {item["id"] for item in corpus[name][kind]} for kind in TAGS}
        for name in next(iter(coded.values()))
    }
    print(f"references in {len(first)} documents, F1 by id: {', '.join(TAGS)}")
    coders = {"corpus": first, **coded}
    for one, another in combinations(coders, 2):
        figures = [
            f1((coders[one][name][kind], coders[another][name][kind]) for name in first) for kind in TAGS
        ]
        print(f"  {one} and {another}: " + ", ".join(f"{figure:.3f}" for figure in figures))


def main(path: Path, tags: Path) -> int:
    """Print the agreement on written and on real documents, and where the coders differ."""
    corpus = {
        row["id"]: row
        for index in ("written/acts.jsonl", "public/manifest.jsonl")
        for row in lines(CORPORA / index)
    }
    pairs = [(corpus[row["id"]], row) for row in lines(path)]
    for origin in ("written", "real"):
        told = [(a, b) for a, b in pairs if a["origin"] == origin]
        first, second = [a["label"] for a, _ in told], [b["label"] for _, b in told]
        agreed = sum(a == b for a, b in zip(first, second, strict=True))
        print(
            f"{origin}: {agreed} of {len(told)} labels agree, kappa {kappa(first, second):.3f}, "
            f"alpha {alpha(first, second):.3f}"
        )
        for label in sorted(set(first) | set(second)):
            ours, theirs = [str(a == label) for a in first], [str(b == label) for b in second]
            print(
                f"  {label:<20} alpha {alpha(ours, theirs):.3f}  {first.count(label)}, {second.count(label)}"
            )
        for a, b in told:
            if a["label"] != b["label"]:
                print(f"  {a['id']}: {a['label']} ({a['confidence']}), then {b['label']} ({b['confidence']})")
    print_tags(corpus, tags)
    return 0


if __name__ == "__main__":
    given = [*map(Path, sys.argv[1:])]
    shipped = [CORPORA / "second_coding.jsonl", CORPORA / "second_tags.jsonl"]
    sys.exit(main(*given, *shipped[len(given) :]))
