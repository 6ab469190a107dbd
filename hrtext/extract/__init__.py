"""Reading documents: from PDF, office, web, mail, law XML and text files to running text.

Nothing heavy is imported until a file of that format is read.
"""

from __future__ import annotations

from hrtext.extract.limits import Limits
from hrtext.extract.ocr.engines import require_engine
from hrtext.extract.reading import read_document, read_text

__all__ = ["Limits", "read_document", "read_text", "require_engine"]
