"""Find what was moved and lost or withdrawn: words that no council made its own (CODEBOOK, case 8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from hrtext.annotate.annotation import Items

_UNDONE = r"(?:lost|defeated|negatived|not carried|withdrawn|rejected|failed)"
_MAY_HOLD_ONE = re.compile(rf"\b{_UNDONE}\b", re.IGNORECASE)
_VERDICT = re.compile(
    # Alone, or after the word, in capitals: "MOTION LOST on the casting vote of the Mayor".
    r"^\W*(?:(?:the )?(?:motion|amendment)\W+)?(?-i:LOST|DEFEATED|FAILED|NEGATIVED|NOT CARRIED|WITHDRAWN)\b|"
    rf"\b(?:motion|amendment)s?,?\s+(?:then\s+|thus\s+)?(?:{_UNDONE}|fails)\b|"
    # Not "a motion": it may be of another year.
    r"\b(?:the|this|said|his|her|substantive|main)\s+(?:\w+\s+)?(?:motion|amendment|question)\b[^.;]{0,40}?"
    rf"\b(?:was|were|is|be|being|stood|declared|deemed)\b[^.;]{{0,40}}?\b{_UNDONE}\b|"
    rf"\bdeclared\s+the\s+(?:motion|amendment|question)\s+{_UNDONE}\b",
    re.IGNORECASE,
)
_CARRIED = re.compile(r"\b(?:carried|adopted|agreed to|passed)\b", re.IGNORECASE)
_OPENS = re.compile(
    r"^\W*(?:\w{1,3}[.)]\s+)?(?:notice\s+of\s+|alternative\s+)?(?:motion|amendment)\b"
    rf"(?!\W+(?:as|was|is|were|be|{_UNDONE}|carried|passed|put|declared)\b)|"
    r"\bmoved\b(?!\s+to\s+(?:the|an?|his|her|(?-i:[A-Z]))\b)|\b(?:gave|given)\s+notice\b",
    re.IGNORECASE,
)
_AMENDS = re.compile(r"\bamend(?:ment|ed\s+by|ing)?\b|\bto\s+(?:delete|strike|substitute)\b", re.IGNORECASE)
_MOTION = re.compile(r"\b(?:motion|question)\b", re.IGNORECASE)
_AS_AMENDED = re.compile(r"\bas\s+(?:amended|altered)\b", re.IGNORECASE)


def lost_motions(text: str, clauses: Items) -> list[tuple[int, int]]:
    """Return where the motions and amendments stand that were lost or withdrawn.

    Each reaches from where it was moved to the verdict, so that what was said
    for it in between is part of it.

    Parameters
    ----------
    text : str
    clauses : sequence of mapping
        See :func:`hrtext.annotate.sections.find_clauses`.

    Returns
    -------
    list of (int, int)
        Start and end in code points.

    Examples
    --------
    >>> from hrtext.annotate.sections import find_clauses
    >>> text = "Moved by Ms. Roe: That a desk be opened.\\nThe motion was LOST.\\nMoved: To rest.\\nCARRIED."
    >>> [text[start:end] for start, end in lost_motions(text, find_clauses(text))]
    ['Moved by Ms. Roe: That a desk be opened.\\nThe motion was LOST.']
    """
    if not _MAY_HOLD_ONE.search(text):
        return []
    found = []
    texts = [text[clause["start"] : clause["end"]] for clause in clauses]
    for number, (clause, words) in enumerate(zip(clauses, texts, strict=True)):
        if clause["section"] == "recital" or not _VERDICT.search(words):
            continue
        start = _moved(words, texts[:number])
        if start is not None:
            found.append((clauses[start]["start"], clause["end"]))
    return found


def _moved(verdict: str, before: list[str]) -> int | None:
    """Return the number of the clause where that was moved which the verdict is on."""
    if _OPENS.search(verdict):
        # "A motion by Mr. Poe to adjourn was lost": it is all in one clause.
        return None
    of_amendment = _amends(verdict)
    of_motion = not of_amendment and _MOTION.search(verdict) is not None
    for number in range(len(before) - 1, -1, -1):
        words = before[number]
        amends = _amends(words)
        if _OPENS.search(words):
            if not (of_motion and amends) and not (of_amendment and not amends):
                return number
        elif of_motion and not amends and _CARRIED.match(words.lstrip()):
            return None
    return None


def _amends(words: str) -> bool:
    """Tell whether words speak of an amendment, and not of a motion "as amended"."""
    return _AMENDS.search(_AS_AMENDED.sub("", words)) is not None


def is_lost(clause: Mapping[str, Any], lost: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a clause stands in a lost motion."""
    return any(start <= clause["start"] < end for start, end in lost)
