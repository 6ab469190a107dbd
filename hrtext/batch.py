"""Run a task on many inputs: one result for each document, in order, whatever they hold."""

from __future__ import annotations

import hashlib
import logging
import os
import stat
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from typing import Any, Generic, Literal

from hrtext.inputs import Input
from hrtext.pool import Pool, Worker, describe
from hrtext.records import Ocr, Record, Status
from hrtext.settings import Settings
from hrtext.worker import EXIT_MEMORY, Result, Task

logger = logging.getLogger(__name__)

WINDOW = 32
"""How many inputs may be under way, or done and waiting for an earlier one."""

ATTEMPTS = 3
"""How often an input is tried whose worker dies, before the input is blamed.

More than once, because the system may kill a worker for want of memory while
an innocent file is on it; and then the output would depend on chance.
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
    results = _Run(task, jobs, settings).results(iter(inputs))
    # Up to its first yield the generator only starts a worker, so that whoever
    # calls `run` learns of a missing model before touching any output.
    next(results)
    return results  # type: ignore[return-value]  # None is yielded first only


@dataclass(slots=True)
class _Job(Generic[Result]):
    item: Input
    attempts: int = 0
    is_given: bool = False
    result: Result | None = None


class _Run(Generic[Result]):
    def __init__(self, task: Task[Result], jobs: int, settings: Settings) -> None:
        self._task: Task[Result] = task
        self._settings = settings
        self._jobs = jobs
        self._window = max(WINDOW, 2 * jobs)
        self._pool = Pool(task, jobs, settings)
        self._numbers = count()
        self._open: dict[int, _Job[Result]] = {}
        # The numbers of the open jobs in the order of their results. What a
        # container holds takes its place, so it may grow beyond the window,
        # but no job beyond the window is begun.
        self._line: list[int] = []

    def results(self, inputs: Iterator[Input]) -> Generator[Result | None, None, None]:
        try:
            self._take(inputs)
            if self._line:
                self._pool.start(len(self._line))
            yield None
            while self._line:
                self._advance()
                while self._line and (result := self._open[self._line[0]].result) is not None:
                    del self._open[self._line.pop(0)]
                    yield result
                self._take(inputs)
        finally:
            self._pool.stop()

    def _take(self, inputs: Iterator[Input]) -> None:
        """Take inputs until each worker has its next one waiting, within the window."""
        room = min(self._jobs - len(self._waiting()), self._window - len(self._line))
        self._line += [self._new(_Job(item)) for item in islice(inputs, max(0, room))]

    def _new(self, job: _Job[Result]) -> int:
        number = next(self._numbers)
        self._open[number] = job
        return number

    def _waiting(self) -> list[int]:
        """Return the jobs that may be begun, those first whose results come first."""
        numbers = self._line[: self._window]
        return [n for n in numbers if not self._open[n].is_given and self._open[n].result is None]

    def _advance(self) -> None:
        """Give out work, then wait for one round of news from the workers."""
        self._pool.grow(sum(self._open[number].result is None for number in self._line[: self._window]))
        for worker in self._pool.workers:
            waiting = self._waiting()
            if waiting and worker.ready and worker.job is None:
                job = self._open[waiting[0]]
                job.is_given = worker.give(waiting[0], job.item)
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
        job.attempts += 1
        seconds, megabytes = self._settings.timeout_seconds, self._settings.memory_megabytes
        # While the consumer of the results took its time, the worker's own alarm ended it.
        if news == "late" or describe(code) == "killed by SIGALRM":
            message = f"It took longer than {seconds:g} s; try it alone with a longer --timeout."
            self._fail(number, "timeout", message)
        elif job.attempts < ATTEMPTS:
            job.is_given = False
        elif code == EXIT_MEMORY:
            message = f"It needs more than {megabytes} MB of memory; split the document."
            self._fail(number, "too_large", message)
        else:
            message = (
                f"The reading process died on it {ATTEMPTS} times ({describe(code)}); save the "
                "document again from another program, or as plain text."
            )
            self._fail(number, "crashed", message)

    def _finish(self, number: int, message: dict[str, Any]) -> None:
        job = self._open[number]
        if "result" in message:
            job.result = _rebuild(self._task.kind, message["result"])
        if "members" in message:
            self._unfold(number, message["members"])
        elif "failed" in message:
            self._fail(number, *message["failed"])
        elif "failure" in message:
            logger.debug("%s: %s", job.item.path, message["traceback"])
            text = f"hrtext failed on it ({message['failure']}); run it with -v and report what it says."
            self._fail(number, "crashed", text)

    def _unfold(self, number: int, members: list[dict[str, Any]]) -> None:
        """Put what a container holds in its place, after its own result if it has one."""
        job = self._open[number]
        inside = [self._new(_Job(job.item.member(**member))) for member in members]
        at = self._line.index(number)
        if job.result is None:
            del self._open[number]
            self._line[at : at + 1] = inside
        else:
            self._line[at + 1 : at + 1] = inside

    def _fail(self, number: int, status: Status, message: str) -> None:
        item = self._open[number].item
        sha256, size = _identify(item, self._settings.max_bytes)
        self._open[number].result = self._task.kind(
            path=item.path, status=status, message=message, sha256=sha256, bytes=size
        )


def _rebuild(kind: type[Result], data: dict[str, Any]) -> Result:
    if issubclass(kind, Record):
        return kind.from_dict(data)
    ocr = None if data["ocr"] is None else Ocr.from_dict(data["ocr"])
    return kind(**{**data, "page_starts": tuple(data["page_starts"]), "ocr": ocr})


def _identify(item: Input, max_bytes: int) -> tuple[str | None, int | None]:
    """Return the hash and size of an input that could not be read, if they can be had."""
    if item.place:
        return None, None
    if item.data is not None:
        return hashlib.sha256(item.data).hexdigest(), len(item.data)
    try:
        status = os.stat(item.path)
        # Opening a pipe or a device may block the whole run.
        if not stat.S_ISREG(status.st_mode) or status.st_size > max_bytes:
            return None, None
        with open(item.path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), status.st_size
    except (OSError, ValueError):
        return None, None
