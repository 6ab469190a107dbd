"""Tesseract, where its program is installed."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from hrtext.extract.ocr.engines import SeenWord

if TYPE_CHECKING:
    from hrtext.extract.ocr.engines import Engine, Picture

_WORD_LEVEL = "5"
# One page takes a second or two; a picture on which the program hangs must not cost the others.
_SECONDS = 20.0


def start() -> Engine | None:
    """Return the engine, or None if the program or its English data is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        version = _run([program, "--version"]).decode(errors="replace").split("\n")[0].split()
        languages = _run([program, "--list-langs"]).decode(errors="replace").split()
    except (OSError, subprocess.SubprocessError):
        return None
    if "eng" not in languages or len(version) < 2:
        return None
    return TesseractEngine(program, f"tesseract {version[1]}")


class TesseractEngine:
    """Calls the program once a page.

    Parameters
    ----------
    program : str
        Its path.
    name : str
    """

    dots_per_inch = 300

    def __init__(self, program: str, name: str) -> None:
        self._program = program
        self.name = name

    def words(self, picture: Picture) -> list[SeenWord]:
        """Return the words of an upright grey picture; none if the program fails on it.

        Raises
        ------
        TimeoutError
            If the program takes too long.
        """
        height, width = picture.shape
        head = f"P5 {width} {height} 255\n".encode()
        command = [self._program, "-", "-", "-l", "eng", "--dpi", str(self.dots_per_inch), "tsv"]
        try:
            table = _run(command, head + picture.tobytes()).decode("utf-8", "replace")
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        except (OSError, subprocess.SubprocessError):
            return []
        lines: dict[tuple[str, ...], int] = {}
        words: list[SeenWord] = []
        for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
            text = (row["text"] or "").strip()
            if row["level"] != _WORD_LEVEL or not text:
                continue
            line = lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), len(lines))
            left, top = float(row["left"]), float(row["top"])
            right, bottom = left + float(row["width"]), top + float(row["height"])
            words.append(SeenWord(text, left, top, right, bottom, line, float(row["conf"]) / 100))
        return words


def _run(command: list[str], data: bytes = b"") -> bytes:
    # Its threads would only get in the way of the other worker processes.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(  # noqa: S603  # the path comes from PATH, the rest from here
        command, input=data, capture_output=True, check=True, timeout=_SECONDS, env=environment
    )
    return done.stdout
