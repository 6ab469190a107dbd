"""Every status, and what a document says of its file."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrtext.extract import Limits, read_document, read_text
from hrtext.records import STATUSES, Document

from .builders import archive, column, doc, docx, odt, paragraph, pdf, scan

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
SENTENCE = "The Council shall report each year on the human rights of all who live in the city."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def failure(source: str | os.PathLike[str] | bytes, limits: Limits | None = None) -> Document:
    document = read_document(source, limits=limits or Limits())
    assert document.status != "ok"
    assert document.text == ""
    assert document.message
    assert document.message.endswith(".")
    return document


FORMATS = {
    "application/pdf": pdf([column([SENTENCE])]),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx(paragraph(SENTENCE)),
    "application/vnd.oasis.opendocument.text": odt(f"<text:p>{SENTENCE}</text:p>"),
    "text/html": f"<html><body><p>{SENTENCE}</p></body></html>".encode(),
    "application/rtf": rb"{\rtf1\ansi " + SENTENCE.encode() + b"}",
    "text/plain": SENTENCE.encode(),
}


@pytest.mark.parametrize("media_type", FORMATS)
@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".txt", ".html", ""])
def test_a_file_is_read_by_its_bytes_whatever_its_suffix(
    tmp_path: Path, media_type: str, suffix: str
) -> None:
    path = tmp_path / f"act{suffix}"
    path.write_bytes(FORMATS[media_type])
    document = read_document(path)
    assert document.status == "ok"
    assert document.text == SENTENCE
    assert document.media_type == media_type
    assert document.message is None
    assert document.path == str(path)
    assert document.sha256 == hashlib.sha256(FORMATS[media_type]).hexdigest()
    assert document.bytes == len(FORMATS[media_type])
    assert document.language == "en"
    assert document.page_starts == (0,)


def test_bytes_and_path_give_the_same_text(tmp_path: Path) -> None:
    path = tmp_path / "act"
    path.write_bytes(FORMATS["application/pdf"])
    from_bytes = read_document(FORMATS["application/pdf"], path=str(path))
    assert from_bytes == read_document(str(path))
    assert read_document(b"text").path == ""
    assert read_document(path, path="-").path == "-"


@pytest.mark.parametrize(
    ("data", "status", "advice"),
    [
        (b"", "empty", "again"),
        (b" \n\t\r\n", "empty", "white space"),
        ("\ufeff\u200b \n".encode(), "empty", "white space"),
        (b"<html><body><script>x()</script></body></html>", "empty", "browser"),
        (docx(paragraph(" ")), "empty", "white space"),
        (odt("<text:p/>"), "empty", "white space"),
        (rb"{\rtf1\ansi }", "empty", "white space"),
        (scan(), "no_text", "no text layer"),
        (pdf([[], []]), "no_text", "no text layer"),
        (pdf([column([SENTENCE])], password="secret"), "encrypted", "password"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
        (b"%PDF-1.7\nnothing of a PDF follows", "corrupt", "PDF"),
        (FORMATS["application/pdf"][:300], "corrupt", "PDF"),
        (docx(paragraph(SENTENCE))[:-40], "corrupt", "save it again"),
        (docx("<w:p>"), "corrupt", "save it again"),
        (OLE + "WordDocument".encode("utf-16-le"), "corrupt", "DOCX"),
        (doc("An act", version=0x65), "unsupported_type", "before 1997"),
        (OLE + "Workbook".encode("utf-16-le"), "unsupported_type", "Excel"),
        (OLE, "unsupported_type", "DOCX"),
        (archive({"a.txt": "text"}), "unsupported_type", "hrtext classify"),
        (archive({"xl/workbook.xml": "<x/>"}), "unsupported_type", "Excel"),
        (b"GIF89a" + bytes(50), "unsupported_type", "OCR"),
        (b"BM\x00\x00" + bytes(50), "unsupported_type", "OCR"),
        (b"\x1f\x8b\x08" + bytes(50), "unsupported_type", "unpack"),
        (b"<?xml version='1.0'?><act/>", "unsupported_type", "XML"),
        (bytes(range(256)) * 20, "unsupported_type", "convert"),
    ],
)
def test_what_cannot_be_read_has_a_status_and_advice(data: bytes, status: str, advice: str) -> None:
    document = failure(data)
    assert document.status == status
    assert advice in (document.message or "")
    assert document.bytes == len(data)
    assert document.sha256


def test_a_pdf_without_pages_is_corrupt() -> None:
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>"
    )
    assert failure(data).status == "corrupt"


def test_a_pdf_that_opens_without_password_is_read() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    encryption = StandardEncryption("", ownerPassword="owner", canCopy=0)
    canvas = Canvas(buffer, encrypt=encryption)
    canvas.drawString(72, 720, SENTENCE)
    canvas.save()
    assert read_document(buffer.getvalue()).text == SENTENCE


def test_an_encrypted_odt_and_an_encrypted_zip_member_are_told() -> None:
    protected = archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<manifest:encryption-data/>",
            "content.xml": "garbage",
        }
    )
    assert failure(protected).status == "encrypted"
    flagged = bytearray(docx(paragraph(SENTENCE)))
    at = flagged.find(b"PK\x01\x02")
    while at >= 0:
        flagged[at + 8] |= 1
        at = flagged.find(b"PK\x01\x02", at + 4)
    assert failure(bytes(flagged)).status == "encrypted"


class TestLimits:
    def test_bytes(self, tmp_path: Path) -> None:
        path = tmp_path / "act.txt"
        path.write_bytes(SENTENCE.encode())
        limits = Limits(max_bytes=10)
        assert failure(path, limits=limits).status == "too_large"
        assert failure(SENTENCE.encode(), limits=limits).status == "too_large"

    def test_pages(self) -> None:
        data = pdf([column([SENTENCE])] * 3)
        assert failure(data, limits=Limits(max_pages=2)).status == "too_large"
        assert read_document(data, limits=Limits(max_pages=3)).pages == 3

    @pytest.mark.parametrize("media_type", FORMATS)
    def test_characters(self, media_type: str) -> None:
        limits = Limits(max_characters=20)
        assert failure(FORMATS[media_type], limits=limits).status == "too_large"

    def test_archives(self) -> None:
        bomb = docx(paragraph("a" * 3_000_000))
        assert len(bomb) < 20_000
        started = time.monotonic()
        assert failure(bomb).status == "too_large"
        assert time.monotonic() - started < 1
        many = docx(paragraph(SENTENCE))
        assert failure(many, limits=Limits(max_unpacked_bytes=100)).status == "too_large"


class TestPaths:
    def test_a_missing_file(self, tmp_path: Path) -> None:
        document = failure(tmp_path / "none.pdf")
        assert document.status == "unreadable"
        assert document.path == str(tmp_path / "none.pdf")

    def test_a_directory(self, tmp_path: Path) -> None:
        assert failure(tmp_path).status == "unreadable"

    def test_a_pipe_does_not_block(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe.txt"
        os.mkfifo(pipe)
        assert failure(pipe).status == "unreadable"

    def test_a_device_does_not_block(self) -> None:
        assert stat.S_ISCHR(os.stat("/dev/zero").st_mode)
        assert failure("/dev/zero").status == "unreadable"

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
    def test_a_file_without_permission(self, tmp_path: Path) -> None:
        path = tmp_path / "secret.txt"
        path.write_text(SENTENCE)
        path.chmod(0)
        assert failure(path).status == "unreadable"

    def test_a_name_that_no_file_can_have(self) -> None:
        assert failure("a\0b").status == "unreadable"


class TestReadText:
    def test_an_empty_text(self) -> None:
        for text in ("", " \n", "\ufeff\u00ad", "\f\f"):
            document = read_text(text)
            assert document.status == "empty"
            assert document.message

    def test_pages_are_parted_by_form_feeds(self) -> None:
        document = read_text("First act.\fSecond act.\f", path="acts.txt")
        assert document.text == "First act.\nSecond act."
        assert document.page_starts == (0, 11)
        assert document.page(document.text.index("Second")) == 2
        assert document.path == "acts.txt"

    # The first text that is not English loads the language model.
    @given(st.text())
    @settings(deadline=None)
    def test_any_text_gives_a_document(self, text: str) -> None:
        document = read_text(text)
        assert (document.status == "ok") == bool(document.text.strip())
        assert (document.message is None) == (document.status == "ok")
        document.text.encode()


@given(st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_bytes_give_a_document(data: bytes) -> None:
    document = read_document(data)
    assert document.status in STATUSES
    assert (document.status == "ok") == bool(document.text)


@given(st.sampled_from(sorted(FORMATS)), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_file_gives_a_document(media_type: str, data: st.DataObject) -> None:
    whole = FORMATS[media_type]
    at = data.draw(st.integers(0, len(whole) - 1))
    damage = data.draw(st.binary(max_size=8))
    document = read_document(whole[:at] + damage + whole[at + data.draw(st.integers(0, 50)) :])
    assert document.status in STATUSES
    assert (document.status == "ok") == bool(document.text)


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys, hrtext.extract\n"
        "heavy = {'lxml', 'pypdfium2', 'pdfplumber', 'trafilatura', 'charset_normalizer',"
        " 'striprtf', 'py3langid', 'numpy', 'zipfile'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def shared_files() -> list[Path]:
    return sorted(
        path
        for folder in ("pdf", "hostile", "scans")
        for path in (SHARED / folder).rglob("*")
        if path.is_file()
    )


@pytest.mark.skipif(not shared_files(), reason="the shared corpora are not beside the checkout")
def test_every_shared_file_gives_a_document_in_time() -> None:
    for path in shared_files():
        started = time.monotonic()
        document = read_document(path, limits=Limits(ocr="off"))
        assert time.monotonic() - started < 30, path
        assert document.status in STATUSES, path
        assert (document.status == "ok") == bool(document.text), path
        assert (document.message is None) == (document.status == "ok"), path
        assert document.status != "crashed", path
