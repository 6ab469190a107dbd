"""Tell title, recitals, operative part and signatures of an act apart.

What a city undertakes stands in the operative part; what it merely recalls
stands in the recitals (CODEBOOK, preamble). A small state machine walks the
clauses: a drafting formula moves it on, and what follows belongs to the
section that the formula opened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hrtext.annotate.clauses import split_clauses
from hrtext.lexicon.prefilter import Prefilter, any_of
from hrtext.records import Section

_RECITAL = re.compile(
    r"\W*(?:and\s+)?(?:whereas|considering(?:\s+that)?|recogni[sz]ing(?:\s+that)?|recalling|noting|"
    r"(?:aware|conscious|convinced|desirous)(?:\s+also)?\s+(?:that|of)|(?:\w+ly\s+)?concerned\s+(?:that|about|by|at)|"
    r"mindful|bearing\s+in\s+mind|having\s+regard|taking\s+into\s+account|visto|considerando|"
    r"preamble|background|statement\s+of\s+(?:facts|findings)|recitals?|"
    r"(?:(?:this|the)\s+)?council\s+(?:notes|recogni[sz]es\s+that|believes|acknowledges)|"
    r"(?:section\s+\d+\W+|[§\ufffd]\s*\d+\W+)?(?:legislative\s+)?(?:findings|intent|declaration\s+of\s+legislative|"
    r"statement\s+of\s+purpose))\b",
    re.IGNORECASE,
)
# A heading under which each "That ..." is one more reason, until a formula or a number follows.
_REASONS = re.compile(
    r"\W*(?:visto|vista|considerando|considering|whereas|having\s+(?:seen|heard|considered)|given|premised|"
    r"(?:statement\s+of\s+)?reasons|(?:(?:this|the)\s+)?council\s+(?:notes|believes|acknowledges)(?:\s+that)?|"
    r".{0,100}\b(?:sets?\s+forth|states|notes|considering))\W*$",
    re.IGNORECASE,
)
_ENACTS = any_of(
    r"be\s+it\s+(?:further\s+|hereby\s+|therefore\s+|finally\s+|also\s+)*(?:resolved|ordained|enacted|"
    r"proclaimed|declared|ordered|known)|"
    r"now[,;:]?\s+therefore|"
    r"\bresolved[,:;]|\b(?:resolved|decided|carried|adopted)\s+unanimously\W*$|"
    r"\bit\s+was\s+(?:unanimously\s+)?(?:resolved|agreed|decided)|"
    r"\b(?:it\s+is\s+)?hereby\s+(?:resolved|ordained|enacted|ordered|decreed)|"
    r"\bdo(?:es)?\s+(?:hereby\s+)?(?:ordain|resolve|proclaim|declare|enact|order)\b|"
    r"\bi[,\s].{0,120}\b(?:do\s+)?hereby\s+(?:proclaim|declare|order|direct)|"
    r"\b(?:the|this)\s+(?:city\s+|town\s+|borough\s+|county\s+|municipal\s+)?(?:council|board|assembly|"
    r"commission|senate|committee|cabinet|executive)\s+(?:therefore\s+|hereby\s+|also\s+|further\s+)*"
    r"(?:resolves|decides|agrees|ordains|calls\s+(?:on|upon)|urges|commits|adopts|declares|directs|"
    r"requests|supports|endorses|asks|instructs|opposes|condemns|affirms|reaffirms|encourages|authori[sz]es)|"
    r"\bthe\s+(?:city|town|borough|county|municipal)?\s*council\s+decides|"
    r"\bordena\b|\bdecreta\b|\bresuelve\b|"
    r"^\W*(?:ordered|resolved|agreed|decided)\b[^.;]{0,80}?\bthat\b|"
    r"^\W*(?:motion|recommendation|recommended|proposition|proposal|moved)\b[^.;]{0,60}[:,]\s*that\b|"
    r"^\W*(?:it\s+was\s+)?(?:duly\s+)?moved\b[^;:]{0,120}(?<![.;])$|"
    r"^[\W\d]*moved\b[^;:]{0,80}\bseconded\b[^;:]{0,60}$|"
    r"\bit\s+is\s+(?:hereby\s+)?(?:sanctioned|decided|agreed|enacted)\b\W|"
    r"^\W*(?:(?:the|this)\s+)?(?:(?-i:[A-Z])[\w’'-]*\s+){0,3}(?:council|board|assembly|committee)\s+"
    r"(?:hereby\s+|also\s+|further\s+)*(?:therefore\b|(?:resolves|agrees|decides)\b)|"
    r"^\W*that\s+(?:the\s+|this\s+)?(?:council|board|committee|city|municipality)\W*$|"
    r"^\W*therefore\b[^.]{0,60}$|"
    r"^\W*(?:sanctions|approves|disposes|resolves|agrees|decides|decrees|enacts|orders)\b[^.;]{0,40}:?\s*$|"
    r"^\W*(?:the\s+)?(?:proposed\s+|draft\s+|staff\s+|officers?\s+)?(?:decisions?|agreements?|"
    r"recommendations?|resolves?|disposition|enactment|operative\s+part|recommended\s+(?:actions?|motions?)|"
    r"(?:actions?\s+)?requested(?:\s+actions?)?|motion)(?:\(s\))?\W*$|"
    # A lead that stands alone: "COUNCIL NOW RESOLVES THAT:", "moved ..., that Council", "put and agreed:".
    r"^[^.;]{0,90}\b(?:resolves?|decides?|agree[sd]?|orders?|instructs?|directs?|ordains?|decrees?|undertakes?|"
    r"commits\s+itself|carried)(?:\s+(?:as\s+follows|that|to|the\s+following))?\s*:?\s*$|"
    r"\bthat\s+(?:the\s+|this\s+)?(?:council|board|committee|cabinet)\s*:?\s*$|"
    r"^[^.;]{0,120}\b(?:council|board|assembly|committee|cabinet|municipality|trustees)\b[^.;]{0,60}:\s*$"
)
_NUMBERED = re.compile(
    r"\W{0,2}(?:(?:section|sec\.|article|art\.|clause|[§\ufffd])\s*[\dIVX]+(?:st|nd|rd|th|[a-z])?(?:[-.]\d+)*\b|"
    r"\d+(?:st|nd|rd|th)\s+(?:article|section)\b|"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s*(?:[.:][-–—]*|[-–—]+)\s)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"\W*(?:(?:passed|adopted|approved|enacted|signed|dated|ordained)\b.{0,60}(?:\d{4}|this|by\b|vote|unanim|$)|"
    r"attest\b|in\s+witness\s+whereof|yeas?\b|ayes\b|nays?\b|noes\b|in\s+favou?r\b|referred\s+to\b|"
    r"(?:city|town|county|municipal|borough|deputy)?\s*clerk\b.{0,40}$|mayor\s*$|/s/|_{4,}|"
    r"(?:motion|resolution|ordinance)\s+(?:was\s+)?(?:carried|passed|adopted|agreed)|carried\b|"
    r"effective\s+date\b|ls\s*#|approved\s+as\s+to\s+form|first\s+reading|second\s+reading)",
    re.IGNORECASE,
)
_TITLE_START = re.compile(
    r"\W*(?:an?\s+(?:emergency\s+)?(?:resolution|ordinance|local\s+law|act|order|by-?law|proclamation)\b|"
    r"resolution\b|ordinance\b|proclamation\b|(?:res|ord)\.\s*no|title\b|subject\b|re:|motion\b|"
    r"charter\b|declaration\b|bill\s+no)",
    re.IGNORECASE,
)
_PERFORMATIVE = re.compile(
    r"\bhereby\b|\b(?:we|council|city|town|county|village|township|parish|commune|corporation|shire|board|"
    r"trustees|municipality|borough|district|authority|assembly|administration|government|directorate|department|"
    r"division)\b[^.;]{0,50}\b(?:shall|will|must|resolves?|declares?|commits?|adopts?|"
    r"undertakes?|pledges?|proclaims?|decides?|ensures?|guarantees?|strives?|endeavou?rs?|joins?|renews?|"
    r"establishes|creates|appoints|directs|instructs|allocates)\b",
    re.IGNORECASE,
)
# A motion in minutes orders in one sentence, and what follows is debate again.
_MOVED = re.compile(r"^.{0,60}?\bmoved\b[^.;]{0,60}\bthat\b", re.IGNORECASE)
_MOVES = Prefilter([("moves", _MOVED)])
# Title and recitals are over at the first clause that orders, though no formula says so:
# "(a) that a desk be opened", "TO INSTRUCT the Mayor", "The City shall ...".
_ORDERS = re.compile(
    r"\W*(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,5})[.)]\W*)?(?:"
    r"(?-i:T(?:hat|HAT))\s|that\s+(?:the|this|its|each|every|all|an?|no|not|up\s+to|one|two|three|from|there)\b|"
    r"that\s+(?:[$£€\d]|(?-i:[A-Z]))|"
    r"(?-i:T(?:o|O)\s+[A-Z]{2,})|let\s+(?:the|there|it)\b|"
    r"(?:it|and)\s+(?:adopts|pledges|asks|resolves|will)\b|"
    r"(?:this|the|our)\s+(?:[\w-]+\s+){0,2}(?:council|city|town|county|village|township|parish|commune|"
    r"corporation|shire|board|municipality|borough|district|authority)\s+(?:shall|must|will|adopts|commits|undertakes|pledges|resolves|adheres)\b|"
    r"(?:no|each|every|all|any|the|a|an)\s+(?:[\w’'-]+[\s,]+){1,9}(?:shall|must)\b)",
    re.IGNORECASE,
)
# The parts of a report beside what it recommends.
_REPORTS = re.compile(
    r"\W*(?:\d{1,2}\.?\s+)?(?:(?:executive\s+|issue\s+)?summary|discussion|origin|analysis|rationale|options|"
    r"alternatives(?:\s+considered)?|next\s+steps|attachments|reasons?\s+for\s+(?:the\s+)?recommendations?|"
    r"(?:fiscal|financial|budget|legal|policy|equity|environmental|social)\s+(?:impacts?|implications?|"
    r"considerations?|notes?)|risk(?:\s+considerations?)?|community\s+engagement|consultation|"
    r"consequences?\s+of\s+negative\s+action|comments?)\W*$",
    re.IGNORECASE,
)
# What a heading in capitals brings to an end.
_PREAMBLE = re.compile(r"\W*(?:preamble|background|introduction)\W*$", re.IGNORECASE)
_SHORT = 60
# After recitals without numbers, "2. Obligation" opens a part of a regulation.
_HEADING = re.compile(r"\d{1,2}\.?\s+[A-Z][^.;:,]{2,50}$")
# A number, a dash or a small letter at its start: the clause goes on with the list or sentence before it.
_CONTINUES = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[ivxIVX]{1,5})[.)]|[•·▪–—-]\s|(?-i:[a-z])")
# A heading is no longer than this.
_LONGEST_HEADING = 200
_THAT = re.compile(r"\W*(?:\(?\w{1,4}[.)]\W*)?that\b", re.IGNORECASE)
# A text with this many numbered sections is an act, though the enacting clause be missing.
_NUMBERED_ACT = 3
# A title is over after this many clauses without any formula: the document is prose.
_LONGEST_TITLE = 4


def divide(clauses: Sequence[str]) -> list[Section]:
    """Return the section of each clause.

    Parameters
    ----------
    clauses : sequence of str
        The clauses of one document, in order.

    Returns
    -------
    list of Section
        As long as `clauses`.

    Examples
    --------
    >>> divide(["A RESOLUTION on rights", "WHEREAS, rights matter; now,", "BE IT RESOLVED that we act."])
    ['title', 'recital', 'operative']
    """
    enacting, moved = _ENACTS.occur(clauses), _MOVES.occur(clauses)
    has_headings = sum(bool(_HEADING.match(clause)) for clause in clauses) >= _NUMBERED_ACT
    formal = any(enacting) or sum(bool(_NUMBERED.match(clause)) for clause in clauses) >= _NUMBERED_ACT
    sections: list[Section] = []
    state: Section = "title"
    reasons = False
    opened = ""  # what the recitals began with
    for number, clause in enumerate(clauses):
        if len(clause) <= _LONGEST_HEADING and _REASONS.match(clause):
            state, reasons = "recital", True
        elif not (reasons and state == "recital" and _THAT.match(clause) and not enacting[number]):
            state = _next(state, clause, number, formal, enacts=enacting[number], moves=moved[number])
        if state == "recital" and has_headings and _HEADING.match(clause) and not _RECITAL.match(clause[2:]):
            state, formal = "operative", True
        elif (
            state == "recital"
            and number
            and clause.isupper()
            and len(clause) <= _SHORT
            and _PREAMBLE.match(opened)
        ):
            state = "other"
        if state == "recital" and (not sections or sections[-1] != "recital"):
            opened = clause
        reasons = reasons and state == "recital"
        sections.append(state)
    return sections


def _next(state: Section, clause: str, number: int, formal: bool, *, enacts: bool, moves: bool) -> Section:
    if _RECITAL.match(clause) or (len(clause) <= _SHORT and _REPORTS.match(clause)):
        return "recital"
    if moves:
        return "operative"
    if enacts:
        return "title" if number == 0 and _TITLE_START.match(clause) and len(clause) > 40 else "operative"
    if state in ("operative", "signature") and _SIGNATURE.match(clause):
        return "signature"
    if _NUMBERED.match(clause):
        return "operative"
    if (state == "recital" or (state == "title" and number)) and _ORDERS.match(clause):
        return "operative"
    if state == "title":
        if number < _LONGEST_TITLE or (formal and number < 3 * _LONGEST_TITLE):
            return "title"
        state = "other"
    if not formal and state in ("other", "operative"):
        acts = _PERFORMATIVE.search(clause) or _ORDERS.match(clause)
        return "operative" if acts or (state == "operative" and _CONTINUES.match(clause)) else "other"
    if state == "signature" and _PERFORMATIVE.search(clause) and len(clause) > 120:
        return "operative"
    return state


def find_clauses(text: str) -> list[dict[str, Any]]:
    """Split a text into clauses and give each its section.

    Returns
    -------
    list of {"start", "end", "section"}
        Offsets in code points.

    Examples
    --------
    >>> find_clauses("WHEREAS, rights matter;\\nBE IT RESOLVED that the City shall act.")[1]
    {'start': 24, 'end': 63, 'section': 'operative'}
    """
    offsets = split_clauses(text)
    sections = divide([text[start:end] for start, end in offsets])
    return [
        {"start": start, "end": end, "section": section}
        for (start, end), section in zip(offsets, sections, strict=True)
    ]
