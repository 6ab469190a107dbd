"""Runs that stop inside an archive or a message, and go on."""

from __future__ import annotations

import csv
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from cli_acts import ACT
from test_faults import lines_in, wait_for

from hrtext.cli import main
from hrtext.records import read_records


def pack(path: Path, count: int = 5, repeat: int = 1) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            archive.writestr(f"in/{number}.txt", ACT.format(number=number) * repeat)


def write_message(path: Path) -> None:
    mail = EmailMessage()
    mail["Message-ID"], mail["Subject"] = "<1@x.org>", "Minutes"
    mail.set_content("The Council met, and what it resolved is attached.")
    for number in range(2):
        mail.add_attachment(ACT.format(number=number), filename=f"{number}.txt")
    path.write_bytes(mail.as_bytes())


@pytest.fixture
def containers(acts: Path) -> Path:
    """The folder of three acts, with an archive and a message between them."""
    pack(acts / "act-0000a.zip")
    write_message(acts / "act-0001a.eml")
    return acts


def test_killed_in_the_middle_of_an_archive(acts, start, capfd):
    pack(acts / "act-0000a.zip", repeat=150)
    words = ["classify", "acts", "-j", "2", "-o"]
    assert main([*words, "whole.jsonl", "-q"]) == 0
    part = Path("out.jsonl.part")
    with start(*words, "out.jsonl") as process:
        wait_for(process, lambda: lines_in(part) >= 3)
        process.kill()
    assert 3 <= lines_in(part) < 6
    assert main([*words, "out.jsonl", "--resume"]) == 0
    # The archive is made anew whole, and what came before it is kept.
    assert "1 of the lines were there" in capfd.readouterr().err
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    assert [record.path for record in read_records("out.jsonl")] == [
        "acts/act-0000.txt",
        *(f"acts/act-0000a.zip!/in/{number}.txt" for number in range(5)),
        "acts/act-0001.txt",
        "acts/act-0002.txt",
    ]


def test_stopped_after_any_line_or_in_it(containers):
    """An archive named twice in a row is the hardest: the same lines follow upon themselves."""
    archive = "acts/act-0000a.zip"
    words = ["extract", archive, archive, "acts", "-q", "-o"]
    assert main([*words, "whole.jsonl"]) == 0
    whole = Path("whole.jsonl").read_bytes()
    ends = [number for number, byte in enumerate(whole, start=1) if byte == 10]
    assert len(ends) == 5 + 5 + 1 + 5 + 1 + 3 + 1
    for number, end in enumerate(ends):
        Path("out.jsonl.part").write_bytes(whole[: end + (9 if number % 2 else 0)])
        assert main([*words, "out.jsonl", "--resume"]) == 0
        assert Path("out.jsonl").read_bytes() == whole
        Path("out.jsonl").unlink()


def test_a_finished_run_with_containers_is_not_made_again(containers, capfd):
    words = ["classify", "acts", "-o", "out.jsonl"]
    assert main([*words, "-q"]) == 0
    before = Path("out.jsonl").read_bytes()
    assert main([*words, "--resume"]) == 0
    assert "11 of the lines were there" in capfd.readouterr().err
    assert Path("out.jsonl").read_bytes() == before


def test_a_changed_archive_is_made_anew_and_nothing_else(containers, capfd):
    words = ["extract", "acts", "-o", "out.jsonl"]
    assert main([*words, "-q"]) == 0
    pack(containers / "act-0000a.zip", count=4)
    assert main([*words, "--resume"]) == 0
    assert "6 of the lines were there" in capfd.readouterr().err
    assert main(["extract", "acts", "-q", "-o", "new.jsonl"]) == 0
    assert Path("out.jsonl").read_bytes() == Path("new.jsonl").read_bytes()


def test_a_setting_that_changes_records_makes_them_anew_and_more_time_does_not(acts, capfd):
    words = ["extract", "acts", "-o", "out.jsonl", "--resume"]
    kept = []
    for more in ([], ["--timeout", "300"], ["--ocr", "off"], ["--max-pages", "9"]):
        # Each setting that is given stays given.
        words += more
        assert main(words) == 0
        kept.append(capfd.readouterr().err.split(" of the lines")[0].split()[-1])
    Path("hrtext.toml").write_text("max_members = 7\n")
    assert main(words) == 0
    kept.append(capfd.readouterr().err.split(" of the lines")[0].split()[-1])
    assert kept == ["0", "3", "0", "0", "0"]


def test_archives_on_another_computer_are_opened(acts, capfd):
    fsspec = pytest.importorskip("fsspec")
    pack(acts / "act-0000a.zip")
    here = (acts / "act-0000a.zip").read_bytes()
    fsspec.filesystem("memory").pipe("/packed/act-0000a.zip", here)
    assert main(["extract", "memory://packed", "-q", "-o", "remote.jsonl"]) == 0
    text = Path("remote.jsonl").read_text()
    assert text.count('"path":"memory:///packed/act-0000a.zip!/in/') == 5
    assert main(["extract", "memory://packed", "-o", "remote.jsonl", "--resume"]) == 0
    assert "5 of the lines were there" in capfd.readouterr().err
    assert Path("remote.jsonl").read_text() == text


def test_convert_makes_a_row_of_each_document_in_a_container(containers):
    assert main(["classify", "acts", "-q", "-o", "out.jsonl"]) == 0
    assert main(["convert", "out.jsonl", "out.csv", "-q"]) == 0
    with open("out.documents.csv", encoding="utf-8-sig", newline="") as file:
        paths = [row["path"] for row in csv.DictReader(file)]
    assert len(paths) == len(set(paths)) == 11
    assert "acts/act-0001a.eml!/1.txt" in paths
