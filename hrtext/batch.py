"""Run a task on many inputs: one result for each document, in order, whatever they hold."""

from __future__ import annotations

import logging
import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count, islice
from typing import Any, Generic, Literal

from hrtext.inputs import Input, identify
from hrtext.pool import Place, Pool, Worker, describe
from hrtext.records import Status
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
        One for each input; for one that holds documents, such as an archive,
        one for each of these. One that hangs is a ``timeout``; one that kills its
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
class _Job(Generic[Result]):
    item: Input
    top: Input
    """The input of the run that it comes from: `item` itself, or the container that it is in."""
    attempts: int = 0
    kills: int = 0
    result: Result | None = None


class _Run(Generic[Result]):
    def __init__(self, task: Task[Result], jobs: int, settings: Settings, pool: Pool | None) -> None:
        self._task: Task[Result] = task
        self._settings = settings
        self._jobs = jobs
        self._window = WINDOW * jobs
        self._pool = pool or Pool(task, jobs, settings)
        self._is_lent = pool is not None
        self._numbers = count()
        # What is inside a container comes after it and before the next input.
        self._open: dict[Place, _Job[Result]] = {}
        # Heaps: of all that are open, and of those that no worker has been given yet.
        self._line: list[Place] = []
        self._waiting: list[Place] = []

    def pairs(self, inputs: Iterator[Input]) -> Generator[tuple[Input, Result] | None, None, None]:
        try:
            self._take(inputs)
            if self._open:
                self._pool.start(len(self._open))
            yield None
            while self._open:
                self._advance()
                yield from self._finished()
                self._take(inputs)
        finally:
            # A lent pool goes back, unless a worker still has something to do.
            if not self._is_lent or self._open:
                self._pool.stop()

    def _finished(self) -> Iterator[tuple[Input, Result]]:
        """Yield the results that none before them is missing for."""
        while self._line:
            job = self._open.get(self._line[0])
            if job is not None:
                if job.result is None:
                    return
                del self._open[self._line[0]]
                yield job.top, job.result
            heappop(self._line)

    def _take(self, inputs: Iterator[Input]) -> None:
        """Take inputs until each worker has its next one waiting, within the window."""
        room = min(self._jobs - len(self._waiting), self._window - len(self._open))
        for item in islice(inputs, max(0, room)):
            self._add((next(self._numbers), 0), _Job(item, item))

    def _add(self, place: Place, job: _Job[Result]) -> None:
        self._open[place] = job
        heappush(self._line, place)
        heappush(self._waiting, place)

    def _may_begin(self) -> bool:
        """Tell whether the next job in waiting is within the window.

        A container may hold more than the window, and stands before jobs that
        were begun already.
        """
        if not self._waiting:
            return False
        if len(self._open) - len(self._waiting) < self._window:
            return True
        return sum(place < self._waiting[0] for place in self._open) < self._window

    def _advance(self) -> None:
        """Give out work, then wait for one round of news from the workers."""
        busy = sum(worker.job is not None for worker in self._pool.workers)
        self._pool.grow(busy + len(self._waiting))
        for worker in self._pool.workers:
            if worker.ready and worker.job is None:
                self._give(worker)
        for worker, news in self._pool.news():
            if not worker.ready:
                self._pool.admit(worker, news)
            elif isinstance(news, str):
                self._bury(worker, news)
            elif worker.job is not None:
                place, worker.job = worker.job, None
                # At once, so that it need not wait until the result is written.
                self._give(worker)
                self._finish(place, news)

    def _give(self, worker: Worker) -> None:
        """Give an idle worker the next job, if one may begin."""
        if self._may_begin():
            place = self._waiting[0]
            if worker.give(place, self._open[place].item):
                heappop(self._waiting)

    def _bury(self, worker: Worker, news: Literal["died", "late"]) -> None:
        """Remove a worker that died or is late, and decide what becomes of its input."""
        code = self._pool.remove(worker, news)
        if worker.job is None:
            return
        place, job = worker.job, self._open[worker.job]
        if describe(code) == "killed by SIGKILL":
            job.kills += 1
        else:
            job.attempts += 1
        seconds, megabytes = self._settings.timeout_seconds, self._settings.memory_megabytes
        # While the consumer of the results took its time, the worker's own alarm ended it.
        if news == "late" or describe(code) == "killed by SIGALRM":
            message = f"It took longer than {seconds:g} s; try it alone with a longer --timeout."
            self._fail(place, "timeout", message)
        elif job.attempts < ATTEMPTS and job.kills < KILLS:
            heappush(self._waiting, place)
        elif code == EXIT_MEMORY:
            message = f"It needs more than {megabytes} MB of memory; split the document."
            self._fail(place, "too_large", message)
        else:
            message = (
                f"The reading process died on it again and again ({describe(code)}); save the "
                "document again from another program, or as plain text."
            )
            self._fail(place, "crashed", message)

    def _finish(self, place: Place, message: dict[str, Any]) -> None:
        CLOCK.add(message["cpu"])
        job = self._open[place]
        if "result" in message:
            job.result = self._task.kind.from_dict(message["result"])
        if "members" in message:
            self._unfold(place, message["members"])
        elif "failed" in message:
            self._fail(place, *message["failed"])
        elif "failure" in message:
            logger.debug("%s: %s", job.item.path, message["traceback"])
            text = f"hrtext failed on it ({message['failure']}); run it with -v and report what it says."
            self._fail(place, "crashed", text)

    def _unfold(self, place: Place, members: list[dict[str, Any]]) -> None:
        """Put what a container holds in its place, after its own result if it has one."""
        job = self._open[place]
        for number, member in enumerate(members, start=1):
            self._add((place[0], number), _Job(job.item.member(**member), job.top))
        if job.result is None:
            del self._open[place]

    def _fail(self, place: Place, status: Status, message: str) -> None:
        job = self._open[place]
        sha256, size = identify(job.item, self._settings.max_bytes)
        job.result = self._task.kind(
            path=job.item.path, status=status, message=message, sha256=sha256, bytes=size
        )
