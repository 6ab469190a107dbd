"""Disturb a run in every way that a computer can, and compare its bytes with those of a quiet one.

    python scripts/fault_run.py --documents 20000 --kills 25

Documents are made up, and labelled once undisturbed. Then they are labelled
again, into a small file system of its own if that can be mounted: all
processes of the run are killed (SIGKILL) at random moments, one worker is killed
every second, and the disk is filled once. After each fault the run goes on with
``--resume``. If it ends before there were enough kills, its output is compared and
removed, and it begins anew. The exit code is 0 if every output was the same,
byte for byte.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path

import psutil

PLACES = "Aldermoor Brackwater Coldharbour Dunmere Eastvale Fernhollow Greywick Hartsend".split()
SUBJECTS = (
    "the parking of delivery vehicles", "the right to housing", "the Convention on the Rights of the Child",
    "discrimination in hiring", "a library budget", "the human rights of all residents", "street lighting",
)  # fmt: skip
ACTS = (
    "the City shall report to the Council every year on {subject}",
    "the Council urges Congress to act on {subject}",
    "the City hereby designates itself a human rights city and shall observe {subject}",
    "a committee on {subject} is established",
    "the Council commemorates all who worked for {subject}",
)
WORKER_KILL_SECONDS = 1.0
LOOK_SECONDS = 0.002
START_SECONDS = 3.0
AT_START = 0.2
"""The share of kills that come at a random time after the start, and not after some work."""
EXIT_STOPPED = 3


def write_documents(folder: Path, count: int, seed: int) -> None:
    """Write `count` different texts, a thousand to a folder."""
    chance = random.Random(seed)
    for number in range(count):
        place, subject = chance.choice(PLACES), chance.choice(SUBJECTS)
        acts = " ".join(
            f"BE IT FURTHER RESOLVED, that {act.format(subject=chance.choice(SUBJECTS))}."
            for act in chance.sample(ACTS, chance.randint(1, 3))
        )
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"RESOLUTION NO. {number}\n\nA RESOLUTION ON {subject.upper()}\n\nWHEREAS, the people of {place} "
            f"care for {subject}; now, therefore,\n\nBE IT RESOLVED by the Council of {place}, that it has "
            f"heard petition {number}. {acts}\n"
        )


class Run:
    """One process of ``hrtext classify`` with all its workers."""

    def __init__(self, documents: Path, output: Path, jobs: int) -> None:
        command = [
            sys.executable,
            "-m",
            "hrtext",
            "classify",
            str(documents),
            "-o",
            str(output),
            "-j",
            f"{jobs}",
        ]
        self.process = subprocess.Popen(
            [*command, "--resume"], stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        self.workers_killed = 0
        self._over = threading.Event()
        self._killer = threading.Thread(target=self._kill_workers)

    def disturbed(self) -> Run:
        """Let one worker be killed every second from now on."""
        self._killer.start()
        return self

    def kill_when(self, is_time: Callable[[], bool]) -> bool:
        """Kill all its processes when it is time; return whether it was still running."""
        while self.process.poll() is None:
            if is_time():
                os.killpg(self.process.pid, signal.SIGKILL)
                break
            time.sleep(LOOK_SECONDS)
        return self.end()[0] == -signal.SIGKILL

    def end(self) -> tuple[int, str]:
        """Wait for its end; return the exit code and what it said."""
        said = self.process.communicate()[1]
        self._over.set()
        if self._killer.is_alive():
            self._killer.join()
        return self.process.returncode, said

    def _kill_workers(self) -> None:
        chance = random.Random(self.process.pid)
        while not self._over.wait(WORKER_KILL_SECONDS):
            with contextlib.suppress(psutil.Error):
                # The workers are children of the server that forks them.
                servers = psutil.Process(self.process.pid).children()
                workers = [worker for server in servers for worker in server.children()]
                if workers:
                    chance.choice(workers).kill()
                    self.workers_killed += 1


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[bool]:
    """Mount a file system of `size` bytes, if that is allowed; yield whether it was."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        is_mounted = (
            os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0
        )
    except FileNotFoundError:
        is_mounted = False
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", str(folder)], check=True)


def fill_disk(documents: Path, output: Path, jobs: int, room: int) -> None:
    """Go on with a run on a disk that has only `room` bytes left, and free the disk again.

    Raises
    ------
    SystemExit
        If the run does not stop as it should.
    """
    filler = output.with_name("filler")
    free = os.statvfs(output.parent).f_bavail * os.statvfs(output.parent).f_frsize
    filler.write_bytes(bytes(max(0, free - room)))
    code, said = Run(documents, output, jobs).disturbed().end()
    filler.unlink()
    if code != EXIT_STOPPED or "No space left" not in said:
        raise SystemExit(f"on a full disk the run ended with {code}: {said}")
    print(f"full disk: exit code {code}: {said.strip().splitlines()[-1]}")


def disturb(documents: Path, whole: Path, disk: Path, arguments: argparse.Namespace, can_fill: bool) -> bool:
    """Run with faults until there were enough; return whether all outputs were as they should be."""
    chance = random.Random(arguments.seed)
    expected = whole.read_bytes()
    output = disk / "run.jsonl"
    part = output.with_name("run.jsonl.part")
    kills = workers_killed = rounds = 0
    must_fill = can_fill
    is_same = True
    while kills < arguments.kills or rounds == 0 or part.exists():
        moment = a_moment(part, chance, 2 * len(expected) // arguments.kills)
        run = Run(documents, output, arguments.jobs).disturbed()
        if kills < arguments.kills:
            kills += run.kill_when(moment)
        else:
            run.end()
        workers_killed += run.workers_killed
        print(f"kill {kills}: {_size(part) / len(expected):.0%} is there", flush=True)
        if must_fill and _size(part) > len(expected) // 3:
            fill_disk(documents, output, arguments.jobs, len(expected) // 20)
            must_fill = False
        if output.exists():
            rounds += 1
            others = differences(output.read_bytes(), expected)
            is_same = is_same and not others
            print(
                f"round {rounds} is over: {'OTHER BYTES' if others else 'the same bytes'}",
                *others[:5],
                sep="\n",
            )
            output.unlink()
    filled = (
        "one full disk" if can_fill and not must_fill else "no full disk (no mount allowed, or too short)"
    )
    print(
        f"{kills} kills of all processes, {workers_killed} of single workers, "
        f"{filled}, {rounds} whole outputs of {expected.count(10)} lines: "
        f"{'all the same' if is_same else 'NOT THE SAME'}"
    )
    return is_same and sorted(os.listdir(disk)) == []


def a_moment(part: Path, chance: random.Random, most: int) -> Callable[[], bool]:
    """Return a condition that comes true at random: when so many bytes more are written, or at the start."""
    if chance.random() < AT_START:
        until = time.monotonic() + chance.uniform(0, START_SECONDS)
        return lambda: time.monotonic() > until
    size = _size(part) + chance.randint(1, most)
    return lambda: _size(part) >= size


def differences(found: bytes, expected: bytes) -> list[str]:
    """Return the lines that are not as they should be, by number."""
    pairs = zip_longest(found.splitlines(), expected.splitlines())
    return [
        f"line {number}: {(one or b'nothing').decode()[:400]}"
        for number, (one, other) in enumerate(pairs, start=1)
        if one != other
    ]


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def main() -> int:
    """Run all and return 0 if every output was the same."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        documents, whole = folder / "documents", folder / "whole.jsonl"
        documents.mkdir()
        write_documents(documents, arguments.documents, arguments.seed)
        started = time.monotonic()
        code, said = Run(documents, whole, arguments.jobs).end()
        print(
            f"undisturbed: exit code {code}, {time.monotonic() - started:.1f} s: {said.strip()}", flush=True
        )
        if code:
            return 1
        with small_disk(folder / "disk", 2 * whole.stat().st_size + 2**20) as is_mounted:
            return 0 if disturb(documents, whole, folder / "disk", arguments, is_mounted) else 1


if __name__ == "__main__":
    sys.exit(main())
