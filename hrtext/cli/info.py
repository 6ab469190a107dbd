"""``info``: what decides the results on this computer."""

from __future__ import annotations

import argparse
import json
import platform
from dataclasses import asdict
from importlib import metadata
from typing import Any

from hrtext import __version__
from hrtext.errors import LexiconError, ModelError, UsageError
from hrtext.records import SCHEMA
from hrtext.settings import Settings, read_settings, settings_file

PACKAGES = (
    "ahocorasick-rs",
    "spacy",
    "scikit-learn",
    "numpy",
    "pypdfium2",
    "pdfplumber",
    "rapidocr",
    "onnxruntime",
)


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command and return its exit code."""
    versions = {"hrtext": __version__, "python": platform.python_version()}
    versions |= {name: _version(name) for name in PACKAGES}
    settings = read_settings()
    data: dict[str, Any] = {"versions": versions, "record_schema": SCHEMA}
    code = 0
    try:
        data |= _loaded(arguments, settings)
    except (ModelError, LexiconError, UsageError) as error:
        # Whoever reports that a model or an engine does not load needs the rest all the more.
        data["error"] = str(error)
        code = error.exit_code
    print(json.dumps({**data, "settings_file": settings_file(), "settings": settings.limits()}, indent=2))
    return code


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def _loaded(arguments: argparse.Namespace, settings: Settings) -> dict[str, Any]:
    from hrtext import analyzer

    loaded = analyzer.load(arguments.model, lexicon=arguments.lexicon, settings=settings)
    return {"model": asdict(loaded.model), "lexicon_sha256": loaded.lexicon_sha256}
