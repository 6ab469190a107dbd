"""What the README shows is what happens."""

import contextlib
import io
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language, after):
    return re.search(rf"{re.escape(after)}.*?```{language}\n(.*?)```", README, re.DOTALL).group(1)


def test_the_python_example_prints_what_is_shown(monkeypatch):
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block("python", "## From Python"), "README.md", "exec"), {})
    assert printed.getvalue() == block("text", "print(reference.id")


def test_every_command_of_the_table_exists():
    from hrtext.cli.parser import build_parser

    named = re.findall(r"^hrtext (\w+)", block("text", "## From the command line"), re.MULTILINE)
    helped = build_parser().format_help()
    assert named == ["classify", "extract", "tag", "train", "evaluate", "convert", "info"]
    assert all(f"    {name}" in helped for name in named)
