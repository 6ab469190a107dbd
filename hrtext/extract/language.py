"""Which language a text is in."""

from __future__ import annotations

import re

UNDETERMINED = "und"

_SAMPLE = 20_000
_MIN_LETTERS = 40
_MIN_FUNCTION_WORDS_SHARE = 0.2
_MIN_DISTINCT = 4
# In English, two words of five are function words, so that most texts have enough in so many of theirs.
_FIRST_SHARE = 0.65
# No council writes in these; a list of names looks like them.
_NOBODYS = frozenset({"la", "eo", "vo"})
_WORD = re.compile(r"[^\W\d_]+")
# Without these, most English texts are ASCII, whose words are found several times as fast.
_MARKS = "’‘“”–—•§"
_NO_LETTERS = {code: " " for code in range(128) if not chr(code).isalpha()}
# Function words that are no common words of German, Dutch, French or Spanish.
ENGLISH_FUNCTION_WORDS = frozenset(
    (
        "the of and to that for with shall this which by from have has been are were would their its "
        "it they not or at as on be is any all such other these those than"
    ).split()
)


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of the language of `text`.

    English is told by its function words, without loading a model: most of
    what is read is English, and the model takes a second to load.

    Parameters
    ----------
    text : str
        The first 20,000 characters are looked at.

    Returns
    -------
    str
        Two letters, or ``und`` for a text of fewer than forty letters, or of names only.

    Examples
    --------
    >>> detect_language("The Council of the City shall appoint a commission to report on rights.")
    'en'
    >>> detect_language("Page 3")
    'und'
    """
    sample = text[:_SAMPLE].lower()
    letters = _only_letters(sample)
    most = letters.count(" ") + 1
    *words, rest = letters.split(None, int(_FIRST_SHARE * most)) or [""]
    # So English that those after them can change nothing.
    if _is_english(words, max(_MIN_LETTERS, _MIN_FUNCTION_WORDS_SHARE * most)):
        return "en"
    words += rest.split()
    if len(words) < _MIN_LETTERS and sum(map(len, words)) < _MIN_LETTERS and not _is_dense(words):
        return UNDETERMINED
    if _is_english(words, _MIN_FUNCTION_WORDS_SHARE * len(words)):
        return "en"
    from py3langid import classify  # type: ignore[import-untyped]

    # The model knows capitals as another alphabet, and headings are in capitals.
    language: str = classify(sample)[0]
    return UNDETERMINED if language in _NOBODYS else language


def _is_english(words: list[str], enough: float) -> bool:
    found = [word for word in words if word in ENGLISH_FUNCTION_WORDS]
    return len(found) >= enough and len(set(found)) >= _MIN_DISTINCT


def _only_letters(text: str) -> str:
    """Return the words of a text, which are runs of letters, with spaces between them."""
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return text.translate(_NO_LETTERS) if text.isascii() else " ".join(_WORD.findall(text))


def _is_dense(words: list[str]) -> bool:
    """Tell whether the words are of a script that says much in few characters."""
    return sum(character >= "\u2e80" for word in words for character in word) >= _MIN_LETTERS // 4
