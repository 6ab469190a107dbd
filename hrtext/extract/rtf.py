"""Text of RTF files."""

from __future__ import annotations

import re

from hrtext.errors import ReadError

# striprtf reads characters, so bytes that stand bare are first written as escapes.
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_CODE_PAGE = re.compile(r"\\ansicpg(\d+)")
_MAC = re.compile(r"\\mac\b")
# It writes cells as "a|b|", which is no text of the document, and drops footnotes.
_CELL = re.compile(r"\\(?:nest)?cell(?![a-z])")
_FOOTNOTE = re.compile(r"\{\s*(?:\\\*\s*)?\\footnote(?![a-z])")
_DEFAULT_CODE_PAGE = "cp1252"
_CODE_PAGES = {"10000": "mac_roman", "65001": "utf-8"}


def read_rtf(data: bytes) -> list[str]:
    """Return the text of an RTF file as one page.

    Parameters
    ----------
    data : bytes
        The file.

    Raises
    ------
    ReadError
        ``corrupt`` if it cannot be parsed.

    Examples
    --------
    >>> read_rtf(rb"{\\rtf1\\ansi\\ansicpg1252 Jos\\'e9\\par next}")
    ['José\\nnext']
    """
    from striprtf.striprtf import rtf_to_text

    start = data.find(b"{\\rtf")
    escaped = _HIGH_BYTE.sub(lambda match: b"\\'%02x" % match[0][0], data[start:])
    source = escaped.decode("ascii")
    source = _FOOTNOTE.sub("{ ", _CELL.sub(r"\\tab ", source))
    try:
        text = str(
            rtf_to_text(  # type: ignore[no-untyped-call]
                source, encoding=_code_page(source), errors="replace"
            )
        )
    # striprtf has no error of its own; broken groups surface as IndexError and the like.
    except Exception as error:
        raise ReadError(
            "corrupt", "The RTF file is damaged: open it in an office program and save it again."
        ) from error
    # Characters beyond the basic plane are written as two halves.
    return [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")]


def _code_page(source: str) -> str:
    match = _CODE_PAGE.search(source)
    if not match:
        return "mac_roman" if _MAC.search(source[:200]) else _DEFAULT_CODE_PAGE
    codec = _CODE_PAGES.get(match[1], f"cp{match[1]}")
    try:
        "".encode(codec)
    except LookupError:
        return _DEFAULT_CODE_PAGE
    return codec
