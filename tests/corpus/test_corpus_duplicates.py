"""The same act twice is found, through noise, and two acts on one form are not taken for one."""

from __future__ import annotations

import random

import pytest

from hrtext.corpus import LabelledDocument
from hrtext.corpus.duplicates import with_duplicates

WORDS = [f"word{number}" for number in range(3_000)]


def prose(seed, length=300):
    return random.Random(seed).choices(WORDS, k=length)


def document(name, words):
    return LabelledDocument(
        name, " ".join(words), "rhetoric_only", (False, False, True), "", name, "real", "high", {}
    )


def repeats(**texts):
    found = with_duplicates([document(name, words) for name, words in texts.items()])
    return {document.id: document.duplicate_of for document in found}


def test_the_same_words_are_one_act_whatever_the_case_and_the_line_ends():
    words = prose(1)
    other = [word.upper() + ",\n" for word in words]
    assert repeats(a=words, b=prose(2), c=other) == {"a": "a", "b": "b", "c": "a"}


@pytest.mark.parametrize(("changed", "is_same"), [(1, True), (10, True), (15, False), (40, False)])
def test_a_few_changed_words_leave_it_the_same_act(changed, is_same):
    words = prose(1)
    other = list(words)
    for number in range(changed):
        other[number * 300 // changed] = "changed"
    assert repeats(a=words, b=other)["b"] == ("a" if is_same else "b")


def test_acts_that_share_half_their_words_with_a_form_stay_apart():
    form = prose(0, 200)
    assert set(repeats(a=form + prose(1, 100), b=form + prose(2, 100)).values()) == {"a", "b"}


def test_versions_in_a_row_are_one_act_though_the_first_and_the_last_differ():
    words = prose(1, 500)
    versions = {f"v{number}": words[number * 25 : number * 25 + 300] for number in range(6)}
    assert set(repeats(**versions).values()) == {"v0"}
    assert repeats(a=versions["v0"], b=versions["v5"])["b"] == "b"


def test_many_copies_and_a_formula_that_all_share_cost_no_copy():
    formula = prose(0, 20)
    texts = {}
    for number in range(80):
        texts[f"copy{number:02}"] = formula + prose(1, 200) + [f"end{number}"]
        texts[f"other{number:02}"] = formula + prose(100 + number, 200)
    found = repeats(**texts)
    assert {found[name] for name in texts if name.startswith("copy")} == {"copy00"}
    assert all(found[name] == name for name in texts if name.startswith("other"))


def test_texts_of_fewer_words_than_a_run_are_compared_whole():
    assert repeats(a=["one", "two"], b=["One", "two!"], c=["one", "three"]) == {"a": "a", "b": "a", "c": "c"}
