"""Files that do harm to a reader who trusts them, each made by code.

`content` gives those that are bytes, and `special` puts into a folder what is
no plain file; both say which outcomes are right.
"""

from __future__ import annotations

import io
import json
import os
import random
import socket
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from .builders import archive, column, doc, docx, epub, msg, odt, ole, paragraph, pdf

SENTENCE = "The Council shall report each year on the human rights of all who live in the city."
READ = frozenset({"ok"})
NOT_READ = frozenset({"corrupt", "empty", "no_text", "too_large", "encrypted", "unsupported_type"})
ANY = READ | NOT_READ | {"timeout", "crashed"}
TENTHS = range(1, 10)
Hostile = tuple[str, bytes, "frozenset[str]"]

_LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)
_FILE_ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def content() -> Iterator[Hostile]:
    """Yield name, bytes and the statuses that are right."""
    yield from _archives()
    yield from _office()
    yield from _pdfs()
    yield from _markup()
    yield from _mails()
    yield from _texts()
    yield from _images()


def _only(*statuses: str) -> frozenset[str]:
    return frozenset(statuses)


def _archives() -> Iterator[Hostile]:
    bomb = archive({"bomb.txt": bytes(20_000_000)})
    yield "bomb.zip", bomb, _only("too_large")
    nested = archive({"act.txt": SENTENCE})
    for _ in range(6):
        nested = archive({"in.zip": nested})
    yield "nested.zip", nested, _only("too_large")
    yield "nested-bomb.zip", archive({f"{n}.zip": bomb for n in range(5)}), _only("too_large")
    yield "wide.zip", archive({f"{n}.txt": "x" for n in range(10_500)}), _only("too_large")
    yield "overlapping.zip", _overlapping(500, 1_000_000), _only("too_large", "corrupt")
    yield "lying-size.zip", _lying_size(), _only("corrupt")
    yield "no-members.zip", archive({}), _only("empty")
    yield "cut.zip", archive({"a.txt": SENTENCE})[:-25], _only("corrupt")
    yield "protected.zip", _protected(archive({"a.txt": SENTENCE})), _only("encrypted")
    evil = dict.fromkeys(("../../evil.txt", "/etc/evil.txt", "new\nline.txt", "a" * 5000 + ".txt"), SENTENCE)
    yield "traversal.zip", archive(evil), READ
    yield (
        "damaged-member.zip",
        archive({"a.txt": SENTENCE}, store=True).replace(b"Council", b"COUNCIL"),
        _only("corrupt"),
    )
    yield "many-entries.zip", archive({"a.txt": "x"})[:-22] + b"PK\x01\x02" * 250_000, NOT_READ
    yield (
        "bomb.gz",
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + zlib.compress(bytes(10_000_000)),
        _only("unsupported_type"),
    )


def _overlapping(count: int, size: int) -> bytes:
    """Return an archive in which each of `count` entries is the same member."""
    whole = archive({"a.txt": bytes(size)})
    at = whole.find(b"PK\x01\x02")
    end = whole.find(b"PK\x05\x06")
    directory = whole[at:end] * count
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), at, 0)
    return whole[:at] + directory + tail


def _lying_size() -> bytes:
    data = bytearray(archive({"a.txt": SENTENCE * 1000}))
    struct.pack_into("<I", data, data.find(b"PK\x01\x02") + 24, 10)
    return bytes(data)


def _protected(data: bytes) -> bytes:
    flagged = bytearray(data)
    at = flagged.find(b"PK\x01\x02")
    while at >= 0:
        flagged[at + 8] |= 1
        at = flagged.find(b"PK\x01\x02", at + 4)
    return bytes(flagged)


def _office() -> Iterator[Hostile]:
    good = docx(paragraph(SENTENCE) * 20)
    for tenth in TENTHS:
        yield f"cut-{tenth}.docx", good[: len(good) * tenth // 10], NOT_READ
    yield "bomb.docx", docx(paragraph(" " * 30_000_000)), _only("too_large")
    yield "protected.docx", ole({"EncryptedPackage": bytes(9000), "EncryptionInfo": b""}), _only("encrypted")
    yield "no-body.docx", archive({"word/document2.xml": "<x/>", "word/document.xml": ""}), NOT_READ
    yield (
        "laughs.docx",
        _document(f"{_LAUGHS}<w:document xmlns:w='w'><w:p>&a11;</w:p></w:document>"),
        NOT_READ,
    )
    yield (
        "entity.docx",
        _document(f"{_FILE_ENTITY}<w:document xmlns:w='w'><w:p>&e;</w:p></w:document>"),
        NOT_READ,
    )
    deep = "<w:tbl><w:tr><w:tc>"
    yield "deep-tables.docx", docx(deep * 3000 + paragraph("x")), NOT_READ
    closed = deep * 60 + paragraph(SENTENCE) + "</w:tc></w:tr></w:tbl>" * 60
    yield "nested-tables.docx", docx(closed), READ
    cells = "<w:tc><w:p/></w:tc>" * 200
    yield "many-cells.docx", docx(f"<w:tbl>{f'<w:tr>{cells}</w:tr>' * 1000}</w:tbl>"), NOT_READ
    yield "field-without-end.docx", docx("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p>"), NOT_READ
    yield "spaces.odt", odt("<text:p>a<text:s text:c='999999999999'/>b</text:p>"), READ
    yield "deep.odt", odt("<text:span>" * 5000), NOT_READ
    yield "loop.epub", epub({"a": "<p>x</p>"}, ["a"] * 3000), ANY
    yield "outside.epub", epub({"../../../etc/passwd": "x"}, ["../../../etc/passwd"]), ANY
    whole = doc(SENTENCE * 20)
    for tenth in (1, 3, 5, 7, 9):
        yield f"cut-{tenth}.doc", whole[: len(whole) * tenth // 10], ANY - {"crashed", "timeout"}
    yield (
        "pieces.doc",
        ole({"WordDocument": _fib(b"\x01" * 4000), "1Table": b"\x02" + b"\xff" * 4095}),
        NOT_READ,
    )
    looped = bytearray(ole({"WordDocument": bytes(9000)}))
    looped[-512:] = struct.pack("<128I", *range(128))
    yield "looped-sectors.doc", bytes(looped), NOT_READ
    yield "huge-header.doc", whole[:44] + b"\xff" * 32 + whole[76:], NOT_READ
    yield "many-attachments.msg", msg("x", [(f"{n}", b"x" * 5000) for n in range(40)]), READ


def _document(xml: str) -> bytes:
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


def _fib(rest: bytes) -> bytes:
    return struct.pack("<HH6xH", 0xA5EC, 0xC1, 0x0200).ljust(76, b"\0") + rest


def _objects(*bodies: str | bytes, root: int = 1) -> bytes:
    """Return a PDF of these objects, numbered from 1."""
    buffer = io.BytesIO(b"")
    buffer.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(buffer.tell())
        raw = body if isinstance(body, bytes) else body.encode()
        buffer.write(b"%d 0 obj\n%s\nendobj\n" % (number, raw))
    start = buffer.tell()
    buffer.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    buffer.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    buffer.write(b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, root, start))
    return buffer.getvalue()


def _stream(data: bytes, extra: str = "") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), extra.encode(), data)


_CATALOG = "<</Type/Catalog/Pages 2 0 R>>"
_PAGES = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
_FONT = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
_PAGE = (
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
    f"/Resources<<{_FONT}/XObject<</X 5 0 R>>>>>>"
)
_TEXT = b"BT /F 12 Tf 72 700 Td (%s) Tj ET" % SENTENCE.encode()


def _pdfs() -> Iterator[Hostile]:
    good = pdf([column([SENTENCE])] * 3)
    for tenth in TENTHS:
        yield f"cut-{tenth}.pdf", good[: len(good) * tenth // 10], ANY - {"crashed", "timeout"}
    kids = "3 0 R " * 5_200
    yield (
        "pages.pdf",
        _objects(_CATALOG, f"<</Type/Pages/Kids[{kids}]/Count 5200>>", _PAGE),
        _only("too_large"),
    )
    yield "cyclic-pages.pdf", _objects(_CATALOG, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), ANY
    yield (
        "two-cycles.pdf",
        _objects(
            _CATALOG,
            "<</Type/Pages/Kids[3 0 R]/Count 9>>",
            "<</Type/Pages/Kids[2 0 R]/Count 9/Parent 2 0 R>>",
        ),
        ANY,
    )
    yield "count.pdf", _objects(_CATALOG, "<</Type/Pages/Kids[3 0 R]/Count 999999999>>", _PAGE), ANY
    yield "negative-count.pdf", _objects(_CATALOG, "<</Type/Pages/Kids[3 0 R]/Count -5>>", _PAGE), ANY
    prev = good.replace(b"/Root", b"/Prev 9/Root")
    yield "xref-loop.pdf", prev.replace(b"/Prev 9", b"/Prev %d" % prev.rfind(b"xref\n0")), ANY
    flate = zlib.compress(bytes(1000), 9)
    bomb = zlib.compress(b" " * 200_000_000, 1)
    yield "bomb.pdf", _objects(_CATALOG, _PAGES, _PAGE, _stream(bomb, "/Filter/FlateDecode")), ANY
    yield (
        "filters.pdf",
        _objects(_CATALOG, _PAGES, _PAGE, _stream(flate, f"/Filter[{'/FlateDecode ' * 5000}]")),
        ANY,
    )
    yield "deep-arrays.pdf", _objects(_CATALOG, _PAGES, _PAGE, _stream(_TEXT), "[" * 200_000), ANY
    yield "deep-dictionaries.pdf", _objects(_CATALOG, "<</A" * 100_000, _PAGE), ANY
    form = _stream(
        b"/X Do " * 2, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    )
    yield "recursive-form.pdf", _objects(_CATALOG, _PAGES, _PAGE, _stream(_TEXT + b" /X Do"), form), ANY
    yield "operators.pdf", _objects(_CATALOG, _PAGES, _PAGE, _stream(b"q " * 500_000 + _TEXT)), ANY
    yield "length.pdf", _objects(_CATALOG, _PAGES, _PAGE, b"<</Length 2147483647>>stream\n" + _TEXT), ANY
    yield "length-loop.pdf", _objects(_CATALOG, _PAGES, _PAGE, b"<</Length 4 0 R>>stream\n" + _TEXT), ANY
    yield (
        "object-stream.pdf",
        _objects(_CATALOG, _PAGES, _PAGE, _stream(b"1 0", "/Type/ObjStm/N 999999999/First 4/Extends 4 0 R")),
        ANY,
    )
    box = _PAGE.replace("0 0 612 792", "-1e38 -1e38 1e38 1e38")
    yield "huge-page.pdf", _objects(_CATALOG, _PAGES, box, _stream(_TEXT)), ANY
    yield (
        "far-text.pdf",
        _objects(_CATALOG, _PAGES, _PAGE, _stream(_TEXT.replace(b"72 700", b"99999999999 -99999999999"))),
        ANY,
    )
    yield "outline-loop.pdf", _objects(
        "<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>", _PAGES, _PAGE, _stream(_TEXT),
        "<</First 6 0 R/Last 6 0 R/Count 9>>", "<</Title(x)/Next 6 0 R/Prev 6 0 R/First 6 0 R/Parent 5 0 R>>",
    ), READ  # fmt: skip
    yield (
        "long-string.pdf",
        _objects(_CATALOG, _PAGES, _PAGE, _stream(b"BT /F 12 Tf (" + b"a" * 1_000_000 + b") Tj ET")),
        ANY,
    )
    yield (
        "script.pdf",
        _objects(
            "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while(1){})>>>>",
            _PAGES,
            _PAGE,
            _stream(_TEXT),
        ),
        READ,
    )
    yield "protected.pdf", pdf([column([SENTENCE])], password="secret"), _only("encrypted")
    yield "page-is-font.pdf", _objects(_CATALOG, _PAGES, "<</Type/Font>>"), ANY
    yield "header-only.pdf", b"%PDF-1.7", _only("corrupt")
    noise = random.Random(7).randbytes(50_000)
    yield "noise.pdf", b"%PDF-1.7\n" + noise, _only("corrupt")


def _markup() -> Iterator[Hostile]:
    yield "deep.html", b"<html><body>" + b"<div>" * 50_000 + SENTENCE.encode(), _only("too_large")
    yield "unclosed.html", b"<html>" + b"<b><i><font><a>" * 20_000 + SENTENCE.encode(), _only("too_large")
    wide = b"<table><tr><td colspan=1000000000 rowspan=1000000000>"
    yield "cells.html", b"<html><body>" + wide + SENTENCE.encode(), READ
    yield "rows.html", b"<html><body><table>" + b"<tr><td>x</td></tr>" * 15_000, ANY
    yield "attribute.html", b"<html><body title='" + b"x" * 5_000_000 + b"'>" + SENTENCE.encode(), ANY
    yield "references.html", b"<p>&#x110000; &#99999999999; &#0; " + SENTENCE.encode(), READ
    yield "codec.html", b"<meta charset=hex><p>caf\xe9 " + SENTENCE.encode(), READ
    yield "comment.html", b"<html><!--" * 50_000, ANY
    yield "laughs.xml", f"<?xml version='1.0'?>{_LAUGHS}<akomaNtoso>&a11;</akomaNtoso>".encode(), NOT_READ
    yield "entity.xml", f"{_FILE_ENTITY}<akomaNtoso><p>&e;</p></akomaNtoso>".encode(), NOT_READ
    blowup = f"<!DOCTYPE x [<!ENTITY a '{'a' * 3_000}'>]><bill><section>{'&a;' * 50_000}"
    yield "quadratic.xml", blowup.encode(), NOT_READ
    yield "deep.xml", b"<akomaNtoso>" + b"<p>" * 100_000, NOT_READ
    attributes = "".join(f" a{n}='x'" for n in range(100_000))
    yield "attributes.xml", f"<akomaNtoso{attributes}><p>{SENTENCE}</p></akomaNtoso>".encode(), ANY
    yield "deep.rtf", b"{\\rtf1 " + b"{" * 100_000 + SENTENCE.encode(), ANY
    yield "closed.rtf", b"{\\rtf1 x" + b"}" * 100_000, ANY
    yield "binary.rtf", b"{\\rtf1 \\bin999999999999 " + SENTENCE.encode() + b"}", ANY
    yield "characters.rtf", b"{\\rtf1\\ansicpg99999 \\u99999999? \\u-99999999? \\uc999999 x}", ANY
    yield (
        "objects.rtf",
        b"{\\rtf1 {\\object\\objdata " + b"0" * 2_000_000 + b"} " + SENTENCE.encode() + b"}",
        ANY,
    )


def _mails() -> Iterator[Hostile]:
    head = "From: a@x.org\nMIME-Version: 1.0\n"
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000))
    yield "deep.eml", f"{head}{parts}".encode(), ANY
    yield "forwarded.eml", f"{head}{'Content-Type: message/rfc822' + chr(10) * 2}".encode() * 2000, ANY
    part = "--b\nContent-Disposition: attachment; filename=x\n\nx\n"
    many = f"{head}Content-Type: multipart/mixed; boundary=b\n\n{part * 10_500}--b--\n"
    yield "attachments.eml", many.encode(), _only("too_large")
    yield "base64.eml", f"{head}Content-Transfer-Encoding: base64\n\n{'=A' * 999}".encode(), ANY
    yield (
        "codec.eml",
        f"{head}Content-Type: text/plain; charset=zip\n\ncaf\u00e9 {SENTENCE}".encode("latin-1"),
        READ,
    )
    yield "header.eml", f"{head}Subject: {'=?utf-8?b?' * 20_000}\n\n{SENTENCE}".encode(), ANY
    yield "deep.json", b'{"MatterTitle": ' + b"[" * 200_000, _only("corrupt")
    yield "number.json", b'{"MatterTitle": ' + b"9" * 100_000 + b"}", NOT_READ
    wide = [{"MatterTitle": SENTENCE}] * 10_500
    yield "wide.json", json.dumps(wide).encode(), _only("too_large")


def _texts() -> Iterator[Hostile]:
    yield "nothing.txt", b"", _only("empty")
    yield "one-byte.pdf", b"%", READ
    yield "zeros.txt", bytes(1_000_000), _only("unsupported_type")
    yield "noise.txt", random.Random(3).randbytes(300_000), ANY
    yield "wide.txt", SENTENCE.encode("utf-16-le"), READ
    yield "wide-big.txt", SENTENCE.encode("utf-16-be"), READ
    yield "wide-cut.txt", SENTENCE.encode("utf-16")[:-1], READ
    yield "broken.txt", SENTENCE.encode() + b"\xff\xfe\x80", READ
    yield "one-line.txt", b"a" * 1_000_000, ANY
    yield "too-long.txt", b"a b c d e\n" * 2_100_000, _only("too_large")
    yield "blank.txt", b"\n" * 1_000_000, _only("empty")
    yield "page-feeds.txt", b"\f" * 100_000 + SENTENCE.encode(), ANY
    yield "html-named.pdf", f"<html><body><p>{SENTENCE}</p></body></html>".encode(), READ
    yield "rtf-named.doc", b"{\\rtf1 " + SENTENCE.encode() + b"}", READ
    yield "pdf-named.txt", pdf([column([SENTENCE])]), READ
    yield "docx-named.zip", docx(paragraph(SENTENCE)), READ
    yield "image-named.docx", b"GIF89a" + bytes(99), _only("unsupported_type")
    yield "program.pdf", b"\x7fELF" + bytes(999), _only("unsupported_type")
    yield "pickle.pdf", b"\x80\x04c" + b"os\nsystem\n(S'touch pwned'\ntR.", ANY
    combining = "e" + "\u0301" * 60_000
    yield "combining.txt", combining.encode(), ANY


def _images() -> Iterator[Hostile]:
    # Without an engine for OCR no image is read.
    yield "cut.png", _png(1_000, 1_000), _only("corrupt", "unsupported_type")
    yield "no-picture.png", b"\x89PNG\r\n\x1a\n" + bytes(99), _only("corrupt", "unsupported_type")
    yield "bomb.png", _png(9_000, 9_000), _only("too_large", "unsupported_type")
    yield "larger-bomb.png", _png(60_000, 60_000), _only("too_large", "unsupported_type")
    yield "dot.png", _png(1, 1), _only("no_text", "unsupported_type")
    yield "no-picture.jpeg", b"\xff\xd8\xff\xe0" + bytes(99), _only("corrupt", "unsupported_type")
    # Its only directory names itself as the next one.
    round_tiff = b"II*\x00" + struct.pack("<IHI", 8, 0, 8)
    yield "round.tiff", round_tiff, _only("corrupt", "unsupported_type")


def _png(width: int, height: int) -> bytes:
    """Return a grey picture with no more than the first thousand bytes of its dots."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = {b"IHDR": header, b"IDAT": zlib.compress(bytes(1_000)), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks.items()
    )


def special(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Put into `folder` what is no plain file; yield each name and the statuses that are right."""
    with open(folder / "sparse.bin", "wb") as file:
        file.truncate(200_000_000)
    yield "sparse.bin", _only("too_large")
    with open(folder / "zeros.bin", "wb") as file:
        file.truncate(90_000_000)
    yield "zeros.bin", _only("unsupported_type")
    os.mkfifo(folder / "pipe.pdf")
    yield "pipe.pdf", _only("unreadable")
    (folder / "device.txt").symlink_to("/dev/zero")
    yield "device.txt", _only("unreadable")
    (folder / "nowhere.txt").symlink_to("missing")
    yield "nowhere.txt", _only("unreadable")
    (folder / "round.txt").symlink_to("round.txt")
    yield "round.txt", _only("unreadable")
    with socket.socket(socket.AF_UNIX) as server:
        here = os.getcwd()
        # The path of a socket may have but a hundred characters.
        os.chdir(folder)
        try:
            server.bind("socket.txt")
        finally:
            os.chdir(here)
    yield "socket.txt", _only("unreadable")
    (folder / "locked.txt").write_text(SENTENCE)
    (folder / "locked.txt").chmod(0)
    yield "locked.txt", READ if os.geteuid() == 0 else _only("unreadable")
    for name in ("new\nline.txt", os.fsdecode(b"caf\xe9.txt"), "n" * 250 + ".txt", "quote\"'<b>.txt"):
        (folder / name).write_text(SENTENCE)
        yield name, READ


def plain_pdf() -> bytes:
    """Return a harmless PDF without compression."""
    return _objects(_CATALOG, _PAGES, _PAGE, _stream(_TEXT))
