# ruff: noqa: F811 - a fixture is imported by its name, and asked for by its name.
from __future__ import annotations

import hashlib
import io
import json
import pickle
import shutil

import numpy as np
import pytest
from small_corpus import linear, samples  # noqa: F401

from hrtext.errors import ModelError
from hrtext.model.directory import default_model_directory
from hrtext.model.store import SCHEMA, load_model, save_model

FILES = ("model.json", "weights.npz", "vocabulary.json")
MANIFEST = {"name": "small", "version": "0", "review_below": 0.75, "figures": {"é": [1e-05, None]}}


@pytest.fixture
def folder(linear, tmp_path):
    save_model(tmp_path / "small", linear, MANIFEST)
    return tmp_path / "small"


def sign(folder, **changes):
    """Write a manifest whose hashes are right, as someone does who forges a model."""
    manifest = json.loads((folder / "model.json").read_bytes())
    manifest |= changes
    for name in ("weights.npz", "vocabulary.json"):
        manifest["files"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    said = {key: value for key, value in manifest.items() if key != "sha256"}
    manifest["sha256"] = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    (folder / "model.json").write_text(json.dumps(manifest))


def test_a_model_comes_back_exactly(folder, linear):
    stored = load_model(folder)
    assert stored.linear.names == linear.names
    for name in ("scale", "coefficients", "intercepts", "combination"):
        assert (getattr(stored.linear, name) == getattr(linear, name)).all()
        assert getattr(stored.linear, name).dtype == getattr(linear, name).dtype
    clauses, learned = stored.linear.clauses, linear.clauses
    assert (clauses.names, clauses.vocabulary) == (learned.names, learned.vocabulary)
    for name in ("inverse_document_frequencies", "coefficients", "intercepts", "meaning", "deciding"):
        assert (getattr(clauses, name) == getattr(learned, name)).all()
        assert getattr(clauses, name).dtype == getattr(learned, name).dtype
    assert stored.manifest["figures"] == MANIFEST["figures"]
    assert stored.review_below == 0.75
    assert (stored.identity.name, stored.identity.version) == ("small", "0")


def test_saving_again_gives_the_same_bytes(folder, tmp_path):
    stored = load_model(folder)
    identity = save_model(tmp_path / "again", stored.linear, stored.manifest)
    assert identity == stored.identity
    for name in FILES:
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()


def test_scores_survive(folder, linear, samples):
    stored = load_model(folder).linear
    for sample in samples:
        assert stored.probabilities(sample.features) == linear.probabilities(sample.features)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("bit", [0x01, 0x20, 0x80])
def test_a_flipped_bit_is_refused_wherever_it_is(folder, name, bit):
    data = (folder / name).read_bytes()
    for place in np.linspace(0, len(data) - 1, 40).astype(int):
        changed = bytearray(data)
        changed[place] ^= bit
        (folder / name).write_bytes(changed)
        if name == "model.json" and changed[place : place + 1].lower() == data[place : place + 1] == b"e":
            continue  # the e of a number such as 1e-05 means the same in capitals
        with pytest.raises(ModelError):
            load_model(folder)
    (folder / name).write_bytes(data)
    assert load_model(folder)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0, 0.3, 0.99])
def test_a_truncated_file_is_refused(folder, name, share):
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ModelError, match=r"train|copy"):
        load_model(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named_with_what_to_do(folder, name):
    (folder / name).unlink()
    with pytest.raises(
        ModelError, match=rf"no model directory \({name}: No such file.*hrtext train CORPUS -o"
    ):
        load_model(folder)


def test_a_missing_folder_is_named_with_what_to_do(tmp_path):
    with pytest.raises(
        ModelError, match=r"there is no model directory .*nowhere: make one with `hrtext train"
    ):
        load_model(tmp_path / "nowhere")


@pytest.mark.parametrize("schema", ["hrtext-model/2", "hrtext-model/4", None, 1, ""])
def test_another_schema_is_refused_even_if_it_is_signed(folder, schema):
    sign(folder, schema=schema)
    with pytest.raises(ModelError, match=r"has model schema .*train the model again with this version"):
        load_model(folder)


def test_the_schema_is_told(folder):
    assert load_model(folder).manifest["schema"] == SCHEMA


@pytest.mark.parametrize("name", ["model.pkl", "extra.PICKLE", "x.joblib", "weights.pt"])
def test_a_pickle_in_the_folder_is_refused(folder, name):
    (folder / name).write_bytes(pickle.dumps([]))
    with pytest.raises(ModelError, match="is a pickle, which can run any code when read: remove it"):
        load_model(folder)


class Trap:
    def __reduce__(self):
        return (exec, ("raise SystemExit('a pickle was run')",))


def forged_weights(kind, data):
    if kind == "pickle":
        return pickle.dumps(Trap())
    if kind == "objects":
        buffer = io.BytesIO()
        np.savez(buffer, scale=np.array([Trap()], dtype=object), allow_pickle=True)
        return buffer.getvalue()
    if kind == "array":
        buffer = io.BytesIO()
        np.save(buffer, np.zeros(3))
        return buffer.getvalue()
    if kind == "other arrays":
        buffer = io.BytesIO()
        np.savez(buffer, other=np.zeros(3))
        return buffer.getvalue()
    return {"half": data[: len(data) // 2], "magic": b"PK\x03\x04", "empty": b""}[kind]


@pytest.mark.parametrize(
    "kind",
    ["pickle", "objects", "array", "other arrays", "half", "magic", "empty"],
)
def test_forged_weights_are_refused_and_never_run(folder, kind):
    path = folder / "weights.npz"
    path.write_bytes(forged_weights(kind, path.read_bytes()))
    sign(folder)
    with pytest.raises(ModelError, match="train the model again"):
        load_model(folder)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"null", b'{"names": 5, "clause_names": {}}', b"\xff"])
def test_a_forged_vocabulary_is_refused(folder, data):
    (folder / "vocabulary.json").write_bytes(data)
    sign(folder)
    with pytest.raises(ModelError, match="train the model again"):
        load_model(folder)


def test_a_vocabulary_that_does_not_fit_the_arrays_is_refused(folder):
    vocabulary = json.loads((folder / "vocabulary.json").read_bytes())
    vocabulary["names"].append("one/more")
    (folder / "vocabulary.json").write_text(json.dumps(vocabulary))
    sign(folder)
    with pytest.raises(ModelError):
        load_model(folder)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"null", b"5", b'"x"', b"\xff", b"{"])
def test_a_damaged_manifest_is_refused(folder, data):
    (folder / "model.json").write_bytes(data)
    with pytest.raises(ModelError, match=r"model\.json is damaged: train the model again, or reinstall it"):
        load_model(folder)


@pytest.mark.parametrize("value", ["high", None, [0.5]])
def test_a_review_threshold_that_is_no_number_is_refused(folder, value):
    sign(folder, review_below=value)
    with pytest.raises(ModelError, match="cannot be read"):
        load_model(folder)


def test_a_folder_that_cannot_be_written_is_named(linear, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match=r"cannot write the model to .* choose another folder with -o"):
        save_model(tmp_path / "file" / "small", linear, MANIFEST)


def test_the_shipped_model_may_be_copied_anywhere(tmp_path):
    shutil.copytree(default_model_directory(), tmp_path / "copy")
    assert load_model(tmp_path / "copy").identity == load_model().identity


def test_a_model_made_with_other_word_vectors_is_refused(folder):
    sign(folder, word_vectors="0" * 64)
    with pytest.raises(ModelError, match=r"other word vectors.*train it again"):
        load_model(folder)
