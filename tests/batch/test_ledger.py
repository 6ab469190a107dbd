from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hrtext.errors import OutputError, UsageError
from hrtext.ledger import Ledger, read_lines


def interrupted(target: Path, *lines: str) -> None:
    with contextlib.suppress(KeyboardInterrupt), Ledger(target) as ledger:
        for line in lines:
            ledger.write(line)
        raise KeyboardInterrupt


def test_a_run_goes_on_after_the_last_whole_line(tmp_path):
    target = tmp_path / "run.jsonl"
    interrupted(target, "1", "2")
    with open(f"{target}.part", "ab") as part:
        part.write(b"to")
    with Ledger(target, resume=True) as ledger:
        *_, last = ledger.lines()
        assert (last.data, last.start, last.end) == (b"2", 2, 4)
        ledger.keep(last.end)
        ledger.write("3")
    assert target.read_text() == "1\n2\n3\n"
    assert os.listdir(tmp_path) == ["run.jsonl"]


def test_an_unfinished_run_is_neither_lost_nor_gone_on_with_unasked(tmp_path):
    target = tmp_path / "run.jsonl"
    interrupted(target, "1")
    with pytest.raises(OutputError, match="--resume to go on with it, or --force"), Ledger(target):
        pass
    assert Path(f"{target}.part").read_text() == "1\n"
    with Ledger(target, force=True) as ledger:
        assert list(ledger.lines()) == []
        assert Path(f"{target}.part").read_text() == "1\n"
        ledger.write("2")
    assert target.read_text() == "2\n"


def test_lines_set_aside_survive_what_is_written_over_them(tmp_path):
    target, earlier = tmp_path / "run.jsonl", tmp_path / "run.jsonl.earlier"
    interrupted(target, "1", "2", "3", "4")
    earlier.write_text("0\nto")
    with contextlib.suppress(KeyboardInterrupt), Ledger(target, resume=True) as ledger:
        ledger.keep(2)
        ledger.set_aside(6)
        ledger.write("new")
        raise KeyboardInterrupt
    assert Path(f"{target}.part").read_text() == "1\nnew\n"
    assert earlier.read_text() == "0\n2\n3\n"
    with Ledger(target, resume=True) as ledger:
        assert ledger.sources == (earlier,)
        ledger.keep(2)
    assert target.read_text() == "1\n"
    assert os.listdir(tmp_path) == ["run.jsonl"]


def test_a_run_that_could_not_begin_leaves_nothing(tmp_path):
    with contextlib.suppress(KeyboardInterrupt), Ledger(tmp_path / "run.jsonl"):
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == []


def test_two_runs_on_one_output_refuse_each_other(tmp_path):
    target = tmp_path / "run.jsonl"
    with Ledger(target) as ledger:
        for choice in ({}, {"force": True}, {"resume": True}):
            with pytest.raises(OutputError, match="another run is writing to"), Ledger(target, **choice):
                pass
        ledger.write("1")
    assert target.read_text() == "1\n"


RACE = """
import sys
from hrtext.errors import OutputError
from hrtext.ledger import Ledger
try:
    with Ledger(sys.argv[1]) as ledger:
        ledger.write(sys.argv[2])
        print(sys.argv[2])
except OutputError as error:
    assert "another run" in str(error) or "there already" in str(error), error
"""


def test_of_runs_that_start_together_one_writes(tmp_path):
    for attempt in range(5):
        target = tmp_path / f"{attempt}.jsonl"
        racers = [
            subprocess.Popen([sys.executable, "-c", RACE, target, str(number)], stdout=subprocess.PIPE)
            for number in range(4)
        ]
        told = [racer.communicate()[0] for racer in racers]
        assert [racer.returncode for racer in racers] == [0] * 4
        assert [line for line in told if line] == [target.read_bytes()]
    assert sorted(os.listdir(tmp_path)) == [f"{attempt}.jsonl" for attempt in range(5)]


def test_what_is_no_file_cannot_be_resumed():
    for target in (None, "/dev/null"):
        with pytest.raises(UsageError, match="name it with -o"):
            Ledger(target, resume=True)


def test_lines_of_a_file_that_is_not_there(tmp_path):
    assert list(read_lines(tmp_path / "none")) == []


def test_a_full_disk_says_how_to_go_on(tmp_path):
    code = (
        "import resource, signal, sys\nfrom hrtext.errors import OutputError\n"
        "from hrtext.ledger import Ledger\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "try:\n    with Ledger(sys.argv[1]) as ledger:\n        while True:\n"
        "            ledger.write('x' * 30)\nexcept OutputError as error:\n    sys.exit(str(error))\n"
    )
    target = tmp_path / "run.jsonl"
    done = subprocess.run([sys.executable, "-c", code, target], capture_output=True, text=True)
    assert "the lines so far are in" in done.stderr
    assert "add --resume to go on with them" in done.stderr
    assert [line.end for line in read_lines(Path(f"{target}.part"))] == [31, 62, 93]
