"""Tell cheaply which patterns cannot match a text, so that only the others are searched.

A cue such as ``\\burg(?:es?|ed|ing)\\b`` matches nothing where neither "urge" nor
"urging" stands. Such triggers are derived from the parsed pattern, whatever it
is, and all looked for in all clauses of a document in one pass, which costs less
than searching a single pattern. What is left is searched as ever,
so the filter can cost time, but never change a match.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any, Generic, TypeAlias, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

from hrtext.lexicon.cues import Cue, load_cues

Item = TypeVar("Item")
Strings: TypeAlias = frozenset[str]
Needs: TypeAlias = tuple[Strings, Strings]

# The empty string is in every text: it stands for knowing nothing.
_ANYTHING: Strings = frozenset({""})
# More spellings than this are not told apart: the parts in common will do.
_MOST_SPELLINGS = 64
# A string of this length is rare enough; a longer one is not worth a second string.
_RARE_LENGTH = 4
# A common word is worth more than two letters, and less than three.
_COMMON_LENGTH = 2.5
# These stand in most clauses of an act, within other words too, and so rule out little.
_COMMON = frozenset({
    "able", "action", "and", "are", "city", "communit", "form", "from", "have", "into", "land", "may", "must",
    "nation", "not", "part", "pass", "person", "persons", "place", "public", "right", "rights", "services",
    "shall", "state", "that", "the", "their", "vision", "with", "within", "work",
})  # fmt: skip
# An escaped character, a set of characters, or any other one.
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
# Under re.IGNORECASE these are the letters i, s and k as well.
_LETTERS_IN_DISGUISE = (("İ", "i"), ("ı", "i"), ("ſ", "s"), ("\u212a", "k"))


class Prefilter(Generic[Item]):
    """Tells for each of several texts which patterns are worth searching in it.

    Parameters
    ----------
    patterns : iterable of (object, pattern or two sets of str)
        What to return, such as a cue, and its pattern, or instead of it strings
        in small letters, one of each set standing in whatever it matches.

    Examples
    --------
    >>> prefilter = Prefilter([("urge", re.compile(r"\\burg(?:es?|ing)\\b")), ("word", re.compile(r"\\w"))])
    >>> prefilter.candidates(["The Council URGES", "that the City"])
    [['urge', 'word'], ['word']]
    """

    def __init__(self, patterns: Iterable[tuple[Item, re.Pattern[str] | Needs]]) -> None:
        self._items: list[Item] = []
        self._patterns: list[re.Pattern[str] | Needs] = []
        self._always: list[int] = []
        # The number of a pattern stands for the first that it requires, its complement for the second.
        users: dict[str, list[int]] = defaultdict(list)
        self._with_one: set[int] = set()
        for number, (item, pattern) in enumerate(patterns):
            self._items.append(item)
            self._patterns.append(pattern)
            first, second = two_requirements(pattern) if isinstance(pattern, re.Pattern) else pattern
            if first == _ANYTHING:
                self._always.append(number)
                continue
            if second == _ANYTHING:
                self._with_one.add(number)
            for strings, sign in ((first, number), (second - _ANYTHING, ~number)):
                for string in sorted(strings):
                    users[string].append(sign)
        self._users = [tuple(numbers) for numbers in users.values()]
        self._finder = AhoCorasick(list(users), implementation=Implementation.DFA)

    def candidates(self, texts: Sequence[str]) -> list[list[Item]]:
        """Return for each text the objects whose pattern may match in it, in their order."""
        return [[self._items[number] for number in numbers] for numbers in self._candidates(texts)]

    def occur(self, texts: Sequence[str]) -> list[bool]:
        """Tell for each text whether any of the patterns does match in it.

        Examples
        --------
        >>> Prefilter([("urge", re.compile(r"\\burges?\\b"))]).occur(["it urges", "insurgents"])
        [True, False]
        """
        return [
            any(
                pattern.search(text)
                for number in numbers
                if isinstance(pattern := self._patterns[number], re.Pattern)
            )
            for text, numbers in zip(texts, self._candidates(texts), strict=True)
        ]

    def _candidates(self, texts: Sequence[str]) -> list[list[int]]:
        """Return for each text the numbers of the patterns that may match in it, in order."""
        borders = list(accumulate(len(text) + 1 for text in texts))
        found: dict[int, set[int]] = defaultdict(set)
        number = 0
        # Matches come in the order of their ends, and none reaches over a line break.
        for string, at, _ in self._finder.find_matches_as_indexes(fold("\n".join(texts)), overlapping=True):
            while at >= borders[number]:
                number += 1
            found[number].add(string)
        return [
            sorted([*self._met(found[text]), *self._always]) if text in found else self._always
            for text in range(len(texts))
        ]

    def _met(self, strings: Iterable[int]) -> Iterator[int]:
        """Yield the patterns of which all that is required was found."""
        found = set[int]().union(*(self._users[string] for string in strings))
        for number in found:
            if number >= 0 and (number in self._with_one or ~number in found):
                yield number


@cache
def alternatives_prefilter(name: str) -> Prefilter[tuple[Cue, re.Pattern[str]]]:
    """Return the prefilter of the alternatives of all cues of one file, each a pattern of its own.

    More is ruled out than among whole cues. It tells whether a cue matches,
    but not where, if alternatives overlap.
    """
    return Prefilter(
        ((cue, alternative), alternative)
        for cue in load_cues(name)
        for alternative in alternatives(cue.pattern)
    )


def any_of(regex: str) -> Prefilter[str]:
    """Return a prefilter of the alternatives of a regular expression; case is ignored.

    Examples
    --------
    >>> any_of(r"\\bwe,? the people\\b|\\beach of us\\b").occur(["Each of us", "We act"])
    [True, False]
    """
    return Prefilter((one.pattern, one) for one in alternatives(re.compile(regex, re.IGNORECASE)))


def alternatives(pattern: re.Pattern[str]) -> list[re.Pattern[str]]:
    """Return the alternatives of a pattern, each a pattern of its own.

    Examples
    --------
    >>> [one.pattern for one in alternatives(re.compile(r"a(?:b|c)|[|]|\\|d"))]
    ['a(?:b|c)', '[|]', '\\\\|d']
    """
    parts = [""]
    depth = 0
    for piece in _PIECE.findall(pattern.pattern):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return [re.compile(part, pattern.flags) for part in parts]


def fold(text: str) -> str:
    """Return `text` in small letters, character by character, as re.IGNORECASE compares them.

    Examples
    --------
    >>> fold("İSTANBUL")
    'istanbul'
    """
    for letter, meant in _LETTERS_IN_DISGUISE:
        text = text.replace(letter, meant)
    return text.lower()


@cache
def two_requirements(pattern: re.Pattern[str]) -> Needs:
    """Return two sets of strings: one of each stands, in small letters, in whatever `pattern` matches.

    The second holds the empty string alone where no more is known.

    Examples
    --------
    >>> first, second = two_requirements(re.compile(r"\\bright to (?:\\w+ ){0,2}(?:home|shelter)"))
    >>> sorted(first), sorted(second)
    (['right to '], ['home', 'shelter'])
    """
    # There is no public way to see how a pattern was read.
    parsed = re._parser.parse(pattern.pattern, pattern.flags)  # type: ignore[attr-defined]
    return most_telling(_needs(parsed)[0])


def most_telling(needed: Iterable[Strings]) -> Needs:
    """Return the two sets of strings that rule out most, of several one of each of which is required.

    Examples
    --------
    >>> first, second = most_telling([frozenset({"a"}), frozenset({"roof", "home"}), frozenset({"evict"})])
    >>> sorted(first), sorted(second)
    (['evict'], ['home', 'roof'])
    """
    needed = sorted([*map(_shortest, needed), _ANYTHING], key=_worth, reverse=True)
    first = needed[0]
    more = (
        strings
        for strings in needed
        if not all(any(string in longer for string in strings) for longer in first)
    )
    return first, next(more, _ANYTHING)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is known of the strings that a part of a pattern matches, in small letters.

    Attributes
    ----------
    exact : frozenset of str or None
        All of them, if they are few.
    begins : frozenset of str
        Each begins with one of these.
    needs : frozenset of str
        Each contains one of these.
    """

    exact: Strings | None
    begins: Strings
    needs: Strings


_UNKNOWN = _Shape(None, _ANYTHING, _ANYTHING)


def _of(exact: Strings) -> _Shape:
    return _Shape(exact, exact, exact)


def _sequence(parts: Iterable[tuple[Any, Any]]) -> _Shape:
    needed, begins, run = _needs(parts)
    if begins is None:
        return _of(run)
    return _Shape(None, begins, max(map(_shortest, needed), key=_worth))


def _needs(parts: Iterable[tuple[Any, Any]]) -> tuple[list[Strings], Strings | None, Strings]:
    """Return what each part of a sequence needs, how it begins unless all is known, and its known end."""
    run: Strings = _ANYTHING
    begins: Strings | None = None
    needed = [_ANYTHING]
    for operation, argument in parts:
        shape = _part(str(operation), argument)
        longer = None if shape.exact is None else _joined(run, shape.exact)
        if longer is not None:
            run = longer
            continue
        reached = _joined(run, shape.begins) or run
        begins = reached if begins is None else begins
        needed += run, reached, shape.needs
        run = _ANYTHING
    return [*needed, run], begins, run


def _part(operation: str, argument: Any) -> _Shape:  # noqa: ANN401  # what the parser of re gives
    """Return the shape of one part; what is not known to this function may match anything."""
    if operation in ("AT", "ASSERT", "ASSERT_NOT"):
        # These look around and take up no character.
        return _of(_ANYTHING)
    if operation == "LITERAL" and argument < 0x80:
        return _of(frozenset({chr(argument).lower()}))
    if operation == "IN" and all(str(kind) == "LITERAL" and code < 0x80 for kind, code in argument):
        return _of(frozenset(chr(code).lower() for _, code in argument))
    if operation == "SUBPATTERN":
        return _sequence(argument[-1])
    if operation == "BRANCH":
        return _either([_sequence(branch) for branch in argument[1]])
    if operation in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, body = argument
        shape = _sequence(body)
        if (least, most) == (0, 1):
            return _either([shape, _of(_ANYTHING)])
        if least:
            return _Shape(None, shape.begins, shape.needs)
    return _UNKNOWN


def _either(shapes: Sequence[_Shape]) -> _Shape:
    exact: Strings | None = frozenset().union(*(shape.exact or () for shape in shapes))
    if any(shape.exact is None for shape in shapes) or len(exact or ()) > _MOST_SPELLINGS:
        exact = None
    begins = frozenset[str]().union(*(shape.begins for shape in shapes))
    needs = frozenset[str]().union(*(shape.needs for shape in shapes))
    return _Shape(exact, begins, needs)


def _joined(left: Strings, right: Strings) -> Strings | None:
    if len(left) * len(right) > _MOST_SPELLINGS:
        return None
    return frozenset(first + second for first in left for second in right)


def _worth(strings: Strings) -> tuple[float, int, int]:
    """Return by what to choose among sets of strings: what rules out most at least cost."""
    least = min(map(len, strings))
    length = _COMMON_LENGTH if not _COMMON.isdisjoint(strings) else _RARE_LENGTH
    return min(least, length), -len(strings), least


def _shortest(strings: Strings) -> Strings:
    """Return `strings` without those that contain another of them."""
    kept: list[str] = []
    for string in sorted(strings, key=len):
        if not any(shorter in string for shorter in kept):
            kept.append(string)
    return frozenset(kept)
