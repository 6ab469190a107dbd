"""From the raw pages of a document to running text: one line for each paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hrtext.extract.characters import BROKEN_HYPHEN, clean_characters
from hrtext.extract.furniture import drop_furniture, is_page_number, strip_line_numbers
from hrtext.extract.hyphens import Hyphens
from hrtext.extract.lines import PAGE_BREAK, split_lines
from hrtext.extract.unwrap import Unwrapper
from hrtext.textmap import Edit, MappedText

# Joining lines can bring to light what a second look would join as well; texts
# settle in two rounds, and each round only ever shortens the text.
_MAX_ROUNDS = 10
_WORD_REACH = 80
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A repaired text, its pages, and where its characters stood in the raw pages.

    Attributes
    ----------
    mapped : MappedText
        Its source is the raw pages joined by form feeds.
    page_starts : tuple of int
        Offset in the text at which each page starts; as many as there were pages.
    """

    mapped: MappedText
    page_starts: tuple[int, ...]

    @property
    def text(self) -> str:
        """The repaired text."""
        return self.mapped.text


def repair(pages: Sequence[str], *, is_flowing: bool = False) -> RepairedText:
    """Return the running text of raw pages.

    Characters are made plain and composed (NFC), words broken at line ends
    mended, page furniture taken out, and lines joined into paragraphs.

    Parameters
    ----------
    pages : sequence of str
        The text of each page; one where the format has no pages.
    is_flowing : bool, optional
        The format itself tells paragraphs (DOCX, ODT), so no lines are joined
        and nothing is taken for a running head.

    Returns
    -------
    RepairedText

    Examples
    --------
    >>> repair(["Whereas,\\nthe\\nCity\\nfurther sup-\\nports the", "- 2 -\\naims of\\nall;"]).text
    'Whereas, the City further supports the aims of all;'
    >>> repair(["one", "two"]).page_starts
    (0, 4)
    """
    whole = [page.replace(PAGE_BREAK, "\n") for page in pages]
    text = MappedText(PAGE_BREAK.join(whole))
    for number in range(_MAX_ROUNDS):
        # Joining lines makes no new character, and only others than ASCII compose.
        if not number or not text.text.isascii():
            text = clean_characters(text)
        repaired = _round(text, is_flowing)
        if repaired.text == text.text:
            break
        text = repaired
    return RepairedText(text, _page_starts(text, whole))


def _round(text: MappedText, is_flowing: bool) -> MappedText:
    lines = split_lines(text.text)
    if not is_flowing:
        # Where all that pages have is alike, it is no running head but the text.
        lines = drop_furniture(strip_line_numbers(lines)) or [
            line for line in lines if any(map(str.isalpha, line.text)) and not is_page_number(line.text)
        ]
    if not lines:
        return text.edit([(0, len(text.text), "")])
    hyphens = Hyphens(text.text)
    unwrapper = None if is_flowing else Unwrapper(lines, hyphens)
    has_inner_edits = any(part in text.text for part in ("  ", "\t", BROKEN_HYPHEN))
    whole = text.text
    edits: list[Edit] = []
    at = 0
    for index, line in enumerate(lines):
        cut, gap = 0, ""
        if index:
            cut, gap = unwrapper.gap(index) if unwrapper else (0, "\n\n" if line.after_blank else "\n")
        if whole[at - cut : line.start] != gap:
            edits.append((at - cut, line.start, gap))
        if has_inner_edits and ("  " in line.text or "\t" in line.text or BROKEN_HYPHEN in line.text):
            edits.extend(_inner_edits(whole, line.start, line.end, hyphens))
        at = line.end
    if at < len(text.text):
        edits.append((at, len(text.text), ""))
    return text.edit(edits) if edits else text


def _inner_edits(text: str, start: int, end: int, hyphens: Hyphens) -> list[Edit]:
    edits: list[Edit] = [(match.start(), match.end(), " ") for match in _SPACES.finditer(text, start, end)]
    at = text.find(BROKEN_HYPHEN, start, end)
    if at < 0:
        return edits
    while 0 <= at < end - 1:
        kept = hyphens.keeps(
            text[max(start, at - _WORD_REACH) : at], text[at + 1 : min(end, at + 1 + _WORD_REACH)]
        )
        edits.append((at, at + 1, "-" if kept else ""))
        at = text.find(BROKEN_HYPHEN, at + 1, end)
    return sorted(edits)


def _page_starts(text: MappedText, pages: Sequence[str]) -> tuple[int, ...]:
    starts: list[int] = []
    source = 0
    for page in pages:
        starts.append(max(text.offset(source), starts[-1] if starts else 0))
        source += len(page) + 1
    if starts:
        starts[0] = 0
    return tuple(starts)
