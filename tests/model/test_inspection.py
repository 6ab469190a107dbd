# ruff: noqa: F811 - a fixture is imported by its name, and asked for by its name.
"""What training says of a corpus before it shows a figure."""

from __future__ import annotations

import json

import pytest
from small_corpus import corpus_file, rows, samples, trained  # noqa: F401

from hrtext.corpus import read_corpus
from hrtext.errors import CorpusError
from hrtext.model import comparison
from hrtext.model.evaluation import evaluate, predict, summaries
from hrtext.model.inspection import in_words, inspect_corpus, refuse_contradictions
from hrtext.model.metrics import Predictions
from hrtext.model.store import load_model
from hrtext.model.training import train

LABELS = ("formal_designation", "informal_commitment", "rhetoric_only", "out_of_scope")
YES = {"designation": True, "undertaking": True, "rights_content": True}


@pytest.fixture
def corpus_of(tmp_path):
    def make(lines, name="mine.jsonl"):
        path = tmp_path / name
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return path

    return make


def line(number, label, **more):
    return {"id": f"{label}{number}", "label": label, "text": f"An act, number {number}: {label}.", **more}


def inspected(path):
    return inspect_corpus(read_corpus([path]))


def test_labels_without_answers_are_counted_and_what_is_lost_is_said(corpus_of):
    coded = line(9, "formal_designation", answers=YES)
    path = corpus_of([coded, *(line(n, label) for n, label in enumerate(LABELS))])
    found = inspected(path)
    assert found["labels_only"] == dict.fromkeys(LABELS, 1)
    words = in_words(found)
    assert "Answers: 4 documents have a label only" in words
    assert "1 rhetoric_only documents are taken to give no title" in words
    assert "1 out_of_scope documents teach nothing about undertakings" in words
    assert "Answers:" not in in_words(inspected(corpus_of([coded], "coded.jsonl")))


def test_near_duplicates_are_named_with_those_that_no_group_holds_together(corpus_of):
    rest = "that every right of every person who lives in this city shall be respected by its officers. " * 3
    lines = [
        line(1, "rhetoric_only", text=f"Resolved, {rest}", group="g"),
        line(2, "rhetoric_only", text=f"RESOLVED\n{rest}", group="g"),
        line(3, "informal_commitment", text=f"Resolved, {rest} Passed."),
        line(4, "out_of_scope"),
    ]
    found = inspected(corpus_of(lines))
    assert found["near_duplicates"] == {
        "documents": 2,
        "joined": 1,
        "sets": [["rhetoric_only1", "rhetoric_only2", "informal_commitment3"]],
    }
    assert len(found["coded_differently"]) == 2
    words = in_words(found)
    assert "rhetoric_only1 = rhetoric_only2 = informal_commitment3" in words
    assert (
        "rhetoric_only1 (rhetoric_only) and informal_commitment3 (informal_commitment): check both" in words
    )


def test_rare_labels_are_told_with_what_to_do(corpus_of):
    lines = [line(n, "out_of_scope", city=f"c{n}") for n in range(40)]
    lines += [line(n, "formal_designation", city="Elm", group="one") for n in range(2)]
    lines += [line(n, "rhetoric_only", city=f"c{n}") for n in range(3)]
    warnings = inspected(corpus_of(lines))["warnings"]
    assert [warning.partition(";")[0] for warning in warnings] == [
        "all 2 documents of formal_designation are of one group, so none is tested by a model that learned "
        "from another",
        "no document is informal_commitment: the model may still give that label, as its three answers allow "
        "it, but no figure here says how well",
        "rhetoric_only has documents of 3 groups only, fewer than the 5 folds: it cannot be cross-validated, "
        "and its figures say little",
        "out_of_scope is 20 times as common as formal_designation: answers are weighed so that both count, "
        "but figures for formal_designation rest on 2 documents",
    ]


def test_documents_without_city_are_told(corpus_of):
    assert "2 documents have no city" in in_words(
        inspected(
            corpus_of(
                [line(1, "rhetoric_only"), line(2, "rhetoric_only"), line(3, "rhetoric_only", city="E")]
            )
        )
    )


def test_a_balanced_corpus_gives_no_warning(corpus_of):
    lines = [line(n, label, city=f"c{n}", answers=None) for n in range(6) for label in LABELS]
    assert inspected(corpus_of(lines))["warnings"] == []


def test_how_a_file_was_read_is_told(tmp_path):
    table = "text,label,note\nSome act,rhetoric_only,x\nAnother act,,\nUn acte,rhetoric_only,\n"
    (tmp_path / "mine.csv").write_text(table)
    words = in_words(inspected(tmp_path / "mine.csv"))
    assert (
        f"Read {tmp_path / 'mine.csv'} (CSV): 2 documents; left out: 1 not labelled; columns not used: 'note'"
        in words
    )


def test_one_text_with_two_labels_is_refused(corpus_of, tmp_path):
    lines = [line(n, label, city=f"c{n}") for n in range(6) for label in LABELS]
    lines.append({**lines[0], "id": "again", "label": "rhetoric_only", "text": lines[0]["text"] + "\n"})
    with pytest.raises(
        CorpusError, match="formal_designation as 'formal_designation0' and rhetoric_only as 'again'"
    ):
        train([corpus_of(lines)], tmp_path / "model")
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("missing", "question"),
    [
        ("formal_designation", "designation"),
        ("rhetoric_only", "undertaking"),
        ("out_of_scope", "rights_content"),
    ],
)
def test_a_label_without_which_a_question_has_one_answer_is_asked_for(corpus_of, missing, question):
    lines = [line(n, label) for n in range(3) for label in LABELS if label != missing]
    with pytest.raises(
        CorpusError, match=rf"answers '{question}' always alike.* \(no document is {missing}\)"
    ):
        refuse_contradictions(read_corpus([corpus_of(lines)]).documents)


def test_a_corpus_without_informal_commitments_trains_and_says_that_no_figure_holds_for_them(
    corpus_of, tmp_path
):
    lines = [row for row in rows() if row["label"] != "informal_commitment"]
    told = train([corpus_of(lines)], tmp_path / "model")
    assert told["figures"]["group"]["real"]["outcomes"]["informal_commitment"]["documents"] == 0
    assert "no document is informal_commitment" in told["report"]
    assert load_model(tmp_path / "model").manifest["corpus"]["labels_only"]["informal_commitment"] == 0


def test_a_label_of_one_city_trains_and_says_why_cities_are_not_kept_apart(corpus_of, tmp_path):
    lines = [
        {**row, "origin": "real", "city": "Alder" if row["label"] == "formal_designation" else row["city"]}
        for row in rows()
    ]
    for number, row in enumerate(lines):
        # Acts of their own: the words of a form would make all of one label one act.
        row["text"] += "\n" + " ".join(f"w{number}x{i}" for i in range(60))
        row["group"] = f"g{number}"
    told = train([corpus_of(lines)], tmp_path / "model")
    assert set(told["figures"]) == {"group"}
    assert (
        "no figures for cities that the model has not seen: the documents cannot be split by city: all 8"
        in (told["report"])
    )


def test_the_default_model_is_judged_on_the_same_documents(trained, samples):
    _, told = trained
    beside = told["comparison"]
    default = load_model()
    assert f"{len(samples)} documents that the default model" in beside["how"]
    assert beside["how"].endswith("judged on cities that it has not seen")
    assert beside["new"] == told["figures"]["city"]
    expected = summaries(Predictions(tuple(samples), predict(default.linear, samples)), seed=3)
    assert beside["default"]["real"]["macro_f1"] == expected["real"]["macro_f1"]
    figure = beside["default"]["written"]["macro_f1"]
    assert f"default {figure:.3f}" in told["report"]


def known(monkeypatch, trained_on, sha256="0" * 64):
    stored = load_model()
    manifest = {**stored.manifest, "trained_on": trained_on}
    manifest["corpus"] = {**manifest["corpus"], "sha256": sha256}
    monkeypatch.setattr(
        comparison, "load_model", lambda: type(stored)(stored.linear, stored.identity, manifest)
    )
    return manifest


def test_what_the_default_model_learned_from_is_left_out(corpus_file, samples, monkeypatch):
    corpus = read_corpus([corpus_file])
    known(monkeypatch, [comparison.fingerprint(document) for document in corpus.documents[:12]])
    held_out = Predictions(tuple(samples), predict(load_model().linear, samples))
    beside = comparison.beside_default(corpus, held_out, split_by="group")
    assert beside["how"].startswith("20 documents that the default model")
    assert "; 12 that it did are left out; the new model has seen other acts" in beside["how"]
    assert beside["new"] == beside["default"] == summaries(held_out.select([False] * 12 + [True] * 20))


@pytest.mark.parametrize("same_corpus", [True, False])
def test_a_default_model_that_learned_from_all_is_not_flattered(
    corpus_file, samples, monkeypatch, same_corpus
):
    corpus = read_corpus([corpus_file])
    prints = [comparison.fingerprint(document) for document in corpus.documents]
    manifest = known(monkeypatch, prints, corpus.sha256 if same_corpus else "other")
    held_out = Predictions(tuple(samples), predict(load_model().linear, samples))
    beside = comparison.beside_default(corpus, held_out, split_by="city")
    if same_corpus:
        assert "held-out figures it has on record" in beside["how"]
        assert beside["default"] == manifest["figures"]["city"]
    else:
        assert set(beside) == {"how"}
        assert "its figures on them would flatter: compare on others" in beside["how"]
    assert comparison.comparison_in_words(beside).startswith(("Held out, beside", "Beside the default"))


def test_evaluate_tells_how_the_corpus_was_read_too(trained, corpus_of):
    lines = [{**row, "text": row["text"] + "\nA new line."} for row in rows()]
    told = evaluate([corpus_of([*lines, {**lines[0], "id": "fr", "lang": "fr"}])], trained[0])
    assert told["inspection"]["readings"][0]["skipped"] == {"not English": 1}
    assert "left out: 1 not English" in told["report"]
