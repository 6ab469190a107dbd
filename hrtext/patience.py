"""The time that is left for the input at hand, and asking for more of it.

A worker sets the clock for each input; a step whose length is known in advance,
such as reading a page off its picture, asks for that much more. Outside of a
worker there is no clock, and nothing to ask.
"""

from __future__ import annotations

import time
from collections.abc import Callable

_deadline = float("inf")
_asked: Callable[[float], None] | None = None


def start_clock(seconds: float, asked: Callable[[float], None]) -> None:
    """Give the input at hand `seconds`; `asked` is told each time more is wanted."""
    global _deadline, _asked
    _deadline, _asked = time.monotonic() + seconds, asked


def ask_for(seconds: float) -> None:
    """Ask for `seconds` more.

    Examples
    --------
    >>> ask_for(20.0)
    >>> seconds_left()
    inf
    """
    global _deadline  # noqa: PLW0603  # a process works on one input at a time
    if _asked is not None:
        _deadline += seconds
        _asked(seconds)


def seconds_left() -> float:
    """Return how many seconds are left; infinity outside of a worker."""
    return _deadline - time.monotonic()
