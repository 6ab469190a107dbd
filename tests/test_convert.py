from __future__ import annotations

import csv
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_records import records

from hrtext.cli import main
from hrtext.errors import HrtextError, OutputError, UsageError
from hrtext.records import Record, Reference
from hrtext.tables.convert import convert, files_of
from hrtext.tables.rows import TABLES, Column, rows_of

Rows = list[dict[str, Any]]


def read_csv(path: Path, table: str) -> Rows:
    def value(text: str, column: Column) -> Any:
        if text == "" and column.is_optional:
            return None
        kinds: dict[str, Callable[[str], Any]] = {
            "whole": int,
            "decimal": float,
            "truth": {"true": True, "false": False}.__getitem__,
        }
        return kinds.get(column.kind, str)(text)

    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{column.name: value(row[column.name], column) for column in TABLES[table]} for row in rows]


def read_sqlite(path: Path, table: str) -> Rows:
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    rows = [dict(row) for row in database.execute(f'SELECT * FROM "{table}" ORDER BY rowid')]
    database.close()
    truths = [column.name for column in TABLES[table] if column.kind == "truth"]
    for row in rows:
        row.update({name: None if row[name] is None else bool(row[name]) for name in truths})
    return rows


def read_parquet(path: Path, table: str) -> Rows:
    pq = pytest.importorskip("pyarrow.parquet")
    found: Rows = pq.read_table(path).to_pylist()
    return found


def read_duckdb(path: Path, table: str) -> Rows:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(path), read_only=True) as database:
        result = database.execute(f'SELECT * FROM "{table}"')
        names = [item[0] for item in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


READERS = {
    ".csv": read_csv,
    ".sqlite": read_sqlite,
    ".parquet": read_parquet,
    ".duckdb": read_duckdb,
}


@pytest.fixture(params=READERS, scope="module")
def ending(request: pytest.FixtureRequest) -> str:
    if request.param in (".parquet", ".duckdb"):
        pytest.importorskip("pyarrow")
    if request.param == ".duckdb":
        pytest.importorskip("duckdb")
    return str(request.param)


def write_run(path: Path, some: list[Record]) -> Path:
    path.write_text("".join(record.to_json() + "\n" for record in some), encoding="utf-8")
    return path


def expected_rows(some: list[Record], table: str) -> Rows:
    rows = [row for record in some for row in rows_of(record)[table]]
    return [
        {
            name: value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
            for name, value in row.items()
        }
        for row in rows
    ]


def without_empty_texts(rows: Rows, ending: str) -> Rows:
    """CSV tells no empty text from a missing one."""
    return [{k: None if v == "" and ending == ".csv" else v for k, v in row.items()} for row in rows]


@settings(max_examples=30, deadline=None)
@given(some=st.lists(records, max_size=3))
def test_what_is_read_back_is_what_was_recorded(ending, some):
    with tempfile.TemporaryDirectory() as folder:
        run = write_run(Path(folder, "run.jsonl"), some)
        target = Path(folder, f"run{ending}")
        counts = convert(run, target)
        for table, path in files_of(target).items():
            expected = expected_rows(some, table)
            found = READERS[ending](path, table)
            assert without_empty_texts(found, ending) == without_empty_texts(expected, ending)
            assert counts[table] == len(expected)
        assert not [name for name in os.listdir(folder) if "part" in name.split(".")]


def test_types_do_not_depend_on_the_records(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    empty = write_run(tmp_path / "empty.jsonl", [])
    full = write_run(tmp_path / "full.jsonl", [Record("a", "ok", probabilities={"rhetoric_only": 1.0})])
    convert(empty, tmp_path / "empty.parquet")
    convert(full, tmp_path / "full.parquet")
    for table in TABLES:
        schemas = [pq.read_schema(tmp_path / f"{name}.{table}.parquet") for name in ("empty", "full")]
        assert schemas[0] == schemas[1]
        assert schemas[0].names == [column.name for column in TABLES[table]]


def test_many_records_take_more_than_one_batch(tmp_path, ending, monkeypatch):
    monkeypatch.setattr("hrtext.tables.convert.BATCH", 7)
    reference = Reference("right", "housing", "housing", 40, 47, 2, "recital")
    some = [Record(f"{number}.txt", "ok", references=(reference,) * (number % 3)) for number in range(50)]
    target = tmp_path / f"run{ending}"
    assert convert(write_run(tmp_path / "run.jsonl", some), target) == {
        "documents": 50,
        "references": 49,
        "commitments": 0,
    }
    for table, path in files_of(target).items():
        assert READERS[ending](path, table) == expected_rows(some, table)


def test_what_is_there_is_kept_unless_forced(tmp_path, ending):
    run = write_run(tmp_path / "run.jsonl", [Record("a.txt", "ok")])
    target = tmp_path / f"run{ending}"
    convert(run, target)
    last = list(files_of(target).values())[-1]
    before = last.read_bytes()
    with pytest.raises(OutputError, match="--force"):
        convert(run, target)
    torn = tmp_path / "torn.jsonl"
    torn.write_text('{"schema')
    with pytest.raises(HrtextError, match="line 1: not a record"):
        convert(torn, target, force=True)
    assert last.read_bytes() == before
    assert convert(run, target, force=True)["documents"] == 1
    assert not [name for name in os.listdir(tmp_path) if name.endswith((".part", ".wal"))]


def test_wrong_names_say_what_to_do(tmp_path, capsys):
    run = str(write_run(tmp_path / "run.jsonl", []))
    assert main(["convert", run, str(tmp_path / "run.xlsx")]) == 2
    assert "let it end in .csv, .sqlite, .parquet, .duckdb" in capsys.readouterr().err
    assert main(["convert", str(tmp_path / "none.jsonl"), str(tmp_path / "run.csv")]) == 3
    assert "there is no " in capsys.readouterr().err
    assert main(["convert", run, str(tmp_path / "no" / "run.csv")]) == 3
    assert "cannot write" in capsys.readouterr().err
    assert os.listdir(tmp_path) == ["run.jsonl"]
    assert main(["convert", run, str(tmp_path / "run.csv")]) == 0
    assert "0 documents, 0 references, 0 commitments" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["run.parquet", "run.duckdb"])
def test_without_the_libraries_the_message_says_how_to_get_them(tmp_path, monkeypatch, name):
    for library in ("pyarrow", "duckdb"):
        monkeypatch.setitem(sys.modules, library, None)
    run = write_run(tmp_path / "run.jsonl", [])
    with pytest.raises(UsageError, match=r"pip install 'hrtext\[tables\]'"):
        convert(run, tmp_path / name)


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_memory_does_not_grow_with_the_run(tmp_path):
    reference = Reference("right", "housing", "housing" * 20, 40, 47, 2, "recital")
    record = Record("a.txt", "ok", references=(reference,) * 5)
    code = (
        "import sys\nfrom hrtext.tables.convert import convert\n"
        "convert(sys.argv[1], sys.argv[2], force=True)\n"
        "print(*[line.split()[1] for line in open('/proc/self/status') if 'VmHWM' in line])"
    )
    peaks = []
    for count in (6_000, 18_000):
        run = write_run(tmp_path / "run.jsonl", [record] * count)
        command = [sys.executable, "-c", code, run, tmp_path / "run.sqlite"]
        peaks.append(int(subprocess.run(command, capture_output=True, check=True).stdout))
    assert peaks[1] < 1.1 * peaks[0]
