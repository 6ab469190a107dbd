"""Text of Word files of 1997 to 2003 (DOC), by their table of pieces.

The places of the numbers read here are those of [MS-DOC], sections 2.5 (file
information block) and 2.8 and 2.9 (pieces), as Microsoft publishes it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from hrtext.errors import ReadError

_MAGIC = 0xA5EC
_WORD_97 = 0xC1
_ENCRYPTED = 0x0100
_SECOND_TABLE = 0x0200
_COUNTS = 0x4C  # text, footnotes, headers, macros, comments, endnotes, text boxes
_HEADER_PLACES = 0xF2
_PIECES = 0x1A2
_COMPRESSED = 0x4000_0000

_CORRUPT = "The Word file is damaged: open it in an office program and save it as DOCX."
_OLD = (
    "This is a Word file of before 1997: save it as DOCX, or convert it with "
    "`soffice --headless --convert-to docx`."
)
_PAGE_CODE = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.I)
# A row ends with the mark of its last cell and one of its own.
_ROW_END = re.compile("\x07\x07")
_CHARACTERS = str.maketrans(
    {
        "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\r": "\n", "\x1e": "-", "\x1f": "\u00ad",
        **dict.fromkeys("\x00\x01\x02\x03\x04\x05\x06\x08", ""),
    }
)  # fmt: skip


def read_doc(data: bytes) -> list[str]:
    """Return the text of a DOC file as one page.

    Headers come first and footers last, once each; notes and text boxes come
    after the body, and comments are left out. Formatting is not read, so that
    text which is hidden or deleted in tracked changes stays.

    Parameters
    ----------
    data : bytes
        The file.

    Raises
    ------
    ReadError
        ``corrupt``, ``encrypted``, or ``unsupported_type`` for a version before Word 97.
    """
    try:
        return [_text(data)]
    # olefile has an error of its own, and index and recursion errors besides.
    except (OSError, struct.error, IndexError, ValueError, RecursionError) as error:
        raise ReadError("corrupt", _CORRUPT) from error


def _text(data: bytes) -> str:
    import olefile

    with olefile.OleFileIO(data) as file:
        main = file.openstream("WordDocument").read()
        magic, version = struct.unpack_from("<HH", main)
        (flags,) = struct.unpack_from("<H", main, 0x0A)
        if magic != _MAGIC or version < _WORD_97:
            raise ReadError("unsupported_type", _OLD)
        if flags & _ENCRYPTED:
            raise ReadError("encrypted", "The file is protected by a password: save a copy without one.")
        table = file.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
    characters = "".join(_pieces(main, _slice(table, main, _PIECES)))
    counts = struct.unpack_from("<8i", main, _COUNTS)
    if min(counts) < 0:
        raise ValueError("a part of negative length")
    parts, start = [], 0
    for count in counts:
        parts.append(characters[start : start + count])
        start += count
    body, footnotes, headers, _, _, endnotes, boxes, _ = parts
    first, last = _headers_and_footers(headers, _slice(table, main, _HEADER_PLACES))
    texts = [*first, body, footnotes, endnotes, boxes, *last]
    return "\n".join(_plain(text).strip("\n") for text in texts if text)


def _slice(table: bytes, main: bytes, place: int) -> bytes:
    start, length = struct.unpack_from("<II", main, place)
    return table[start : start + length]


def _pieces(main: bytes, source: bytes) -> Iterator[str]:
    """Yield the text piece by piece; a file saved in haste has them in any order."""
    at = 0
    while source[at] == 1:
        at += 3 + struct.unpack_from("<H", source, at + 1)[0]
    (length,) = struct.unpack_from("<I", source, at + 1)
    places = source[at + 5 : at + 5 + length]
    count = (len(places) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}i", places)
    for index in range(count):
        (place,) = struct.unpack_from("<I", places, 4 * (count + 1) + 8 * index + 2)
        size = bounds[index + 1] - bounds[index]
        start = place & ~_COMPRESSED
        if size < 0:
            raise ValueError("a piece of negative length")
        if place & _COMPRESSED:
            yield main[start // 2 : start // 2 + size].decode("cp1252", "replace")
        else:
            yield main[start : start + 2 * size].decode("utf-16-le", "replace")


def _headers_and_footers(text: str, places: bytes) -> tuple[list[str], list[str]]:
    """Return the headers and footers, each once; they come in sixes, one six for each section."""
    bounds = struct.unpack(f"<{len(places) // 4}i", places[: len(places) // 4 * 4])
    headers: list[str] = []
    footers: list[str] = []
    # The first six are the lines above notes, and the last bound closes the list.
    for index in range(6, len(bounds) - 2):
        found = headers if index % 6 in (0, 1, 4) else footers
        story = text[max(0, bounds[index]) : max(0, bounds[index + 1])].rstrip("\r")
        if story and story not in found:
            found.append(story)
    return headers, footers


def _plain(text: str) -> str:
    visible = "".join(_without_codes(text))
    return _ROW_END.sub("\n", visible).translate(_CHARACTERS)


def _without_codes(text: str) -> Iterator[str]:
    r"""Yield what fields show: between \x13 and \x14 stands a code, up to \x15 its result."""
    # For each open field, its code so far, and whether its result has begun.
    fields: list[tuple[str, bool]] = []
    for part in re.split("([\x13\x14\x15])", text):
        if part == "\x13":
            fields.append(("", False))
        elif part == "\x14" and fields:
            fields[-1] = (fields[-1][0], True)
        elif part == "\x15" and fields:
            fields.pop()
        elif fields and not fields[-1][1]:
            fields[-1] = (fields[-1][0] + part, False)
        elif all(shown and not _PAGE_CODE.match(code) for code, shown in fields):
            yield part
