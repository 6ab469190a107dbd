"""Where a line of a text goes on in the next, and where a paragraph begins."""

from __future__ import annotations

import re
from string import ascii_lowercase, ascii_uppercase

from hrtext.extract.characters import BROKEN_HYPHEN
from hrtext.extract.hyphens import Hyphens
from hrtext.extract.lines import TERMINAL_LAST, Line, begins_small, begins_with_mark, is_terminal

# A line longer than this was not broken by a typesetter.
_MAX_WRAPPED_LENGTH = 200
_MIN_CONTINUATION_SHARE = 0.2
_MIN_CONTINUATIONS = 2
_NEIGHBOURHOOD = 4
_MIN_CAPITAL_LENGTH = 30
# Letters differ in width, so a full line may be short in characters. A line
# that ends a sentence must be the fuller to be taken for the middle of a paragraph.
_FULL_AFTER_SENTENCE = 0.88
_FULL_AMID_SENTENCE = 0.7
_FULL_AMID_PARAGRAPH = 0.5

_START = re.compile(
    r"(?:AND |And )?(?:WHEREAS|Whereas)\b"
    r"|(?:BE IT|Be it|NOW,? (?:THEREFORE|therefore)|Now,? therefore,? be it)\b"
    r"|RESOLVED\b|Resolved,|THEREFORE\b"
    r"|(?:SECTION|Section|SEC\.|Sec\.|§+|�) ?\d+[\w-]*\s*[.:)](?!\d)"
    r"|(?:ARTICLE|Article|ARTÍCULO|Artículo|ART\.|Art\.|Artikel|ARTIGO|Artigo|CHAPTER|Chapter|PART"
    r"|TITLE|TÍTULO|CAPÍTULO|Capítulo) (?:\d+|[IVXLC]+)[º°ª]?\s*(?:[.:–—-]|$)"
    r"|第\s*\d+\s*条|제\s*\d+\s*조|[①-⑳]"
    r"|(?:CONSIDERANDO|VISTO|Visto|RESUELVE|ORDENANZA|DECRETA|ORDENA|CONSIDÉRANT|Considérant)\b"
    r"|#{1,6} |[•●▪■◦‣·*○►✓–—-] "
    r"|By (?:Council|Ald|Mayor|Commissioner|Supervisor|the Public Advocate)"
    r"|(?:Introduced|Sponsored|Moved|Seconded|Presented|Submitted) by\b"
    r"|(?:PASSED|ADOPTED|APPROVED|ATTEST|Attest|SIGNED|DATED|Dated)\b"
    r"|(?:AYES|NAYS|NOES|YEAS|ABSENT|Ayes|Nays|Noes|Yeas|Absent)\s*:"
    r"|(?:Passed|Adopted|Approved|Referred to|Effective) "
    r"|An? (?:emergency )?(?:ordinance|resolution|local law|Ordinance|Resolution|Local Law)\b"
    r"|_{4,}|-{4,}|\*{3,}|={4,}"
)
# The first characters of what _START finds.
_START_FIRST = frozenset("ABCDEIMNOPRSTVWY§�第제①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳#•●▪■◦‣·*○►✓–—-_=")
# Starts of an item only where what stands before has come to an end.
_ITEM = re.compile(
    r"\((?:[a-z]{1,4}|[A-Z]|\d{1,3})\) |\d{1,3}(?:\.\d{1,3})*[.)] |[a-zA-Z][.)] |[ivxIVX]{1,5}[.)] "
)
_SENTENCE_START = re.compile(
    r"(?:Section|SECTION|Sec\.|Article|ARTICLE|§) ?\d+"
    r"|[“\"][^”\"]{1,60}[”\"] (?:means|shall mean)"
)
# What begins with a letter is an item only if one of these comes next.
_ITEM_SECOND = frozenset(".)ivxIVX")
_CAPITAL_CONTINUATION = re.compile(r"(?:AND|OR|OF|FOR|TO|IN|THE|BY|WITH|AS|ON|FROM|DE|Y|LA)\b")
_ITEM_MAY_FOLLOW = re.compile(r"(?:[.:;,]|\b(?:and|or|y|o|und|et))[\"'”’)]*$")
_FUNCTION_WORD = re.compile(
    r"(?:^|[\s(])(?:the|of|and|to|in|for|by|on|with|a|an|or|at|as|from|that|which|is|are|was|were|be"
    r"|been|has|have|had|this|its|their|his|her|any|all|such|said|upon|under|between|into|de|la|el"
    r"|los|las|del|y|en|des|les|du|et|der|die|das|und|von|no|not|shall|will|may"
    r"|sections?|articles?|chapters?|divisions?|nos?\.)$",
    re.IGNORECASE,
)
# After these, even "Section 3." or "ORDENANZA" goes on with the sentence.
_OPEN_END = re.compile(
    r"(?:^|\s)(?:of|the|an?|under|said|de|la|el|los|las|del|du|des|der|von)$", re.IGNORECASE
)
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Sr|Jr|St|No|Nos|Rev|Hon|Gov|Sen|Rep|Inc|Co|vs|Ord|Res|Sec|Art|U\.S"
    r"|Ph\.D|Lt|Gen|Col|Sgt|Prof|Ave|Blvd|Rd))\.$"
)
_LONE_NUMBER = re.compile(r"(?:(?:Section|SECTION|Article|ARTICLE) )?\d{1,3}[.)]")
_LONE_HEADINGS = frozenset({"Section", "SECTION"})
_BODY_START = re.compile(r"(?:AND |And )?(?:WHEREAS|Whereas|RESOLVED|Resolved|Section|SECTION)\b")
_CLAUSE_END = re.compile(r"[:;][\"'”’)]*$|;\s*(?:and|or|y)$")
# The last characters of what _CLAUSE_END finds.
_CLAUSE_LAST = frozenset(":;\"'”’)dry")
_HYPHENS = frozenset(f"-‐{BROKEN_HYPHEN}")
# More than the longest of the words and abbreviations that are sought at the end of a line.
_LAST_WORD = 12
_MAX_STRETCH_WORDS = 2
_MIN_STRETCH = 3


class Unwrapper:
    """Decides what stands between each two lines of one document.

    Parameters
    ----------
    lines : list of Line
        The lines that are left after page furniture was taken out.
    hyphens : Hyphens
        What knows the words of the document.
    """

    def __init__(self, lines: list[Line], hyphens: Hyphens) -> None:
        self._lines = lines
        self._hyphens = hyphens
        texts = [line.text for line in lines]
        self._lengths = list(map(len, texts))
        # Most lines begin as nothing does that these find.
        self._is_start = [text[0] in _START_FIRST and bool(_START.match(text)) for text in texts]
        self._is_item = [_may_be_item(text) and bool(_ITEM.match(text)) for text in texts]
        self._is_small = [
            text[0] in ascii_lowercase or (text[0] not in ascii_uppercase and begins_small(text))
            for text in texts
        ]
        self._is_terminal = [text[-1] in TERMINAL_LAST and is_terminal(text) for text in texts]
        self._goes_on = [
            is_small and not is_item and not ended
            for is_small, is_item, ended in zip(
                self._is_small, self._is_item, [True, *self._is_terminal[:-1]], strict=True
            )
        ]
        self._is_wrapped = self._looks_wrapped()
        self._stretches = self._word_stretches() if self._is_wrapped else frozenset()

    def _looks_wrapped(self) -> bool:
        """Tell whether lines end in mid-sentence more often than lists and tables make them."""
        continuations = [
            goes_on
            for before, after, is_start, goes_on in zip(
                self._lengths, self._lines[1:], self._is_start[1:], self._goes_on[1:], strict=False
            )
            if not (
                is_start
                or before > _MAX_WRAPPED_LENGTH
                or after.after_blank
                or after.after_break
                or after.is_row
            )
        ]
        needed = max(_MIN_CONTINUATIONS, _MIN_CONTINUATION_SHARE * len(continuations))
        return sum(continuations) >= needed

    def _word_stretches(self) -> frozenset[int]:
        """Return lines amid three or more of a word or two.

        A justified column is broken into its words where the gaps are wide.
        """
        found: set[int] = set()
        run: list[int] = []
        is_short = [line.text.count(" ") < _MAX_STRETCH_WORDS for line in self._lines]
        if sum(is_short) < _MIN_STRETCH:
            return frozenset()
        for index, short in enumerate(is_short):
            if run and (not short or self._lines[index].after_blank or self._is_start[index]):
                self._close(run, found)
                run = []
            if short:
                run.append(index)
        self._close(run, found)
        return frozenset(found)

    def _close(self, run: list[int], found: set[int]) -> None:
        small = sum(self._is_small[index] for index in run)
        if len(run) >= _MIN_STRETCH and small * 4 >= len(run):
            found.update(run[1:])
            if run[-1] + 1 < len(self._lines) and not self._is_terminal[run[-1]]:
                found.add(run[-1] + 1)

    def gap(self, index: int) -> tuple[int, str]:
        """Return what stands before line `index`.

        Parameters
        ----------
        index : int
            From 1 on.

        Returns
        -------
        (int, str)
            How many characters of the line before are cut off, and what takes
            their place and that of the line end.
        """
        before, after = self._lines[index - 1], self._lines[index]
        if after.after_blank and not after.after_break:
            return 0, "\n\n"
        if after.text[0] in ",;" and begins_with_mark(after.text):
            return 0, ""
        if before.text[-1] in _HYPHENS and self._is_broken_word(index):
            return self._mended(before.text, after.text)
        joined = (after.after_break and self._goes_on[index]) or (self._is_wrapped and self._continues(index))
        return 0, " " if joined else "\n"

    def _is_broken_word(self, index: int) -> bool:
        before, after = self._lines[index - 1].text, self._lines[index].text
        return before[-2:-1].isalnum() and (
            before[-1] == BROKEN_HYPHEN
            or self._is_small[index]
            or (self._is_wrapped and after[0].isalnum() and not self._is_start[index])
        )

    def _mended(self, before: str, after: str) -> tuple[int, str]:
        if self._hyphens.keeps(before[:-1], after):
            return (1, "-") if before[-1] == BROKEN_HYPHEN else (0, "")
        return 1, ""

    def _continues(self, index: int) -> bool:
        before, after = self._lines[index - 1], self._lines[index]
        if self._lengths[index - 1] > _MAX_WRAPPED_LENGTH:
            return False
        if self._is_start[index]:
            return _ends_with(_OPEN_END, before.text) and after.text[0].isalpha()
        if self._goes_on[index]:
            return True
        ended = self._is_terminal[index - 1]
        if ended and after.text in _LONE_HEADINGS:
            return False
        if self._is_item[index] and (
            _ITEM_MAY_FOLLOW.search(before.text) or self._is_start[index - 1] or self._is_item[index - 1]
        ):
            return False
        if before.is_row or after.is_row:
            return False
        ends_clause = before.text[-1] in _CLAUSE_LAST and bool(_CLAUSE_END.search(before.text))
        if index in self._stretches and not ends_clause:
            return True
        if ends_clause:
            return self._is_small[index] and not before.text.endswith(":")
        if before.text[-1] in ".)" and _LONE_NUMBER.fullmatch(before.text):
            return True
        if ended and not _ends_with(_ABBREVIATION, before.text):
            return self._continues_paragraph(index)
        return self._continues_sentence(index)

    def _continues_paragraph(self, index: int) -> bool:
        """Tell whether a sentence follows one that ended with the line before."""
        text = self._lines[index].text
        if _SENTENCE_START.match(text) or (text.isupper() and " " in text):
            return False
        return self._is_small[index] or self._is_full(index, _FULL_AFTER_SENTENCE)

    def _continues_sentence(self, index: int) -> bool:
        """Tell whether a capital or figure goes on with a line that is no whole sentence."""
        before, after = self._lines[index - 1], self._lines[index]
        if _ends_with(_FUNCTION_WORD, before.text) or before.text.endswith((",", "&", "/")):
            return True
        in_capitals, went_on_small = before.text.isupper(), self._is_small[index - 1]
        if in_capitals != after.text.isupper() and after.text[0].isalpha():
            return not in_capitals and " " not in after.text and went_on_small
        if in_capitals:
            # Two headings of capitals are not one, but a resolution may be all in capitals.
            is_long = len(before.text) >= _MIN_CAPITAL_LENGTH
            return bool(_CAPITAL_CONTINUATION.match(after.text)) or (
                is_long and self._is_full(index, _FULL_AMID_SENTENCE)
            )
        if after.indent > before.indent + 1 and after.text[0].isupper():
            return False
        amid = " " in before.text and bool(
            went_on_small or _BODY_START.match(before.text) or before.text.rpartition(" ")[2].islower()
        )
        return self._is_full(index, _FULL_AMID_PARAGRAPH if amid else _FULL_AMID_SENTENCE)

    def _is_full(self, index: int, share: float) -> bool:
        """Tell whether the next word would not have fitted on the line before."""
        low = max(0, index - 1 - _NEIGHBOURHOOD)
        lengths = sorted(self._lengths[low : index + _NEIGHBOURHOOD])
        width = min(lengths[len(lengths) * 3 // 4], _MAX_WRAPPED_LENGTH)
        word = self._lines[index].text.split(maxsplit=1)[0]
        return self._lengths[index - 1] + 1 + len(word) > share * width


def _ends_with(expression: re.Pattern[str], text: str) -> bool:
    # Sought from a few characters before the end on, as it stands nowhere else.
    return expression.search(text, len(text) - _LAST_WORD) is not None


def _may_be_item(text: str) -> bool:
    # Few lines do begin so, and this costs less than the expression.
    return not text[0].isalpha() or text[1:2] in _ITEM_SECOND
