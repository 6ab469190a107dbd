"""Wordings of rights and principles: what they are made of, and what each finds and leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrtext.annotate import build_pipeline
from hrtext.annotate.clauses import split_clauses
from hrtext.errors import LexiconError
from hrtext.extract import read_text
from hrtext.lexicon import load_lexicon
from hrtext.lexicon.prefilter import Prefilter
from hrtext.lexicon.wordings import compile_wording, word_sets

WORDINGS = [(entry, wording) for entry in load_lexicon().entries for wording in entry.wordings]
TEXTS = sorted((Path(__file__).parents[2] / "corpora" / "written" / "texts").glob("*.txt"))


@pytest.fixture(scope="module")
def nlp():
    return build_pipeline()


def found(nlp, entry, text):
    return any((item["kind"], item["id"]) == (entry.kind, entry.id) for item in nlp(text)._.hrtext_references)


@pytest.mark.parametrize(
    ("wording", "text", "match"),
    [
        ("fair hearing", "A FAIR\n  Hearing", "FAIR\n  Hearing"),
        ("right to ...2 home", "right to " + "-" * 5000 + " home", "right to " + "-" * 5000 + " home"),
        ("right to ...2 home", "right to" + " -" * 5000, None),
        ("fair hearing", "unfair hearings", None),
        ("discriminat*", "it discriminates", "discriminates"),
        ("self-rule", "the self rule of", "self rule"),
        ("worker's rights", "worker’s rights", "worker’s rights"),
        ("(home|safe shelter) for all", "safe shelter for all", "safe shelter for all"),
        ("a [safe|decent] home", "a home", "a home"),
        ("a [safe|decent] home", "a decent home", "a decent home"),
        ("a [safe|decent] home", "a new home", None),
        ("right to ...2 home", "right to a safe, decent home", None),
        ("right to ...2 home", "right to a decent home", "right to a decent home"),
        ("right ... home", "the right. A home", None),
        ("rights of {everyone}", "rights of every resident", "rights of every resident"),
        ("life, liberty", "life, liberty", "life, liberty"),
    ],
)
def test_what_a_wording_matches(wording, text, match):
    result = compile_wording(wording).search(text)
    assert (result and result[0]) == match


@pytest.mark.parametrize(
    "wording",
    ["", "a (b", "a b)", "[a", "... home", "home ...", "a||b", "{no_such_set} home", "a & b", "(a|)"],
)
def test_a_malformed_wording_is_refused(wording):
    with pytest.raises(ValueError, match=r"word|close"):
        compile_wording(wording)


@given(st.text("ab ()[]|.*{}", max_size=12))
@settings(deadline=None)
def test_any_text_is_compiled_or_refused(text):
    try:
        pattern = compile_wording(text)
    except ValueError:
        return
    assert pattern.search("") is None


def test_a_lexicon_with_a_malformed_wording_names_its_line(tmp_path):
    own = {"id": "lake", "kind": "right", "names": {"en": ["lake"]}, "source": ["us"]}
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps({**own, "wordings": [{"wording": "the (lake"}]}))
    with pytest.raises(LexiconError, match=r"line 1: the wording 'the \(lake' does not close"):
        load_lexicon(path)
    path.write_text(json.dumps({**own, "wordings": [{"words": "the lake"}]}))
    with pytest.raises(LexiconError, match="line 1: a wording is an object with"):
        load_lexicon(path)
    path.write_text(json.dumps({**own, "inside": ["lake"]}))
    with pytest.raises(LexiconError, match="line 1: inside may hold"):
        load_lexicon(path)


def test_a_user_adds_wordings_to_a_right(tmp_path):
    path = tmp_path / "own.jsonl"
    wordings = [{"wording": "(swim|bathe) in the lake"}]
    path.write_text(
        json.dumps({"id": "water_sanitation", "kind": "right", "names": {"en": ["lake right"]},
                    "source": ["us"], "wordings": wordings})
    )  # fmt: skip
    doc = build_pipeline(path)("All may bathe in the lake.")
    assert [(item["id"], item["text"]) for item in doc._.hrtext_references] == [
        ("water_sanitation", "bathe in the lake")
    ]


def test_only_rights_and_principles_have_wordings_each_with_examples():
    assert {entry.kind for entry, _ in WORDINGS} == {"right", "principle"}
    for entry, wording in WORDINGS:
        assert wording.examples, (entry.id, wording.text)
        assert wording.counter_examples, (entry.id, wording.text)
    told = [(entry.kind, entry.id, wording.text, wording.guard) for entry, wording in WORDINGS]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize(("entry", "wording"), WORDINGS, ids=lambda item: getattr(item, "id", None))
def test_a_wording_is_found_in_its_examples_and_not_in_its_counter_examples(nlp, entry, wording):
    for text in wording.examples:
        assert compile_wording(wording.text).search(text), f"{wording.text!r} is not in {text!r}"
        assert found(nlp, entry, f"RESOLVED, that {text}."), f"{entry.id} is not found in {text!r}"
    for text in wording.counter_examples:
        assert not found(nlp, entry, f"RESOLVED, that {text}."), f"{entry.id} is found in {text!r}"


def test_every_set_of_words_is_used_and_has_no_double():
    used = " ".join(wording.text for _, wording in WORDINGS)
    for name, words in word_sets().items():
        assert f"{{{name}}}" in used
        assert len(set(words)) == len(words), name


def test_the_prefilter_loses_no_wording():
    patterns = [compile_wording(wording.text) for _, wording in WORDINGS]
    prefilter = Prefilter(enumerate(patterns))
    assert TEXTS
    for path in TEXTS[::4]:
        text = read_text(path.read_text(encoding="utf-8")).text
        clauses = [text[start:end] for start, end in split_clauses(text)]
        for clause, candidates in zip(clauses, prefilter.candidates(clauses), strict=True):
            ruled_out = set(range(len(WORDINGS))) - set(candidates)
            lost = [WORDINGS[number][1].text for number in ruled_out if patterns[number].search(clause)]
            assert lost == [], path.name
