"""Where a span stands on pages that have a text layer."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

import hrtext
from hrtext.extract import Limits, read_document
from hrtext.extract.placing import find_boxes

from .builders import column, pdf
from .scans import joined, picture, scanned
from .test_boxes import hull
from .test_ocr import ACT, LEFT, NEEDS_ANY, RIGHT

TOLERANCE = 4.0
LINES = column(ACT, pitch=18)


def found(data, words, **given):
    document = read_document(data, limits=Limits(ocr="off"))
    start = document.text.index(words)
    return find_boxes(document, start, start + len(words), source=data, **given)


def test_a_line_has_the_box_in_which_it_was_set():
    (box,) = found(pdf([LINES], size=12), ACT[3])
    assert box.page == 1
    assert box[1:] == pytest.approx(hull(LINES[3]), abs=TOLERANCE)


def test_part_of_a_line_has_the_box_of_that_part():
    x, y, text = LINES[3]
    (box,) = found(pdf([LINES], size=12), "NOW, THEREFORE")
    assert box[1:] == pytest.approx(hull((x, y, text[:14])), abs=TOLERANCE)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_and_cropped_page_has_its_boxes_where_a_viewer_shows_them(turn):
    file = pypdfium2.PdfDocument(pdf([LINES], size=12))
    file[0].set_rotation(turn)
    file[0].set_cropbox(40, 100, 600, 780)
    buffer = io.BytesIO()
    file.save(buffer)
    (box,) = found(buffer.getvalue(), ACT[3])
    left, upper, right, lower = hull(LINES[3])
    x0, y0, x1, y1 = left - 40, upper - 12, right - 40, lower - 12
    expected = {
        0: (x0, y0, x1, y1),
        90: (680 - y1, x0, 680 - y0, x1),
        180: (560 - x1, 680 - y1, 560 - x0, 680 - y0),
        270: (y0, 560 - x1, y1, 560 - x0),
    }
    assert box[1:] == pytest.approx(expected[turn], abs=TOLERANCE)


def test_of_words_that_come_again_the_right_ones_are_found():
    lines = column(["The Council shall report."] * 4, pitch=40)
    data = pdf([lines], size=12)
    document = read_document(data)
    at = -1
    for line in lines:
        at = document.text.index("The Council", at + 1)
        (box,) = find_boxes(document, at, at + 11, source=data)
        assert (box.y0, box.y1) == pytest.approx((hull(line)[1], hull(line)[3]), abs=TOLERANCE)


def test_a_broken_word_columns_and_a_page_break():
    left, right = column(LEFT, 60, 700, 14), column(RIGHT, 330, 700, 14)
    rows = [line for row in zip(left, right, strict=True) for line in row]
    second = column(["the com-", "mission meets in public and hears", "all who wish to be heard."])
    data = pdf([rows, second], size=12)
    document = read_document(data)
    start, end = document.text.index(LEFT[-2][:10]), document.text.index(RIGHT[1])
    boxes = find_boxes(document, start, end, source=data)
    # Its lines stand at the foot of one column and at the head of the next.
    assert {round(box.x0 / 10) for box in boxes} == {6, 33}
    start = document.text.index(RIGHT[-1])
    words = find_boxes(document, start, document.text.index("mission meets") + 7, source=data)
    assert [box.page for box in words] == [1, 2, 2]


def test_what_has_no_pages_has_no_boxes_and_another_file_is_refused(tmp_path):
    text = read_document(b"The Council shall report.")
    assert find_boxes(text, 0, 11) == ()
    path = tmp_path / "act.pdf"
    path.write_bytes(pdf([LINES]))
    document = read_document(path)
    assert len(hrtext.find_boxes(document, 0, 5)) == 1
    path.write_bytes(pdf([LINES, LINES]))
    with pytest.raises(ValueError, match="another file"):
        find_boxes(document, 0, 5)


@NEEDS_ANY
def test_pages_with_a_layer_and_pictures_of_one_file():
    data = joined(pdf([column(LEFT)]), scanned(picture(LINES)))
    document = read_document(data)
    boxes = find_boxes(document, 0, len(document.text), source=data)
    assert [box.page for box in boxes] == [1] * len(LEFT) + [2] * len(ACT)


@given(st.lists(st.integers(0, len(ACT) - 1), min_size=1, max_size=9), st.data())
@settings(max_examples=60, deadline=None)
def test_any_span_has_boxes_on_its_own_lines(order, data):
    lines = column([ACT[number] for number in order], pitch=30)
    file = pdf([lines], size=12)
    document = read_document(file)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(document.text))] * 2)))
    boxes = find_boxes(document, start, end, source=file)
    touched = set()
    at = 0
    for line, (_, _, text) in zip(lines, lines, strict=True):
        at = document.text.index(text.split()[0], at)
        at += len(text)
        if any(map(str.isalnum, document.text[max(start, at - len(text)) : min(end, at)])):
            touched.add(round(hull(line)[3] / 30))
    assert {round(box.y1 / 30) for box in boxes} == touched


def test_a_span_that_overlaps_its_own_repetition_stands_on_its_own_lines():
    lines = column([ACT[1]] * 3, pitch=30)
    file = pdf([lines], size=12)
    document = read_document(file)
    # From within the second line into the third: the same letters run from the first into the second.
    start = document.text.index(ACT[1], len(ACT[1])) + 10
    boxes = find_boxes(document, start, start + len(ACT[1]), source=file)
    assert [round(box.y1 / 30) for box in boxes] == [round(hull(line)[3] / 30) for line in lines[1:]]


def test_a_file_that_needs_a_password_says_so():
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret"))
    canvas.drawString(72, 700, "Everyone has the right to water in this town, and to a hearing.")
    canvas.save()
    document = read_document(buffer.getvalue(), password="secret")
    assert find_boxes(document, 0, 8, source=buffer.getvalue(), password="secret")
    with pytest.raises(ValueError, match="give the password"):
        find_boxes(document, 0, 8, source=buffer.getvalue())
