"""Read and check the cues: patterns of drafting, each with examples and a source."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from hrtext.errors import LexiconError
from hrtext.records import STRENGTHS

CUE_FILES = (
    "commitments", "orders", "addressees", "procedure", "disclaimers", "content", "forms", "titles",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """One pattern of drafting.

    Attributes
    ----------
    id : str
    pattern : pattern
        Case is ignored.
    examples, counter_examples : tuple of str
        Texts that must, and must not, match; checked by a test.
    source : str
        The rule of the codebook, or the practice, that the cue stands for.
    strength : str or None
        For commitments: one of :data:`hrtext.records.STRENGTHS`; None for a
        verb that only tells, and governs what stands under it.
    form : str or None
        For forms of document: ``act``, ``report``, ``speech``, ...
    note : str or None
        For addressees: ``addressee self`` or ``addressee other``.
    """

    id: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    source: str
    strength: str | None = None
    form: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CueSet:
    """The cues of one file, in order, and the hash of the file."""

    cues: tuple[Cue, ...]
    sha256: str

    def __iter__(self) -> Iterator[Cue]:
        return iter(self.cues)


@cache
def load_cues(name: str) -> CueSet:
    """Read one file of cues, by its name without the suffix.

    Raises
    ------
    LexiconError
        If the file is malformed; the message names file and line.

    Examples
    --------
    >>> [cue.id for cue in load_cues("content") if cue.pattern.search("equal protection of the laws")]
    ['equal_treatment', 'civil_rights']
    """
    data = (resources.files("hrtext.lexicon") / f"{name}.jsonl").read_bytes()
    cues: dict[str, Cue] = {}
    for number, line in enumerate(data.decode("utf-8").splitlines(), start=1):
        try:
            entry = json.loads(line)
            cue = Cue(
                id=entry.pop("id"),
                pattern=re.compile(entry.pop("pattern"), re.IGNORECASE),
                examples=tuple(entry.pop("examples")),
                counter_examples=tuple(entry.pop("counter_examples")),
                source=entry.pop("source"),
                **entry,
            )
        except (ValueError, TypeError, KeyError, re.error) as error:
            raise LexiconError(f"{name}.jsonl, line {number}: {error}") from error
        if cue.strength is not None and cue.strength not in STRENGTHS:
            raise LexiconError(f"{name}.jsonl, line {number}: unknown strength {cue.strength!r}")
        if cue.id in cues:
            raise LexiconError(f"{name}.jsonl, line {number}: {cue.id} occurs twice")
        cues[cue.id] = cue
    return CueSet(tuple(cues.values()), hashlib.sha256(data).hexdigest())
