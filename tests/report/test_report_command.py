from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from report_records import SAMPLES

from hrtext.cli import main
from hrtext.records import read_records
from hrtext.report import write_report


@pytest.fixture
def samples(tmp_path, monkeypatch):
    """A folder ``acts`` of three samples, one of them without text, in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("acts").mkdir()
    for name in (
        "linden_falls_resolution.docx",
        "ashgrove_resolution_scan.pdf",
        "fenwick_sewer_contract.txt",
    ):
        shutil.copy(SAMPLES / name, "acts")
    return tmp_path


def test_classify_writes_a_report(samples, capfd):
    assert main(["classify", "acts", "--ocr", "off", "-o", "run.jsonl", "--report", "run.html"]) == 1
    assert "; written to run.jsonl and run.html" in capfd.readouterr().err
    assert sorted(os.listdir()) == ["acts", "run.html", "run.jsonl"]
    write_report(read_records("run.jsonl"), "again.html")
    assert Path("run.html").read_bytes() == Path("again.html").read_bytes()


def test_a_report_of_records_that_go_to_standard_output(samples, capfd):
    assert main(["classify", "acts", "--ocr", "off", "--report", "run.html", "-q"]) == 1
    assert len(capfd.readouterr().out.splitlines()) == 3
    assert Path("run.html").read_text().endswith("</html>\n")


def test_a_report_among_the_inputs_is_not_read(samples, capfd):
    for _ in range(2):
        assert (
            main(
                [
                    "classify",
                    "acts",
                    "--ocr",
                    "off",
                    "--report",
                    "acts/run.html",
                    "-o",
                    "run.jsonl",
                    "--force",
                ]
            )
            == 1
        )
        assert "3 documents" in capfd.readouterr().err


@pytest.mark.parametrize("target", ["acts", "no/run.html", "/proc/run.html", "there.html"])
def test_a_report_that_cannot_be_written_stops_the_run_before_it_starts(samples, capfd, target):
    Path("there.html").write_text("old")
    assert main(["classify", "acts", "-o", "run.jsonl", "--report", target]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert sorted(os.listdir()) == ["acts", "there.html"]
    assert Path("there.html").read_text() == "old"


def test_records_and_report_need_two_files(samples, capfd):
    assert main(["classify", "acts", "-o", "run.html", "--report", "./run.html"]) == 2
    assert "name two files" in capfd.readouterr().err
    assert os.listdir() == ["acts"]


def test_the_records_are_there_even_if_the_report_fails(samples, capfd):
    assert main(["classify", "acts", "-o", "run.jsonl", "--report", "/dev/full"]) == 3
    assert "No space left" in capfd.readouterr().err
    assert len(list(read_records("run.jsonl"))) == 3


def test_only_classify_has_a_report(samples):
    with pytest.raises(SystemExit) as stopped:
        main(["tag", "acts", "--report", "run.html"])
    assert stopped.value.code == 2
