"""Whatever a corpus holds, it is read, or refused with its name and a reason."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrtext.corpus import read_corpus
from hrtext.errors import CorpusError

WORDS = st.sampled_from(
    ["rhetoric_only", "out_of_scope", "accept", "reject", "An act of the council.", "", "en", "7", "choices"]
)
KEYS = st.sampled_from(
    ["text", "label", "labels", "answer", "accept", "options", "id", "data", "annotations", "result", "value",
     "choices", "meta", "city", "lang", "answers", "path", "was_cancelled", "type", "_task_hash", "group"]
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(WORDS, st.none(), st.booleans(), st.integers(-5, 50), st.floats(allow_nan=False)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=15,
)
ROWS = st.dictionaries(KEYS, VALUES, max_size=6)
OFTEN = settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def reason(path):
    """Return why a corpus is refused, or None if it is read."""
    try:
        read_corpus([path])
    except CorpusError as error:
        return str(error)
    return None


@OFTEN
@given(rows=st.lists(st.one_of(ROWS, VALUES), min_size=1, max_size=4), is_array=st.booleans())
def test_any_json_is_read_or_refused(tmp_path, rows, is_array):
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(rows) if is_array else "\n".join(map(json.dumps, rows)))
    told = reason(path)
    assert told is None or path.name in told or "no English document" in told


@OFTEN
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_refused(tmp_path, content):
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    assert path.name in (told := reason(path)) or "no English document" in told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[" * 100_000, "nested too deep"),
        ('{"a":' * 100_000, "line 1: nested too deep"),
        (
            '{"label": "rhetoric_only", "text": "a \\ud800 b"}',
            r"line 1: the text holds half a character at 2",
        ),
        ('{"label": "rhetoric_only", "path": "a\\u0000"}', "line 1: .*null"),
    ],
)
def test_what_only_malice_or_a_bad_export_writes_is_refused(tmp_path, content, words):
    path = tmp_path / "mine.jsonl"
    path.write_text(content)
    with pytest.raises(CorpusError, match=words):
        read_corpus([path])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_a_label_folder_does_not_hang(tmp_path):
    (tmp_path / "rhetoric_only").mkdir()
    os.mkfifo(tmp_path / "rhetoric_only" / "act.txt")
    with pytest.raises(CorpusError, match=r"cannot read rhetoric_only/act\.txt \(no regular file\)"):
        read_corpus([tmp_path])


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"[]"])
def test_a_file_without_rows_is_refused(tmp_path, content):
    path = tmp_path / "mine.jsonl"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match=r"holds no English document with a label: give a JSONL file"):
        read_corpus([path])
