# ruff: noqa: F811 - a fixture is imported by its name, and asked for by its name.
"""The five uses of the title (CODEBOOK, case 21), and the ending of it (case 8)."""

from __future__ import annotations

import pytest
from tagged import nlp, parse  # noqa: F401

GREEDY = "'title_given' also fires where the title is recalled, aspired to, conferred or ended"
SWALLOWED = "the lexicon knows the whole name as a mechanism, so the title inside it is never seen"

GIVEN_OR_DUTY = [
    "BE IT RESOLVED, that <use is=title_given>the Council declares Eastport a human rights city</use>.",
    "BE IT RESOLVED, that <use is=title_given>Eastport is hereby designated a Human Rights City</use>.",
    "BE IT RESOLVED, that <use is=title_given>Eastport becomes the first human rights town</use>.",
    "WHEREAS, <use is=title_given>by declaring Eastport a Human Rights City, we lead; and</use>",
    "BE IT RESOLVED, that <use is=title_given>the Council reaffirms its designation of Eastport as a human "
    "rights city</use>.",
    'Section 1. <use is=title_duty>"Human rights city" means a city that realises rights</use>.',
    "Section 2. <use is=title_duty>The Mayor shall realise the human rights city</use>.",
    "Section 3. <use is=title_duty>The Council adopts the Human Rights City Action Plan</use>.",
    pytest.param(
        "Section 3. <use is=title_duty>There is established a Human Rights City Commission</use>.",
        marks=pytest.mark.xfail(reason=SWALLOWED, strict=True),
    ),
    "BE IT RESOLVED, that <use is=charter>the Council accedes to the European Charter for the Safeguarding "
    "of Human Rights in the City</use>.",
]
NO_DESIGNATION = [
    ("WHEREAS, <use is=title_recalled>Eastport has been a human rights city since 2009; and</use>", False),
    ("WHEREAS, <use is=title_recalled>in 1997 the Council declared Eastport a human rights city; and</use>",
     True),
    ("<use is=title_aspired>Eastport is working towards becoming a human rights city</use>.", True),
    ("<use is=title_aspired>The Council will explore whether Eastport could be a human rights city</use>.",
     True),
    ("<use is=title_aspired>Residents petition the Council to declare Eastport a human rights city</use>.",
     True),
    ("<use is=title_conferred>Eastport was named a human rights city by UNESCO</use>.", True),
    ("<use is=title_conferred>The network listed Eastport as a human rights city</use>.", False),
    ("<use is=title_ended>The designation of Eastport as a human rights city is rescinded</use>.", True),
    ("<use is=title_ended>Eastport is no longer a human rights city</use>.", True),
    ("<use is=title_bare>Human rights city: the debate</use>.", False),
    ("<use is=title_bare>Welcome to Eastport, human rights city</use>!", False),
]  # fmt: skip
NARROWER = [
    "BE IT RESOLVED, that the Council declares Eastport a sanctuary city.",
    "BE IT RESOLVED, that the Council declares Eastport a CEDAW city and a child-friendly city.",
    "BE IT RESOLVED, that the Council declares Eastport a city of peace.",
    "BE IT RESOLVED, that the Council declares Eastport a welcoming city and a fair trade town.",
    "BE IT RESOLVED, that the Council proclaims Human Rights Day.",
    "BE IT RESOLVED, that the Human Rights Commission of the City shall report.",
]


def uses(nlp, source):
    """Return the expected use, and the uses found, of the one clause that holds the title."""
    tagged = parse(source)
    (expected,) = tagged.of(["use"])
    (found,) = nlp(tagged.text)._.hrtext_titles
    assert found["start"] <= expected.start
    assert expected.end <= found["end"]
    return expected.values["is"], found["uses"]


@pytest.mark.parametrize("source", GIVEN_OR_DUTY)
def test_the_title_given_or_made_a_duty(nlp, source):
    expected, found = uses(nlp, source)
    assert expected in found
    assert not {"title_ended", "title_conferred"} & set(found)


@pytest.mark.parametrize("source", [source for source, _ in NO_DESIGNATION])
def test_the_use_that_is_no_designation_is_seen(nlp, source):
    expected, found = uses(nlp, source)
    assert expected in found


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(source, marks=pytest.mark.xfail(reason=GREEDY, strict=True)) if greedy else source
        for source, greedy in NO_DESIGNATION
    ],
)
def test_a_use_that_is_no_designation_is_not_taken_for_one(nlp, source):
    _, found = uses(nlp, source)
    assert not {"title_given", "title_duty"} & set(found)


@pytest.mark.parametrize("source", NARROWER)
def test_a_narrower_title_is_none(nlp, source):
    assert nlp(source)._.hrtext_titles == []


@pytest.mark.parametrize(
    "name",
    ["human rights city", "Human-Rights City", "human rights community", "human rights municipality",
     "city for human rights", "human-rights-sensitive city", "city of human rights"],
)  # fmt: skip
def test_the_equivalents_of_the_codebook_are_titles(nlp, name):
    (use,) = nlp(f"RESOLVED, that the Council declares Alder a {name}.")._.hrtext_titles
    assert use["uses"] == ["title_given"]


@pytest.mark.xfail(
    reason="no use 'title_given': the id city_of_rights does not count without more", strict=True
)
def test_city_of_rights_counts_where_the_act_ties_it_to_human_rights(nlp):
    doc = nlp("RESOLVED, that the Council declares Alder a city of rights, bound to all human rights.")
    assert [use["uses"] for use in doc._.hrtext_titles] == [["title_given"]]
