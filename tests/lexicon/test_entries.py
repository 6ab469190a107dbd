from __future__ import annotations

import json
from collections import defaultdict
from importlib import resources
from pathlib import Path

import pytest

from hrtext.annotate import build_pipeline
from hrtext.errors import LexiconError
from hrtext.lexicon import load_lexicon
from hrtext.lexicon.entries import FILES, KINDS

LEXICON = load_lexicon()
DOMAIN = Path(__file__).resolve().parents[3] / "shared" / "domain"
OWN = {"id": "lake_rights", "kind": "right", "names": {"en": ["right to the lake"]}, "source": ["us"]}
COUNTER_EXAMPLES = [(entry, text) for entry in LEXICON.entries for text in entry.counter_examples]


@pytest.fixture(scope="module")
def nlp():
    return build_pipeline()


@pytest.fixture
def own(tmp_path):
    """Write a lexicon of the user's own and return its path."""

    def write(*entries):
        path = tmp_path / "own.jsonl"
        path.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
        return path

    return write


def test_every_line_of_every_file_is_an_entry():
    lines = sum(
        1
        for name in FILES
        for line in (resources.files("hrtext.lexicon") / f"{name}.jsonl").read_bytes().split(b"\n")
        if line
    )
    assert lines == len(LEXICON.entries) > 300
    assert {entry.kind for entry in LEXICON.entries} == KINDS


def test_every_entry_names_its_source_and_has_an_english_name():
    for entry in LEXICON.entries:
        assert entry.source, entry.id
        assert all(len(source) > 3 for source in entry.source), entry.id
        assert entry.names.get("en"), entry.id


def test_no_two_entries_of_a_kind_share_a_variant():
    for language in ("en",):
        owners = defaultdict(set)
        for entry in LEXICON.entries:
            for name in entry.variants(language):
                owners[entry.kind, name.lower()].add(entry.id)
        # "The two covenants" names both.
        shared = [ids for ids in owners.values() if len(ids) > 1 and ids != {"iccpr", "icescr"}]
        assert shared == []


def test_no_two_instruments_share_an_acronym():
    owners = defaultdict(set)
    for entry in LEXICON.entries:
        for acronym in entry.acronyms:
            owners[acronym].add(entry.id)
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


def test_weak_names_and_guarded_names_are_names_of_the_entry():
    for entry in LEXICON.entries:
        names = {name.lower().replace("’", "'") for names in entry.names.values() for name in names}
        assert entry.weak <= names, entry.id
        for guard in entry.guards:
            assert guard.variants <= names or entry.id == "peace", (entry.id, guard.variants - names)


def test_every_guard_can_refuse_something():
    idle = [
        entry.id
        for entry in LEXICON.entries
        for guard in entry.guards
        if not (
            guard.near
            or guard.document
            or guard.not_document
            or guard.not_after
            or (guard.not_before and guard.not_before.pattern != "$^")
        )
    ]
    assert idle == []


@pytest.mark.parametrize(("entry", "text"), COUNTER_EXAMPLES)
def test_a_counter_example_gives_no_reference_of_that_entry(nlp, entry, text):
    found = {(item["kind"], item["id"]) for item in nlp(text)._.hrtext_references}
    assert (entry.kind, entry.id) not in found


def test_every_unguarded_english_name_is_found_as_its_entry(nlp):
    missed = []
    for entry in LEXICON.entries:
        if entry.role in ("verb_cue", "negative_cue"):
            continue
        guarded = {variant for guard in entry.guards for variant in guard.variants}
        for name in entry.variants("en"):
            if name.lower() in guarded or any(not guard.variants for guard in entry.guards):
                continue
            found = {(item["kind"], item["id"]) for item in nlp(f"It names {name} here.")._.hrtext_references}
            if (entry.kind, entry.id) not in found:
                missed.append((entry.id, name))
    assert missed == []


@pytest.mark.skipif(not DOMAIN.is_dir(), reason="the shared domain lists are not on this machine")
@pytest.mark.parametrize("name", FILES)
def test_every_id_of_the_domain_lists_is_here(name):
    kind = name[:-1]
    lines = (DOMAIN / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    missing = [
        data["id"]
        for data in map(json.loads, filter(str.strip, lines))
        if f"{kind}:{data['id']}" not in LEXICON.by_key
    ]
    assert missing == []


def test_a_users_file_adds_an_entry(own):
    lexicon = load_lexicon(own(OWN))
    assert lexicon.entry("right", "lake_rights").variants("en") == ("right to the lake",)
    assert len(lexicon.entries) == len(LEXICON.entries) + 1
    assert lexicon.sha256 != LEXICON.sha256
    with pytest.raises(KeyError):
        LEXICON.entry("right", "lake_rights")


def test_a_users_file_extends_a_shipped_entry_and_keeps_the_rest(own, nlp):
    path = own({**OWN, "id": "housing", "names": {"en": ["nest for all"]}, "acronyms": ["NFA"]})
    lexicon = load_lexicon(path)
    shipped, merged = LEXICON.entry("right", "housing"), lexicon.entry("right", "housing")
    assert merged.variants("en") == (*shipped.variants("en"), "nest for all")
    assert (merged.guards, merged.counter_examples) == (shipped.guards, shipped.counter_examples)
    assert merged.source == (*shipped.source, "us")
    assert len(lexicon.entries) == len(LEXICON.entries)
    text = "A Nest for All, and the NFA, and the right to housing."
    assert [r["id"] for r in build_pipeline(path)(text)._.hrtext_references] == ["housing"] * 3
    assert [r["id"] for r in nlp(text)._.hrtext_references] == ["housing"]


def test_a_user_may_make_a_weak_name_count(own):
    (weak,) = [e for e in LEXICON.entries if e.kind == "mechanism" and e.id == "audit_review"]
    assert "audit" in weak.weak
    path = own({"id": "audit_review", "kind": "mechanism", "names": {"en": ["audit"]}, "source": ["us"]})
    assert "audit" in load_lexicon(path).entry("mechanism", "audit_review").variants("en")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "law"}, "kind 'law' is none of designation, instrument"),
        ({"id": "Lake Rights"}, "id 'Lake Rights' may hold a-z, 0-9 and _ only"),
        ({"names": {}}, "names holds no name"),
        ({"names": {"en": [" "]}}, "names of 'en' must be a list of texts, none empty"),
        ({"role": "crown"}, "role 'crown' is none of"),
        ({"colour": "red"}, "unknown field colour"),
        ({"guards": [{"not_before": "("}]}, "unterminated"),
        ({"id": 5}, "string"),
    ],
)
def test_a_malformed_entry_is_told_by_file_and_line(own, change, words):
    path = own(OWN, {**OWN, "id": "other", **change})
    with pytest.raises(LexiconError, match=words) as caught:
        load_lexicon(path)
    assert str(caught.value).startswith(f"{path}, line 2: ")


@pytest.mark.parametrize(
    "change",
    [
        {"names": {"en": "lake"}},
        {"names": ["right to the lake"]},
        {"names": {"en": [5]}},
        {"source": "us"},
        {"acronyms": "RTL"},
        {"guards": ["x"]},
        {"guards": [{"not_befor": "x"}]},
    ],
    ids=str,
)
def test_an_entry_of_wrong_types_is_told_by_file_and_line(own, change):
    with pytest.raises(LexiconError, match="line 1"):
        load_lexicon(own({**OWN, **change}))


@pytest.mark.parametrize("missing", ["id", "kind", "names", "source"])
def test_a_missing_field_is_named(own, missing):
    path = own({key: value for key, value in OWN.items() if key != missing})
    with pytest.raises(LexiconError, match=f"line 1: missing {missing}"):
        load_lexicon(path)


@pytest.mark.parametrize("data", [b"{", b"[1]", b"null", b'"x"', b"\xff\xfe"])
def test_what_is_no_json_object_is_refused(tmp_path, data):
    path = tmp_path / "own.jsonl"
    path.write_bytes(data)
    with pytest.raises(LexiconError, match=r"own\.jsonl"):
        load_lexicon(path)


@pytest.mark.parametrize("character", ["\u2028", "\x85"])
def test_a_line_of_json_may_hold_any_character_but_a_line_feed(tmp_path, character):
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps({**OWN, "note": f"a{character}b"}, ensure_ascii=False), encoding="utf-8")
    assert load_lexicon(path).entry("right", "lake_rights")


def test_blank_lines_and_crlf_are_no_entries(tmp_path):
    path = tmp_path / "own.jsonl"
    path.write_bytes(b"\r\n" + json.dumps(OWN).encode() + b"\r\n\r\n")
    assert load_lexicon(path).entry("right", "lake_rights")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(LexiconError, match=r"cannot read the lexicon .*nowhere\.jsonl: No such file"):
        load_lexicon(tmp_path / "nowhere.jsonl")


def test_the_hash_is_that_of_the_data(own):
    path = own(OWN)
    assert load_lexicon().sha256 == LEXICON.sha256
    assert load_lexicon(path).sha256 == load_lexicon(path).sha256
