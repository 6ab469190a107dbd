"""How much of the processor's time each stage of the work takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import process_time


class Clock:
    """Counts the CPU seconds of this process by stage.

    Examples
    --------
    >>> clock = Clock()
    >>> with clock.stage("read"):
    ...     pass
    >>> list(clock.take()), list(clock.take())
    (['read'], [])
    """

    def __init__(self) -> None:
        self._seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside for stage `name`."""
        start = process_time()
        try:
            yield
        finally:
            self._seconds[name] += process_time() - start

    def add(self, seconds: Mapping[str, float]) -> None:
        """Add what another process has counted."""
        for name, value in seconds.items():
            self._seconds[name] += value

    def take(self) -> dict[str, float]:
        """Return the seconds of each stage since they were last taken."""
        taken = dict(self._seconds)
        self._seconds.clear()
        return taken


CLOCK = Clock()
"""The clock of this process; a worker sends what it has counted along with each result."""
