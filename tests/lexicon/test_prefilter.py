"""The prefilter may leave out of a search only what matches nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hrtext.annotate.clauses import split_clauses
from hrtext.annotate.contents import read_contents
from hrtext.annotate.sections import find_clauses
from hrtext.extract import read_text
from hrtext.lexicon import load_cues
from hrtext.lexicon.bodies import BODY_NAME
from hrtext.lexicon.cues import CUE_FILES
from hrtext.lexicon.prefilter import Prefilter, alternatives, alternatives_prefilter, fold, two_requirements

TEXTS = sorted((Path(__file__).parents[2] / "corpora" / "written" / "texts").glob("*.txt"))
PATTERNS = {f"{name}/{cue.id}": cue.pattern for name in CUE_FILES for cue in load_cues(name)}
PATTERNS["body name"] = BODY_NAME

LITERALS = st.text("abksiSKI -.ß’ſİıK", min_size=1, max_size=4).map(re.escape)
CLASSES = st.sampled_from(["[sz]", "[^a]", "[a-k]", "[’']", r"\w", r"\s", ".", r"\b", "(?!b)", "(?<=a)", "^"])


def _combined(parts):
    return st.one_of(
        st.lists(parts, min_size=1, max_size=4).map("".join),
        st.lists(parts, min_size=1, max_size=4).map(lambda many: f"(?:{'|'.join(many)})"),
        parts.map(lambda part: f"({part})"),
        st.tuples(parts, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,3}?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    )


REGEXES = st.recursive(LITERALS | CLASSES, _combined, max_leaves=12)


@given(st.data(), REGEXES, st.sampled_from([re.IGNORECASE, re.NOFLAG]))
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_a_pattern_matches_has_a_trigger(data, regex, flags):
    pattern = re.compile(regex, flags)
    match = pattern.search(data.draw(st.from_regex(pattern)))
    assume(match is not None)
    for strings in two_requirements(pattern):
        assert any(string in fold(match[0]) for string in strings)


@pytest.mark.parametrize(
    ("regex", "triggers"),
    [
        ("x(?:ab)+c", {"xab"}),
        ("x(?:ab){2}c", {"xab"}),
        ("x(?:ab)*c", {"x"}),
        ("x(?:ab)?c", {"xc", "xabc"}),
        (r"\burg(?:es?|ing)\b(?! not)", {"urge", "urging"}),
        ("(?<=never )say|do", {"say", "do"}),
        (r"a.b|\d", {""}),
        ("rights|r", {"r"}),
        (r"(who)\1ever", {"ever"}),
        ("RÉSOLU", {"solu"}),
    ],
)
def test_what_a_pattern_requires(regex, triggers):
    assert two_requirements(re.compile(regex, re.IGNORECASE))[0] == triggers


@pytest.mark.parametrize("name", PATTERNS)
def test_generated_matches_of_each_cue_are_candidates(name):
    pattern = PATTERNS[name]
    prefilter = Prefilter([(name, pattern)])

    @given(st.from_regex(pattern), st.text(max_size=20))
    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def check(text, other):
        texts = [other, text, "", text.upper(), text.lower()]
        for one, candidates in zip(texts, prefilter.candidates(texts), strict=True):
            assert candidates or not pattern.search(one)

    check()


@given(st.lists(st.text("URGESurgesſ \n.’", max_size=12), max_size=6))
def test_each_text_is_told_apart_from_its_neighbours(texts):
    pattern = re.compile("urges", re.IGNORECASE)
    expected = [bool(pattern.search(text)) for text in texts]
    prefilter = Prefilter([("urge", pattern)])
    assert prefilter.occur(texts) == expected
    for candidates, occurs in zip(prefilter.candidates(texts), expected, strict=True):
        assert candidates or not occurs


@pytest.mark.parametrize("name", CUE_FILES)
def test_no_match_is_lost_in_the_written_corpus(name):
    prefilter, cues = alternatives_prefilter(name), load_cues(name).cues
    assert TEXTS
    for path in TEXTS:
        text = read_text(path.read_text(encoding="utf-8")).text
        clauses = [text[start:end] for start, end in split_clauses(text)]
        found = [[cue.id for cue in cues if cue.pattern.search(clause)] for clause in clauses]
        for clause, expected, candidates in zip(clauses, found, prefilter.candidates(clauses), strict=True):
            matching = dict.fromkeys(cue.id for cue, pattern in candidates if pattern.search(clause))
            assert list(matching) == expected, path.name
        assert prefilter.occur(clauses) == [bool(matches) for matches in found], path.name


def test_cues_of_content_are_counted_as_if_all_were_tried():
    cues = load_cues("content").cues
    for path in TEXTS[::4]:
        text = read_text(path.read_text(encoding="utf-8")).text
        contents = read_contents(text, find_clauses(text))
        for words, found in zip(contents.told, contents.cues, strict=True):
            expected = {cue.id: count for cue in cues if (count := len(cue.pattern.findall(words)))}
            assert found == expected, path.name


@pytest.mark.parametrize("name", ["commitments", "content", "procedure", "disclaimers"])
def test_most_cues_are_ruled_out(name):
    prefilter = alternatives_prefilter(name)
    patterns = sum(len(alternatives(cue.pattern)) for cue in load_cues(name))
    text = read_text(TEXTS[0].read_text(encoding="utf-8")).text
    clauses = [text[start:end] for start, end in split_clauses(text)]
    candidates = prefilter.candidates(clauses)
    assert sum(map(len, candidates)) < 0.1 * len(clauses) * patterns


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_folding_is_that_of_ignorecase(letter):
    everything = "".join(map(chr, range(0x110000)))
    same = re.findall(letter, everything, re.IGNORECASE)
    assert same == [character for character in everything if fold(character) == letter]


def test_folding_keeps_offsets():
    everything = "".join(map(chr, range(0x110000)))
    assert len(fold(everything)) == len(everything)


def test_no_patterns_and_no_texts():
    assert Prefilter([]).candidates(["a", ""]) == [[], []]
    assert Prefilter([("a", re.compile("a"))]).candidates([]) == []
    assert Prefilter([("end", re.compile("$"))]).candidates(["a", ""]) == [["end"], ["end"]]
    assert Prefilter([("short", re.compile(r"§|\$"))]).candidates(["€", "$"]) == [["short"], ["short"]]
