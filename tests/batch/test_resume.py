from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrtext.errors import OutputError
from hrtext.inputs import Input, identify
from hrtext.ledger import Ledger
from hrtext.records import Record
from hrtext.resume import Resumption
from hrtext.scans import Ocr

LIMIT = 1000


def records_of(item: Input, status: str = "ok") -> Iterator[Record]:
    """Read one input: a text is one record, each line of an archive is one."""
    path = Path(item.path)
    if not path.exists():
        yield Record(item.path, "unreadable")
        return
    text = path.read_text()
    import hashlib

    sha256 = hashlib.sha256(text.encode()).hexdigest()
    if path.suffix != ".zip":
        yield Record(item.path, "timeout" if "slow" in text else "ok", sha256=sha256, language=text)
        return
    for line in text.splitlines():
        yield Record(f"{item.path}!/{line}", "timeout" if "slow" in line else "ok", language=line)


def go(
    target: Path,
    paths: Iterable[str],
    *,
    resume: bool = True,
    stop_after: int | None = None,
    under: str = "",
    read: Callable[[Input], Iterator[Record]] = records_of,
) -> tuple[int, list[str]]:
    """Run to the end, or until so many lines are written; return how many were kept, and what was read."""
    begun: list[str] = []

    def run(items: Iterator[Input]):  # type: ignore[no-untyped-def]
        for item in items:
            begun.append(item.path)
            for record in read(item):
                yield item, record

    with contextlib.suppress(KeyboardInterrupt), Ledger(target, resume=resume) as ledger:
        resumption = Resumption(map(Input, paths), ledger, Record, made_under=under, max_bytes=LIMIT)
        for number, outcome in enumerate(resumption.outcomes(run)):
            if number == stop_after:
                raise KeyboardInterrupt
            if not outcome.is_written:
                ledger.write(outcome.line)
    return resumption.kept, begun


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(**texts: str) -> list[str]:
    paths = []
    for name, text in texts.items():
        path = name.replace("_", ".")
        Path(path).write_text(text)
        paths.append(path)
    return paths


names = st.sampled_from(["a.txt", "b.txt", "c.zip", "d.zip", "e.txt"])
contents = st.sampled_from(["1", "2", "1\n2\n3", "slow", "1\nslow", "2\n2"])
changes = st.dictionaries(names, st.none() | contents, max_size=3)
steps = st.lists(
    st.tuples(changes, st.lists(names, max_size=6), st.integers(0, 400), st.integers(0, 12)), max_size=4
)


@settings(max_examples=300, deadline=None)
@given(steps, st.lists(names, min_size=1, max_size=6))
def test_after_any_interruptions_and_changes_the_bytes_are_those_of_an_undisturbed_run(steps, paths):
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        for name in ("a.txt", "b.txt", "c.zip", "d.zip", "e.txt"):
            (folder / name).write_text("1\n2")
        target, part = folder / "run.jsonl", folder / "run.jsonl.part"
        for texts, some, cut, stop in steps:
            for name, text in texts.items():
                if text is None:
                    (folder / name).unlink(missing_ok=True)
                else:
                    (folder / name).write_text(text)
            go(target, [str(folder / name) for name in some], stop_after=stop)
            if part.exists():
                part.write_bytes(part.read_bytes()[:cut])
        go(target, [str(folder / name) for name in paths])
        go(folder / "whole.jsonl", [str(folder / name) for name in paths], resume=False)
        assert target.read_bytes() == (folder / "whole.jsonl").read_bytes()
        assert not part.exists()
        assert not (folder / "run.jsonl.earlier").exists()


def test_nothing_is_read_twice_but_the_last_input(folder):
    paths = write(a_txt="1", b_zip="1\n2", c_txt="3", d_txt="4")
    assert go(folder / "run", paths, stop_after=4) == (0, paths)
    assert go(folder / "run", paths) == (3, ["c.txt", "d.txt"])


def test_a_finished_run_has_nothing_left_to_do(folder):
    paths = write(a_txt="1", b_zip="1\n2", c_txt="3")
    go(folder / "run", paths)
    before = (folder / "run").read_bytes()
    assert go(folder / "run", paths) == (4, [])
    assert (folder / "run").read_bytes() == before


def test_a_changed_file_alone_is_read_again(folder):
    paths = write(a_txt="1", b_txt="2", c_txt="3", d_txt="4", e_txt="5")
    go(folder / "run", paths, stop_after=4)
    write(b_txt="two")
    assert go(folder / "run", paths) == (2, ["b.txt", "d.txt", "e.txt"])


def test_a_new_file_before_all_others_costs_its_own_reading(folder):
    paths = write(b_txt="2", c_zip="3\n4", d_txt="4", e_txt="5")
    go(folder / "run", paths, stop_after=4)
    first = write(a_txt="1")
    # Interrupted again, right after the new file.
    assert go(folder / "run", first + paths, stop_after=2)[1][0] == "a.txt"
    assert go(folder / "run", first + paths) == (4, ["d.txt", "e.txt"])


def test_under_other_conditions_all_is_read_again(folder):
    paths = write(a_txt="1", b_txt="2")
    go(folder / "run", paths, under="one")
    assert go(folder / "run", paths, under="two") == (0, paths)


def test_what_timed_out_is_tried_again_and_its_archive_with_it(folder):
    paths = write(a_txt="slow", b_zip="1\nslow\n3", c_txt="1", d_txt="4")
    go(folder / "run", paths)
    assert go(folder / "run", paths) == (2, ["a.txt", "b.zip"])


def test_an_archive_of_which_some_was_written_is_read_again_whole(folder):
    paths = write(a_txt="1", b_zip="1\n2\n3", c_txt="3")
    go(folder / "run", paths, stop_after=3)
    assert go(folder / "run", paths) == (1, ["b.zip", "c.txt"])


def test_lines_of_zeros_after_a_power_cut_are_written_anew(folder):
    paths = write(a_txt="1", b_txt="2", c_txt="3")
    go(folder / "whole", paths)
    go(folder / "run", paths, stop_after=2)
    part = folder / "run.part"
    part.write_bytes(part.read_bytes()[:-40] + b"\0" * 39 + b"\n\xff\n[]\n")
    assert go(folder / "run", paths) == (1, ["b.txt", "c.txt"])
    assert (folder / "run").read_bytes() == (folder / "whole").read_bytes()


def test_a_file_that_is_no_run_is_not_replaced(folder):
    paths = write(a_txt="1")
    (folder / "run").write_text("mine\n")
    with pytest.raises(OutputError, match="was not written by hrtext"):
        go(folder / "run", paths)
    assert (folder / "run").read_text() == "mine\n"


def test_what_a_password_or_more_time_might_still_read_is_tried_again(folder):
    def read(item: Input) -> Iterator[Record]:
        (record,) = records_of(item)
        if record.language == "locked":
            yield replace(record, status="encrypted")
        else:
            yield replace(record, ocr=Ocr("e 1", (), 0.9, (2,) if record.language == "long" else ()))

    paths = write(a_txt="locked", b_txt="long", c_txt="short", d_txt="short")
    go(folder / "run", paths, read=read)
    assert go(folder / "run", paths, read=read) == (2, ["a.txt", "b.txt"])


def test_an_archive_is_hashed_once_for_all_its_documents(folder, monkeypatch):
    paths = write(a_zip="1\n2\n3\n4", b_zip="1\n2")
    hashed: list[str] = []

    def count(item: Input, max_bytes: int) -> tuple[str | None, int | None]:
        hashed.append(item.path)
        return identify(item, max_bytes)

    monkeypatch.setattr("hrtext.resume.identify", count)
    go(folder / "run", paths)
    assert hashed == paths
