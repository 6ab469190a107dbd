"""Text of web pages: the main text, or all that is visible where that is little."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hrtext.errors import ReadError
from hrtext.extract.archive import Element
from hrtext.extract.plain import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)|encoding=[\"']([\w.:-]+)", re.I)
_DECLARATION_REACH = 4096
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MIN_MAIN_LENGTH = 250
_MIN_MAIN_SHARE = 0.4

_INVISIBLE = frozenset(
    (
        "script style template noscript head nav header footer aside svg button select option iframe "
        "object textarea"
    ).split()
)
_FRAME = frozenset({"header", "footer", "aside"})
_BLOCKS = frozenset(
    (
        "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tr blockquote section article main form "
        "fieldset address figure figcaption pre hr center body caption header footer aside"
    ).split()
)
_TOO_DEEP = "The web page is built too deep to be read whole: print it to PDF, or save it as text."
_RULE = re.compile(r"[-|: ]+")
_WHITE_SPACE = re.compile(r"\s+")
_LINE_SPACE = re.compile(r" *\n *")
_PARAGRAPH_SPACE = re.compile(r"\n{3,}")


def read_html(data: bytes) -> list[str]:
    """Return the text of a web page as one page.

    Parameters
    ----------
    data : bytes
        The file, in any encoding.

    Raises
    ------
    ReadError
        ``empty`` if nothing is visible, ``too_large`` if it is built too deep.

    Examples
    --------
    >>> read_html(b"<p>Derechos &amp; deberes</p><script>ignored()</script>")
    ['Derechos & deberes']
    """
    html = decode_html(data)
    visible = visible_text(html)
    main = _main_text(html)
    if len(main) >= max(_MIN_MAIN_LENGTH, _MIN_MAIN_SHARE * len(visible)):
        return [main]
    if not visible:
        raise ReadError("empty", "The web page shows no text: save it from a browser after it has loaded.")
    return [visible]


def decode_html(data: bytes) -> str:
    """Return markup as text, decoded as it declares where that can be.

    Examples
    --------
    >>> decode_html(b"<?xml version='1.0'?><p>Derechos</p>")
    '<p>Derechos</p>'
    """
    declared = _DECLARED.search(data, 0, _DECLARATION_REACH)
    codec = (declared[1] or declared[2]).decode("ascii") if declared else None
    return _XML_DECLARATION.sub("", decode(data, codec)).replace("\x00", "")


def _main_text(html: str) -> str:
    import logging

    import trafilatura

    # Its complaints would go to standard error where the caller has set up no logging.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        text = trafilatura.extract(html, include_comments=False, include_tables=True, favor_recall=True)
        return "\n".join(_without_rules((text or "").splitlines())).strip()
    # lxml and its callers fail in many ways on broken markup.
    except Exception:
        return ""


def _without_rules(lines: list[str]) -> Iterator[str]:
    """Yield the lines without the bars by which trafilatura parts the cells of a table."""
    for line in lines:
        row = line.strip()
        if len(row) < 2 or row[0] != "|" or row[-1] != "|":
            yield line
        elif not _RULE.fullmatch(row):
            yield "\t".join(cell.strip() for cell in row[1:-1].split("|"))


def visible_text(html: str, *, keep_frame: bool = False) -> str:
    """Return all text that a browser would show, one line for each block.

    Parameters
    ----------
    html : str
        Markup, however broken.
    keep_frame : bool, optional
        Whether headers, footers and asides are text: they are of the page on a
        web site, and of the chapter in a book.

    Raises
    ------
    ReadError
        ``too_large`` if its elements lie in each other deeper than can be read.

    Examples
    --------
    >>> visible_text("<ul><li>One</li><li>Two<br>lines</li></ul>")
    'One\\nTwo\\nlines'
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        # Text, not bytes: lxml would otherwise believe a declaration that was wrong.
        # Generated pages nest deeper than libxml2 allows by default.
        parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
        root = document_fromstring(html, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    # Below some two thousand elements libxml2 leaves everything out, whatever it is told.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadError("too_large", _TOO_DEEP)
    parts: list[str] = []
    _collect(root, parts, _INVISIBLE - _FRAME if keep_frame else _INVISIBLE)
    text = _LINE_SPACE.sub("\n", "".join(parts))
    return _PARAGRAPH_SPACE.sub("\n\n", text).strip()


def _collect(root: Element, parts: list[str], invisible: frozenset[str]) -> None:
    """Append the text of `root`, without recursion: broken pages nest thousands deep."""
    stack: list[tuple[Element | str, bool]] = [(root, False)]
    while stack:
        item, is_preformatted = stack.pop()
        if isinstance(item, str):
            _append(parts, item, is_preformatted)
            continue
        tag = item.tag if isinstance(item.tag, str) else ""
        if tag in invisible or item.get("hidden") is not None:
            continue
        inner = is_preformatted or tag == "pre"
        if tag == "br":
            parts.append("\n")
        end = "\n" if tag in _BLOCKS else "\t" if tag in ("td", "th") else ""
        if end == "\n":
            _append_break(parts)
        following: list[tuple[Element | str, bool]] = [(item.text or "", inner)]
        for child in item:
            following.append((child, inner))
            following.append((child.tail or "", inner))
        following.append((end, True))
        stack.extend(reversed(following))


def _append(parts: list[str], text: str, is_preformatted: bool) -> None:
    if text == "\n" and is_preformatted:
        _append_break(parts)
        return
    if not is_preformatted:
        text = _WHITE_SPACE.sub(" ", text)
        if not parts or parts[-1].endswith(("\n", " ")):
            text = text.lstrip(" ")
    if text:
        parts.append(text)


def _append_break(parts: list[str]) -> None:
    if parts and not parts[-1].endswith("\n"):
        parts.append("\n")
