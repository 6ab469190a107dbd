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
    assert (settings.max_bytes, settings.max_pages) == (limits.max_bytes, limits.max_pages)
