"""Split a text into clauses: the sentences and numbered parts that a coder reads one by one.

A general sentence splitter breaks "Res. No. 34-16." in three and keeps a
resolution of ten recitals, joined by semicolons, in one. Drafting style decides
here: a new WHEREAS, RESOLVED, section or letter starts a new clause, an
abbreviation of the trade does not end one.
"""

from __future__ import annotations

import re

# Abbreviations that end in a full stop in municipal prose without ending a sentence.
_ABBREVIATIONS = frozenset(
    (
        "no nos res ord sec secs art arts ch chap para paras sub subd subdiv int par pt vol mr mrs ms "
        "dr prof rev hon cllr cllrs ald sen rep gov lt sgt st ste ave blvd jr sr "
        "etc cf v vs al inc corp co ltd dept bldg assn jan feb mar apr jun jul aug sep "
        "sept oct nov dec approx est ph.d"
    ).split()
)
# "U.S.", "M.R.S." and "e.g." are read on, whatever they stand for.
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]")
_STOP = re.compile(r"[.?!;:]['\"”’)\]]*\s+(?=\S)")
_LAST_WORD = re.compile(r"([\w.]+)$")
_OPENER = re.compile(
    r"(?:and\s+)?(?:whereas\b|now[,:]?\s+therefore|(?:and\s+)?be\s+it\s|further\s+resolved|resolved\b|"
    r"therefore[,:]?\s+(?:be\s+it|i\b|we\b)|section\s+\d|sec\.\s*\d|article\s+\d|§+\s*\d|"
    r"\(?[a-z0-9]{1,3}[.)]\s+\S|\([ivx]+\)|[•·▪–—-]\s+\S)",
    re.IGNORECASE,
)
# Openers that start a clause wherever they stand, even where the full stop before them is lost.
_HARD_OPENER = re.compile(
    r"(?<=[\w.,;:)”\"])\s+(?=(?:WHEREAS\b|Whereas,|NOW,?\s+THEREFORE|BE\s+IT\s+(?:FURTHER\s+)?"
    r"(?:RESOLVED|ORDAINED|ENACTED|PROCLAIMED)|RESOLVED[,:]|FURTHER\s+RESOLVED|"
    r"Section\s+\d+[a-z]?\.\s|SECTION\s+\d+|§\s*\d+\.))"
)
# What a formula that was begun ends with: "BE IT" and "RESOLVED" are one.
_BEGUN = re.compile(
    r"(?:\b(?:be|is|was)\s+it|\bwhereas|\bit\s+is|\btherefore|\bfurther|\bhereby|\bfinally|\balso|\band|\bnow)[,;:]?\s*$",
    re.IGNORECASE,
)
_NUMBER_BEGUN = re.compile(
    r"(?:\b(?:section|sec\.?|article|art\.?|chapter)|§+)\s*[\dIVXLC]+[a-z]?$", re.IGNORECASE
)
# A clause longer than this is a table or a list that nobody reads as one sentence.
_LONGEST = 2_000


def split_clauses(text: str) -> list[tuple[int, int]]:
    """Return the clauses of `text` as (start, end) offsets, in order, without white space around.

    Parameters
    ----------
    text : str
        Extracted text, one paragraph a line.

    Returns
    -------
    list of (int, int)
        Offsets in code points. Every character that is not white space lies
        in exactly one clause.

    Examples
    --------
    >>> text = "Res. No. 34-16. WHEREAS, rights matter; and WHEREAS, cities act; now"
    >>> [text[start:end] for start, end in split_clauses(text)]
    ['Res. No. 34-16.', 'WHEREAS, rights matter;', 'and WHEREAS, cities act; now']
    """
    clauses: list[tuple[int, int]] = []
    line_start = 0
    for line in text.splitlines(keepends=True):
        cuts = sorted(_cuts(line))
        for first, end in zip([0, *cuts], [*cuts, len(line)], strict=True):
            start = first
            while end - start > _LONGEST:
                space = line.rfind(" ", start + 1, start + _LONGEST)
                middle = space if space > start else start + _LONGEST
                clauses.append((line_start + start, line_start + middle))
                start = middle
            clauses.append((line_start + start, line_start + end))
        line_start += len(line)
    return [trimmed for clause in clauses if (trimmed := _trim(text, *clause))]


def _cuts(line: str) -> set[int]:
    """Return the offsets in one line at which a new clause starts."""
    cuts = {
        match.end()
        for match in _HARD_OPENER.finditer(line)
        if not _BEGUN.search(line, max(0, match.start() - 30), match.start() + 1)
    }
    for match in _STOP.finditer(line):
        after = match.end()
        mark = line[match.start()]
        following = line[after : after + 40]
        if mark in ";:":
            # A semicolon joins; it separates only what drafting marks as a part of its own.
            opens = _OPENER.match(following) and not (mark == ":" and following[0].islower())
            if opens and not _BEGUN.search(line, max(0, match.start() - 10), match.start() + 1):
                cuts.add(after)
            continue
        if mark == ".":
            word = _LAST_WORD.search(line, max(0, match.start() - 30), match.start())
            last = word.group(1).lower() if word else ""
            if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha()) or _INITIALS.fullmatch(last):
                continue
            if last.isdigit() and match.start() - len(last) < 3:
                # "1. That ...": the number belongs to what follows.
                continue
            if _NUMBER_BEGUN.search(line, max(0, match.start() - 20), match.start()):
                continue
        if following[0].islower() and not _OPENER.match(following):
            continue
        cuts.add(after)
    return cuts


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
