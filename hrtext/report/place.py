"""Where a document lies, and on which page of it a quotation stands: as links to follow."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from hrtext.records import INSIDE, Record
from hrtext.report.markup import Markup, element, join, opening
from hrtext.scans import Box

_WORD_END = re.compile(r"(?<=[/\\_-])(?=[^/\\_-])")
_NAMELESS = {"-": "(standard input)", "": "(text without a file)"}
_THIRDS = ("upper third", "middle", "lower third")


class Place:
    """The file of one record.

    Examples
    --------
    >>> Place(Record("/acts/a b.pdf", "ok", media_type="application/pdf", pages=2)).page(2)
    '<a href="file:///acts/a%20b.pdf#page=2" target="_blank" rel="noopener">p. 2</a>'
    """

    def __init__(self, record: Record) -> None:
        self._path = record.path
        # A browser cannot open what lies in an archive, but the archive.
        container = _container(record.path)
        file = record.path if container is None else container
        self._uri = None if file in _NAMELESS else _uri(file)
        self._is_pdf = record.media_type == "application/pdf"
        self._opens_at_pages = self._is_pdf and container is None
        # A format without pages counts as one page, which is no place to look.
        self._has_pages = self._is_pdf or (record.pages or 1) > 1
        read = record.ocr.pages if record.ocr else ()
        self._sizes = {page.page: (page.width, page.height) for page in read if page.height > 0}

    def file(self) -> Markup:
        """Return the path, its last part set off."""
        if self._path in _NAMELESS:
            return element("span", _NAMELESS[self._path], class_="path")
        name = os.path.basename(self._path)
        folder = self._path[: len(self._path) - len(name)]
        shown = join(element("span", _breakable(folder), class_="folder"), _breakable(name))
        return self._link(shown, self._uri, class_="path")

    def page(self, number: int) -> Markup:
        """Return the page as a link to it, or nothing where the format has no pages."""
        if not self._has_pages:
            return Markup()
        uri = f"{self._uri}#page={number}" if self._uri is not None and self._opens_at_pages else None
        return self._link(f"p. {number}", uri)

    def position(self, boxes: Sequence[Box]) -> Markup:
        """Return where on their pages lines stand, in words and as a small picture of each page.

        Nothing where no box is known.
        """
        known = [box for box in boxes if box.page in self._sizes]
        if not known:
            return Markup()
        upper = [(box.y0 + box.y1) / 2 for box in known if box.page == known[0].page]
        height = self._sizes[known[0].page][1]
        third = min(int(3 * sum(upper) / len(upper) / height), 2)
        pages = groupby(known, attrgetter("page"))
        return join(_THIRDS[third], *(self._picture(number, list(lines)) for number, lines in pages))

    def _picture(self, number: int, lines: Sequence[Box]) -> Markup:
        width, height = self._sizes[number]
        upper, lower = min(box.y0 for box in lines), max(box.y1 for box in lines)
        return element(
            "svg",
            element("title", f"Page {number}, {upper:.0f} to {lower:.0f} of {height:.0f} points down"),
            *(
                element(
                    "rect",
                    x=f"{box.x0:.0f}",
                    y=f"{box.y0:.0f}",
                    width=f"{box.x1 - box.x0:.0f}",
                    height=f"{box.y1 - box.y0:.0f}",
                )
                for box in lines
            ),
            viewBox=f"0 0 {width:.0f} {height:.0f}",
            role="img",
            class_="sheet",
        )

    def _link(self, child: str, uri: str | None, class_: str | None = None) -> Markup:
        if uri is None:
            return element("span", child, class_=class_)
        return element("a", child, class_=class_, href=uri, target="_blank", rel="noopener")


def _breakable(path: str) -> Markup:
    """Return `path` as markup that may be broken into lines where its words end."""
    return join(*_WORD_END.split(path), by=opening("wbr"))


def _container(path: str) -> str | None:
    """Return the archive or message in which a document lies; a folder may have a name with ``!`` too."""
    outermost, border, _ = path.partition(INSIDE)
    return outermost if border and (outermost in _NAMELESS or os.path.isfile(outermost)) else None


def _uri(path: str) -> str | None:
    try:
        return Path(path).absolute().as_uri()
    except UnicodeEncodeError:
        # No file can have this name, so it has not come from this computer.
        return None
