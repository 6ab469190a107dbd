"""Text of e-books in EPUB: the web pages in them, in the order of reading."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from hrtext.errors import ReadError
from hrtext.extract.archive import Archive, Element, attribute, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrtext.extract.limits import Limits

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_CORRUPT = "The e-book does not say what stands in it: download it again, or convert it to HTML or PDF."


def read_epub(data: bytes, limits: Limits) -> list[str]:
    """Return the text of an EPUB file as one page.

    Its chapters come in the order of the spine; the table of contents is left
    out.

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
    from hrtext.extract.html import decode_html, visible_text

    archive = Archive(data, limits)
    names = list(_spine(archive))
    protected = _protected(archive)
    if any(name in protected for name in names):
        raise ReadError(
            "encrypted", "The e-book is copy protected: get it as HTML or PDF without protection."
        )
    texts = (visible_text(decode_html(archive.read(name)), keep_frame=True) for name in names)
    return ["\n\n".join(text for text in texts if text)]


def _spine(archive: Archive) -> Iterator[str]:
    """Yield the members to read, in order."""
    package = next(
        (
            attribute(element, "full-path") or ""
            for element in archive.xml(_CONTAINER).iter()
            if local_name(element) == "rootfile"
        ),
        "",
    )
    if package not in archive.names:
        raise ReadError("corrupt", _CORRUPT)
    root = archive.xml(package)
    items: dict[str, Element] = {}
    found: set[str] = set()
    for element in root.iter():
        if local_name(element) == "item":
            items[attribute(element, "id") or ""] = element
    for element in root.iter():
        item = items.get(attribute(element, "idref") or "") if local_name(element) == "itemref" else None
        if item is None or attribute(item, "media-type") not in _PAGES:
            continue
        if "nav" not in (attribute(item, "properties") or "").split():
            href = unquote((attribute(item, "href") or "").partition("#")[0])
            name = posixpath.normpath(posixpath.join(posixpath.dirname(package), href))
            # Some books name a page again for each of its sections.
            if name not in found:
                found.add(name)
                yield name


def _protected(archive: Archive) -> frozenset[str]:
    """Return the members that are encrypted; fonts often are in a book that is not protected."""
    if _ENCRYPTION not in archive.names:
        return frozenset()
    return frozenset(
        unquote(attribute(element, "URI") or "")
        for element in archive.xml(_ENCRYPTION).iter()
        if local_name(element) == "CipherReference"
    )
