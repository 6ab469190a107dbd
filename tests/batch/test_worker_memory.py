"""What a worker does with the memory that a file no longer needs."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

PAGES = """
import resource
from hrtext.worker import _keep_freed_memory

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

_keep_freed_memory()
before = faults()
for page in range(20):
    pieces = [bytearray(100_000) for _ in range(100)]
    del pieces
print(faults() - before)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "mallopt"), reason="the allocator of glibc"
)
def test_the_memory_of_a_page_is_kept_for_the_next() -> None:
    run = subprocess.run([sys.executable, "-c", PAGES], capture_output=True, text=True, check=True)
    # Ten million bytes are 2,442 pages of 4 kB, which the kernel hands out once and not twenty times.
    assert int(run.stdout) < 2 * 2_442
