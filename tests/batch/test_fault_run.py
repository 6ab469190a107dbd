from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "fault_run.py"


@pytest.mark.skipif(not SCRIPT.exists() or sys.platform == "win32", reason="needs the script, and signals")
def test_a_run_that_is_killed_again_and_again_ends_with_the_same_bytes():
    command = [sys.executable, SCRIPT, "--documents", "200", "--kills", "4"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 kills of all processes" in done.stdout
    assert "whole outputs of 200 lines: all the same" in done.stdout
