"""Names are found wherever a search for them alone would find them, at the borders of words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtext.annotate.names import Name, NameFinder
from hrtext.annotate.sections import find_clauses
from hrtext.extract import read_text
from hrtext.lexicon import load_lexicon
from hrtext.lexicon.prefilter import fold
from hrtext.lexicon.wordings import alternatives_of, compile_wording

WRITTEN = Path(__file__).parents[2] / "corpora" / "written" / "texts"
WORDS = st.sampled_from(["ab", "a", "b", "ba", "Ab", "İ", "é", "-", "(", "’s", "\n", "\n12 ", "  ", "\t"])


@given(st.lists(WORDS, max_size=12), st.sampled_from(["", " "]))
def test_a_name_is_found_at_the_borders_of_words(words, joint):
    text = joint.join(words)
    # By hand: a name may go on over blanks, and over the number of a line.
    gap = r"(?:[^\S\n]*\n(?:[^\S\n]*\d{1,2}(?=\s))?[^\S\n]*|[^\S\n]+)"
    expected = {m.span(1) for m in re.finditer(rf"(?=(?<![^\W_])(ab{gap}b)(?![^\W_]))", fold(text))}
    assert {(start, end) for start, end, _ in NameFinder([Name("ab b", 1)])(text)} == expected


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (Name("CAT", 1, is_exact=True), "cat CATS CAT.", ["CAT"]),
        (Name("evict", 1, goes_on=True), "Evicted, unevicted, EVICT", ["Evicted", "EVICT"]),
        (Name("right to housing", 1), "RIGHT  TO\n7 HOUSING", ["RIGHT  TO\n7 HOUSING"]),
        (Name("right to housing", 1), "right to\n1948 housing", []),
        (Name("right to housing", 1), "right to\n\nhousing", []),
        (Name("인권도시", 1), "수원은 인권도시이다", ["인권도시"]),
    ],
)
def test_capitals_word_ends_and_gaps(name, text, found):
    assert [text[start:end] for start, end, _ in NameFinder([name])(text)] == found


def test_longer_and_shorter_names_are_both_found():
    find = NameFinder([Name("human rights", "short"), Name("human rights city", "long")])
    assert sorted(item for *_, item in find("a human rights city")) == ["long", "short"]


def test_a_wording_taken_apart_is_found_where_the_whole_is():
    texts = [read_text(path.read_text(encoding="utf-8")).text for path in sorted(WRITTEN.glob("*.txt"))[::40]]
    clauses = [text[c["start"] : c["end"]] for text in texts for c in find_clauses(text)]
    for entry in load_lexicon().entries:
        for wording in entry.wordings:
            parts = alternatives_of(wording.text)
            others = [compile_wording(other) for other in parts.others]
            phrases = [compile_wording(phrase) for phrase in parts.phrases]
            whole = compile_wording(wording.text)
            for clause in clauses:
                in_parts = any(part.search(clause) for part in (*phrases, *others))
                assert bool(whole.search(clause)) == in_parts, (wording.text, clause)
