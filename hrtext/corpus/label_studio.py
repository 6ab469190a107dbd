"""Tasks of a Label Studio export (JSON): the choice made for each text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrtext.corpus.fields import Fields, Skipped, details, one_outcome, text_field
from hrtext.model.codebook import OUTCOMES

_ADVICE = "settle it in Label Studio, or mark one annotation as ground truth, and export again"


def is_label_studio(row: Mapping[str, Any]) -> bool:
    """Tell whether a row is a task of Label Studio."""
    return isinstance(row.get("data"), Mapping) and ("annotations" in row or "completions" in row)


def from_label_studio(row: Mapping[str, Any]) -> Fields | Skipped:
    """Return the fields of a task.

    An annotation marked as ground truth counts alone; otherwise all that were
    not cancelled must agree. Predictions are not read.

    Raises
    ------
    ValueError
        If the choices name no outcome, or annotations differ.

    Examples
    --------
    >>> choice = {"type": "choices", "value": {"choices": ["rhetoric_only"]}}
    >>> from_label_studio({"id": 7, "data": {"text": "An act."}, "annotations": [{"result": [choice]}]})
    {'text': 'An act.', 'label': 'rhetoric_only', 'id': 7}
    """
    annotations = row.get("annotations")
    if not isinstance(annotations, list):
        raise TypeError(
            "no list of `annotations`: export as JSON (not JSON-MIN) from Label Studio 1.0 or newer"
        )
    kept = [annotation for annotation in annotations if not annotation.get("was_cancelled")]
    if annotations and not kept:
        return Skipped("cancelled")
    kept = [annotation for annotation in kept if annotation.get("ground_truth")] or kept
    choices = [choice for annotation in kept for choice in _choices(annotation)]
    if not choices:
        return Skipped("not labelled")
    # A second question of the same form, such as how sure the annotator was, is not ours.
    labels = [choice for choice in choices if choice in OUTCOMES] or choices
    text = text_field(row["data"], "the data of a Label Studio task")
    return {
        "text": text,
        "label": one_outcome(labels, _ADVICE),
        **details(row["data"], row.get("meta")),
        **({"id": row["id"]} if "id" in row else {}),
    }


def _choices(annotation: Mapping[str, Any]) -> list[object]:
    return [
        choice
        for item in annotation.get("result", ())
        if item.get("type", "choices") == "choices"
        for choice in item.get("value", {}).get("choices", ())
    ]
