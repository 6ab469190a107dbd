"""Text of DOCX files, by walking their XML.

python-docx skips content controls, tracked insertions, text boxes and notes,
in which resolutions made from templates have much of their text.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from hrtext.errors import ReadError
from hrtext.extract.archive import Archive, Element, attribute, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrtext.extract.limits import Limits

_SKIPPED = frozenset(
    (
        "del moveFrom delText delInstrText instrText pPr rPr sdtPr sdtEndPr tblPr tblGrid trPr tcPr "
        "sectPr rt annotationRef footnoteRef endnoteRef separator continuationSeparator "
        "commentReference footnoteReference endnoteReference proofErr"
    ).split()
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_BREAKS = frozenset({"p", "tbl"})
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_MAX_ROW_LENGTH = 200


def read_docx(data: bytes, limits: Limits) -> list[str]:
    """Return the text of a DOCX file as one page.

    Headers come first and footers last, once each; notes come after the body.
    Tracked insertions are kept and deletions dropped, as if all were accepted.

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
    main = _main_part(archive)
    folder = posixpath.dirname(main)
    parts: dict[str, list[str]] = {"header": [], "footer": [], "footnotes": [], "endnotes": []}
    for name in sorted(archive.names, key=lambda name: (len(name), name)):
        stem = posixpath.basename(name).removesuffix(".xml").rstrip("0123456789")
        if posixpath.dirname(name) == folder and name.endswith(".xml") and stem in parts:
            for text in _paragraphs(archive.xml(name)):
                if stem not in ("header", "footer") or text not in parts[stem]:
                    parts[stem].append(text)
    body = list(_paragraphs(archive.xml(main)))
    texts = [*parts["header"], *body, *parts["footnotes"], *parts["endnotes"], *parts["footer"]]
    return ["\n".join(texts)]


def _main_part(archive: Archive) -> str:
    if "_rels/.rels" in archive.names:
        for relation in archive.xml("_rels/.rels"):
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                target = (attribute(relation, "Target") or "").lstrip("/")
                if target in archive.names:
                    return target
    if "word/document.xml" in archive.names:
        return "word/document.xml"
    raise ReadError(
        "corrupt",
        "The file has no main document in it: open it in an office program and save it again.",
    )


def _paragraphs(root: Element) -> Iterator[str]:
    """Yield the paragraphs below `root`, in order; blank ones as empty strings."""
    pending = ""
    for element in _blocks(root):
        if local_name(element) == "tbl":
            yield from _table(element)
            continue
        boxes: list[Element] = []
        pending += "".join(_inline(element, boxes))
        if not _is_mark_deleted(element):
            yield pending
            pending = ""
        for box in boxes:
            yield from _paragraphs(box)
    if pending:
        yield pending


def _blocks(root: Element) -> Iterator[Element]:
    for element in root:
        name = local_name(element)
        if name in _BREAKS:
            yield element
        elif name == "AlternateContent":
            yield from _blocks(_alternative(element))
        elif name not in _SKIPPED and not _is_separator(element):
            yield from _blocks(element)


def _is_separator(element: Element) -> bool:
    return local_name(element) in ("footnote", "endnote") and (
        attribute(element, "type") in ("separator", "continuationSeparator", "continuationNotice")
    )


def _is_mark_deleted(paragraph: Element) -> bool:
    return bool(paragraph.xpath("./*[local-name()='pPr']/*[local-name()='rPr']/*[local-name()='del']"))


def _alternative(element: Element) -> Element:
    """Return the branch of alternate content to read: a choice that has text, or the fallback."""
    branches = list(element)
    for branch in branches:
        if any(local_name(inner) == "t" and inner.text for inner in branch.iter()):
            return branch
    return branches[0] if branches else element


def _inline(paragraph: Element, boxes: list[Element]) -> Iterator[str]:
    """Yield the text of a paragraph; text boxes anchored in it are put aside into `boxes`."""
    fields: list[str] = []
    # An explicit stack, not recursion, because a field spans elements of unlike depth.
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        name = local_name(element)
        if name == "fldChar":
            _track_field(fields, attribute(element, "fldCharType"))
        elif name == "instrText" and fields:
            fields[-1] += element.text or ""
        elif name == "txbxContent":
            boxes.append(element)
        elif name in _SKIPPED or _is_page_field(element) or _in_page_field(fields):
            continue
        elif name == "t":
            yield element.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name == "br":
            yield "\n"
        elif name == "sym":
            yield _symbol(element)
        elif name == "r" and _is_hidden(element):
            continue
        elif name == "AlternateContent":
            stack.extend(reversed(_alternative(element)))
        else:
            stack.extend(reversed(element))


def _track_field(fields: list[str], kind: str | None) -> None:
    """Follow complex fields: a code is gathered, and after its separator stands its result."""
    if kind == "begin":
        fields.append("")
    elif kind == "separate" and fields:
        fields[-1] = "=" + fields[-1].strip()
    elif kind == "end" and fields:
        fields.pop()


def _is_page_field(element: Element) -> bool:
    return local_name(element) == "fldSimple" and _is_page_code(attribute(element, "instr") or "")


def _in_page_field(fields: list[str]) -> bool:
    return any(field.startswith("=") and _is_page_code(field[1:]) for field in fields)


def _is_page_code(code: str) -> bool:
    return code.strip().upper().startswith(_PAGE_FIELDS)


def _is_hidden(run: Element) -> bool:
    found = run.xpath("./*[local-name()='rPr']/*[local-name()='vanish']")
    return bool(found) and attribute(found[0], "val") not in ("0", "false", "off")


def _symbol(element: Element) -> str:
    code = attribute(element, "char") or ""
    try:
        return chr(int(code, 16))
    except ValueError:
        return ""


def _table(table: Element) -> Iterator[str]:
    """Yield a line for each row of short cells, and a line for each paragraph of long ones."""
    for row in _rows(table):
        cells = [list(_paragraphs(cell)) for cell in _cells(row)]
        filled = [[text for text in cell if text.strip()] for cell in cells]
        texts = [cell[0] for cell in filled if len(cell) == 1]
        if all(len(cell) <= 1 for cell in filled) and sum(map(len, texts)) <= _MAX_ROW_LENGTH:
            if texts:
                yield "\t".join(texts)
        else:
            for cell in filled:
                yield from cell


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        name = local_name(element)
        if name == "tr":
            if not element.xpath("./*[local-name()='trPr']/*[local-name()='del']"):
                yield element
        elif name not in _SKIPPED:
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        name = local_name(element)
        if name == "tc":
            yield element
        elif name not in _SKIPPED:
            yield from _cells(element)
