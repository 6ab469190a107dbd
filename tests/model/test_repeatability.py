"""The same corpus and seed give the same files, whatever the process, its hashes and its processors."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys

import pytest
from small_corpus import rows

from hrtext.corpus import read_corpus
from hrtext.model import sampling
from hrtext.model.splitting import folds
from hrtext.model.training import train

FILES = ("model.json", "weights.npz", "vocabulary.json", "README.md")
COLUMNS = ["id", "city", "label", "text"]


def acts():
    """Yield acts, no two of which are nearly the same."""
    for row in rows():
        own = " ".join(f"{row['id']}word{i}" for i in range(80))
        yield {**row, "text": f"{row['text']}\n{own}"}


def run(corpus, out, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "hrtext", "train", str(corpus), "-o", str(out), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("table") / "mine.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(acts())
    return path


def test_the_hash_seed_of_the_process_changes_no_byte(table, tmp_path):
    first = run(table, tmp_path / "a" / "mine", PYTHONHASHSEED="1")
    second = run(table, tmp_path / "b" / "mine", PYTHONHASHSEED="2")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    for name in FILES:
        assert (tmp_path / "a" / "mine" / name).read_bytes() == (tmp_path / "b" / "mine" / name).read_bytes()
    assert first.stdout == second.stdout
    told = json.loads(first.stdout)
    assert told["inspection"]["readings"][0]["kind"] == "CSV"
    assert told["corpus"]["documents"] == 32
    assert "report" not in told
    assert "Read " in first.stderr
    assert "Held out: near-duplicates on one side" in first.stderr
    assert "Held out, beside the default model: 32 documents" in first.stderr


def test_the_number_of_processors_changes_no_sample(table, monkeypatch):
    documents = read_corpus([table]).documents
    monkeypatch.setattr(sampling, "_BATCH", 20)
    found = []
    for processors in (1, 2):
        monkeypatch.setattr(sampling, "cpu_count", lambda count=processors: count)
        found.append(sampling.samples_of(documents))
    assert found[0] == found[1]


def test_the_order_in_which_files_were_saved_does_not_matter(tmp_path):
    written = list(acts())
    for name, ordered in (("a", written), ("b", written[::-1])):
        for row in ordered:
            folder = tmp_path / name / row["label"]
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{row['id']}.txt").write_text(row["text"])
    models = [tmp_path / name / "model" for name in "cd"]
    for name, model in zip("ab", models, strict=True):
        train([tmp_path / name], model)
    for name in FILES:
        assert (models[0] / name).read_bytes() == (models[1] / name).read_bytes()


def test_another_seed_gives_another_model(table, tmp_path):
    documents = read_corpus([table]).documents
    assert folds(documents, "group", seed=0) != folds(documents, "group", seed=1)
    assert folds(documents, "group", seed=1) == folds(documents, "group", seed=1)


def test_a_fault_in_the_corpus_ends_the_command_with_what_to_do(tmp_path):
    (tmp_path / "mine.csv").write_text("Label;Body\nx;y\n")
    done = run(tmp_path / "mine.csv", tmp_path / "model")
    assert (done.returncode, done.stdout) == (3, "")
    assert "the columns of its first line are 'Label', 'Body'" in done.stderr
    assert "Traceback" not in done.stderr
