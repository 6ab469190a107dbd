"""Pages drawn in pieces: one column is told from several, whatever the pieces are."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from hrtext.extract import read_document

from .builders import column, pdf
from .test_pdf import COLUMNS, LEFT, RIGHT

Placed = tuple[float, float, str]

WIDE = [f"{left} {right}" for left, right in zip([*LEFT, *RIGHT], [*RIGHT, *LEFT], strict=True)]


def in_words(lines: list[Placed], gap: float = 0.0) -> Iterator[Placed]:
    """Yield each word by itself, as many programs draw them."""
    for x, y, line in lines:
        at = x
        for word in line.split():
            yield at, y, word
            at += stringWidth(f"{word} ", "Helvetica", 10) + gap


@pytest.mark.parametrize("gap", [0.0, 2.0, 6.0])
def test_a_page_drawn_word_by_word_is_read_like_one_drawn_in_lines(gap: float) -> None:
    page = list(in_words(column(WIDE), gap))
    assert read_document(pdf([page])).text == read_document(pdf([column(WIDE)])).text


@pytest.mark.parametrize("order", ["columns", "rows"])
def test_columns_drawn_word_by_word_are_columns(order: str) -> None:
    lines = COLUMNS if order == "columns" else sorted(COLUMNS, key=lambda item: -item[1])
    assert read_document(pdf([list(in_words(lines))])).text == read_document(pdf([COLUMNS])).text


def test_a_few_lines_above_columns_do_not_make_them_one() -> None:
    above = [(60.0, 760.0 - 12 * index, f"{line} and so on") for index, line in enumerate(WIDE[:3])]
    rows = sorted(COLUMNS, key=lambda item: -item[1])
    words = read_document(pdf([[*above, *rows]])).text.split()
    assert words == " ".join([*(line for _, _, line in above), *LEFT, *RIGHT]).split()


def test_columns_end_lines_with_broken_words() -> None:
    left = [*LEFT[:4], "a commis-", "sion of the people and", *LEFT[6:]]
    lines = [*column(left, 60, 700), *column(RIGHT, 330, 700)]
    for drawn in (lines, sorted(lines, key=lambda item: -item[1])):
        assert "a commission of the people" in read_document(pdf([drawn])).text


def test_columns_of_three() -> None:
    places = [*column(LEFT, 40, 700), *column(RIGHT, 220, 700), *column(LEFT, 400, 700)]
    text = read_document(pdf([random.Random(3).sample(places, len(places))])).text
    assert text.split() == " ".join([*LEFT, *RIGHT, *LEFT]).split()


@pytest.mark.parametrize("seed", range(5))
def test_columns_of_words_drawn_in_any_order(seed: int) -> None:
    words = list(in_words(COLUMNS))
    shuffled = random.Random(seed).sample(words, len(words))
    assert read_document(pdf([shuffled])).text == read_document(pdf([COLUMNS])).text
