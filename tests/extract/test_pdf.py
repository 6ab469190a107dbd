"""PDF: order, columns, hyphens, running heads."""

from __future__ import annotations

import io
import random
from itertools import zip_longest

import pytest

from hrtext.extract import read_document

from .builders import column, pdf

LEFT = [
    "Whereas, every resident of the",
    "city is born free and equal in",
    "dignity; and",
    "Whereas, the council has heard",
    "from tenants, workers, children",
    "and elders at six hearings; and",
    "Whereas, a commission on human",
    "rights would give each of them",
    "a place to be heard and helped",
    "without cost or delay; now,",
    "therefore, be it resolved by the",
    "council of the said city that",
]
RIGHT = [
    "a commission on human rights",
    "is established; that the mayor",
    "shall appoint its nine members",
    "within ninety days; that each",
    "department shall answer its",
    "questions within one month;",
    "that the commission shall make",
    "a report every year and publish",
    "it in all languages spoken in",
    "the city; and that the clerk",
    "shall send copies of this act",
    "to every school and library.",
]
COLUMNS = [*column(LEFT, 60, 700), *column(RIGHT, 330, 700)]


def drawn(order: str) -> list[tuple[float, float, str]]:
    if order == "rows":
        pairs = zip_longest(column(LEFT, 60, 700), column(RIGHT, 330, 700))
        return [item for pair in pairs for item in pair if item]
    if order == "shuffled":
        return random.Random(5).sample(COLUMNS, len(COLUMNS))
    return COLUMNS


@pytest.mark.parametrize("order", ["columns", "rows", "shuffled"])
def test_two_columns_are_read_one_after_the_other(order: str) -> None:
    title = (150.0, 730.0, "AN ACT CONCERNING A COMMISSION ON HUMAN RIGHTS")
    foot = (
        60.0,
        500.0,
        "This line runs across both of the columns, below all of their other lines.",
    )
    text = read_document(pdf([[title, *drawn(order), foot]])).text
    assert text.split() == [
        *title[2].split(), *" ".join(LEFT).split(), *" ".join(RIGHT).split(), *foot[2].split()
    ]  # fmt: skip
    assert "dignity; and\nWhereas, the council" in text
    assert "resolved by the council of the said city that a commission" in text


def test_a_table_keeps_its_rows() -> None:
    rows = [
        item
        for index in range(12)
        for item in (
            (72, 700 - 14 * index, f"Fund {index}"),
            (250, 700 - 14 * index, f"{index}00"),
            (400, 700 - 14 * index, f"{index}50"),
        )
    ]
    text = read_document(pdf([rows])).text
    assert [f"Fund {index} {index}00 {index}50" for index in range(12)] == text.split("\n")


def test_lines_drawn_in_any_order_are_read_from_the_top() -> None:
    lines = column(LEFT)
    shuffled = random.Random(2).sample(lines, len(lines))
    assert read_document(pdf([shuffled])).text == read_document(pdf([lines])).text


def test_broken_words_are_mended() -> None:
    lines = ["The com-", "mission on non-", "discrimination and equal-", "ity has twenty-", "five"]
    assert read_document(pdf([column(lines)])).text == (
        "The commission on non-discrimination and equality has twenty-five"
    )


def test_a_wide_space_between_lines_is_a_blank_line() -> None:
    page = [*column(LEFT[:3]), *column(["Section 1. The council shall act", "at once."], top=640)]
    assert read_document(pdf([page])).text == (
        "Whereas, every resident of the city is born free and equal in dignity; and\n\n"
        "Section 1. The council shall act at once."
    )


def test_running_heads_and_page_numbers_are_taken_out() -> None:
    pages = [
        [
            (72, 760, "Journal of the Council, May 4, 2021"),
            *column(LEFT[4 * index : 4 * index + 4]),
            (300, 40, f"- {index + 1} -"),
        ]
        for index in range(3)
    ]
    document = read_document(pdf(pages))
    assert document.text.count("Journal of the Council") == 1
    assert "- 2 -" not in document.text
    assert document.pages == 3
    assert document.text[document.page_starts[1] :].startswith("from tenants")
    assert document.page(document.text.index("elders")) == 2


def test_turned_pages_are_read() -> None:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setPageRotation(90)
    canvas.translate(595, 0)
    canvas.rotate(90)
    for x, y, line in column(LEFT):
        canvas.drawString(x, y, line)
    canvas.save()
    assert read_document(buffer.getvalue()).text.startswith("Whereas, every resident of the city")


def test_a_header_that_sits_some_bytes_in() -> None:
    data = b"\r\nHTTP noise\r\n" + pdf([column(LEFT[:1])])
    assert read_document(data).text == LEFT[0]


def test_pages_all_alike_are_no_running_heads() -> None:
    document = read_document(pdf([column(["Background paper"])] * 4))
    assert document.status == "ok"
    assert "Background paper" in document.text
