"""Raise the floors under the held-out figures of the model that ships with hrtext, or check them.

    python scripts/set_floors.py            after training: floors rise to .01 under the figures
    python scripts/set_floors.py --check    what the tests ask
    python scripts/set_floors.py --lower    only where a worse figure is meant, and said in the changelog

The floors lie in tests/model/floors.json, with the hash of the corpus that the figures were measured on. No
floor falls without --lower. A floor far under its figure is a fault too, so that none can be lowered by hand.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hrtext.errors import ModelError
from hrtext.model.store import load_model

ROOT = Path(__file__).parent.parent
# One document in a hundred: no figure here is known better than that.
MARGIN = 0.01
SLACK = 0.02
_COMMAND = "python scripts/set_floors.py"
_COSTLIEST = "formal_designation"


def figures_of(manifest: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures that have a floor, by split, part of the corpus and measure.

    They are macro-F1, the F1 of each answer, and precision and recall of
    formal designations, whose mistakes cost most.
    """
    found: dict[str, float] = {}
    for split, parts in manifest["figures"].items():
        for part, figure in parts.items():
            at = f"{split}/{part}"
            found[f"{at}/macro_f1"] = figure["macro_f1"]
            found |= {
                f"{at}/{question}/f1": row["f1"]
                for question, row in figure["answers"].items()
                if row["f1"] is not None
            }
            costliest = figure["outcomes"][_COSTLIEST]
            if costliest["documents"]:
                found |= {
                    f"{at}/{_COSTLIEST}/{measure}": costliest[measure] for measure in ("precision", "recall")
                }
    return found


def faults(manifest: Mapping[str, Any], kept: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a model, or with its floors; each says which command to run."""
    figures, floors = figures_of(manifest), kept["floors"]
    found = []
    if manifest["corpus"]["sha256"] != kept["corpus_sha256"]:
        found.append(
            f"the model was measured on corpus {manifest['corpus']['sha256'][:16]}, the floors on "
            f"{kept['corpus_sha256'][:16]}: run `{_COMMAND}`, and look at what it changes"
        )
    found += [
        f"{name} is {figures.get(name, 'not measured any more')}, and its floor {floor}: find out why; if it "
        f"is meant, run `{_COMMAND} --lower`"
        for name, floor in floors.items()
        if figures.get(name, -1) < floor
    ]
    found += [
        f"{name} is {figure}, and its floor {floors.get(name, 'missing')}: run `{_COMMAND}` to raise it"
        for name, figure in figures.items()
        if floors.get(name, -1) < figure - SLACK
    ]
    return found


def raised(manifest: Mapping[str, Any], kept: Mapping[str, Any], *, lower: bool) -> dict[str, Any]:
    """Return floors a little under the figures, none lower than before unless `lower`.

    Raises
    ------
    ValueError
        If a figure lies under its floor, or is not measured any more, and `lower` is not set.
    """
    figures, floors = figures_of(manifest), kept["floors"]
    under = {name: floor for name, floor in floors.items() if figures.get(name, -1) < floor}
    if under and not lower:
        told = ", ".join(f"{name} {figures.get(name)} under {floor}" for name, floor in under.items())
        raise ValueError(f"no floor is lowered without --lower, and these figures lie under theirs: {told}")
    wanted = {
        name: math.floor(round((figure - MARGIN) * 1_000, 3)) / 1_000 for name, figure in figures.items()
    }
    return {
        "corpus_sha256": manifest["corpus"]["sha256"],
        "floors": {
            name: floor if name in under else max(floor, floors.get(name, floor))
            for name, floor in wanted.items()
        },
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Set or check the floors, and say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--lower", action="store_true", help="let floors fall to .01 under the figures")
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "default")
    parser.add_argument("--floors", type=Path, default=ROOT / "tests" / "model" / "floors.json")
    arguments = parser.parse_args(argv)
    kept: dict[str, Any] = {"corpus_sha256": "", "floors": {}}
    try:
        manifest = load_model(arguments.model).manifest
        if arguments.floors.exists():
            kept = json.loads(arguments.floors.read_text(encoding="utf-8"))
        if arguments.check:
            told = faults(manifest, kept)
            print("\n".join(told), end="\n" if told else "", file=sys.stderr)
            return 1 if told else 0
        new = raised(manifest, kept, lower=arguments.lower)
    except (ModelError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    arguments.floors.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
    for name in sorted({*kept["floors"], *new["floors"]}):
        before, after = kept["floors"].get(name), new["floors"].get(name)
        if before != after:
            print(f"{name}: {before} -> {after}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
