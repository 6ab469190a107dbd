"""Say when a person should look, and why."""

from __future__ import annotations

from collections.abc import Mapping

from hrtext.annotate.annotation import Annotation
from hrtext.model.codebook import outcome
from hrtext.records import QUESTIONS, Ocr

# An answer this near to even is a coin toss, whatever the label's probability.
_EVEN = 0.1
# Legible scans get 0.97 and more from rapidocr and 0.9 from Tesseract (scripts/ocr_scores.py), so what
# lies below is out of the ordinary; how many words are wrong there was not measured.
_READABLE = 0.85


def review_reasons(
    annotation: Annotation,
    answers: Mapping[str, bool],
    probabilities: Mapping[str, float],
    outcomes: Mapping[str, float],
    review_below: float,
) -> list[str]:
    """Return why a document needs review; an empty list if it does not.

    Parameters
    ----------
    annotation : Annotation
    answers, probabilities : mapping
        The answer to each question, and the probability of *yes*.
    outcomes : mapping of str to float
        The probability of each outcome.
    review_below : float
        The model's own threshold, chosen so that what lies above it is right
        often enough (see the model card).

    Returns
    -------
    list of str
        Sentences that a reader understands.
    """
    reasons = []
    given = outcome(*(answers[question] for question in QUESTIONS))
    if outcomes[given] < review_below:
        reasons.append(f"The outcome is not likely enough ({given}: {outcomes[given]:.2f}).")
    for question, probability in probabilities.items():
        if abs(probability - 0.5) < _EVEN and _decides(question, answers):
            reasons.append(f"The answer on {question} is close ({probability:.2f}).")
    titled = any("title_given" in use["uses"] or "charter" in use["uses"] for use in annotation.titles)
    if answers["designation"] and not annotation.titles:
        reasons.append("A designation without any sentence that holds the title.")
    if not answers["designation"] and titled and probabilities["designation"] > 0.2:
        reasons.append("A sentence seems to give the title, but the document does not read as a designation.")
    acts = [act for act in annotation.commitments if not act["procedural"]]
    if (
        answers["undertaking"]
        and answers["rights_content"]
        and all(act["addressee"] == "other" or act["negated"] for act in acts)
    ):
        reasons.append("An undertaking without any clause in which the authority undertakes something.")
    sections = {clause["section"] for clause in annotation.clauses}
    if "recital" in sections and "operative" not in sections:
        reasons.append("There are recitals but no operative part: the text may be cut off.")
    return reasons


def ocr_reasons(ocr: Ocr | None) -> list[str]:
    """Return why text that was read off pictures of pages needs review.

    Parameters
    ----------
    ocr : Ocr or None

    Examples
    --------
    >>> from hrtext.records import OcrPage
    >>> ocr_reasons(Ocr("e", (OcrPage(2, "no_text", 0.71),), 0.71))
    ['The scan is hard to read, so words may be wrong (confidence on page 2: 0.71).']
    """
    if ocr is None:
        return []
    reasons = []
    poor = [page for page in ocr.pages if page.confidence < _READABLE]
    if poor:
        worst = min(poor, key=lambda page: page.confidence)
        reasons.append(
            "The scan is hard to read, so words may be wrong "
            f"(confidence on page {worst.page}: {worst.confidence:.2f})."
        )
    if ocr.unread:
        reasons.append(
            f"{len(ocr.unread)} of its pages are pictures that were not read (from page {ocr.unread[0]})."
        )
    return reasons


def _decides(question: str, answers: Mapping[str, bool]) -> bool:
    """Tell whether another answer to `question` would change the outcome."""
    if question == "undertaking":
        return answers["designation"] or answers["rights_content"]
    if question == "rights_content":
        return not answers["designation"]
    return True
