"""What scripts/fuzz_extractors.py found, made again by code; each was read wrongly once."""

from __future__ import annotations

import pytest

from hrtext.extract import Limits, read_document
from hrtext.extract.containers import MemberReader, list_members

from .builders import archive

HEAD = b"From: a@x.org\nMIME-Version: 1.0\n"
FINDS = {
    "a subject in an encoding whose name is no ASCII": (HEAD + b"Subject: =?\xff\xffutf-8?q?x?=\n\ny", "ok"),
}


def test_a_member_without_a_name() -> None:
    # The name of a member ends where a zero stands in it.
    data = archive({"@@": b"The Council met.", "a.txt": b"a"}).replace(b"@@", b"\0@")
    assert [member.name for member in list_members(data, Limits())] == ["", "a.txt"]
    assert MemberReader(Limits()).read(data, (0,)) == b"The Council met."


@pytest.mark.parametrize("name", FINDS)
def test_find(name: str) -> None:
    data, status = FINDS[name]
    document = read_document(data)
    assert document.status == status
    assert not (document.message or "").startswith("The file could not be read (")
