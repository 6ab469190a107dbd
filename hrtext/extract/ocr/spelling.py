"""What a language tells of a text: whether it is one, and where spaces are missing."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\S+")
_GLUED_NUMBER = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d[,.;:])(?=[A-Za-z])")
_ONE_FOR_L = re.compile(r"(?<=[a-z])1|1(?=[a-z])")
_MIN_WORDS = 12
_MIN_KNOWN_SHARE = 0.4
_MIN_FUNCTION_SHARE = 0.08
# Spanish acts reach 0.15, since names and "a", "no" and the like are known; sound English scans 0.85.
_MIN_ENGLISH_SHARE = 0.3
_SOUND_SHARE = 0.85
_MAX_STRANGE_SHARE = 0.2
_MIN_LETTER_SHARE = 0.5
_MIN_LONG = 4
_MIN_LONGER = 6

# Often glued to the next word; "in", "on", "at" and "as" also begin words of their own.
_GLUED = frozenset("of the to and by be for with this that from shall is it or a its all any".split())
# Each is common in its language and no word of English.
_FUNCTION_WORDS = frozenset(
    (
        "de la el los las que y en del por para una con se al lo le les des du et dans est qui pour sur au "
        "aux une un der die und den von zu das mit ist im dem nicht ein eine auf il di che e per della dei "
        "da do dos os em uma com não het een van op te och att som av på til og er i w na z do o się jest"
    ).split()
)


@cache
def _known_words() -> frozenset[str]:
    text = resources.files("hrtext.extract.ocr").joinpath("words_en.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def is_known(word: str) -> bool:
    """Tell whether `word` is one of five thousand words that municipal acts in English use.

    Examples
    --------
    >>> is_known("Council"), is_known("aeqderriic")
    (True, False)
    """
    return word.casefold() in _known_words()


def known_share(text: str) -> float:
    """Return the share of the words of `text` that are known; 0 where there are none.

    Examples
    --------
    >>> known_share("The Council zxqv shall")
    0.75
    """
    words = _WORD.findall(text)
    return sum(map(is_known, words)) / len(words) if words else 0.0


def is_garbled(text: str) -> bool:
    """Tell whether the text layer of a page is not writing in any language.

    Such layers come from fonts without a map to characters, and from bad OCR.

    Parameters
    ----------
    text : str
        The text of one page. One of fewer than twelve words is never garbled,
        nor one in a script other than Latin, unless scripts mix within words.

    Examples
    --------
    >>> is_garbled("Qvmj xk Lwdrqf zpt " * 5), is_garbled("The Council shall report. " * 5)
    (True, False)
    >>> is_garbled("El Concejo de la ciudad aprueba los derechos que siguen. " * 5)
    False
    """
    characters = [character for character in text if not character.isspace()]
    strange = sum(_is_strange(character) for character in characters)
    if characters and strange > _MAX_STRANGE_SHARE * len(characters):
        return True
    words = _WORD.findall(text)
    tokens = text.split()
    if len(tokens) < _MIN_WORDS:
        return False
    if sum(map(str.isalnum, characters)) < _MIN_LETTER_SHARE * len(characters):
        return True
    latin = [word.casefold() for word in words if any(character < "\u0250" for character in word)]
    mixed = sum(any(character >= "\u0370" for character in word) for word in latin)
    if len(latin) < _MIN_WORDS:
        return False
    if mixed > _MAX_STRANGE_SHARE * len(latin):
        return True
    known = sum(word in _known_words() for word in latin)
    functional = sum(word in _FUNCTION_WORDS for word in latin if len(word) > 1)
    return known < _MIN_KNOWN_SHARE * len(latin) and functional < _MIN_FUNCTION_SHARE * len(latin)


def is_doubtful(text: str) -> bool:
    """Tell whether the text layer of a scan may be the work of an older, worse engine.

    Examples
    --------
    >>> is_doubtful("Tbe CotincH of the City shall ordin reporl hazwd " * 5)
    True
    >>> is_doubtful("El Concejo de la ciudad aprueba los derechos que siguen. " * 5)
    False
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < _MIN_WORDS:
        return False
    return _MIN_ENGLISH_SHARE <= known_share(text) < _SOUND_SHARE


def _is_strange(character: str) -> bool:
    """Tell whether a character is a mark of a font without a map: private, control, replacement."""
    return character == "\ufffd" or "\ue000" <= character <= "\uf8ff" or character < " "


def spaced(line: str) -> str:
    """Return a recognized line with the spaces that the engine left out.

    A word is parted only where it is unknown and both of its parts are known.

    Examples
    --------
    >>> spaced("the use ofland in section2 thereof; it shal1 apply")
    'the use of land in section 2 thereof; it shall apply'
    """
    return _TOKEN.sub(lambda match: _parted(match[0]), line)


def _parted(token: str) -> str:
    word = token.strip(".,;:()[]\"'“”‘’")
    if len(word) < _MIN_LONG or is_known(word) or not word:
        return token
    letters = _ONE_FOR_L.sub("l", word)
    if letters != word and is_known(letters):
        return token.replace(word, letters)
    pieces = _GLUED_NUMBER.split(word)
    if len(pieces) > 1 and all(piece.isdigit() or is_known(piece.strip(".,;:")) for piece in pieces):
        return token.replace(word, " ".join(pieces))
    if not word.isalpha() or not (word.islower() or word.istitle() or word.isupper()):
        return token
    for at in range(1, len(word)):
        if _are_words(word[:at].casefold(), word[at:].casefold()):
            return token.replace(word, f"{word[:at]} {word[at:]}")
    return token


def _are_words(first: str, second: str) -> bool:
    if not (is_known(first) and is_known(second)):
        return False
    if min(len(first), len(second)) >= _MIN_LONGER or (first in _GLUED and second in _GLUED):
        return True
    return (first in _GLUED and len(second) >= _MIN_LONG and len(first) > 1) or (
        second in _GLUED and len(first) >= _MIN_LONG and second not in ("a", "is", "it", "or", "all")
    )
