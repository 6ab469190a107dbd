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

# Words may be parted by a line break and the number of the next line of a bill.
_BETWEEN = r"(?:[\s\-‑]+|\s*\n\s*\d{1,3}\s+)"
_GAP = r"(?:[^\w.;:]+[\w’'\-]+){{0,{most}}}?[^\w.;:]+"
_GAP_LENGTH = 6
_TOKEN = re.compile(r"\.\.\.\d*|[()\[\]|]|\{[a-z_]+\}|[^\s()\[\]|{}.]+|\S")
_CLOSING = {"(": ")", "[": "]"}
_WORD = re.compile(r"[\w'’$\-‑]+(?:\*|,)?")


def compile_wording(wording: str) -> re.Pattern[str]:
    """Return the pattern of a wording.

    Raises
    ------
    ValueError
        If the wording is malformed, or names a set of words that there is not.

    Examples
    --------
    >>> pattern = compile_wording("right to [a] ...2 (home|shelter*)")
    >>> pattern.search("the right to a safe and decent\\n12  home")[0]
    'right to a safe and decent\\n12  home'
    >>> pattern.search("the right to vote. At home") is None
    True
    """
    tokens = _TOKEN.findall(wording)
    source, end = _alternatives(tokens, 0, wording)
    if end != len(tokens):
        raise ValueError(f"the wording {wording!r} closes what it did not open")
    return re.compile(rf"(?<![\w’'])(?:{source})(?!\w)", re.IGNORECASE)


def _alternatives(tokens: list[str], at: int, wording: str) -> tuple[str, int]:
    branches: list[str] = []
    while True:
        branch, at = _sequence(tokens, at, wording)
        branches.append(branch)
        if at >= len(tokens) or tokens[at] != "|":
            return "|".join(branches), at
        at += 1


def _sequence(tokens: list[str], at: int, wording: str) -> tuple[str, int]:
    """Return the source of words that follow each other, and where they end."""
    source = ""
    # Whether what stands before the next word already parts it from the word before.
    parted = True
    while at < len(tokens) and tokens[at] not in ("|", ")", "]"):
        token = tokens[at]
        at += 1
        if token.startswith("..."):
            if parted:
                raise ValueError(f"the wording {wording!r} needs a word on either side of '...'")
            source += _GAP.format(most=int(token[3:] or _GAP_LENGTH))
            parted = True
            continue
        if token in _CLOSING:
            inner, at = _alternatives(tokens, at, wording)
            if at >= len(tokens) or tokens[at] != _CLOSING[token]:
                raise ValueError(f"the wording {wording!r} does not close its {token!r}")
            at += 1
            part = f"(?:{inner})"
        elif token.startswith("{"):
            part = _set_source(token[1:-1])
        else:
            part = _word_source(token)
        if token == "[":
            source += f"(?:{part}{_BETWEEN})?" if parted else f"(?:{_BETWEEN}{part})?"
        else:
            source += part if parted else _BETWEEN + part
            parted = False
    if parted:
        raise ValueError(f"the wording {wording!r} needs a word at the end of each part")
    return source, at


def _word_source(word: str) -> str:
    if not _WORD.fullmatch(word):
        raise ValueError(f"{word!r} is no word; write letters, an apostrophe or hyphen, and * at the end")
    source = re.escape(word.removesuffix("*")).replace("’", "'").replace("'", "['’]").replace(r"\-", r"[\s\-‑]?")
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
