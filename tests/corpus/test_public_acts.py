"""The texts of public acts are put back together from a cache, and only the texts that were coded."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from hrtext.corpus import read_corpus

ROOT = Path(__file__).parent.parent.parent
SCRIPT = ROOT / "scripts" / "fetch_public_acts.py"
MANIFEST = ROOT / "corpora" / "public" / "manifest.jsonl"
SHARED = ROOT.parent / "shared"
CACHES = (SHARED / "real" / "acts_dev.jsonl", SHARED / "bulk" / "acts.tar.gz")
pytestmark = pytest.mark.skipif(not SCRIPT.exists(), reason="the scripts are in a checkout only")


def manifest():
    return [json.loads(line) for line in MANIFEST.read_text(encoding="utf-8").splitlines()]


def fetch(cache, out, *arguments):
    return subprocess.run(
        [sys.executable, SCRIPT, "-o", out, *arguments],
        env={**os.environ, "HRTEXT_PUBLIC_ACTS": str(cache)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_text_that_is_not_the_one_coded_is_left_out_and_named(tmp_path):
    acts = manifest()
    cache = tmp_path / "cache.jsonl"
    lines = [{"id": act["id"], "text": f"Not the text of {act['id']}."} for act in acts[:3]]
    cache.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = fetch(cache, tmp_path / "public.jsonl")
    assert done.returncode == 1
    assert f"0 acts written, {len(acts) - 3} not found, 3 changed" in done.stderr
    assert f"changed: {', '.join(act['id'] for act in acts[:3])}\n" in done.stderr
    assert (tmp_path / "public.jsonl").read_text() == ""


def test_coded_texts_become_a_corpus_with_their_labels(tmp_path):
    texts = {f"a{number}": f"Act {number}:\r\nthe “rights” of all, réservés." for number in range(3)}
    pointers = [
        {
            "id": name, "label": "rhetoric_only", "lang": "en", "city": "Elm", "group": "g", "origin": "real",
            "confidence": "low", "repository": "", "file": "", "characters": len(text),
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        }
        for name, text in texts.items()
    ]  # fmt: skip
    (tmp_path / "manifest.jsonl").write_text("".join(json.dumps(row) + "\n" for row in pointers))
    cache = tmp_path / "cache.jsonl"
    lines = [{"id": name, "text": text, "label": "of another coder"} for name, text in texts.items()]
    cache.write_text("".join(json.dumps(line) + "\n" for line in [*lines, {"id": "more", "text": "?"}]))
    done = fetch(cache, tmp_path / "public.jsonl", "--manifest", tmp_path / "manifest.jsonl")
    assert (done.returncode, done.stderr) == (0, "3 acts written, 0 not found, 0 changed\n")
    documents = read_corpus([tmp_path / "public.jsonl"]).documents
    assert {document.id: document.text for document in documents} == texts
    assert {
        (document.outcome, document.city, document.group, document.confidence) for document in documents
    } == {("rhetoric_only", "Elm", "g", "low")}


@pytest.mark.parametrize("content", [None, "{}\n", '{"id": "a", "text": "b"}\nno json\n', "[]\n"])
def test_a_cache_that_cannot_be_read_is_told(tmp_path, content):
    cache = tmp_path / "cache.jsonl"
    if content is not None:
        cache.write_text(content)
    done = fetch(cache, tmp_path / "public.jsonl")
    assert done.returncode == 2
    assert done.stderr.startswith("HRTEXT_PUBLIC_ACTS cannot be read: ")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "public.jsonl").exists()


def test_a_text_is_found_in_an_archive_by_its_file(tmp_path):
    text = "BE IT RESOLVED,\r\nthat all are equal."
    pointer = {
        "id": "elm-1", "label": "rhetoric_only", "lang": "en", "city": "Elm", "group": "g",
        "origin": "selected", "confidence": "high", "repository": "elm/acts",
        "file": "1999/res-1.txt", "characters": len(text),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }  # fmt: skip
    (tmp_path / "manifest.jsonl").write_text(json.dumps(pointer) + "\n")
    (tmp_path / "act.txt").write_bytes(text.encode())
    with tarfile.open(tmp_path / "acts.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "act.txt", "acts/elm/1999_res-1.txt")
    done = fetch(
        tmp_path / "acts.tar.gz", tmp_path / "public.jsonl", "--manifest", tmp_path / "manifest.jsonl"
    )
    assert (done.returncode, done.stderr) == (0, "1 acts written, 0 not found, 0 changed\n")
    (tmp_path / "acts.tar.gz").write_bytes(b"no archive")
    done = fetch(
        tmp_path / "acts.tar.gz", tmp_path / "public.jsonl", "--manifest", tmp_path / "manifest.jsonl"
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(
    not all(path.exists() for path in CACHES), reason="the texts of the public acts are not on this machine"
)
def test_every_public_act_is_found_and_is_the_one_coded(tmp_path):
    done = fetch(os.pathsep.join(map(str, CACHES)), tmp_path / "public.jsonl")
    acts = manifest()
    assert (done.returncode, done.stderr) == (0, f"{len(acts)} acts written, 0 not found, 0 changed\n")
    written = [
        json.loads(line)
        for line in (tmp_path / "public.jsonl").read_text(encoding="utf-8").split("\n")
        if line
    ]
    assert [{key: row[key] for key in act} for act, row in zip(acts, written, strict=True)] == acts
    for act, row in zip(acts, written, strict=True):
        decisive = act.get("decisive", {}).values()
        for span in [*act.get("clauses", ()), *act.get("instruments", ()), *decisive]:
            assert row["text"][span["start"] : span["end"]].strip(), act["id"]
    corpus = read_corpus([tmp_path / "public.jsonl"])
    english = [act for act in acts if act["lang"] == "en"]
    assert [document.id for document in corpus.documents] == [act["id"] for act in english]
    # Acts that are nearly the same text are one group in the manifest already.
    groups = {document.id: document.group for document in corpus.documents}
    assert all(groups[document.duplicate_of] == document.group for document in corpus.documents)
