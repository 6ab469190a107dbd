"""Find the lists of committees in an act: names and remits, which speak of no right (CODEBOOK, case 15)."""

from __future__ import annotations

import re
from collections.abc import Sequence

# "CIVIL AND HUMAN RIGHTS - Human Rights Commission, ..."
_HEAD = re.compile(r"^\W*[A-Z][A-Z,&'’/ -]{4,}(?: (?:and|AND) [A-Z][A-Z ]+)?\s+[-–—]\s+\w")
_COMMITTEE = re.compile(r"\bcommittees?\b", re.IGNORECASE)
# Fewer heads than this are the title and the parts of an ordinary act.
_FEWEST_HEADS = 5
_FEWEST_MENTIONS = 3
# A remit is a list without a verb of duty.
_DUTY = re.compile(r"\b(?:shall|must|resolved|whereas|declares?|urges?|calls? (?:on|upon))\b", re.IGNORECASE)


def roster_clauses(texts: Sequence[str]) -> list[bool]:
    """Tell for each clause of a document whether it only names a committee and its remit.

    Parameters
    ----------
    texts : sequence of str
        The clauses of one document.

    Examples
    --------
    >>> heads = ["AGING - programs for seniors.", "CIVIL RIGHTS - Equal Employment.", "CONTRACTS - review.",
    ...          "EDUCATION - schools.", "IMMIGRATION - other matters.", "The committee shall meet."]
    >>> roster_clauses(["The standing committees are:", *heads, "Each committee has five members."])
    [False, True, True, True, True, True, False, False]
    """
    heads = [bool(_HEAD.match(text)) and not _DUTY.search(text) for text in texts]
    mentions = sum(1 for text in texts for _ in _COMMITTEE.finditer(text))
    if sum(heads) < _FEWEST_HEADS or mentions < _FEWEST_MENTIONS:
        return [False] * len(texts)
    return heads
