"""What is learned from: features and answers of a labelled document, and how much it counts."""

from __future__ import annotations

from dataclasses import dataclass

from hrtext.features import Features
from hrtext.model.marks import NO_MARKS, Marks

# Documents written for the corpus are hard cases on purpose; where they would
# shift how common rights content is, they count less than real acts.
_WRITTEN_WEIGHT = {"designation": 1.0, "undertaking": 1.0, "rights_content": 0.2}


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled document, ready to be learned from.

    Attributes
    ----------
    id : str
    features : Features
    answers : tuple of (bool or None)
        One for each question; None where it was not coded.
    outcome : str
        One of :data:`hrtext.model.codebook.OUTCOMES`.
    city, group : str
        What is kept on one side of every split.
    origin : str
        ``real`` or ``written``.
    confidence : str
        How clear the coder found it.
    duplicate_of : str
        The id of the first sample whose text this one repeats; empty if that was not looked for.
    marks : Marks
        The numbers of the clauses in `features` that a coder marked.
    text : str
        The text itself, for what is compared with the model.
    """

    id: str
    features: Features
    answers: tuple[bool | None, ...]
    outcome: str
    city: str
    group: str
    origin: str
    confidence: str
    duplicate_of: str = ""
    marks: Marks = NO_MARKS
    text: str = ""


def sample_weight(sample: Sample, question: str) -> float:
    """Return how much a document counts when the answer to `question` is learned."""
    return _WRITTEN_WEIGHT[question] if sample.origin == "written" else 1.0
