from __future__ import annotations

import json

import pytest

from hrtext.corpus import label_counts, read_corpus
from hrtext.errors import CorpusError

ROW = {"label": "rhetoric_only", "text": "Whereas, rights matter."}
YES = {"designation": True, "undertaking": True, "rights_content": True}
NO = dict.fromkeys(YES, False)


@pytest.fixture
def write(tmp_path):
    """Write a corpus and return its path."""

    def make(*rows, name="acts.jsonl"):
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return path

    return make


def test_a_line_needs_label_and_text_only(write):
    (document,) = read_corpus([write(ROW)]).documents
    assert (document.id, document.group, document.city) == ("acts.jsonl:1", "acts.jsonl:1", "")
    assert (document.origin, document.confidence) == ("real", "high")
    assert document.answers == (False, False, True)


def test_everything_else_is_kept_as_coding(write):
    row = {
        **ROW,
        "id": "a",
        "city": "Elm",
        "group": "g",
        "origin": "written",
        "confidence": "low",
        "year": 1999,
    }
    (document,) = read_corpus([write(row)]).documents
    assert (document.id, document.city, document.group) == ("a", "Elm", "g")
    assert (document.origin, document.confidence, document.coding) == ("written", "low", {"year": 1999})


def test_a_folder_holds_its_index_and_texts(write, tmp_path):
    write({"label": "rhetoric_only", "path": "texts/a.txt"})
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_bytes("Wörter\r\n".encode())
    (document,) = read_corpus([tmp_path]).documents
    assert document.text == "Wörter\r\n"


def test_english_has_countries(write):
    corpus = read_corpus([write({**ROW, "lang": "en-GB"}, {**ROW, "lang": "EN"}, {**ROW, "lang": "fr-CA"})])
    assert len(corpus.documents) == 2
    assert corpus.readings[0].skipped == {"not English": 1}


def test_only_english_is_read(write):
    documents = read_corpus([write({**ROW, "lang": "es", "label": "?"}, {**ROW, "lang": "en"})]).documents
    assert [document.id for document in documents] == ["acts.jsonl:2"]


@pytest.mark.parametrize(
    ("label", "answers"),
    [
        ("formal_designation", (True, True, True)),
        ("informal_commitment", (False, True, True)),
        ("rhetoric_only", (False, False, True)),
        ("out_of_scope", (False, None, False)),
    ],
)
def test_answers_follow_from_the_label_where_none_are_coded(write, label, answers):
    (document,) = read_corpus([write({**ROW, "label": label})]).documents
    assert document.answers == answers


def test_coded_answers_are_kept_and_a_title_is_rights_content(write):
    coded = {**NO, "designation": True}
    (document,) = read_corpus([write({**ROW, "answers": coded})]).documents
    assert document.answers == (True, False, True)


def test_what_is_out_of_scope_teaches_nothing_about_undertakings(write):
    row = {**ROW, "label": "out_of_scope", "answers": {**NO, "undertaking": True}}
    (document,) = read_corpus([write(row)]).documents
    assert document.answers == (False, None, False)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({**ROW, "label": "declaration"}, "label 'declaration' is none of formal_designation"),
        ({"text": "x"}, "label None is none of"),
        ({**ROW, "answers": YES}, "give 'formal_designation', not 'rhetoric_only'"),
        ({**ROW, "answers": {"designation": False}}, "undertaking"),
        ({"label": "rhetoric_only"}, "neither text nor path is given"),
        ({"label": "rhetoric_only", "path": "gone.txt"}, r"cannot read gone\.txt \(No such file"),
        ({"label": "rhetoric_only", "path": "."}, r"cannot read \. \(Is a directory"),
        ({**ROW, "origin": "mine"}, "origin 'mine' is none of real, selected, written"),
        ({**ROW, "confidence": "sure"}, "confidence 'sure' is none of high, medium, low"),
        ({**ROW, "lang": "English"}, "lang 'English' is no code of a language: write en"),
        ({**ROW, "text": " \n"}, "the text is empty"),
        ([1], "list"),
        (None, "NoneType"),
    ],
)
def test_a_bad_line_is_named(write, row, words):
    path = write(ROW, row)
    with pytest.raises(CorpusError, match=words) as caught:
        read_corpus([path])
    assert str(caught.value).startswith(f"{path}, line 2: ")


def test_a_file_of_another_kind_is_read_as_classify_reads_it(write, tmp_path):
    path = write({"label": "rhetoric_only", "path": "a.txt"}, {"label": "rhetoric_only", "path": "b.html"})
    (tmp_path / "a.txt").write_bytes("The café of the council, réservé.".encode("cp1252"))
    (tmp_path / "b.html").write_text("<html><body><p>Rights&nbsp;matter to the council.</p></body></html>")
    first, second = read_corpus([path]).documents
    assert first.text == "The café of the council, réservé."
    assert "Rights matter" in second.text.replace("\xa0", " ")
    assert first.is_extracted
    assert second.is_extracted


def test_a_file_without_text_is_told_with_its_line(write, tmp_path):
    path = write({"label": "rhetoric_only", "path": "a.pdf"})
    (tmp_path / "a.pdf").write_bytes(b"GIF89a....")
    with pytest.raises(CorpusError, match=r"line 1: no text in a\.pdf \(unsupported_type\): .*image.*OCR"):
        read_corpus([path])


def test_a_corpus_that_is_not_utf_8_is_told(tmp_path):
    (tmp_path / "acts.jsonl").write_bytes(b"\xff{}")
    with pytest.raises(CorpusError, match="is not UTF-8: save it as UTF-8"):
        read_corpus([tmp_path])


def test_no_json_is_told_with_its_line(tmp_path):
    (tmp_path / "acts.jsonl").write_text("\n{")
    with pytest.raises(CorpusError, match=r"acts\.jsonl, line 2: "):
        read_corpus([tmp_path])


@pytest.mark.parametrize("twice", [True, False])
def test_an_id_occurs_once_in_all_corpora(write, twice):
    row = {**ROW, "id": "a"}
    paths = [write(row, row)] if twice else [write(row), write(row, name="more.jsonl")]
    with pytest.raises(CorpusError, match="the id 'a' occurs twice; ids must be unique"):
        read_corpus(paths)


def test_an_empty_corpus_is_told(write):
    for paths in ([], [write()], [write({**ROW, "lang": "fr"})]):
        with pytest.raises(CorpusError, match="holds no English document"):
            read_corpus(paths)


def test_a_missing_corpus_is_told(tmp_path):
    for path in (tmp_path, tmp_path / "gone.jsonl"):
        with pytest.raises(CorpusError, match=r"cannot read the corpus .*a folder that holds acts\.jsonl"):
            read_corpus([path])


def test_the_hash_is_that_of_ids_texts_and_labels(write):
    first = read_corpus([write({**ROW, "year": 1})]).sha256
    assert read_corpus([write({**ROW, "year": 2})]).sha256 == first
    assert read_corpus([write({**ROW, "text": "Other."})]).sha256 != first
    assert read_corpus([write({**ROW, "label": "out_of_scope"})]).sha256 != first


def test_labels_are_counted(write):
    documents = read_corpus([write(ROW, {**ROW, "label": "out_of_scope"}, ROW)]).documents
    assert label_counts(documents) == {
        "formal_designation": 0, "informal_commitment": 0, "rhetoric_only": 2, "out_of_scope": 1,
    }  # fmt: skip


@pytest.mark.parametrize("character", ["\u2028", "\x85"])
def test_a_text_may_hold_any_character_but_a_line_feed(tmp_path, character):
    line = json.dumps({**ROW, "text": f"a{character}b"}, ensure_ascii=False)
    (tmp_path / "acts.jsonl").write_text(line, encoding="utf-8")
    assert read_corpus([tmp_path]).documents[0].text == f"a{character}b"


def test_a_text_that_is_no_string_is_told(write):
    with pytest.raises(CorpusError, match="line 1"):
        read_corpus([write({**ROW, "text": 5})])
