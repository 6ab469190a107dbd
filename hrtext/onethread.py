"""Importing this holds the libraries under numpy to one thread in this process.

A worker process is the unit of parallel work; threads of OpenBLAS on top of it
slow each other down, and a process that has started some cannot be forked
safely. They read the environment once, so this must come before numpy.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
