"""The errors that hrtext raises, and the exit code that each stands for.

One bad file is never an exception for a batch: it is a record with a status
(see :mod:`hrtext.records`). These errors are for what stops a whole run.
"""

from __future__ import annotations

from typing import ClassVar


class HrtextError(Exception):
    """Base of every error raised on purpose by hrtext.

    Attributes
    ----------
    exit_code : int
        What the command line exits with: 2 for wrong usage, 3 for "nothing
        could be done".
    """

    exit_code: ClassVar[int] = 3


class UsageError(HrtextError):
    """The command or call was worded wrongly; the message says how to put it right."""

    exit_code = 2


class LexiconError(HrtextError):
    """A lexicon file is malformed, or two entries contradict each other."""


class ModelError(HrtextError):
    """A model directory is missing, tampered with, or of a schema this version cannot read."""


class CorpusError(HrtextError):
    """A labelled corpus cannot be read, or cannot be learned from."""


class OutputError(HrtextError):
    """The output cannot be written."""


class ReadError(HrtextError):
    """One file could not be turned into text.

    Parameters
    ----------
    status : str
        One of :data:`hrtext.records.STATUSES` other than ``ok`` and ``out_of_scope``.
    message : str
        One sentence that says what to do.
    """

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
