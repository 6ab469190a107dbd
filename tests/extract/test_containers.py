"""Documents inside archives, messages and lists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtext.errors import ReadError
from hrtext.extract import Limits
from hrtext.extract.containers import Member, MemberReader, list_members

from .builders import archive, docx, msg, paragraph, pdf
from .test_more_formats import SENTENCE, message


def names(data: bytes, limits: Limits | None = None) -> list[str]:
    return [member.name for member in list_members(data, limits or Limits())]


def test_an_archive_in_the_order_of_names_without_folders_and_hidden_files() -> None:
    data = archive(
        {
            "b.txt": "b",
            "a/2.txt": "2",
            "a/1.txt": "1",
            "c/": "",
            ".git/x": "",
            "a/.DS_Store": "",
            "__MACOSX/b": "",
        }
    )
    assert names(data) == ["a/1.txt", "a/2.txt", "b.txt"]
    reader = MemberReader(Limits())
    assert [reader.read(data, member.place) for member in list_members(data, Limits())] == [b"1", b"2", b"b"]


def test_containers_inside_containers() -> None:
    mail = message("See the act.")
    mail.add_attachment(archive({"deep.txt": "deep"}), "application", "zip", filename="acts.zip")
    only = message(None)
    del only["Subject"]
    only.add_attachment(b"x", "application", "pdf", filename="x.pdf")
    data = archive(
        {
            "1.zip": archive({"act.docx": docx(paragraph(SENTENCE))}),
            "2.eml": mail.as_bytes(),
            "3.eml": only.as_bytes(),
            "4.json": json.dumps([{"MatterFile": "R-1"}, {"MatterTitle": "Rights"}]),
            "5.msg": msg(SENTENCE, [("a.txt", b"a" * 5000)]),
        }
    )
    assert names(data) == [
        "1.zip!/act.docx",
        "2.eml",
        "2.eml!/acts.zip!/deep.txt",
        "3.eml!/x.pdf",
        "4.json!/R-1",
        "4.json!/2",
        "5.msg",
        "5.msg!/a.txt",
    ]
    reader = MemberReader(Limits())
    found = {member.name: reader.read(data, member.place) for member in list_members(data, Limits())}
    assert found["1.zip!/act.docx"] == docx(paragraph(SENTENCE))
    assert found["2.eml!/acts.zip!/deep.txt"] == b"deep"
    assert found["5.msg!/a.txt"] == b"a" * 5000


def test_a_container_inside_that_is_not_opened_is_one_member_with_the_reason() -> None:
    inner = archive({f"{number}.txt": "x" for number in range(5)})
    data = archive(
        {"a.txt": "a", "deep.zip": archive({"inner.zip": inner}), "bad.zip": inner[:-30], "z.txt": "z"}
    )

    def refusals(**limits: int) -> dict[str, str]:
        found = list_members(data, Limits(**limits))
        return {member.name: member.refusal[0] if member.refusal else "" for member in found}

    assert refusals(max_nesting=2) == {
        "a.txt": "", "bad.zip": "corrupt", "deep.zip!/inner.zip": "too_large", "z.txt": "",
    }  # fmt: skip
    assert refusals(max_members=6)["deep.zip!/inner.zip"] == "too_large"
    assert len(refusals()) == 8
    assert refusals(max_nesting=1)["deep.zip"] == "too_large"


@pytest.mark.parametrize(
    ("data", "limits", "status"),
    [
        (archive({}), Limits(), "empty"),
        (archive({"a/": "", ".hidden": "x"}), Limits(), "empty"),
        (archive({"a.txt": "x"})[:-30], Limits(), "corrupt"),
        (archive({f"{n}.txt": "x" for n in range(9)}), Limits(max_members=8), "too_large"),
        (archive({"a.txt": b"\0" * 3_000_000}), Limits(), "too_large"),
        (archive({"a.txt": b"x" * 2000}), Limits(max_unpacked_bytes=1000), "too_large"),
        (b'[{"MatterTitle": 1}', Limits(), "corrupt"),
    ],
)
def test_a_container_that_is_refused(data: bytes, limits: Limits, status: str) -> None:
    with pytest.raises(ReadError) as caught:
        list_members(data, limits)
    assert caught.value.status == status


def test_what_all_archives_unpack_to_together_is_limited() -> None:
    inner = archive({"x": bytes(range(256)) * 100})
    data = archive({f"{number}.zip": inner for number in range(10)})
    found = list_members(data, Limits(max_unpacked_bytes=100_000))
    opened = [member for member in found if member.refusal is None]
    assert len(opened) == 3
    assert len(found) == 10


def test_members_protected_by_a_password() -> None:
    data = bytearray(archive({"a.txt": "a", "b.txt": "b"}))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    reader = MemberReader(Limits())
    first, second = list_members(bytes(data), Limits())
    with pytest.raises(ReadError) as caught:
        reader.read(bytes(data), first.place)
    assert caught.value.status == "encrypted"
    assert reader.read(bytes(data), second.place) == b"b"
    data[data.find(b"PK\x01\x02", at + 4) + 8] |= 1
    with pytest.raises(ReadError) as caught:
        list_members(bytes(data), Limits())
    assert caught.value.status == "encrypted"


def test_a_member_that_is_packed_in_a_rare_way() -> None:
    data = bytearray(archive({"a.txt": "a"}))
    data[data.find(b"PK\x01\x02") + 10] = data[8] = 9
    with pytest.raises(ReadError, match="unpack it") as caught:
        MemberReader(Limits()).read(bytes(data), (0,))
    assert caught.value.status == "unsupported_type"


def test_names_that_lead_elsewhere_are_only_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    evil = ["../outside.txt", "/etc/cron.d/x", "C:\\x.txt", "a/../../b.txt", "new\nline.txt"]
    data = archive(dict.fromkeys(evil, SENTENCE))
    assert sorted(names(data)) == sorted(evil)
    reader = MemberReader(Limits())
    for member in list_members(data, Limits()):
        assert reader.read(data, member.place) == SENTENCE.encode()
    assert [path.name for path in tmp_path.rglob("*")] == ["work"]


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "acts.zip"
    path.write_bytes(archive({"a.txt": "a", "b.txt": "b"}))
    members = list_members(path, Limits())
    reader = MemberReader(Limits())
    assert reader.read(path, members[0].place) == b"a"
    path.write_bytes(archive({"a.txt": "another"}))
    with pytest.raises(ReadError) as caught:
        reader.read(path, members[1].place)
    assert caught.value.status == "unreadable"
    assert reader.read(path, (0,)) == b"another"


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}\.txt", fullmatch=True), st.binary(max_size=50), min_size=1))
def test_what_was_packed_comes_out(members: dict[str, bytes]) -> None:
    # What is packed must not by chance be a container itself.
    members = {name: b"act: " + content for name, content in members.items()}
    data = archive(members)
    reader = MemberReader(Limits())
    listed = [Member(name, (number,)) for number, name in enumerate(sorted(members))]
    assert list_members(data, Limits()) == listed
    assert [reader.read(data, member.place) for member in listed] == [
        members[name] for name in sorted(members)
    ]


def test_a_pdf_in_an_archive_has_its_own_bytes() -> None:
    act = pdf([[(72, 700, SENTENCE)]])
    assert MemberReader(Limits()).read(archive({"act.pdf": act}), (0,)) == act
