"""pdfium asked by plain addresses says what it says to pypdfium2."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]
import pytest

from hrtext.extract.pdfium import TextPage, open_text

from .builders import column, pdf
from .test_pdf import COLUMNS, LEFT


@pytest.fixture
def document() -> Iterator[pypdfium2.PdfDocument]:
    opened = pypdfium2.PdfDocument(pdf([COLUMNS, column(LEFT), []]))
    yield opened
    opened.close()


@pytest.mark.parametrize("index", [0, 1, 2])
def test_text_and_boxes_are_those_of_pypdfium2(document: pypdfium2.PdfDocument, index: int) -> None:
    theirs = document[index].get_textpage()
    with open_text(document, index) as opened:
        assert opened is not None
        page, is_upright = opened
        assert is_upright
        assert page.text() == theirs.get_text_range() == TextPage.of(theirs).text()
        places = range(theirs.count_chars())
        assert list(zip(*page.characters(places), strict=True)) == [
            theirs.get_charbox(place, loose=True) for place in places
        ]
        assert page.count_segments() == theirs.count_rects()
        segments = list(zip(*page.segments(), strict=True))
        assert segments == [theirs.get_rect(number) for number in range(len(segments))]


def test_of_a_part_of_a_page_the_segments_are_fewer(document: pypdfium2.PdfDocument) -> None:
    with open_text(document, 0) as opened:
        assert opened is not None
        page, _ = opened
        text = page.text()
        assert text
        end = text.index("\r\n")
        assert page.count_segments(0, end) == len(page.segments(0, end)[0]) == 1 < page.count_segments()


def test_a_page_with_more_segments_than_a_row_has() -> None:
    words = [(60.0 + 45 * (place % 10), 700.0 - 14 * (place // 10), f"w{place}") for place in range(200)]
    opened = pypdfium2.PdfDocument(pdf([words]))
    theirs = opened[0].get_textpage()
    segments = list(zip(*TextPage.of(theirs).segments(), strict=True))
    assert len(segments) == theirs.count_rects() > 100
    assert segments == [theirs.get_rect(number) for number in range(len(segments))]
    opened.close()


def test_a_page_that_is_not_there_is_none(document: pypdfium2.PdfDocument) -> None:
    with open_text(document, 99) as opened:
        assert opened is None


def test_a_character_that_is_not_there_has_no_box(document: pypdfium2.PdfDocument) -> None:
    page = TextPage.of(document[0].get_textpage())
    with pytest.raises(pypdfium2.PdfiumError):
        page.characters([10_000_000])
