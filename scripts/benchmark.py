"""Compare hrtext with a straightforward script and with the floor, on folders of documents.

    python scripts/benchmark.py pdfs=FOLDER acts=FOLDER journals=FOLDER [--repeat 3] [--growth 1000 100000]

For each folder: hrtext with one worker; ``scripts/reference_script.py``; and what
cannot be avoided, pypdfium2 alone for PDFs, spaCy's default tokenizer alone for
text. All runs of a folder are made one after the other, and the least of the
repeats counts, since other work on the computer only adds. What a program needs
before its first document is measured on one document and taken off. CPU seconds
are those of all processes of a program, dead ones included; memory is that of
its largest process.

With ``--growth``, documents made up for the purpose are labelled, so many as it
says, with one worker and with two.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from fault_run import write_documents

SCRIPTS = Path(__file__).parent
PR_SET_CHILD_SUBREAPER = 36
PDFIUM = """
import sys
from pathlib import Path
import pypdfium2
for path in sorted(Path(sys.argv[1]).rglob("*.pdf")):
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.get_textpage().get_text_range()
    document.close()
"""
TOKENIZER = """
import sys
from pathlib import Path
import spacy
tokenizer = spacy.blank("en").tokenizer
for path in sorted(Path(sys.argv[1]).rglob("*")):
    if path.is_file():
        tokenizer(path.read_text(encoding="utf-8", errors="replace"))
"""


class Cost(NamedTuple):
    """What a program took: CPU and wall in seconds, memory of its largest process and of its first in MB."""

    cpu: float
    wall: float
    memory: float
    parent: float


def measure(command: list[str]) -> Cost:
    """Run a program and wait for all its processes, also those that it left to themselves.

    Raises
    ------
    SystemExit
        If it fails. That some documents have no text is no failure.
    """
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        cpu = memory = parent = wall = 0.0
        while True:
            try:
                number, status, usage = os.wait4(-1, 0)
            except ChildProcessError:
                break
            cpu += usage.ru_utime + usage.ru_stime
            memory = max(memory, usage.ru_maxrss / 1024)
            if number == process.pid:
                wall, parent = time.perf_counter() - started, usage.ru_maxrss / 1024
                process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            said.seek(0)
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {said.read().decode()}")
    return Cost(cpu, wall, memory, parent)


def marginal(command: list[str], folder: Path, one: Path, repeat: int) -> Cost:
    """Return the cost of the documents in `folder`, less that of a start with one document."""
    starts = [measure([*command, str(one)]) for _ in range(repeat)]
    runs = [measure([*command, str(folder)]) for _ in range(repeat)]
    return Cost(
        min(run.cpu for run in runs) - min(start.cpu for start in starts),
        min(run.wall for run in runs) - min(start.wall for start in starts),
        max(run.memory for run in runs),
        max(run.parent for run in runs),
    )


def hrtext(out: Path, jobs: int = 1) -> list[str]:
    """Return the command that labels documents with hrtext."""
    return [sys.executable, "-m", "hrtext", "classify", "-q", "-o", str(out), "--force", "-j", str(jobs)]


def links(folder: Path, files: Iterable[Path]) -> Path:
    """Make a folder of links to files."""
    folder.mkdir()
    for number, path in enumerate(files):
        (folder / f"{number:06}{path.suffix}").symlink_to(path.resolve())
    return folder


def compare(name: str, folder: Path, scratch: Path, repeat: int) -> None:
    """Print the rows of one folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    here = links(scratch / name, files)
    one = links(scratch / f"{name}-one", files[:1])
    is_pdf = files[0].suffix == ".pdf"
    out = scratch / f"{name}.jsonl"
    floor = [sys.executable, "-c", PDFIUM if is_pdf else TOKENIZER]
    ours = marginal(hrtext(out), here, one, repeat)
    rows = {
        "hrtext": ours,
        "pypdfium2 alone" if is_pdf else "spaCy's tokenizer alone": marginal(floor, here, one, repeat),
        "reference": marginal(
            [sys.executable, str(SCRIPTS / "reference_script.py"), os.devnull], here, one, repeat
        ),
    }
    for what, cost in rows.items():
        print(
            f"| {len(files)} {name} | {what} | {cost.cpu:.2f} | {cost.wall:.2f} | {cost.memory:.0f} "
            f"| {cost.cpu / ours.cpu:.2f} |",
            flush=True,
        )


def in_scope(out: Path) -> list[Path]:
    """Return the files that hrtext has found to speak of rights."""
    with out.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [Path(record["path"]) for record in records if record["status"] == "ok"]


def grow(counts: list[int], scratch: Path) -> None:
    """Print what more and more documents cost, with one worker and with two."""
    print("\n| documents | workers | CPU s | wall s | ms CPU a document | parent MB | largest process MB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for count in counts:
        folder = scratch / f"grown{count}"
        folder.mkdir()
        write_documents(folder, count, seed=0)
        for jobs in (1, 2):
            cost = measure([*hrtext(scratch / "grown.jsonl", jobs), str(folder)])
            print(
                f"| {count} | {jobs} | {cost.cpu:.1f} | {cost.wall:.1f} | {1000 * cost.cpu / count:.2f} "
                f"| {cost.parent:.0f} | {cost.memory:.0f} |",
                flush=True,
            )


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", metavar="NAME=FOLDER")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--growth", type=int, nargs="+", default=[])
    arguments = parser.parse_args()
    if sys.platform == "linux":
        # The server that forks the workers outlives its parent for a moment: it becomes our child then.
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        if arguments.folders:
            print("| documents | program | CPU s | wall s | largest process MB | CPU, hrtext = 1 |")
            print("| --- | --- | ---: | ---: | ---: | ---: |")
        for argument in arguments.folders:
            title, _, folder = argument.partition("=")
            compare(title, Path(folder), scratch, arguments.repeat)
            if title == "acts":
                chosen = links(scratch / "chosen", in_scope(scratch / "acts.jsonl"))
                compare("acts in scope", chosen, scratch, arguments.repeat)
        if arguments.growth:
            grow(arguments.growth, scratch)
    return 0


if __name__ == "__main__":
    sys.exit(main())
