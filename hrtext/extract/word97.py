"""Text of Word files of 1997 to 2003 (DOC), by their table of pieces.

The places of the numbers read here are those of [MS-DOC], sections 2.5 (file
information block), 2.6.1 (properties of characters) and 2.8 and 2.9 (pieces,
pages of formats), as Microsoft publishes it.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from hrtext.errors import ReadError

_MAGIC = 0xA5EC
_WORD_97 = 0xC1
_ENCRYPTED = 0x0100
_SECOND_TABLE = 0x0200
_COUNTS = 0x4C  # text, footnotes, headers, macros, comments, endnotes, text boxes
_HEADER_PLACES = 0xF2
_FORMATS = 0xFA
_PIECES = 0x1A2
_COMPRESSED = 0x4000_0000
_PAGE = 512
_PAGE_NUMBER = 0x3F_FFFF
_MOST_RUNS = 101
# Properties of characters: deleted in tracked changes, and hidden; the same in the short form of a piece.
_DELETED, _HIDDEN = 0x0800, 0x083C
_SHORT = {0x41: _DELETED, 0x5C: _HIDDEN}
# By the highest three bits of a property, how many bytes its value takes; those of 6 tell it themselves.
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
# Counts its bytes in two.
_LONG_PROPERTY = 0xD608
# "On", and "the opposite of what the style says", which no style makes hidden.
_ON = (0x01, 0x81)

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
    after the body. Comments are left out, and so is text that is hidden or was
    deleted in tracked changes.

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
    unseen = sorted(_unseen(main, _slice(table, main, _FORMATS)))
    characters = "".join(_pieces(main, _slice(table, main, _PIECES), unseen))
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


def _pieces(main: bytes, source: bytes, unseen: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield the text piece by piece; a file saved in haste has them in any order.

    What is not to be seen are zeros, so that all else keeps its place.
    """
    at = 0
    formats: list[bytes] = []
    while source[at] == 1:
        (length,) = struct.unpack_from("<H", source, at + 1)
        formats.append(source[at + 3 : at + 3 + length])
        at += 3 + length
    (length,) = struct.unpack_from("<I", source, at + 1)
    places = source[at + 5 : at + 5 + length]
    count = (len(places) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}i", places)
    for index in range(count):
        place, own = struct.unpack_from("<IH", places, 4 * (count + 1) + 8 * index + 2)
        size = bounds[index + 1] - bounds[index]
        start = place & ~_COMPRESSED
        if size < 0:
            raise ValueError("a piece of negative length")
        width = 1 if place & _COMPRESSED else 2
        start = start // 2 if width == 1 else start
        data = main[start : start + width * size]
        text = data.decode("cp1252", "replace") if width == 1 else _in_units(data)
        if _is_unseen(_of_piece(own, formats)):
            yield "\0" * len(text)
        else:
            yield _blanked(text, start, width, unseen)


def _in_units(data: bytes) -> str:
    """Return UTF-16 with both halves of a pair as they are: places in the file count them as two."""
    return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])))


def _blanked(text: str, start: int, width: int, unseen: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    done = 0
    for low, high in unseen[bisect_right(unseen, start, key=lambda span: span[1]) :]:
        if low >= start + width * len(text):
            break
        first = max(done, (low - start) // width)
        last = min(max(first, (high - start) // width), len(text))
        parts += [text[done:first], "\0" * (last - first)]
        done = last
    return "".join([*parts, text[done:]])


def _unseen(main: bytes, places: bytes) -> Iterator[tuple[int, int]]:
    """Yield from where to where in the file there is text that is hidden or deleted."""
    count = (len(places) - 4) // 8
    for index in range(count):
        (number,) = struct.unpack_from("<I", places, 4 * (count + 1) + 4 * index)
        start = (number & _PAGE_NUMBER) * _PAGE
        page = main[start : start + _PAGE]
        runs = page[-1] if len(page) == _PAGE else 0
        if runs > _MOST_RUNS:
            continue
        bounds = struct.unpack_from(f"<{runs + 1}I", page) if runs else ()
        for run in range(runs):
            at = 2 * page[4 * (runs + 1) + run]
            if at and bounds[run] < bounds[run + 1] and _is_unseen(page[at + 1 : at + 1 + page[at]]):
                yield bounds[run], bounds[run + 1]


def _of_piece(own: int, formats: Sequence[bytes]) -> bytes:
    """Return the properties that a piece has of its own: one in short, or a list of them by number."""
    if own & 1:
        number = own >> 1
        return formats[number] if number < len(formats) else b""
    name = _SHORT.get(own >> 1 & 0x7F)
    return b"" if name is None else struct.pack("<HB", name, own >> 8)


def _is_unseen(properties: bytes) -> bool:
    states = {_DELETED: False, _HIDDEN: False}
    at = 0
    while at + 2 < len(properties):
        (name,) = struct.unpack_from("<H", properties, at)
        if name in states:
            states[name] = properties[at + 2] in _ON
        size = _SIZES[name >> 13]
        if name == _LONG_PROPERTY:
            size = struct.unpack_from("<H", properties.ljust(at + 4, b"\0"), at + 2)[0] + 1
        elif not size:
            size = 1 + properties[at + 2]
        at += 2 + size
    return any(states.values())


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
    whole = visible.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _ROW_END.sub("\n", whole).translate(_CHARACTERS)


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
