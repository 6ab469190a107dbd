from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_acts import write_acts

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def acts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder ``acts`` of three documents, in the current folder."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "acts"
    folder.mkdir()
    write_acts(folder, 3)
    return folder


@pytest.fixture
def hrtext() -> Run:
    """Run the command line as a user does, in a process of its own."""

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hrtext", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


@pytest.fixture
def start() -> Callable[..., subprocess.Popen[str]]:
    """Start the command line in a process group of its own, to be disturbed."""

    def popen(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "hrtext", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
        )

    return popen
