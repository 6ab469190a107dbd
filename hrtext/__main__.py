"""``python -m hrtext``."""

from __future__ import annotations

import sys

from hrtext.cli import main

if __name__ == "__main__":
    sys.exit(main())
