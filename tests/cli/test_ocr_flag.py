"""``--ocr``: what reads the pages that are pictures."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hrtext.cli import main
from hrtext.extract.ocr import engines

SCAN = Path(__file__).parents[2] / "corpora" / "samples" / "ashgrove_resolution_scan.pdf"
needs_engine = pytest.mark.skipif(
    engines.choose_engine("auto") is None, reason="no OCR engine is installed: see the extra hrtext[ocr]"
)


@pytest.fixture
def scans(tmp_path, monkeypatch):
    """A folder ``acts`` of three copies of the sample scan, in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("acts").mkdir()
    for number in range(3):
        shutil.copy(SCAN, f"acts/{number}.pdf")
    return tmp_path


@needs_engine
def test_a_scan_gets_a_label_and_its_record_says_how_it_was_read(scans, capfd):
    assert main(["classify", "acts/0.pdf"]) == 0
    record = json.loads(capfd.readouterr().out)
    assert record["label"] == "formal_designation"
    assert [page["page"] for page in record["ocr"]["pages"]] == [1]
    assert record["ocr"]["confidence"] >= 0.9
    assert record["answers"]["designation"]["evidence"][0]["page"] == 1


@needs_engine
def test_scans_give_the_same_lines_whatever_the_number_of_workers(scans, capfd):
    outputs = []
    for jobs in ("1", "2"):
        assert main(["extract", "acts", "-j", jobs]) == 0
        outputs.append(capfd.readouterr().out)
    assert outputs[0] == outputs[1]
    assert len({json.loads(line)["text"] for line in outputs[0].splitlines()}) == 1


def test_off_leaves_a_scan_without_text(scans, capfd):
    assert main(["extract", "acts/0.pdf", "--ocr", "off"]) == 1
    document = json.loads(capfd.readouterr().out)
    assert (document["status"], document["ocr"]) == ("no_text", None)
    assert "--ocr auto" in document["message"]


@pytest.mark.parametrize("engine", ["rapidocr", "tesseract"])
def test_an_engine_asked_for_by_name_is_used_or_missed_at_once(engine, scans, capfd):
    is_there = engines.choose_engine(engine) is not None
    assert main(["tag", "acts/0.pdf", "--ocr", engine]) == (0 if is_there else 2)
    output, complaint = capfd.readouterr()
    if is_there:
        assert json.loads(output)["ocr"]["engine"].startswith(engine)
    else:
        assert output == ""
        assert f"{engine} is not installed" in complaint


def test_info_tells_of_a_missing_engine_beside_all_the_rest(tmp_path):
    (tmp_path / "hrtext.toml").write_text("ocr = 'tesseract'\n")
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-m", "hrtext", "info"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PATH": str(tmp_path), "PYTHONPATH": root},
    )
    data = json.loads(done.stdout)
    assert done.returncode == 2
    assert "tesseract is not installed" in data["error"]
    assert data["settings"]["ocr"] == "tesseract"
