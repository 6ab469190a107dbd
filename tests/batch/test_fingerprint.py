from __future__ import annotations

from dataclasses import replace

import pytest

from hrtext.fingerprint import conditions
from hrtext.settings import Settings


def under(settings: Settings, *, quality: bool = False) -> str:
    return conditions("extract", None, None, settings, quality=quality)


@pytest.mark.parametrize(
    ("name", "value", "changes"),
    [
        ("ocr", "off", True),
        ("ocr", "tesseract", True),
        ("ocr_pages", 3, True),
        ("max_pages", 3, True),
        ("max_members", 3, True),
        ("password", "secret", True),
        ("timeout_seconds", 3.0, False),
        ("ocr_page_seconds", 3.0, False),
        ("memory_megabytes", 3000, False),
    ],
)
def test_what_may_change_a_record_changes_the_fingerprint(name, value, changes):
    assert (under(replace(Settings(), **{name: value})) != under(Settings())) == changes


def test_a_measured_text_is_another_record():
    assert under(Settings(), quality=True) != under(Settings())


def test_a_record_does_not_tell_which_password_was_given():
    assert under(Settings(password="one")) == under(Settings(password="two"))
