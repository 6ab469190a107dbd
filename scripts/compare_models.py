"""Print how the shipped way of learning compares with simpler ones, on the same folds.

    python scripts/compare_models.py corpora/written public.jsonl --model models/default
    python scripts/compare_models.py corpora/written public.jsonl --embeddings vectors.npz

Every corpus is one that `hrtext train` reads. With --model, the figures of the shipped way are those that the
model has on record, if it learned from these very corpora; otherwise they are measured, which takes a quarter
of an hour. --embeddings adds sentence embeddings (scripts/embeddings.py), kept in the file named.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from baselines import RECIPES, embedding_recipe
from embeddings import document_vectors

from hrtext.corpus import Corpus, read_corpus
from hrtext.model.evaluation import Recipe, cross_validate, fit_and_predict, summaries
from hrtext.model.sampling import samples_of
from hrtext.model.splitting import SplitBy
from hrtext.model.store import load_model
from hrtext.model.training import lexicon_hash

SHIPPED = "**hrtext, as shipped**"
PARTS = {
    "real_clear": "real, clear",
    "real": "real, all",
    "selected": "chosen as hard",
    "written": "written",
}
_SPLITS: dict[SplitBy, str] = {
    "group": "near-duplicates kept apart",
    "city": "cities kept apart",
}


def comparison(
    paths: Sequence[str], *, model: Path | None = None, embeddings: Path | None = None
) -> Iterator[str]:
    """Yield the lines of the table in Markdown, as they are measured: macro-F1 over four outcomes."""
    corpus = read_corpus(paths)
    samples = samples_of(corpus.documents)
    columns = [(split, part) for split in _SPLITS for part in PARTS]
    heads = [f"{PARTS[part]}; {_SPLITS[split]}" for split, part in columns]
    yield table_row("macro-F1, four outcomes", heads)
    yield table_row("---", ["---:"] * len(columns))
    recipes: dict[str, Recipe] = dict(RECIPES)
    vectors = embeddings and document_vectors((sample.text for sample in samples), embeddings)
    if vectors:
        recipes["sentence embeddings, logistic regression"] = embedding_recipe(vectors)
    known = recorded_figures(model, corpus)
    for name, recipe in {**recipes, SHIPPED: fit_and_predict}.items():
        figures = known if name == SHIPPED else None
        if figures is None:
            figures = {
                split: summaries(cross_validate(samples, split_by=split, recipe=recipe)) for split in _SPLITS
            }
        yield table_row(name, [macro_f1_cell(figures[split], part) for split, part in columns])
    yield ""
    if not vectors:
        yield 'Sentence embeddings left out: `pip install "hrtext[benchmark]"` and give --embeddings FILE.'
    yield measured_on(corpus)


def recorded_figures(model: Path | None, corpus: Corpus) -> Mapping[str, Any] | None:
    """Return the held-out figures of a model, by split and part, if it learned from this corpus as it is."""
    if model is None:
        return None
    manifest = load_model(model).manifest
    if manifest["corpus"]["sha256"] == corpus.sha256 and manifest["lexicon_sha256"] == lexicon_hash():
        return dict(manifest["figures"])
    print(f"{model} learned from another corpus or lexicon: its way is measured anew", file=sys.stderr)
    return None


def table_row(name: str, cells: Sequence[str]) -> str:
    """Return one row of a table in Markdown."""
    return f"| {name} | " + " | ".join(cells) + " |"


def macro_f1_cell(figures: Mapping[str, Any], part: str) -> str:
    """Return the macro-F1 of one part of the corpus, a dash where it has no documents."""
    return f"{figures[part]['macro_f1']:.3f}" if part in figures else "-"


def measured_on(corpus: Corpus) -> str:
    """Return when and on what a table was measured."""
    today = dt.datetime.now(dt.UTC).date().isoformat()
    return (
        f"Measured {today} on corpus SHA-256 `{corpus.sha256[:16]}`; *clear* and *chosen as hard*: coded "
        "with high or medium confidence."
    )


def main() -> None:
    """Print the table, row by row."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--model", type=Path, help="model directory whose figures on record are shown")
    parser.add_argument("--embeddings", type=Path, help="NPZ file of vectors, completed if need be")
    arguments = parser.parse_args()
    lines = comparison(arguments.corpora, model=arguments.model, embeddings=arguments.embeddings)
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
