"""Print what extracting the text of PDF files costs beside what pdfium alone costs.

    python scripts/extraction_speed.py [--count 500] [--repeats 3] [FOLDER ...]

The batch is every PDF with a text layer in the folders, filled up to the count
with PDFs that are written here: acts in one column, two columns, tables, with
running heads and with numbered lines. ``pdfium alone`` opens each file, loads
each page and takes its text, and does nothing with it.

All times are CPU seconds, user and system, which other processes do not
lengthen; of several repeats the least counts. ``hrtext extract`` is the whole
command with its worker processes, start-up included; it stands beside a whole
process that does what ``pdfium alone`` does, so that both start Python. What
starting takes is shown by the lines with one file. Needs Linux and reportlab.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time

import pypdfium2  # type: ignore[import-untyped]
import reportlab
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from hrtext.extract import Limits, read_document, sniff
from hrtext.extract.language import detect_language
from hrtext.extract.pdf import read_pdf
from hrtext.extract.repair import repair

WIDTH, HEIGHT, MARGIN = 612, 792, 72
# How acts are set: most in one column, drawn line by line or word by word.
LAYOUTS = ("plain", "headed", "numbered", "words", "plain", "columns", "headed", "table", "words", "rows")
ROWS_ABOVE_TABLE = 20
# Born-digital files embed their fonts; one in three of these does.
FONTS = ("Times-Roman", "Helvetica", "Vera")
PR_SET_CHILD_SUBREAPER = 36

# The text layer is what both read.
NO_OCR = Limits(ocr="off")

PDFIUM_ALONE = """
import sys
from pypdfium2 import PdfDocument
for path in sys.argv[1:]:
    document = PdfDocument(path)
    for page in document:
        textpage = page.get_textpage()
        textpage.get_text_range()
        textpage.close()
        page.close()
    document.close()
"""

SUBJECTS = (
    "the Commission on Human Relations", "the Department of Housing", "every resident of the city",
    "the Director of Public Works", "the Office for the Rights of Children", "each member of the board",
    "any person aggrieved by a decision", "the Clerk of Council", "a landlord or the agent of a landlord",
    "the Advisory Panel on Disability", "the Committee on Finance", "an employer with four or more employees",
)  # fmt: skip
VERBS = (
    "shall report in writing on", "may appeal against", "is directed to review", "shall not refuse",
    "has the right to be heard on", "must publish within thirty days", "shall take part in drafting",
    "is authorized to enter into an agreement on", "reaffirms its support for", "shall keep a record of",
)  # fmt: skip
OBJECTS = (
    "the fair treatment of tenants in public buildings", "equal access to water, shelter and schooling",
    "the budget of the coming fiscal year", "an end to discrimination in employment",
    "the cross-departmental plan on non-discrimination", "the use of force by its officers",
    "language services for newcomers", "the sale of city-owned property on Lake Street",
    "a living wage for those who work under its contracts", "the principles of the Universal Declaration",
)  # fmt: skip
TAILS = (
    "", " before the first day of May", ", as amended", " in each of the twelve wards",
    " without regard to origin, religion or gender", ", subject to the approval of the Council",
    " and shall do so in an open meeting", " at a cost of not more than $45,000",
)  # fmt: skip


def sentence(chance: random.Random) -> str:
    """Return a sentence of an act that nobody passed."""
    words = " ".join(chance.choice(part) for part in (SUBJECTS, VERBS, OBJECTS)) + chance.choice(TAILS)
    return f"{words[0].upper()}{words[1:]}."


def paragraphs(chance: random.Random, count: int) -> Iterator[str]:
    """Yield recitals and then numbered sections, as acts have them."""
    for index in range(count):
        body = " ".join(sentence(chance) for _ in range(chance.randint(1, 5)))
        yield f"WHEREAS, {body[:-1]}; and" if index < count // 4 else f"Section {index}. {body}"


def write_pdf(path: Path, layout: str, chance: random.Random) -> None:
    """Write one act of one to twelve pages in the given layout."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    font, size = chance.choice(FONTS), chance.choice((9, 10, 11, 12))
    pages = min(12, 1 + int(chance.expovariate(0.35)))
    narrow = layout in ("columns", "rows")
    width = (WIDTH - 2 * MARGIN - 30) / 2 if narrow else WIDTH - 2 * MARGIN
    per_column = int((HEIGHT - 2 * MARGIN) / (size * 1.2))
    for page in range(pages):
        canvas.setFont(font, size)
        if layout == "headed":
            canvas.drawString(MARGIN, HEIGHT - 40, "City Record of an Imagined City, May 4, 2021")
            canvas.drawCentredString(WIDTH / 2, 36, f"- {page + 1} -")
        if layout == "table":
            draw_table(canvas, chance, size, range(ROWS_ABOVE_TABLE + 1, per_column))
        lines = [
            line for body in paragraphs(chance, 60) for line in (*simpleSplit(body, font, size, width), "")
        ]
        room = ROWS_ABOVE_TABLE if layout == "table" else per_column * (1 + narrow)
        draw_lines(canvas, layout, lines[:room], per_column, size)
        canvas.showPage()
    canvas.save()


def draw_table(canvas: Canvas, chance: random.Random, size: float, rows: Iterable[int]) -> None:
    """Draw rows of a budget, counted from the top of the page."""
    for row in rows:
        y = HEIGHT - MARGIN - row * size * 1.2
        canvas.drawString(MARGIN, y, f"Fund {chance.randint(100, 999)}")
        canvas.drawString(MARGIN + 90, y, chance.choice(("Housing", "Parks and Recreation", "Public Health")))
        for cell in range(3):
            canvas.drawRightString(MARGIN + 300 + 80 * cell, y, f"{chance.randint(0, 9_999_999):,}")


def draw_lines(canvas: Canvas, layout: str, lines: list[str], per_column: int, size: float) -> None:
    """Draw the lines of a page from the top down, in one column or two."""
    places = [
        (
            MARGIN + index // per_column * ((WIDTH - 2 * MARGIN + 30) / 2),
            HEIGHT - MARGIN - index % per_column * size * 1.2,
            line,
        )
        for index, line in enumerate(lines)
    ]
    if layout == "rows":
        places.sort(key=lambda place: -place[1])
    for number, (x, y, line) in enumerate(places, start=1):
        if layout == "numbered":
            canvas.drawRightString(MARGIN - 20, y, str(number))
        if layout == "words":
            done = ""
            for word in line.split():
                canvas.drawString(x + canvas.stringWidth(done), y, word)
                done += f"{word} "
        else:
            canvas.drawString(x, y, line)


def write_batch(folder: Path, count: int) -> list[Path]:
    """Write `count` PDFs, the same ones each time."""
    pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    paths = [folder / f"{index:03}-{LAYOUTS[index % len(LAYOUTS)]}.pdf" for index in range(count)]
    for index, path in enumerate(paths):
        write_pdf(path, LAYOUTS[index % len(LAYOUTS)], random.Random(index))  # no secrets
    return paths


def has_text_layer(path: Path) -> bool:
    """Tell whether pdfium finds text in a file, so that no second engine is asked."""
    try:
        return pdfium_alone(path)[1] > 0 and read_document(path, limits=NO_OCR).status == "ok"
    except pypdfium2.PdfiumError:
        return False


def pdfium_alone(path: Path) -> tuple[int, int]:
    """Take the text of each page, and return how many pages and characters there are."""
    document = pypdfium2.PdfDocument(path)
    pages = characters = 0
    for page in document:
        textpage = page.get_textpage()
        characters += len(textpage.get_text_range())
        pages += 1
        textpage.close()
        page.close()
    document.close()
    return pages, characters


class Clock:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside."""
        start = process_time()
        yield
        self.seconds[name] += process_time() - start


def by_stage(paths: list[Path]) -> dict[str, float]:
    """Return the CPU seconds of pdfium, of extraction and of each of its stages, in this process."""
    clock = Clock()
    for path in paths:
        # Alternating, so that what slows the machine for a while slows both.
        with clock.stage("pdfium alone"):
            pdfium_alone(path)
        with clock.stage("hrtext, in process"):
            document = read_document(path, limits=NO_OCR)
        with clock.stage("  open, type"):
            data = path.read_bytes()
            sniff.sniff(data)
        with clock.stage("  text, layout"):
            pages = read_pdf(data, NO_OCR)
        with clock.stage("  repair"):
            repair(pages)
        with clock.stage("  language"):
            detect_language(document.text)
    return clock.seconds


def whole_process(command: list[str]) -> float:
    """Return the CPU seconds of a command and of all processes that it starts."""
    # The workers' parent would be handed to init when the command ends, and its time be lost.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # our own commands
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def by_command(paths: list[Path]) -> dict[str, float]:
    """Return the CPU seconds of whole processes."""
    names = [str(path) for path in paths]
    command, options = [sys.executable, "-m", "hrtext", "extract"], ["--quiet", "--ocr", "off"]
    extract = [*command, *names, *options]
    return {
        "process, pdfium alone": whole_process([sys.executable, "-c", PDFIUM_ALONE, *names]),
        "  with one file": whole_process([sys.executable, "-c", PDFIUM_ALONE, names[0]]),
        "hrtext extract --jobs 1": whole_process([*extract, "--jobs", "1"]),
        "hrtext extract --jobs 2": whole_process([*extract, "--jobs", "2"]),
        "  with one file, start-up": whole_process([*command, names[0], *options, "--jobs", "1"]),
    }


def least(repeats: int, measure: Callable[[], dict[str, float]]) -> dict[str, float]:
    """Return the least seconds of each stage."""
    runs = [measure() for _ in range(repeats)]
    return {name: min(run[name] for run in runs) for name in runs[0]}


def main(folders: list[Path], count: int, repeats: int) -> int:
    """Print the tables."""
    found = [path for folder in folders for path in sorted(folder.rglob("*.pdf"))]
    paths = [path for path in found if has_text_layer(path)][:count]
    with tempfile.TemporaryDirectory() as temporary:
        batch = Path(temporary)
        given = len(paths)
        paths += write_batch(batch, count - given)
        totals = [pdfium_alone(path) for path in paths]
        pages, characters = (sum(column) for column in zip(*totals, strict=True))
        print(f"{len(paths)} PDFs, {given} of them given; {pages:,} pages, {characters:,} characters")
        print("CPU seconds, and how many times those of pdfium alone")
        for seconds in (least(repeats, lambda: by_stage(paths)), least(repeats, lambda: by_command(paths))):
            floor = next(iter(seconds.values()))
            for name, value in seconds.items():
                print(f"{name:<26} {value:8.3f}  {value / floor:6.2f}")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    sys.exit(main(arguments.folders, arguments.count, arguments.repeats))
