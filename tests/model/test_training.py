# ruff: noqa: F811 - a fixture is imported by its name, and asked for by its name.
from __future__ import annotations

import json

import numpy as np
import pytest
from small_corpus import corpus_file, samples, trained  # noqa: F401

from hrtext.corpus import fingerprint, read_corpus
from hrtext.errors import CorpusError, ModelError
from hrtext.model.evaluation import cross_validate, evaluate
from hrtext.model.splitting import split_units
from hrtext.model.store import load_model
from hrtext.model.training import lexicon_hash, train
from hrtext.records import LABELS, QUESTIONS


@pytest.mark.parametrize("split_by", ["group", "city"])
def test_cross_validation_keeps_groups_apart(samples, split_by):
    seen = []

    def recipe(train, test, seed):
        seen.append(([s.id for s in train], [s.id for s in test]))
        return np.full((len(test), 3), 0.25)

    predictions = cross_validate(samples, split_by=split_by, seed=7, recipe=recipe)
    unit = dict(
        zip(
            [s.id for s in samples],
            [s.city for s in samples] if split_by == "city" else split_units(samples, "group"),
            strict=True,
        )
    )
    assert len(seen) == 5
    assert sorted(i for _, test in seen for i in test) == sorted(unit)
    for learned, tested in seen:
        assert sorted(learned + tested) == sorted(unit)
        assert not {unit[i] for i in learned} & {unit[i] for i in tested}
    assert (predictions.probabilities == 0.25).all()


def test_predictions_stay_with_their_samples(samples):
    numbers = {sample.id: number for number, sample in enumerate(samples)}
    predictions = cross_validate(
        samples,
        split_by="group",
        recipe=lambda train, test, seed: np.array([[numbers[s.id] / 1000] * 3 for s in test]),
    )
    assert [row[0] for row in predictions.probabilities] == [n / 1000 for n in range(len(samples))]


def test_one_city_cannot_be_split(samples):
    with pytest.raises(CorpusError, match="cannot be split by city: give each its city, and at least two"):
        cross_validate([s for s in samples if s.city == "Elm"], split_by="city")


def test_a_model_is_trained_and_says_so(trained, corpus_file, samples):
    folder, told = trained
    stored = load_model(folder)
    assert told["model"]["sha256"] == stored.identity.sha256
    assert stored.identity.name == "small"
    manifest = stored.manifest
    assert manifest["labels"] == list(LABELS)
    assert manifest["questions"] == list(QUESTIONS)
    assert manifest["seed"] == 3
    assert manifest["lexicon_sha256"] == lexicon_hash()
    assert manifest["corpus"]["sha256"] == read_corpus([corpus_file]).sha256
    assert manifest["corpus"]["labels"]["real"] == dict.fromkeys([*LABELS, "out_of_scope"], 6)
    assert len(manifest["trained_on"]) == len(samples)
    assert set(manifest["figures"]) == {"group", "city"}
    assert set(manifest["figures"]["city"]) == {"real_clear", "real", "written"}
    assert manifest["figures"]["city"]["real_clear"]["documents"] == 20
    assert 0 <= stored.review_below <= 1.001
    assert "macro-F1" in told["report"]


def test_what_is_easy_is_learned(trained):
    _, told = trained
    assert told["figures"]["city"]["real"]["macro_f1"] > 0.9


def test_the_card_tells_the_figures_of_the_manifest(trained):
    folder, told = trained
    card = (folder / "README.md").read_text()
    figure = told["figures"]["city"]["real"]
    assert f"{figure['macro_f1']:.3f}" in card
    assert f"{told['review_below']:.3f}" in card
    assert told["corpus"]["sha256"][:16] in card
    assert "nan" not in card.lower()


def test_training_twice_gives_the_same_files(trained, corpus_file, tmp_path, monkeypatch):
    folder, told = trained
    (tmp_path / "small").mkdir()
    monkeypatch.chdir(tmp_path / "small")
    # Into the current folder, whose name is the model's.
    again = train([corpus_file.parent], ".", seed=3)
    assert again == told
    for name in ("model.json", "weights.npz", "vocabulary.json", "README.md"):
        assert (tmp_path / "small" / name).read_bytes() == (folder / name).read_bytes()


def test_a_model_is_tested_on_what_it_did_not_learn_from(trained, corpus_file, tmp_path):
    rows = [json.loads(line) for line in corpus_file.read_text().splitlines()]
    new = [{**row, "id": f"new-{row['id']}", "text": row["text"] + "\nOne more line."} for row in rows[:8]]
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_text("".join(json.dumps(row) + "\n" for row in [*rows, *new]))
    told = evaluate([mixed], trained[0])
    assert told["left_out"] == len(rows)
    assert told["figures"]["real"]["documents"] == 8
    assert "8 documents that it did not learn from" in told["how"]
    assert told["model_sha256"] == load_model(trained[0]).identity.sha256


def test_a_model_is_not_tested_on_what_it_learned_from(trained, corpus_file):
    told = evaluate([corpus_file], trained[0])
    assert "each tested on cities that it did not see" in told["how"]
    assert told["left_out"] == 0


def test_a_fingerprint_overlooks_white_space_alone(corpus_file):
    first, second = read_corpus([corpus_file]).documents[:2]
    assert fingerprint(first) != fingerprint(second)
    from dataclasses import replace

    assert fingerprint(replace(first, text=first.text.replace(" ", "\n "))) == fingerprint(first)


def test_a_one_sided_corpus_is_told(corpus_file, tmp_path):
    lines = [line for line in corpus_file.read_text().splitlines() if '"out_of_scope"' in line]
    (tmp_path / "one.jsonl").write_text("\n".join(lines))
    with pytest.raises(CorpusError, match="always alike: add documents with the other answer"):
        train([tmp_path / "one.jsonl"], tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_a_missing_model_is_told_before_the_corpus_is_read(tmp_path):
    with pytest.raises(ModelError):
        evaluate([tmp_path / "nowhere.jsonl"], tmp_path / "no-model")
