"""Damage files of every format for so many seconds, and keep those that a reader stumbles over.

Hypothesis damages small files made by code; the parts of zip archives are
damaged before they are packed. It runs in a process of its own, so that a
crash or an endless loop in a library is a find like any other. A find is a
file on which reading died, took too long, raised, or raised inside and was
called corrupt for want of a better word; it is written to a folder, and what
it teaches belongs into tests/extract/test_fuzz_finds.py, as code.

    python scripts/fuzz_extractors.py 60 --finds /tmp/finds
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

STALLED_SECONDS = 20.0
TOKENS = (
    b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\xff\xfe", b"\x00", b"-1", b"99999999999", b"<", b">", b"&",
    b"&#x110000;", b"<![CDATA[", b"<!--", b"</p>", b"<p>", b"<table>", b"<tr>", b"{", b"}", b"\\", b"\\u-1?",
    b"\\bin99 ", b"\\'zz", b"\\ansicpg0", b"/Kids", b" 1 0 R", b"<<", b">>", b"[", b"]", b"/Length 0",
    b"stream\n", b"endobj", b"%PDF-1.4", b"=?utf-8?q?", b"boundary=", b"\n\n", b"--b", b"Content-Type: ",
    b"multipart/mixed", b"charset=hex", b'"', b"null",
    b"\xed\xa0\x80", b"\xcc\x81", b"\x0c", b"\x13", b"\x14", b"\x15", b"\x07",
)  # fmt: skip
Parts: TypeAlias = "Mapping[str, bytes]"


def seeds() -> dict[str, bytes | Parts]:
    """Return whole files by name; of a zip archive, its parts."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from extract import builders, hostile_files  # type: ignore[import-not-found]  # tests are no package

    text = hostile_files.SENTENCE
    found: dict[str, bytes | Parts] = {
        "txt": f"{text}\n\f{text}\nArtículo 1".encode(),
        "latin": f"{text} Artículo".encode("cp1252"),
        "utf16": text.encode("utf-16"),
        "html": f"<html><head><meta charset=utf-8></head><body><table><tr><td>{text}</td></tr></table>"
        f"<pre>a\nb</pre><p hidden>x</p></body></html>".encode(),
        "rtf": rb"{\rtf1\ansi\ansicpg1252 Jos\'e9 \u233? {\footnote x}\cell\row " + text.encode() + b"}",
        "akn": f"<?xml version='1.0'?><akomaNtoso><act><num>1.</num><heading>A</heading><p>{text}</p>"
        "</act></akomaNtoso>".encode(),
        "eml": b"From: a@x.org\nMIME-Version: 1.0\nSubject: =?utf-8?q?Caf=C3=A9?=\n"
        b"Content-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/html; charset=latin-1\n\n<p>x\n"
        b"--b\nContent-Type: message/rfc822\n\nSubject: x\n\ny\n"
        b"--b\nContent-Disposition: attachment; filename=a.txt\n\nz\n--b--\n",
        "json": b'[{"MatterFile": "R-1", "MatterTitle": "x", "MatterTextRtf": "{\\\\rtf1 y}"},'
        b' {"MatterId": 7}]',
        "doc": builders.doc(
            f"{text}\rYea\x077\x07\x07\x13 PAGE \x141\x15", header="h", footer="f", note="n\r"
        ),
        "msg": builders.msg(text, [("a.txt", b"x" * 4100)], inner="y"),
        "pdf": builders.pdf([builders.column([text, text], 60), builders.column([text], 330)]),
        "plain pdf": hostile_files.plain_pdf(),
    }
    zipped = {
        "docx": builders.docx(
            builders.paragraph(text) + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", header1="x"
        ),
        "odt": builders.odt(
            f"<text:p>{text}<text:s text:c='2'/></text:p>", "<style:header><text:p/></style:header>"
        ),
        "epub": builders.epub({"a": f"<p>{text}</p>"}, ["a"], encryption="<x/>"),
        "zip": builders.archive({"a.txt": text, "b.zip": builders.archive({"c.html": "<p>x"})}),
    }
    for name, data in zipped.items():
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            found[f"{name} parts"] = {member: file.read(member) for member in file.namelist()}
        found[name] = data
    return found


def check(data: bytes) -> None:
    """Read `data` in every way there is.

    Raises
    ------
    AssertionError
        If the outcome is none that a reader may have.
    """
    from hrtext.errors import ReadError
    from hrtext.extract import Limits, read_document
    from hrtext.extract.containers import CONTAINERS, MemberReader, list_members
    from hrtext.records import STATUSES

    document = read_document(data)
    assert document.status in STATUSES
    assert (document.status == "ok") == bool(document.text) == (document.message is None), document
    assert not (document.message or "").startswith("The file could not be read ("), document.message
    document.text.encode()
    starts = document.page_starts
    assert list(starts) == sorted(starts)
    assert all(0 <= start <= len(document.text) for start in starts)
    if document.media_type in CONTAINERS:
        reader = MemberReader(Limits())
        try:
            members = list_members(data, Limits())
        except ReadError:
            return
        for member in members:
            with contextlib.suppress(ReadError):
                read_document(reader.read(data, member.place))


def fuzz(seed: int, seconds: float, current: Path) -> None:
    """Damage files until the time is over or one is found; print now and then how many were read."""
    import hypothesis
    from hypothesis import strategies as st

    files = seeds()
    count = 0
    until = time.monotonic() + seconds

    def damaged(draw: Callable[..., object], data: bytes) -> bytes:
        for _ in range(int(str(draw(st.integers(1, 6))))):
            at = int(str(draw(st.integers(0, max(0, len(data) - 1)))))
            length = int(str(draw(st.sampled_from((0, 0, 1, 2, 8, 64)))))
            new = draw(
                st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4), st.just(data[at : at + 40] * 3))
            )
            assert isinstance(new, bytes)
            data = data[:at] + new + data[at + length :]
        return data

    @st.composite
    def inputs(draw: Callable[..., object]) -> bytes:
        file = files[str(draw(st.sampled_from(sorted(files))))]
        if isinstance(file, bytes):
            return damaged(draw, file)
        chosen = str(draw(st.sampled_from(sorted(file))))
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as packed:
            for name, data in file.items():
                packed.writestr(name, damaged(draw, data) if name == chosen else data)
        return buffer.getvalue()

    class Over(BaseException):
        """Ends a run that has no more time."""

    @hypothesis.settings(
        max_examples=100_000,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
    )
    @hypothesis.seed(seed)
    @hypothesis.given(inputs())
    def run(data: bytes) -> None:
        nonlocal count
        if time.monotonic() > until:
            raise Over
        current.write_bytes(data)
        check(data)
        # While it is there, it is being read.
        current.unlink()
        count += 1
        if count % 50 == 0:
            print(count, flush=True)

    with contextlib.suppress(Over):
        run()


def watch(seconds: float, seed: int, finds: Path) -> int:
    """Run :func:`fuzz` again and again in a process of its own; return how much was found."""
    finds.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + seconds
    found = total = 0
    while (left := until - time.monotonic()) > 1:
        current = finds / "current"
        child = subprocess.Popen(  # this script itself
            [sys.executable, __file__, f"{left:.0f}", "--seed", str(seed), "--finds", str(finds), "--child"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        reason = _end_of(child, current)
        out, err = child.communicate()
        total += int(out.split()[-1]) if out.split() else 0
        if reason:
            found += 1
            data = current.read_bytes() if current.exists() else b""
            kept = finds / hashlib.sha256(data).hexdigest()[:16]
            kept.write_bytes(data)
            print(f"{kept}: {reason}: {_reason(err)}")
        seed += 1
    print(f"{total} files in {seconds:.0f} s, {found} finds")
    return found


def _reason(err: str) -> str:
    """Return the last line of a traceback that names an error."""
    lines = [
        line.strip() for line in err.splitlines() if re.match(r"\s*(?:\| )?[\w.]*(?:Error|Exception)\b", line)
    ]
    return lines[-1] if lines else err[-200:]


def _end_of(child: subprocess.Popen[str], current: Path) -> str:
    """Wait for the child; return what went wrong, if anything."""
    while True:
        try:
            code = child.wait(1.0)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(FileNotFoundError):
                if time.time() - current.stat().st_mtime > STALLED_SECONDS:
                    child.kill()
                    return f"took longer than {STALLED_SECONDS:.0f} s"
            continue
        return f"ended with {code}" if code else ""


def main() -> None:
    """Run from the command line; exits with 1 if something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--finds", type=Path, default=Path("finds"))
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        fuzz(arguments.seed, arguments.seconds, arguments.finds / "current")
    elif watch(arguments.seconds, arguments.seed, arguments.finds):
        sys.exit(1)


if __name__ == "__main__":
    main()
