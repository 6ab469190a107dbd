"""Rows of a Prodigy export (JSONL): binary text classification, or a choice of options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrtext.corpus.fields import Fields, Skipped, details, one_outcome, text_field
from hrtext.model.codebook import OUTCOMES

_MARKS = frozenset({"answer", "accept", "_input_hash", "_task_hash"})
_SKIPPED = {"reject": "rejected", "ignore": "ignored"}
_ADVICE = "keep one, or set its answer to ignore"


def is_prodigy(row: Mapping[str, Any]) -> bool:
    """Tell whether a row has a field that only Prodigy writes."""
    return not _MARKS.isdisjoint(row)


def from_prodigy(row: Mapping[str, Any]) -> Fields | Skipped:
    """Return the fields of a row.

    A rejected row says which outcome a document has not, so it is left out.

    Raises
    ------
    ValueError
        If the answer is unknown, or an accepted row names no outcome or more than one.

    Examples
    --------
    >>> from_prodigy({"text": "An act.", "label": "rhetoric_only", "answer": "accept"})
    {'text': 'An act.', 'label': 'rhetoric_only'}
    >>> from_prodigy({"text": "An act.", "label": "rhetoric_only", "answer": "reject"})
    Skipped(reason='rejected')
    """
    answer = row.get("answer")
    if answer in _SKIPPED:
        return Skipped(_SKIPPED[answer])
    if answer != "accept":
        raise ValueError(f"the answer is {answer!r}, none of accept, reject, ignore: export with db-out")
    text = text_field(row, "a Prodigy row")
    return {"text": text, "label": _outcome(row), **details(row, row.get("meta"))}


def _outcome(row: Mapping[str, Any]) -> str:
    if "accept" not in row:
        return one_outcome([row.get("label")], _ADVICE)
    chosen = row["accept"]
    if not isinstance(chosen, list):
        raise TypeError(f"`accept` is {chosen!r}, and a list of options was expected: export with db-out")
    if not chosen:
        raise ValueError(f"accepted, and no option was chosen: {_ADVICE}")
    # An option has an id and the text shown for it; either may be the label.
    options = row.get("options")
    shown = {
        option["id"]: option.get("text")
        for option in (options if isinstance(options, list) else ())
        if isinstance(option, Mapping) and isinstance(option.get("id"), str | int)
    }
    return one_outcome(
        [name if name in OUTCOMES else shown.get(name, name) for name in chosen],
        _ADVICE,
    )
