"""What a file must never make its reader do, each seen from outside."""

from __future__ import annotations

import json
import os
import pickle
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from hrtext.extract import read_document
from hrtext.inputs import walk
from hrtext.records import Record
from hrtext.report import Report

from .builders import archive, docx, epub, odt, paragraph, pdf
from .hostile_files import SENTENCE, content

# Python tells an audit hook of every file, socket, process and pickle, whoever opens it.
WATCH = """
import json, sys
from pathlib import Path
from hrtext.extract import Limits, read_document
from hrtext.extract.containers import MemberReader, list_members
from hrtext.extract.ocr.engines import choose_engine
from hrtext.errors import ReadError

# This loads the model of languages, and urllib3, which asks the system as it is imported if it knows IPv6.
read_document("<html><p>Der Rat der Stadt hat über die Menschenrechte beraten.".encode() * 9)
# Tesseract is a process of its own; loading the other engine sets variables of this one.
LIMITS = Limits(ocr="rapidocr" if choose_engine("rapidocr") else "off")
events = set()
HARMLESS = ("os.listdir", "os.scandir")

def hook(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.", "shutil", "pickle")) and event not in HARMLESS:
        events.add(event)
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & 0o3:
        events.add(f"open {arguments[0]} {arguments[1]}")

sys.addaudithook(hook)
for path in sorted(Path(sys.argv[1]).iterdir()):
    document = read_document(path, limits=LIMITS)
    try:
        members = list_members(path, LIMITS) if document.media_type else []
        for member in members[:50]:
            read_document(MemberReader(LIMITS).read(path, member.place), limits=LIMITS)
    except (ReadError, KeyError):
        pass
print(json.dumps(sorted(events)))
"""
SLOW = {"recursive-form.pdf", "long-string.pdf", "rows.html", "combining.txt", "one-line.txt", "deep.eml"}


def watched(folder: Path) -> list[str]:
    work = folder.parent / "work"
    work.mkdir()
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", WATCH, folder],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert done.returncode == 0, done.stderr
    assert list(work.iterdir()) == []
    events: list[str] = json.loads(done.stdout)
    return events


def test_no_file_makes_its_reader_connect_write_run_or_unpickle(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, data, _ in content():
        if name not in SLOW and len(data) < 400_000:
            (folder / name).write_bytes(data)
    assert watched(folder) == []


def linked(address: str) -> dict[str, bytes]:
    """Return files that each ask for something at `address`."""
    entities = f'<!ENTITY e SYSTEM "{address}/e"><!ENTITY % p SYSTEM "{address}/p">%p;'
    doctype = f'<!DOCTYPE x SYSTEM "{address}/x.dtd" [{entities}]>'
    relation = (
        f'<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/><Relationship '
        f'Type="x/attachedTemplate" TargetMode="External" Target="{address}/t.dotm"/></Relationships>'
    )
    mail = (
        "Message-ID: <1@x.org>\nSubject: x\nMIME-Version: 1.0\n"
        f"Content-Type: message/external-body; access-type=URL; URL={address}/x\n\n"
        "Content-Type: text/html\n\n"
    )
    return {
        "a.html": f"<html><head><base href='{address}'><link rel=stylesheet href=x.css></head><body>"
        "<img src=x>"
        f"<iframe src='{address}/frame'></iframe><p>{SENTENCE}</p></body></html>".encode(),
        "b.html": f"<?xml version='1.0'?>{doctype}<html><body>&e;<p>{SENTENCE}</p></body></html>".encode(),
        "c.xml": f"{doctype}<akomaNtoso xmlns:xi='http://www.w3.org/2001/XInclude'><p>&e;</p><p>{SENTENCE}</p>"
        f"<xi:include href='{address}/i'/></akomaNtoso>".encode(),
        "d.docx": archive(
            {
                "_rels/.rels": relation,
                "word/document.xml": f"{doctype}<w:document xmlns:w='w'><w:p><w:r><w:t>{SENTENCE}</w:t></w:r>"
                "</w:p></w:document>",
            }
        ),
        "e.odt": odt(f"<text:p xmlns:xlink='x' xlink:href='{address}/x'>{SENTENCE}</text:p>"),
        "f.epub": epub({"a": f"<img src='{address}/x'/><p>{SENTENCE}</p>"}, ["a"]),
        "g.eml": mail.encode(),
        "h.rtf": rb"{\rtf1 {\field{\*\fldinst INCLUDEPICTURE %s/x}} %s}"
        % (address.encode(), SENTENCE.encode()),
    }


def test_no_file_makes_its_reader_fetch_what_it_points_to(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        for name, data in linked(f"http://127.0.0.1:{server.getsockname()[1]}").items():
            (folder / name).write_bytes(data)
        assert watched(folder) == []
        with pytest.raises(BlockingIOError):
            server.accept()
        read = [read_document(path) for path in sorted(folder.iterdir()) if path.name != "g.eml"]
        assert [SENTENCE in document.text for document in read] == [True] * len(read)


def test_no_entity_brings_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    for scheme in ("file://", ""):
        doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{scheme}{secret}">]>'
        files = [
            f"{doctype}<akomaNtoso><p>&e; {SENTENCE}</p></akomaNtoso>".encode(),
            f"<?xml version='1.0'?>{doctype}<html><body><p>&e; {SENTENCE}</p></body></html>".encode(),
            archive(
                {
                    "word/document.xml": f"{doctype}<w:d xmlns:w='w'><w:p><w:r><w:t>{SENTENCE}</w:t>"
                    "<w:t>&e;</w:t></w:r></w:p></w:d>"
                }
            ),
            archive(
                {
                    "mimetype": "application/vnd.oasis.opendocument.text",
                    "content.xml": f"{doctype}<o:d xmlns:o='o'><o:p>&e;{SENTENCE}</o:p></o:d>",
                }
            ),
            epub({"a": f"{doctype}<p>&e; {SENTENCE}</p>"}, ["a"]),
        ]
        for data in files:
            document = read_document(data)
            assert document.status == "ok"
            assert SENTENCE in document.text
            assert "SECRET" not in document.text


def test_links_in_a_circle_are_walked_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "act.txt").write_text(SENTENCE)
    (tmp_path / "a" / "to-b").symlink_to(tmp_path / "b")
    (tmp_path / "b" / "to-a").symlink_to(tmp_path / "a")
    (tmp_path / "b" / "up").symlink_to("..")
    found = list(walk([str(tmp_path)]))
    assert sorted({os.path.realpath(path) for path in found}) == [
        str(tmp_path / "a" / "act.txt"),
        str(tmp_path / "b" / "act.txt"),
    ]
    assert len(found) == 2


def test_the_name_of_a_file_and_its_text_are_escaped_in_the_report(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    report = Report(str(tmp_path / "report.html"))
    with report:
        report.add(Record(f"acts.zip!/{evil}.pdf", "corrupt", message=f"{evil} & more."))
    page = (tmp_path / "report.html").read_text()
    assert evil not in page
    assert "alert(1)" in page


class _Harm:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch harmed",)


def test_a_pickle_is_never_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = pickle.dumps(_Harm())
    for made in (
        data,
        archive({"a.pkl": data, "b.joblib": data}),
        docx(paragraph("x")) + data,
        pdf([]) + data,
    ):
        read_document(made)
    assert list(tmp_path.iterdir()) == []
