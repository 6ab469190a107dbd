from __future__ import annotations

import io
import os
import socket
import subprocess
from pathlib import Path

import pytest

from hrtext.errors import UsageError
from hrtext.inputs import Input, from_source, open_inputs, walk


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "b.txt",
        "a/2.txt",
        "a/10.txt",
        "a/.DS_Store",
        ".git/config",
        "Z.pdf",
        "c/d/e.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_is_walked_to_its_depth_in_order_without_hidden_files(tree):
    expected = ["./Z.pdf", "./a/10.txt", "./a/2.txt", "./b.txt", "./c/d/e.txt"]
    assert list(walk(["."])) == expected


def test_a_hidden_file_that_is_named_is_kept(tree):
    assert list(walk(["a/.DS_Store", ".git"])) == ["a/.DS_Store", ".git/config"]


def test_paths_stay_in_the_order_they_are_given_and_none_is_dropped(tree):
    assert list(walk(["b.txt", "missing.pdf", "-", "a", "b.txt"])) == [
        "b.txt",
        "missing.pdf",
        "-",
        "a/10.txt",
        "a/2.txt",
        "b.txt",
    ]


def test_links_are_followed_but_never_round_and_round(tree):
    (tree / "a/up").symlink_to(tree)
    (tree / "a/self").symlink_to("self")
    (tree / "c/again").symlink_to(tree / "c/d")
    (tree / "gone.txt").symlink_to("nowhere")
    assert list(walk(["."])) == [
        "./Z.pdf",
        "./a/10.txt",
        "./a/2.txt",
        "./a/self",
        "./b.txt",
        "./c/again/e.txt",
        "./gone.txt",
    ]


def test_a_link_to_a_folder_elsewhere_is_followed(tree, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "far.txt").touch()
    (tree / "c/link").symlink_to(elsewhere)
    assert list(walk(["c"])) == ["c/d/e.txt", "c/link/far.txt"]


def test_an_undecodable_name_is_kept(tree):
    name = os.fsencode(tree) + b"/a/caf\xe9.txt"
    Path(os.fsdecode(name)).touch()
    assert os.fsencode(list(walk(["a"]))[-1]) == b"a/caf\xe9.txt"
    (item,) = open_inputs([os.fsdecode(name)], 9)
    assert os.fsencode(item.path) == name


def test_what_is_not_a_plain_file_is_still_an_input(tree):
    os.mkfifo("a/pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("a/socket")
        assert list(walk(["a"])) == ["a/10.txt", "a/2.txt", "a/pipe", "a/socket"]


def test_the_output_of_the_run_is_not_an_input_of_it(tree):
    found = list(walk(["a", "a/2.txt"], skip=[str(tree / "a/2.txt"), "a/none"]))
    assert found == ["a/10.txt", "a/2.txt"]


def test_an_empty_folder_has_no_inputs(tree):
    (tree / "empty/.hidden").mkdir(parents=True)
    assert list(walk(["empty"])) == []


def test_a_tree_deeper_than_the_stack_of_python(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    depth = 1500
    for _ in range(depth):
        os.mkdir("d")
        os.chdir("d")
    Path("leaf.txt").touch()
    os.chdir(tmp_path)
    (path,) = walk(["d"])
    assert path.count("d/") == depth
    # Python 3.11 cannot remove such a tree, so pytest could not either.
    subprocess.run(["rm", "-r", "d"], check=True)


def test_standard_input_is_read_to_its_end_as_bytes(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"%PDF\xff\r\n")))
    assert list(open_inputs(["-", "a.txt"], 9)) == [Input("-", b"%PDF\xff\r\n"), Input("a.txt")]


def test_sources_of_the_api():
    assert from_source(Path("a/b.txt")) == Input("a/b.txt")
    assert from_source(b"x") == Input("", b"x")


def test_a_remote_folder_is_walked_and_its_files_are_fetched():
    fsspec = pytest.importorskip("fsspec")
    for name, data in (("b.txt", b"bee"), ("a/2.txt", b"two"), ("a/.git/x", b"no"), (".DS_Store", b"no")):
        fsspec.filesystem("memory").pipe(f"/acts/{name}", data)
    paths = list(walk(["memory://acts", "memory://acts/b.txt", "memory://none"]))
    assert paths == [
        "memory:///acts/a/2.txt",
        "memory:///acts/b.txt",
        "memory://acts/b.txt",
        "memory://none",
    ]
    assert [item.data for item in open_inputs(paths, 2)] == [b"two", b"bee", b"bee", None]
    assert next(open_inputs(paths, 1)).data == b"tw"


def test_a_url_of_an_unknown_kind_says_what_to_install():
    pytest.importorskip("fsspec")
    with pytest.raises(UsageError, match=r"hrtext\[remote\]"):
        list(walk(["nosuchthing://acts"]))
