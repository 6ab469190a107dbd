"""Print how the shipped way of learning compares with simpler ones, on the same folds.

    python scripts/compare_models.py corpora/written ../shared/real/acts_dev.jsonl

Every corpus is one that `hrtext train` reads. Takes some minutes.
"""

from __future__ import annotations

import argparse
import datetime as dt

from baselines import RECIPES

from hrtext.corpus import read_corpus
from hrtext.model.evaluation import cross_validate, summaries
from hrtext.model.sampling import samples_of
from hrtext.model.splitting import SplitBy

_SPLITS: dict[SplitBy, str] = {
    "city": "cities kept apart",
    "group": "near-duplicates kept apart",
}
_PARTS = {
    "real_clear": "real, clear",
    "real": "real, all",
    "selected": "chosen as hard",
    "written": "written",
}


def comparison(corpora: list[str]) -> str:
    """Return the table in Markdown: macro-F1 over four outcomes."""
    corpus = read_corpus(corpora)
    samples = samples_of(corpus.documents)
    columns = [(split, part) for split in _SPLITS for part in _PARTS]
    lines = [
        "| macro-F1, four outcomes | "
        + " | ".join(f"{_PARTS[part]}; {_SPLITS[split]}" for split, part in columns)
        + " |",
        "| --- |" + " ---: |" * len(columns),
    ]
    for name, recipe in RECIPES.items():
        figures = {
            split: summaries(cross_validate(samples, split_by=split, recipe=recipe)) for split in _SPLITS
        }
        cells = [
            f"{figures[split][part]['macro_f1']:.3f}" if part in figures[split] else "-"
            for split, part in columns
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    today = dt.datetime.now(dt.UTC).date().isoformat()
    return "\n".join([
        *lines,
        "",
        f"Measured {today} on corpus SHA-256 `{corpus.sha256[:16]}`; *clear*: coded with high or "
        "medium confidence.",
    ])  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+")
    print(comparison(parser.parse_args().corpora))
