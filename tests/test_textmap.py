from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrtext.textmap import MappedText

SOURCE = "".join(map(chr, range(0x4E00, 0x4E00 + 40)))  # every character occurs once


@st.composite
def edited(draw):
    """A text whose characters come from SOURCE, after one to four rounds of edits."""
    mapped = MappedText(SOURCE)
    for _ in range(draw(st.integers(1, 4))):
        length = len(mapped.text)
        cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8).filter(lambda x: len(x) % 2 == 0)))
        edits = [
            (start, end, draw(st.text("abc", max_size=3)))
            for start, end in zip(cuts[::2], cuts[1::2], strict=True)
        ]
        mapped = mapped.edit(edits)
    return mapped


@settings(deadline=None)
@given(edited())
def test_every_character_that_was_copied_finds_its_source(mapped):
    for offset, character in enumerate(mapped.text):
        if character >= "\u4e00":
            assert SOURCE[mapped.source(offset)] == character


@settings(deadline=None)
@given(edited())
def test_what_was_inserted_points_into_the_source_or_to_its_end(mapped):
    assert all(0 <= mapped.source(offset) <= len(SOURCE) + 20 for offset in range(len(mapped.text)))


@settings(deadline=None)
@given(edited())
def test_no_edit_changes_nothing(mapped):
    again = mapped.edit([])
    assert again.text == mapped.text
    assert [again.source(i) for i in range(len(mapped.text))] == [
        mapped.source(i) for i in range(len(mapped.text))
    ]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.text(max_size=3)), max_size=6))
def test_edits_give_what_slicing_gives(replacements):
    text = "0123456789"
    edits = [(at, at + 1, new) for at, new in sorted(dict(replacements).items())]
    expected = list(text)
    for at, _, new in edits:
        expected[at] = new
    assert MappedText(text).edit(edits).text == "".join(expected)


def test_deleting_everything_leaves_a_text_that_can_be_edited():
    empty = MappedText("abc").edit([(0, 3, "")])
    assert empty.text == ""
    assert empty.edit([(0, 0, "x")]).text == "x"


@pytest.mark.parametrize(
    "edits", [[(2, 3, ""), (1, 2, "")], [(0, 2, ""), (1, 3, "")], [(0, 9, "")], [(2, 1, "")]]
)
def test_edits_that_overlap_or_reach_out_are_refused(edits):
    with pytest.raises(ValueError, match="overlaps another or reaches past"):
        MappedText("abc").edit(edits)
