"""What a user may set about a run, with the defaults.

What decides a label (review thresholds, calibration) belongs to the model, so
that one model gives one answer whatever the settings are.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from hrtext.errors import UsageError
from hrtext.extract.limits import OCR_CHOICES, Limits

OWN_FILE = "hrtext.toml"
PROJECT_FILE = "pyproject.toml"
_TABLE = "[tool.hrtext]"
_SECONDS = frozenset({"timeout_seconds", "ocr_page_seconds"})


@dataclass(frozen=True, slots=True)
class Settings(Limits):
    """The limits under which each file is read; those on its content are of :class:`Limits`.

    Attributes
    ----------
    timeout_seconds : float
        How long one file may take, reading and labelling together.
    memory_megabytes : int
        What one worker process may allocate, on Linux; elsewhere there is no
        limit.
    password : str or None
        Tried on a PDF that needs one. It is shown nowhere, and is not to stand
        in a file.

    Raises
    ------
    UsageError
        If a limit is not above zero, or is no whole number where it has to be, or there
        is no such way of OCR.

    Examples
    --------
    >>> Settings(timeout_seconds=30).timeout_seconds
    30
    """

    timeout_seconds: float = 120.0
    memory_megabytes: int = 2_048
    password: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.ocr not in OCR_CHOICES:
            raise UsageError(f"ocr must be one of {', '.join(OCR_CHOICES)}, not {self.ocr!r}")
        for name in LIMITS:
            value = getattr(self, name)
            if name == "ocr":
                continue
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if not is_number or not 0 < value < float("inf"):
                raise UsageError(f"{name} must be a number above zero, not {value!r}")
            if name not in _SECONDS and not isinstance(value, int):
                raise UsageError(f"{name} must be a whole number, not {value!r}")

    def limits(self) -> dict[str, float | str]:
        """Return what can be set in a file, by name.

        Examples
        --------
        >>> Settings(max_pages=10).limits()["max_pages"]
        10
        """
        return {name: getattr(self, name) for name in LIMITS}


LIMITS = tuple(sorted(item.name for item in fields(Settings) if item.name != "password"))
"""The names of the settings that a file may hold."""


def settings_file(folder: str = ".") -> str | None:
    """Return the file whose settings count in `folder`, or None.

    ``hrtext.toml`` comes before the table ``[tool.hrtext]`` of
    ``pyproject.toml``, and the other is then not looked at.

    Raises
    ------
    UsageError
        If ``pyproject.toml`` is no valid TOML.
    """
    own = os.path.join(folder, OWN_FILE)
    if os.path.exists(own):
        return own
    project = os.path.join(folder, PROJECT_FILE)
    if os.path.exists(project) and "hrtext" in _table(project, "tool"):
        return project
    return None


def read_settings(given: Mapping[str, Any] | None = None, *, folder: str = ".") -> Settings:
    """Return the settings of the file in `folder`, with what is `given` in their place.

    Parameters
    ----------
    given : mapping, optional
        Settings by name; None stands for one that is not given.
    folder : str, optional
        Where ``hrtext.toml`` or ``pyproject.toml`` is looked for.

    Raises
    ------
    UsageError
        If the file is no valid TOML, or names a setting that there is not.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = pathlib.Path(folder, "hrtext.toml").write_text("max_pages = 10\\nmax_bytes = 5000")
    ...     settings = read_settings({"max_pages": 20, "max_bytes": None}, folder=folder)
    >>> settings.max_pages, settings.max_bytes
    (20, 5000)
    """
    path = settings_file(folder)
    found: dict[str, Any] = {}
    if path is not None:
        is_project = os.path.basename(path) == PROJECT_FILE
        found = _table(path, "tool", "hrtext") if is_project else _table(path)
        where = f"{path}, {_TABLE}" if is_project else path
        _check(found, where)
        try:
            Settings(**found)
        except UsageError as error:
            raise UsageError(f"{where}: {error}") from None
    found |= {name: value for name, value in (given or {}).items() if value is not None}
    return Settings(**found)


def _check(found: Mapping[str, Any], where: str) -> None:
    for name in found:
        if name == "password":
            raise UsageError(f"{where}: a password is not to stand in a file: give it with --password")
        if name not in LIMITS:
            from difflib import get_close_matches

            (nearest,) = get_close_matches(name, LIMITS, n=1, cutoff=0.0)
            raise UsageError(
                f"{where}: there is no setting {name!r}; did you mean {nearest!r}? "
                f"There are {', '.join(LIMITS)}"
            )


def _table(path: str, *names: str) -> dict[str, Any]:
    """Return a table of a TOML file, empty where there is none of that name."""
    import tomllib

    try:
        with open(path, "rb") as file:
            table: dict[str, Any] = tomllib.load(file)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    for name in names:
        table = table.get(name, {})
        if not isinstance(table, dict):
            raise UsageError(f"{path}: {name} must be a table")
    return table
