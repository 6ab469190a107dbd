"""What scripts/fuzz_extractors.py found, made again by code; each was read wrongly once."""

from __future__ import annotations

import pytest

from hrtext.extract import read_document

HEAD = b"From: a@x.org\nMIME-Version: 1.0\n"
FINDS = {
    "a subject in an encoding whose name is no ASCII": (HEAD + b"Subject: =?\xff\xffutf-8?q?x?=\n\ny", "ok"),
}


@pytest.mark.parametrize("name", FINDS)
def test_find(name: str) -> None:
    data, status = FINDS[name]
    document = read_document(data)
    assert document.status == status
    assert not (document.message or "").startswith("The file could not be read (")
