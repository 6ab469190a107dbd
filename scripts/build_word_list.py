"""Write the list of English words by which a garbled text layer is told from a sound one.

The words are those that stand in at least two of the acts written for this
project, so the list can be published with it.

    python scripts/build_word_list.py
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "corpora" / "written" / "texts"
LIST = ROOT / "hrtext" / "extract" / "ocr" / "words_en.txt"
MIN_ACTS = 2
WORD = re.compile(r"[a-z]+")
# Other pairs of letters are initials and abbreviations; garbled text is full of such.
SHORT = frozenset("a i am an as at be by do go he if in is it me my no of on or so to up us we".split())


def main() -> int:
    """Write the list; return 1 if there are no texts."""
    acts: Counter[str] = Counter()
    for path in sorted(TEXTS.glob("*.txt")):
        acts.update(set(WORD.findall(path.read_text(encoding="utf-8").lower())))
    words = sorted(
        word for word, count in acts.items() if count >= MIN_ACTS and (len(word) > 2 or word in SHORT)
    )
    if not words:
        print(f"no texts in {TEXTS}", file=sys.stderr)
        return 1
    LIST.write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words):,} words written to {LIST.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
