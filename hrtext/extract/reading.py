"""From a file to a document: type, limits, format, repair, language."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

from hrtext.errors import ReadError
from hrtext.extract import sniff
from hrtext.extract.limits import Limits
from hrtext.extract.pages import PageTexts
from hrtext.records import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrtext.records import Status

_FLOWING = frozenset(
    {
        sniff.DOCX, sniff.ODT, sniff.RTF, sniff.HTML, sniff.DOC, sniff.EPUB, sniff.AKOMA_NTOSO, sniff.USLM,
        sniff.MATTER,
    }
)  # fmt: skip
_SCANS = frozenset({"image/png", "image/jpeg", "image/tiff"})
_TYPEWRITTEN = b"<pre"
_NO_TEXT_LEFT = "There is no text in the file but white space and page numbers: check the source."

_ADVICE = {
    sniff.XLS: "This is an Excel file: save the sheet that holds the text as PDF or CSV.",
    sniff.XLSX: "This is an Excel file: save the sheet that holds the text as PDF or CSV.",
    sniff.PPT: "This is a PowerPoint file: save it as PDF.",
    sniff.PPTX: "This is a PowerPoint file: save it as PDF.",
    sniff.OLE: "This is an old office file of a kind that is not read: save it as DOCX or PDF.",
    sniff.OPENDOCUMENT: "This OpenDocument file is no text document: save it as PDF.",
    sniff.ZIP: "This is a zip archive, and its documents have records of their own: name it to "
    "`hrtext classify` or `extract`, or unpack it.",
    sniff.MATTERS: "This is a list of matters, and each has a record of its own: name it to "
    "`hrtext classify` or `extract`.",
    sniff.XML: "This is XML of an unknown kind: save it as HTML or plain text.",
    "application/postscript": "This is PostScript: convert it with `ps2pdf`.",
    "application/vnd.wordperfect": "This is a WordPerfect file: save it as DOCX or PDF, or convert "
    "it with `soffice --headless --convert-to docx`.",
}
_IMAGE_ADVICE = "This is an image of a kind that is not read: save it as PNG or TIFF, which OCR reads."
_ARCHIVE_ADVICE = "This is a packed file: unpack it, and read what is in it."
_UNKNOWN_ADVICE = "This is no kind of file that is read: convert it to PDF, DOCX, HTML or text."


def read_document(
    source: str | os.PathLike[str] | bytes,
    *,
    path: str | None = None,
    limits: Limits = Limits(),  # noqa: B008  # frozen
    password: str | None = None,
) -> Document:
    """Return the text of one document, of any format that is read.

    These are PDF, DOCX, DOC, ODT, RTF, HTML, EPUB, Akoma Ntoso, USLM, messages
    (EML and MSG, without their attachments), matters of Legistar, plain text,
    and by OCR the pictures PNG, JPEG and TIFF.
    An archive is no document: see :func:`hrtext.extract.containers.list_members`.

    A bad file is never an exception: the document then has a status other
    than ``ok`` and a message that says what to do.

    Parameters
    ----------
    source : str, path or bytes
        Where the file is, or its content.
    path : str, optional
        What :attr:`~hrtext.records.Document.path` shall be; `source` itself
        where that is a path.
    limits : Limits, optional
        How much of a file is read.
    password : str, optional
        Tried on a PDF that needs one.

    Returns
    -------
    Document

    Examples
    --------
    >>> document = read_document("The Council shall report.\\n".encode(), path="act.txt")
    >>> document.status, document.text
    ('ok', 'The Council shall report.')
    >>> read_document(b"GIF89a...").status
    'unsupported_type'
    """
    if isinstance(source, bytes):
        shown = path or ""
        data = source
        if len(data) > limits.max_bytes:
            return _too_many_bytes(shown, len(data), limits)
    else:
        shown = os.fspath(source) if path is None else path
        try:
            data = read_file(source, limits)
        except ReadError as error:
            return _without_text(Document(shown, "unreadable"), error)
    document = Document(path=shown, status="ok", sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
    try:
        if not data:
            raise ReadError("empty", "The file has no bytes: download or export it again.")
        document = replace(document, media_type=sniff.sniff(data))
        pages = _pages(data, document.media_type or "", limits, password)
        # Minutes are often put on the web as typed, with their line ends, in a <pre>.
        is_typed = document.media_type == sniff.HTML and _TYPEWRITTEN in data.lower()
        is_flowing = document.media_type in _FLOWING and not is_typed
        return _with_text(document, pages, limits, is_flowing=is_flowing)
    except ReadError as error:
        return _without_text(document, error)
    except MemoryError:
        message = "Reading the file takes more memory than there is: split it."
        return _without_text(document, ReadError("too_large", message))
    # A batch must outlive whatever a parser of untrusted files stumbles over.
    except Exception as problem:
        message = f"The file could not be read ({type(problem).__name__}): save it again or convert it."
        return _without_text(document, ReadError("corrupt", message))


def read_text(text: str, *, path: str = "") -> Document:
    """Return a text as a document, repaired like the text of a file.

    Parameters
    ----------
    text : str
        Form feeds part its pages.
    path : str, optional
        What :attr:`~hrtext.records.Document.path` shall be.

    Returns
    -------
    Document
        Its status is ``empty`` if the text has no characters but white space.

    Examples
    --------
    >>> read_text("Whereas,\\nthe\\nCity\\nfurther\\ndeclares").text
    'Whereas, the City further declares'
    >>> read_text("  ").status
    'empty'
    """
    from hrtext.extract.plain import split_pages

    data = text.encode("utf-8", "surrogatepass")
    document = Document(
        path=path,
        status="ok",
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        media_type=sniff.PLAIN,
    )
    try:
        return _with_text(document, split_pages(text), None, is_flowing=False)
    except ReadError as error:
        return _without_text(document, error)


def read_file(source: str | os.PathLike[str], limits: Limits) -> bytes:
    """Return the bytes of a regular file that is not too large.

    Raises
    ------
    ReadError
        ``unreadable`` or ``too_large``.
    """
    try:
        # Opening a pipe or a device would wait for what may never come.
        status = os.stat(source)
        if not stat.S_ISREG(status.st_mode):
            kind = "a directory" if stat.S_ISDIR(status.st_mode) else "no regular file"
            raise ReadError("unreadable", f"The path is {kind}: give the path of a file.")
        if status.st_size > limits.max_bytes:
            raise ReadError("too_large", _size_message(status.st_size, limits))
        with open(source, "rb") as file:
            # Asked for the most that there may be, Python would make room for all of it.
            data = file.read(status.st_size + 1)
            if len(data) > status.st_size:
                data += file.read(limits.max_bytes + 1 - len(data))
            return data
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(
            "unreadable", f"The file cannot be opened ({reason}): check its path and permissions."
        ) from error


def _pages(data: bytes, media_type: str, limits: Limits, password: str | None) -> Sequence[str]:
    if media_type == sniff.PDF:
        from hrtext.extract.pdf import read_pdf

        return read_pdf(data, limits, password)
    if media_type == sniff.DOCX:
        from hrtext.extract.docx import read_docx

        return read_docx(data, limits)
    if media_type == sniff.ODT:
        from hrtext.extract.odt import read_odt

        return read_odt(data, limits)
    if media_type == sniff.HTML:
        from hrtext.extract.html import read_html

        return read_html(data)
    if media_type == sniff.RTF:
        from hrtext.extract.rtf import read_rtf

        return read_rtf(data)
    if media_type == sniff.PLAIN:
        from hrtext.extract.plain import read_plain

        return read_plain(data)
    other = _other_pages(data, media_type, limits)
    if other is not None:
        return other
    if media_type == sniff.ENCRYPTED_OOXML:
        raise ReadError("encrypted", "The file is protected by a password: save a copy without one.")
    raise ReadError("unsupported_type", _advice(media_type))


def _other_pages(data: bytes, media_type: str, limits: Limits) -> Sequence[str] | None:
    if media_type == sniff.DOC:
        from hrtext.extract.word97 import read_doc

        return read_doc(data)
    if media_type == sniff.EPUB:
        from hrtext.extract.epub import read_epub

        return read_epub(data, limits)
    if media_type in (sniff.AKOMA_NTOSO, sniff.USLM):
        from hrtext.extract.lawxml import read_law_xml

        return read_law_xml(data)
    if media_type in (sniff.MAIL, sniff.OUTLOOK):
        from hrtext.extract.mail import read_mail

        return read_mail(data, media_type, limits)
    if media_type == sniff.MATTER:
        from hrtext.extract.legistar import read_matter

        return read_matter(data)
    if media_type in _SCANS:
        from hrtext.extract.ocr.images import read_image

        return read_image(data, limits)
    return None


def _advice(media_type: str) -> str:
    if media_type.startswith("image/"):
        return _IMAGE_ADVICE
    if media_type in ("application/gzip", "application/vnd.rar") or media_type.startswith("application/x-"):
        return _ADVICE.get(media_type, _ARCHIVE_ADVICE)
    return _ADVICE.get(media_type, _UNKNOWN_ADVICE)


def _with_text(
    document: Document, pages: Sequence[str], limits: Limits | None, *, is_flowing: bool
) -> Document:
    from hrtext.extract.language import detect_language
    from hrtext.extract.repair import repair

    characters = sum(map(len, pages))
    if limits and characters > limits.max_characters:
        raise ReadError(
            "too_large",
            f"The text has {characters:,} characters, more than the limit of "
            f"{limits.max_characters:,}: split it, or raise the limit.",
        )
    repaired = repair(pages, is_flowing=is_flowing)
    if not repaired.text:
        raise ReadError("empty", _NO_TEXT_LEFT)
    return replace(
        document,
        text=repaired.text,
        page_starts=repaired.page_starts,
        ocr=pages.ocr if isinstance(pages, PageTexts) else None,
        lines=pages.lines_in(repaired.mapped) if isinstance(pages, PageTexts) else (),
        language=detect_language(repaired.text),
    )


def _without_text(document: Document, error: ReadError) -> Document:
    status: Status = error.status  # type: ignore[assignment]  # ReadError says which these are
    if status == "empty" and document.media_type == sniff.PDF:
        status = "no_text"
    return replace(document, status=status, message=error.message)


def _too_many_bytes(path: str, size: int, limits: Limits) -> Document:
    return Document(path, "too_large", _size_message(size, limits), bytes=size)


def _size_message(size: int, limits: Limits) -> str:
    return (
        f"The file has {size:,} bytes, more than the limit of {limits.max_bytes:,}: "
        "split it, or raise the limit."
    )
