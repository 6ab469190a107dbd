"""The table of the codebook: three answers in, one outcome out (CODEBOOK, "The label")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from hrtext.records import QUESTIONS, Label

OUT_OF_SCOPE = "out_of_scope"
OUTCOMES: tuple[str, ...] = (
    "formal_designation",
    "informal_commitment",
    "rhetoric_only",
    OUT_OF_SCOPE,
)


def outcome(designation: bool, undertaking: bool, rights_content: bool) -> str:
    """Return the label that the three answers give, or ``out_of_scope``.

    Examples
    --------
    >>> outcome(True, False, True)
    'rhetoric_only'
    >>> outcome(False, True, False)
    'out_of_scope'
    """
    if designation:
        return "formal_designation" if undertaking else "rhetoric_only"
    if not rights_content:
        return OUT_OF_SCOPE
    return "informal_commitment" if undertaking else "rhetoric_only"


def outcome_probabilities(answers: Mapping[str, float]) -> dict[str, float]:
    """Return the probability of each outcome, the answers taken as independent.

    Parameters
    ----------
    answers : mapping of str to float
        The probability of *yes* for each of :data:`hrtext.records.QUESTIONS`.

    Returns
    -------
    dict of str to float
        In the order of :data:`OUTCOMES`; the values add up to one.

    Examples
    --------
    >>> p = outcome_probabilities({"designation": 0.0, "undertaking": 0.5, "rights_content": 0.8})
    >>> p["informal_commitment"], round(p["out_of_scope"], 3)
    (0.4, 0.2)
    """
    designation, undertaking, rights = (answers[question] for question in QUESTIONS)
    return {
        "formal_designation": designation * undertaking,
        "informal_commitment": (1 - designation) * rights * undertaking,
        "rhetoric_only": designation * (1 - undertaking) + (1 - designation) * rights * (1 - undertaking),
        OUT_OF_SCOPE: (1 - designation) * (1 - rights),
    }


def label_of(outcome_name: str) -> Label | None:
    """Return the label to print: None for what is out of scope."""
    return None if outcome_name == OUT_OF_SCOPE else cast(Label, outcome_name)
