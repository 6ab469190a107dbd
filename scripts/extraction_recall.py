"""Print how much of each Chicago resolution is found in the text of its PDF.

The PDFs are scans with a hidden OCR layer; the XML beside each is a
transcription of the page, corrected by hand in places. The resolution is the
``statement``, the ``level`` elements (recitals and clauses) and the
``signature``; in Akoma Ntoso ``preamble``, ``body`` and ``conclusions``.
``metadata``, ``form`` and ``preface`` describe the record.

Recall is the share of the words of the transcription that the extracted text
has, precision the share of the extracted words that the transcription has;
both count each word as often as it stands there, with case folded. Some
transcriptions part the raised letters of an ordinal from its number ("30 th",
or the "th" a line earlier), so ordinals count as two words on both sides.

Two things keep recall below 1 whatever is read, so three more figures stand
beside it. The transcriptions were made from the text layer and keep many of
its misreadings ("aeqderriic"), which OCR reads right: *sound* is the recall
counted over words of the list of English words alone. And a word may be in the
transcription but not on the page (in R2013-274 "Alderman" before each of
thirteen handwritten names, and the first "WHEREAS"), so *kept* is the share of
those transcribed words which the raw text layer has, in pdfium or pdfplumber,
that are left in our text; OCR lowers it where it replaces misread words. *Seen*
is the recall over those transcribed words which any reading has: our text, the
raw layer, or an engine for OCR that is installed, at 350 dots to the inch. The
others are listed as "in no reading". Most of them are not on the page, but a
word which is there and which nothing reads, such as a handwritten one, is left
out too, so that this is the most that recall can be taken for.

OCR takes part as ``--ocr auto`` would have it, unless the second argument names
another way; "off" shows the text layer alone.

    python scripts/extraction_recall.py [FOLDER [OCR]]
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from statistics import fmean

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]
from lxml import etree

from hrtext.extract import Limits, read_document, read_text
from hrtext.extract.ocr.engines import choose_engine
from hrtext.extract.ocr.page import see
from hrtext.extract.ocr.spelling import is_known

FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "pdf" / "chicago"
TEXT_ELEMENTS = frozenset({"statement", "level", "signature", "preamble", "body", "conclusions"})
WORD = re.compile(r"\w+")
DOTS_PER_INCH = 350
ORDINAL = re.compile(r"\b(\d+)(st|nd|rd|th)\b")


def transcription(path: Path) -> str:
    """Return the text of the resolution from its XML file."""
    # The publisher's XML is not well-formed: inline elements are left open.
    root = etree.parse(path, etree.XMLParser(recover=True, no_network=True)).getroot()
    parts: list[str] = []
    for element in root.iter():
        parents = {str(parent.tag) for parent in element.iterancestors()}
        if element.tag in TEXT_ELEMENTS and not parents & TEXT_ELEMENTS:
            parts.append("".join(str(text) for text in element.itertext()))
    return " ".join(parts)


def words(text: str) -> Counter[str]:
    """Return how often each word stands in `text`, whatever its case."""
    return Counter(WORD.findall(ORDINAL.sub(r"\1 \2", text.casefold())))


def raw_layer(path: Path) -> Counter[str]:
    """Return the words of the text layer as either engine gives them, before any repair."""
    document = pypdfium2.PdfDocument(path)
    first = words("\n".join(page.get_textpage().get_text_range() for page in document))
    document.close()
    with pdfplumber.open(path) as other:
        return first | words("\n".join(page.extract_text() or "" for page in other.pages))


def close_readings(path: Path) -> Counter[str]:
    """Return the words that the engines for OCR see on the pages, each as often as the one that sees most."""
    most: Counter[str] = Counter()
    document = pypdfium2.PdfDocument(path)
    for engine in filter(None, map(choose_engine, ("rapidocr", "tesseract"))):
        pages = []
        for page in document:
            picture = page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_numpy()
            pages.append(see(engine, picture.reshape(picture.shape[:2]), DOTS_PER_INCH).laid.text)
        # Mends the words that are broken at line ends.
        most |= words(read_text("\n".join(pages)).text)
    document.close()
    return most


def listed(found: Counter[str]) -> str:
    """Return words in order, with how often each is there."""
    return " ".join(f"{word}*{count}" if count > 1 else word for word, count in sorted(found.items()))


def main(folder: Path, ocr: str) -> int:
    """Print the table; return 1 if there is nothing to measure."""
    rows: list[tuple[str, float, float, float, float, float, str]] = []
    for path in sorted(folder.glob("*.xml")):
        pdf = path.with_suffix(".pdf")
        truth = words(transcription(path))
        found = words(read_document(pdf, limits=Limits(ocr=ocr)).text)
        layer = raw_layer(pdf)
        readable, seen = truth & layer, truth & (found | layer | close_readings(pdf))
        common = (truth & found).total()
        sound = Counter({word: count for word, count in truth.items() if is_known(word)})
        rows.append(
            (
                path.stem,
                common / truth.total(),
                (sound & found).total() / max(1, sound.total()),
                common / max(1, found.total()),
                (readable & found).total() / max(1, readable.total()),
                common / max(1, seen.total()),
                f"{listed(seen - found)} | {listed(truth - seen)}",
            )
        )
    if not rows:
        print(f"no transcriptions in {folder}", file=sys.stderr)
        return 1
    heads = f"{'recall':>7} {'sound':>7} {'precision':>9} {'kept':>7} {'seen':>7}"
    print(f"{'resolution':<12} {heads}  not found | in no reading")
    for name, recall, sure, precision, kept, seen_share, lost in rows:
        print(f"{name:<12} {recall:7.4f} {sure:7.4f} {precision:9.4f} {kept:7.4f} {seen_share:7.4f}  {lost}")
    means = [fmean(column) for column in zip(*(row[1:6] for row in rows), strict=True)]
    print(f"{'mean':<12} {means[0]:7.4f} {means[1]:7.4f} {means[2]:9.4f} {means[3]:7.4f} {means[4]:7.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, sys.argv[2] if len(sys.argv) > 2 else "auto")
    )
