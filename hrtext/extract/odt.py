"""Text of ODT files, by walking their XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrtext.errors import ReadError
from hrtext.extract.archive import Archive, Element, attribute, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrtext.extract.limits import Limits

_PARAGRAPHS = frozenset({"p", "h"})
# Tracked changes hold the deleted text; insertions stand in the body itself.
_SKIPPED = frozenset(
    (
        "tracked-changes annotation note-citation page-number page-count ruby-text sequence-decls "
        "forms variable-decls user-field-decls title desc"
    ).split()
)
_CHARACTERS = {"tab": "\t", "line-break": "\n", "soft-page-break": ""}
_MANIFEST = "META-INF/manifest.xml"
_MAX_SPACES = 1000


def read_odt(data: bytes, limits: Limits) -> list[str]:
    """Return the text of an ODT file as one page.

    Headers come first, footers and notes last. Tracked deletions are dropped.

    Parameters
    ----------
    data : bytes
        The file.
    limits : Limits
        What it may unpack to.

    Raises
    ------
    ReadError
        ``corrupt``, ``encrypted`` or ``too_large``.
    """
    archive = Archive(data, limits)
    if _MANIFEST in archive.names and b"encryption-data" in archive.read(_MANIFEST):
        raise ReadError("encrypted", "The document is protected by a password: save a copy without one.")
    notes: list[Element] = []
    body = list(_blocks(archive.xml("content.xml"), notes))
    headers, footers = _headers_and_footers(archive)
    # Notes can hold notes no further, so the list is complete once they are read.
    noted = [text for note in notes for text in _blocks(note, [])]
    return ["\n".join([*headers, *body, *noted, *footers])]


def _headers_and_footers(archive: Archive) -> tuple[list[str], list[str]]:
    found: dict[str, list[str]] = {"header": [], "footer": []}
    if "styles.xml" in archive.names:
        for element in archive.xml("styles.xml").iter():
            kind = local_name(element).removesuffix("-left").removesuffix("-first")
            if kind in found:
                texts = (text for text in _blocks(element, []) if text not in found[kind])
                found[kind].extend(texts)
    return found["header"], found["footer"]


def _blocks(root: Element, notes: list[Element]) -> Iterator[str]:
    for element in root:
        name = local_name(element)
        if name in _PARAGRAPHS:
            boxes: list[Element] = []
            yield "".join(_inline(element, boxes, notes))
            for box in boxes:
                yield from _blocks(box, notes)
        elif name == "table-row":
            yield from _row(element, notes)
        elif name not in _SKIPPED:
            yield from _blocks(element, notes)


def _row(row: Element, notes: list[Element]) -> Iterator[str]:
    cells = [list(_blocks(cell, notes)) for cell in row]
    filled = [[text for text in cell if text.strip()] for cell in cells]
    if all(len(cell) <= 1 for cell in filled):
        line = "\t".join(cell[0] for cell in filled if cell)
        if line:
            yield line
    else:
        for cell in filled:
            yield from cell


def _inline(element: Element, boxes: list[Element], notes: list[Element]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name == "note":
            notes.append(child)
        elif name == "text-box":
            boxes.append(child)
        elif name == "s":
            count = attribute(child, "c") or "1"
            yield " " * (min(int(count), _MAX_SPACES) if count.isdecimal() else 1)
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name not in _SKIPPED:
            yield from _inline(child, boxes, notes)
        yield child.tail or ""
