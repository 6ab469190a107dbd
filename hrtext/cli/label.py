"""``classify``, ``extract`` and ``tag``: a stream of inputs to a stream of lines."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Generator, Iterable
from contextlib import closing, nullcontext
from itertools import chain

from hrtext.batch import available_jobs
from hrtext.batch import run as run_batch
from hrtext.cli.report import Tally, progress
from hrtext.errors import HrtextError, UsageError
from hrtext.inputs import Input, open_inputs, walk
from hrtext.output import Output
from hrtext.records import Document, Record, json_line
from hrtext.report import Report
from hrtext.settings import LIMITS, Settings, read_settings
from hrtext.tasks import document_task, record_task

logger = logging.getLogger(__name__)


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command and return its exit code."""
    output = Output(arguments.output, force=arguments.force)
    if output.restarts:
        logger.warning("an earlier run did not finish: starting over and replacing %s", output.part)
    report = _report(arguments, output)
    files = output.files if report is None else (*output.files, *report.files)
    paths = walk(arguments.paths, skip=files)
    first = next(paths, None)
    if first is None:
        raise HrtextError(
            f"no files in {', '.join(arguments.paths)}: name a folder that holds documents "
            "(hidden files do not count)"
        )
    results = _results(arguments, open_inputs(chain([first], paths)))
    tally = Tally()
    # The report comes last: whatever becomes of it, the records are there.
    with report or nullcontext():
        try:
            with closing(results), output:
                for result in progress(results, arguments, files):
                    output.write(json_line(result.to_dict()))
                    tally.add(result)
                    if report is not None and isinstance(result, Record):
                        report.add(result)
        except KeyboardInterrupt:
            where = f"; the lines so far are in {output.part}" if output.part else ""
            raise KeyboardInterrupt(f"stopped after {tally.total} documents{where}") from None
    written = [arguments.output] if arguments.output else []
    if report is not None:
        written.append(arguments.report)
    logger.info("%s%s", tally, f"; written to {' and '.join(written)}" if written else "")
    return 0 if tally.all_usable else 1


def _report(arguments: argparse.Namespace, output: Output) -> Report | None:
    if arguments.command != "classify" or arguments.report is None:
        return None
    report = Report(arguments.report, force=arguments.force)
    if set(report.files) & set(output.files):
        raise UsageError(f"{arguments.report} cannot hold both the records and the report: name two files")
    return report


def _settings(arguments: argparse.Namespace) -> Settings:
    return read_settings({name: getattr(arguments, name) for name in (*LIMITS, "password")})


def _results(
    arguments: argparse.Namespace, inputs: Iterable[Input]
) -> Generator[Record, None, None] | Generator[Document, None, None]:
    settings = _settings(arguments)
    jobs = arguments.jobs or available_jobs()
    if arguments.command == "extract":
        return run_batch(
            inputs, document_task(settings, quality=arguments.quality), jobs=jobs, settings=settings
        )
    model = arguments.model if arguments.command == "classify" else None
    task = record_task(arguments.command, model, arguments.lexicon, settings)
    return run_batch(inputs, task, jobs=jobs, settings=settings)
