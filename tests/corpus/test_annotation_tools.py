"""Exports of doccano, Prodigy and Label Studio are read as their annotators meant them."""

from __future__ import annotations

import json

import pytest

from hrtext.corpus import read_corpus
from hrtext.errors import CorpusError

TEXT = "The Council recalls that human rights matter to all who live here."
CHOICES = {"from_name": "label", "to_name": "text", "type": "choices"}


@pytest.fixture
def lines(tmp_path):
    def make(*rows, name="export.jsonl"):
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return make


@pytest.fixture
def tasks(tmp_path):
    def make(*rows):
        path = tmp_path / "export.json"
        path.write_text(json.dumps(rows, indent=2), encoding="utf-8")
        return path

    return make


def chosen(*labels, **more):
    return {"result": [{**CHOICES, "value": {"choices": list(labels)}}], **more}


def task(*annotations, number=1, **data):
    return {"id": number, "data": {"text": TEXT, **data}, "annotations": list(annotations), "predictions": []}


@pytest.mark.parametrize(
    "labels",
    [
        {"label": ["rhetoric_only"]},
        {"labels": ["rhetoric_only"]},
        {"labels": "rhetoric_only"},
        {"label": [[0, 11, "rhetoric_only"]]},
        {"label": [[0, 11, "rhetoric_only"], [12, 20, "rhetoric_only"]]},
    ],
)
def test_doccano_rows_give_their_label_and_details(lines, labels):
    path = lines({"id": 4, "text": TEXT, "city": "Elm", "meta": {"group": "g", "city": "no"}, **labels})
    corpus = read_corpus([path])
    (document,) = corpus.documents
    assert (document.id, document.text, document.outcome) == ("export.jsonl:4", TEXT, "rhetoric_only")
    assert (document.city, document.group) == ("Elm", "g")
    assert corpus.readings[0].kind == "doccano"


def test_a_doccano_row_with_a_text_for_label_is_the_same_document(lines):
    (document,) = read_corpus([lines({"text": TEXT, "label": "rhetoric_only"})]).documents
    assert (document.text, document.outcome) == (TEXT, "rhetoric_only")


def test_doccano_spans_are_kept(lines):
    path = lines({"text": TEXT, "label": [[0, 11, "rhetoric_only"]]})
    (document,) = read_corpus([path]).documents
    assert document.coding["spans"] == [{"start": 0, "end": 11, "label": "rhetoric_only"}]


def test_doccano_rows_without_label_are_counted(lines):
    labelled = {"text": TEXT, "label": ["rhetoric_only"]}
    corpus = read_corpus([lines(labelled, {"text": TEXT, "label": []}, {"text": TEXT, "label": []})])
    assert len(corpus.documents) == 1
    assert corpus.readings[0].skipped == {"not labelled": 2}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"label": ["rhetoric_only", "out_of_scope"]}, "rhetoric_only and out_of_scope: keep one in doccano"),
        ({"label": ["Rhetoric"]}, "label 'Rhetoric' is none of formal_designation"),
        ({"label": [3]}, "label 3 is none of"),
        ({"label": ["rhetoric_only"], "labels": []}, "both `label` and `labels`"),
        ({"labels": 5}, "neither a text nor a list"),
        ({"label": [[0, 999, "rhetoric_only"]]}, "outside the text of 66 characters"),
        ({"label": [[5, 5, "rhetoric_only"]]}, "outside the text"),
        ({"label": [[0, "rhetoric_only"]]}, r"is not \[start, end, label\]"),
        ({"label": [[0, 3, "rhetoric_only"], "rhetoric_only"]}, "mixed"),
        ({"label": ["rhetoric_only"], "text": None}, "no text in `text`; it has 'text', 'label'"),
    ],
)
def test_an_ambiguous_doccano_row_is_named(lines, row, words):
    path = lines({"text": TEXT, "label": []}, {"text": TEXT, **row})
    with pytest.raises(CorpusError, match=words) as caught:
        read_corpus([path])
    assert str(caught.value).startswith(f"{path}, line 2: ")


@pytest.mark.parametrize(
    "row",
    [
        {"label": "rhetoric_only"},
        {"accept": ["rhetoric_only"], "options": [{"id": "rhetoric_only", "text": "Only talk"}]},
        {"accept": [3], "options": [{"id": 3, "text": "rhetoric_only"}, {"id": 4, "text": "out_of_scope"}]},
    ],
)
def test_accepted_prodigy_rows_give_their_label(lines, row):
    path = lines({"text": TEXT, "_input_hash": 7, "meta": {"city": "Elm"}, "answer": "accept", **row})
    corpus = read_corpus([path])
    (document,) = corpus.documents
    assert (document.id, document.outcome, document.city) == ("export.jsonl:1", "rhetoric_only", "Elm")
    assert corpus.readings[0].kind == "Prodigy"


def test_rejected_and_ignored_prodigy_rows_are_counted(lines):
    row = {"text": TEXT, "label": "rhetoric_only"}
    answers = ["accept", "reject", "ignore", "reject"]
    corpus = read_corpus([lines(*({**row, "answer": answer} for answer in answers))])
    assert len(corpus.documents) == 1
    assert corpus.readings[0].skipped == {"ignored": 1, "rejected": 2}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"accept": ["rhetoric_only", "out_of_scope"]}, "rhetoric_only and out_of_scope: keep one"),
        ({"accept": []}, "no option was chosen"),
        ({"accept": "rhetoric_only"}, "a list of options was expected"),
        ({"accept": [1]}, "label 1 is none of"),
        ({"label": "TALK"}, "label 'TALK' is none of"),
        ({}, "label None is none of"),
        ({"label": "rhetoric_only", "answer": "maybe"}, "the answer is 'maybe'"),
        ({"label": "rhetoric_only", "answer": None}, "the answer is None"),
    ],
)
def test_an_ambiguous_prodigy_row_is_named(lines, row, words):
    path = lines({"text": TEXT, "answer": "ignore"}, {"text": TEXT, "answer": "accept", **row})
    with pytest.raises(CorpusError, match=words) as caught:
        read_corpus([path])
    assert str(caught.value).startswith(f"{path}, line 2: ")


def test_label_studio_tasks_give_their_choice(tasks):
    path = tasks(task(chosen("rhetoric_only"), city="Elm", number=3), task(chosen("out_of_scope"), number=4))
    corpus = read_corpus([path])
    first, second = corpus.documents
    assert (first.id, first.text, first.outcome, first.city) == (
        "export.json:3", TEXT, "rhetoric_only", "Elm",
    )  # fmt: skip
    assert second.outcome == "out_of_scope"
    assert corpus.readings[0].kind == "Label Studio"


def test_annotators_who_agree_count_once_and_ground_truth_counts_alone(tasks):
    agreed = task(chosen("rhetoric_only"), chosen("rhetoric_only"))
    settled = task(chosen("rhetoric_only"), chosen("out_of_scope", ground_truth=True), number=2)
    outcomes = [document.outcome for document in read_corpus([tasks(agreed, settled)]).documents]
    assert outcomes == ["rhetoric_only", "out_of_scope"]


def test_a_second_question_of_a_task_is_not_ours(tasks):
    sure = {"from_name": "sure", "type": "choices", "value": {"choices": ["quite"]}}
    both = chosen("rhetoric_only")
    both["result"].insert(0, sure)
    both["result"].append({"from_name": "where", "type": "labels", "value": {"labels": ["title"]}})
    (document,) = read_corpus([tasks(task(both))]).documents
    assert document.outcome == "rhetoric_only"


def test_cancelled_and_unlabelled_tasks_are_counted(tasks):
    path = tasks(
        task(chosen("rhetoric_only")),
        task(chosen("rhetoric_only", was_cancelled=True), number=2),
        task(number=3),
        task({"result": []}, number=4),
    )
    corpus = read_corpus([path])
    assert len(corpus.documents) == 1
    assert corpus.readings[0].skipped == {"cancelled": 1, "not labelled": 2}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (task(chosen("rhetoric_only"), chosen("out_of_scope")), "rhetoric_only and out_of_scope: settle it"),
        (task(chosen("Talk")), "label 'Talk' is none of"),
        ({"data": {"body": TEXT}, "annotations": [chosen("rhetoric_only")]}, "it has 'body'"),
        ({"data": {"text": TEXT}, "completions": []}, "export as JSON"),
        ({"text": TEXT, "label": "rhetoric_only"}, "this one has 'text', 'label': export as JSON"),
        (TEXT, "this one has str"),
    ],
)
def test_a_task_that_is_not_clear_is_named(tasks, row, words):
    path = tasks(task(chosen("rhetoric_only"), number=9), row)
    with pytest.raises(CorpusError, match=words) as caught:
        read_corpus([path])
    assert str(caught.value).startswith(f"{path}, task 2: ")


def test_rows_of_two_tools_in_a_file_are_refused(lines):
    path = lines({"text": TEXT, "label": []}, {"text": TEXT, "label": "rhetoric_only", "answer": "accept"})
    with pytest.raises(CorpusError, match="line 2: looks like Prodigy, and line 1 like doccano: put rows"):
        read_corpus([path])


def test_a_row_that_two_tools_could_have_written_is_refused(lines):
    with pytest.raises(CorpusError, match="line 1: looks like Prodigy and like doccano"):
        read_corpus([lines({"text": TEXT, "label": ["rhetoric_only"], "answer": "accept"})])


def test_texts_in_another_language_are_counted(lines):
    spanish = (
        "El Concejo Municipal declara que los derechos humanos son la base de la convivencia de la ciudad, y "
        "que ninguna persona será discriminada por su origen, su lengua o su condición."
    )
    rows = [
        {"text": TEXT, "label": ["rhetoric_only"]},
        {"text": spanish, "label": ["rhetoric_only"]},
        {"text": TEXT, "label": ["rhetoric_only"], "lang": "fr"},
        {"text": spanish, "label": ["rhetoric_only"], "lang": "en"},
    ]
    corpus = read_corpus([lines(*rows)])
    assert [document.id for document in corpus.documents] == ["export.jsonl:1", "export.jsonl:4"]
    assert corpus.readings[0].skipped == {"not English": 2}


def test_projects_that_both_count_from_one_can_be_read_together(lines):
    row = {"id": 1, "text": TEXT, "label": ["rhetoric_only"]}
    corpus = read_corpus([lines(row, name="a.jsonl"), lines(row, name="b.jsonl")])
    assert [document.id for document in corpus.documents] == ["a.jsonl:1", "b.jsonl:1"]
