"""What a user may set about a run, with the defaults.

What decides a label (review thresholds, calibration) belongs to the model, so
that one model gives one answer whatever the settings are.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from hrtext.errors import UsageError
from hrtext.extract.limits import Limits


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
    memory_megabytes: int = 2_048

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not 0 < value < float("inf"):
                raise UsageError(f"{name} must be a number above zero, not {value}")
