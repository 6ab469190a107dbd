"""The texts that a corpus names by path, and folders with a subfolder for each label."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from hrtext.corpus.fields import Fields
from hrtext.errors import CorpusError
from hrtext.extract import read_document, sniff
from hrtext.inputs import walk
from hrtext.model.codebook import OUTCOMES


def read_file(folder: Path, name: str) -> tuple[str, bool]:
    """Return the text of a file that a corpus names, and whether it was extracted.

    Plain text in UTF-8 is taken as it is, so that offsets coded in it hold;
    any other file is read as ``hrtext classify`` reads it.

    Raises
    ------
    ValueError
        If there is no text; the message says what to do.
    """
    path = folder / name
    try:
        # Opening a pipe or a device would wait for what may never come.
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise ValueError(f"cannot read {name} (no regular file)")
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(f"cannot read {name} ({error.strerror})") from error
    if sniff.sniff(data) == sniff.PLAIN and not sniff.utf_encoding(data):
        try:
            return data.decode("utf-8"), False
        except UnicodeDecodeError:
            pass
    document = read_document(data, path=name)
    if document.status != "ok":
        raise ValueError(f"no text in {name} ({document.status}): {document.message}")
    return document.text, True


def is_label_folder(folder: Path) -> bool:
    """Tell whether a folder has subfolders that are named like outcomes."""
    return any((folder / name).is_dir() for name in OUTCOMES)


def labelled_files(folder: Path) -> Iterator[tuple[str, Fields]]:
    """Yield the path within the folder and the fields of each file, by label and name.

    Hidden files are left out, as everywhere.

    Raises
    ------
    CorpusError
        If something lies beside the folders of the labels: it may be a document.
    """
    others = sorted(name for name in os.listdir(folder) if not name.startswith(".") and name not in OUTCOMES)
    if others:
        raise CorpusError(
            f"{folder / others[0]} lies beside the folders {', '.join(OUTCOMES)}: "
            "move it into the folder of its label, or elsewhere"
        )
    for label in OUTCOMES:
        for path in walk([str(folder / label)]):
            if not os.path.lexists(path):
                continue  # no folder for this label
            name = Path(path).relative_to(folder).as_posix()
            yield name, {"id": name, "label": label, "path": name}
