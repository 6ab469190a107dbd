"""Print how long each stage of reading a document takes, in milliseconds.

    python scripts/profile_stages.py FOLDER_OR_JSONL

A folder is read file by file; of a JSONL file, the field ``text`` of each line
whose ``lang`` is English or missing. What is counted is the CPU time of this
process, which other processes do not lengthen. Documents without text, or in
another language, are left out. A first document warms up caches uncounted.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean, median

from hrtext.annotate.annotation import Annotation
from hrtext.annotate.commitments import CommitmentFinder
from hrtext.annotate.contents import read_contents
from hrtext.annotate.references import ReferenceFinder
from hrtext.annotate.sections import find_clauses
from hrtext.annotate.titles import TitleReader
from hrtext.evidence import choose_evidence
from hrtext.extract import read_document, read_text
from hrtext.features import extract_features
from hrtext.lexicon import load_lexicon
from hrtext.model.store import load_model
from hrtext.records import QUESTIONS, Document
from hrtext.stages import Clock

LANGUAGES = ("en", "und")
# The stages whose time together is what a text costs once it is extracted.
UNDERSTANDING = ("sections", "references", "titles", "commitments", "contents", "features")


def sources(path: Path) -> Iterator[Path | str]:
    """Yield the files of a folder, or the texts of a JSONL file."""
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.is_file())
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if entry.get("lang", "en") == "en":
                yield entry["text"]


def measure(path: Path) -> tuple[dict[str, list[float]], list[int]]:
    """Return the milliseconds of each stage, an entry a document, and the lengths in characters."""
    lexicon = load_lexicon()
    find_references, read_titles = ReferenceFinder(lexicon), TitleReader(lexicon)
    find_commitments = CommitmentFinder()
    linear = load_model().linear

    clock = Clock()
    times: dict[str, list[float]] = defaultdict(list)
    lengths: list[int] = []

    def read(source: Path | str) -> Document:
        with clock.stage("extract"):
            return read_document(source) if isinstance(source, Path) else read_text(source)

    def understand(document: Document) -> None:
        text = document.text
        with clock.stage("sections"):
            clauses = find_clauses(text)
        with clock.stage("references"):
            references = find_references(text, clauses)
        with clock.stage("titles"):
            titles = read_titles(text, clauses, references)
        with clock.stage("commitments"):
            commitments = find_commitments(text, clauses)
        with clock.stage("contents"):
            contents = read_contents(text, clauses)
        annotation = Annotation(text, clauses, references, contents, titles, commitments)
        with clock.stage("features"):
            features = extract_features(annotation)
        with clock.stage("score"):
            scores = linear.clauses.scores(features.clauses)
            probabilities = dict(zip(QUESTIONS, linear.probabilities(features, scores), strict=True))
        with clock.stage("evidence"):
            answers = {question: value >= 0.5 for question, value in probabilities.items()}
            choose_evidence(annotation, document, answers, features, scores.answers)

    for source in sources(path):
        document = read(source)
        extraction = clock.take()
        if document.status != "ok" or document.language not in LANGUAGES:
            continue
        if not lengths:
            understand(document)
            clock.take()
        understand(document)
        for name, seconds in {**extraction, **clock.take()}.items():
            times[name].append(seconds * 1000)
        lengths.append(len(document.text))
    return times, lengths


def main(path: Path) -> int:
    """Print the table; return 1 if there is nothing to measure."""
    times, lengths = measure(path)
    if not lengths:
        print(f"no English documents in {path}", file=sys.stderr)
        return 1
    rows = dict(times)
    rows["sections to features"] = [
        sum(of_one) for of_one in zip(*(rows[s] for s in UNDERSTANDING), strict=True)
    ]
    rows["all"] = [sum(of_one) for of_one in zip(*times.values(), strict=True)]
    print(f"{len(lengths)} documents, median {median(lengths):,.0f} characters; ms per document")
    print(f"{'stage':<22} {'median':>8} {'mean':>8} {'most':>8}")
    for name, row in rows.items():
        print(f"{name:<22} {median(row):8.2f} {fmean(row):8.2f} {max(row):8.2f}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
