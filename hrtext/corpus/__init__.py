"""Labelled corpora: documents that people have coded, from whatever tool they coded in.

A corpus is read in two steps: a module for each kind of file turns its rows
into the same named fields (:mod:`hrtext.corpus.fields`), and
:mod:`hrtext.corpus.reading` makes documents of them.
"""

from __future__ import annotations

from hrtext.corpus.documents import Corpus, LabelledDocument, Reading, label_counts
from hrtext.corpus.duplicates import fingerprint
from hrtext.corpus.reading import read_corpus

__all__ = ["Corpus", "LabelledDocument", "Reading", "fingerprint", "label_counts", "read_corpus"]
