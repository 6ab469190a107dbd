"""Cheap looks that spare a regular expression find what the expression would have found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrtext.extract import furniture, language, lines, unwrap

# Ends and beginnings of lines on which the expressions differ.
PARTS = [
    "a", "B", "é", "É", "ñ", "제", "1", "٣", "²", "_", " ", "\t", "-", "–", "‐", "\ufffe", ".", ":", ";",
    "。", '"', "”", "’", "»", ")", "]", "(", "“", "|", "/", "•", "the", "of", "Of", "and", "or", "y",
    "divisions", "Nos.", "Mr.", "Blvd.", "Ph.D.", "U.S.", "Page 3", "3 of 7", "- 3 -", "12 / 40 |",
    "WHEREAS", "Section 1.", "AND ", "By Mayor", "Ayes:", "An ordinance", "____", "第1条", "① ",
    "i", "iv. ", "b) ", "The Municipal Council Bulletin", "Monday, May 4, 2021",
]  # fmt: skip
texts = st.one_of(st.text(max_size=8), st.lists(st.sampled_from(PARTS), max_size=6).map("".join)).map(
    str.strip
)
stripped = texts.filter(bool)


@settings(max_examples=1000, deadline=None)
@given(stripped)
def test_ends_and_beginnings_of_lines(text: str) -> None:
    assert text[-1] in lines.TERMINAL_LAST or not lines.is_terminal(text)
    assert lines.is_terminal(text) == bool(lines._TERMINAL.search(text[-4:]))
    match = lines._CONTINUATION.match(text)
    assert lines.begins_small(text) == bool(match and match[0][-1].islower())
    assert furniture.is_page_number(text) == bool(furniture._PAGE_NUMBER.fullmatch(text))


@settings(max_examples=1000, deadline=None)
@given(stripped, st.sampled_from(["_FUNCTION_WORD", "_OPEN_END", "_ABBREVIATION"]))
def test_the_last_word_is_enough(text: str, name: str) -> None:
    expression: re.Pattern[str] = getattr(unwrap, name)
    long = f"Resolved by the council of the said city that {text}"
    for line in (text, long):
        assert unwrap._ends_with(expression, line) == bool(expression.search(line))


@settings(max_examples=1000, deadline=None)
@given(stripped)
def test_blocks_and_items_begin_and_clauses_and_heads_end_as_listed(text: str) -> None:
    if text[0] not in unwrap._START_FIRST:
        assert not unwrap._START.match(text)
    if not unwrap._may_be_item(text):
        assert not unwrap._ITEM.match(text)
    if not furniture._ends_as_number(text):
        assert not furniture._PAGE_NUMBER.fullmatch(text)
        assert not furniture._DATE.fullmatch(text)
    if len(text) > furniture._MAX_GAZETTE_LENGTH:
        assert not furniture._GAZETTE.fullmatch(text)
    if not text[-1].isdecimal():
        assert not furniture._DATE.fullmatch(text)
    if text[-1] not in unwrap._CLAUSE_LAST:
        assert not unwrap._CLAUSE_END.search(text)


@pytest.mark.parametrize("text", ["a   b   c", "a\tb\tc", "a  b  c", "a b", "a \t b \t c", "a   b"])
def test_rows_are_told_by_their_wide_gaps(text: str) -> None:
    (line,) = lines.split_lines(text)
    assert line.is_row == (len(lines._WIDE_GAP.findall(text)) >= 2)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text("ab ’“–-_1\n.,'é", max_size=40)))
def test_words_for_the_language_are_runs_of_letters(text: str) -> None:
    assert language._only_letters(text).split() == language._WORD.findall(text)
