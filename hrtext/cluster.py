"""Run a task on a Dask cluster, through joblib: the same records as on one computer.

On the cluster, each file is read in a process of its own, under the same limits as
on one computer, so that a file which hangs or crashes its reader costs its own
record and no worker of the cluster. What a worker answers is JSON; but Dask itself
exchanges pickles, so a cluster must be one that you trust.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import threading
import uuid
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any, Generic

from hrtext import __version__
from hrtext.batch import run_paired
from hrtext.errors import HrtextError, UsageError
from hrtext.inputs import Input
from hrtext.plaindata import plain_data
from hrtext.pool import Pool, error_named
from hrtext.records import json_line
from hrtext.settings import Settings
from hrtext.stages import CLOCK
from hrtext.worker import Result, Task

BATCH = 16
"""Documents a message: fewer, and the messages cost more than the work."""
BATCHES_A_CORE = 16
"""How much is given out at once, and waits in memory to be put in order."""
WINDOW_BYTES = 64 * 2**20
"""The same, of the bytes of files that are sent."""
CONNECT_SECONDS = 15

logger = logging.getLogger(__name__)


def run_on_cluster(
    inputs: Iterator[Input], task: Task[Result], *, scheduler: str, settings: Settings, send_files: bool
) -> Generator[tuple[Input, Result], None, None]:
    """Do as :func:`hrtext.batch.run_paired` does, on the workers of a Dask cluster.

    Parameters
    ----------
    inputs : iterator of Input
    task : Task
        Its paths, of a model and a lexicon, must be absolute, and the same on all workers.
    scheduler : str
        The address of the cluster's scheduler, such as ``tcp://10.0.0.1:8786``.
    settings : Settings
    send_files : bool
        Whether files are sent to the workers, rather than read by them from a
        file system that all share.

    Raises
    ------
    UsageError
        If Dask is not installed.
    HrtextError
        At once if no scheduler answers, if there are no workers, or if they
        cannot load what the task needs.
    """
    pairs = _Cluster(task, scheduler, settings, send_files).pairs(inputs)
    next(pairs)
    return pairs  # type: ignore[return-value]  # None is yielded first only


class _Cluster(Generic[Result]):
    def __init__(self, task: Task[Result], scheduler: str, settings: Settings, send_files: bool) -> None:
        self._task: Task[Result] = task
        self._scheduler = scheduler
        self._settings = settings
        self._send_files = send_files
        self._run = uuid.uuid4().hex

    def pairs(self, inputs: Iterator[Input]) -> Generator[tuple[Input, Result] | None, None, None]:
        with closing(self._connected()) as client:
            cores = sum(client.ncores().values()) or 1
            first = True
            while window := self._next_window(inputs, BATCH * BATCHES_A_CORE * cores):
                found = self._results(window)
                if first:
                    yield None
                    first = False
                for (item, _), results in zip(window, found, strict=True):
                    yield from ((item, result) for result in results)
            if first:
                yield None
            client.run(_dismiss)

    def _connected(self) -> Any:  # noqa: ANN401  # distributed ships no types
        try:
            import distributed
        except ImportError as error:
            raise UsageError("a cluster needs Dask: install it with pip install 'hrtext[dask]'") from error
        client: Any = distributed.Client
        try:
            return client(self._scheduler, timeout=CONNECT_SECONDS)
        except (OSError, ValueError) as error:
            raise HrtextError(
                f"no Dask scheduler answers at {self._scheduler}: start one with `dask scheduler`, "
                "and give the address that it prints"
            ) from error

    def _next_window(self, inputs: Iterator[Input], most: int) -> list[tuple[Input, Input | None]]:
        """Return the next inputs, each with what is sent to the workers of it, if anything."""
        window: list[tuple[Input, Input | None]] = []
        size = 0
        while len(window) < most and size < WINDOW_BYTES and (item := next(inputs, None)) is not None:
            packed = self._packed(item)
            size += len(packed.data or b"") if packed is not None else 0
            window.append((item, packed))
        return window

    def _results(self, window: list[tuple[Input, Input | None]]) -> list[list[Result]]:
        """Return the results of each of some inputs."""
        found: list[list[Result]] = [[] for _ in window]
        sent: list[tuple[int, Input]] = []
        for number, (item, packed) in enumerate(window):
            if packed is not None:
                sent.append((number, packed))
            else:
                # What cannot be sent cannot be read either, and the reader says why.
                with closing(run_paired([item], self._task, jobs=1, settings=self._settings)) as pairs:
                    found[number] = [result for _, result in pairs]
        batches = [sent[start : start + BATCH] for start in range(0, len(sent), BATCH)]
        answers = self._answers([[packed for _, packed in batch] for batch in batches])
        for batch, said in zip(batches, answers, strict=True):
            for place, data in self._read(said):
                number, packed = batch[place]
                result = self._task.kind.from_dict(data)
                path = window[number][0].path + result.path[len(packed.path) :]
                found[number].append(replace(result, path=path))
        return found

    def _answers(self, work: list[list[Input]]) -> list[str]:
        from distributed.scheduler import KilledWorker
        from joblib import Parallel, delayed, parallel_config

        try:
            with parallel_config("dask", wait_for_workers_timeout=CONNECT_SECONDS):
                call = delayed(answer)
                answers: list[str] = Parallel()(
                    call(self._run, self._task, self._settings, items) for items in work
                )
        except KilledWorker as error:
            logger.warning("workers died again and again (%s): going on without them for a while", error)
            try:
                return [answer(self._run, self._task, self._settings, items) for items in work]
            finally:
                _dismiss()
        except TimeoutError as error:
            raise HrtextError(
                f"the cluster has no workers: start one with `dask worker {self._scheduler}`"
            ) from error
        except (ImportError, AttributeError) as error:
            raise HrtextError(
                f"the workers of the cluster cannot run hrtext ({error}): "
                f"install hrtext {__version__} for all of them"
            ) from error
        return answers

    def _read(self, said: str) -> list[tuple[int, dict[str, Any]]]:
        message = json.loads(said)
        if message["hrtext"] != __version__:
            raise HrtextError(
                f"a worker of the cluster has hrtext {message['hrtext']} and this is {__version__}: "
                "install the same everywhere, or the records would differ"
            )
        if "error" in message:
            raise error_named(message["error"], message["message"])
        CLOCK.add(message["cpu"])
        results: list[tuple[int, dict[str, Any]]] = message["results"]
        return results

    def _packed(self, item: Input) -> Input | None:
        """Return an input as the workers can find it, or None if it can only be read here."""
        if item.data is not None:
            return item
        path = os.path.abspath(item.path)
        if not self._send_files:
            return Input(path)
        try:
            if not os.path.isfile(path) or os.path.getsize(path) > self._settings.max_bytes:
                return None
            with open(path, "rb") as file:
                return Input(path, file.read())
        except (OSError, ValueError):
            return None


class _Desk(threading.local):
    """The reading process of one thread of a worker of the cluster, kept from batch to batch."""

    run: str | None = None
    pool: Pool | None = None


_DESK = _Desk()
_POOLS: list[Pool] = []


def answer(run: str, task: Task[Any], settings: Settings, items: list[Input]) -> str:
    """Answer a batch of inputs, inside a worker of the cluster.

    Parameters
    ----------
    run : str
        Which run it is: the reading process is kept for its next batch.
    task : Task
    settings : Settings
    items : list of Input

    Returns
    -------
    str
        JSON: the version of hrtext here, and the results, each with the
        position of its input; or the name and message of an error.
    """
    try:
        pool = _pool(run, task, settings)
        results = _results(pool, task, settings, items)
    except HrtextError as error:
        _dismiss()
        return json_line({"hrtext": __version__, "error": type(error).__name__, "message": str(error)})
    return json_line({"hrtext": __version__, "results": results, "cpu": CLOCK.take()})


def _pool(run: str, task: Task[Any], settings: Settings) -> Pool:
    if _DESK.run != run or _DESK.pool is None:
        if _DESK.pool is not None:
            _DESK.pool.stop()
        # Dask marks its workers as processes that have no children.
        multiprocessing.current_process().daemon = False
        _DESK.run, _DESK.pool = run, Pool(task, 1, settings)
        _POOLS.append(_DESK.pool)
    return _DESK.pool


def _results(
    pool: Pool, task: Task[Any], settings: Settings, items: list[Input]
) -> list[tuple[int, dict[str, Any]]]:
    places = {id(item): place for place, item in enumerate(items)}
    with closing(run_paired(items, task, jobs=1, settings=settings, pool=pool)) as pairs:
        return [(places[id(item)], plain_data(result)) for item, result in pairs]


def _dismiss() -> None:
    """End the reading processes of this worker of the cluster."""
    while _POOLS:
        _POOLS.pop().stop()
