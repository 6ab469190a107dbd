"""What a file is, from its bytes alone.

Suffixes lie: council sites serve HTML error pages as ``.pdf`` and RTF as
``.doc``. Nothing here looks at a name.
"""

from __future__ import annotations

import codecs
import io
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
EPUB = "application/epub+zip"
MAIL = "message/rfc822"
OUTLOOK = "application/vnd.ms-outlook"
AKOMA_NTOSO = "application/akn+xml"
USLM = "application/uslm+xml"
MATTER = "application/vnd.legistar.matter+json"
MATTERS = "application/vnd.legistar.matters+json"
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

# The parts by which an office file is known.
_PARTS: tuple[tuple[str, str], ...] = (
    ("word/document", DOCX),
    ("xl/workbook", XLSX),
    ("ppt/presentation", PPTX),
)
_STREAMS: tuple[tuple[str, str], ...] = (
    # First, because a message holds its attachments as they are, and so their streams.
    ("__properties_version1.0", OUTLOOK),
    ("EncryptedPackage", ENCRYPTED_OOXML),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("PowerPoint Document", PPT),
)
# More entries than a file of a city has; listing them would take the memory of a worker.
MAX_ENTRIES = 200_000
ENTRY = b"PK\x01\x02"
_HTML_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|table|p|h[1-6]|br|span"
    r"|center|font|ul|ol|article|section|main|a)\b",
    re.IGNORECASE,
)
_HTML_ROOT = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
_LEADING = re.compile(r"\A(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*", re.DOTALL)
_LAW_ROOT = re.compile(
    r"<(?:\w+:)?(akomaNtoso|bill|resolution|amendment|lawDoc|uscDoc|cfrDoc|statutesAtLarge|pLaw)\b"
)
_LAW_PART = re.compile(r"/uslm\b|<(?:main|level|preamble|section|legis-body|resolution-body)\b")
_DOCTYPE = re.compile(r"\A\s*<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)
_HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*){2,}")
# A typed memo also begins with From, To and Subject; only a machine writes these.
_MACHINE_HEADER = re.compile(rb"^(?:mime-version|message-id|received|return-path|x-mailer):", re.I | re.M)
_LETTER_HEADER = re.compile(rb"^(?:from|to|subject|date):", re.I | re.M)
_JSON_STARTS = (b"[", b"{", b" ", b"\t", b"\r", b"\n", b"\xef")
_MATTER_KEY = re.compile(rb'"Matter(?:Text(?:Plain|Rtf)?|Title|Name)"\s*:')
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
    if data[:1] in _JSON_STARTS and _MATTER_KEY.search(data):
        return MATTERS if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") else MATTER
    if _is_mail(data[:_HEAD]):
        return MAIL
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


def may_be_container(head: bytes) -> bool:
    """Tell whether a file that starts with `head` can be one that holds others.

    Examples
    --------
    >>> may_be_container(b"PK\\x03\\x04..."), may_be_container(b"%PDF-1.7")
    (True, False)
    """
    return head.startswith((*_ZIP_MAGIC, _OLE_MAGIC)) or head[:1] in _JSON_STARTS or _is_mail(head)


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
        if kind.startswith(EPUB.encode()):
            return EPUB
    names = _member_names(data)
    if names is None:
        return _damaged_archive_type(data)
    for part, media_type in _PARTS:
        if any(name.startswith(part) for name in names):
            return media_type
    if {"[Content_Types].xml", "_rels/.rels"} <= names and any("document" in name for name in names):
        return DOCX
    if "META-INF/container.xml" in names:
        return EPUB
    return ODT if {"content.xml", "META-INF/manifest.xml"} <= names else ZIP


def _member_names(data: bytes) -> set[str] | None:
    """Return the names in the list at the end of an archive, or None where there is no such list."""
    import zipfile

    if data.count(ENTRY) > MAX_ENTRIES:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None


def _damaged_archive_type(data: bytes) -> str:
    for part, media_type in _PARTS:
        if part.encode() in data:
            return media_type
    return ZIP


def _ole_type(data: bytes) -> str:
    names = _stream_names(data)
    for stream, media_type in _STREAMS:
        # Of a damaged file any stream tells the kind; of a whole one, those at its top.
        if stream in names if names is not None else stream.encode("utf-16-le") in data:
            return media_type
    return OLE


def _stream_names(data: bytes) -> set[str] | None:
    import olefile

    try:
        with olefile.OleFileIO(data) as file:
            return {path[0] for path in file.listdir(streams=True, storages=False) if len(path) == 1}
    # olefile has an error of its own, and struct and recursion errors besides.
    except Exception:
        return None


def _is_mail(head: bytes) -> bool:
    match = _HEADERS.match(head.lstrip(b"\xef\xbb\xbf\r\n"))
    return bool(match and _MACHINE_HEADER.search(match[0]) and _LETTER_HEADER.search(match[0]))


def _markup_type(head: bytes, encoding: str | None) -> str | None:
    text = head.decode(encoding or "latin-1", errors="replace").lstrip("\ufeff")
    text = text.removeprefix("ï»¿")
    start = _LEADING.match(text)
    body = text[start.end() :] if start else text
    if _HTML_START.match(body):
        return HTML
    law = _LAW_ROOT.match(_LEADING.sub("", _DOCTYPE.sub("", body)))
    if law:
        if law[1] == "akomaNtoso":
            return AKOMA_NTOSO
        # A bill is also what one has to pay, and an act what is played.
        if law[1] not in ("bill", "resolution", "amendment") or _LAW_PART.search(body):
            return USLM
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
