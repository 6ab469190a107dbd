"""Print how well references are found, by canonical id, on documents that coders annotated.

    python scripts/tag_scores.py corpora/written
    python scripts/tag_scores.py corpora/public/manifest.jsonl --texts ../shared/real/acts_dev.jsonl

A reference counts once a document; micro-averaged. Misses are listed, and what was found too much.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hrtext.annotate import build_pipeline
from hrtext.extract import read_text

_KINDS = {"instrument": "instruments", "right": "rights", "principle": "principles"}


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


def main() -> None:
    """Print one table and the lists of misses."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--texts", type=Path, help="JSONL with id and text, where the corpus has none")
    parser.add_argument("--list", type=int, default=20, metavar="N", help="how many misses to list")
    arguments = parser.parse_args()
    nlp = build_pipeline()
    right, missed, extra = ({kind: Counter[str]() for kind in _KINDS} for _ in range(3))
    documents = 0
    for line, text in annotated(arguments.corpus, arguments.texts):
        documents += 1
        doc = nlp(read_text(text).text)
        for kind, field in _KINDS.items():
            coded = {item["id"] for item in line[field]}
            found = {item["id"] for item in doc._.hrtext_references if item["kind"] == kind}
            right[kind].update(coded & found)
            missed[kind].update(f"{name} in {line['id']}" for name in coded - found)
            extra[kind].update(f"{name} in {line['id']}" for name in found - coded)
    print(f"{documents} documents\n")
    print("| kind | coded | precision | recall | F1 |\n| --- | ---: | ---: | ---: | ---: |")
    for kind in _KINDS:
        both, left, more = (counts[kind].total() for counts in (right, missed, extra))
        precision, recall = both / max(1, both + more), both / max(1, both + left)
        f1 = 2 * both / max(1, 2 * both + left + more)
        print(f"| {kind} | {both + left} | {precision:.3f} | {recall:.3f} | {f1:.3f} |")
    for kind in _KINDS:
        for name, counts in (("missed", missed), ("found too much", extra)):
            print(f"\n{kind}, {name}: " + "; ".join(sorted(counts[kind])[: arguments.list]))


if __name__ == "__main__":
    main()
