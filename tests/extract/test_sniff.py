"""Media types, from bytes alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtext.extract import sniff

from .builders import archive, doc, docx, msg, odt, paragraph


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.4", sniff.PDF),
        (b"\n" * 1000 + b"%PDF-1.4", sniff.PDF),
        (b"x" * 5000 + b"%PDF-1.4", sniff.PLAIN),
        (b"<!DOCTYPE html><title>404</title>", sniff.HTML),
        (b"\xef\xbb\xbf\r\n <HTML>", sniff.HTML),
        (b"<!-- saved --><html>%PDF-1.4", sniff.HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", sniff.HTML),
        (b"<p>Whereas", sniff.HTML),
        ("<html><p>Año".encode("utf-16"), sniff.HTML),
        ("<html><p>Derechos de todas las personas".encode("utf-16-le"), sniff.HTML),
        (b"<?xml version='1.0'?><akomaNtoso/>", sniff.AKOMA_NTOSO),
        (b"<akomaNtoso><act><body>", sniff.AKOMA_NTOSO),
        (b"<?xml version='1.0'?><!DOCTYPE bill SYSTEM 'bill.dtd'><bill><legis-body>", sniff.USLM),
        (b"<?xml version='1.0'?><bill><amount>12</amount></bill>", sniff.XML),
        (b"From: Mayor\nTo: Council\nSubject: Rights\nDate: May 4\n\nPlease act.", sniff.PLAIN),
        (b"From: m@x.org\nSubject: Rights\nMIME-Version: 1.0\n\nPlease act.", sniff.MAIL),
        (b'{"MatterTitle": "Rights"}', sniff.MATTER),
        (b' [{"MatterTitle": "Rights"}]', sniff.MATTERS),
        (b'{"title": "Rights"}', sniff.PLAIN),
        (archive({"act.docx": docx(paragraph("text"))}, store=True), sniff.ZIP),
        (doc("text"), sniff.DOC),
        (msg("text", [("act.doc", doc("text"))]), sniff.OUTLOOK),
        (b"{\\rtf1\\ansi text}", sniff.RTF),
        (b"\xef\xbb\xbf{\\rtf1}", sniff.RTF),
        (b"BMW Street: an ordinance", sniff.PLAIN),
        (b"BM" + bytes(60), "image/bmp"),
        (b"BZhX is the name of a street", "application/x-bzip2"),
        (b"<3 the city", sniff.PLAIN),
        ("Artículo 1".encode("cp1252"), sniff.PLAIN),
        ("Ordenanza número 1".encode("utf-16-be"), sniff.PLAIN),
        ("人権尊重都市宣言".encode("utf-16"), sniff.PLAIN),
        ("인권 기본 조례".encode("cp949"), sniff.PLAIN),
        (docx(paragraph("text")), sniff.DOCX),
        (odt("<text:p>text</text:p>"), sniff.ODT),
        (archive({"ppt/presentation.xml": "<p/>"}), sniff.PPTX),
        (
            archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            sniff.OPENDOCUMENT,
        ),
        (archive({"word.txt": "no office file"}), sniff.ZIP),
        (b"\x00\x01\x02\x03" * 100, sniff.BINARY),
        (b"", sniff.PLAIN),
    ],
)
def test_media_type(data: bytes, media_type: str) -> None:
    assert sniff.sniff(data) == media_type


@given(st.text(min_size=1))
def test_utf8_text_without_controls_is_never_binary(text: str) -> None:
    printable = "".join(c for c in text if c.isprintable() and not "\ud800" <= c <= "\udfff")
    assert sniff.sniff(("act: " + printable).encode()) == sniff.PLAIN


def test_a_stray_nul_does_not_make_a_text_binary():
    text = ("A bill to amend the charter of the town.\n" * 20).encode()
    assert sniff.sniff(text[:300] + b"\x00" + text[300:]) == sniff.sniff(text)
