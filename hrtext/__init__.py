"""hrtext: label and tag what cities promise about human rights.

Names are imported on first use, so that ``import hrtext`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrtext.analyzer import Analyzer, load
    from hrtext.extract.placing import find_boxes
    from hrtext.frames import to_frame
    from hrtext.model.evaluation import evaluate
    from hrtext.model.training import train
    from hrtext.records import Document, Record, read_records
    from hrtext.settings import Settings

__version__ = "0.1.0"
__all__ = [
    "Analyzer",
    "Document",
    "Record",
    "Settings",
    "__version__",
    "evaluate",
    "find_boxes",
    "load",
    "read_records",
    "to_frame",
    "train",
]
_HOME = {
    "Analyzer": "hrtext.analyzer",
    "load": "hrtext.analyzer",
    "find_boxes": "hrtext.extract.placing",
    "to_frame": "hrtext.frames",
    "evaluate": "hrtext.model.evaluation",
    "train": "hrtext.model.training",
    "Document": "hrtext.records",
    "Record": "hrtext.records",
    "read_records": "hrtext.records",
    "Settings": "hrtext.settings",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'hrtext' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
