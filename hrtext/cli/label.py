"""``classify``, ``extract`` and ``tag``: a stream of inputs to a stream of lines."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, nullcontext
from functools import partial
from itertools import chain
from typing import Any

from hrtext.batch import available_jobs, run_paired
from hrtext.cli.report import Tally, profile, progress
from hrtext.errors import HrtextError, UsageError
from hrtext.fingerprint import conditions
from hrtext.inputs import Input, open_inputs, walk
from hrtext.ledger import Ledger
from hrtext.records import Record
from hrtext.report import Report
from hrtext.resume import Resumption
from hrtext.settings import LIMITS, Settings, read_settings
from hrtext.stages import CLOCK
from hrtext.tasks import document_task, record_task
from hrtext.worker import Task

logger = logging.getLogger(__name__)


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command and return its exit code."""
    output = Ledger(arguments.output, force=arguments.force, resume=arguments.resume)
    report = _report(arguments, output)
    files = output.files if report is None else (*output.files, *report.files)
    # The report comes last: whatever becomes of it, the records are there.
    with report or nullcontext(), output:
        paths = walk(arguments.paths, skip=files)
        first = next(paths, None)
        if first is None:
            raise HrtextError(
                f"no files in {', '.join(arguments.paths)}: name a folder that holds documents "
                "(hidden files do not count)"
            )
        tally = _write(arguments, chain([first], paths), output, report, files)
    written = [arguments.output] if arguments.output else []
    if report is not None:
        written.append(arguments.report)
    if arguments.profile:
        print(profile(CLOCK.take(), tally.total), file=sys.stderr)
    logger.info("%s%s", tally, f"; written to {' and '.join(written)}" if written else "")
    return 0 if tally.all_usable else 1


def _report(arguments: argparse.Namespace, output: Ledger) -> Report | None:
    if arguments.command != "classify" or arguments.report is None:
        return None
    report = Report(arguments.report, force=arguments.force or arguments.resume)
    if set(report.files) & set(output.files):
        raise UsageError(f"{arguments.report} cannot hold both the records and the report: name two files")
    return report


def _write(
    arguments: argparse.Namespace,
    paths: Iterator[str],
    output: Ledger,
    report: Report | None,
    files: tuple[str, ...],
) -> Tally:
    """Write a line for each document, and return what they came to."""
    settings = read_settings({name: getattr(arguments, name) for name in (*LIMITS, "password")})
    task = _task(arguments, settings)
    model = arguments.model if arguments.command == "classify" else None
    lexicon = None if arguments.command == "extract" else arguments.lexicon
    resumption = Resumption(
        open_inputs(paths, settings.max_bytes),
        output,
        task.kind,
        made_under=conditions(
            arguments.command, model, lexicon, settings, quality=getattr(arguments, "quality", False)
        ),
        max_bytes=settings.max_bytes,
    )
    outcomes = resumption.outcomes(_runner(arguments, task, settings))
    tally = Tally()
    CLOCK.take()
    try:
        with closing(outcomes):
            for outcome in progress(outcomes, arguments, files):
                if not outcome.is_written:
                    with CLOCK.stage("write"):
                        output.write(outcome.line)
                tally.add(outcome.result)
                if report is not None and isinstance(outcome.result, Record):
                    report.add(outcome.result)
    except KeyboardInterrupt:
        where = f"; the lines so far are in {output.part}: add --resume to go on" if output.part else ""
        raise KeyboardInterrupt(f"stopped after {tally.total} documents{where}") from None
    if arguments.resume:
        logger.info("%d of the lines were there from an earlier run", resumption.kept)
    return tally


def _runner(
    arguments: argparse.Namespace, task: Task[Any], settings: Settings
) -> Callable[[Iterator[Input]], Generator[tuple[Input, Any], None, None]]:
    if arguments.backend == "local":
        jobs = arguments.jobs or available_jobs()
        return partial(run_paired, task=task, jobs=jobs, settings=settings)
    if arguments.scheduler is None:
        raise UsageError("--backend dask needs the address of the cluster: add --scheduler")
    from hrtext.cluster import run_on_cluster

    return partial(
        run_on_cluster,
        task=task,
        scheduler=arguments.scheduler,
        settings=settings,
        send_files=arguments.send_files,
    )


def _task(arguments: argparse.Namespace, settings: Settings) -> Task[Any]:
    if arguments.command == "extract":
        return document_task(settings, quality=arguments.quality)
    model = arguments.model if arguments.command == "classify" else None
    lexicon = arguments.lexicon
    if arguments.backend == "dask":
        # A worker of the cluster runs in another folder.
        model, lexicon = (None if path is None else os.path.abspath(path) for path in (model, lexicon))
    return record_task(arguments.command, model, lexicon, settings)
