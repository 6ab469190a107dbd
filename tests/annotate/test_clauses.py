from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrtext.annotate.clauses import split_clauses

PIECES = [
    *"WHEREAS Whereas, RESOLVED, BE IT THEREFORE (a) No. U.S. e.g. Mr. rights . ; : ? ! ” • 1. ﬁ 🏙️".split(),
    "NOW, THEREFORE", "Section 1.", "SECTION 12", "§ 3.", "Res. No. 34-16.", "the City shall act", "e\u0301",
    "\n", "\r\n", "\t", " ", "\u2028", "\x0c", "\x85", "\u00a0", "\u00ad",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map(" ".join)


@settings(deadline=None)
@given(texts | st.text(max_size=200))
def test_every_character_but_space_lies_in_one_clause_in_order(text):
    clauses = split_clauses(text)
    assert all(start < end for start, end in clauses)
    assert all(end <= start for (_, end), (start, _) in pairwise(clauses))
    assert all(text[start:end] == text[start:end].strip() for start, end in clauses)
    covered = {i for start, end in clauses for i in range(start, end)}
    assert covered >= {i for i, character in enumerate(text) if not character.isspace()}


@settings(deadline=None)
@given(st.integers(1_900, 9_000), st.sampled_from(["x", "word ", "ab, "]))
def test_a_clause_never_grows_without_end(length, piece):
    text = (piece * length)[:length]
    clauses = split_clauses(text)
    assert max(end - start for start, end in clauses) <= 2_000
    assert "".join(text[start:end] for start, end in clauses).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Res. No. 34-16 passed. It was read.", ["Res. No. 34-16 passed.", "It was read."]),
        (
            "Whether it may, under 30-A M.R.S. §3001, be adopted. We ask.",
            ["Whether it may, under 30-A M.R.S. §3001, be adopted.", "We ask."],
        ),
        ("The U.S. Congress met. We wrote.", ["The U.S. Congress met.", "We wrote."]),
        ("Mr. J. Roe spoke. Ms. Poe sat.", ["Mr. J. Roe spoke.", "Ms. Poe sat."]),
        ("We shall (a) hear; (b) act; and then rest.", ["We shall (a) hear;", "(b) act; and then rest."]),
        ("Section 1. That we act.\nSection 2. That we rest.",
         ["Section 1. That we act.", "Section 2. That we rest."]),
        ("WHEREAS, we are one, WHEREAS, we are free,", ["WHEREAS, we are one,", "WHEREAS, we are free,"]),
        ("Rights; duties; and hopes: all are ours.", ["Rights; duties; and hopes: all are ours."]),
        ("He said: “We act.” They left.", ["He said: “We act.”", "They left."]),
        ("one\ntwo\n\nthree", ["one", "two", "three"]),
        ("", []),
        (" \n\t ", []),
    ],
)  # fmt: skip
def test_where_clauses_begin(text, clauses):
    assert [text[start:end] for start, end in split_clauses(text)] == clauses


@pytest.mark.parametrize(
    "text",
    [
        "BE IT RESOLVED, that we act.",
        "BE IT FURTHER RESOLVED, that we act.",
        "NOW, THEREFORE, BE IT RESOLVED, that we act.",
        "NOW THEREFORE BE IT ORDAINED by the Council",
    ],
)
def test_an_enacting_formula_is_one_clause(text):
    assert split_clauses(text) == [(0, len(text))]


def test_sections_in_one_line_keep_their_numbers():
    text = "Section 1. That we act. Section 2. That we rest."
    assert [text[s:e] for s, e in split_clauses(text)] == [
        "Section 1. That we act.",
        "Section 2. That we rest.",
    ]


def test_and_opens_the_recital_after_it():
    text = "WHEREAS, rights matter; and WHEREAS, cities act."
    assert [text[s:e] for s, e in split_clauses(text)] == [
        "WHEREAS, rights matter;",
        "and WHEREAS, cities act.",
    ]
