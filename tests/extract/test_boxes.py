"""Where lines stand on pages that were read off their picture."""

from __future__ import annotations

import io
import json
import unicodedata
from math import cos, radians, sin

import numpy as np
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

import hrtext
from hrtext.extract import Limits, read_document
from hrtext.extract.ocr.upright import upright
from hrtext.extract.pages import PageTexts
from hrtext.extract.repair import repair
from hrtext.records import Document, json_line
from hrtext.scans import Box, BoxedLine

from .builders import column, pdf
from .scans import DOTS_PER_INCH, joined, layered, picture, scanned
from .test_ocr import ACT, ENGINES, LEFT, NEEDS_ANY, RIGHT
from .test_repair import acts

PAGE = (612.0, 792.0)
SENTENCE = "a commission on human rights is established, whose members the"
# In points: the edge of a letter is not that of its box, and engines frame lines generously.
TOLERANCE = 6.0


def read(data: bytes, ocr: str = "auto") -> Document:
    return read_document(data, limits=Limits(ocr=ocr))


def shown(x: float, y: float, degrees: float) -> tuple[float, float]:
    """Return where a point of an upright page stands after the page was turned counter-clockwise."""
    angle = radians(degrees)
    width, height = PAGE if degrees % 180 != 90 else PAGE[::-1]
    across, down = x - PAGE[0] / 2, y - PAGE[1] / 2
    return (
        width / 2 + cos(angle) * across + sin(angle) * down,
        height / 2 - sin(angle) * across + cos(angle) * down,
    )


def hull(line: tuple[float, float, str], degrees: float = 0) -> tuple[float, float, float, float]:
    """Return the box of a line of 12 points that was set at a baseline, from the upper left."""
    left, baseline, text = line
    right = left + stringWidth(text, "Helvetica", 12)
    corners = [
        shown(x, y, degrees) for x in (left, right) for y in (792 - baseline - 9, 792 - baseline + 2.5)
    ]
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across), max(down)


def boxes_of(document: Document, words: str) -> tuple[Box, ...]:
    start = document.text.index(words)
    return document.boxes(start, start + len(words))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("degrees", [0, 90, 180, 270, 2.4, -3.5])
def test_the_box_of_a_sentence_lies_where_it_was_set_however_the_scan_lies(engine, degrees):
    lines = column(ACT, pitch=18)
    document = read(scanned(picture(lines, degrees=degrees)), engine)
    (box,) = boxes_of(document, SENTENCE[2:-4])
    assert box.page == 1
    assert box[1:] == pytest.approx(hull(lines[4], degrees), abs=TOLERANCE)
    assert document.ocr is not None
    (page,) = document.ocr.pages
    width, height = PAGE if degrees % 180 != 90 else PAGE[::-1]
    assert (page.width, page.height) == pytest.approx((width, height), abs=1)


@NEEDS_ANY
def test_the_boxes_of_a_page_hold_all_its_ink():
    page = picture(column(ACT, pitch=30), degrees=1.5)
    document = read(scanned(page))
    dark = np.asarray(page) < 100
    held = np.zeros_like(dark)
    scale = DOTS_PER_INCH / 72
    for _, _, (_, *edges) in document.lines:
        left, upper, right, lower = (round(edge * scale) for edge in edges)
        assert dark[upper:lower, left:right].any()
        held[upper:lower, left:right] = True
    assert np.count_nonzero(dark & held) > 0.98 * np.count_nonzero(dark)
    assert len(document.lines) == len(ACT)


@NEEDS_ANY
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_its_file_turns_has_its_boxes_where_a_viewer_shows_them(turn):
    lines = column(ACT, pitch=18)
    file = pypdfium2.PdfDocument(scanned(picture(lines)))
    file[0].set_rotation(turn)
    buffer = io.BytesIO()
    file.save(buffer)
    file.close()
    (box,) = boxes_of(read(buffer.getvalue()), SENTENCE[2:-4])
    # A PDF counts its turns clockwise.
    assert box[1:] == pytest.approx(hull(lines[4], -turn), abs=TOLERANCE)


@NEEDS_ANY
def test_a_page_that_is_cropped_has_its_boxes_where_a_viewer_shows_them():
    lines = column(ACT, pitch=18)
    file = pypdfium2.PdfDocument(scanned(picture(lines)))
    file[0].set_cropbox(40, 100, 600, 780)
    buffer = io.BytesIO()
    file.save(buffer)
    file.close()
    document = read(buffer.getvalue())
    (box,) = boxes_of(document, SENTENCE[2:-4])
    left, upper, right, lower = hull(lines[4])
    assert box[1:] == pytest.approx((left - 40, upper - 12, right - 40, lower - 12), abs=TOLERANCE)
    assert document.ocr is not None
    assert (document.ocr.pages[0].width, document.ocr.pages[0].height) == pytest.approx((560, 680), abs=1)


@NEEDS_ANY
def test_a_picture_has_its_boxes_in_points_of_the_size_that_it_claims():
    lines = column(ACT, pitch=18)
    buffer = io.BytesIO()
    picture(lines).save(buffer, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    (box,) = boxes_of(read(buffer.getvalue()), SENTENCE[2:-4])
    assert box[1:] == pytest.approx(hull(lines[4]), abs=TOLERANCE)


@NEEDS_ANY
def test_a_span_has_one_box_for_each_line_that_it_touches_and_a_broken_word_has_two():
    act = [*ACT[:5], "Mayor shall appoint within ninety days; and that the com-", "mission", ACT[6]]
    lines = column(act, pitch=18)
    document = read(scanned(picture(lines)))
    assert "that the commission shall report" in document.text
    found = boxes_of(document, "that the commission shall report")
    assert [box[1:] for box in found[:2]] == [pytest.approx(hull(line), abs=TOLERANCE) for line in lines[5:7]]
    assert len(found) == 3
    assert len(boxes_of(document, "commission shall")) == 3


@NEEDS_ANY
def test_lines_side_by_side_keep_their_own_boxes():
    left, right = column(LEFT, 60, 700, 14), column(RIGHT, 330, 700, 14)
    document = read(scanned(picture([*left, *right])))
    for line in (left[3], right[3]):
        (box,) = boxes_of(document, line[2])
        assert box[1:] == pytest.approx(hull(line), abs=TOLERANCE)


@NEEDS_ANY
def test_words_that_a_layer_lacks_and_those_that_it_has_both_have_boxes():
    lines = column([*ACT, *LEFT], pitch=24)
    x, y, text = lines[1]
    cut = (x + 69, y, text.removeprefix("WHEREAS, "))
    document = read(layered(picture(lines), [cut, *lines[2:4], *lines[5:]]))
    assert document.ocr is not None
    assert [page.cause for page in document.ocr.pages] == ["incomplete"]
    for line in lines:
        (box,) = boxes_of(document, line[2])
        assert box[1:] == pytest.approx(hull(line), abs=TOLERANCE)


@NEEDS_ANY
def test_boxes_name_the_page_and_pages_with_a_layer_have_none():
    scan = scanned(picture(column(ACT, pitch=18)))
    document = read(joined(pdf([column(LEFT)]), scan, pdf([column(RIGHT)])))
    assert {line.box.page for line in document.lines} == {2}
    assert boxes_of(document, LEFT[0]) == boxes_of(document, RIGHT[0]) == ()
    assert document.boxes(0, len(document.text)) == tuple(line.box for line in document.lines)
    assert Document.from_dict(json.loads(json_line(document.to_dict()))) == document


@NEEDS_ANY
def test_the_sentences_of_a_record_have_boxes_and_a_run_gives_the_same(tmp_path):
    lines = column(ACT, pitch=18)
    path = tmp_path / "scan.pdf"
    path.write_bytes(scanned(picture(lines)))
    analyzer = hrtext.load()
    record = analyzer.classify(path)
    assert record.references
    assert record.commitments
    spans = [
        *record.deciding,
        *record.references,
        *record.commitments,
        *(span for answer in record.answers.values() for span in answer.evidence),
    ]
    assert spans
    document = analyzer.extract(path)
    assert [span.boxes for span in spans] == [document.boxes(span.start, span.end) for span in spans]
    assert all(span.boxes for span in spans)
    assert list(analyzer.classify_many([path])) == [record]
    out = tmp_path / "run.jsonl"
    out.write_text(record.to_json() + "\n", encoding="utf-8")
    assert list(hrtext.read_records(out)) == [record]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("degrees", [0, 3])
def test_a_place_on_the_upright_picture_is_found_again_on_the_page(quarters, degrees):
    page = upright(np.asarray(picture(column(ACT, pitch=18), degrees=degrees)), quarters)
    for place in ((910, 1410), (3, 7)):
        assert page.turned_back(*page.turned(*place)) == pytest.approx(place)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


@given(st.lists(acts, min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_lines_keep_their_words_through_every_repair(raw: list[str]) -> None:
    lines = []
    for page, text in enumerate(raw, start=1):
        at = 0
        for number, line in enumerate(text.split("\n")):
            lines.append(BoxedLine(at, at + len(line), Box(page, number, 0, 0, 0)))
            at += len(line) + 1
    pages = PageTexts(raw, None, lines)
    repaired = repair(pages)
    found = pages.lines_in(repaired.mapped)
    left = letters(repaired.text)
    at = 0
    for line in found:
        assert at <= line.start < line.end <= len(repaired.text)
        # What stands between lines is white space.
        assert not letters(repaired.text[at : line.start])
        source = raw[line.box.page - 1].split("\n")[int(line.box.x0)]
        assert letters(repaired.text[line.start : line.end]) in letters(source)
        at = line.end
    assert not letters(repaired.text[at:])
    assert "".join(letters(repaired.text[line.start : line.end]) for line in found) == left
