from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hrtext.errors import OutputError
from hrtext.output import Output


def test_the_file_takes_its_name_when_it_is_complete(tmp_path):
    target = tmp_path / "out.jsonl"
    with Output(target) as output:
        output.write("é🏙")
        assert not target.exists()
        assert Path(f"{target}.part").read_bytes() == "é🏙\n".encode()
        output.write("2")
    assert target.read_bytes() == "é🏙\n2\n".encode()
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_an_existing_file_is_refused_and_kept(tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_text("old\n")
    with pytest.raises(OutputError, match="--force"):
        Output(target)
    with Output(target, force=True) as output:
        output.write("new")
        assert target.read_text() == "old\n"
    assert target.read_text() == "new\n"


def test_an_unfinished_run_leaves_the_old_file_and_its_part(tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_text("old\n")
    output = Output(target, force=True)
    with contextlib.suppress(KeyboardInterrupt), output:
        output.write("new")
        raise KeyboardInterrupt
    assert target.read_text() == "old\n"
    assert Path(f"{target}.part").read_text() == "new\n"
    again = Output(target, force=True)
    with again:
        again.write("newer")
    assert target.read_text() == "newer\n"


def test_nothing_is_changed_until_writing_begins(tmp_path):
    target = tmp_path / "out.jsonl"
    Path(f"{target}.part").write_text("earlier\n")
    Output(target)
    Output(tmp_path / "other.jsonl")
    assert os.listdir(tmp_path) == ["out.jsonl.part"]
    assert Path(f"{target}.part").read_text() == "earlier\n"


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "disk").mkdir()
    link = tmp_path / "out.jsonl"
    link.symlink_to("disk/real.jsonl")
    with Output(link) as output:
        output.write("1")
    assert link.is_symlink()
    assert (tmp_path / "disk/real.jsonl").read_text() == "1\n"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("folder", r"is a folder.*folder/out\.jsonl"),
        ("missing/out.jsonl", "does not exist: make it first"),
        ("file.txt/out.jsonl", "Not a directory"),
        ("/proc/out.jsonl", "cannot write /proc/out.jsonl"),
        ("x" * 300, "File name too long"),
        ("nul\0.jsonl", "null"),
    ],
)
def test_a_target_that_cannot_be_written_is_refused_at_once(tmp_path, name, words):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").touch()
    with pytest.raises(OutputError, match=words):
        Output(tmp_path / name)


def test_a_full_device(tmp_path):
    output = Output("/dev/full")
    with pytest.raises(OutputError, match=r"No space left.*free some space"), output:
        output.write("1")
    assert Path("/dev/full").is_char_device()


def test_a_device_or_pipe_is_written_to_as_it_is(tmp_path):
    with Output("/dev/null") as output:
        output.write("1")
    assert Path("/dev/null").is_char_device()
    reader, writer = os.pipe()
    with Output(f"/dev/fd/{writer}") as output:
        output.write("1")
    assert os.read(reader, 9) == b"1\n"
    os.close(reader)
    os.close(writer)


FILL = """
import resource, signal, sys
from hrtext.errors import OutputError
from hrtext.output import Output
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    with Output(sys.argv[1]) as output:
        while True:
            output.write("x" * 30)
except OutputError as error:
    sys.exit(str(error))
"""


def test_a_disk_that_fills_up_leaves_whole_lines(tmp_path):
    """A limit on the size of a file stands for a full disk: a short write, then an error."""
    target = tmp_path / "out.jsonl"
    done = subprocess.run([sys.executable, "-c", FILL, target], capture_output=True, text=True)
    assert done.returncode == 1
    assert f"the lines so far are in {target}.part" in done.stderr
    assert Path(f"{target}.part").read_text() == ("x" * 30 + "\n") * 3
    assert not target.exists()


def write_lines(target: Path, count: int) -> None:
    with Output(target) as output:
        for _ in range(count):
            output.write("x" * 99)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_a_full_file_system(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", "size=64k", "tmpfs"]
    if subprocess.run(["mount", *options, disk], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(OutputError, match="No space left"):
            write_lines(disk / "out.jsonl", 10_000)
        lines = (disk / "out.jsonl.part").read_text().splitlines(keepends=True)
        assert set(lines) == {"x" * 99 + "\n"}
        with pytest.raises(OutputError, match="No space left"), Output(disk / "other.jsonl") as out:
            out.write("x" * 99_999)
    finally:
        subprocess.run(["umount", disk], check=True)


def test_killed_in_the_middle_of_writing(tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_text("old\n")
    code = (
        "import sys\nfrom hrtext.output import Output\n"
        "with Output(sys.argv[1], force=True) as output:\n"
        "    while True:\n        output.write('x' * 9999)\n        print(flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, target], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(20):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert target.read_text() == "old\n"
    lines = Path(f"{target}.part").read_text().splitlines()
    assert len(lines) >= 20
    assert {len(line) for line in lines[:-1]} == {9999}
