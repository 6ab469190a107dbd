"""The written corpus is what its datasheet says: coded by the table, offsets right, no copies."""

import json
import re
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from hrtext.corpus import read_corpus
from hrtext.lexicon import load_lexicon

CORPUS = Path(__file__).parent.parent / "corpora"
ACTS = [
    json.loads(line) for line in (CORPUS / "written" / "acts.jsonl").read_text(encoding="utf-8").splitlines()
]
SHINGLE = 40
# Formulas ("now, therefore, be it resolved by the council of the city of") recur in honest prose.
MOST_IN_COMMON = 0.12


def text_of(act):
    return (CORPUS / "written" / act["path"]).read_bytes().decode("utf-8")


def test_every_line_is_read_and_follows_the_table():
    corpus = read_corpus([CORPUS / "written"])
    assert [document.id for document in corpus.documents] == [act["id"] for act in ACTS]


def test_every_text_is_in_the_index():
    listed = {act["path"] for act in ACTS}
    assert {f"texts/{path.name}" for path in (CORPUS / "written" / "texts").iterdir()} == listed


def test_offsets_lie_in_the_text_and_every_document_has_a_decisive_clause():
    for act in ACTS:
        text = text_of(act)
        spans = [*act["clauses"], *act["instruments"], *act["rights"], *act["principles"]]
        assert all(0 <= span["start"] < span["end"] <= len(text) for span in spans), act["id"]
        assert any(clause["decisive"] for clause in act["clauses"]), act["id"]


def test_tags_are_canonical_ids():
    known = load_lexicon().by_key
    for act in ACTS:
        for kind, field in (("instrument", "instruments"), ("right", "rights"), ("principle", "principles")):
            assert all(f"{kind}:{tag['id']}" in known for tag in act[field]), act["id"]


def test_no_two_documents_are_near_duplicates():
    def shingles(text):
        letters = " ".join(re.findall(r"\w+", text.lower()))
        return {letters[i : i + SHINGLE] for i in range(0, len(letters) - SHINGLE, 5)} | {
            letters[i : i + SHINGLE] for i in range(len(letters) - SHINGLE)
        }

    sets = [shingles(text_of(act)) for act in ACTS]
    owners = defaultdict(list)
    for number, found in enumerate(sets):
        for shingle in found:
            owners[shingle].append(number)
    common = defaultdict(int)
    for numbers in owners.values():
        for pair in combinations(numbers, 2):
            common[pair] += 1
    close = {
        (ACTS[first]["id"], ACTS[second]["id"]): round(shared / min(len(sets[first]), len(sets[second])), 2)
        for (first, second), shared in common.items()
        if shared > MOST_IN_COMMON * min(len(sets[first]), len(sets[second]))
    }
    assert not close


@pytest.mark.parametrize(
    ("label", "at_least"),
    [("formal_designation", 90), ("informal_commitment", 110), ("rhetoric_only", 100), ("out_of_scope", 20)],
)
def test_every_outcome_is_common_enough_to_learn(label, at_least):
    assert sum(act["label"] == label for act in ACTS) >= at_least


def test_every_numbered_hard_case_has_three_documents():
    # Case 10 is about texts that are cut off, which no score may count.
    for case in set(range(1, 23)) - {10}:
        assert sum(case in act["hard_cases"] for act in ACTS) >= 3, case


def test_every_use_of_the_title_has_eight_documents():
    for use in ("given", "duty", "recalled", "aspired", "conferred"):
        assert sum(act["title_use"] == use for act in ACTS) >= 8, use


def test_the_public_manifest_holds_no_text():
    lines = (CORPUS / "public" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1_170
    for act in map(json.loads, lines):
        assert "text" not in act
        spans = [span for field in ("clauses", "instruments") for span in act.get(field, ())]
        assert all(0 <= span["start"] < span["end"] <= act["characters"] for span in spans), act["id"]
        assert not any("quote" in span for span in spans)
