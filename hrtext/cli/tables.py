"""``convert``: from the lines of a run to tables."""

from __future__ import annotations

import argparse
import logging

from hrtext.tables.convert import convert, files_of

logger = logging.getLogger(__name__)


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command and return its exit code."""
    counts = convert(arguments.run, arguments.tables, force=arguments.force)
    rows = ", ".join(f"{number} {table}" for table, number in counts.items())
    names = " and ".join(dict.fromkeys(map(str, files_of(arguments.tables).values())))
    logger.info("%s; written to %s", rows, names)
    return 0
