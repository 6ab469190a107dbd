"""A new model beside the one that ships with hrtext, on the same documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrtext.corpus import Corpus, fingerprint
from hrtext.errors import ModelError
from hrtext.model.evaluation import predict, summaries
from hrtext.model.metrics import Predictions
from hrtext.model.splitting import SplitBy
from hrtext.model.store import StoredModel, load_model

_NEW: dict[SplitBy, str] = {
    "city": "the new model is judged on cities that it has not seen",
    "group": "the new model has seen other acts of the same cities, which the default one may not have",
}


def beside_default(
    corpus: Corpus, held_out: Predictions, *, split_by: SplitBy, seed: int = 0
) -> dict[str, Any]:
    """Return the held-out figures of a new model and those of the default model.

    The default model is judged on documents that it did not learn from, by the
    hashes of texts that it keeps, and the new one on the same; near-duplicates
    of what the default model learned from are not known, so they count.

    Parameters
    ----------
    corpus : Corpus
        What the new model learns from.
    held_out : Predictions
        For each of its documents, by models that saw nothing of its unit.
    split_by : {"group", "city"}
        What the units were. By city is fairer, where there are cities enough:
        the default model has seen no other act of them either.
    seed : int, optional
        Of the bootstrap.

    Returns
    -------
    dict
        ``how``, in words; and where figures can be given, ``new`` and
        ``default``, as :func:`hrtext.model.evaluation.summaries` gives them.
    """
    try:
        stored = load_model()
    except ModelError as error:
        return {"how": f"not beside the default model, which cannot be read: {error}"}
    known = set(stored.manifest.get("trained_on", ()))
    unseen = [fingerprint(document) not in known for document in corpus.documents]
    named = f"the default model ({stored.identity.version}, SHA-256 {stored.identity.sha256[:16]})"
    if not any(unseen):
        return _recorded(stored, corpus, held_out, split_by, named, seed)
    mine = held_out.select(unseen)
    default = Predictions(mine.samples, predict(stored.linear, mine.samples))
    left_out = len(unseen) - sum(unseen)
    return {
        "how": f"{len(mine.samples)} documents that {named} did not learn from"
        + (f"; {left_out} that it did are left out" if left_out else "")
        + f"; {_NEW[split_by]}",
        "new": summaries(mine, seed=seed),
        "default": summaries(default, seed=seed),
    }


def comparison_in_words(comparison: Mapping[str, Any]) -> str:
    """Return what :func:`beside_default` found, as lines of text."""
    if "new" not in comparison:
        return f"Beside the default model: {comparison['how']}"
    lines = [f"Held out, beside the default model: {comparison['how']}"]
    for part, new in comparison["new"].items():
        default = comparison["default"][part]
        lines.append(
            f"  {part:<11} {new['documents']:>4} documents  macro-F1 new {_with_interval(new)}  "
            f"default {_with_interval(default)}"
        )
        for name, row in new["outcomes"].items():
            if row["documents"]:
                other = default["outcomes"][name]
                lines.append(
                    f"    {name:<20} F1 new {row['f1']:.2f}  default {other['f1']:.2f}  "
                    f"documents {row['documents']}"
                )
    return "\n".join(lines)


def _recorded(
    stored: StoredModel, corpus: Corpus, held_out: Predictions, split_by: SplitBy, named: str, seed: int
) -> dict[str, Any]:
    """Return the figures that the default model has on record, if they are for this very corpus."""
    figures = stored.manifest.get("figures", {}).get(split_by)
    if figures is None or stored.manifest.get("corpus", {}).get("sha256") != corpus.sha256:
        return {
            "how": f"{named} learned from all of these documents, so that its figures on them would flatter: "
            "compare on others, with `hrtext evaluate NEW.jsonl` and the same with --model"
        }
    return {
        "how": f"{named} learned from this very corpus, so the held-out figures it has on record are shown",
        "new": summaries(held_out, seed=seed),
        "default": figures,
    }


def _with_interval(figure: Mapping[str, Any]) -> str:
    low, high = figure["macro_f1_interval"]
    return f"{figure['macro_f1']:.3f} ({low:.2f} to {high:.2f})"
