"""The model card: what the model is, what it learned from, how well it does, where it fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SPLITS = {
    "group": "near-duplicates of an act kept on one side",
    "city": "all acts of a city kept on one side",
}
_PARTS = {
    "real_clear": "real acts, coded with high or medium confidence",
    "real": "real acts, all",
    "selected": "real acts chosen as hard, coded with high or medium confidence",
    "written": "documents written for the corpus",
}


def model_card(manifest: Mapping[str, Any], *, notes: str = "") -> str:
    """Return the README of a model directory.

    Parameters
    ----------
    manifest : mapping
        What ``model.json`` holds.
    notes : str, optional
        Further sections, in Markdown.
    """
    corpus = manifest["corpus"]
    lines = [
        f"# Model `{manifest['name']}`",
        "",
        "Labels one document issued by, or speaking for, a municipality: `formal_designation`, "
        "`informal_commitment`, `rhetoric_only`, or out of scope. Three logistic regressions answer the "
        "three questions of the codebook; the label follows by its table.",
        "",
        f"Trained with hrtext {manifest['version']}, seed {manifest['seed']}, on {corpus['documents']} "
        f"English documents (corpus SHA-256 `{corpus['sha256'][:16]}`, lexicon SHA-256 "
        f"`{manifest['lexicon_sha256'][:16]}`).",
        "",
        "| origin | " + " | ".join(next(iter(corpus["labels"].values()))) + " |",
        "| --- |" + " ---: |" * len(next(iter(corpus["labels"].values()))),
    ]
    lines += [
        f"| {origin} | " + " | ".join(str(n) for n in counts.values()) + " |"
        for origin, counts in corpus["labels"].items()
    ]
    lines += ["", "## Held-out figures", ""]
    for split, parts in manifest["figures"].items():
        lines += [
            f"Five folds, {_SPLITS[split]}:",
            "",
            "| documents | n | macro-F1 (95 % interval) | accuracy | calibration error |",
            "| --- | ---: | --- | ---: | ---: |",
        ]
        for part, figure in parts.items():
            low, high = figure["macro_f1_interval"]
            lines.append(
                f"| {_PARTS[part]} | {figure['documents']} | {figure['macro_f1']:.3f} "
                f"({low:.2f} to {high:.2f}) | {figure['accuracy']:.3f} | {figure['calibration_error']:.3f} |"
            )
        lines += [
            "",
            "| documents | outcome | precision | recall | F1 | n |",
            "| --- | --- | ---: | ---: | ---: | ---: |",
        ]
        lines += [
            f"| {_PARTS[part]} | `{name}` | {row['precision']:.2f} | {row['recall']:.2f} | {row['f1']:.2f} "
            f"| {row['documents']} |"
            for part, figure in parts.items()
            for name, row in figure["outcomes"].items()
            if row["documents"]
        ]
        lines += ["", "| documents | answer | F1 | accuracy |", "| --- | --- | ---: | ---: |"]
        lines += [
            f"| {_PARTS[part]} | {question} | {_or_dash(row['f1'])} | {_or_dash(row['accuracy'])} |"
            for part, figure in parts.items()
            for question, row in figure["answers"].items()
        ]
        lines.append("")
    lines += [
        "## Review",
        "",
        f"`needs_review` is set below a probability of {manifest['review_below']:.3f} for the outcome: above "
        "it, held-out documents were labelled right 97 times in a hundred; "
        f"{manifest['review_share']:.0%} of them lay below.",
    ]
    return "\n".join(lines) + ("\n\n" + notes.strip() if notes else "") + "\n"


def _or_dash(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
