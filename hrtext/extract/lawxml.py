"""Text of acts in Akoma Ntoso and USLM, the XML of parliaments and councils."""

from __future__ import annotations

import re

from hrtext.errors import ReadError
from hrtext.extract.archive import Element, local_name, xml_parser
from hrtext.extract.sniff import utf_encoding

_SKIPPED = frozenset("meta metadata dublinCore toc editorialNote sourceNote".split())
# What stands in a line; every other element is a block of its own.
_INLINE = frozenset(
    (
        "a abbr added-phrase affectedDocument b b-text br committee-name concept cosponsor date def "
        "del docAuthority docCommittee docDate docIntroducer docJurisdiction docNumber docProponent "
        "docPurpose docStage docStatus docTitle docType docketNumber em entity enum eol event "
        "external-xref fillIn footnote-ref header-in-text headingText i img inline ins internal-xref "
        "judge lawyer legislature location marker mod mmod mref neutralCitation noteRef object omissis "
        "organization outcome party person placeholder process quantity quote quotedText ref relatedDocument "
        "remark rmod role rref session shortTitle short-title signatory sigName span sponsor strong sub sup "
        "term time tocItem u vote"
    ).split()
)
_NUMBERS = frozenset({"num", "enum"})
_HEADINGS = frozenset({"heading", "header"})
_CELLS = frozenset({"td", "th", "entry"})
_BARE_AMPERSAND = re.compile(rb"&(?!#?\w+;)")
_SPACE = re.compile(r"\s+")


def read_law_xml(data: bytes) -> list[str]:
    """Return the text of an act as one page, a line for each provision.

    The number of a provision stands before its text in the same line.
    Metadata and tables of contents are left out.

    Parameters
    ----------
    data : bytes
        The file, in Akoma Ntoso, USLM, or the markup of Congress before USLM.

    Raises
    ------
    ReadError
        ``corrupt`` if it is no XML.

    Examples
    --------
    >>> read_law_xml(
    ...     b"<akomaNtoso><act><meta/><body><section><num>1.</num><content><p>The City shall report."
    ...     b"</p></content></section></body></act></akomaNtoso>")
    ['1. The City shall report.']
    """
    from lxml import etree

    # Councils publish such files with bare ampersands and undeclared prefixes.
    if utf_encoding(data) is None:
        data = _BARE_AMPERSAND.sub(b"&amp;", data)
    try:
        root = etree.fromstring(data, xml_parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise ReadError("corrupt", "The file is no valid XML: export it again, or save it as PDF or HTML.")
    lines = _Lines()
    _collect(root, lines)
    return ["\n".join(lines.done())]


class _Lines:
    """Gathers text into lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._is_number = False

    def add(self, text: str, *, is_number: bool = False) -> None:
        if text.strip():
            is_first = not "".join(self._line).strip()
            self._is_number = is_number and (self._is_number or is_first)
        self._line.append(text)

    def end(self) -> None:
        """End the line, unless all it holds is the number of what follows."""
        if not self._is_number:
            self._close()

    def _close(self) -> None:
        text = _SPACE.sub(" ", "".join(self._line)).strip()
        if text:
            self._lines.append(text)
        self._line = []
        self._is_number = False

    def done(self) -> list[str]:
        self._close()
        return self._lines


def _collect(root: Element, lines: _Lines) -> None:
    # A stack, not recursion: what is generated may nest deeper than Python's stack.
    stack: list[tuple[Element, str]] = [(root, "open")]
    while stack:
        element, step = stack.pop()
        name = local_name(element)
        if step == "open":
            if name not in _SKIPPED and isinstance(element.tag, str):
                if _is_block(name):
                    lines.end()
                lines.add(element.text or "", is_number=name in _NUMBERS)
                stack.append((element, "close"))
                stack.extend((child, "open") for child in reversed(element))
                continue
            lines.add(element.tail or "")
            continue
        tail = element.tail or ""
        if name in _NUMBERS:
            lines.add(" ", is_number=True)
        elif name in _CELLS:
            lines.add("\t")
        # "<heading>Whereas</heading>, the Council" is one sentence.
        elif name == "br" or (_is_block(name) and not (name in _HEADINGS and tail.strip())):
            lines.end()
        if element is not root:
            lines.add(tail)


def _is_block(name: str) -> bool:
    return name not in _INLINE and name not in _NUMBERS and name not in _CELLS
