"""Write lines of JSON so that a file is either the old one or the whole new one."""

from __future__ import annotations

import errno
import os
import stat
import sys
from io import FileIO
from pathlib import Path
from types import TracebackType

from hrtext.errors import OutputError

PART_SUFFIX = ".part"


class Output:
    r"""Where the lines of a run go: a file, or standard output.

    A file is written under its name with ``.part`` added, line by line, and
    takes its own name when the run is complete. Killed at any moment, a run
    leaves what stood under that name before, and whole lines in the ``.part``.

    Parameters
    ----------
    target : str, Path or None
        The file; None for standard output. A device or a pipe is written to
        as it is.
    force : bool
        Whether an existing file may be replaced.

    Raises
    ------
    OutputError
        If it cannot be written to. Known before any work is done, and nothing
        is changed by then.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with Output(Path(folder, "out.jsonl")) as output:
    ...         output.write("{}")
    ...     Path(folder, "out.jsonl").read_text()
    '{}\n'
    """

    def __init__(self, target: str | Path | None, *, force: bool = False) -> None:
        self._name = "standard output" if target is None else str(target)
        self._final = None if target is None else Path(target)
        self.part: Path | None = None
        self._file: FileIO | None = None
        self._written = 0
        if self._final is not None:
            try:
                self._check(self._final, force)
            except (OSError, ValueError) as error:
                raise self._error(error) from error

    @property
    def files(self) -> tuple[str, ...]:
        """The files that this output makes, for a walk to leave out."""
        return tuple(str(path) for path in (self._final, self.part) if path is not None)

    def __enter__(self) -> Output:
        if self.part is not None:
            self._file = self._open(self.part, "wb")
        elif self._final is not None:
            self._file = self._open(self._final, "wb")
        else:
            sys.stdout.flush()
            self._file = FileIO(sys.stdout.fileno(), "wb", closefd=False)
        return self

    def write(self, line: str) -> None:
        """Write `line` and a line end, whole.

        Raises
        ------
        OutputError
            If it cannot be written; a file then ends with the line before.
        BrokenPipeError
            If the reader of standard output has gone.
        """
        file = self._file
        assert file is not None, "an Output is written to inside a with block"
        data = memoryview(line.encode("utf-8") + b"\n")
        start = self._written
        try:
            while data:
                count = file.write(data)
                data = data[count:]
                self._written += count
        except BrokenPipeError:
            raise
        except OSError as error:
            if self.part is not None:
                self._written = start
                os.ftruncate(file.fileno(), start)
            raise self._error(error) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        file = self._file
        assert file is not None, "an Output is left only after it was entered"
        try:
            if kind is None and self.part is not None and self._final is not None:
                os.fsync(file.fileno())
                file.close()
                os.replace(self.part, self._final)
        except OSError as error:
            raise self._error(error) from error
        finally:
            file.close()

    def _check(self, final: Path, force: bool) -> None:
        if final.is_dir():
            raise OutputError(
                f"{self._name} is a folder: name a file in it, such as "
                f"{os.path.join(self._name, 'out.jsonl')}"
            )
        if final.exists() and not stat.S_ISREG(final.stat().st_mode):
            return
        # A link stays a link: what it points to is replaced.
        final = self._final = Path(os.path.realpath(final))
        if final.exists() and not force:
            raise self._exists()
        if not final.parent.exists():
            raise OutputError(
                f"the folder of {self._name} does not exist: make it first (mkdir -p {final.parent})"
            )
        self.part = final.with_name(final.name + PART_SUFFIX)
        self._probe(self.part)

    def _probe(self, part: Path) -> None:
        is_new = not part.exists()
        # Trying is the only sure test: permission bits say nothing of a full or
        # read-only file system, and nothing at all to root.
        with self._open(part, "ab"):
            pass
        if is_new:
            part.unlink()

    def _open(self, path: Path, mode: str) -> FileIO:
        try:
            return FileIO(path, mode)
        except OSError as error:
            raise self._error(error) from error

    def _error(self, error: OSError | ValueError) -> OutputError:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        advice = "write to a folder of your own with -o"
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            advice = "free some space, or write to another disk with -o, and run it again"
        return OutputError(f"cannot write {self._name}: {reason}; {advice}{self._kept()}")

    def _kept(self) -> str:
        return f"; the lines so far are in {self.part}" if self._written and self.part is not None else ""

    def _exists(self) -> OutputError:
        return OutputError(f"{self._name} is there already: add --force to replace it, or give another name")
