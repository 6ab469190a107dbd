from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from cli_acts import write_acts

from hrtext.cli import main
from hrtext.records import Record, read_records

NAMES = ["acts/act-0000.txt", "acts/act-0001.txt", "acts/act-0002.txt"]


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def assert_adds_up(summary, statuses):
    """The counts of a summary are those of the records, and sum to their number."""
    head, _, tail = summary.rpartition("hrtext: ")[2].strip().partition(": ")
    without_labels = re.sub(r"\(.*?\)", "", tail.split(";")[0])
    counts = {name: int(n) for n, name in re.findall(r"(\d+) (\w+)", without_labels)}
    assert counts == {name: statuses.count(name) for name in set(statuses)}
    assert int(head.split()[0]) == len(statuses)


def test_classify_gives_a_record_for_each_file(acts, hrtext):
    done = hrtext("classify", "acts")
    records = [Record.from_dict(data) for data in lines(done.stdout)]
    assert [record.path for record in records] == NAMES
    assert [record.status for record in records] == ["ok"] * 3
    assert all(record.label and record.model and record.references for record in records)
    assert_adds_up(done.stderr, ["ok"] * 3)
    assert done.returncode == 0


def test_a_failed_input_has_its_record_and_exit_code_1(acts, capfd):
    (acts / "void.txt").touch()
    assert main(["classify", "missing.pdf", "acts"]) == 1
    out, err = capfd.readouterr()
    found = {data["path"]: data for data in lines(out)}
    assert list(found) == ["missing.pdf", *NAMES, "acts/void.txt"]
    assert found["missing.pdf"]["status"] == "unreadable"
    assert found["acts/void.txt"]["status"] == "empty"
    assert all(found[path]["label"] is None for path in ("missing.pdf", "acts/void.txt"))
    assert all(found[path]["message"] for path in ("missing.pdf", "acts/void.txt"))
    assert_adds_up(err, [data["status"] for data in found.values()])


def test_extract_gives_the_text_that_the_spans_of_tag_count_in(acts, capfd):
    assert main(["extract", "acts"]) == 0
    documents = lines(capfd.readouterr().out)
    assert main(["tag", "acts"]) == 0
    records = [Record.from_dict(data) for data in lines(capfd.readouterr().out)]
    assert [data["path"] for data in documents] == [record.path for record in records] == NAMES
    for data, record in zip(documents, records, strict=True):
        assert "human rights city" in data["text"]
        assert data["characters"] == len(data["text"]) == record.characters
        assert record.label is None
        assert not record.probabilities
        assert record.references
        for span in (*record.references, *record.commitments):
            assert data["text"][span.start : span.end] == span.text


def test_standard_input_gives_the_record_of_the_file(acts, hrtext, capfd):
    text = (acts / "act-0001.txt").read_text()
    done = hrtext("classify", "-", stdin=text)
    assert done.returncode == 0
    (from_stdin,) = lines(done.stdout)
    assert main(["classify", NAMES[1]]) == 0
    (from_file,) = lines(capfd.readouterr().out)
    assert from_stdin.pop("fingerprint") != from_file.pop("fingerprint")
    assert from_stdin == {**from_file, "path": "-"}


def test_the_output_is_the_same_bytes_for_any_number_of_jobs(acts):
    write_acts(acts, 20)
    codes = [main(["classify", "acts", "-q", "-o", f"{jobs}.jsonl", "-j", jobs]) for jobs in "12"]
    assert codes == [0, 0]
    assert Path("1.jsonl").read_bytes() == Path("2.jsonl").read_bytes()
    assert len(list(read_records("1.jsonl"))) == 20


def test_an_output_is_kept_unless_forced(acts, capfd):
    assert main(["extract", "acts", "-o", "out.jsonl"]) == 0
    assert "written to out.jsonl" in capfd.readouterr().err
    before = Path("out.jsonl").read_bytes()
    assert main(["extract", NAMES[0], "-o", "out.jsonl"]) == 3
    assert "out.jsonl is there already: add --force" in capfd.readouterr().err
    assert Path("out.jsonl").read_bytes() == before
    assert main(["extract", NAMES[0], "-o", "out.jsonl", "--force"]) == 0
    assert Path("out.jsonl").read_bytes() == before.splitlines(keepends=True)[0]


def test_an_output_among_the_inputs_is_not_read(acts, capfd):
    for _ in range(2):
        assert main(["extract", "acts", "-o", "acts/out.jsonl", "--force"]) == 0
        assert "3 documents: 3 ok" in capfd.readouterr().err
    assert sorted(os.listdir("acts"))[3:] == ["out.jsonl"]


def test_quiet_says_nothing(acts, capfd):
    assert main(["extract", "acts", "-q"]) == 0
    out, err = capfd.readouterr()
    assert (len(lines(out)), err) == (3, "")


def test_a_document_that_takes_too_long(acts, capfd):
    write_acts(acts, 1, repeat=5000)
    assert main(["extract", NAMES[0], "--timeout", "0.000001"]) == 1
    (data,) = lines(capfd.readouterr().out)
    assert data["status"] == "timeout"
    assert "--timeout" in data["message"]


def test_a_folder_without_files_is_an_error_and_no_output(acts, capfd):
    Path("none/.git").mkdir(parents=True)
    assert main(["classify", "none", "-o", "out.jsonl"]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert "no files in none" in err
    assert sorted(os.listdir()) == ["acts", "none"]


@pytest.mark.parametrize(("output", "bar"), [(["-o", "out.jsonl"], True), (["-q"], False)])
def test_a_progress_bar_only_where_somebody_sees_it(acts, output, bar):
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (24, 100))
    command = [sys.executable, "-m", "hrtext", "extract", "acts", *output]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=follower, text=True, timeout=60)
    os.set_blocking(leader, False)
    os.close(follower)
    try:
        seen = os.read(leader, 65536).decode()
    except OSError:
        seen = ""
    os.close(leader)
    assert done.returncode == 0
    assert ("3/3" in seen) is bar
    assert len(lines(done.stdout)) == (0 if bar else 3)


def test_info_says_what_decides_the_results(capfd):
    assert main(["info"]) == 0
    data = json.loads(capfd.readouterr().out)
    assert data["versions"]["spacy"][0].isdigit()
    assert set(data["model"]) == {"name", "version", "sha256"}
    assert data["lexicon_sha256"]
    assert data["settings"]["timeout_seconds"] == 120


@pytest.mark.parametrize(
    ("command", "stages"),
    [
        ("classify", ["read", "annotate", "features", "label", "write", "all"]),
        ("tag", ["read", "annotate", "write", "all"]),
        ("extract", ["read", "write", "all"]),
    ],
)
def test_a_profile_tells_the_time_of_each_stage(acts, capfd, command, stages):
    assert main([command, "acts", "--profile", "-q"]) == 0
    out, err = capfd.readouterr()
    rows = [line.split() for line in err.splitlines()[1:]]
    assert [row[0] for row in rows] == stages
    assert float(rows[0][1]) >= 0
    assert len(lines(out)) == 3


def test_a_folder_on_another_computer_is_labelled_as_one_here(acts, capfd):
    fsspec = pytest.importorskip("fsspec")
    for path in acts.iterdir():
        fsspec.filesystem("memory").pipe(f"/remote/{path.name}", path.read_bytes())
    assert main(["classify", "memory://remote", "memory://none.pdf"]) == 1
    *remote, none = lines(capfd.readouterr().out)
    assert main(["classify", "acts"]) == 0
    for here, there in zip(lines(capfd.readouterr().out), remote, strict=True):
        assert there["path"] == f"memory:///remote/{Path(here['path']).name}"
        assert {**here, "path": "", "fingerprint": ""} == {**there, "path": "", "fingerprint": ""}
    assert none["status"] == "unreadable"


def test_extract_measures_quality_where_it_is_asked_for(acts, capfd):
    (acts / "void.txt").touch()
    assert main(["extract", "acts"]) == 1
    plain = lines(capfd.readouterr().out)
    assert main(["extract", "acts", "--quality"]) == 1
    measured = lines(capfd.readouterr().out)
    figures = [data.pop("quality", None) for data in measured]
    # A run with figures is not gone on with as one without.
    assert not {data["fingerprint"] for data in measured} & {data["fingerprint"] for data in plain}
    assert [{**data, "fingerprint": ""} for data in measured] == [
        {**data, "fingerprint": ""} for data in plain
    ]
    assert figures[3] is None
    for found in figures[:3]:
        assert found["alphabetic_share"] > 0.9
        assert found["function_word_share"] > 0.3
        assert len(found["pages"]) == 1
