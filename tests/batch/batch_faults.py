"""Tasks that go wrong on purpose; real code, run by real workers."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from hrtext import patience
from hrtext.errors import ModelError
from hrtext.records import Document, Record
from hrtext.worker import Task


def act_on(source: Path | bytes) -> Record:
    """Do what the name of the file says; ``kill-once`` and the like leave a mark beside it."""
    if isinstance(source, bytes):
        return _act_on_bytes(source)
    action = source.name.split(".")[1] if source.name.count(".") > 1 else ""
    mark = source.with_suffix(".mark")
    if action.endswith("-once"):
        if mark.exists():
            action = ""
        else:
            mark.touch()
            action = action.removesuffix("-once")
    match action:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "segfault":
            ctypes.string_at(0)
        case "exit":
            os._exit(3)
        case "loop":
            while True:
                pass
        case "gil":
            re.fullmatch(r"(a+)+", "a" * 64 + "b")
        case "memory":
            return Record("", "ok", characters=len(bytearray(8 * 2**30)))
        case "raise":
            raise ValueError(f"at {id(source)}")
        case "sysexit":
            sys.exit(5)
        case "noise":
            os.write(1, b"a parser prints this\n")
        case "ask" | "slow":
            patience.ask_for(20.0 if action == "ask" else 0.1)
            time.sleep(2.5 if action == "ask" else 0.5)
    return _read(source)


def _read(source: Path) -> Record:
    try:
        data = source.read_bytes()
    except OSError:
        return Record(str(source), "unreadable", message="It is not there.")
    if data.startswith(b"PK"):
        return Record(str(source), "unsupported_type", media_type="application/zip")
    return Record(str(source), "ok", characters=len(data), language=data.decode()[:200_000])


def _act_on_bytes(source: bytes) -> Record:
    if source == b"kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if source == b"loop":
        time.sleep(60)
    return Record("", "ok", characters=len(source))


def start_acting() -> Callable[[Path | bytes], Record]:
    return act_on


def start_without_model() -> Callable[[Path | bytes], Record]:
    raise ModelError("no model in nowhere: train one")


def start_and_die() -> Callable[[Path | bytes], Record]:
    os._exit(9)


def start_threads() -> Callable[[Path | bytes], Record]:
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    found = ",".join(os.environ[name] for name in names)
    return lambda source: Record("", "ok", language=found)


def start_reading() -> Callable[[Path | bytes], Document]:
    return lambda source: Document(str(source), "ok", text="née 🏙\nb", page_starts=(0, 6), sha256="0")


ACT = Task(Record, start_acting)
NO_MODEL = Task(Record, start_without_model)
DIE = Task(Record, start_and_die)
THREADS = Task(Record, start_threads)
READ = Task(Document, start_reading)
