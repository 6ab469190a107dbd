"""The vocabulary of hrtext: data files with id, variants, counter-examples and source.

Two kinds of file stand in this folder. Entries (``instruments``, ``rights``,
``principles``, ``mechanisms``, ``designations``) name things in a dozen
languages; cues (``commitments``, ``content``, ...) are patterns of drafting.
Code compiles them and knows none of their words.
"""

from __future__ import annotations

from hrtext.lexicon.cues import Cue, CueSet, load_cues
from hrtext.lexicon.entries import Entry, Guard, Lexicon, load_lexicon

__all__ = ["Cue", "CueSet", "Entry", "Guard", "Lexicon", "load_cues", "load_lexicon"]
