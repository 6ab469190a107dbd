"""Records of real documents and made by hand, and their report as a parsed page."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from lxml import html

import hrtext
from hrtext.records import Answer, Commitment, Evidence, ModelIdentity, Record, Reference
from hrtext.report import write_report

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
TEXT = "A RESOLUTION\nBE IT RESOLVED, that the City urges Congress to ratify the Convention on Human Rights."


@cache
def sample_records():
    """The records of the samples, and of a text without a file."""
    # Without OCR one of the samples is a failure, whatever is installed.
    analyzer = hrtext.load(settings=hrtext.Settings(ocr="off"))
    paths = sorted(path for path in SAMPLES.iterdir() if path.suffix not in (".md", ".png"))
    return [*(analyzer.classify(path) for path in paths), analyzer.classify(TEXT)]


def page(records, **options):
    """Write a report of records and return it parsed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "run.html")
        write_report(records, path, **options)
        return html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def full_record(path="act.txt", words="human rights", **changes):
    """A record in which every free text is `words`."""
    record = {
        "path": path,
        "status": "ok",
        "message": words,
        "sha256": words,
        "media_type": words,
        "pages": 2,
        "characters": 2000,
        "language": words,
        "label": "rhetoric_only",
        "probabilities": {"rhetoric_only": 0.75, "informal_commitment": 0.25},
        "needs_review": True,
        "review_reasons": (words,),
        "answers": {
            question: Answer(True, 0.75, (Evidence(words, 0, len(words), 1, "operative"),))
            for question in ("designation", "undertaking", "rights_content")
        },
        "references": (Reference("right", words, words, 0, len(words), 1, "recital", article=words),),
        "commitments": (
            Commitment(words, 0, len(words), 2, "operative", words, words, "binding", "self", True),
        ),
        "model": ModelIdentity(words, words, words),
    }
    return Record(**{**record, **changes})
