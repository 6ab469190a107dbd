"""Every hostile file ends in an outcome within its limits, and costs no other file anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hrtext.batch import run
from hrtext.inputs import open_inputs, walk
from hrtext.records import STATUSES, Document
from hrtext.settings import Settings
from hrtext.tasks import document_task

from .hostile_files import SENTENCE, content, special

SETTINGS = Settings(timeout_seconds=15, memory_megabytes=700)


@pytest.mark.skipif(os.name != "posix", reason="needs pipes, sockets and links")
def test_hostile_files_among_good_ones(tmp_path: Path) -> None:
    right: dict[str, frozenset[str]] = {}
    for name, data, statuses in content():
        (tmp_path / name).write_bytes(data)
        right[name] = statuses
    right |= dict(special(tmp_path))
    (tmp_path / "loop").mkdir()
    (tmp_path / "loop" / "up").symlink_to(tmp_path)
    for name in list(right):
        # Sorted, a good file comes after each hostile one.
        good = tmp_path / f"{name[:240]}~good.txt"
        good.write_text(SENTENCE)
    assert len(right) > 60

    paths = list(walk([str(tmp_path)]))
    found: dict[str, list[Document]] = {}
    for document in run(
        open_inputs(paths, max_bytes=SETTINGS.max_bytes), document_task(SETTINGS), jobs=2, settings=SETTINGS
    ):
        name = document.path.removeprefix(f"{tmp_path}/").split("!/")[0]
        found.setdefault(name, []).append(document)
    assert len(found) == len(paths) == 2 * len(right)
    wrong = []
    for name, documents in found.items():
        for document in documents:
            assert document.status in STATUSES
            assert (document.status == "ok") == bool(document.text) == (document.message is None)
            if name.endswith("~good.txt"):
                assert (document.status, document.text) == ("ok", SENTENCE)
            elif document.status not in right[name]:
                wrong.append((name, document.status, document.message))
    assert not wrong
    assert not any("root:" in document.text for documents in found.values() for document in documents)
