"""A folder for each label, with files of any type that is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from hrtext.corpus import read_corpus
from hrtext.errors import CorpusError
from hrtext.extract import read_document

SAMPLES = Path(__file__).parent.parent.parent / "corpora" / "samples"
FILES = {
    "formal_designation": ["linden_falls_resolution.docx", "oakhaven_human_rights_city_ordinance.rtf"],
    "informal_commitment": ["millbrook_cedaw_ordinance.pdf", "kestrel_bay_rights_of_the_child.html"],
    "rhetoric_only": ["dunmore_human_rights_day.docx"],
    "out_of_scope": ["fenwick_sewer_contract.txt"],
}


@pytest.fixture
def folder(tmp_path):
    for label, names in FILES.items():
        (tmp_path / label / "more").mkdir(parents=True)
        for name in names:
            (tmp_path / label / "more" / name).write_bytes((SAMPLES / name).read_bytes())
    return tmp_path


def test_each_file_has_the_label_of_its_folder(folder):
    corpus = read_corpus([folder])
    expected = [(f"{label}/more/{name}", label) for label, names in FILES.items() for name in sorted(names)]
    assert [(document.id, document.outcome) for document in corpus.documents] == expected
    assert corpus.readings[0].kind == "folder for each label"
    assert corpus.readings[0].documents == 6


def test_the_text_is_what_extract_gives_and_plain_text_stays_as_it_is(folder):
    for document in read_corpus([folder]).documents:
        path = folder / document.id
        if path.suffix == ".txt":
            assert (document.text, document.is_extracted) == (path.read_bytes().decode(), False)
        else:
            assert (document.text, document.is_extracted) == (read_document(path).text, True)


def test_hidden_files_and_missing_labels_are_no_fault(folder):
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "rhetoric_only" / ".DS_Store").write_bytes(b"\0")
    for path in [*(folder / "out_of_scope").rglob("*")][::-1]:
        path.unlink() if path.is_file() else path.rmdir()
    (folder / "out_of_scope").rmdir()
    assert len(read_corpus([folder]).documents) == 5


def test_a_file_in_another_language_is_counted(folder):
    name = "villa_aurora_ordenanza.txt"
    (folder / "formal_designation" / name).write_bytes((SAMPLES / name).read_bytes())
    corpus = read_corpus([folder])
    assert len(corpus.documents) == 6
    assert corpus.readings[0].skipped == {"not English": 1}


def test_pages_without_text_are_refused_with_what_to_do(folder):
    with PdfDocument.new() as document:
        document.new_page(612, 792)
        document.save(folder / "rhetoric_only" / "void.pdf")
    with pytest.raises(CorpusError, match=rf"{folder}, rhetoric_only/void.pdf: no text .*\(no_text\).*OCR"):
        read_corpus([folder])


@pytest.mark.parametrize("name", ["Rhetoric only", "unsure", "act.pdf"])
def test_what_lies_beside_the_labels_is_refused(folder, name):
    if "." in name:
        (folder / name).write_bytes(b"x")
    else:
        (folder / name).mkdir()
    with pytest.raises(CorpusError, match=f"{name} lies beside the folders .*: move it"):
        read_corpus([folder])


def test_an_index_in_the_folder_says_what_the_corpus_is(folder):
    (folder / "acts.jsonl").write_text('{"label": "rhetoric_only", "text": "Rights matter."}\n')
    corpus = read_corpus([folder])
    assert [document.text for document in corpus.documents] == ["Rights matter."]
    assert corpus.readings[0].kind == "hrtext JSONL"
