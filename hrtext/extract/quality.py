"""Figures by which a reader of many texts finds those that were read badly.

They say what stands in the text and judge nothing: a table of votes has few
function words and is read well.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hrtext.extract.language import ENGLISH_FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+")
# The commonest articles, pronouns, prepositions, conjunctions and auxiliaries.
_FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "en": ENGLISH_FUNCTION_WORDS
    | frozenset("a an i he she we you who will may must can do no so if but".split()),
    "es": frozenset(
        (
            "a al ante como con cual cuando de del desde donde el ella en entre es esta este fue ha han "
            "hasta la las le les lo los más ni no o para pero por que se ser será si sin sobre son su sus "
            "también todo un una y ya"
        ).split()
    ),
    "fr": frozenset(
        (
            "a au aux avec ce ces cette d dans de des du elle en est et être il ils l la le les leur "
            "leurs lui mais n ne ont ou par pas plus pour qu que qui s sa se ses son sont sur tout un une"
        ).split()
    ),
    "de": frozenset(
        (
            "als am an auch auf aus bei bis das dass dem den der des die dies diese dieser durch ein eine "
            "einem einen einer eines er es für hat im in ist mit nach nicht oder sich sie sind über um "
            "und von vor werden wie wird zu zum zur"
        ).split()
    ),
    "pt": frozenset(
        (
            "a ao aos as à às com como da das de do dos e ela ele em entre é foi mais mas na nas no nos "
            "não o os ou para pela pelo por que se sem ser seu seus sobre sua suas são também um uma"
        ).split()
    ),
    "it": frozenset(
        (
            "a ai al alla alle anche che ci come con d da dal dalla degli dei del della delle di e è gli "
            "ha i il in l la le lo ma nel nella non o per più se si sono su sua sul sulla suo un una"
        ).split()
    ),
    "nl": frozenset(
        (
            "aan als bij dat de deze die dit door een en er het hij in is met naar niet of om onder ook "
            "op over te tot uit van voor was wordt worden ze zich zijn zij"
        ).split()
    ),
}  # fmt: skip


def measure(text: str, page_starts: Sequence[int], language: str | None) -> dict[str, Any]:
    """Return the figures of a text, and of each of its pages.

    Parameters
    ----------
    text : str
        As extracted.
    page_starts : sequence of int
        The offset in `text` at which each page starts.
    language : str or None
        ISO 639-1 code.

    Returns
    -------
    dict
        ``alphabetic_share``: letters in all characters but white space, 0 to 1,
        None where there are none. ``function_word_share``: how many of the
        words are among the commonest of the language, 0 to 1, None where these
        are not known or there are no words. It stands for the share of words in
        a dictionary, which it is not: misread words are rarely function words,
        so it falls as they multiply. ``replacement_characters``: how often
        stands what no letter was found for, U+FFFD, unassigned, or of private
        use. ``duplicate_lines``: how many lines have stood before. ``pages``:
        the same of each page, duplicates counted within it.

    Examples
    --------
    >>> figures = measure("The Council of the City shall act.\\nTh\\ufffd act", (0, 35), "en")
    >>> figures["function_word_share"], figures["pages"][1]["replacement_characters"]
    (0.4444, 1)
    """
    bounds = [*page_starts, len(text)]
    pages = [_figures(text[start:end], language) for start, end in pairwise(bounds)]
    return {**_figures(text, language), "pages": pages}


def _figures(text: str, language: str | None) -> dict[str, Any]:
    characters = [character for character in text if not character.isspace()]
    words = _WORD.findall(text.lower())
    common = _FUNCTION_WORDS.get(language or "")
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    return {
        "alphabetic_share": _share(sum(map(str.isalpha, characters)), len(characters)),
        "function_word_share": _share(sum(word in common for word in words), len(words)) if common else None,
        "replacement_characters": sum(map(_stands_for_nothing, characters)),
        "duplicate_lines": len(lines) - len(set(lines)),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _stands_for_nothing(character: str) -> bool:
    return character == "\ufffd" or (
        character > "\x7e" and unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs")
    )
