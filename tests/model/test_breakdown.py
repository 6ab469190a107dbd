# ruff: noqa: F811 - a fixture is imported by its name, and asked for by its name.
"""What training keeps of its cross-validation is what the figures are made of, and is told apart by kind."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path

import pytest
from small_corpus import corpus_file, trained  # noqa: F401

from hrtext.corpus import read_corpus
from hrtext.model.evaluation import summaries

SCRIPTS = Path(__file__).parent.parent.parent / "scripts"
pytestmark = pytest.mark.skipif(not SCRIPTS.exists(), reason="the scripts are in a checkout only")


@pytest.fixture
def breakdown(monkeypatch):
    monkeypatch.syspath_prepend(SCRIPTS)
    return importlib.import_module("breakdown")


def test_the_held_out_probabilities_that_training_keeps_give_its_figures(breakdown, trained, corpus_file):
    folder, told = trained
    kept = breakdown.held_out(folder.parent / "held_out.jsonl", read_corpus([corpus_file]).documents)
    assert {split: summaries(found, seed=3) for split, (_, found) in kept.items()} == told["figures"]


def test_every_table_counts_every_document_once(breakdown, trained, corpus_file):
    kept, documents = trained[0].parent / "held_out.jsonl", read_corpus([corpus_file]).documents
    text = "\n".join(breakdown.breakdown(*breakdown.held_out(kept, documents)["city"]))
    sections = dict(re.findall(r"### ([^\n]+)\n(.*?)(?=\n###|$)", text, re.DOTALL))
    for name, column in (
        ("By type", 3),
        ("By length", 3),
        ("Reliability of the probability of the outcome", 2),
    ):
        cells = [line.split("|") for line in sections[name].splitlines() if line.startswith("| ")]
        assert sum(int(row[column]) for row in cells if row[column].strip().isdigit()) == len(documents), name


def test_a_confident_mistake_is_listed(breakdown, trained, corpus_file, tmp_path):
    lines = [json.loads(line) for line in (trained[0].parent / "held_out.jsonl").read_text().splitlines()]
    for line in lines:
        is_wrong = line["id"] == "Elm-out_of_scope"
        answers = {
            "formal_designation": (1, 1, 1),
            "informal_commitment": (0, 1, 1),
            "rhetoric_only": (0, 0, 1),
        }
        values = (0.99, 0.98, 1.0) if is_wrong else answers.get(line["outcome"], (0, 0, 0))
        line["probabilities"] = dict(zip(line["probabilities"], values, strict=True))
    (tmp_path / "held_out.jsonl").write_text("\n".join(map(json.dumps, lines)))
    text = "\n".join(breakdown.report(tmp_path / "held_out.jsonl", [str(corpus_file)]))
    assert (
        re.findall(r"\| `(.*?)` .*\| (\S+) \| (\S+) \| (\S+) \|", text)
        == [("Elm-out_of_scope", "out_of_scope", "formal_designation", "0.970")] * 2
    )


@pytest.mark.parametrize("change", [{"id": "nobody"}, {"outcome": "rhetoric_only"}])
def test_held_out_probabilities_of_another_corpus_are_refused(
    breakdown, trained, corpus_file, tmp_path, change
):
    lines = (trained[0].parent / "held_out.jsonl").read_text().splitlines()
    lines[0] = json.dumps({**json.loads(lines[0]), **change})
    (tmp_path / "held_out.jsonl").write_text("\n".join(lines))
    with pytest.raises(ValueError, match="not in the corpora, or coded otherwise"):
        breakdown.held_out(tmp_path / "held_out.jsonl", read_corpus([corpus_file]).documents)


def test_held_out_probabilities_of_a_part_are_refused(breakdown, trained, corpus_file, tmp_path):
    lines = (trained[0].parent / "held_out.jsonl").read_text().splitlines()
    (tmp_path / "held_out.jsonl").write_text("\n".join(lines[1:]))
    with pytest.raises(ValueError, match="31 documents by group, but 32 in the corpora"):
        breakdown.held_out(tmp_path / "held_out.jsonl", read_corpus([corpus_file]).documents)
