from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_records import records

from hrtext.errors import UsageError
from hrtext.frames import to_frame
from hrtext.records import Answer, Commitment, Evidence, ModelIdentity, Record, Reference
from hrtext.scans import Ocr, OcrPage

RECORD = Record(
    "act.pdf",
    "ok",
    sha256="ab",
    pages=2,
    label="formal_designation",
    probabilities={"formal_designation": 0.9, "informal_commitment": 0.08, "rhetoric_only": 0.02},
    ocr=Ocr("e 1", (OcrPage(2, "no_text", 0.8, 612, 792),), 0.8),
    deciding=(Evidence("is a human rights city", 0, 22, 1, "operative"),),
    needs_review=True,
    review_reasons=("close", "conflict"),
    answers={
        "designation": Answer(
            True,
            0.9,
            (
                Evidence("is a human rights city", 0, 22, 1, "operative"),
                Evidence("second", 30, 36, 1, "operative"),
            ),
        )
    },
    references=(
        Reference("right", "housing", "housing", 40, 47, 2, "recital"),
        Reference("instrument", "udhr", "UDHR", 50, 54, 2, "recital", "25"),
    ),
    commitments=(Commitment("shall", 60, 65, 2, "operative", "city", "shall", "binding", "self", False),),
    model=ModelIdentity("default", "1", "cd"),
)


def test_one_row_a_document_a_reference_a_commitment():
    frames = to_frame([RECORD, Record("scan.pdf", "no_text", message="OCR it.")])
    first, second = frames.documents.to_dict("records")
    assert first["p_formal_designation"] == 0.9
    assert first["p_designation"] == 0.9
    assert first["answer_designation"] is True
    assert first["evidence_designation"] == "is a human rights city"
    assert first["deciding"] == "is a human rights city"
    assert (first["n_ocr_pages"], first["ocr_confidence"], second["n_ocr_pages"]) == (1, 0.8, 0)
    assert first["review_reasons"] == "close; conflict"
    assert (first["n_references"], first["n_right"], first["n_principle"]) == (2, 1, 0)
    assert (first["n_commitments"], first["n_binding"], first["n_means"]) == (1, 1, 0)
    assert (second["status"], second["message"], second["n_right"]) == ("no_text", "OCR it.", 0)
    assert frames.documents["pages"].tolist()[0] == 2
    assert frames.references[["path", "sha256", "id", "article"]].values.tolist() == [
        ["act.pdf", "ab", "housing", None],
        ["act.pdf", "ab", "udhr", "25"],
    ]
    assert frames.commitments[["path", "sha256", "cue", "page"]].values.tolist() == [
        ["act.pdf", "ab", "shall", 2]
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(records, max_size=3))
def test_columns_and_types_do_not_depend_on_the_records(some):
    for frame, empty in zip(to_frame(some), to_frame([]), strict=True):
        assert frame.dtypes.to_dict() == empty.dtypes.to_dict()
    assert len(to_frame(some).documents) == len(some)
    assert len(to_frame(some).references) == sum(len(record.references) for record in some)


def test_without_pandas_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"pip install 'hrtext\[pandas\]'"):
        to_frame([])
