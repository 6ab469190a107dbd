"""Tell the five uses of the title of human rights city apart.

The same words are given, made a duty, recalled, aspired to or conferred by
others, and only the first two are a designation (CODEBOOK, case 21). A phrase
match cannot label; the words around it can.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from hrtext.annotate.extensions import register_extensions
from hrtext.lexicon import Lexicon, load_cues, load_lexicon

# The titles that count, and accession to the charter whose signatories bear the title.
_CHARTER = "eu_charter_city"
_CAMPAIGN = "hrc_campaign_2030"


class TitleAnnotator:
    """spaCy component that says how each clause uses the title.

    Sets ``doc._.hrtext_titles``, a list of ``{"start", "end", "section",
    "uses"}``: the clauses that hold the title, an accession to the European
    Charter for the Safeguarding of Human Rights in the City, or the campaign
    of human rights cities; `uses` are ids of the cues in ``titles.jsonl``,
    ``charter`` and ``campaign``. Needs ``hrtext_references`` before it.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> for name in ("hrtext_sections", "hrtext_references", "hrtext_titles"):
    ...     _ = nlp.add_pipe(name)
    >>> doc = nlp("BE IT RESOLVED, that the Council declares Eastport a Human Rights City.")
    >>> doc._.hrtext_titles[0]["uses"]
    ['title_given']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        register_extensions()
        self._titles = {entry.id for entry in lexicon.entries if entry.role == "title" and entry.counts}
        self._cues = load_cues("titles").cues

    def __call__(self, doc: Doc) -> Doc:
        found: list[dict[str, Any]] = []
        clauses = doc._.hrtext_clauses or []
        starts = [clause["start"] for clause in clauses]
        references: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        for reference in doc._.hrtext_references or []:
            references[bisect_right(starts, reference["start"]) - 1].append(reference)
        text = doc.text  # spaCy joins the tokens anew each time it is asked
        for number, clause in enumerate(clauses):
            inside = [r for r in references[number] if r["start"] < clause["end"]]
            titles = [r for r in inside if r["kind"] == "designation" and r["id"] in self._titles]
            uses = [
                name
                for name, instrument in (("charter", _CHARTER), ("campaign", _CAMPAIGN))
                if any(r["id"] == instrument for r in inside)
            ]
            if titles:
                words = text[clause["start"] : clause["end"]]
                for title in reversed(titles):
                    start, end = title["start"] - clause["start"], title["end"] - clause["start"]
                    words = f"{words[:start]}TITLE{words[end:]}"
                uses += [cue.id for cue in self._cues if cue.pattern.search(words)] or ["title_bare"]
            if uses:
                found.append({**clause, "uses": uses})
        doc._.hrtext_titles = found
        return doc


@Language.factory(
    "hrtext_titles",
    assigns=["doc._.hrtext_titles"],
    requires=["doc._.hrtext_references"],
    default_config={"lexicon": None},
)
def create_title_annotator(nlp: Language, name: str, lexicon: str | None) -> TitleAnnotator:
    """Build the component; `lexicon` is the path of the user's own entries."""
    return TitleAnnotator(load_lexicon(lexicon))
