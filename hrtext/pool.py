"""Worker processes that can be killed one by one without harm to the others.

Each worker has a pipe of its own. In a pool whose workers share one (those of
the standard library, and pebble), a worker that is killed while it writes, or
holds the lock, spoils the channel for all.
"""

from __future__ import annotations

import json
import multiprocessing
import signal
import sys
import threading
import time
import types
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Any, Literal, TypeAlias

from hrtext import errors
from hrtext.inputs import Input
from hrtext.settings import Settings
from hrtext.worker import Task, serve

START_SECONDS = 120.0
START_ATTEMPTS = 30
"""In a row. Many, since on a busy computer workers may be killed faster than they start."""
START_PAUSE_SECONDS = 0.05
_MAIN = threading.Lock()
# Imported once for all workers; none of them brings a library with it, which may not bear a fork.
_USED_BY_MOST = ("hrtext.extract.pdf", "hrtext.extract.repair", "hrtext.extract.language")

Place: TypeAlias = tuple[int, int]
"""The number of an input in a run, and that of a document inside it, from 1 on; 0 is the input itself."""
News: TypeAlias = "dict[str, Any] | Literal['died', 'late']"


class Worker:
    """One worker process, as its parent sees it.

    Attributes
    ----------
    ready : bool
        Whether it has loaded what it needs.
    job : tuple of int or None
        The place of the input that it works on.
    deadline : float
        When it will have taken too long, on the monotonic clock.
    """

    def __init__(
        self, context: ForkServerContext | SpawnContext, task: Task[Any], settings: Settings
    ) -> None:
        self.ready = False
        self.job: Place | None = None
        self.deadline = time.monotonic() + START_SECONDS
        self._timeout = settings.timeout_seconds
        self._page_seconds, self._most_pages = settings.ocr_page_seconds, settings.ocr_pages
        self._pages_left = 0
        self.connection: Connection
        self.connection, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, task, settings), name="hrtext worker", daemon=True
        )
        with _nothing_of_main(), _interrupts_held():
            self._process.start()
        theirs.close()

    def give(self, job: Place, item: Input) -> bool:
        """Hand over an input; return False if the worker has died meanwhile."""
        try:
            self.connection.send(item)
        except OSError:
            return False
        self.job = job
        self.deadline = time.monotonic() + self._timeout
        self._pages_left = self._most_pages
        return True

    def wait_longer(self) -> None:
        """Grant the time for reading one page off its picture, as often as the settings allow."""
        if self._pages_left > 0:
            self._pages_left -= 1
            self.deadline += self._page_seconds

    def receive(self) -> News:
        """Return the message that has arrived, or that the worker has died."""
        try:
            message: dict[str, Any] = json.loads(self.connection.recv_bytes())
        except (EOFError, OSError):
            return "died"
        return message

    def end(self, patience: float) -> int:
        """Kill the process unless it ends within `patience` seconds; return its exit code."""
        self.connection.close()
        self._process.join(patience)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        code = self._process.exitcode
        self._process.close()
        return code if code is not None else 1


class Pool:
    """The workers of one run, replaced as they die.

    Parameters
    ----------
    task : Task
        What each worker does.
    size : int
        At most this many workers.
    settings : Settings
        The limits of each worker.
    """

    def __init__(self, task: Task[Any], size: int, settings: Settings) -> None:
        self._task = task
        self._size = size
        self._settings = settings
        self._failed_starts = 0
        self._context = _context(task)
        self.workers: list[Worker] = []

    def grow(self, wanted: int) -> None:
        """Start workers until there are `wanted`, or as many as the pool may have."""
        while len(self.workers) < min(wanted, self._size):
            try:
                self.workers.append(Worker(self._context, self._task, self._settings))
            except (OSError, EOFError) as error:
                # The fork server, if killed, is replaced; but not at once.
                self._count_failed_start(str(error) or type(error).__name__)
                time.sleep(START_PAUSE_SECONDS)

    def start(self, wanted: int) -> None:
        """Start workers, and wait until one of them is ready.

        Raises
        ------
        HrtextError
            If it cannot load what it needs; of the class raised in the worker.
        """
        while not any(worker.ready for worker in self.workers):
            self.grow(wanted)
            for worker, news in self.news():
                self.admit(worker, news)

    def news(self) -> Iterator[tuple[Worker, News]]:
        """Wait until some worker says something, dies or is late; yield what came."""
        now = time.monotonic()
        busy = [worker for worker in self.workers if worker.job is not None or not worker.ready]
        deadline = min((worker.deadline for worker in busy), default=now)
        talking = wait([worker.connection for worker in self.workers], max(0.0, deadline - now))
        now = time.monotonic()
        for worker in list(self.workers):
            if worker.connection in talking:
                news = worker.receive()
                if isinstance(news, dict) and "more" in news:
                    worker.wait_longer()
                else:
                    yield worker, news
            elif worker in busy and worker.deadline <= now:
                yield worker, "late"

    def admit(self, worker: Worker, news: News) -> None:
        """Take the first news of `worker`: that it is ready, or why not."""
        if isinstance(news, str):
            self._count_failed_start(describe(self.remove(worker, news)))
        elif "ready" in news:
            self._failed_starts = 0
            worker.ready = True
        else:
            raise error_named(news["error"], news["message"])

    def _count_failed_start(self, reason: str) -> None:
        self._failed_starts += 1
        if self._failed_starts >= START_ATTEMPTS:
            raise errors.HrtextError(
                f"the worker processes do not start ({reason}): free some memory, or use fewer with --jobs 1"
            )

    def remove(self, worker: Worker, news: Literal["died", "late"]) -> int:
        """Forget a worker that died or is late; return its exit code."""
        self.workers.remove(worker)
        # The pipe of a dead process closes a little before its exit code is known.
        return worker.end(patience=1.0 if news == "died" else 0.0)

    def stop(self) -> None:
        """End all workers."""
        while self.workers:
            self.workers.pop().end(patience=0.0)


def describe(code: int) -> str:
    """Return how a process ended, in words, from its exit code.

    Examples
    --------
    >>> describe(-9)
    'killed by SIGKILL'
    """
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"


def error_named(name: str, message: str) -> errors.HrtextError:
    """Return the error that a worker has told of, of the same class if that is one of ours."""
    kind = getattr(errors, name, None)
    if isinstance(kind, type) and issubclass(kind, errors.HrtextError):
        return kind(message)
    return errors.HrtextError(f"the worker processes do not start: {name}: {message}")


def _context(task: Task[Any]) -> ForkServerContext | SpawnContext:
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        needed = ("hrtext.onethread", "hrtext.worker", "hrtext.extract.containers", *_USED_BY_MOST)
        context.set_forkserver_preload([*needed, *task.preload])
        return context
    return multiprocessing.get_context("spawn")


@contextmanager
def _nothing_of_main() -> Iterator[None]:
    """Keep the new process from running the user's script again.

    multiprocessing imports the main module of its parent, so that a script
    without an ``if __name__ == "__main__"`` guard would start itself over and
    over. Nothing that a worker needs is defined there.
    """
    with _MAIN:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Have the new process start deaf to Ctrl-C, until it says so itself."""
    if sys.platform == "win32":
        yield
        return
    # Starting this helper of multiprocessing would let interrupts through again.
    resource_tracker.ensure_running()
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
