"""When a person should look, which sentences are shown, and what the model sees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrtext.annotate import TextAnnotator
from hrtext.evidence import choose_evidence
from hrtext.features import extract_features
from hrtext.model.codebook import outcome_probabilities
from hrtext.records import QUESTIONS, Document, Ocr, OcrPage
from hrtext.review import ocr_reasons, review_reasons

ANNOTATE = TextAnnotator()
GIVEN = ANNOTATE(
    "A RESOLUTION\nRESOLVED, that the Council declares Alder a human rights city and shall report on it."
)
URGES = ANNOTATE("A RESOLUTION\nRESOLVED, that the Council urges Congress to act for human rights.")
CUT = ANNOTATE("A RESOLUTION\nWHEREAS, human rights matter; and\nWHEREAS, the right to housing matters;")


def reasons(doc, *values, below=0.6):
    probabilities = dict(zip(QUESTIONS, values, strict=True))
    answers = {question: value >= 0.5 for question, value in probabilities.items()}
    return review_reasons(doc, answers, probabilities, outcome_probabilities(probabilities), below)


def test_what_is_sure_and_consistent_needs_no_review():
    assert reasons(GIVEN, 0.99, 0.99, 0.99) == []
    assert reasons(URGES, 0.01, 0.01, 0.99) == []


@pytest.mark.parametrize(
    ("doc", "values", "words"),
    [
        (URGES, (0.01, 0.01, 0.7), "The outcome is not likely enough (rhetoric_only: 0.70)."),
        (URGES, (0.01, 0.45, 0.99), "The answer on undertaking is close (0.45)."),
        (URGES, (0.45, 0.01, 0.99), "The answer on designation is close (0.45)."),
        (URGES, (0.99, 0.99, 0.99), "A designation without any sentence that holds the title."),
        (GIVEN, (0.3, 0.01, 0.99), "A sentence seems to give the title"),
        (URGES, (0.01, 0.99, 0.99), "An undertaking without any clause"),
        (CUT, (0.01, 0.01, 0.99), "There are recitals but no operative part"),
    ],
)
def test_each_reason_is_given_in_words(doc, values, words):
    assert any(reason.startswith(words) for reason in reasons(doc, *values, below=0.9))


def test_an_answer_that_changes_nothing_may_be_close():
    assert not any("close" in reason for reason in reasons(URGES, 0.01, 0.5, 0.01))
    assert not any("rights_content" in reason for reason in reasons(GIVEN, 0.99, 0.99, 0.5))


@settings(deadline=None)
@given(st.tuples(*[st.floats(0, 1)] * 3), st.floats(0, 1))
def test_what_lies_below_the_threshold_is_always_reviewed(values, below):
    outcomes = outcome_probabilities(dict(zip(QUESTIONS, values, strict=True)))
    if max(outcomes.values()) < below:
        assert reasons(GIVEN, *values, below=below)


@settings(deadline=None)
@given(st.tuples(*[st.floats(0, 1)] * 3))
def test_a_higher_threshold_never_reviews_less(values):
    assert len(reasons(URGES, *values, below=0.5)) <= len(reasons(URGES, *values, below=0.9))


def test_a_scan_is_reviewed_where_it_is_hard_to_read_or_was_not_read_to_its_end():
    good, poor = OcrPage(1, "no_text", 0.98), OcrPage(4, "garbled", 0.6)
    assert ocr_reasons(None) == ocr_reasons(Ocr("engine", (good,), 0.98)) == []
    assert "page 4: 0.60" in ocr_reasons(Ocr("engine", (good, poor), 0.8))[0]
    assert ocr_reasons(Ocr("engine", (good,), 0.98, unread=(7, 8))) == [
        "2 of its pages are pictures that were not read (from page 7)."
    ]


@pytest.mark.parametrize("doc", [GIVEN, URGES, CUT, ANNOTATE("")])
@pytest.mark.parametrize("answer", [True, False])
def test_evidence_is_clauses_of_the_document(doc, answer):
    document = Document("", "ok", text=doc.text, page_starts=(0,))
    features = extract_features(doc)
    scores = np.arange(3.0 * len(features.clauses)).reshape(-1, 3)
    found = choose_evidence(doc, document, dict.fromkeys(QUESTIONS, answer), features, scores)
    assert tuple(found) == QUESTIONS
    clauses = {(c["start"], c["end"], c["section"]) for c in doc.clauses}
    for sentences in found.values():
        assert len(sentences) <= 3
        assert {(e.start, e.end, e.section) for e in sentences} <= clauses
        assert all(e.text == doc.text[e.start : e.end] for e in sentences)


def test_the_evidence_of_a_no_is_what_speaks_against():
    document = Document("", "ok", text=URGES.text, page_starts=(0,))
    features = extract_features(URGES)
    scores = np.zeros((len(features.clauses), 3))
    found = choose_evidence(URGES, document, dict.fromkeys(QUESTIONS, False), features, scores)
    assert "urges Congress" in found["undertaking"][0].text
    assert found["designation"] == ()


def test_a_yes_shows_the_clause_that_the_model_finds_strongest():
    document = Document("", "ok", text=GIVEN.text, page_starts=(0,))
    features = extract_features(GIVEN)
    for strongest, clause in enumerate(features.clauses):
        scores = np.zeros((len(features.clauses), 3))
        scores[strongest] = 1
        found = choose_evidence(GIVEN, document, dict.fromkeys(QUESTIONS, True), features, scores)
        told = [span for spans in found.values() for span in spans[:1]]
        assert all(found.values())
        assert any(span.start == clause.start for span in told) or clause.section == "title"


def test_features_say_who_does_what_where():
    numbers = extract_features(URGES).numbers
    assert {
        "act/exhortation/other",
        "operative/exhortation/other",
        "all/other",
        "all/words",
    } <= numbers.keys()
    assert "act/binding/self" not in numbers
    numbers = extract_features(GIVEN).numbers
    assert {"designation/title_given/operative", "operative/binding/self"} <= numbers.keys()
    assert "all/other" not in numbers


def test_features_leave_out_zeros_and_signatures():
    doc = ANNOTATE("RESOLVED, that we act.\nADOPTED by the Commission for human rights, May 4, 2021")
    assert [c["section"] for c in doc.clauses] == ["operative", "signature"]
    features = extract_features(doc)
    assert all(value or name == "topical/share" for name, value in features.numbers.items())
    assert len(features.clauses) == 1
    assert not any(name.startswith("reference/") for name in features.numbers)


def test_the_name_of_a_body_is_no_rights_content():
    named = extract_features(
        ANNOTATE("RESOLVED, that the Department of Civil Rights is sent a copy of the lease.")
    )
    spoken = extract_features(ANNOTATE("RESOLVED, that civil rights are for all of us."))
    assert "content/civil_rights" not in named.numbers
    assert "content/civil_rights" in spoken.numbers


def test_an_empty_document_has_features():
    features = extract_features(ANNOTATE(""))
    assert features.clauses == ()
