"""Page furniture: running heads, page numbers and line numbers, which are no text of the act."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from hrtext.extract.lines import Line, begins_small, is_terminal

_EDGE_LINES = 3
_MAX_HEAD_LENGTH = 100
_MAX_SHORT_HEAD_LENGTH = 50
_NUMBER_LAST = frozenset("0123456789-–—|")
_MAX_NUMBER_LENGTH = 6
_MIN_PAGE_SHARE = 0.3
_MIN_NUMBERED_LINES = 8
_MIN_LINES = 10
_MIN_INDENT = 4
_MIN_NUMBERED_SHARE = 0.7

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\d{1,4}")
_LEADING_NUMBER = re.compile(r"(\d{1,3})(?:\s+|$)(?=(.?))")
_PAGE_NUMBER = re.compile(
    r"[-–—]\s*\d{1,4}\s*[-–—]"
    r"|(?:page|página|pág\.?|seite|pagina)\s+\d{1,4}(?:\s*(?:of|de|von|van|di|/)\s*\d{1,4})?"
    r"|\d{1,4}\s+(?:of|de|von)\s+\d{1,4}|\d{1,4}\s*/\s*\d{1,4}\s*\|?",
    re.IGNORECASE,
)
_GAZETTE = re.compile(
    r"(?:the )?(?:city|daily|official|municipal|council|legal)(?: council)? "
    r"(?:record|journal|gazette|bulletin)"
    r"|bolet[ií]n (?:oficial|municipal)|gaceta (?:oficial|municipal)",
    re.IGNORECASE,
)
# The longest of these is "the municipal council bulletin".
_MAX_GAZETTE_LENGTH = 30
_DATE = re.compile(
    r"(?:[A-Z][a-z]+day,? )?(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December) \d{1,2}, \d{4}"
)


def strip_line_numbers(lines: list[Line]) -> list[Line]:
    """Return the lines without the numbers that count them down the left margin of a page.

    Numbers are taken for line numbers only where they count from 1, by ones,
    over most lines of a page. A line that was nothing but its number is dropped.

    Parameters
    ----------
    lines : list of Line
        Lines of a text, page by page.

    Examples
    --------
    >>> from hrtext.extract.lines import split_lines
    >>> page = "\\n".join(f"{number}  words" for number in range(1, 10))
    >>> {line.text for line in strip_line_numbers(split_lines(page))}
    {'words'}
    """
    if sum(line.text[0].isdecimal() for line in lines) < _MIN_NUMBERED_LINES:
        return lines
    kept: list[Line] = []
    for page in _by_page(lines):
        numbered = [
            (line, match)
            for line in page
            if line.text[0].isdecimal() and (match := _LEADING_NUMBER.match(line.text))
        ]
        counted = _counted(numbered)
        if len(counted) < max(_MIN_NUMBERED_LINES, _MIN_NUMBERED_SHARE * len(page)):
            kept.extend(page)
            continue
        for line in page:
            skip = counted.get(line.start)
            if skip is not None:
                line.start += skip
                line.text = line.text[skip:]
                # The blank lines of such a page stand between any two of its lines.
                line.after_blank = False
            if line.text:
                kept.append(line)
    return kept


def _counted(numbered: list[tuple[Line, re.Match[str]]]) -> dict[int, int]:
    """Return how many characters to skip, by the start of the line, for numbers 1, 2, 3..."""
    counted: dict[int, int] = {}
    expected = 1
    for line, match in numbered:
        if int(match[1]) == expected:
            counted[line.start] = match.end()
            expected += 1
    return counted


def drop_furniture(lines: list[Line]) -> list[Line]:
    """Return the lines without running heads, feet and page numbers.

    The line after one that was dropped is marked as standing after a page break.
    The first head of the first page is kept when it is repeated, not numbered:
    it may be the only place where the title stands.

    Parameters
    ----------
    lines : list of Line
        Lines of a text, page by page.

    Examples
    --------
    >>> from hrtext.extract.lines import split_lines
    >>> lines = split_lines("We, the people of\\n\\n- 3 -\\n\\nthe city")
    >>> [(line.text, line.after_break) for line in drop_furniture(lines)]
    [('We, the people of', False), ('the city', True)]
    """
    dropped = _at_page_edges(lines) | _interruptions(lines)
    kept: list[Line] = []
    broken = False
    for index, line in enumerate(lines):
        if index in dropped:
            broken = True
            continue
        if broken:
            line.after_break = bool(kept)
            broken = False
        kept.append(line)
    return kept


def _by_page(lines: list[Line]) -> list[list[Line]]:
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    return list(pages.values())


def _signatures(line: Line, side: str) -> set[tuple[str, str, int, int]]:
    """Return what a line shares with its like on other pages: its text, or a number that counts.

    "Minutes, page 12" is alike on page 13 because its number grows with the pages.
    """
    plain = " ".join(line.text.casefold().split())
    signatures = {(side, plain, -1, 0)}
    numbers = _DIGITS.findall(plain)
    if numbers:
        shape = _DIGITS.sub("#", plain)
        for position, number in enumerate(numbers):
            if len(number) <= _MAX_NUMBER_LENGTH:
                signatures.add((side, shape, position, int(number) - line.page))
    return signatures


def is_page_number(text: str) -> bool:
    """Tell whether a line is a page number that is marked as one.

    Examples
    --------
    >>> is_page_number("Page 3 of 7"), is_page_number("- 3 -"), is_page_number("3")
    (True, True, False)
    """
    return _ends_as_number(text) and bool(_PAGE_NUMBER.fullmatch(text))


def _ends_as_number(text: str) -> bool:
    # Few lines do but page numbers, and this costs less than the expression.
    last = text[-1:]
    return last in _NUMBER_LAST or (last > "\x7f" and last.isdecimal())


def _at_page_edges(lines: list[Line]) -> set[int]:
    """Return the lines at the top or bottom of pages that other pages repeat."""
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        pages[line.page].append(index)
    if len(pages) < 2:
        return set()
    edges = [
        (page, side, [(index, _signatures(lines[index], side)) for index in edge])
        for page, indices in pages.items()
        for side, edge in (
            ("top", indices[:_EDGE_LINES]),
            ("foot", indices[: -_EDGE_LINES - 1 : -1]),
        )
    ]
    counts: Counter[tuple[str, str, int, int]] = Counter()
    for _, _, edge in edges:
        counts.update(set().union(*(signatures for _, signatures in edge)))
    needed = max(2, _MIN_PAGE_SHARE * len(pages))
    first_page = min(pages)
    dropped: set[int] = set()
    for page, side, edge in edges:
        for index, signatures in edge:
            line = lines[index]
            if is_page_number(line.text):
                dropped.add(index)
            elif not _may_be_head(line.text) or max(map(counts.__getitem__, signatures)) < needed:
                break
            elif page != first_page or side != "top" or not _may_be_title(line.text):
                dropped.add(index)
    return dropped


def _may_be_head(text: str) -> bool:
    if len(text) > _MAX_HEAD_LENGTH:
        return False
    return any(map(str.isalpha, text)) or bool(_NUMBER.fullmatch(text))


def _may_be_title(text: str) -> bool:
    return any(map(str.isalpha, text)) and not _GAZETTE.fullmatch(text)


def _interruptions(lines: list[Line]) -> set[int]:
    """Return furniture that stands amid the text, where page breaks have left no other trace."""
    repeated = Counter([line.text for line in lines if len(line.text) <= _MAX_SHORT_HEAD_LENGTH])
    dropped: set[int] = set()
    end = 0
    indents = [0, *(line.indent + _MIN_INDENT for line in lines)]
    set_off = [
        line.after_blank or line.after_break or not before or line.indent >= before
        for line, before in zip(lines, indents, strict=False)
    ]
    # Longer ones are furniture only if they are a date or a page number.
    candidates = [
        (index, is_set_off)
        for index, (line, is_set_off) in enumerate(zip(lines, set_off, strict=True))
        if (is_set_off and len(line.text) <= _MAX_SHORT_HEAD_LENGTH) or _ends_as_number(line.text)
    ]
    for index, is_set_off in candidates:
        if index < end:
            continue
        end = index
        while end < len(lines) and _may_be_furniture(lines[end], is_set_off or end > index, repeated):
            end += 1
        if end > index:
            dropped.update(_furniture_of_run(lines, index, end))
    return dropped


def _may_be_furniture(line: Line, is_set_off: bool, repeated: Counter[str]) -> bool:
    if is_page_number(line.text):
        return True
    if not is_set_off:
        return False
    if len(line.text) <= _MAX_GAZETTE_LENGTH and (
        _NUMBER.fullmatch(line.text) or _GAZETTE.fullmatch(line.text)
    ):
        return True
    if line.text[-1].isdecimal() and _DATE.fullmatch(line.text):
        return True
    return repeated[line.text] > 1 and any(map(str.isupper, line.text))


def _furniture_of_run(lines: list[Line], first: int, end: int) -> list[int]:
    run = list(range(first, end))
    if first > 0 and end < len(lines) and _goes_on(lines[first - 1].text, lines[end].text):
        return run
    texts = [lines[index].text for index in run]
    numbers = [bool(_NUMBER.fullmatch(text)) for text in texts]
    certain = [bool(is_page_number(text) or _GAZETTE.fullmatch(text)) for text in texts]
    at_end = end == len(lines) and first > 0
    at_break = lines[first].after_break or (end < len(lines) and lines[end].after_break)
    dates = [bool(_DATE.fullmatch(text)) for text in texts]
    is_head = len(run) > 1 and any(numbers) and len(lines) >= _MIN_LINES
    if any(certain) or (is_head and sum(numbers) + sum(dates) == len(run)):
        return [index for index, *kinds in zip(run, certain, numbers, dates, strict=True) if any(kinds)]
    if at_end or at_break:
        return [index for index, number in zip(run, numbers, strict=True) if number]
    return []


def _goes_on(before: str, after: str) -> bool:
    return begins_small(after) and not is_terminal(before)
