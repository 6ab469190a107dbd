"""CSV and TSV files: named columns, quoted cells, and rows that cannot be read."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtext.corpus import read_corpus
from hrtext.corpus.tables import table_rows, table_separator
from hrtext.errors import CorpusError

TEXT = "The Council recalls that human rights matter, to all who live here."


def written(rows, separator=",", ends="\r\n"):
    table = io.StringIO(newline="")
    csv.writer(table, delimiter=separator, lineterminator=ends).writerows(rows)
    return table.getvalue()


@pytest.mark.parametrize(("separator", "kind"), [(",", "CSV"), ("\t", "TSV"), (";", "CSV")])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_columns_are_found_by_name(tmp_path, separator, kind, mark):
    rows = [
        ["city", "text", "label", "id", "lang", "Notes"],
        ["Elm", f"{TEXT}\n{TEXT}", "rhetoric_only", "a", "en", "?"],
        ["", TEXT, "out_of_scope", "", "", ""],
        ["", "Un texte.", "out_of_scope", "", "fr", ""],
    ]
    path = tmp_path / "mine.csv"
    path.write_bytes((mark + written(rows, separator)).encode())
    corpus = read_corpus([path])
    first, second = corpus.documents
    assert (first.id, first.city, first.outcome, first.text) == (
        "a", "Elm", "rhetoric_only", f"{TEXT}\n{TEXT}",
    )  # fmt: skip
    # The line on which the row begins, as an editor counts.
    assert (second.id, second.city, second.group) == ("mine.csv:4", "", "mine.csv:4")
    (reading,) = corpus.readings
    assert (reading.kind, reading.documents, reading.unused) == (kind, 2, ("Notes",))
    assert reading.skipped == {"not English": 1}


def test_a_path_column_names_files_of_any_type(tmp_path):
    (tmp_path / "acts").mkdir()
    (tmp_path / "acts" / "a.txt").write_text(TEXT)
    (tmp_path / "acts" / "b.rtf").write_text(r"{\rtf1\ansi " + TEXT + "}")
    rows = [["path", "label"], ["acts/a.txt", "rhetoric_only"], ["acts/b.rtf", "rhetoric_only"]]
    (tmp_path / "mine.csv").write_text(written(rows))
    first, second = read_corpus([tmp_path / "mine.csv"]).documents
    assert first.text == second.text == TEXT
    assert (first.is_extracted, second.is_extracted) == (False, True)


def test_a_cell_may_be_longer_than_the_csv_module_allows(tmp_path):
    limit = csv.field_size_limit()
    text = TEXT * (200_000 // len(TEXT))
    (tmp_path / "mine.csv").write_text(written([["text", "label"], [text, "rhetoric_only"]]))
    assert read_corpus([tmp_path / "mine.csv"]).documents[0].text == text
    assert csv.field_size_limit() == limit


def test_rows_not_yet_labelled_are_counted_and_blank_rows_are_not(tmp_path):
    rows = [["text", "label"], [TEXT, "rhetoric_only"], [TEXT, " "], ["", ""], []]
    (tmp_path / "mine.csv").write_text(written(rows))
    corpus = read_corpus([tmp_path / "mine.csv"])
    assert len(corpus.documents) == 1
    assert corpus.readings[0].skipped == {"not labelled": 1}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Label,Text\nx,y\n", "the columns of its first line are 'Label', 'Text'"),
        ("label,body\nx,y\n", "'label', 'body'"),
        ("just some words\n", "neither JSON nor a table .* are 'just some words'"),
        ("label,text\nrhetoric_only,a,b\n", "line 2: 3 cells under 2 columns: put a cell that holds commas"),
        ("label,text\n\nrhetoric_only\n", "line 3: 1 cells under 2 columns"),
        ('label,text\nrhetoric_only,"a"b\n', "line 2: .*: save the table as CSV again"),
        ('label,text\nrhetoric_only,"a\n', "line 3: unexpected end of data"),
        ("label,text,label\nrhetoric_only,a,b\n", "line 1: the column 'label' occurs twice"),
        ("label,text\nrhetoric,a\n", "line 2: label 'rhetoric' is none of formal_designation"),
        ('label,text\nrhetoric_only,"a\n\nb"\nrhetoric,a\n', "line 5: label 'rhetoric' is none of"),
        ("label,text\nrhetoric_only,\n", "line 2: neither text nor path is given"),
        ("label,path\nrhetoric_only,gone.pdf\n", r"line 2: cannot read gone\.pdf \(No such file"),
        ("label,text\n", "holds no English document with a label"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_line(tmp_path, content, words):
    path = tmp_path / "mine.csv"
    path.write_text(content)
    with pytest.raises(CorpusError, match=words):
        read_corpus([path])


def test_a_table_of_the_spreadsheets_own_encoding_is_told(tmp_path):
    (tmp_path / "mine.csv").write_bytes("label,text\nrhetoric_only,café\n".encode("cp1252"))
    with pytest.raises(CorpusError, match=r"mine\.csv is not UTF-8: save it as UTF-8"):
        read_corpus([tmp_path / "mine.csv"])


CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5), st.sampled_from(",;\t"))
def test_any_table_comes_back_as_it_was_written(pairs, separator):
    rows = [(text, label) for text, label in pairs if text.strip() and label.strip()]
    table = written([("text", "label"), *rows], separator, "\n")
    lines = [line + "\n" for line in table.split("\n")]
    assert table_separator(lines, "x") == separator
    found = [fields for _, fields in table_rows(lines, separator)]
    assert found == [{"text": text, "label": label} for text, label in rows]
