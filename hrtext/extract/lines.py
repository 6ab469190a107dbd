"""The lines of a text as the later steps see them."""

from __future__ import annotations

import re
from dataclasses import dataclass

PAGE_BREAK = "\f"

_WIDE_GAP = re.compile(r"\S(?: {3,}| ?\t[ \t]*)\S")
_MIN_CELLS = 2

_TERMINAL_MARKS = ".:;!?。！？」"
_CLOSING_MARKS = "\"'”’»)]"
TERMINAL_LAST = frozenset(_TERMINAL_MARKS + _CLOSING_MARKS)
"""Of these is the last character of every line that :func:`is_terminal` is true of."""
_TERMINAL = re.compile(rf"[{_TERMINAL_MARKS}][{re.escape(_CLOSING_MARKS)}]*$")
_CONTINUATION = re.compile(r"[\"'“‘«(\[]?[^\W\d_A-Z]")


@dataclass(slots=True)
class Line:
    """One line that is not blank, by its offsets in the text.

    Attributes
    ----------
    start, end : int
        Without the white space around it.
    page : int
        Counted from 0.
    indent : int
        White space before it.
    after_blank : bool
        Whether a blank line stands before it.
    after_break : bool
        Whether a page break, or a running head that was taken out, does.
    text : str
        What stands from `start` to `end`.
    is_row : bool
        Whether it looks like a row of a table.
    """

    start: int
    end: int
    page: int
    indent: int
    after_blank: bool
    after_break: bool
    text: str
    is_row: bool = False


def split_lines(text: str) -> list[Line]:
    """Return the lines of `text` that are not blank.

    Parameters
    ----------
    text : str
        Lines end with ``\\n``, pages with a form feed.

    Examples
    --------
    >>> [(line.text, line.after_blank, line.page) for line in split_lines(" a\\n\\nb\\fc")]
    [('a', False, 0), ('b', True, 0), ('c', False, 1)]
    """
    lines: list[Line] = []
    blank = broken = False
    at = 0
    for page, page_text in enumerate(text.split(PAGE_BREAK)):
        # Most lines have no wide gap, and this costs less than the expression.
        has_gaps = "   " in page_text or "\t" in page_text
        for raw in page_text.split("\n"):
            stripped = raw.strip()
            if stripped:
                indent = 0 if raw[0] == stripped[0] else len(raw) - len(raw.lstrip())
                start = at + indent
                has_gap = has_gaps and ("   " in stripped or "\t" in stripped)
                is_row = has_gap and len(_WIDE_GAP.findall(stripped)) >= _MIN_CELLS
                lines.append(
                    Line(start, start + len(stripped), page, indent, blank, broken, stripped, is_row)
                )
                blank = broken = False
            else:
                blank = bool(lines)
            at += len(raw) + 1
        broken = bool(lines)
    return lines


def is_terminal(text: str) -> bool:
    """Tell whether a line ends as a sentence or clause does.

    Examples
    --------
    >>> is_terminal("so resolved."), is_terminal("of the")
    (True, False)
    """
    last = text[-1:]
    if last in _CLOSING_MARKS:
        return bool(_TERMINAL.search(text[-4:]))
    return last in _TERMINAL_MARKS


def begins_small(text: str) -> bool:
    """Tell whether a line begins with a small letter, as only the rest of a sentence does.

    Examples
    --------
    >>> begins_small("further declares"), begins_small("Further"), begins_small("제1조")
    (True, False, False)
    """
    first = text[:1]
    if first.isascii() and first.isalpha():
        return first.islower()
    match = _CONTINUATION.match(text)
    return match is not None and match[0][-1].islower()


def begins_with_mark(text: str) -> bool:
    """Tell whether a line begins with a comma or the like, as after a raised "th".

    Examples
    --------
    >>> begins_with_mark(", 2012 to be"), begins_with_mark("(a) to be")
    (True, False)
    """
    return text[0] in ",;" and text[1:2] in (" ", "")
