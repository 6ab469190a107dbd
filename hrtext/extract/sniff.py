"""What a file is, from its bytes alone.

Suffixes lie: council sites serve HTML error pages as ``.pdf`` and RTF as
``.doc``. Nothing here looks at a name.
"""

from __future__ import annotations

import codecs
import re

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
HTML = "text/html"
RTF = "application/rtf"
PLAIN = "text/plain"
XML = "application/xml"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
ENCRYPTED_OOXML = "application/x-ole-encrypted-package"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OPENDOCUMENT = "application/vnd.oasis.opendocument"
BINARY = "application/octet-stream"

_PDF_HEADER = re.compile(rb"%PDF-\d")
_PDF_HEADER_REACH = 1024
_HEAD = 4096
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\x00\x00\x00\x0cjP  ", "image/jp2"),
    (b"AT&TFORM", "image/vnd.djvu"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"%!PS", "application/postscript"),
    (b"\xffWPC", "application/vnd.wordperfect"),
    (b"\x7fELF", "application/x-executable"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)

# The members by which an archive is known; the file list stands at its end.
_MEMBERS: tuple[tuple[bytes, str], ...] = (
    (b"word/document", DOCX),
    (b"xl/workbook", XLSX),
    (b"ppt/presentation", PPTX),
)
_HTML_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|table|p|h[1-6]|br|span"
    r"|center|font|ul|ol|article|section|main|a)\b",
    re.IGNORECASE,
)
_HTML_ROOT = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
_LEADING = re.compile(r"\A(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*", re.DOTALL)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.02
_UTF16_SHARE = 0.3


def sniff(data: bytes) -> str:
    """Return the media type of `data`.

    Parameters
    ----------
    data : bytes
        The whole file, so that an archive can be told by its members.

    Returns
    -------
    str
        A media type; ``application/octet-stream`` where nothing fits.

    Examples
    --------
    >>> sniff(b"%PDF-1.7 ...")
    'application/pdf'
    >>> sniff(b"<!DOCTYPE html><p>Not found")
    'text/html'
    >>> sniff("Artículo 1".encode("utf-16-le"))
    'text/plain'
    """
    if data.startswith(_ZIP_MAGIC):
        return _archive_type(data)
    if data.startswith(_OLE_MAGIC):
        return _ole_type(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return RTF
    encoding = utf_encoding(data)
    markup = _markup_type(data[:_HEAD], encoding)
    if markup == HTML:
        return HTML
    if _PDF_HEADER.search(data, 0, _PDF_HEADER_REACH + 8):
        return PDF
    if markup:
        return markup
    for magic, media_type in _MAGIC:
        # Two letters of plain text can look like a magic number.
        if data.startswith(magic) and (len(magic) > 2 or not _is_text(data)):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return "image/heif" if data[8:11] in (b"hei", b"mif", b"avi") else "video/mp4"
    return PLAIN if encoding or _is_text(data) else BINARY


def utf_encoding(data: bytes) -> str | None:
    """Return the UTF-16 or UTF-32 codec of `data`, by byte order mark or by its zero bytes.

    Examples
    --------
    >>> utf_encoding("Ley".encode("utf-16"))
    'utf-16'
    >>> utf_encoding("Ordinance".encode("utf-16-be"))
    'utf-16-be'
    >>> utf_encoding(b"Ordinance") is None
    True
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[:_HEAD]
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    for codec, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros >= _UTF16_SHARE * pairs and others <= 0.02 * pairs:
            try:
                text = head[: pairs * 2].decode(codec, errors="strict")
            except UnicodeDecodeError:
                continue
            if sum(character.isprintable() or character.isspace() for character in text) > (0.97 * len(text)):
                return codec
    return None


def _archive_type(data: bytes) -> str:
    # An ODT names itself in its first member, stored uncompressed at byte 38.
    if data[30:38] == b"mimetype":
        kind = data[38:128]
        if kind.startswith(ODT.encode()):
            return ODT
        if kind.startswith(OPENDOCUMENT.encode()):
            return OPENDOCUMENT
        if kind.startswith(b"application/epub+zip"):
            return "application/epub+zip"
    for member, media_type in _MEMBERS:
        if member in data:
            return media_type
    if b"[Content_Types].xml" in data and b"_rels/.rels" in data and b"document" in data:
        return DOCX
    if b"content.xml" in data and b"META-INF/manifest.xml" in data:
        return ODT
    return ZIP


def _ole_type(data: bytes) -> str:
    for stream, media_type in (
        ("EncryptedPackage", ENCRYPTED_OOXML),
        ("WordDocument", DOC),
        ("Workbook", XLS),
        ("PowerPoint Document", PPT),
    ):
        if stream.encode("utf-16-le") in data:
            return media_type
    return OLE


def _markup_type(head: bytes, encoding: str | None) -> str | None:
    text = head.decode(encoding or "latin-1", errors="replace").lstrip("\ufeff")
    text = text.removeprefix("ï»¿")
    start = _LEADING.match(text)
    body = text[start.end() :] if start else text
    if _HTML_START.match(body):
        return HTML
    if body.startswith("<") and _HTML_ROOT.search(body):
        return HTML
    if text.lstrip().startswith("<?xml"):
        return XML
    return None


def _is_text(data: bytes) -> bool:
    sample = data[: 16 * _HEAD]
    if not sample:
        return True
    # A stray NUL in a text is noise of its export; in UTF-16, told before, it is every other byte.
    return len(_CONTROLS.findall(sample)) <= _MAX_CONTROL_SHARE * len(sample)
