"""Which module may import which: the flow goes one way, from records to the command line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import hrtext

ROOT = Path(hrtext.__file__).parent
LINES = 400
# A module, or the package that it lies in, and what of hrtext it may import besides its own package.
# "hrtext" alone is the package itself: __version__ and the lazy names.
ALLOWED = {
    "errors": (),
    "onethread": (),
    "scans": (),
    "plaindata": (),
    "records": ("errors", "plaindata", "scans"),
    "stages": (),
    "textmap": ("errors",),
    "settings": ("errors", "extract.limits"),
    "remote": ("errors",),
    "inputs": ("errors", "records", "remote"),
    "output": ("errors",),
    "fingerprint": ("extract.ocr.tesseract", "hrtext", "model.directory", "settings"),
    "ledger": ("errors", "output"),
    "resume": ("errors", "fingerprint", "inputs", "ledger", "records", "worker"),
    "frames": ("errors", "records", "tables.rows"),
    "tables": ("errors", "output", "records"),
    "patience": (),
    "extract": ("errors", "patience", "records", "scans", "textmap"),
    "lexicon": ("errors", "records"),
    "annotate": ("errors", "lexicon", "records"),
    "clause_features": ("records",),
    "features": ("annotate.annotation", "annotate.contents", "clause_features", "lexicon"),
    "evidence": ("annotate.annotation", "annotate.contents", "features", "records"),
    "review": ("annotate.annotation", "model.codebook", "records", "scans"),
    "corpus": ("errors", "extract", "inputs", "model.codebook", "records"),
    "model.codebook": ("records",),
    "model.grams": (),
    "model.word_vectors": (),
    "model.clauses": ("clause_features", "records"),
    "model.linear": ("errors", "features", "records"),
    "model.directory": ("errors",),
    "model.marks": ("records",),
    "model.samples": ("features",),
    "model.clause_fitting": ("clause_features", "records"),
    "model.store": ("errors", "records"),
    "model.card": (),
    "model.splitting": ("errors", "records"),
    "model.inspection": ("corpus", "errors", "records"),
    "model.fitting": ("errors", "features", "records"),
    "model.metrics": ("records",),
    "model.sampling": ("annotate", "corpus", "extract", "features"),
    "model.evaluation": ("corpus", "records"),
    "model.comparison": ("corpus", "errors"),
    "model.training": ("corpus", "errors", "hrtext", "lexicon", "records"),
    "model": (),
    "analyzer": (
        "annotate", "evidence", "extract", "features", "lexicon", "model.codebook", "model.store", "records",
        "review", "settings", "batch", "inputs", "stages", "tasks",
    ),
    "worker": (
        "errors", "extract.containers", "inputs", "onethread", "patience", "plaindata", "records", "settings",
        "stages",
    ),
    "pool": ("errors", "inputs", "settings", "worker"),
    "batch": ("inputs", "pool", "records", "settings", "stages", "worker"),
    "cluster": (
        "batch", "errors", "hrtext", "inputs", "plaindata", "pool", "records", "settings", "stages", "worker",
    ),
    "tasks": ("analyzer", "extract", "records", "settings", "stages", "worker"),
    "report": ("errors", "hrtext", "inputs", "model.codebook", "output", "records", "scans"),
    "cli": (
        "analyzer", "batch", "cluster", "errors", "extract.limits", "fingerprint", "hrtext", "inputs",
        "ledger", "model.evaluation", "model.training", "records", "report", "resume", "settings", "stages",
        "tables.convert", "tasks", "worker",
    ),
    "__main__": ("cli",),
    "__init__": (
        "analyzer", "extract.placing", "frames", "model.evaluation", "model.training", "records", "report",
        "settings",
    ),
}  # fmt: skip
# Where a library that is slow to import, or that must not be trusted with a model, may be used.
LIBRARIES = {
    "sklearn": ("model.clause_fitting", "model.fitting", "model.metrics", "model.splitting"),
    "spacy": ("analyzer", "annotate"),
    "ahocorasick_rs": ("annotate.names", "lexicon.prefilter"),
    "pypdfium2": ("extract",),
    "pdfplumber": ("extract",),
    "olefile": ("extract",),
    "joblib": ("cluster", "model.evaluation", "model.sampling"),
    "distributed": ("cluster",),
    "pandas": ("frames",),
    "fsspec": ("remote",),
    "pyarrow": ("tables",),
    "duckdb": ("tables.duck",),
    "pickle": (),
    "cloudpickle": (),
    "rapidocr": ("extract.ocr.rapid",),
    "cv2": ("extract.ocr.rapid",),
    "onnxruntime": (),
    "subprocess": ("extract.ocr.tesseract",),
}
# Imported while the module itself is, these make `hrtext --help` slow.
HEAVY = {
    "spacy",
    "sklearn",
    "numpy",
    "scipy",
    "pandas",
    "pdfplumber",
    "pypdfium2",
    "trafilatura",
    "lxml",
    "pyarrow",
    "duckdb",
    "distributed",
    "joblib",
    "fsspec",
    "rapidocr",
    "cv2",
    "PIL",
}
LIGHT = ("__init__", "__main__", "cli", "errors", "records", "settings", "inputs", "output", "batch", "pool",
         "worker", "tasks", "frames", "plaindata", "textmap", "fingerprint", "ledger", "resume", "stages",
         "model.directory", "tables", "cluster", "remote")  # fmt: skip


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


MODULES = {name_of(path): path for path in sorted(ROOT.rglob("*.py"))}


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield each module that a file imports, and whether that happens as the file is imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    late = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) not in late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            assert node.module
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                is_module = full.removeprefix("hrtext.") in MODULES
                yield full if is_module else node.module, id(node) not in late


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def rule(name: str) -> str:
    return max((key for key in ALLOWED if within(name, (key,))), key=len, default="")


def test_the_table_names_modules_that_exist():
    gone = [key for key in ALLOWED if key not in MODULES and key != "report"]
    assert gone == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_what_lies_below_it(name):
    key = rule(name)
    assert key, f"{name} is new: say in ALLOWED what it may import"
    allowed = ALLOWED[key]
    own = key.split(".")[0]
    for imported, _ in imports(MODULES[name]):
        if imported.split(".")[0] != "hrtext":
            continue
        inner = imported.removeprefix("hrtext").removeprefix(".") or "hrtext"
        if own not in ("hrtext", "__init__") and within(inner, (own,)):
            continue
        assert within(inner, allowed), f"{name} imports {imported}, which {key} may not"


@pytest.mark.parametrize("name", MODULES)
def test_libraries_are_used_where_they_belong(name):
    for imported, _ in imports(MODULES[name]):
        library = imported.split(".")[0]
        assert within(name, LIBRARIES.get(library, (name,))), f"{name} imports {library}"


@pytest.mark.parametrize("name", [name for name in MODULES if within(name, LIGHT)])
def test_nothing_heavy_is_imported_on_the_way_to_the_help(name):
    heavy = {imported.split(".")[0] for imported, early in imports(MODULES[name]) if early} & HEAVY
    assert not heavy


def test_nobody_but_the_entry_point_imports_the_command_line():
    users = [
        name
        for name, path in MODULES.items()
        if not within(name, ("cli", "__main__"))
        and any(imported.startswith("hrtext.cli") for imported, _ in imports(path))
    ]
    assert users == []


def test_modules_do_not_import_each_other_in_a_circle():
    edges = {
        name: {
            imported.removeprefix("hrtext.")
            for imported, early in imports(path)
            if early and imported.startswith("hrtext.") and imported.removeprefix("hrtext.") != name
        }
        for name, path in MODULES.items()
    }
    open_edges = dict(edges)
    while open_edges:
        leaves = [name for name, targets in open_edges.items() if not targets & open_edges.keys()]
        if not leaves:
            break
        for name in leaves:
            del open_edges[name]
    # A package and the modules that it hands out name each other, which Python allows.
    assert {name.split(".")[0] for name in open_edges} <= {"annotate", "lexicon", "extract", "cli"}


@pytest.mark.parametrize("name", MODULES)
def test_a_file_can_be_read_at_one_sitting(name):
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= LINES
