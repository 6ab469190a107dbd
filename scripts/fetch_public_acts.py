"""Rebuild the texts of the public acts that corpora/public/manifest.jsonl points to.

    HRTEXT_PUBLIC_ACTS=acts.jsonl python scripts/fetch_public_acts.py -o public.jsonl

Writes a corpus that `hrtext train` reads. The texts come from what HRTEXT_PUBLIC_ACTS names, where
it is set: JSONL files (each line with id and text) and tar archives of the acts' files (with _ for
the / in their names), parted by colons, or semicolons on Windows; otherwise the act's file is
downloaded from its public repository. A text whose SHA-256 is not the one coded is left out and
named, so that offsets and labels always belong to the text they were made for.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tarfile
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

MANIFEST = Path(__file__).parent.parent / "corpora" / "public" / "manifest.jsonl"
_ADDRESS = "https://raw.githubusercontent.com/{repository}/HEAD/{file}"
_SECONDS = 60
_ARCHIVES = (".tar", ".tar.gz", ".tgz")


def from_caches(paths: Sequence[Path]) -> Callable[[dict[str, Any]], str | None]:
    """Return a way to find an act's text in JSONL files by its id, and in archives by its file.

    Raises
    ------
    ValueError
        If a line has no id and text, or an archive is damaged.
    """
    texts: dict[str, str] = {}
    for path in paths:
        texts.update(_from_archive(path) if path.name.endswith(_ARCHIVES) else _from_lines(path))

    def find(act: dict[str, Any]) -> str | None:
        return texts.get(act["id"]) or texts.get(_archived(act["file"] or ""))

    return find


def _archived(file: str) -> str:
    return file.replace("/", "_")


def _from_archive(path: Path) -> dict[str, str]:
    texts = {}
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                stream = archive.extractfile(member)
                if stream is not None:
                    texts[Path(member.name).name] = stream.read().decode("utf-8", errors="replace")
    except tarfile.TarError as error:
        raise ValueError(f"{path}: {error}") from error
    return texts


def _from_lines(path: Path) -> dict[str, str]:
    texts = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                act = json.loads(line)
                texts[act["id"]] = act["text"]
            except (ValueError, TypeError, KeyError) as error:
                raise ValueError(f"{path}, line {number}: no act with id and text ({error})") from error
    return texts


def from_repository(act: dict[str, Any]) -> str | None:
    """Download the file that holds an act, or return None."""
    if not act["repository"] or not act["file"]:
        return None
    address = _ADDRESS.format(repository=act["repository"], file=act["file"])
    try:
        with urllib.request.urlopen(address, timeout=_SECONDS) as answer:  # noqa: S310  # https only
            text: str = answer.read().decode("utf-8", errors="replace")
    except (urllib.error.URLError, TimeoutError):
        return None
    return text


def main() -> int:
    """Write the corpus, and say what is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--manifest", type=Path, default=MANIFEST, help="another list of pointers")
    arguments = parser.parse_args()
    cache = os.environ.get("HRTEXT_PUBLIC_ACTS")
    try:
        find = from_caches(list(map(Path, cache.split(os.pathsep)))) if cache else from_repository
    except (OSError, ValueError) as error:
        print(f"HRTEXT_PUBLIC_ACTS cannot be read: {error}", file=sys.stderr)
        return 2
    missing: list[str] = []
    changed: list[str] = []
    lines: list[str] = []
    for act in map(json.loads, arguments.manifest.read_text(encoding="utf-8").splitlines()):
        text = find(act)
        if text is None:
            missing.append(act["id"])
        elif hashlib.sha256(text.encode()).hexdigest() != act["text_sha256"]:
            changed.append(act["id"])
        else:
            lines.append(json.dumps({**act, "text": text}, ensure_ascii=False) + "\n")
    arguments.output.write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} acts written, {len(missing)} not found, {len(changed)} changed", file=sys.stderr)
    for what, names in (("not found", missing), ("changed", changed)):
        if names:
            print(f"{what}: {', '.join(names)}", file=sys.stderr)
    return 1 if missing or changed else 0


if __name__ == "__main__":
    sys.exit(main())
