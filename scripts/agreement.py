"""Print how far a second, blind coding agrees with the corpus: kappa, Krippendorff's alpha, each label.

    python scripts/agreement.py [SECOND_CODING]

Cohen's kappa corrects the agreement of two coders for chance by what each of them gives, Krippendorff's
alpha (nominal, two coders, nothing missing) by what both give together. Source: K. Krippendorff, Content
Analysis, 3rd edition, chapter 11.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

CORPORA = Path(__file__).parent.parent / "corpora"


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


def main(path: Path) -> int:
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
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPORA / "second_coding.jsonl"))
