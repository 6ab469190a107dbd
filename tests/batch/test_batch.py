from __future__ import annotations

import hashlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from batch_faults import ACT, DIE, NO_MODEL, READ, THREADS

from hrtext import errors
from hrtext.batch import WINDOW, run, run_paired
from hrtext.errors import HrtextError, ModelError
from hrtext.inputs import Input, from_source
from hrtext.pool import Pool
from hrtext.records import Record
from hrtext.settings import Settings

SETTINGS = Settings(timeout_seconds=1.5, memory_megabytes=1024)


@pytest.fixture
def make(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Return a function that makes a file for each action and gives the inputs."""

    def files(*actions: str) -> list[Input]:
        inputs = []
        for number, action in enumerate(actions):
            path = tmp_path / f"{number:04}{'.' + action if action else ''}.txt"
            path.write_text(f"document {number}")
            inputs.append(from_source(path))
        return inputs

    return files


def statuses(results: Iterator[Record]) -> list[str]:
    return [result.status for result in results]


def test_who_asks_for_more_time_gets_it_for_as_many_pages_as_are_allowed(make):
    inputs = make("", "ask", "")
    assert statuses(run(inputs, ACT, jobs=1, settings=SETTINGS)) == ["ok"] * 3
    # The worker may ask as it likes: the parent grants no more than the settings do.
    short = replace(SETTINGS, ocr_page_seconds=0.1)
    assert statuses(run(inputs, ACT, jobs=1, settings=short)) == ["ok", "timeout", "ok"]


@pytest.mark.parametrize(
    ("action", "status", "words"),
    [
        ("kill", "crashed", "SIGKILL"),
        ("segfault", "crashed", "SIGSEGV"),
        ("exit", "crashed", "exit code 3"),
        ("sysexit", "crashed", "died"),
        ("raise", "crashed", "ValueError"),
        ("loop", "timeout", "longer than 1.5 s"),
        ("gil", "timeout", "longer than 1.5 s"),
        ("memory", "too_large", "1024 MB"),
    ],
)
def test_a_bad_file_costs_its_own_record_and_no_other(make, action, status, words):
    inputs = make(*[""] * 5, action, *[""] * 20)
    results = list(run(inputs, ACT, jobs=2, settings=SETTINGS))
    assert [result.path for result in results] == [item.path for item in inputs]
    bad = results.pop(5)
    assert bad.status == status
    assert words in (bad.message or "")
    assert bad.sha256 == hashlib.sha256(b"document 5").hexdigest()
    assert bad.bytes == len(b"document 5")
    assert statuses(iter(results)) == ["ok"] * 25


def test_records_are_the_same_bytes_for_any_number_of_jobs(make):
    inputs = make("", "kill", "slow", "", "raise", "", "exit", "memory", *[""] * 40)
    first, second, third = (
        [result.to_json() for result in run(inputs, ACT, jobs=jobs, settings=SETTINGS)] for jobs in (1, 2, 5)
    )
    assert first == second == third


def test_a_worker_killed_by_chance_costs_nothing(make):
    inputs = make("", "kill-once", "", "exit-once", "memory-once", "")
    assert statuses(run(inputs, ACT, jobs=2, settings=SETTINGS)) == ["ok"] * 6


def test_workers_killed_at_random_change_no_record(make):
    """Also while idle, while starting, and in the middle of sending a long result."""
    inputs = make(*[""] * 400)
    for item in inputs:
        Path(item.path).write_text("x" * 200_000)
    expected = [result.to_json() for result in run(inputs, ACT, jobs=2, settings=SETTINGS)]
    found, kills = [], 0
    for result in run(inputs, ACT, jobs=2, settings=SETTINGS):
        found.append(result.to_json())
        if len(found) % 9 == 0:
            workers = _workers()
            if workers:
                workers[kills % len(workers)].kill()
                kills += 1
    assert kills > 20
    assert found == expected


def test_the_server_that_forks_the_workers_is_replaced_too(make):
    inputs = make("", *["kill-once", "", "", ""] * 5)
    results = run(inputs, ACT, jobs=2, settings=SETTINGS)
    first = next(results)
    for child in psutil.Process().children():
        if child.children():
            child.kill()
    assert statuses(iter([first, *results])) == ["ok"] * 21


def test_all_workers_end_with_the_run(make):
    results = run(make(*[""] * 200), ACT, jobs=2, settings=SETTINGS)
    next(results)
    assert _workers()
    results.close()
    assert not _workers()


def test_a_missing_model_is_told_before_the_first_result(make):
    with pytest.raises(ModelError, match="no model in nowhere: train one"):
        run(make(""), NO_MODEL, jobs=2, settings=SETTINGS)


def test_workers_that_cannot_start_are_an_error_not_an_endless_loop(make):
    with pytest.raises(HrtextError, match="exit code 9"):
        run(make(""), DIE, jobs=2, settings=SETTINGS)


def test_a_system_that_starts_no_processes_is_an_error(make):
    inputs = make("")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) - 1, hard))
    try:
        with pytest.raises(HrtextError, match="do not start"):
            run(inputs, ACT, jobs=2, settings=SETTINGS)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_no_inputs_no_results():
    assert list(run([], ACT, jobs=2, settings=SETTINGS)) == []


def test_inputs_are_taken_only_as_they_are_needed(make):
    taken = 0
    inputs = make("slow", *[""] * 3 * WINDOW)

    def counted() -> Iterator[Input]:
        nonlocal taken
        for item in inputs:
            taken += 1
            yield item

    results = run(counted(), ACT, jobs=2, settings=SETTINGS)
    for done in range(1, len(inputs) + 1):
        next(results)
        assert taken - done <= 2 * WINDOW


def test_a_slow_reader_of_the_results_makes_no_timeouts(make):
    settings = Settings(timeout_seconds=0.3)
    found = []
    for result in run(make(*[""] * 6), ACT, jobs=2, settings=settings):
        found.append(result.status)
        time.sleep(0.4)
    assert found == ["ok"] * 6


def test_a_file_that_vanishes_is_unreadable(make):
    inputs = make("slow", *[""] * 40)
    results = run(inputs, ACT, jobs=1, settings=SETTINGS)
    next(results)
    os.unlink(inputs[-1].path)
    assert statuses(results) == ["ok"] * 39 + ["unreadable"]


def test_documents_bytes_and_undecodable_names_cross_the_border(tmp_path):
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    Path(name).write_text("né 🏙")
    results = list(run([from_source(b"abc"), from_source(name)], ACT, jobs=1, settings=SETTINGS))
    assert [(result.path, result.characters) for result in results] == [("", 3), (name, 8)]
    (document,) = run([from_source("a.txt")], READ, jobs=1, settings=SETTINGS)
    assert (document.path, document.text, document.page_starts) == ("a.txt", "née 🏙\nb", (0, 6))


def test_numpy_gets_one_thread_in_a_worker_and_the_parent_keeps_its_own(make):
    before = os.environ.get("OMP_NUM_THREADS")
    (record,) = run(make(""), THREADS, jobs=1, settings=SETTINGS)
    assert record.language == "1,1,1"
    assert os.environ.get("OMP_NUM_THREADS") == before


def test_a_result_comes_with_its_input_also_where_two_are_alike(make):
    (item,) = make("")
    inputs = [item, Input(item.path), from_source(b"x"), item]
    pairs = list(run_paired(inputs, ACT, jobs=2, settings=SETTINGS))
    assert [id(of) for of, _ in pairs] == [id(of) for of in inputs]
    assert [result.path for _, result in pairs] == [item.path, item.path, "", item.path]


def test_a_lent_pool_is_given_back_with_its_worker_unless_that_is_busy(make):
    pool = Pool(ACT, 1, SETTINGS)
    inputs = make("", "kill-once", "", *[""] * 50)
    seen = []
    for part in (inputs[:3], inputs[3:6], []):
        seen += [result.status for _, result in run_paired(part, ACT, jobs=1, settings=SETTINGS, pool=pool)]
        assert len(pool.workers) == len(_workers()) == 1
    assert seen == ["ok"] * 6
    pairs = run_paired(inputs, ACT, jobs=1, settings=SETTINGS, pool=pool)
    next(pairs)
    pairs.close()
    assert [
        result.status for _, result in run_paired(inputs[:2], ACT, jobs=1, settings=SETTINGS, pool=pool)
    ] == ["ok"] * 2
    pool.stop()
    assert not _workers()


SCRIPT = """
import sys
sys.path[:0] = {folders!r}
from batch_faults import ACT
from hrtext.batch import run
from hrtext.inputs import from_source
from hrtext.settings import Settings
results = run([from_source(path) for path in sys.argv[1:]], ACT, jobs=2, settings=Settings({limit}))
for result in results:
    print(result.status, flush=True)
"""


def _script(tmp_path: Path, limit: str = "") -> Path:
    script = tmp_path / "script.py"
    folders = [os.path.dirname(__file__), str(Path(errors.__file__).parents[1])]
    script.write_text(SCRIPT.format(folders=folders, limit=limit))
    return script


def test_a_script_without_a_main_guard_runs_once(make, tmp_path):
    paths = [item.path for item in make("", "noise", "")]
    done = subprocess.run(
        [sys.executable, _script(tmp_path), *paths], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["ok"] * 3
    assert done.stderr == "a parser prints this\n"


@pytest.mark.parametrize("action", ["slow", "gil"])
def test_workers_do_not_outlive_a_killed_parent(make, tmp_path, action):
    paths = [item.path for item in make("", action)]
    script = _script(tmp_path, "timeout_seconds=1")
    with subprocess.Popen([sys.executable, script, *paths], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        process.send_signal(signal.SIGKILL)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive


def _workers() -> list[psutil.Process]:
    """Return the worker processes: the children of the fork server, or our own."""
    found = []
    for child in psutil.Process().children():
        found += [grand for grand in child.children() if grand.status() != psutil.STATUS_ZOMBIE]
    return found
