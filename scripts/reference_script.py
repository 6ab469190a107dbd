"""Label and tag documents as a competent user of the usual libraries would: what hrtext is compared with.

    python scripts/reference_script.py OUT FOLDER...

pdfplumber reads PDFs, a blank spaCy pipeline with sentences and a PhraseMatcher
finds the names of the lexicon, and TF-IDF with logistic regression, trained on
the documents written for hrtext, gives a label. One document at a time, a line
of JSON for each. It reads PDF and plain text only, mends no text, finds no
commitments, gives no evidence, and stops at the first file that breaks it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import spacy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from spacy.language import Language
from spacy.matcher import PhraseMatcher

from hrtext.corpus import read_corpus
from hrtext.lexicon import load_lexicon

CORPUS = Path(__file__).parents[1] / "corpora" / "written"


def files(paths: list[str]) -> Iterator[Path]:
    """Yield the files in folders, in order."""
    for path in map(Path, paths):
        yield from sorted(found for found in path.rglob("*") if found.is_file())


def read(path: Path) -> str:
    """Return the text of a PDF or of a plain text file."""
    if path.suffix == ".pdf":
        with pdfplumber.open(path) as pdf:
            return "\n".join(page.extract_text() or "" for page in pdf.pages)
    return path.read_text(encoding="utf-8", errors="replace")


def build_tagger() -> tuple[Language, PhraseMatcher]:
    """Return a pipeline that finds sentences, and a matcher of the lexicon's English names."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 50_000_000
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for entry in load_lexicon().entries:
        names = entry.variants("en")
        if names:
            matcher.add(f"{entry.kind}:{entry.id}", [nlp.make_doc(name) for name in names])
    return nlp, matcher


def train() -> Pipeline:
    """Return a classifier of documents."""
    documents = read_corpus([CORPUS]).documents
    pipeline = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(max_iter=1_000))
    return pipeline.fit([one.text for one in documents], [one.outcome for one in documents])


def main(out: str, paths: list[str]) -> None:
    """Write a line for each file."""
    nlp, matcher = build_tagger()
    classifier = train()
    with open(out, "w", encoding="utf-8") as lines:
        for path in files(paths):
            doc = nlp(read(path))
            spans = [
                {
                    "id": nlp.vocab.strings[key],
                    "start": doc[start:end].start_char,
                    "end": doc[start:end].end_char,
                    "sentence": doc[start:end].sent.text,
                }
                for key, start, end in matcher(doc)
            ]
            shares = dict(
                zip(classifier.classes_, classifier.predict_proba([doc.text])[0].tolist(), strict=True)
            )
            label = max(shares, key=shares.__getitem__)
            record = {"path": str(path), "label": label, "probabilities": shares, "references": spans}
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
