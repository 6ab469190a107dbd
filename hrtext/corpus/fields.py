"""The fields that every kind of row is turned into, and the checks that all kinds share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from hrtext.model.codebook import OUTCOMES

# What tells one document from another; the tools keep it beside the text or in a part of its own.
DETAILS = ("city", "group", "lang", "origin", "confidence")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that an annotator, or its language, leaves out."""

    reason: str


Fields: TypeAlias = dict[str, Any]


def details(*sources: object) -> Fields:
    """Return city, group and the like from the first of `sources` that gives each.

    Examples
    --------
    >>> details({"city": ""}, {"city": "Elm", "page": 3}, None)
    {'city': 'Elm'}
    """
    found: Fields = {}
    for source in sources:
        if isinstance(source, Mapping):
            for name in DETAILS:
                if source.get(name) not in (None, ""):
                    found.setdefault(name, source[name])
    return found


def text_field(row: Mapping[str, Any], what: str) -> str:
    """Return the text of a row of a tool.

    Raises
    ------
    TypeError
        If there is none; the message lists the fields that there are.
    """
    text = row.get("text")
    if not isinstance(text, str):
        raise TypeError(f"{what} has no text in `text`; it has {_listed(row)}: name the field `text`")
    return text


def one_outcome(labels: Iterable[object], advice: str) -> str:
    """Return the one outcome that `labels` name, however often.

    Parameters
    ----------
    labels : iterable
        At least one.
    advice : str
        What to do where they differ.

    Raises
    ------
    ValueError
        If one is no outcome, or they differ.

    Examples
    --------
    >>> one_outcome(["rhetoric_only", "rhetoric_only"], "settle it")
    'rhetoric_only'
    """
    found = list(dict.fromkeys(map(checked_label, labels)))
    if len(found) > 1:
        raise ValueError(f"one document has the labels {' and '.join(found)}: {advice}")
    return found[0]


def checked_label(label: object) -> str:
    """Return `label` if it is an outcome.

    Raises
    ------
    ValueError
        If it is none; the message lists them.
    """
    if not isinstance(label, str) or label not in OUTCOMES:
        raise ValueError(
            f"label {label!r} is none of {', '.join(OUTCOMES)}: rename the label, or leave the row out"
        )
    return label


def _listed(row: Mapping[str, Any]) -> str:
    return ", ".join(map(repr, row)) or "no fields"
