"""What a user may set about a run, with the defaults.

What decides a label (review thresholds, calibration) belongs to the model, so
that one model gives one answer whatever the settings are.
"""

from __future__ import annotations

from dataclasses import dataclass

from hrtext.errors import UsageError


@dataclass(frozen=True, slots=True)
class Settings:
    """The limits under which each file is read.

    Attributes
    ----------
    timeout_seconds : float
        How long one file may take, reading and labelling together.
    max_bytes : int
        Files larger than this are ``too_large``.
    max_pages : int
        Documents with more pages than this are ``too_large``.
    memory_megabytes : int
        What one worker process may allocate, on Linux; elsewhere there is no
        limit.

    Raises
    ------
    UsageError
        If a limit is not above zero.

    Examples
    --------
    >>> Settings(timeout_seconds=30).timeout_seconds
    30
    """

    timeout_seconds: float = 120.0
    max_bytes: int = 100_000_000
    max_pages: int = 5_000
    memory_megabytes: int = 2_048

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if not 0 < value < float("inf"):
                raise UsageError(f"{name} must be a number above zero, not {value}")
