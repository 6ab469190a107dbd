"""Write and read a model directory: arrays, word lists and a manifest, nothing that runs.

::

    model.json        schema, name, version, hashes, figures; the SHA-256 of the other files and of the
                      word vectors of the package, without which the weights mean nothing
    weights.npz       the arrays (read with ``allow_pickle=False``)
    vocabulary.json   the names of their columns
    README.md         the model card

A directory of another schema, with a file that was changed, or with a pickle
in it is refused: loading a pickle runs whatever its author wrote.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hrtext.errors import ModelError
from hrtext.model.clauses import ClauseModel
from hrtext.model.directory import default_model_directory
from hrtext.model.linear import LinearModel
from hrtext.model.word_vectors import DIMENSIONS, load_word_vectors
from hrtext.records import LABELS, QUESTIONS, ModelIdentity

SCHEMA = "hrtext-model/3"
_FILES = ("weights.npz", "vocabulary.json")
_PICKLES = frozenset({".pkl", ".pickle", ".joblib", ".dill", ".cloudpickle", ".pt", ".pth"})
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model, who it is, and what its manifest says of it."""

    linear: LinearModel
    identity: ModelIdentity
    manifest: Mapping[str, Any]

    @property
    def review_below(self) -> float:
        """The probability of the outcome below which a person should look."""
        return float(self.manifest["review_below"])


def save_model(directory: str | Path, model: LinearModel, manifest: Mapping[str, Any]) -> ModelIdentity:
    """Write a model directory; the same model gives the same bytes.

    Parameters
    ----------
    directory : path
        Created if need be; files of the same names are replaced.
    model : LinearModel
    manifest : mapping
        ``name``, ``version``, ``review_below`` and whatever else the card
        tells, JSON-ready; schema and hashes are added here.

    Raises
    ------
    ModelError
        If the directory cannot be written.
    """
    directory = Path(directory)
    vocabulary = {
        "names": _in_order(model.names),
        "clause_names": _in_order(model.clauses.names),
        "clause_words": _in_order(model.clauses.vocabulary),
    }
    contents = {
        "weights.npz": _arrays(model),
        "vocabulary.json": _json(vocabulary),
    }
    full = {
        "schema": SCHEMA,
        **manifest,
        "word_vectors": load_word_vectors().sha256,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()},
    }
    full["sha256"] = _manifest_hash(full)
    contents["model.json"] = _json(full)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, data in contents.items():
            (directory / name).write_bytes(data)
    except OSError as error:
        raise ModelError(
            f"cannot write the model to {directory} ({error.strerror}): choose another folder with -o"
        ) from error
    return _identity(full)


def load_model(directory: str | Path | None = None) -> StoredModel:
    """Read a model directory.

    Parameters
    ----------
    directory : path, optional
        The model that ships with hrtext, if not given.

    Raises
    ------
    ModelError
        If the directory is no model, or one that must not be trusted; the
        message says what to do.

    Examples
    --------
    >>> load_model().identity.name
    'default'
    """
    folder = default_model_directory() if directory is None else Path(directory)
    if not folder.is_dir():
        raise ModelError(
            f"there is no model directory {folder}: make one with `hrtext train CORPUS -o {folder}`"
        )
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _PICKLES:
            raise ModelError(
                f"{path} is a pickle, which can run any code when read: remove it; "
                "a model directory holds model.json, weights.npz, vocabulary.json and README.md"
            )
    raw = _read(folder, "model.json")
    try:
        manifest = json.loads(raw)
        schema = manifest["schema"]
    except (ValueError, TypeError, KeyError) as error:
        raise ModelError(
            f"{folder / 'model.json'} is damaged: train the model again, or reinstall it"
        ) from error
    if schema != SCHEMA:
        raise ModelError(
            f"{folder} has model schema {schema!r}, this version of hrtext reads {SCHEMA!r}: "
            "train the model again with this version"
        )
    if manifest.get("sha256") != _manifest_hash(manifest):
        raise _tampered(folder / "model.json")
    contents = {name: _read(folder, name) for name in _FILES}
    for name, data in contents.items():
        if hashlib.sha256(data).hexdigest() != manifest.get("files", {}).get(name):
            raise _tampered(folder / name)
    if manifest.get("word_vectors") != load_word_vectors().sha256:
        raise ModelError(
            f"{folder} was trained with other word vectors than this version of hrtext has: "
            "train it again with this version, or reinstall hrtext if the model came with it"
        )
    try:
        linear = _linear(contents)
        identity = _identity(manifest)
        float(manifest["review_below"])
    except (ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(f"{folder} cannot be read ({error}): train the model again") from error
    return StoredModel(linear, identity, manifest)


def _tampered(path: Path) -> ModelError:
    return ModelError(
        f"{path} is not as it was written (wrong SHA-256): "
        "copy the model directory again from where you trust it, or train it again"
    )


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise ModelError(
            f"{folder} is no model directory ({name}: {error.strerror}): "
            f"make one with `hrtext train CORPUS -o {folder}`"
        ) from error


def _identity(manifest: Mapping[str, Any]) -> ModelIdentity:
    return ModelIdentity(str(manifest["name"]), str(manifest["version"]), str(manifest["sha256"]))


def _manifest_hash(manifest: Mapping[str, Any]) -> str:
    """Return the hash of all that a manifest says but this hash; it covers the other files' hashes."""
    said = {key: value for key, value in manifest.items() if key != "sha256"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _linear(contents: Mapping[str, bytes]) -> LinearModel:
    vocabulary = json.loads(contents["vocabulary.json"])
    with np.load(io.BytesIO(contents["weights.npz"]), allow_pickle=False) as arrays:
        model = LinearModel(
            names=_columns(vocabulary["names"]),
            scale=arrays["scale"],
            coefficients=arrays["coefficients"],
            intercepts=arrays["intercepts"],
            clauses=ClauseModel(
                names=_columns(vocabulary["clause_names"]),
                vocabulary=_columns(vocabulary["clause_words"]),
                inverse_document_frequencies=arrays["idf_clauses"],
                coefficients=arrays["clause_coefficients"],
                intercepts=arrays["clause_intercepts"],
                meaning=arrays["clause_meaning"],
                deciding=arrays["clause_deciding"],
            ),
            combination=arrays["combination"],
            silent=arrays["silent"],
        )
    clauses = model.clauses
    width = len(clauses.names) + len(clauses.vocabulary)
    shapes = (clauses.coefficients.shape, clauses.meaning.shape, clauses.deciding.shape)
    if shapes != ((len(QUESTIONS), width), (len(QUESTIONS), DIMENSIONS), (len(LABELS), width)):
        raise ValueError("the arrays and the vocabulary of clauses differ in size")
    columns = len(model.names)
    if model.coefficients.shape != (len(QUESTIONS), columns) or len(model.scale) != columns:
        raise ValueError("the arrays and the vocabulary differ in size")
    return model


def _arrays(model: LinearModel) -> bytes:
    """Return the arrays as the bytes of an npz file without a time stamp, so that bytes repeat."""
    arrays = {
        "scale": model.scale,
        "coefficients": model.coefficients,
        "intercepts": model.intercepts,
        "idf_clauses": model.clauses.inverse_document_frequencies,
        "clause_coefficients": model.clauses.coefficients,
        "clause_intercepts": model.clauses.intercepts,
        "clause_meaning": model.clauses.meaning,
        "clause_deciding": model.clauses.deciding,
        "combination": model.combination,
        "silent": model.silent,
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, array in arrays.items():
            data = io.BytesIO()
            np.lib.format.write_array(data, np.ascontiguousarray(array), allow_pickle=False)
            packed.writestr(zipfile.ZipInfo(f"{name}.npy", _EPOCH), data.getvalue())
    return archive.getvalue()


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=False) + "\n").encode()


def _in_order(columns: Mapping[str, int]) -> list[str]:
    return sorted(columns, key=columns.__getitem__)


def _columns(names: list[str]) -> dict[str, int]:
    return {name: column for column, name in enumerate(names)}
