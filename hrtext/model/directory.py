"""Where the model that ships with hrtext lies. Apart, since reading a model needs numpy and this does not."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from hrtext.errors import ModelError


def default_model_directory() -> Path:
    """Return where the model that ships with hrtext lies.

    Raises
    ------
    ModelError
        If this installation has none.
    """
    installed = Path(str(resources.files("hrtext"))) / "default_model"
    checkout = Path(str(resources.files("hrtext"))).parent / "models" / "default"
    for directory in (installed, checkout):
        if (directory / "model.json").is_file():
            return directory
    raise ModelError(
        "this installation has no model: install hrtext anew, or name a model directory with --model"
    )
