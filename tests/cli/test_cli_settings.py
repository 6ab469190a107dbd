from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_acts import write_acts

from hrtext.cli import main
from hrtext.settings import LIMITS, Settings


def statuses(text):
    return [json.loads(line)["status"] for line in text.splitlines()]


def test_settings_come_from_the_file_and_flags_win(acts, capfd):
    Path("hrtext.toml").write_text("max_bytes = 10\n")
    assert main(["extract", "acts"]) == 1
    assert statuses(capfd.readouterr().out) == ["too_large"] * 3
    assert main(["extract", "acts", "--max-bytes", "100000"]) == 0
    assert statuses(capfd.readouterr().out) == ["ok"] * 3


def test_a_setting_that_there_is_not_is_wrong_usage(acts, capfd):
    Path("hrtext.toml").write_text("max_byte = 10\n")
    for words in (["classify", "acts"], ["info"]):
        assert main(words) == 2
        out, err = capfd.readouterr()
        assert out == ""
        assert "did you mean 'max_bytes'" in err


def test_info_shows_the_settings_in_effect(acts, capfd):
    assert main(["info"]) == 0
    data = json.loads(capfd.readouterr().out)
    assert (data["settings_file"], data["settings"]) == (None, Settings().limits())
    Path("pyproject.toml").write_text("[tool.hrtext]\nmax_nesting = 1\n")
    assert main(["info"]) == 0
    data = json.loads(capfd.readouterr().out)
    assert data["settings_file"] == "./pyproject.toml"
    assert data["settings"] == {**Settings().limits(), "max_nesting": 1}


def test_every_limit_has_a_flag(acts, capfd):
    write_acts(acts, 1)
    flags = [f"--{name.replace('_', '-')}" for name in LIMITS if name != "timeout_seconds"]
    values = {"--ocr": "off"}
    words = [word for flag in (*flags, "--timeout") for word in (flag, values.get(flag, "100000"))]
    assert main(["extract", "acts", *words]) == 0
    with pytest.raises(SystemExit):
        main(["extract", "acts", "--max-pages", "0"])


def test_a_password_opens_a_pdf(acts, capfd):
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas("act.pdf", encrypt=StandardEncryption("opensesame", strength=128))
    canvas.drawString(72, 720, "The Council shall report on human rights.")
    canvas.save()
    found = {}
    for password in ("", "wrong", "opensesame"):
        main(["extract", "act.pdf", *(["--password", password] if password else [])])
        found[password] = json.loads(capfd.readouterr().out)
    assert [data["status"] for data in found.values()] == ["encrypted", "encrypted", "ok"]
    assert "--password" in found[""]["message"]
    assert "another password" in found["wrong"]["message"]
    assert found["opensesame"]["text"] == "The Council shall report on human rights."
