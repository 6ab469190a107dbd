from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from hrtext.errors import UsageError
from hrtext.extract import Limits
from hrtext.settings import LIMITS, Settings, read_settings, settings_file


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), True, "12", None])
def test_a_limit_that_limits_nothing_is_refused(value):
    with pytest.raises(UsageError, match="timeout_seconds must be a number above zero"):
        Settings(timeout_seconds=value)


def test_what_is_counted_is_a_whole_number():
    with pytest.raises(UsageError, match=r"max_pages must be a whole number, not 1\.5"):
        Settings(max_pages=1.5)  # type: ignore[arg-type]


def test_the_limits_of_reading_are_those_of_the_settings():
    assert isinstance(Settings(max_pages=3), Limits)
    settings, limits = Settings(), Limits()
    assert all(getattr(settings, field.name) == getattr(limits, field.name) for field in fields(Limits))


@pytest.mark.parametrize("value", ["abbyy", "", True, 1, None, ["auto"]])
def test_there_is_no_ocr_but_what_there_is(value):
    with pytest.raises(UsageError, match="rapidocr, tesseract, off, not"):
        Settings(ocr=value)


def test_seconds_need_not_be_whole():
    assert Settings(timeout_seconds=0.5, ocr_page_seconds=2.5).limits()["ocr_page_seconds"] == 2.5


def test_a_password_is_not_shown():
    settings = Settings(password="secret")
    assert "secret" not in repr(settings)
    assert "password" not in settings.limits()


def test_without_a_file_the_defaults_count(tmp_path: Path):
    assert settings_file(str(tmp_path)) is None
    assert read_settings(folder=str(tmp_path)) == Settings()
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 99\n")
    assert settings_file(str(tmp_path)) is None
    assert read_settings(folder=str(tmp_path)) == Settings()


def test_every_limit_can_stand_in_either_file_and_what_is_given_wins(tmp_path: Path):
    numbers = [name for name in LIMITS if name != "ocr"]
    lines = "".join(f"{name} = {number}\n" for number, name in enumerate(numbers, start=7)) + "ocr = 'off'\n"
    (tmp_path / "pyproject.toml").write_text(f"[tool.hrtext]\n{lines}")
    folder = str(tmp_path)
    assert read_settings(folder=folder).limits() == tomllib.loads(lines)
    assert settings_file(folder) == str(tmp_path / "pyproject.toml")
    assert read_settings({"max_pages": 3, "max_bytes": None}, folder=folder).max_pages == 3
    assert read_settings({"max_bytes": None}, folder=folder).max_bytes == tomllib.loads(lines)["max_bytes"]
    (tmp_path / "hrtext.toml").write_text("max_pages = 5")
    assert settings_file(folder) == str(tmp_path / "hrtext.toml")
    assert read_settings(folder=folder) == Settings(max_pages=5)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("hrtext.toml", "max_page = 5", "no setting 'max_page'; did you mean 'max_pages'"),
        ("hrtext.toml", "timeout = 5", "did you mean 'timeout_seconds'"),
        ("hrtext.toml", "[limits]\nmax_pages = 5", "no setting 'limits'"),
        ("hrtext.toml", "max_pages = 0", "hrtext.toml: max_pages must be a number above zero"),
        ("hrtext.toml", "max_pages = '5'", "max_pages must be a number above zero, not '5'"),
        ("hrtext.toml", "max_pages = 5.5", "whole number"),
        ("hrtext.toml", "ocr = 'abbyy'", "hrtext.toml: ocr must be one of auto, rapidocr, tesseract, off"),
        ("hrtext.toml", "ocr = true", "not True"),
        ("hrtext.toml", "ocr_page_seconds = 0", "ocr_page_seconds must be a number above zero"),
        ("hrtext.toml", "password = 'x'", "--password"),
        ("hrtext.toml", "max_pages =", "cannot be read"),
        ("pyproject.toml", "[tool.hrtext]\nmax_page = 5", "[tool.hrtext]: there is no setting 'max_page'"),
        ("pyproject.toml", "tool = 5", "tool must be a table"),
        ("pyproject.toml", "[tool", "cannot be read"),
    ],
)
def test_a_file_that_says_what_cannot_be(tmp_path: Path, name: str, text: str, words: str):
    (tmp_path / name).write_text(text)
    with pytest.raises(UsageError) as caught:
        read_settings(folder=str(tmp_path))
    assert words in str(caught.value)
    assert name in str(caught.value)
