"""``train`` and ``evaluate``: figures as JSON to standard output, in words to the log."""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path
from typing import Any

from hrtext.errors import OutputError

logger = logging.getLogger(__name__)


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command and return its exit code."""
    corpora = [Path(path) for path in arguments.corpora]
    if arguments.command == "train":
        _show(_train(corpora, Path(arguments.output), arguments.force, arguments.seed))
    else:
        from hrtext.model.evaluation import evaluate

        _show(evaluate(corpora, arguments.model))
    return 0


def _train(corpora: list[Path], out: Path, force: bool, seed: int) -> dict[str, Any]:
    if out.exists() and not force and not (out.is_dir() and not any(out.iterdir())):
        raise OutputError(f"{out} is there already: add --force to replace it, or name another")
    from hrtext.model.training import train

    return train(corpora, out, seed=seed)


def _show(metrics: dict[str, Any]) -> None:
    figures = {name: value for name, value in metrics.items() if name != "report"}
    if metrics.get("report"):
        logger.info("%s", metrics["report"])
    print(json.dumps(figures, indent=2))
