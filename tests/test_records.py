from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtext.records import (
    LABELS,
    QUESTIONS,
    SECTIONS,
    STATUSES,
    STRENGTHS,
    Addressee,
    Answer,
    Commitment,
    Document,
    Evidence,
    ModelIdentity,
    Record,
    Reference,
    ReferenceKind,
    json_line,
    read_records,
)
from hrtext.scans import Box, BoxedLine, Ocr, OcrCause, OcrPage

texts = st.text(max_size=20) | st.sampled_from(
    ["🏙️ née", "e\u0301", "ﬁ", "soft\u00adhyphen", "a\r\nb", "a\u2028b", "\x00", '"\\']
)
file_names = st.binary(min_size=1, max_size=20).map(os.fsdecode) | texts
numbers = st.integers(min_value=0, max_value=2**53)
probabilities = st.floats(min_value=0, max_value=1)
sections = st.sampled_from(SECTIONS)
points = st.floats(min_value=0, max_value=20_000)
boxes = st.lists(st.builds(Box, numbers, points, points, points, points), max_size=2).map(tuple)
evidence = st.builds(Evidence, texts, numbers, numbers, numbers, sections, boxes)
answers = st.builds(Answer, st.booleans(), probabilities, st.lists(evidence, max_size=2).map(tuple))
references = st.builds(
    Reference,
    st.sampled_from(get_args(ReferenceKind)),
    texts,
    texts,
    numbers,
    numbers,
    numbers,
    sections,
    st.none() | texts,
    boxes,
)
commitments = st.builds(
    Commitment,
    texts,
    numbers,
    numbers,
    numbers,
    sections,
    st.none() | texts,
    texts,
    st.sampled_from(STRENGTHS),
    st.sampled_from(get_args(Addressee)),
    st.booleans(),
    boxes,
)
read_pages = st.builds(OcrPage, numbers, st.sampled_from(get_args(OcrCause)), probabilities, points, points)
ocr = st.builds(
    Ocr,
    texts,
    st.lists(read_pages, max_size=3).map(tuple),
    probabilities,
    st.lists(numbers, max_size=3).map(tuple),
)
records = st.builds(
    Record,
    path=file_names,
    status=st.sampled_from(STATUSES),
    message=st.none() | texts,
    sha256=st.none() | texts,
    bytes=st.none() | numbers,
    media_type=st.none() | texts,
    pages=st.none() | numbers,
    characters=st.none() | numbers,
    language=st.none() | texts,
    ocr=st.none() | ocr,
    label=st.none() | st.sampled_from(LABELS),
    probabilities=st.dictionaries(st.sampled_from(LABELS), probabilities),
    needs_review=st.booleans(),
    review_reasons=st.lists(texts, max_size=3).map(tuple),
    answers=st.dictionaries(st.sampled_from(QUESTIONS), answers),
    deciding=st.lists(evidence, max_size=2).map(tuple),
    references=st.lists(references, max_size=3).map(tuple),
    commitments=st.lists(commitments, max_size=3).map(tuple),
    model=st.none() | st.builds(ModelIdentity, texts, texts, texts),
    fingerprint=st.none() | texts,
)


@given(records)
def test_a_record_survives_dict_and_json(record):
    assert Record.from_dict(record.to_dict()) == record
    assert Record.from_dict(json.loads(record.to_json())) == record


@given(records)
def test_a_line_of_json_is_one_line_of_valid_utf_8(record):
    line = record.to_json()
    assert "\n" not in line
    assert "\r" not in line
    assert line.encode("utf-8").decode("utf-8") == line


@given(st.lists(records, max_size=4), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_a_file_of_records_is_read_back(tmp_path_factory, some, end):
    path = tmp_path_factory.mktemp("records") / "out.jsonl"
    path.write_bytes("".join(record.to_json() + end for record in some).encode())
    assert list(read_records(path)) == some


def test_a_torn_line_is_named(tmp_path):
    path = tmp_path / "out.jsonl"
    line = Record("a.txt", "empty").to_json()
    path.write_text(f"{line}\n{line[:40]}")
    with pytest.raises(ValueError, match=r"out\.jsonl, line 2: not a record"):
        list(read_records(path))


def test_a_record_of_before_ocr_is_read():
    data = Record("act.txt", "ok").to_dict()
    del data["ocr"]
    assert Record.from_dict(data) == Record("act.txt", "ok")


def test_a_record_of_another_schema_is_refused():
    data = replace(Record("a.txt", "empty"), schema="hrtext-record/9").to_dict()
    with pytest.raises(ValueError, match="hrtext version that wrote it"):
        Record.from_dict(data)


def test_an_article_is_left_out_where_there_is_none():
    bare = Reference("right", "housing", "housing", 0, 7, 1, "title")
    record = Record("a", "ok", references=(bare, replace(bare, article="11")))
    data = record.to_dict()["references"]
    assert ["article" in item for item in data] == [False, True]
    assert ["boxes" in item for item in data] == [False, False]


@pytest.mark.parametrize(
    ("starts", "offset", "page"), [((0, 5), 4, 1), ((0, 5), 5, 2), ((0, 5), 99, 2), ((), 0, 1)]
)
def test_the_page_of_an_offset(starts, offset, page):
    assert Document("a", "ok", text="x" * 9, page_starts=starts).page(offset) == page


def test_a_document_line_counts_pages_and_characters():
    data = Document("a", "ok", text="n\u00e9 🏙", page_starts=(0, 2)).to_dict()
    assert (data["pages"], data["characters"], data["page_starts"]) == (2, 4, [0, 2])


def test_boxes_and_lines_are_left_out_where_there_are_none():
    there, bare = Evidence("a", 0, 1, 1, "title", (Box(1, 1, 2, 3, 4.5),)), Evidence("a", 0, 1, 1, "title")
    data = Record(
        "a", "ok", answers={"undertaking": Answer(True, 1.0, (bare, there))}, deciding=(bare,)
    ).to_dict()
    assert ["boxes" in span for span in data["answers"]["undertaking"]["evidence"]] == [False, True]
    assert "boxes" not in data["deciding"][0]
    assert "lines" not in Document("a", "ok").to_dict()
    line = Document("a", "ok", text="a", page_starts=(0,), lines=(BoxedLine(0, 1, there.boxes[0]),)).to_dict()
    assert json.loads(json_line(line))["lines"] == [[0, 1, [1, 1, 2, 3, 4.5]]]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), max_size=8), st.data())
def test_the_boxes_of_a_span_are_those_of_the_lines_that_it_touches(sizes, data):
    lines, at = [], 0
    for number, (gap, length) in enumerate(sizes):
        lines.append(BoxedLine(at + gap, at + gap + length, Box(1, number, 0, 0, 0)))
        at += gap + length
    document = Document("a", "ok", text="x" * at, page_starts=(0,), lines=tuple(lines))
    start, end = sorted(data.draw(st.tuples(st.integers(0, at), st.integers(0, at))))
    touched = [line.box for line in lines if set(range(start, end)) & set(range(line.start, line.end))]
    if start < end:
        assert list(document.boxes(start, end)) == touched


def test_an_undecodable_path_is_read_back(tmp_path: Path):
    record = Record(os.fsdecode(b"caf\xe9 \xf0\x9f\x8f\x99.pdf"), "corrupt")
    path = tmp_path / "out.jsonl"
    path.write_text(record.to_json() + "\n", encoding="utf-8")
    (found,) = read_records(path)
    assert os.fsencode(found.path) == b"caf\xe9 \xf0\x9f\x8f\x99.pdf"
