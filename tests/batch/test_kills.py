"""What it costs the parent that its workers are killed, one after the other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hrtext import errors

KILLS = 200
SCRIPT = """
import sys
sys.path[:0] = {folders!r}
from collections import Counter
from batch_faults import ACT
from hrtext.batch import ATTEMPTS, run
from hrtext.inputs import from_source
from hrtext.settings import Settings
inputs = [from_source(source) for _ in range(-(-{kills} // ATTEMPTS)) for source in (b"good", b"kill")]
found = Counter(result.status for result in run(inputs, ACT, jobs=2, settings=Settings()))
assert found["ok"] == found["crashed"] == len(inputs) / 2, found
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(found["crashed"] * ATTEMPTS, int(peak) // 1024)
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="only Linux tells the most memory")
def test_the_parent_stays_small_and_alive_while_200_workers_are_killed() -> None:
    folders = [os.path.dirname(__file__), str(Path(errors.__file__).parents[1])]
    script = SCRIPT.format(folders=folders, kills=KILLS)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    kills, megabytes = map(int, done.stdout.split())
    assert kills >= KILLS
    assert megabytes < 400
