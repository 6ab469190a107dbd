"""Find the instruments, rights, principles, designations and mechanisms that a text names.

Longest match over the names in the lexicon, then the guards of the entry: a
variant such as "Bill of Rights" or an acronym such as CAT counts only where its
surroundings say that it means what the entry means. Rights and principles are
found by their wordings as well ("entitled to a safe home"), wherever these do
not lie within the name of an instrument or a mechanism.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeAlias

from hrtext.annotate.annotation import Items
from hrtext.annotate.names import Name, NameFinder
from hrtext.lexicon import Entry, Lexicon
from hrtext.lexicon.bodies import BODY_NAME
from hrtext.lexicon.entries import Guard, Wording
from hrtext.lexicon.prefilter import Prefilter
from hrtext.lexicon.wordings import compile_wording, wording_needs

# What makes an acronym like CRC mean a treaty rather than a committee or a company.
_TREATY_CONTEXT = re.compile(
    r"\bconventions?\b|\btreat(?:y|ies)\b|\bcovenants?\b|\bunited nations\b|\bU\.?N\.?\b|\bratif|"
    r"\bprotocol\b|\bhuman rights\b",
    re.IGNORECASE,
)
_ARTICLE_BEFORE = re.compile(
    r"\b(?:articles?|arts?\.?)\s+(\d+(?:\s*(?:,|and|&|to|-|–)\s*\d+)*(?:\(\d+\))?)\s*,?\s*"
    r"(?:of|in|from)?\s*(?:the\s+)?(?:UN\s+|United\s+Nations\s+)?$",
    re.IGNORECASE,
)
_ARTICLE_AFTER = re.compile(
    r"^[”\"')]*,?\s*(?:\([A-Z]+\),?\s*)?(?:\(?(?:article|art\.?)\s+(\d+(?:\(\d+\))?))", re.IGNORECASE
)
_AROUND = 80


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    entry: Entry
    ambiguous: bool
    wording: Wording | None = None


# The entry, whether the name may mean something else, and the wording, if it is none of the entry's names.
_Meaning: TypeAlias = tuple[Entry, bool, Wording | None]


class ReferenceFinder:
    """Finds references, each with its canonical id.

    Called with a text and its clauses, it returns a list of ``{"kind", "id",
    "text", "start", "end", "section", "article"}``.

    Parameters
    ----------
    lexicon : Lexicon
    languages : sequence of str
        Which languages' names are looked for.

    Examples
    --------
    >>> from hrtext.annotate.sections import find_clauses
    >>> from hrtext.lexicon import load_lexicon
    >>> text = "RESOLVED, that Article 25 of the Universal Declaration of Human Rights guide us."
    >>> find = ReferenceFinder(load_lexicon())
    >>> [(item["id"], item["article"]) for item in find(text, find_clauses(text))]
    [('udhr', '25'), ('human_rights_general', None)]
    """

    def __init__(self, lexicon: Lexicon, languages: Sequence[str] = ("en",)) -> None:
        entries = [entry for entry in lexicon.entries if entry.role not in ("verb_cue", "negative_cue")]
        worded = [
            (entry, wording) for entry in (entries if "en" in languages else ()) for wording in entry.wordings
        ]
        self._names = NameFinder([*_names(entries, languages), *_phrases(worded)])
        self._wordings = Prefilter(
            ((entry, wording, other), wording_needs(other))
            for entry, wording in worded
            for other in wording.alternatives.others
        )

    def __call__(self, text: str, clauses: Items) -> list[dict[str, Any]]:
        """Return the references, in order."""
        starts = [clause["start"] for clause in clauses]

        def clause_of(match: _Match) -> Mapping[str, Any] | None:
            number = bisect_right(starts, match.start) - 1
            return clauses[number] if number >= 0 else None

        matches = [_Match(start, end, *item) for start, end, item in self._names(text)]
        matches += self._worded(text, clauses)
        # A match that its guard refuses must not hide what lies inside it.
        said = _Said(text)
        guarded = [
            match for match in matches if (clause := clause_of(match)) and _guarded(match, said, clause)
        ]
        names = [match for match in guarded if match.wording is None]
        allowed = [*names, *_untaken((match for match in guarded if match.wording is not None), names)]
        named = {match.entry.id for match in allowed if not match.ambiguous}
        return [
            {
                "kind": match.entry.kind,
                "id": match.entry.id,
                "text": text[match.start : match.end],
                "start": match.start,
                "end": match.end,
                "section": clause["section"],
                "article": _article(match, text),
            }
            for match in _longest(m for m in allowed if _is_clear(m, named, text))
            if (clause := clause_of(match))
        ]

    def _worded(self, text: str, clauses: Items) -> Iterator[_Match]:
        """Yield where wordings stand that are more than a phrase."""
        candidates = self._wordings.candidates([text[clause["start"] : clause["end"]] for clause in clauses])
        for clause, wordings in zip(clauses, candidates, strict=True):
            for entry, wording, other in wordings:
                for found in compile_wording(other).finditer(text, clause["start"], clause["end"]):
                    yield _Match(found.start(), found.end(), entry, ambiguous=False, wording=wording)


def _names(entries: Iterable[Entry], languages: Iterable[str]) -> Iterator[Name[_Meaning]]:
    """Yield each name of each entry, with whether it is ambiguous: capitals count in an acronym."""
    for entry in entries:
        spellings = {
            spelling
            for language in languages
            for name in entry.variants(language)
            for spelling in _spellings(name)
        }
        for spelling in sorted(spellings):
            yield Name(spelling, (entry, False, None))
        for acronyms, is_ambiguous in ((entry.acronyms, False), (entry.ambiguous_acronyms, True)):
            for acronym in acronyms:
                yield Name(acronym, (entry, is_ambiguous, None), is_exact=True)


def _phrases(worded: Iterable[tuple[Entry, Wording]]) -> Iterator[Name[_Meaning]]:
    """Yield the wordings that are plain words, in all their spellings."""
    for entry, wording in worded:
        for phrase in wording.alternatives.phrases:
            spellings = _spellings(phrase.removesuffix("*"))
            for spelling in sorted(spellings | {spelling.replace("-", "") for spelling in spellings}):
                yield Name(spelling, (entry, False, wording), goes_on=phrase.endswith("*"))


def _spellings(name: str) -> set[str]:
    """Return the ways in which typists write `name`: apostrophes, hyphens, U.N., accents."""
    spellings = {name}
    for old, new in (("'", "’"), ("-", " "), ("-", "‑"), ("UN ", "U.N. "), ("U.S. ", "US "), ("é", "e")):
        spellings |= {spelling.replace(old, new) for spelling in spellings}
    return spellings


def _longest(matches: Iterable[_Match]) -> Iterator[_Match]:
    """Yield matches in order of position, leaving out those that a longer one covers."""
    order = sorted(matches, key=lambda m: (m.start, -m.end, m.entry.kind, m.entry.id, m.ambiguous))
    kept: list[_Match] = []
    for match in order:
        # What ended before this match began covers nothing that follows.
        kept = [other for other in kept if other.end > match.start]
        if not any(_covers(other, match) for other in kept):
            kept.append(match)
            yield match


def _covers(longer: _Match, match: _Match) -> bool:
    """Tell whether `longer`, which begins no later and overlaps, says all that `match` does."""
    if longer.entry is match.entry:
        return True
    if longer.wording is not None or match.wording is not None:
        # One wording may say several things: a right, and that it is owed without discrimination.
        return False
    is_longer = (longer.start, longer.end) != (match.start, match.end)
    return match.end <= longer.end and is_longer and longer.entry.kind not in match.entry.inside


def _untaken(worded: Iterable[_Match], names: Iterable[_Match]) -> Iterator[_Match]:
    """Yield the wordings that no name takes for itself; a name that does not touch them cannot."""
    names = sorted(names, key=attrgetter("start"))
    starts = [name.start for name in names]
    longest = max((name.end - name.start for name in names), default=0)
    for match in worded:
        near = names[bisect_left(starts, match.start - longest) : bisect_left(starts, match.end)]
        if not any(_takes(name, match) for name in near):
            yield match


def _takes(name: _Match, match: _Match) -> bool:
    """Tell whether words that look like a wording belong to the name of a treaty or body, or of the right."""
    if name.entry.kind == "instrument" or name.entry is match.entry:
        return name.start < match.end and match.start < name.end
    if name.entry.kind != "mechanism":
        return False
    return (
        name.start <= match.start
        and match.end <= name.end
        and (name.start, name.end) != (match.start, match.end)
    )


def _is_clear(match: _Match, named: set[str], text: str) -> bool:
    """Tell whether an acronym is unambiguous, or made so by the document or its surroundings."""
    if not match.ambiguous or match.entry.id in named:
        return True
    return bool(_TREATY_CONTEXT.search(text, max(0, match.start - _AROUND), match.end + _AROUND))


class _Said:
    """A text, and whether patterns are found anywhere in it, each looked for once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[re.Pattern[str], bool] = {}

    def anywhere(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether `pattern` is found in the text."""
        if pattern not in self._found:
            self._found[pattern] = pattern.search(self.text) is not None
        return self._found[pattern]


def _guarded(match: _Match, said: _Said, clause: Mapping[str, Any]) -> bool:
    """Tell whether the surroundings of a match allow it."""
    if match.wording is not None and match.end > clause["end"]:
        return False
    if match.entry.kind in ("right", "principle") and _in_name_of_body(match, said.text):
        return False
    if match.wording is not None:
        return _allows(match.wording.guard, match, said, clause)
    surface = " ".join(said.text[match.start : match.end].lower().replace("’", "'").split())
    return all(
        _allows(guard, match, said, clause)
        for guard in match.entry.guards
        if not guard.variants or surface in guard.variants
    )


def _allows(guard: Guard, match: _Match, said: _Said, clause: Mapping[str, Any]) -> bool:
    text = said.text
    if guard.not_before and guard.not_before.search(text[max(0, match.start - _AROUND) : match.start]):
        return False
    if guard.not_after and guard.not_after.search(text[match.end : match.end + _AROUND]):
        return False
    if guard.document and not said.anywhere(guard.document):
        return False
    if guard.not_document and said.anywhere(guard.not_document):
        return False
    if guard.near is None:
        return True
    around = text[clause["start"] : match.start] + " " + text[match.end : clause["end"]]
    return guard.near.search(around) is not None


def _in_name_of_body(match: _Match, text: str) -> bool:
    """Tell whether a match lies inside a name such as "Harbor Coalition for Dignity" (case 15)."""
    if not text[match.start].isupper():
        return False
    first = max(0, match.start - _AROUND)
    around = text[first : match.end + _AROUND]
    return not around.isupper() and any(
        body.start() <= match.start - first and match.end - first <= body.end()
        for body in BODY_NAME.finditer(around)
    )


def _article(match: _Match, text: str) -> str | None:
    if match.entry.kind != "instrument":
        return None
    found = _ARTICLE_BEFORE.search(text[max(0, match.start - _AROUND) : match.start])
    found = found or _ARTICLE_AFTER.search(text[match.end : match.end + _AROUND])
    return found.group(1) if found else None
