"""The command line: the only part of hrtext that prints, logs to a screen, or exits.

Nothing heavy is imported until a command needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from hrtext.cli.parser import build_parser
from hrtext.errors import HrtextError

EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141

logger = logging.getLogger("hrtext.cli")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` asks for and return the exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; those of the process by default.

    Returns
    -------
    int
        0 if all inputs have a usable outcome (status ``ok`` or ``out_of_scope``),
        1 if some do not, 3 if nothing could be done, 130 if interrupted, 141 if
        the reader of standard output went away. Wrong usage exits with 2.

    Examples
    --------
    >>> main(["--version"])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    SystemExit: 0
    """
    arguments = build_parser().parse_args(argv)
    command = importlib.import_module(arguments.module)
    with _logged_to_stderr(arguments.verbose, arguments.quiet):
        return _guarded(command.run, arguments)


def _guarded(command: Callable[[Namespace], int], arguments: Namespace) -> int:
    try:
        return command(arguments)
    except HrtextError as error:
        logger.error("%s", error)
        return error.exit_code
    except KeyboardInterrupt as interrupt:
        logger.error("%s", str(interrupt) or "stopped")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Python flushes standard output once more at exit, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_BROKEN_PIPE


@contextmanager
def _logged_to_stderr(verbose: bool, quiet: bool) -> Iterator[None]:
    root = logging.getLogger("hrtext")
    before = root.level, root.propagate, root.handlers
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("hrtext: %(message)s"))
    root.setLevel(logging.DEBUG if verbose else logging.ERROR if quiet else logging.INFO)
    root.propagate, root.handlers = False, [handler]
    try:
        yield
    finally:
        level, root.propagate, root.handlers = before
        root.setLevel(level)
