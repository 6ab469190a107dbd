from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from cli_acts import write_acts

from hrtext.cli import main

distributed = pytest.importorskip("distributed")


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Cluster:
    """A scheduler and its workers, each a process with its children, started as a user would."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._logs: list[Path] = []
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.workers: list[subprocess.Popen[bytes]] = []
        host, port = self.address.removeprefix("tcp://").split(":")
        self._scheduler = self._start("scheduler", "--host", host, "--port", port, "--no-dashboard")

    def add_worker(self) -> None:
        options = ["--nthreads", "1", "--no-dashboard", "--local-directory", str(self._folder)]
        self.workers.append(self._start("worker", self.address, *options))

    def wait_for_workers(self, number: int) -> None:
        with distributed.Client(self.address, timeout=60) as client:
            client.wait_for_workers(number, timeout=60)

    def stop(self) -> None:
        for process in [*self.workers, self._scheduler]:
            kill_tree(process)

    def _start(self, role: str, *options: str) -> subprocess.Popen[bytes]:
        log = self._folder / f"{role}{len(self._logs)}.log"
        self._logs.append(log)
        with log.open("wb") as file:
            return subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + role, *options],
                stdout=file,
                stderr=file,
                cwd=self._folder,
            )


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(psutil.Error):
        tree = psutil.Process(process.pid).children(recursive=True)
        for member in [psutil.Process(process.pid), *tree]:
            with contextlib.suppress(psutil.Error):
                member.kill()
    process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        started.add_worker()
        started.add_worker()
        started.wait_for_workers(2)
        yield started
    finally:
        started.stop()


def on(cluster: Cluster, *more: str) -> list[str]:
    return ["--backend", "dask", "--scheduler", cluster.address, *more]


@pytest.mark.parametrize("more", [[], ["--send-files"]])
def test_a_cluster_gives_the_same_bytes(acts, cluster, more):
    write_acts(acts, 60)
    (acts / "void.txt").touch()
    with zipfile.ZipFile(acts / "act-0003a.zip", "w") as archive:
        for path in sorted(acts.glob("act-000[0-4].txt")):
            archive.write(path, path.name)
    (acts / "gone.txt").symlink_to("nowhere")
    words = ["classify", "acts", "missing.txt", "-q", "-o"]
    assert main([*words, "local.jsonl"]) == 1
    assert main([*words, "cluster.jsonl", *on(cluster, *more)]) == 1
    assert Path("cluster.jsonl").read_bytes() == Path("local.jsonl").read_bytes()


def test_a_document_that_takes_too_long_costs_its_own_record(acts, cluster):
    words = ["extract", "acts", "-q", "--timeout", "0.000001", "-o"]
    assert main([*words, "local.jsonl"]) == 1
    assert main([*words, "cluster.jsonl", *on(cluster)]) == 1
    assert Path("cluster.jsonl").read_bytes() == Path("local.jsonl").read_bytes()


def test_a_model_that_is_not_there(acts, cluster, capfd):
    assert main(["classify", "acts", "--model", "nowhere", "-o", "out.jsonl", *on(cluster)]) == 3
    assert "there is no model directory" in capfd.readouterr().err
    assert not Path("out.jsonl.part").exists()


def test_no_scheduler_and_no_address(acts, capfd, monkeypatch):
    monkeypatch.setattr("hrtext.cluster.CONNECT_SECONDS", 1)
    assert main(["tag", "acts", "--backend", "dask", "--scheduler", f"tcp://127.0.0.1:{free_port()}"]) == 3
    assert "start one with `dask scheduler`" in capfd.readouterr().err
    assert main(["tag", "acts", "--backend", "dask"]) == 2
    assert "add --scheduler" in capfd.readouterr().err


def test_without_dask_the_message_says_how_to_get_it(acts, capfd, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["tag", "acts", "--backend", "dask", "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "pip install 'hrtext[dask]'" in capfd.readouterr().err


def test_a_worker_that_is_killed_costs_nothing_but_its_time(acts, cluster, start):
    """The last of this module: it leaves the cluster with one worker."""
    write_acts(acts, 700)
    assert main(["classify", "acts", "-q", "-o", "local.jsonl"]) == 0
    part = Path("cluster.jsonl.part")
    with start("classify", "acts", "-o", "cluster.jsonl", *on(cluster)) as process:
        until = time.monotonic() + 60
        while not part.exists() or part.stat().st_size == 0:
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.01)
        assert part.read_bytes().count(b"\n") < 700
        kill_tree(cluster.workers[0])
        _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert Path("cluster.jsonl").read_bytes() == Path("local.jsonl").read_bytes()
