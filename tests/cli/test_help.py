from __future__ import annotations

import shlex
import subprocess
import sys

import pytest

from hrtext.cli import main
from hrtext.cli.parser import build_parser

COMMANDS = ("classify", "extract", "tag", "convert", "train", "evaluate", "info")
HEAVY = {"spacy", "sklearn", "numpy", "pandas", "pypdfium2", "pdfplumber", "lxml", "tqdm"}


def help_of(capsys, *arguments):
    with pytest.raises(SystemExit) as stopped:
        main([*arguments, "--help"])
    assert stopped.value.code == 0
    return capsys.readouterr().out


def test_the_commands_are_those_of_the_contract(capsys):
    text = help_of(capsys)
    listed = text.partition("COMMAND\n")[2].partition("\n\n")[0]
    assert tuple(line.split()[0] for line in listed.splitlines()) == COMMANDS


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_help_has_a_description_and_an_example_that_parses(capsys, command):
    text = help_of(capsys, *command.split())
    usage, description = text.split("\n\n")[:2]
    assert usage.startswith("usage: hrtext")
    assert len(description) > 60
    assert max(map(len, text.splitlines())) <= 100
    example = text.partition("example:\n")[2].splitlines()[0].strip()
    words = shlex.split(example)
    assert words[:2] == ["hrtext", command or "classify"]
    build_parser().parse_args(words[1:])


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "label acts",
        "classify",
        "classify acts -j 0",
        "classify acts -j two",
        "classify acts --timeout 0",
        "classify acts --timeout nan",
        "classify acts --mod x",
        "extract acts --model x",
        "train corpus.jsonl",
        "evaluate",
        "convert run.jsonl",
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_is_wrong(capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        main(arguments.split())
    assert stopped.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "error: " in captured.err


@pytest.mark.parametrize("arguments", [["--help"], ["classify", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments):
    code = (
        "import sys\nfrom hrtext.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.split())
    assert "hrtext.cli" in loaded
    assert not loaded & HEAVY


def test_the_module_runs_as_the_command_does(hrtext):
    done = hrtext("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("hrtext ")
    assert "usage: hrtext " in hrtext("--help").stdout
