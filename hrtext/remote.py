"""Files and folders on other computers, by their URL, through fsspec."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hrtext.errors import HrtextError, UsageError

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)


def is_remote(path: str) -> bool:
    """Tell whether a path is a URL, such as ``s3://bucket/acts``.

    Examples
    --------
    >>> is_remote("s3://bucket/acts"), is_remote("acts/a.txt")
    (True, False)
    """
    return _URL.match(path) is not None


def walk_remote(url: str) -> Iterator[str]:
    """Yield the URL of each file in a remote folder, by name; or the URL itself if it is none.

    Hidden files are left out, as they are elsewhere.

    Raises
    ------
    UsageError
        If fsspec, or what it needs for this kind of URL, is not installed.
    HrtextError
        If the folder cannot be listed.
    """
    system, top = _system(url)
    try:
        if not system.isdir(top):
            yield url
            return
        for path in sorted(system.find(top)):
            if not any(name.startswith(".") for name in path[len(top) :].split("/")):
                yield str(system.unstrip_protocol(path))
    except OSError as error:
        raise HrtextError(
            f"{url} cannot be listed ({error}): check the URL and your right to read it"
        ) from error


def read_remote(url: str, max_bytes: int) -> bytes | None:
    """Return the content of a remote file, or None if it cannot be read.

    Parameters
    ----------
    url : str
    max_bytes : int
        Of a longer file, one byte more than this is returned.
    """
    system, path = _system(url)
    try:
        with system.open(path, "rb") as file:
            return bytes(file.read(max_bytes + 1))
    except OSError:
        return None


def _system(url: str) -> tuple[Any, str]:
    try:
        import fsspec

        system, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(
            f"{url} cannot be reached ({error}): pip install 'hrtext[remote]' and the fsspec "
            "package for this kind of URL, such as s3fs or gcsfs"
        ) from error
    return system, path
