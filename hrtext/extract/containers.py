"""Files that hold documents: archives, messages with attachments, lists of matters.

A document inside one is reached by its place, a tuple of positions from the
outermost container inwards, so that nothing is ever written to disk under a
name that somebody else chose.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hrtext.errors import ReadError
from hrtext.extract import sniff
from hrtext.extract.limits import Limits
from hrtext.extract.reading import read_file
from hrtext.records import INSIDE

CONTAINERS = frozenset({sniff.ZIP, sniff.MAIL, sniff.OUTLOOK, sniff.MATTERS})
_WITH_TEXT = frozenset({sniff.MAIL, sniff.OUTLOOK})
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Member:
    """A document inside a container, or a container inside it that is not opened.

    Attributes
    ----------
    name : str
        Its path from the outermost container on.
    place : tuple of int
        Its position in the outermost container, in the one inside that, and so on.
    refusal : tuple of str or None
        Of a container that is not opened, the status and message.
    """

    name: str
    place: tuple[int, ...]
    refusal: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    size: int
    read: Callable[[int | None], bytes]
    """Returns the content, or so many bytes of its start."""


@dataclass(slots=True)
class _Budget:
    """What all containers inside one file may come to together."""

    limits: Limits
    members: int = 0
    unpacked: int = 0

    def spend(self, entries: list[_Entry]) -> None:
        members = self.members + len(entries)
        unpacked = self.unpacked + sum(entry.size for entry in entries)
        if members > self.limits.max_members:
            raise ReadError(
                "too_large",
                f"It holds more than {self.limits.max_members:,} documents, counted with what it lies in: "
                "unpack it, or raise max_members.",
            )
        if unpacked > self.limits.max_unpacked_bytes:
            raise ReadError(
                "too_large",
                f"It unpacks to more than {self.limits.max_unpacked_bytes:,} bytes, counted with what it "
                "lies in: unpack it, or raise max_unpacked_bytes.",
            )
        self.members, self.unpacked = members, unpacked


def list_members(source: str | os.PathLike[str] | bytes, limits: Limits) -> list[Member]:
    """Return the documents in a container and in the containers inside it, in order.

    In an archive that is the order of names, as in a folder, and hidden files
    are left out as there; elsewhere it is the order in which they stand. A
    message inside comes before its attachments.

    Parameters
    ----------
    source : str, path or bytes
        Where the container is, or its content.
    limits : Limits
        How many documents it may hold, how deep, and what it may unpack to.

    Raises
    ------
    ReadError
        If the container itself cannot be opened, or is beyond the limits.

    Examples
    --------
    >>> list_members(b'[{"MatterFile": "R-7", "MatterTitle": "Rights"}]', Limits())
    [Member(name='R-7', place=(0,), refusal=None)]
    """
    data = source if isinstance(source, bytes) else read_file(source, limits)
    entries = _entries(data, sniff.sniff(data), limits)
    budget = _Budget(limits)
    budget.spend(entries)
    return list(_members(entries, "", (), budget))


def _members(entries: list[_Entry], prefix: str, place: tuple[int, ...], budget: _Budget) -> Iterator[Member]:
    for index, entry in enumerate(entries):
        name, inner = prefix + entry.name, (*place, index)
        media_type, data = _container(entry)
        if media_type not in CONTAINERS:
            yield Member(name, inner)
            continue
        try:
            inside = _entries(data, media_type, budget.limits)
            if inside and len(inner) >= budget.limits.max_nesting:
                raise ReadError(
                    "too_large",
                    f"It lies {len(inner)} containers deep, and not more than {budget.limits.max_nesting} "
                    "are opened: unpack it, or raise max_nesting.",
                )
            budget.spend(inside)
        except ReadError as error:
            yield Member(name, inner, (error.status, error.message))
            continue
        if media_type in _WITH_TEXT and _has_text(data, media_type, budget.limits, bool(inside)):
            yield Member(name, inner)
        yield from _members(inside, name + INSIDE, inner, budget)


def _container(entry: _Entry) -> tuple[str | None, bytes]:
    """Return the media type and content of an entry if it can be a container."""
    try:
        if sniff.may_be_container(entry.read(_HEAD)):
            data = entry.read(None)
            return sniff.sniff(data), data
    except ReadError:
        # Whoever reads it will be told the same.
        pass
    return None, b""


def _has_text(data: bytes, media_type: str, limits: Limits, has_attachments: bool) -> bool:
    from hrtext.extract.mail import read_mail

    # A message without anything is a document that says so.
    if not has_attachments:
        return True
    try:
        return any(text.strip() for text in read_mail(data, media_type, limits))
    except ReadError:
        return True


class MemberReader:
    """Reads documents out of containers; the one opened last stays open.

    Parameters
    ----------
    limits : Limits
        As for :func:`list_members`.

    Examples
    --------
    >>> MemberReader(Limits()).read(b'[{"MatterTitle": "Rights"}]', (0,))
    b'{"MatterTitle": "Rights"}'
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._opened: tuple[object, tuple[int, ...]] | None = None
        self._entries: list[_Entry] = []

    def read(self, source: Path | bytes, place: tuple[int, ...]) -> bytes:
        """Return the content of the document at `place`.

        Raises
        ------
        ReadError
            If it cannot be unpacked.
        """
        key = (_identity(source), place[:-1])
        if key != self._opened:
            self._opened = None
            data = source if isinstance(source, bytes) else read_file(source, self._limits)
            self._entries = _entries(data, sniff.sniff(data), self._limits)
            for index in place[:-1]:
                data = self._content(index)
                self._entries = _entries(data, sniff.sniff(data), self._limits)
            self._opened = key
        return self._content(place[-1])

    def _content(self, index: int) -> bytes:
        if index >= len(self._entries):
            raise ReadError("unreadable", "The file that holds it has changed meanwhile: run it again.")
        entry = self._entries[index]
        if entry.size > self._limits.max_bytes:
            raise ReadError(
                "too_large",
                f"It has {entry.size:,} bytes, more than the limit of {self._limits.max_bytes:,}: "
                "split it, or raise the limit.",
            )
        return entry.read(None)


def _identity(source: Path | bytes) -> object:
    if isinstance(source, bytes):
        return source
    try:
        status = source.stat()
    except (OSError, ValueError):
        return source
    return source, status.st_ino, status.st_size, status.st_mtime_ns


def _entries(data: bytes, media_type: str, limits: Limits) -> list[_Entry]:
    if media_type == sniff.ZIP:
        return _archived(data, limits)
    if media_type == sniff.MATTERS:
        from hrtext.extract.legistar import matters

        return [_held(name, content) for name, content in matters(data)]
    from hrtext.extract.mail import attachments

    return [_held(name, content) for name, content in attachments(data, media_type, limits)]


def _archived(data: bytes, limits: Limits) -> list[_Entry]:
    from hrtext.extract.archive import Archive

    archive = Archive(data, limits, is_folder=True)
    files = sorted((name, number, size) for number, (name, size) in enumerate(archive.files))
    entries = [
        _Entry(name, size, partial(archive.read_file, number))
        for name, number, size in files
        if not _is_hidden(name)
    ]
    if not entries:
        raise ReadError("empty", "There are no documents in the archive (hidden files do not count).")
    return entries


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    # Apple's archives hold a shadow of every file.
    return parts[0] == "__MACOSX" or any(part.startswith(".") and part.strip(".") for part in parts)


def _held(name: str, content: bytes) -> _Entry:
    return _Entry(name, len(content), lambda count: content[:count])
