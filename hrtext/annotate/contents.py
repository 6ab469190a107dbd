"""Find what each clause says of rights: discrimination, dignity, equal treatment, grave violations, ...

The names of bodies hold words of rights and speak of none (CODEBOOK, case 15),
so they are left out first, and so are lists of committees, and statements
that a report conforms to an act on rights.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hrtext.annotate.rosters import roster_clauses
from hrtext.lexicon import Cue
from hrtext.lexicon.bodies import BODY_NAME
from hrtext.lexicon.prefilter import Prefilter, alternatives_prefilter

_BODIES = Prefilter([("body", BODY_NAME)])
_CONFORMITY = "conformity"
_HEAD = re.compile(r"^\W*[A-Z][A-Z,&'’/ -]{5,}\s[-–—]+\s")


@dataclass(frozen=True, slots=True)
class Contents:
    """What the clauses of a document say, signatures left out.

    Attributes
    ----------
    clauses : sequence of mapping
    told : sequence of str
        The text of each, without the names of bodies; empty for a list of
        committees, and for a statement of conformity.
    cues : sequence of mapping of str to int
        How often each cue of ``content.jsonl`` occurs in each.
    """

    clauses: Sequence[Mapping[str, Any]]
    told: Sequence[str]
    cues: Sequence[Mapping[str, int]]


def read_contents(text: str, clauses: Sequence[Mapping[str, Any]]) -> Contents:
    """Return what clauses of a text say.

    Examples
    --------
    >>> from hrtext.annotate.sections import find_clauses
    >>> text = "WHEREAS, equal treatment is due; and\\nWHEREAS, the Office of Human Rights is sent a copy;"
    >>> list(read_contents(text, find_clauses(text)).cues)
    [{'equal_treatment': 1}, {}]
    """
    kept = [clause for clause in clauses if clause["section"] != "signature"]
    texts = [text[clause["start"] : clause["end"]] for clause in kept]
    listed = roster_clauses(texts)
    told = [
        "" if is_listed else words for words, is_listed in zip(_without_bodies(texts), listed, strict=True)
    ]
    candidates = alternatives_prefilter("content").candidates(told)
    cues = [_counted(likely, words) for likely, words in zip(candidates, told, strict=True)]
    # What a report says of its own conformity, it says whatever it is about.
    conform = [_CONFORMITY in found for found in cues]
    return Contents(
        kept,
        ["" if conforms else words for words, conforms in zip(told, conform, strict=True)],
        [{} if conforms else found for found, conforms in zip(cues, conform, strict=True)],
    )


def _counted(candidates: Sequence[tuple[Cue, re.Pattern[str]]], words: str) -> dict[str, int]:
    """Return how often each cue occurs, of which these alternatives may match."""
    likely: dict[str, re.Pattern[str]] = {}
    for cue, alternative in candidates:
        # Where a single alternative may match, the others need not be tried at every letter.
        likely[cue.id] = cue.pattern if cue.id in likely else alternative
    return {cue_id: found for cue_id, pattern in likely.items() if (found := len(pattern.findall(words)))}


def speaks_of_rights(cue_id: str) -> bool:
    """Tell whether a cue of content by itself makes a clause one about rights.

    Children, seniors, tenants and the poor are also the topic of ordinary
    policy; and some cues say what is no human right (CODEBOOK, case 15).
    """
    return not cue_id.startswith(("not_", "boilerplate", "ground_age", "ground_poverty"))


def _without_bodies(texts: Sequence[str]) -> list[str]:
    """Return `texts` without names of bodies, which in capitals cannot be told from other words.

    Nor does a head in capitals before a dash speak of rights: it is the name
    of a committee, with its jurisdiction behind it.
    """
    texts = [_HEAD.sub("", words) for words in texts]
    return [
        BODY_NAME.sub(" ", words) if bodies and not words.isupper() else words
        for words, bodies in zip(texts, _BODIES.candidates(texts), strict=True)
    ]
