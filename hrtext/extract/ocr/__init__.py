"""Text recognition: pages that are pictures, or whose text layer is broken or has gaps."""

from __future__ import annotations
