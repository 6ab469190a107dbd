"""Find who undertakes what: one commitment for each clause that acts.

The main verb decides. "Calls upon the Governor to establish a commission" is
an exhortation to others, whatever stands after "to"; "supports the bill and
directs the City Manager to report" is two commitments. The first cue of a
clause counts, and every later one that is joined to it by "and" and is a
finite verb of the same subject. Where no verb of undertaking stands, the form
of an order may: "that a desk be opened", "the Office will report".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hrtext.annotate.annotation import Items
from hrtext.annotate.speakers import leave_to_the_speakers
from hrtext.annotate.verdicts import is_lost, lost_motions
from hrtext.lexicon import Cue, load_cues
from hrtext.lexicon.prefilter import Prefilter, alternatives, alternatives_prefilter
from hrtext.records import Addressee

_JOINED = re.compile(
    r"(?:\band\b|\bbut\b|;|\balso\b|\bfurther\b)"
    r"[\s,]*(?:it\s+|also\s+|further\s+|hereby\s+|does\s+|shall\s+|will\s+|be\s+|therefore\s+|strongly\s+|that\s+)*$",
    re.IGNORECASE,
)
_ACTOR = re.compile(
    r"\b(?:(?:the|this|our|all|each|every|any|no)\s+)?"
    r"(?:(?:(?-i:[A-Z][\w'’-]*)|city|county|town|municipal|human|rights|relations|police|school|health|"
    r"planning|housing|department|executive)\s+){0,4}?"
    r"(?:council members?|council|commission(?:er)?|mayor|city|town|county|board|borough|municipality|"
    r"administration|department|committee|assembly|manager|administrator|office|agency|agencies|"
    r"departments|directors?|superintendent|advocate|task force|treasurer|district|government|authority|"
    r"cabinet|staff|court|province|trustees|supervisors|residents|citizens|people|employers?|landlords?|"
    r"owners?|persons?|contractors?|state|congress|governor|president|legislature|parliament|minister)\b"
    r"(?:\s+of\s+(?:the\s+)?(?-i:[A-Z]\w+)(?:\s+(?:of\s+)?(?-i:[A-Z]\w+)){0,4})?",
    re.IGNORECASE,
)
# A body behind one of these is no subject, and a title is no body.
_NO_SUBJECT = re.compile(
    r"\b(?:of|for|with|on|against|from|to|in|at|under|upon|an?|urges?|urging|human\s+rights)\s+$",
    re.IGNORECASE,
)
_TITLE = re.compile(r"human\s+rights\s+(?:city|town|county)", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(we|i|it|they|everyone|nobody)\b", re.IGNORECASE)
# Bodies that a municipality cannot bind by its own word, and the public.
_OTHER_ACTOR = re.compile(
    r"\b(?:congress|state|governor|president|legislature|parliament|minister|united nations|federal|"
    r"citizens|residents|people|everyone)\b",
    re.IGNORECASE,
)
# "... and the Mayor": a second subject stands right before its verb.
_OWN_SUBJECT = re.compile(
    r"(?:\band\b|\bbut\b|;)\s+(?:that\s+)?(?:the|this|each|all|its|every)\s+(?:[\w'’-]+\s+){1,9}(?:hereby\s+|also\s+)?$",
    re.IGNORECASE,
)
_FINITE = re.compile(r"(?:\w+[^su]s|shall|will|must|is|are)\b", re.IGNORECASE)
# The first word of a verb: "urges" and "shall" are finite; "urging", "adopt", "adopted" may hang on another.
_BEGINS_FINITE = re.compile(r"(?:\w+(?<![sui])s|shall|will|must|is|are|has|have)\b", re.IGNORECASE)
# To endorse an instrument as one's own guide is more than to wish it well.
_AS_GUIDE = re.compile(
    r"\bas\s+(?:an?|the|its|our)\b.{0,40}\b(?:guide|guid\w+|norm|standard|framework|principles?)\b",
    re.IGNORECASE,
)
_FOR_ITSELF = re.compile(
    r"\bfor (?:its|our) own part\b|\bfor (?:itself|ourselves)\b|\bon (?:its|our) own behalf\b", re.IGNORECASE
)
_VAGUE_ACTION = re.compile(
    r"\bto\s+(?:consider|study|explore|examine|celebrate|observe|join|participate|reflect|learn|remember|"
    r"attend|contemplate|look into|take part|write (?:\w+ ){0,2}(?:to|letters?)|lobby|convey|urge)\b|"
    r"\bwhether\b|"
    r"\b(?:hold|conduct|convene|schedule)(?:s|ing)? (?:an?|one) (?:\w+ )?hearing\b",
    re.IGNORECASE,
)
# A sign of respect is no action for a right.
_SYMBOLIC = re.compile(
    r"\bflags?\b|\bhonorary\b|\bletterhead|\bstationery\b|"
    r"\blight(?:ed|ing|s)? (?:up|the|in)\b|\billuminat\w+|"
    r"\b(?:moment|minute)s? of silence|\bplaques?\b|\bremembrance\b|\bwreaths?\b|\bsirens\b|"
    r"\b(?:re)?named? (?:after|for)\b",
    re.IGNORECASE,
)
_LIST_OPENS = re.compile(r"(?::|[-–—]|\b(?:to|shall|must|will|that))\s*$")
_ITEM = re.compile(
    r"\W*(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[ivxIVX]{1,5})[.)]|[•·▪–—-])\W*|"
    r"\W*(?:\d{1,2}\s+)?(?=[a-z])|(?=And shall|Shall)"
)
_PASSIVE = re.compile(r"\b(?:is|are|be)\s+(?:(?:hereby|also|further|each|therefore)\s+)*$", re.IGNORECASE)
# "It is recommended that the Board": who is to act stands after it.
_THAT = re.compile(r"\W*that\b", re.IGNORECASE)
_OBJECT_LENGTH = 90
# A pronoun this near to the verb is its subject.
_NEAR = 40


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    cue: Cue


class CommitmentFinder:
    """Finds commitments clause by clause.

    Called with a text and its clauses, it returns a list of ``{"text",
    "start", "end", "section", "actor", "cue", "cue_id", "strength",
    "addressee", "negated", "procedural", "vague"}``. Titles, operative clauses
    and prose are read; recitals report what others did and are left out
    (CODEBOOK, preamble).

    Examples
    --------
    >>> from hrtext.annotate.sections import find_clauses
    >>> text = "BE IT RESOLVED, that the Council urges Congress to ratify the Convention."
    >>> [(c["strength"], c["addressee"]) for c in CommitmentFinder()(text, find_clauses(text))]
    [('exhortation', 'other')]
    """

    def __init__(self) -> None:
        self._cues = alternatives_prefilter("commitments")
        self._orders = alternatives_prefilter("orders")
        self._disclaimers = alternatives_prefilter("disclaimers")
        self._voiding = Prefilter(
            (cue, alternative)
            for cue in load_cues("disclaimers")
            if cue.id == "voids_the_act"
            for alternative in alternatives(cue.pattern)
        )
        self._procedure = alternatives_prefilter("procedure")
        self._addressees: list[tuple[re.Pattern[str], Addressee]] = [
            (cue.pattern, "self" if cue.note == "addressee self" else "other")
            for cue in load_cues("addressees")
        ]

    def __call__(self, text: str, clauses: Items) -> list[dict[str, Any]]:
        """Return the commitments, in order."""
        read = [clause for clause in clauses if clause["section"] in ("title", "operative", "other")]
        texts = [text[clause["start"] : clause["end"]] for clause in read]
        acting = [
            (clause, words, hits)
            for clause, words, cues, orders in zip(
                read, texts, self._cues.candidates(texts), self._orders.candidates(texts), strict=True
            )
            if (hits := list(_main_hits(words, cues)) or _ordered(clause, words, orders))
            and any(hit.cue.strength for hit in hits)
        ]
        acting_texts = [words for _, words, _ in acting]
        negated, procedural = self._disclaimers.occur(acting_texts), self._procedure.occur(acting_texts)
        found = {
            clause["start"]: [
                self._commitment(
                    clause,
                    words,
                    hit,
                    after,
                    first=hits[0],
                    negated=hit.cue.id == "repeal" or (is_negated and self._negates(words, hit)),
                    procedural=is_procedural,
                )
                for hit, after in _with_what_follows(words, hits)
                if hit.cue.strength
            ]
            for (clause, words, hits), is_negated, is_procedural in zip(
                acting, negated, procedural, strict=True
            )
        }
        commitments = list(_continued(read, text, found))
        leave_to_the_speakers(commitments, text)
        lost = lost_motions(text, clauses)
        for act in commitments:
            if act["addressee"] == "self" and is_lost(act, lost):
                act["negated"] = True
        if commitments and any(self._voiding.occur(texts)):
            for act in commitments:
                act["negated"] = act["negated"] or act["addressee"] == "self"
        return commitments

    def _commitment(
        self,
        clause: Mapping[str, Any],
        words: str,
        hit: _Hit,
        after: str,
        *,
        first: _Hit,
        negated: bool,
        procedural: bool,
    ) -> dict[str, Any]:
        """Return the commitment that the verb at `hit` makes; `after` is what it governs.

        A later verb has the subject of the first, unless it has one of its own.
        """
        actor = _actor(words[: hit.start])
        if hit.start > first.start and not _OWN_SUBJECT.search(words[first.end : hit.start]):
            actor = _actor(words[: first.start])
        return {
            "text": words,
            "start": clause["start"],
            "end": clause["end"],
            "section": clause["section"],
            "actor": actor,
            "cue": words[hit.start : hit.end],
            "cue_id": hit.cue.id,
            "strength": hit.cue.strength,
            "addressee": self._addressee(hit, words[: hit.start], after, actor),
            "negated": negated,
            "procedural": procedural,
            "vague": bool(
                _VAGUE_ACTION.search(after[:_OBJECT_LENGTH])
                or _SYMBOLIC.search(words, max(0, hit.start - _OBJECT_LENGTH), hit.end + _OBJECT_LENGTH)
            ),
        }

    def _negates(self, words: str, hit: _Hit) -> bool:
        """Tell whether a disclaimer stands in the same half of the clause, between semicolons."""
        start = words.rfind(";", 0, hit.start) + 1
        end = words.find(";", hit.end)
        half = words[start : end if end >= 0 else len(words)]
        return self._disclaimers.occur([half])[0]

    def _addressee(self, hit: _Hit, before: str, after: str, actor: str | None) -> Addressee:
        """Return for whom the verb orders something: the city itself, or somebody else."""
        strength = hit.cue.strength
        target = after[:_OBJECT_LENGTH]
        if strength in ("binding", "adoption", "institution") or hit.cue.id == "affirm_commit":
            return "other" if actor and _OTHER_ACTOR.search(actor) else "self"
        if hit.cue.id == "endorse" and (_AS_GUIDE.search(after) or _FOR_ITSELF.search(before + after)):
            return "self"
        if hit.cue.id in ("oppose", "commemorate", "day_week_month", "endorse"):
            return "other"
        if _PASSIVE.search(before) and not _THAT.match(after):
            # "The Sheriff is asked to": who is asked stands before the verb.
            target = actor or before[-_OBJECT_LENGTH:]
        first: tuple[int, Addressee] | None = None
        for pattern, addressee in self._addressees:
            match = pattern.search(target)
            if match and (first is None or match.start() < first[0]):
                first = (match.start(), addressee)
        if first is not None:
            return first[1]
        return "other" if strength == "exhortation" else "self"


def _main_hits(words: str, cues: Iterable[tuple[Cue, re.Pattern[str]]]) -> Iterator[_Hit]:
    """Yield the first cue of a clause, and those joined to it.

    One without a strength, such as a verb of telling, governs what follows and is no act itself.
    """
    found = sorted(
        (_hit(cue, match) for cue, pattern in cues for match in pattern.finditer(words)),
        key=lambda hit: (hit.start, -hit.end),
    )
    first: _Hit | None = None
    reached = -1
    for hit in found:
        if hit.start < reached or (reached < 0 and hit.cue.id == "also_will"):
            continue
        if first is not None and (_asked_for(words, first, hit) or not _joined(words, hit)):
            continue
        first = first or hit
        reached = hit.end
        yield hit


def _asked_for(words: str, first: _Hit, hit: _Hit) -> bool:
    """Tell by its form that a later verb is part of what others are asked to do, or of a bill that is backed.

    "Urges the Assembly to support and adopt", "calls on it to pass the bill, prohibiting ... and requiring".
    """
    if first.cue.strength not in ("exhortation", "endorsement") or first.cue.id == "affirm_commit":
        return False
    return bool(_BEGINS_FINITE.match(words, first.start)) and not _BEGINS_FINITE.match(words, hit.start)


def _joined(words: str, hit: _Hit) -> bool:
    """Tell whether a later verb acts in its own right: after "and", or with a subject of its own after it."""
    before = words[max(0, hit.start - 60) : hit.start]
    if _JOINED.search(before):
        return True
    return bool(_FINITE.match(words, hit.start) and _OWN_SUBJECT.search(before))


def _ordered(
    clause: Mapping[str, Any], words: str, orders: Iterable[tuple[Cue, re.Pattern[str]]]
) -> list[_Hit]:
    """Return the first form of order in an operative clause: elsewhere the same words only tell."""
    if clause["section"] == "title":
        orders = [(cue, pattern) for cue, pattern in orders if cue.id == "repeal"]
    elif clause["section"] != "operative":
        return []
    for cue, pattern in orders:
        if match := pattern.search(words):
            return [_hit(cue, match)]
    return []


def _hit(cue: Cue, match: re.Match[str]) -> _Hit:
    """Return where the verb stands: a pattern that must see the start of the clause marks it by a group."""
    return _Hit(*match.span(match.lastindex or 0), cue)


def _continued(
    clauses: Iterable[Mapping[str, Any]], text: str, found: Mapping[int, list[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    """Yield the commitments found, and those of list items that only go on with the sentence above them.

    Under "The Commission shall:" the item "(b) hold hearings" is a duty, too;
    under "urges Congress to:" whatever the items say is asked of Congress.
    """
    lead: dict[str, Any] | None = None
    for clause in clauses:
        words = text[clause["start"] : clause["end"]]
        own = found.get(clause["start"], [])
        item = _ITEM.match(words) if lead is not None else None
        if lead is not None and item is not None and clause["section"] == lead["section"]:
            if own:
                for act in own:
                    if lead["strength"] == "exhortation":
                        act["addressee"] = lead["addressee"]
                    elif act["actor"] is None:
                        act["actor"] = lead["actor"]
                        if lead["addressee"] == "other" and lead["strength"] == "binding":
                            act["addressee"] = "other"
            elif (first := re.search(r"\w+", words[item.end() :])) is not None:
                inherited = ("section", "actor", "strength", "addressee", "negated", "procedural")
                own = [
                    {
                        "text": words,
                        "start": clause["start"],
                        "end": clause["end"],
                        **{name: lead[name] for name in inherited},
                        "cue": first.group(),
                        "cue_id": "item_of_a_list",
                        "vague": bool(_SYMBOLIC.search(words)),
                    }
                ]
        else:
            lead = None
        yield from own
        if own and _LIST_OPENS.search(words):
            lead = None if own[-1]["procedural"] else own[-1]


def _with_what_follows(words: str, hits: Sequence[_Hit]) -> Iterator[tuple[_Hit, str]]:
    """Yield each verb with the text up to the next one, or to the end of the clause."""
    stops = [*(hit.start for hit in hits[1:]), len(words)]
    for hit, stop in zip(hits, stops, strict=True):
        yield hit, words[hit.end : stop]


def _actor(before: str) -> str | None:
    """Return the subject: the last body named before the verb, or a pronoun next to it."""
    named = None
    for match in _ACTOR.finditer(before):
        if not _NO_SUBJECT.search(before, max(0, match.start() - 20), match.start()) and not _TITLE.search(
            match.group()
        ):
            named = match
    pronoun = None
    for match in _PRONOUN.finditer(before[-_NEAR:]):
        pronoun = match
    if pronoun is not None and (named is None or len(before) - named.end() > _NEAR):
        return pronoun.group(1)
    return " ".join(named.group(0).split()) if named is not None else None
