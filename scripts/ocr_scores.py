"""Print how well scans and text layers are read, file by file, with each OCR engine.

Two folders are measured, neither of them part of this project.

``scans``: council PDFs, each beside its transcription (.md). Some are scans
without a text layer, some scans with one, some born digital. Left out of the
transcription are its markup, editor's notes, and marks such as "[illegible]".
Handwriting (``{{filled:...}}`` and the section on handwritten notations) is
asked of no engine, so recall does not count it; but who reads it loses no
precision. ``LEFT_OUT`` names the pages that the transcription leaves out. What
else a page shows and the transcription does not (running heads, the line that
a browser prints at the foot, stamps, signatures) counts against precision.

``pdf``: resolutions of Chicago, scans with a text layer; the XML beside each
transcribes the resolution only, not the cover sheet, so the share of extracted
words that it holds is no precision. See ``extraction_recall.py``.

Precision and recall count each word as often as it stands there, case folded;
a word broken at a line end counts as whole. F1 is their harmonic mean.

    python scripts/ocr_scores.py [FOLDER_OF_SCANS [FOLDER_OF_PDFS]]
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import pypdfium2  # type: ignore[import-untyped]
from extraction_recall import transcription, words

from hrtext.extract import Limits, read_document
from hrtext.extract.ocr.engines import choose_engine

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared"
WAYS = ("off", "rapidocr", "tesseract")
# The second page is an earlier version of the act, which the transcription only mentions.
LEFT_OUT = {"1978-Ord-n28-Parks": {2}}

EDITORS = re.compile(
    r"^## Document Notes.*?(?=^### |\Z)|^## Handwritten Notations.*|^### (?:Stamp|Footnotes)[^\n]*",
    re.MULTILINE | re.DOTALL,
)
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
MARKS = re.compile(
    r"\{\{(?:page:\d+|signature|[a-z]+)\}\}|\[[^\]\n]*(?:illegible|unsigned)[^\]\n]*\]", re.IGNORECASE
)
FILLED = re.compile(r"\{\{filled:([^}]*)\}\}")
TAGS = re.compile(r"<[^>\n]+>|!\[[^\]]*\]\([^)]*\)|[*_#>|\\`~]")


def expected(path: Path) -> tuple[Counter[str], Counter[str]]:
    """Return the words that a transcription holds, and those of them that are printed."""
    text = MARKS.sub(" ", EDITORS.sub(" ", FRONT_MATTER.sub("", path.read_text(encoding="utf-8"))))
    whole, printed = FILLED.sub(r"\1", text), FILLED.sub(" ", text)
    return words(TAGS.sub(" ", whole)), words(TAGS.sub(" ", printed))


def kind(path: Path) -> str:
    """Return whether a PDF is a scan, a scan with a text layer, or born digital."""
    document = pypdfium2.PdfDocument(path)
    try:
        scanned = layered = 0
        for page in document:
            width, height = page.get_size()
            boxes = [image.get_bounds() for image in page.get_objects(filter=[3], max_depth=3)]
            area = sum((right - left) * (top - bottom) for left, bottom, right, top in boxes)
            scanned += area > width * height / 2
            layered += page.get_textpage().count_chars() > 0
        if scanned * 2 <= len(document):
            return "digital"
        return "layered" if layered * 2 > len(document) else "scan"
    finally:
        document.close()


def found(path: Path, way: str) -> tuple[Counter[str], float | None, float]:
    """Return the words read from a PDF, the confidence of OCR, and the seconds it took."""
    start = time.monotonic()
    document = read_document(path, limits=Limits(ocr=way))
    left_out = LEFT_OUT.get(path.stem, set())
    starts = [*document.page_starts, len(document.text)]
    text = " ".join(
        document.text[begin:end]
        for number, (begin, end) in enumerate(pairwise(starts), start=1)
        if number not in left_out
    )
    return words(text), document.ocr.confidence if document.ocr else None, time.monotonic() - start


def scans(folder: Path, ways: list[str]) -> bool:
    """Print the table of the scans; return whether there are any."""
    rows: dict[tuple[str, str], list[tuple[float, str]]] = {}
    print(f"{'kind':<8} {'engine':<9} {'precision':>9} {'recall':>7} {'F1':>7} {'conf.':>5} {'s':>6}  file")
    for path in sorted(folder.rglob("*.md")):
        pdf = path.with_suffix(".pdf")
        if not pdf.exists():
            continue
        whole, printed = expected(path)
        sort = kind(pdf)
        for way in ways:
            read, confidence, seconds = found(pdf, way)
            precision = (read & whole).total() / max(1, read.total())
            recall = (read & printed).total() / printed.total()
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            rows.setdefault((sort, way), []).append((f1, pdf.name))
            sure = "" if confidence is None else f"{confidence:.2f}"
            print(
                f"{sort:<8} {way:<9} {precision:9.4f} {recall:7.4f} {f1:7.4f} {sure:>5} {seconds:6.1f}"
                f"  {pdf.name}",
                flush=True,
            )
    for (sort, way), figures in sorted(rows.items()):
        mean, (worst, name) = fmean(f1 for f1, _ in figures), min(figures)
        print(f"mean F1 {sort:<8} {way:<9} {mean:.4f}; worst {worst:.4f} {name}")
    return bool(rows)


def resolutions(folder: Path, ways: list[str]) -> bool:
    """Print the recall on the resolutions; return whether there are any."""
    names = sorted(folder.rglob("*.xml"))
    for way in ways if names else ():
        recalls = []
        for path in names:
            truth = words(transcription(path))
            read, _, _ = found(path.with_suffix(".pdf"), way)
            recalls.append((truth & read).total() / truth.total())
        print(f"recall of transcribed words {way:<9} {fmean(recalls):.4f}; worst {min(recalls):.4f}")
    return bool(names)


def main(scan_folder: Path, pdf_folder: Path) -> int:
    """Print the tables; return 1 if there is nothing to measure."""
    ways = [way for way in WAYS if way == "off" or choose_engine(way)]
    measured = [scans(scan_folder, ways), resolutions(pdf_folder, ways)]
    if not any(measured):
        print(f"no transcriptions in {scan_folder} or {pdf_folder}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    folders = [Path(argument) for argument in sys.argv[1:3]]
    sys.exit(main(*[*folders, *[SHARED / "scans", SHARED / "pdf"][len(folders) :]]))
