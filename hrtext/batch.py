"""Run a task on many inputs: one result for each, in order, whatever they hold."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, Literal

from hrtext.inputs import Input, identify
from hrtext.pool import Pool, Worker, describe
from hrtext.records import Record, Status
from hrtext.settings import Settings
from hrtext.stages import CLOCK
from hrtext.worker import EXIT_MEMORY, Result, Task

logger = logging.getLogger(__name__)

WINDOW = 64
"""How many inputs a worker may be under way, or done and waiting for an earlier one.

Results come in order, so a document that takes long holds up those after it,
and once the window is full, the other workers. With times as uneven as those
of PDFs (log-normal, sigma 1.5), 8 workers lose 4 % to that; with half as many
inputs 10 %, with 32 for all together half of their time (simulated).
"""

ATTEMPTS = 3
"""How often an input is tried whose worker dies, before the input is blamed.

More than once, because the system may kill a worker for want of memory while
an innocent file is on it; and then the output would depend on chance.
"""

KILLS = 10
"""The same, of workers that are killed from outside.

A file makes its reader fail of itself: a segmentation fault, an abort, an exit.
SIGKILL comes from the system or a person, and rarely because of the file.
"""


def available_jobs() -> int:
    """Return the number of CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    inputs: Iterable[Input], task: Task[Result], *, jobs: int, settings: Settings
) -> Generator[Result, None, None]:
    """Apply `task` to each input in worker processes, and yield the results in order.

    Parameters
    ----------
    inputs : iterable of Input
        Taken as they are needed, never more than a few dozen ahead.
    task : Task
        What to do.
    jobs : int
        How many worker processes to use at most. The results do not depend on it.
    settings : Settings
        The limits for each input.

    Returns
    -------
    generator of Record or Document
        One for each input. One that hangs is a ``timeout``; one that kills its
        worker, or on which the task raises, is ``crashed``; one that needs more
        memory than a worker may have is ``too_large``. Close the generator to
        stop early.

    Raises
    ------
    HrtextError
        At once, before the first result, if the workers cannot load what the
        task needs; ModelError if that is the model.

    Examples
    --------
    >>> from hrtext.inputs import from_source
    >>> from hrtext.tasks import document_task
    >>> task = document_task(Settings())
    >>> results = run([from_source(b"RESOLVED, that it be so.")], task, jobs=1, settings=Settings())
    >>> [document.status for document in results]
    ['ok']
    """
    results = _without_inputs(run_paired(inputs, task, jobs=jobs, settings=settings))
    next(results)
    return results  # type: ignore[return-value]  # None is yielded first only


def run_paired(
    inputs: Iterable[Input],
    task: Task[Result],
    *,
    jobs: int,
    settings: Settings,
    pool: Pool | None = None,
) -> Generator[tuple[Input, Result], None, None]:
    """Do as :func:`run` does, and yield each result with the input that it came from.

    A `pool` of idle workers may be lent; otherwise one is made, and ended with
    the run.
    """
    pairs = _Run(task, jobs, settings, pool).pairs(iter(inputs))
    # Up to its first yield the generator only starts a worker, so that whoever
    # calls this learns of a missing model before touching any output.
    next(pairs)
    return pairs  # type: ignore[return-value]  # None is yielded first only


def _without_inputs(
    pairs: Generator[tuple[Input, Result], None, None],
) -> Generator[Result | None, None, None]:
    with closing(pairs):
        yield None
        for _, result in pairs:
            yield result


@dataclass(slots=True)
class _Job:
    item: Input
    attempts: int = 0
    kills: int = 0


class _Run(Generic[Result]):
    def __init__(self, task: Task[Result], jobs: int, settings: Settings, pool: Pool | None) -> None:
        self._task: Task[Result] = task
        self._settings = settings
        self._jobs = jobs
        self._window = WINDOW * jobs
        self._taken = 0
        self._pool = pool or Pool(task, jobs, settings)
        self._is_lent = pool is not None
        self._open: dict[int, _Job] = {}
        self._queue: deque[int] = deque()
        self._done: dict[int, tuple[Input, Result]] = {}

    def pairs(self, inputs: Iterator[Input]) -> Generator[tuple[Input, Result] | None, None, None]:
        given = 0
        try:
            self._take(inputs, given)
            if self._open:
                self._pool.start(len(self._open))
            yield None
            while self._open:
                self._advance()
                while given in self._done:
                    yield self._done.pop(given)
                    given += 1
                self._take(inputs, given)
        finally:
            # A lent pool goes back, unless a worker still has something to do.
            if not self._is_lent or self._open:
                self._pool.stop()

    def _take(self, inputs: Iterator[Input], given: int) -> None:
        """Take inputs until each worker has its next one waiting, within the window."""
        room = min(self._jobs - len(self._queue), self._window - (self._taken - given))
        for item in islice(inputs, max(0, room)):
            self._open[self._taken] = _Job(item)
            self._queue.append(self._taken)
            self._taken += 1

    def _advance(self) -> None:
        """Give out work, then wait for one round of news from the workers."""
        self._pool.grow(len(self._open))
        for worker in self._pool.workers:
            if self._queue and worker.ready and worker.job is None:
                number = self._queue[0]
                if worker.give(number, self._open[number].item):
                    self._queue.popleft()
        for worker, news in self._pool.news():
            if not worker.ready:
                self._pool.admit(worker, news)
            elif isinstance(news, str):
                self._bury(worker, news)
            elif worker.job is not None:
                number, worker.job = worker.job, None
                self._finish(number, news)

    def _bury(self, worker: Worker, news: Literal["died", "late"]) -> None:
        """Remove a worker that died or is late, and decide what becomes of its input."""
        code = self._pool.remove(worker, news)
        if worker.job is None:
            return
        number, job = worker.job, self._open[worker.job]
        if describe(code) == "killed by SIGKILL":
            job.kills += 1
        else:
            job.attempts += 1
        seconds, megabytes = self._settings.timeout_seconds, self._settings.memory_megabytes
        # While the consumer of the results took its time, the worker's own alarm ended it.
        if news == "late" or describe(code) == "killed by SIGALRM":
            message = f"It took longer than {seconds:g} s; try it alone with a longer --timeout."
            self._fail(number, "timeout", message)
        elif job.attempts < ATTEMPTS and job.kills < KILLS:
            self._queue.appendleft(number)
        elif code == EXIT_MEMORY:
            message = f"It needs more than {megabytes} MB of memory; split the document."
            self._fail(number, "too_large", message)
        else:
            message = (
                f"The reading process died on it again and again ({describe(code)}); save the "
                "document again from another program, or as plain text."
            )
            self._fail(number, "crashed", message)

    def _finish(self, number: int, message: dict[str, Any]) -> None:
        CLOCK.add(message["cpu"])
        if "result" in message:
            self._done[number] = self._open.pop(number).item, rebuild(self._task.kind, message["result"])
            return
        logger.debug("%s: %s", self._open[number].item.path, message["traceback"])
        text = f"hrtext failed on it ({message['failure']}); run it with -v and report what it says."
        self._fail(number, "crashed", text)

    def _fail(self, number: int, status: Status, message: str) -> None:
        item = self._open.pop(number).item
        sha256, size = identify(item, self._settings.max_bytes)
        self._done[number] = (
            item,
            self._task.kind(path=item.path, status=status, message=message, sha256=sha256, bytes=size),
        )


def rebuild(kind: type[Result], data: dict[str, Any]) -> Result:
    """Return the result that a worker sent as `data`."""
    if issubclass(kind, Record):
        return kind.from_dict(data)
    return kind(**{**data, "page_starts": tuple(data["page_starts"])})
