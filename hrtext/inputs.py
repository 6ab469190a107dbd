"""From the paths that a user names to the inputs of a run, none lost on the way."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from hrtext.records import INSIDE
from hrtext.remote import is_remote, read_remote, walk_remote

STDIN = "-"
Source: TypeAlias = "str | os.PathLike[str] | bytes"


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to label: a file by its path, or bytes that are already here.

    Attributes
    ----------
    path : str
        As given by the user; of a document inside a container, with its name
        there added.
    data : bytes or None
        The content, where it does not come from a file.
    file : str or None
        The outermost container, if that is a file and not `data`.
    place : tuple of int
        Where in that container the document is; empty for one that is in none.
    refusal : tuple of str or None
        The status and message of a container inside it that is not opened.
    """

    path: str
    data: bytes | None = None
    file: str | None = None
    place: tuple[int, ...] = ()
    refusal: tuple[str, str] | None = None

    def member(self, name: str, place: Sequence[int], refusal: Sequence[str] | None) -> Input:
        """Return a document inside this container.

        Examples
        --------
        >>> Input("acts.zip").member("a/1.pdf", (0,), None).path
        'acts.zip!/a/1.pdf'
        """
        told = (refusal[0], refusal[1]) if refusal else None
        file = self.path if self.data is None else None
        return Input(f"{self.path}{INSIDE}{name}", self.data, file, tuple(place), told)


def from_source(source: Source) -> Input:
    """Return the input that a path, or the bytes of a document, stand for.

    Examples
    --------
    >>> from_source(b"RESOLVED").data
    b'RESOLVED'
    """
    if isinstance(source, bytes):
        return Input("", source)
    return Input(os.fspath(source))


def open_inputs(paths: Iterable[str], max_bytes: int) -> Iterator[Input]:
    """Yield an input for each path; ``-`` reads standard input to its end.

    Of a file on another computer, as much is fetched as shows that it has more
    than `max_bytes`.
    """
    for path in paths:
        if path == STDIN:
            yield Input(path, sys.stdin.buffer.read())
        else:
            yield Input(path, read_remote(path, max_bytes) if is_remote(path) else None)


def identify(item: Input, max_bytes: int) -> tuple[str | None, int | None]:
    """Return the SHA-256 and the size of an input, or None for each where they cannot be had.

    Those of a document inside a container cannot: finding it is what may have failed.

    Parameters
    ----------
    item : Input
    max_bytes : int
        A larger file is not read.

    Examples
    --------
    >>> identify(Input("", b""), 100)[0][:12]
    'e3b0c44298fc'
    """
    if item.place:
        return None, None
    if item.data is not None:
        return hashlib.sha256(item.data).hexdigest(), len(item.data)
    try:
        status = os.stat(item.path)
        # Opening a pipe or a device may block the whole run.
        if not stat.S_ISREG(status.st_mode) or status.st_size > max_bytes:
            return None, None
        with open(item.path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), status.st_size
    except (OSError, ValueError):
        return None, None


def walk(paths: Iterable[str], *, skip: Iterable[str] = ()) -> Iterator[str]:
    """Yield the path of every file that `paths` name, folders searched to their depth.

    The order is that of `paths`, and by name within a folder. A path that does
    not exist, or a folder that may not be listed, is yielded as it is: reading
    it will say what is wrong, whereas leaving it out would hide it. Links to
    folders are followed, but each folder is searched once for each of `paths`.

    Parameters
    ----------
    paths : iterable of str
        Files, folders, URLs of either, or ``-`` for standard input.
    skip : iterable of str
        Files to leave out when they lie in a folder, such as the output of
        this very run.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("b.txt", "a.txt", ".DS_Store"):
    ...         _ = pathlib.Path(folder, name).write_text("")
    ...     [os.path.basename(path) for path in walk([folder])]
    ['a.txt', 'b.txt']
    """
    skipped = {os.path.realpath(path) for path in skip}
    for path in paths:
        if is_remote(path):
            yield from walk_remote(path)
        elif path != STDIN and os.path.isdir(path):
            yield from _walk_folder(path, skipped)
        else:
            yield path


def _walk_folder(top: str, skipped: set[str]) -> Iterator[str]:
    seen: set[tuple[int, int]] = set()
    # A stack, not recursion: a folder tree may be deeper than Python's stack.
    waiting = [top]
    while waiting:
        path = waiting.pop()
        if not os.path.isdir(path):
            if not skipped or os.path.realpath(path) not in skipped:
                yield path
            continue
        try:
            status = os.stat(path)
            names = sorted(name for name in os.listdir(path) if not name.startswith("."))
        except OSError:
            yield path
            continue
        if (status.st_dev, status.st_ino) not in seen:
            seen.add((status.st_dev, status.st_ino))
            waiting.extend(os.path.join(path, name) for name in reversed(names))
