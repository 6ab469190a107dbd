"""A file of lines that a run can go on with after any interruption.

Three files may stand in a folder, of which a finished run leaves the first::

    run.jsonl            the whole output
    run.jsonl.part       the lines of an unfinished run, in the order of the inputs
    run.jsonl.earlier    lines that were done out of that order, since the inputs have changed

Each line is written by one system call, and once a second all are synced, so
that a kill costs nothing and a power cut little. A torn last line is left out.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from types import TracebackType

from hrtext.errors import OutputError, UsageError
from hrtext.output import Output

EARLIER_SUFFIX = ".earlier"
SYNC_SECONDS = 1.0
_CHUNK = 2**20

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A whole line of a file: its bytes without the line end, and where it starts and ends."""

    data: bytes
    start: int
    end: int


class Ledger(Output):
    r"""An output that one run at a time may write to, and a later one go on with.

    Parameters
    ----------
    target : str, Path or None
        See :class:`hrtext.output.Output`.
    force : bool
        Whether to start over, and replace what is there.
    resume : bool
        Whether to go on with what is there.

    Raises
    ------
    UsageError
        If it is to be resumed and is no file.
    OutputError
        If it cannot be written to, if another run is writing to it, or if
        something is there and neither `force` nor `resume` is given. Entering
        it may raise this too.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> target = Path(folder.name, "run.jsonl")
    >>> _ = target.with_name("run.jsonl.part").write_text("1\n2\nto")
    >>> with Ledger(target, resume=True) as ledger:
    ...     for line in ledger.lines():
    ...         ledger.keep(line.end)
    ...     ledger.write("3")
    >>> target.read_text()
    '1\n2\n3\n'
    >>> folder.cleanup()
    """

    def __init__(self, target: str | Path | None, *, force: bool = False, resume: bool = False) -> None:
        self._resume = resume
        self._may_replace = force or resume
        self._begun = False
        self._synced = time.monotonic()
        super().__init__(target, force=self._may_replace)
        if resume and self.part is None:
            raise UsageError("--resume goes on with a file: name it with -o")
        self._earlier = None if self.part is None else self.part.with_suffix(EARLIER_SUFFIX)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that this output makes, for a walk to leave out."""
        return super().files if self._earlier is None else (*super().files, str(self._earlier))

    @property
    def finished(self) -> Path | None:
        """The finished run that this one goes on with, if it is there."""
        return self._final if self._resume and self._final is not None and self._final.exists() else None

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files that hold lines of earlier runs which may be used again, the latest first."""
        named = (self._earlier if self._resume else None, self.finished)
        return tuple(path for path in named if path is not None and path.exists())

    def __enter__(self) -> Ledger:
        if self.part is None:
            super().__enter__()
            return self
        self._file = self._locked(self.part)
        try:
            self._refuse_what_is_there()
        except BaseException:
            # Made a moment ago, after the run that finished had renamed its own.
            if not self.part.stat().st_size:
                self.part.unlink()
            self._file.close()
            raise
        return self

    def lines(self) -> Iterator[Line]:
        """Yield the whole lines that an unfinished run has left."""
        if self.part is not None and self._resume:
            yield from read_lines(self.part)

    def keep(self, end: int) -> None:
        """Keep what an unfinished run has written before byte `end`, and go on from there."""
        assert not self._begun, "lines are kept before any is written"
        self._written = end

    def set_aside(self, end: int) -> None:
        """Put the lines from those that are kept to byte `end` where they will not be written over.

        Raises
        ------
        OutputError
            If there is no room for them.
        """
        assert self.part is not None, "only a file is gone on with"
        assert self._earlier is not None, "only a file is gone on with"
        try:
            whole = max((line.end for line in read_lines(self._earlier)), default=0)
            with open(self.part, "rb") as lines, open(self._earlier, "ab") as earlier:
                earlier.truncate(whole)
                lines.seek(self._written)
                while lines.tell() < end:
                    earlier.write(lines.read(min(_CHUNK, end - lines.tell())))
                earlier.flush()
                os.fsync(earlier.fileno())
            self._begin()
        except OSError as error:
            raise self._error(error) from error

    def write(self, line: str) -> None:
        """Write `line` and a line end, whole; see :meth:`hrtext.output.Output.write`."""
        if self.part is None:
            super().write(line)
            return
        self._begin()
        super().write(line)
        if time.monotonic() - self._synced >= SYNC_SECONDS:
            self._sync()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        file, part, final = self._file, self.part, self._final
        if part is None or final is None or file is None:
            super().__exit__(kind, value, trace)
            return
        try:
            if kind is None:
                self._begin()
                self._sync()
                if sys.platform == "win32":  # which renames no open file
                    file.close()
                # Still locked, so that no other run takes the file for its own.
                os.replace(part, final)
                self._forget_earlier()
                _sync_folder(final.parent)
            elif os.fstat(file.fileno()).st_size == 0:
                part.unlink()
        except OSError as error:
            raise self._error(error) from error
        finally:
            file.close()

    def _probe(self, part: Path) -> None:
        """Leave the trying to :meth:`__enter__`: a file of another run must not be touched."""

    def _locked(self, part: Path) -> FileIO:
        while True:
            try:
                file = FileIO(part, "r+", opener=_create)
            except OSError as error:
                raise self._error(error) from error
            try:
                _lock(file)
            except BlockingIOError:
                file.close()
                raise OutputError(
                    f"another run is writing to {self._name}: wait until it ends, or name another file"
                ) from None
            except OSError as error:
                logger.warning(
                    "%s cannot be locked (%s): see to it that no other run writes to it", part, error.strerror
                )
            if _is_at(file, part):
                return file
            # The run that had it finished meanwhile, and gave the file its final name.
            file.close()

    def _refuse_what_is_there(self) -> None:
        """Refuse to write over what is there unless told so; only now can no other run change it."""
        assert self.part is not None, "only a file is refused"
        if self._may_replace:
            return
        if self._final is not None and self._final.exists():
            raise self._exists()
        if self.part.stat().st_size or (self._earlier is not None and self._earlier.exists()):
            raise OutputError(
                f"an earlier run did not finish ({self.part}): add --resume to go on with it, "
                "or --force to start over"
            )

    def _begin(self) -> None:
        """Cut off what is not kept, once the first line is there to be written."""
        if self._begun:
            return
        file = self._file
        assert file is not None, "an Output is written to inside a with block"
        try:
            os.ftruncate(file.fileno(), self._written)
            file.seek(self._written)
            if not self._resume:
                self._forget_earlier()
            _sync_folder(Path(self._final or "").parent)
        except OSError as error:
            raise self._error(error) from error
        self._begun = True

    def _forget_earlier(self) -> None:
        if self._earlier is not None:
            self._earlier.unlink(missing_ok=True)

    def _sync(self) -> None:
        assert self._file is not None, "an Output is written to inside a with block"
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._error(error) from error
        self._synced = time.monotonic()

    def _kept(self) -> str:
        kept = super()._kept()
        return f"{kept}; add --resume to go on with them" if kept else ""


def read_lines(path: Path) -> Iterator[Line]:
    r"""Yield the whole lines of a file; a last line without an end is torn, and left out.

    Parameters
    ----------
    path : Path
        It need not exist.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "run.jsonl.part")
    ...     _ = path.write_bytes(b"{}\n{")
    ...     list(read_lines(path))
    [Line(data=b'{}', start=0, end=3)]
    """
    start = 0
    with contextlib.suppress(FileNotFoundError), open(path, "rb") as lines:
        for data in lines:
            if not data.endswith(b"\n"):
                return
            yield Line(data[:-1], start, start + len(data))
            start += len(data)


def _create(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CREAT, 0o666)


def _lock(file: FileIO) -> None:
    """Lock a file until it is closed; a process that dies lets go of it.

    Raises
    ------
    BlockingIOError
        If another process has locked it.
    OSError
        If it is in a file system without locks.
    """
    if sys.platform == "win32":
        import msvcrt

        # A byte far beyond the end, since what is locked there cannot be read.
        file.seek(2**62)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_at(file: FileIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), os.stat(path))
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    """Make sure that a file that was created, renamed or removed there stays so after a power cut."""
    if sys.platform == "win32":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        # Some network file systems sync no folders, and need not.
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(number)
