from __future__ import annotations

import pytest

from hrtext.lexicon import load_cues
from hrtext.lexicon.cues import CUE_FILES
from hrtext.records import STRENGTHS

CUES = [(name, cue) for name in CUE_FILES for cue in load_cues(name)]


@pytest.mark.parametrize(("name", "cue"), CUES, ids=[f"{name}-{cue.id}" for name, cue in CUES])
def test_a_cue_matches_its_examples_and_not_its_counter_examples(name, cue):
    assert cue.examples, "a cue without an example cannot be reviewed"
    assert cue.source
    assert [text for text in cue.examples if not cue.pattern.search(text)] == []
    assert [text for text in cue.counter_examples if cue.pattern.search(text)] == []


@pytest.mark.parametrize(("name", "cue"), CUES, ids=[f"{name}-{cue.id}" for name, cue in CUES])
def test_a_cue_never_matches_nothing(name, cue):
    assert not cue.pattern.search("")
    assert all(match.group() for match in cue.pattern.finditer("The quick brown fox. " + cue.examples[0]))


def test_commitments_have_a_strength_and_addressees_a_side():
    assert {cue.strength for cue in load_cues("commitments")} == {*STRENGTHS, None}
    assert {cue.note for cue in load_cues("addressees")} == {"addressee self", "addressee other"}
    assert all(cue.form for cue in load_cues("forms"))


def test_all_cue_files_are_loaded_and_hashed():
    assert len({load_cues(name).sha256 for name in CUE_FILES}) == len(CUE_FILES)
    assert all(load_cues(name).cues for name in CUE_FILES)


def test_case_is_ignored():
    found = [cue.id for cue in load_cues("commitments") if cue.pattern.search("THE CITY SHALL ACT")]
    assert found == ["shall"]


@pytest.mark.parametrize("case", ["lower", "upper"])
def test_the_codebooks_own_words_of_q2_are_cues(case):
    for text, strength in (
        ("the city shall", "binding"), ("adopts the charter", "adoption"),
        ("creates a commission", "institution"), ("directs a department", "means"),
        ("affirms its support", "endorsement"), ("urging another government", "exhortation"),
        ("remembering", "commemoration"),
    ):  # fmt: skip
        text = getattr(text, case)()
        assert strength in {c.strength for c in load_cues("commitments") if c.pattern.search(text)}, text
