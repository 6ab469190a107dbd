"""Read the wordings of a right or principle: how drafters put it without its name.

A wording is written in words, so that a lawyer can review it, and compiled to
a regular expression:

``housing``
    The word, in any case; ``discriminat*`` stands for all words that begin so.
``{dwelling}``
    Any of the words of that set in ``wordsets.jsonl``.
``(safe|decent)`` and ``[safe|decent]``
    One of these; one of these or nothing.
``...`` and ``...3``
    At most six, or three, words of the same sentence part.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from hrtext.lexicon.prefilter import Needs, Strings, fold, most_telling

_BETWEEN = r"\s+"
# What parts words shares no character with what begins one: else a row of hyphens is cut in ever more ways.
_GAP = r"(?:[^\w.;:]+\w+(?:[’'\-]\w+)?){{0,{most}}}?[^\w.;:]+"
_GAP_LENGTH = 6
_PIECE = re.compile(r"\.\.\.\d*|[()\[\]|]|\{[a-z_]+\}|[^\s()\[\]|{}.]+|\S")
_CLOSING = {"(": ")", "[": "]"}
_WORD = re.compile(r"[\w'’$\-‑]+(?:\*|,)?")


class Wordings(NamedTuple):
    """The alternatives of a wording, by how they are to be found.

    Attributes
    ----------
    phrases : tuple of str
        Plain words; the last one may end in ``*``.
    others : tuple of str
        Wordings of their own, with gaps or alternatives within.
    """

    phrases: tuple[str, ...]
    others: tuple[str, ...]


def alternatives_of(wording: str) -> Wordings:
    """Take a wording that is one list of alternatives apart.

    Raises
    ------
    ValueError
        If the wording is malformed, or names a set of words that there is not.

    Examples
    --------
    >>> alternatives_of("(roof over|evict*|place to (stay|live))")
    Wordings(phrases=('roof over', 'evict*'), others=('place to ( stay | live )',))
    """
    pieces = _PIECE.findall(wording)
    parts = [pieces]
    if pieces[:1] == ["("] and pieces[-1] == ")":
        parts, depth = [[]], 0
        for piece in pieces[1:-1]:
            depth += (piece in _CLOSING) - (piece in _CLOSING.values())
            if depth < 0:
                # The first parenthesis does not embrace the whole.
                parts = [pieces]
                break
            if piece == "|" and not depth:
                parts.append([])
            else:
                parts[-1].append(piece)
    texts = [wording] if len(parts) == 1 else [" ".join(part) for part in parts]
    others = [text for text, part in zip(texts, parts, strict=True) if not _is_plain(part)]
    for other in others:
        wording_source(other)
    return Wordings(tuple(text for text in texts if text not in others), tuple(others))


def _is_plain(pieces: list[str]) -> bool:
    if not pieces or any("*" in piece for piece in pieces[:-1]):
        return False
    return all(_WORD.fullmatch(piece) for piece in pieces)


@cache
def compile_wording(wording: str) -> re.Pattern[str]:
    """Return the pattern of a wording; there are many, and most documents need few.

    Raises
    ------
    ValueError
        If the wording is malformed, or names a set of words that there is not.

    Examples
    --------
    >>> pattern = compile_wording("right to [a] ...2 (home|shelter*)")
    >>> pattern.search("the right to a safe home")[0]
    'right to a safe home'
    >>> pattern.search("the right to vote. At home") is None
    True
    """
    return re.compile(wording_source(wording), re.IGNORECASE)


@cache
def wording_source(wording: str) -> str:
    """Return the regular expression of a wording; case is to be ignored."""
    pieces = _PIECE.findall(wording)
    source, end = _alternatives(pieces, 0, wording)
    if end != len(pieces):
        raise ValueError(f"the wording {wording!r} closes what it did not open")
    return rf"(?<![\w’'])(?:{source})(?!\w)"


@cache
def wording_needs(wording: str) -> Needs:
    """Return two sets of strings, in small letters; one of each stands in whatever the wording matches.

    Examples
    --------
    >>> [sorted(strings) for strings in wording_needs("right to [a] ...2 (home|shelter*)")]
    [['home', 'shelter'], ['right']]
    """
    return most_telling(_needed(_PIECE.findall(wording), 0)[0])


def _needed(pieces: list[str], at: int) -> tuple[list[Strings], int]:
    """Return what words that follow each other, or one of several such rows, need, and where they end."""
    rows: list[list[Strings]] = [[]]
    while at < len(pieces) and pieces[at] not in (")", "]"):
        piece = pieces[at]
        at += 1
        if piece == "|":
            rows.append([])
        elif piece in _CLOSING:
            inside, at = _needed(pieces, at)
            at += 1
            # What may be left out is not needed.
            rows[-1] += inside if piece == "(" else []
        elif piece.startswith("{"):
            rows[-1].append(frozenset(map(_longest_part, word_sets()[piece[1:-1]])))
        elif not piece.startswith("..."):
            rows[-1].append(frozenset({_longest_part(piece)}))
    if len(rows) == 1:
        return rows[0], at
    return [frozenset[str]().union(*(most_telling(row)[0] for row in rows))], at


def _longest_part(words: str) -> str:
    """Return the longest row of letters: hyphens, apostrophes and blanks are written in several ways."""
    return max(re.findall(r"[^\W_]+", fold(words)), key=len, default="")


def _alternatives(pieces: list[str], at: int, wording: str) -> tuple[str, int]:
    branches: list[str] = []
    while True:
        branch, at = _sequence(pieces, at, wording)
        branches.append(branch)
        if at >= len(pieces) or pieces[at] != "|":
            return "|".join(branches), at
        at += 1


def _sequence(pieces: list[str], at: int, wording: str) -> tuple[str, int]:
    """Return the source of words that follow each other, and where they end."""
    source = ""
    # Whether what stands before the next word already parts it from the word before.
    parted = True
    while at < len(pieces) and pieces[at] not in ("|", ")", "]"):
        piece = pieces[at]
        at += 1
        if piece.startswith("..."):
            if parted:
                raise ValueError(f"the wording {wording!r} needs a word on either side of '...'")
            source += _GAP.format(most=int(piece[3:] or _GAP_LENGTH))
            parted = True
            continue
        if piece in _CLOSING:
            inner, at = _alternatives(pieces, at, wording)
            if at >= len(pieces) or pieces[at] != _CLOSING[piece]:
                raise ValueError(f"the wording {wording!r} does not close its {piece!r}")
            at += 1
            word = f"(?:{inner})"
        elif piece.startswith("{"):
            word = _set_source(piece[1:-1])
        else:
            word = _word_source(piece)
        if piece == "[":
            source += f"(?:{word}{_BETWEEN})?" if parted else f"(?:{_BETWEEN}{word})?"
        else:
            source += word if parted else _BETWEEN + word
            parted = False
    if parted:
        raise ValueError(f"the wording {wording!r} needs a word at the end of each part")
    return source, at


def _word_source(word: str) -> str:
    if not _WORD.fullmatch(word):
        raise ValueError(f"{word!r} is no word; write letters, an apostrophe or hyphen, and * at the end")
    source = (
        re.escape(word.removesuffix("*")).replace("’", "'").replace("'", "['’]").replace(r"\-", r"[\s\-‑]?")
    )
    return source + r"\w*" if word.endswith("*") else source


@cache
def _set_source(name: str) -> str:
    if name not in word_sets():
        raise ValueError(f"there is no set of words {name!r} in wordsets.jsonl")
    phrases = (_BETWEEN.join(map(_word_source, phrase.split())) for phrase in word_sets()[name])
    return f"(?:{'|'.join(phrases)})"


@cache
def word_sets() -> Mapping[str, tuple[str, ...]]:
    """Return the sets of words that a wording may name, by id.

    Examples
    --------
    >>> "everyone" in word_sets()["everyone"]
    True
    """
    lines = map(json.loads, filter(None, word_sets_data().decode("utf-8").split("\n")))
    return {line["id"]: tuple(line["words"]) for line in lines}


@cache
def word_sets_data() -> bytes:
    """Return the file of the sets, a part of the lexicon's hash."""
    return (resources.files("hrtext.lexicon") / "wordsets.jsonl").read_bytes()
