# ruff: noqa: F811 - a fixture is imported by its name, and asked for by its name.
"""The figures of the model that ships may not fall unnoticed."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from small_corpus import linear, samples  # noqa: F401

from hrtext.model.store import load_model, save_model

ROOT = Path(__file__).parent.parent.parent
SCRIPT = ROOT / "scripts" / "set_floors.py"
pytestmark = pytest.mark.skipif(not SCRIPT.exists(), reason="the scripts are in a checkout only")


def set_floors(*arguments):
    """Run the script in this process, as starting one for each test takes long."""
    spec = importlib.util.spec_from_file_location("set_floors", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = module.main(list(map(str, arguments)))
    return SimpleNamespace(returncode=code, stdout=out.getvalue(), stderr=err.getvalue())


def test_the_shipped_model_is_not_under_its_floors():
    done = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_the_floors_speak_of_every_way_of_splitting_and_of_real_and_written():
    kept = json.loads((ROOT / "tests" / "model" / "floors.json").read_text())
    assert kept["corpus_sha256"] == load_model().manifest["corpus"]["sha256"]
    for part in ("real_clear", "real", "written"):
        for split in ("group", "city"):
            assert kept["floors"][f"{split}/{part}/macro_f1"] > 0.5
    assert {"group/written/formal_designation/precision", "city/written/formal_designation/recall"} <= set(
        kept["floors"]
    )


class Gate:
    """A model whose figures can be set, and its floors."""

    def __init__(self, folder, linear):
        self.model, self.floors, self.linear = folder / "model", folder / "floors.json", linear
        self.measure(0.9)
        assert self.run().returncode == 0

    def measure(self, macro_f1, corpus="a" * 64, parts=("real", "written")):
        outcomes = {"formal_designation": {"precision": 0.8, "recall": 0.7, "documents": 5}}
        answers = {"designation": {"f1": 0.85}, "undertaking": {"f1": None}}
        figure = {"macro_f1": macro_f1, "outcomes": outcomes, "answers": answers}
        manifest = {
            "name": "m", "version": "0", "review_below": 0.5, "corpus": {"sha256": corpus},
            "figures": {"group": dict.fromkeys(parts, figure)},
        }  # fmt: skip
        save_model(self.model, self.linear, manifest)

    def run(self, *arguments):
        return set_floors("--model", self.model, "--floors", self.floors, *arguments)

    def floor(self, name="group/real/macro_f1"):
        return json.loads(self.floors.read_text())["floors"].get(name)


@pytest.fixture
def gate(tmp_path, linear):
    return Gate(tmp_path, linear)


def test_floors_lie_a_little_under_the_figures(gate):
    assert json.loads(gate.floors.read_text()) == {
        "corpus_sha256": "a" * 64,
        "floors": {
            f"group/{part}/{name}": floor
            for part in ("real", "written")
            for name, floor in {
                "macro_f1": 0.89,
                "designation/f1": 0.84,
                "formal_designation/precision": 0.79,
                "formal_designation/recall": 0.69,
            }.items()
        },
    }
    assert gate.run("--check").returncode == 0


def test_a_figure_under_its_floor_fails_and_the_floor_falls_with_the_flag_alone(gate):
    gate.measure(0.88)
    before = gate.floors.read_bytes()
    checked = gate.run("--check")
    assert checked.returncode == 1
    assert "group/real/macro_f1 is 0.88, and its floor 0.89: find out why" in checked.stderr
    assert "set_floors.py --lower" in checked.stderr
    refused = gate.run()
    assert refused.returncode == 1
    assert "no floor is lowered without --lower" in refused.stderr
    assert gate.floors.read_bytes() == before
    lowered = gate.run("--lower")
    assert lowered.returncode == 0
    assert "group/real/macro_f1: 0.89 -> 0.87" in lowered.stdout
    assert gate.run("--check").returncode == 0


@pytest.mark.parametrize("flag", [(), ("--lower",)])
def test_a_figure_that_falls_but_not_under_its_floor_leaves_the_floor(gate, flag):
    gate.measure(0.895)
    assert gate.run("--check").returncode == 0
    assert gate.run(*flag).returncode == 0
    assert gate.floor() == 0.89


def test_a_better_figure_asks_for_a_higher_floor(gate):
    gate.measure(0.95)
    checked = gate.run("--check")
    assert checked.returncode == 1
    assert (
        "group/real/macro_f1 is 0.95, and its floor 0.89: run `python scripts/set_floors.py` to raise it"
        in (checked.stderr)
    )
    assert gate.run().returncode == 0
    assert gate.floor() == 0.94
    assert gate.run("--check").returncode == 0


def test_a_floor_lowered_by_hand_is_found(gate):
    kept = json.loads(gate.floors.read_text())
    kept["floors"]["group/real/macro_f1"] = 0.5
    gate.floors.write_text(json.dumps(kept))
    assert "its floor 0.5: run" in gate.run("--check").stderr


@pytest.mark.parametrize("gone", [True, False])
def test_a_floor_without_figure_or_a_figure_without_floor_is_found(gate, gone):
    gate.measure(0.9, parts=("real",) if gone else ("real", "written", "real_clear"))
    checked = gate.run("--check")
    assert checked.returncode == 1
    if gone:
        assert "group/written/macro_f1 is not measured any more" in checked.stderr
        assert gate.run().returncode == 1
        assert gate.run("--lower").returncode == 0
        assert gate.floor("group/written/macro_f1") is None
    else:
        assert "group/real_clear/macro_f1 is 0.9, and its floor missing: run" in checked.stderr
        assert gate.run().returncode == 0
    assert gate.run("--check").returncode == 0


def test_another_corpus_asks_for_new_floors_and_says_how(gate):
    gate.measure(0.9, corpus="b" * 64)
    checked = gate.run("--check")
    assert checked.returncode == 1
    assert f"measured on corpus {'b' * 16}, the floors on {'a' * 16}: run `python scripts/set_floors.py`" in (
        checked.stderr
    )
    assert gate.run().returncode == 0
    assert gate.run("--check").returncode == 0


def test_a_model_that_was_changed_by_hand_has_no_figures(gate):
    manifest = (gate.model / "model.json").read_text()
    (gate.model / "model.json").write_text(manifest.replace("0.9", "0.99"))
    checked = gate.run("--check")
    assert checked.returncode == 1
    assert "is not as it was written" in checked.stderr
