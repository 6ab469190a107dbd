"""Read and check the entries of the lexicon: instruments, rights, principles, and so on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from hrtext.errors import LexiconError
from hrtext.lexicon.wordings import Wordings, alternatives_of, word_sets_data
from hrtext.records import ReferenceKind

FILES = ("instruments", "rights", "principles", "mechanisms", "designations")
KINDS: frozenset[str] = frozenset(ReferenceKind.__args__)  # type: ignore[attr-defined]  # a Literal's members
_REQUIRED = frozenset({"id", "kind", "names", "source"})
_KNOWN = _REQUIRED | {
    "acronyms", "ambiguous_acronyms", "guards", "weak", "counter_examples", "role", "counts",
    "undertaking", "family", "scope", "year", "article_count", "udhr_articles", "type", "note",
    "unverified", "wordings", "inside",
}  # fmt: skip
_SURROUNDINGS = frozenset({"not_before", "not_after", "near", "document", "not_document"})
_GUARD_FIELDS = _SURROUNDINGS | {"variants"}
_WORDING_FIELDS = _SURROUNDINGS | {"wording", "examples", "counter_examples"}
_ROLES = frozenset({
    "title", "narrower_title", "observance", "charter_accession", "campaign_accession",
    "verb_cue", "negative_cue",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guard:
    """What must, or must not, stand around a variant for it to count.

    Attributes
    ----------
    variants : frozenset of str
        The variants guarded, in lower case; empty for all of the entry's.
    not_before, not_after : pattern or None
        Searched in the text that ends, or starts, at the match.
    near : pattern or None
        Must be found in the same clause, outside the match.
    document, not_document : pattern or None
        Must, or must not, be found anywhere in the document: the "Bill of
        Rights" of a Kenyan county is not that of the United States.
    """

    variants: frozenset[str]
    not_before: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None
    near: re.Pattern[str] | None = None
    document: re.Pattern[str] | None = None
    not_document: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """How drafters put a right or principle without its name; see :mod:`hrtext.lexicon.wordings`.

    Attributes
    ----------
    text : str
        As written in the lexicon.
    alternatives : Wordings
        The same, taken apart.
    guard : Guard
        What must, or must not, stand around it.
    examples, counter_examples : tuple of str
        Texts in which it must, and must not, be found; checked by a test.
    """

    text: str
    alternatives: Wordings
    guard: Guard
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One instrument, right, principle, mechanism or designation, with all its names.

    Attributes
    ----------
    wordings : tuple of Wording
        English wordings that are no names.
    inside : frozenset of str
        Kinds of reference within whose longer names this one is found all the
        same: "human rights" within the designation "human rights city".
    """

    id: str
    kind: ReferenceKind
    names: Mapping[str, tuple[str, ...]]
    source: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    ambiguous_acronyms: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    weak: frozenset[str] = frozenset()
    counter_examples: tuple[str, ...] = ()
    role: str | None = None
    counts: bool | None = None
    wordings: tuple[Wording, ...] = ()
    inside: frozenset[str] = frozenset()

    def variants(self, language: str) -> tuple[str, ...]:
        """Return the names in `language` that are specific enough to be matched."""
        return tuple(name for name in self.names.get(language, ()) if name.lower() not in self.weak)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries, and a hash of the data they were read from."""

    entries: tuple[Entry, ...]
    sha256: str
    by_key: Mapping[str, Entry] = field(compare=False, repr=False, default_factory=dict)

    def entry(self, kind: str, identifier: str) -> Entry:
        """Return one entry.

        Raises
        ------
        KeyError
            If there is none.
        """
        return self.by_key[f"{kind}:{identifier}"]


def load_lexicon(extra: str | Path | None = None) -> Lexicon:
    """Read the shipped lexicon, and the user's own entries after it.

    Parameters
    ----------
    extra : path, optional
        A JSONL file with one entry a line: ``id``, ``kind``, ``names`` (a list
        for each language code) and ``source``; optionally the other fields of
        the shipped files. An entry with a shipped kind and id adds its names
        to that entry.

    Returns
    -------
    Lexicon

    Raises
    ------
    LexiconError
        If a line is malformed; the message names file, line and what to change.

    Examples
    --------
    >>> load_lexicon().entry("instrument", "udhr").variants("en")[0]
    'Universal Declaration of Human Rights'
    """
    shipped, data = _shipped()
    entries = dict(shipped)
    digest = hashlib.sha256(data)
    if extra is not None:
        try:
            data = Path(extra).read_bytes()
        except OSError as error:
            raise LexiconError(f"cannot read the lexicon {extra}: {error.strerror}") from error
        digest.update(data)
        for entry in _read(str(extra), data):
            key = f"{entry.kind}:{entry.id}"
            entries[key] = _merge(entries[key], entry) if key in entries else entry
    return Lexicon(tuple(entries.values()), digest.hexdigest(), entries)


@cache
def _shipped() -> tuple[dict[str, Entry], bytes]:
    """Return the shipped entries, and the bytes they were read from; each component asks for them."""
    entries: dict[str, Entry] = {}
    contents = [word_sets_data()]
    for name in FILES:
        data = (resources.files("hrtext.lexicon") / f"{name}.jsonl").read_bytes()
        contents.append(data)
        for entry in _read(f"{name}.jsonl", data):
            key = f"{entry.kind}:{entry.id}"
            if key in entries:
                raise LexiconError(f"{name}.jsonl: {key} occurs twice; merge the two lines")
            entries[key] = entry
    return entries, b"".join(contents)


def _merge(shipped: Entry, own: Entry) -> Entry:
    languages = dict.fromkeys([*shipped.names, *own.names])
    return Entry(
        id=shipped.id,
        kind=shipped.kind,
        names={code: (*shipped.names.get(code, ()), *own.names.get(code, ())) for code in languages},
        source=(*shipped.source, *own.source),
        acronyms=(*shipped.acronyms, *own.acronyms),
        ambiguous_acronyms=(*shipped.ambiguous_acronyms, *own.ambiguous_acronyms),
        guards=(*shipped.guards, *own.guards),
        weak=shipped.weak - {name.lower() for names in own.names.values() for name in names},
        counter_examples=(*shipped.counter_examples, *own.counter_examples),
        role=shipped.role,
        counts=shipped.counts,
        wordings=(*shipped.wordings, *own.wordings),
        inside=shipped.inside | own.inside,
    )


def _read(name: str, data: bytes) -> Iterable[Entry]:
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{name} is not UTF-8: save it as UTF-8") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _entry(json.loads(line))
        except (ValueError, TypeError, KeyError, re.error) as error:
            raise LexiconError(f"{name}, line {number}: {error}") from error


def _entry(data: Mapping[str, Any]) -> Entry:
    if not isinstance(data, dict):
        raise TypeError("an entry is a JSON object")
    if missing := _REQUIRED - data.keys():
        raise ValueError(f"missing {', '.join(sorted(missing))}")
    if unknown := data.keys() - _KNOWN:
        raise ValueError(f"unknown field {', '.join(sorted(unknown))}")
    if data["kind"] not in KINDS:
        raise ValueError(f"kind {data['kind']!r} is none of {', '.join(sorted(KINDS))}")
    if not re.fullmatch(r"[a-z0-9_]+", data["id"]):
        raise ValueError(f"id {data['id']!r} may hold a-z, 0-9 and _ only")
    if data.get("role") is not None and data["role"] not in _ROLES:
        raise ValueError(f"role {data['role']!r} is none of {', '.join(sorted(_ROLES))}")
    if not isinstance(data["names"], dict):
        raise TypeError('names is an object from language to names, such as {"en": ["lake"]}')
    names = {code: _texts(variants, f"names of {code!r}") for code, variants in data["names"].items()}
    if not any(names.values()):
        raise ValueError("names holds no name")
    weak = _texts(data.get("weak", []), "weak")
    inside = _texts(data.get("inside", []), "inside")
    if not KINDS.issuperset(inside):
        raise ValueError(f"inside may hold {', '.join(sorted(KINDS))} only")
    return Entry(
        id=data["id"],
        kind=data["kind"],
        names=names,
        source=_texts(data["source"], "source"),
        acronyms=_texts(data.get("acronyms", []), "acronyms"),
        ambiguous_acronyms=_texts(data.get("ambiguous_acronyms", []), "ambiguous_acronyms"),
        guards=tuple(_guard(guard) for guard in data.get("guards", ())),
        weak=frozenset(name.lower() for name in weak),
        counter_examples=_texts(data.get("counter_examples", []), "counter_examples"),
        role=data.get("role"),
        counts=data.get("counts"),
        wordings=tuple(_wording(wording) for wording in data.get("wordings", ())),
        inside=frozenset(inside),
    )


def _texts(values: Any, field: str) -> tuple[str, ...]:  # noqa: ANN401  # whatever the JSON holds
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        raise ValueError(f"{field} must be a list of texts, none empty")
    return tuple(values)


def _wording(data: Mapping[str, Any]) -> Wording:
    if not isinstance(data, dict) or data.keys() - _WORDING_FIELDS or "wording" not in data:
        raise ValueError(f"a wording is an object with {', '.join(sorted(_WORDING_FIELDS))}")
    return Wording(
        text=data["wording"],
        alternatives=alternatives_of(data["wording"]),
        guard=_guard({key: value for key, value in data.items() if key in _SURROUNDINGS}),
        examples=_texts(data.get("examples", []), "examples"),
        counter_examples=_texts(data.get("counter_examples", []), "counter_examples"),
    )


def _guard(data: Mapping[str, Any]) -> Guard:
    if not isinstance(data, dict) or data.keys() - _GUARD_FIELDS:
        raise ValueError(f"a guard is an object with {', '.join(sorted(_GUARD_FIELDS))}")

    def pattern(key: str) -> re.Pattern[str] | None:
        return re.compile(data[key], re.IGNORECASE) if data.get(key) else None

    return Guard(
        variants=frozenset(name.lower() for name in data.get("variants", ())),
        not_before=pattern("not_before"),
        not_after=pattern("not_after"),
        near=pattern("near"),
        document=pattern("document"),
        not_document=pattern("not_document"),
    )
