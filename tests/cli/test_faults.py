from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from cli_acts import write_acts

from hrtext.cli import main
from hrtext.records import read_records

MODEL = Path(__file__).parents[2] / "models" / "default"


def wait_for(process, condition, seconds=30):
    until = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, "it ended too early"
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.005)


def lines_in(path):
    return path.read_bytes().count(b"\n") if path.exists() else 0


def test_killed_and_run_again(acts, start, hrtext):
    write_acts(acts, 150)
    assert main(["classify", "acts", "-q", "-o", "whole.jsonl"]) == 0
    part = Path("out.jsonl.part")
    with start("classify", "acts", "-o", "out.jsonl") as process:
        wait_for(process, lambda: lines_in(part) > 5)
        process.kill()
    assert not Path("out.jsonl").exists()
    assert lines_in(part) < 150
    before = part.read_bytes()
    done = hrtext("classify", "acts", "-o", "out.jsonl")
    assert done.returncode == 3
    assert "an earlier run did not finish" in done.stderr
    assert part.read_bytes() == before
    done = hrtext("classify", "acts", "-o", "out.jsonl", "--resume")
    assert done.returncode == 0
    # All whole lines but the last, which may come from an archive that holds more.
    assert f"{before.count(10) - 1} of the lines were there" in done.stderr
    assert "150 documents: 150 ok" in done.stderr
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    assert sorted(os.listdir()) == ["acts", "out.jsonl", "whole.jsonl"]


def test_killed_and_started_over(acts, start):
    write_acts(acts, 150)
    part = Path("out.jsonl.part")
    with start("extract", "acts", "-o", "out.jsonl") as process:
        wait_for(process, lambda: lines_in(part) > 0)
        process.kill()
    assert main(["extract", "acts/act-0001.txt", "-o", "out.jsonl", "--force"]) == 0
    assert lines_in(Path("out.jsonl")) == 1
    assert not part.exists()


def test_a_second_run_on_one_output_is_refused_while_the_first_goes_on(acts, start, capfd):
    # Standard input stays open, so the first run cannot end of itself.
    with start("extract", "acts", "-", "-j", "1", "-o", "out.jsonl") as process:
        wait_for(process, lambda: lines_in(Path("out.jsonl.part")) > 0)
        for flag in ([], ["--resume"], ["--force"]):
            assert main(["extract", "acts", "-o", "out.jsonl", *flag]) == 3
            assert "another run is writing to out.jsonl" in capfd.readouterr().err
        process.kill()
    # A dead process holds no lock.
    assert main(["extract", "acts", "-o", "out.jsonl", "--resume", "-q"]) == 0
    assert lines_in(Path("out.jsonl")) == 3


def test_a_finished_run_is_brought_up_to_date(acts, capfd):
    assert main(["classify", "acts", "-o", "out.jsonl", "--report", "out.html"]) == 0
    write_acts(acts, 5)
    (acts / "act-0001.txt").write_text("RESOLVED, that the Council shall meet on Monday.")
    os.unlink(acts / "act-0000.txt")
    capfd.readouterr()
    again = ["classify", "acts", "-o", "out.jsonl", "--report", "out.html", "--resume"]
    assert main(again) == 0
    assert "1 of the lines were there" in capfd.readouterr().err
    assert main(["classify", "acts", "-q", "-o", "new.jsonl", "--report", "new.html"]) == 0
    assert Path("out.jsonl").read_bytes() == Path("new.jsonl").read_bytes()
    assert Path("out.html").read_bytes() == Path("new.html").read_bytes()
    assert main(again) == 0
    assert "4 of the lines were there" in capfd.readouterr().err
    assert Path("out.jsonl").read_bytes() == Path("new.jsonl").read_bytes()


def test_other_words_in_the_lexicon_make_the_records_anew(acts, capfd):
    assert main(["tag", "acts", "-q", "-o", "out.jsonl"]) == 0
    Path("own.jsonl").write_text(
        json.dumps({"id": "spring", "kind": "right", "names": {"en": ["Springfield"]}, "source": ["ours"]})
    )
    words = ["tag", "acts", "--lexicon", "own.jsonl"]
    assert main([*words, "-o", "out.jsonl", "--resume"]) == 0
    assert "0 of the lines were there" in capfd.readouterr().err
    assert main([*words, "-q", "-o", "new.jsonl"]) == 0
    assert Path("out.jsonl").read_bytes() == Path("new.jsonl").read_bytes()


def test_a_document_that_took_too_long_is_tried_again_with_more_time(acts, capfd):
    words = ["extract", "acts", "-o", "out.jsonl"]
    assert main([*words, "--timeout", "0.000001"]) == 1
    assert main([*words, "--resume"]) == 0
    assert "3 documents: 3 ok" in capfd.readouterr().err


def test_to_resume_needs_a_file(acts, capfd):
    assert main(["extract", "acts", "--resume"]) == 2
    assert "name it with -o" in capfd.readouterr().err


def test_a_file_of_something_else_is_not_gone_on_with(acts, capfd):
    Path("notes.txt").write_text("mine\n")
    assert main(["extract", "acts", "-o", "notes.txt", "--resume"]) == 3
    assert "notes.txt was not written by hrtext" in capfd.readouterr().err
    assert Path("notes.txt").read_text() == "mine\n"


def test_a_killed_run_leaves_the_old_output(acts, start):
    write_acts(acts, 150)
    Path("out.jsonl").write_text("old\n")
    with start("extract", "acts", "-o", "out.jsonl", "--force") as process:
        wait_for(process, lambda: lines_in(Path("out.jsonl.part")) > 0)
        process.kill()
    assert Path("out.jsonl").read_text() == "old\n"


def test_interrupted_from_the_keyboard(acts, start):
    # Standard input stays open, so the run cannot end of itself.
    with start("classify", "acts", "-", "-j", "1", "-o", "out.jsonl") as process:
        wait_for(process, lambda: lines_in(Path("out.jsonl.part")) > 0)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "the lines so far are in" in err
    assert not Path("out.jsonl").exists()


def test_interrupted_while_the_workers_start(acts, start):
    with start("classify", "acts", "-", "-j", "1") as process:
        parent = psutil.Process(process.pid)
        wait_for(process, lambda: parent.children(recursive=True))
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in err


def test_the_reader_goes_away(acts, start):
    paths = write_acts(acts, 100, repeat=50)
    with start("extract", *paths) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["path"] == paths[0]
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (141, "")


def test_a_file_that_vanishes_while_running(acts, start):
    paths = write_acts(acts, 150)
    with start("classify", "-j", "1", *paths) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        os.unlink(paths[-1])
        out, err = process.communicate(timeout=60)
    records = [json.loads(line) for line in (first + out).splitlines()]
    assert [record["path"] for record in records] == paths
    assert [record["status"] for record in records] == ["ok"] * 149 + ["unreadable"]
    assert records[-1]["message"]
    assert "Traceback" not in err
    assert process.returncode == 1


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("acts", "is a folder: name a file in it"),
        ("no/out.jsonl", "make it first (mkdir -p"),
        ("acts/act-0000.txt/out.jsonl", "Not a directory"),
        ("/proc/out.jsonl", "cannot write /proc/out.jsonl"),
    ],
)
def test_an_output_that_cannot_be_written(acts, capfd, target, words):
    assert main(["classify", "acts", "-o", target]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert words in err


def test_a_full_disk(acts, capfd):
    assert main(["extract", "acts", "-o", "/dev/full"]) == 3
    assert "No space left on device; free some space" in capfd.readouterr().err


def test_a_full_standard_output(acts):
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "hrtext", "extract", "acts"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 3
    assert "cannot write standard output: No space left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["classify", "evaluate", "info"])
def test_a_missing_model(acts, capfd, command):
    Path("out.jsonl").write_text("old\n")
    corpus = Path("corpus.jsonl")
    corpus.write_text("")
    words = {
        "classify": ["acts", "-o", "out.jsonl", "--force"],
        "evaluate": ["corpus.jsonl"],
        "info": [],
    }
    assert main([command, *words[command], "--model", "nowhere"]) == 3
    out, err = capfd.readouterr()
    assert "nowhere" in out + err
    assert "Traceback" not in err
    assert Path("out.jsonl").read_text() == "old\n"
    assert not Path("out.jsonl.part").exists()


@pytest.mark.skipif(not MODEL.is_dir(), reason="the default model is not there yet")
@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_a_corrupted_model_file(acts, capfd, damage):
    names = sorted(path.name for path in MODEL.iterdir() if path.suffix != ".md")
    for name in names:
        shutil.rmtree("model", ignore_errors=True)
        shutil.copytree(MODEL, "model")
        path = Path("model", name)
        data = path.read_bytes()
        if damage == "flip":
            middle = len(data) // 2
            path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
        elif damage == "cut":
            path.write_bytes(data[: len(data) // 2])
        else:
            path.unlink()
        assert main(["classify", "acts", "--model", "model", "-o", "out.jsonl"]) == 3, name
        out, err = capfd.readouterr()
        assert out == ""
        assert "Traceback" not in err
        assert len(err.splitlines()) == 1
        assert sorted(os.listdir()) == ["acts", "model"]


def test_a_lexicon_that_is_not_there(acts, capfd):
    assert main(["tag", "acts", "--lexicon", "nowhere.jsonl"]) == 3
    assert "nowhere.jsonl" in capfd.readouterr().err


def test_a_model_is_not_trained_over_another(acts, capfd):
    Path("model").mkdir()
    Path("model/model.json").write_text("{}")
    assert main(["train", "corpus.jsonl", "-o", "model"]) == 3
    assert "model is there already: add --force" in capfd.readouterr().err


def test_a_corpus_that_is_not_there(acts, capfd):
    assert main(["train", "nowhere.jsonl", "-o", "model"]) == 3
    assert "nowhere.jsonl" in capfd.readouterr().err
    assert not Path("model").exists()


def test_records_are_read_back_from_a_finished_run(acts):
    assert main(["classify", "acts", "-q", "-o", "out.jsonl"]) == 0
    assert [record.status for record in read_records("out.jsonl")] == ["ok"] * 3
