"""Tell where others than the municipality speak: petitioners, citizens who pledge (CODEBOOK, 7 and 22)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from hrtext.lexicon.prefilter import any_of

_PETITIONERS = any_of(
    r"\bundersigned\b|\byour petitioners\b|"
    r"\bwe,? (?:hereby |therefore |so |respectfully ){0,2}(?:petition|beg|implore|ask|call on|urge) "
    r"(?:that )?(?:you\b|(?:the|our) (?:\w+ )?(?:mayor|council|city|town|county|board))|"
    r"\bverified signatures|\breasons for signing|\bpetition for\b",
)
_ENACTED = re.compile(
    r"\bresolved\b|\bordain|\benact|\bhereby\b|\badopted\b|\bcarried\b|\bapproved\b", re.IGNORECASE
)
# That much is resolved of a petition that nobody takes up.
_RECEIVED = re.compile(
    r"\bpetitions?\b[^.;]{0,20}\b(?:be|is|was|were) (?:received|noted|filed|tabled|referred)\b", re.IGNORECASE
)
_CITIZENS = any_of(
    r"\bwe,? (?:the )?(?:citizens|residents|people|inhabitants|townspeople|who live|who make|all)\b|"
    r"\beach of us\b|\ball of us\b",
)


def is_petition(text: str) -> bool:
    """Tell whether a text only asks: a petition that no council took up.

    Examples
    --------
    >>> is_petition("We, the undersigned, ask that the town be a human rights town.")
    True
    >>> is_petition("Whereas the undersigned have asked: resolved, that the town is a human rights town.")
    False
    """
    if not _PETITIONERS.occur([text])[0]:
        return False
    return _ENACTED.search(text) is None or _RECEIVED.search(text) is not None


def leave_to_the_speakers(commitments: Iterable[dict[str, Any]], text: str) -> None:
    """Give what petitioners ask, and what citizens pledge, to others than the municipality.

    Parameters
    ----------
    commitments : iterable of dict
        Their ``addressee`` is changed in place.
    text : str
        Of the whole document.

    Examples
    --------
    >>> act = {"actor": "We", "strength": "binding", "addressee": "self"}
    >>> leave_to_the_speakers([act], "We, the people of this town, pledge to end hunger.")
    >>> act["addressee"]
    'other'
    """
    citizens, petition = _CITIZENS.occur([text])[0], is_petition(text)
    for act in commitments:
        speaker = (act["actor"] or "we").lower() in ("we", "they")
        if petition or (citizens and speaker and act["strength"] in ("binding", "endorsement")):
            act["addressee"] = "other"
