"""What decides a record besides its file, as a hash: so that a run knows what is done already."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from importlib import metadata, resources
from pathlib import Path

from hrtext import __version__
from hrtext.model.directory import default_model_directory
from hrtext.settings import Settings

# Another version of these may read another text out of the same file.
LIBRARIES = (
    "charset-normalizer", "lxml", "lxml-html-clean", "numpy", "olefile", "onnxruntime", "opencv-python",
    "ahocorasick-rs", "opencv-python-headless", "pdfplumber", "pillow", "py3langid", "pypdfium2", "rapidocr",
    "striprtf", "trafilatura",
)  # fmt: skip
# How long a file may take, and in how much memory, changes no record of a file that was read whole.
_CHANGES_NO_RECORD = ("timeout_seconds", "ocr_page_seconds", "memory_megabytes")
_LENGTH = 16
_MISSING = "missing"


def conditions(
    command: str,
    model: str | Path | None,
    lexicon: str | Path | None,
    settings: Settings,
    *,
    quality: bool = False,
) -> str:
    """Return a hash of all that decides the records of a run, but the files.

    Parameters
    ----------
    command : str
        ``classify``, ``extract`` or ``tag``.
    model, lexicon : path or None
        As given by the user. What cannot be read counts as missing: the run
        itself will say so.
    settings : Settings
    quality : bool, optional
        Whether ``extract`` measures the quality of each text.

    Examples
    --------
    >>> conditions("tag", None, None, Settings()) == conditions("extract", None, None, Settings())
    False
    """
    limits = {name: value for name, value in asdict(settings).items() if name not in _CHANGES_NO_RECORD}
    # Nobody shall be able to find it out from a record by trying.
    limits["password"] = settings.password is not None
    said = {
        "command": command,
        "hrtext": __version__,
        "libraries": {name: _version(name) for name in LIBRARIES},
        "settings": limits,
        "quality": quality,
    }
    # The one reader of pictures that is no Python package; the others are among the libraries.
    if settings.ocr in ("auto", "tesseract"):
        from hrtext.extract.ocr.tesseract import start

        engine = start()
        said["tesseract"] = engine.name if engine is not None else _MISSING
    if command != "extract":
        words = sorted(Path(str(resources.files("hrtext"))).glob("lexicon/*.jsonl"))
        said["lexicon"] = [_content(path) for path in words] + [_content(lexicon) if lexicon else ""]
        # The manifest of a model holds the hashes of its other files.
        said["model"] = _content(Path(model or default_model_directory()) / "model.json")
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def fingerprint(made_under: str, path: str, sha256: str | None, number: int) -> str | None:
    """Return the fingerprint of a record, or None if its file could not be read.

    Parameters
    ----------
    made_under : str
        The :func:`conditions` of the run.
    path, sha256 : str, str or None
        Where the input was found, and the hash of its content.
    number : int
        Which of the records of this input it is, from 0 on.

    Returns
    -------
    str or None
        16 hexadecimal digits.

    Examples
    --------
    >>> fingerprint("", "act.txt", "ab", 0)
    'a50d57a31069f576'
    """
    if sha256 is None:
        return None
    data = "\0".join((made_under, path, sha256, str(number)))
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def _content(path: str | Path) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except (OSError, ValueError):
        return _MISSING


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return _MISSING
