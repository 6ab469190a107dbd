"""Tell the five uses of the title of human rights city apart.

The same words are given, made a duty, recalled, aspired to or conferred by
others, and only the first two are a designation (CODEBOOK, case 21). A phrase
match cannot label; the words around it can.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from hrtext.annotate.annotation import Items
from hrtext.annotate.speakers import is_petition
from hrtext.annotate.verdicts import is_lost, lost_motions
from hrtext.lexicon import Lexicon, load_cues

# Accession to the charter whose signatories bear the title, and to the campaign of these cities.
_JOINED = {"eu_charter_city": "charter", "hrc_campaign_2030": "campaign"}
_JOINS = re.compile(
    r"\b(?:acced\w+|accession|adhe(?:res?|ring|rence|sion)|sign(?:s|ing|ature)?|join(?:s|ing)?|"
    r"ratif(?:y|ies|ying|ication)|subscri(?:bes?|bing|ption)|enrol\w*|enters?|entering|entry|"
    r"adopt(?:s|ing|ion)?|approv(?:es?|ing|al)|undertakes|accept(?:s|ing|ance)|(?:binds|commits) itself|"
    r"becom(?:es?|ing) an? (?:party|signatory|member)|"
    r"(?:is|are|be) (?:hereby )?(?:approved|adopted|signed|acceded|accepted|ratified|subscribed|joined))\b",
    re.IGNORECASE,
)
_JOINS_THE_SAID = re.compile(
    r"\b(?:accedes?|acceding|accession|adheres?|adhering|adhesion|signs?|joins?|subscribes?|enrols?|ratif(?:y|ies))"
    r"(?:\s+\w+){0,4}\s+(?:said|this|the)\s+(?:(?:said|European|same)\s+)?(?:charter|campaign)\b|"
    r"\bmakes?\s+(?:said|this|the)\s+(?:(?:said|European|same)\s+)?charter\s+its\s+own\b",
    re.IGNORECASE,
)
# "The Council asks the Mayor to sign" is the act of the city, not a wish.
_ORDERS_TO_SIGN = re.compile(
    r"\b(?:mayor|president|chair\w*|provost|leader|clerk|intendant)\b[^.;]{0,40}\bsign\b", re.IGNORECASE
)
_GIVING = frozenset({"title_given", "title_duty", *_JOINED.values()})
# Cues are tried in order, so one use may have several.
_USES = {
    "title_conferred_by_another": "title_conferred",
    "title_given_by_this_act": "title_given",
    "title_given_plainly": "title_given",
    "title_made_a_duty_by_this_act": "title_duty",
}
# So given even in a recital: "by declaring Eastport a human rights city".
_OVERT = "title_given_by_this_act"
# A full stop that ends no sentence: the cues look no further than the sentence.
_ABBREVIATION = re.compile(r"\b(St|Mt|Ft|Nos?|Dr|Mrs?|Ms|Cllr|Art|Sec|Res|Ord|[A-Z])\.")
# Joining the human rights cities, whatever their league is called.
_JOINS_THEM = re.compile(
    r"(?<!may )\b(?:joins?|joining|enters?|entering|accession|accedes?|adheres?|adhesion|enrols?|"
    r"becomes? an? member|counts\s+itself\s+among)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
# Many cities are not this one.
_PLURAL = re.compile(
    r"(?:cities|towns|counties|villages|communities|boroughs|municipalities)$", re.IGNORECASE
)
# What a clause among the recitals begins with when it recites; without, no formula parted it from them.
_RECITES = re.compile(
    r"\W*(?:[A-Z]\.\s+)?(?:and,?\s+)?(?:whereas|considering|recogni[sz]ing|recalling|noting|having|mindful|"
    r"bearing|aware|convinced|believing|since|given|background|that\s+(?:in|on|since)\b|(?:in|on)\s+(?:\w+\s+){0,3}\d{4})\b",
    re.IGNORECASE,
)
# "takes the name above": the title stands elsewhere, mostly in the heading.
_NAMED_ABOVE = re.compile(
    r"\b(?:tak\w+|adopt\w*|assum\w+|bears?|given|confer\w*|declar\w+|designat\w+|proclaim\w*)\b[^.;]{0,30}"
    r"\b(?:(?:said|above|aforesaid)\s+(?:name|title|style|designation)|"
    r"(?:name|title|style|designation)\s+(?:set\s+out\s+|given\s+|written\s+)?(?:above|aforesaid))\b|"
    r"\b(?:takes?|adopts?|assumes?)\s+that\s+(?:name|title|style)\b|"
    r"\b(?:declared|designated|proclaimed|named)\s+as\s+in\s+the\s+(?:object|heading|title|subject)\b|"
    r"\b(?:name|title|designation)\b[^.;]{0,20}\b(?:is|be)\s+(?:hereby\s+)?(?:renewed|confirmed|reaffirmed)\b|"
    r"\b(?:is|be|are)\s+(?:hereby\s+)?so\s+(?:declared|designated|proclaimed|named|styled)\b",
    re.IGNORECASE,
)


class TitleReader:
    """Says how each clause uses the title of human rights city.

    Called with a text, its clauses and references, it returns a list of
    ``{"start", "end", "section", "uses", "decides"}``: the clauses that hold
    the title, the European Charter for the Safeguarding of Human Rights in the
    City, or the campaign of human rights cities. `uses` are ids of the cues in
    ``titles.jsonl``, one for each title, ``charter`` and ``campaign`` (joined
    by this act); `decides` tells whether the clause itself gives the title or
    makes it a duty: a recital does so only by words such as "by declaring"
    (CODEBOOK, Q1).

    Examples
    --------
    >>> from hrtext.annotate import TextAnnotator
    >>> TextAnnotator()("RESOLVED, that the Council declares Eastport a Human Rights City.").titles[0]["uses"]
    ['title_given']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        # Names that hold the verb: "accede to the European Charter ...".
        self._accessions = {
            entry.id: entry.role.removesuffix("_accession")
            for entry in lexicon.entries
            if entry.role in ("charter_accession", "campaign_accession")
        }
        self._titles = {entry.id for entry in lexicon.entries if entry.role == "title" and entry.counts}
        self._cues = load_cues("titles").cues

    def __call__(self, text: str, clauses: Items, references: Items) -> list[dict[str, Any]]:
        """Return the clauses that use the title, and how."""
        found: list[dict[str, Any]] = []
        starts = [clause["start"] for clause in clauses]
        inside: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        for reference in references:
            inside[bisect_right(starts, reference["start"]) - 1].append(reference)
        named: set[str] = set()  # by the clauses so far
        for number, clause in enumerate(clauses):
            if number not in inside and not found and named.isdisjoint(_JOINED):
                continue
            words = text[clause["start"] : clause["end"]]
            uses: dict[str, bool] = {}  # to whether it is one by words that leave no doubt
            for reference in inside.get(number, ()):
                if reference["start"] < clause["end"]:
                    named.add(reference["id"])
                    for use, is_overt in self._use(reference, words, clause["start"]):
                        uses[use] = uses.get(use, False) or is_overt
            only_named = set(uses) <= {"title_bare"}
            if only_named and found and _NAMED_ABOVE.search(words):
                uses = {"title_given": False}
            elif only_named and (joined := named.intersection(_JOINED)) and _JOINS_THE_SAID.search(words):
                uses = {_JOINED[min(joined)]: False}
            if uses:
                given = _GIVING.intersection(uses)
                decides = bool(given) and (
                    clause["section"] != "recital" or any(uses.values()) or not _RECITES.match(words)
                )
                found.append({**clause, "uses": list(uses), "decides": decides})
        return _taken_up(found, text, clauses) if found else found

    def _use(self, reference: Mapping[str, Any], words: str, offset: int) -> Iterator[tuple[str, bool]]:
        """Yield the use of one title, charter or campaign in its clause: none for other references.

        The first cue decides whose words stand around it. To name a charter is
        not to join it, and many cities are not this one.
        """
        is_designation = reference["kind"] == "designation"
        joined = (self._accessions if is_designation else _JOINED).get(reference["id"])
        if joined is None and not (is_designation and reference["id"] in self._titles):
            return
        start, end = reference["start"] - offset, reference["end"] - offset
        around = _ABBREVIATION.sub(r"\1", f"{words[:start]}TITLE{words[end:]}")
        cue = next((cue.id for cue in self._cues if cue.pattern.search(around)), "title_bare")
        use = _USES.get(cue, cue)
        is_free = use in _GIVING or use == "title_bare"
        if joined is not None:
            if (is_free and _JOINS.search(words)) or _ORDERS_TO_SIGN.search(words):
                yield joined, cue == _OVERT
        elif is_free and _PLURAL.search(words[start:end]):
            yield ("campaign" if _JOINS_THEM.search(words[:start]) else "title_bare"), False
        else:
            yield use, cue == _OVERT


def _taken_up(titles: list[dict[str, Any]], text: str, clauses: Items) -> list[dict[str, Any]]:
    """Return how titles are used where what gives them may have been lost, or only asked for."""
    lost = lost_motions(text, clauses)
    asked = is_petition(text)

    def use_of(title: dict[str, Any]) -> dict[str, Any]:
        if is_lost(title, lost):
            return {**title, "uses": ["title_ended"], "decides": False}
        if asked and title["decides"]:
            return {**title, "uses": ["title_aspired"], "decides": False}
        return title

    return [use_of(title) for title in titles]
