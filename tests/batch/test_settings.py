from __future__ import annotations

import pytest

from hrtext.errors import UsageError
from hrtext.extract import Limits
from hrtext.settings import Settings


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf")])
def test_a_limit_that_limits_nothing_is_refused(value):
    with pytest.raises(UsageError, match="timeout_seconds must be a number above zero"):
        Settings(timeout_seconds=value)


def test_the_limits_of_reading_are_those_of_the_settings():
    settings, limits = Settings(), Limits()
    for name in ("max_bytes", "max_pages", "ocr", "ocr_pages", "ocr_page_seconds"):
        assert getattr(settings, name) == getattr(limits, name)


def test_there_is_no_ocr_but_what_there_is():
    with pytest.raises(UsageError, match="rapidocr, tesseract, off, not 'abbyy'"):
        Settings(ocr="abbyy")
