"""The inside of a worker process: one task, one input at a time, under limits.

What a worker sends back is JSON, never a pickle: it has parsed files that
nobody vouches for, and the parent must not execute anything on its word.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, TypeVar

from hrtext import patience
from hrtext.errors import ReadError
from hrtext.inputs import Input
from hrtext.plaindata import plain_data
from hrtext.records import Document, Record, json_line
from hrtext.settings import Settings
from hrtext.stages import CLOCK

Result = TypeVar("Result", Record, Document)

EXIT_MEMORY = 77
"""Exit code of a worker that ran out of memory."""

ALARM_GRACE_SECONDS = 5.0
KEPT_MEGABYTES = 64
"""How much freed memory a worker keeps for the next file."""
LARGE_MEGABYTES = 16
"""What is as large as this is given back at once nevertheless."""
OBJECTS_BETWEEN_LOOKS = 20_000
"""How many objects a worker makes before it looks for those that refer to each other and to nothing else."""
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_NO_DOCUMENT = frozenset({"unsupported_type", "empty"})


@dataclass(frozen=True, slots=True)
class Task(Generic[Result]):
    """What is done with each input; crosses into the worker by pickle.

    Attributes
    ----------
    kind : type
        `Record` or `Document`: what comes back, also for an input that fails.
    start : callable
        Called once in each worker; returns the function that is called with
        each input, a path or bytes.
    preload : tuple of str
        Heavy modules that `start` needs, imported once for all workers where
        the platform can.
    """

    kind: type[Result]
    start: Callable[[], Callable[[Path | bytes], Result]]
    preload: tuple[str, ...] = ()


def serve(connection: Connection, task: Task[Result], settings: Settings) -> None:
    """Answer inputs from `connection` until the parent closes it."""
    # Ctrl-C reaches every process of the terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Standard output is the parent's data stream, and a parsing library may print.
    os.dup2(2, 1)
    importlib.import_module("hrtext.onethread")
    _keep_freed_memory()
    try:
        # What is kept for the next document is not the fault of this one.
        _limit_memory(settings.memory_megabytes + KEPT_MEGABYTES)
        function = task.start()
    except Exception as error:
        _send(connection, {"error": type(error).__name__, "message": str(error)})
        return
    desk = _Desk(function, settings)
    # What is loaded stays, and need not be looked through for what can be freed; and
    # a file is read by making many small objects that are freed without a look.
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    _send(connection, {"ready": True})
    while True:
        try:
            item: Input = connection.recv()
        except EOFError:
            return
        _alarm(settings.timeout_seconds + ALARM_GRACE_SECONDS)
        patience.start_clock(settings.timeout_seconds, partial(_ask, connection))
        reply = desk.reply(item)
        _alarm(0)
        _send(connection, {**reply, "cpu": CLOCK.take()})


class _Desk(Generic[Result]):
    """Answers one input at a time."""

    def __init__(self, function: Callable[[Path | bytes], Result], settings: Settings) -> None:
        from hrtext.extract.containers import MemberReader

        self._function: Callable[[Path | bytes], Result] = function
        self._settings = settings
        self._members = MemberReader(settings)

    def reply(self, item: Input) -> dict[str, Any]:
        try:
            return self._answer(item)
        except MemoryError:
            # Freed memory does not undo the state that libraries are left in, so
            # the process is given up and the parent starts another.
            os._exit(EXIT_MEMORY)
        except Exception as error:
            return {
                "failure": type(error).__name__,
                "traceback": traceback.format_exc(),
            }

    def _answer(self, item: Input) -> dict[str, Any]:
        from hrtext.extract.containers import CONTAINERS

        source: Path | bytes = Path(item.file or item.path) if item.data is None else item.data
        if item.place:
            try:
                source = self._members.read(source, item.place)
            except ReadError as error:
                return {"failed": [error.status, error.message]}
        result = replace(self._function(source), path=item.path)
        if item.refusal:
            return {"result": plain_data(_refused(result, *item.refusal))}
        if item.place or result.media_type not in CONTAINERS:
            return {"result": plain_data(result)}
        return self._contents(source, result)

    def _contents(self, source: Path | bytes, result: Result) -> dict[str, Any]:
        """Return what a container holds, and its own text where it is a message with some."""
        from hrtext.extract.containers import list_members

        try:
            members = list_members(source, self._settings)
        except ReadError as error:
            return {"result": plain_data(_refused(result, error.status, error.message))}
        reply: dict[str, Any] = {"members": [plain_data(member) for member in members]}
        # A message is a document as well, unless all it does is to carry others.
        if not members or result.status not in _NO_DOCUMENT:
            reply["result"] = plain_data(result)
        return reply


def _refused(result: Result, status: str, message: str) -> Result:
    """Return what is left of `result` when its container is not opened: what the file is."""
    left = type(result)(
        path=result.path,
        status=status,  # type: ignore[arg-type]  # ReadError says which these are
        message=message,
        sha256=result.sha256,
        bytes=result.bytes,
        media_type=result.media_type,
    )
    return replace(left, model=result.model) if isinstance(result, Record) else left


def _send(connection: Connection, message: dict[str, Any]) -> None:
    try:
        connection.send_bytes(json_line(message).encode())
    except OSError:
        # The parent is gone: nobody waits for this any more.
        os._exit(1)


def _ask(connection: Connection, seconds: float) -> None:
    """Tell the parent that the input at hand takes `seconds` longer, and put off the alarm."""
    _send(connection, {"more": seconds})
    _alarm(patience.seconds_left() + ALARM_GRACE_SECONDS)


def _alarm(seconds: float) -> None:
    """Let the kernel end this process in `seconds`, or never if 0.

    The parent keeps the time; this is for the worker whose parent was killed
    while it hangs in native code, which would otherwise run for ever.
    """
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _keep_freed_memory() -> None:
    """Have the allocator of glibc keep what a page took for the next one.

    By default it gives a page's memory back to the kernel and asks for it again at
    once, which is an eighth of the time that pdfium takes.
    """
    if sys.platform != "linux":
        return
    from ctypes import CDLL

    adjust = getattr(CDLL(None), "mallopt", None)  # which other C libraries do not have
    if adjust is not None:
        adjust(_M_TRIM_THRESHOLD, KEPT_MEGABYTES * 2**20)
        adjust(_M_MMAP_THRESHOLD, LARGE_MEGABYTES * 2**20)


def _limit_memory(megabytes: int) -> None:
    """Cap the writable memory of this process, where the kernel counts it.

    RLIMIT_AS would also count the address space that numpy and the allocator
    only reserve; RLIMIT_DATA counts what can be written, on Linux alone.
    """
    if sys.platform == "linux":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        wanted = megabytes * 2**20
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
