# ruff: noqa: F811 - a fixture is imported by its name, and asked for by its name.
"""The five uses of the title (CODEBOOK, case 21), and the ending of it (case 8)."""

from __future__ import annotations

import pytest
from tagged import nlp, parse  # noqa: F401

from hrtext.annotate.components import annotation_of
from hrtext.features import extract_features

GIVEN_OR_DUTY = [
    "BE IT RESOLVED, that <use is=title_given>the Council declares Eastport a human rights city</use>.",
    "BE IT RESOLVED, that <use is=title_given>Eastport is hereby designated a Human Rights City</use>.",
    "BE IT RESOLVED, that <use is=title_given>Eastport becomes the first human rights town</use>.",
    "WHEREAS, <use is=title_given>by declaring Eastport a Human Rights City, we lead; and</use>",
    "BE IT RESOLVED, that <use is=title_given>the Council reaffirms its designation of Eastport as a human "
    "rights city</use>.",
    "RESOLVED, that <use is=title_given>the City of St. Alban takes the name of a human rights city</use>.",
    "RESOLVED, that <use is=title_given>the title of Human Rights City be and is taken by Eastport</use>.",
    "<use is=title_given>Eastport is from today a Human Rights Friendly municipality</use>.",
    "<use is=title_given>EASTPORT PROCLAIMED A HUMAN RIGHTS COMMUNITY</use>",
    "THE COUNCIL RESOLVES: <use is=title_given>Article 1. To declare Eastport a city of human rights</use>.",
    "<use is=title_given>That Eastport be a human rights town</use>.",
    "<use is=title_given>We, the citizens of Eastport, declare it a Human Rights Protection City</use>.",
    "<use is=title_given>VOTED: That the Town of Eastport be designated a Human Rights Town</use>.",
    "<use is=title_given>The Council wants its word kept, and so names Eastport a human rights city</use>.",
    "<use is=title_given>A RESOLUTION TO MAKE EASTPORT A HUMAN RIGHTS CITY</use>",
    "<use is=title_given>The City recommits to its designation as a human rights city</use>.",
    "<use is=title_given>The City adheres, as a City of Human Rights, to the Charter-Agenda</use>.",
    "Article 1. <use is=title_given>The title of City of Human Rights is instituted for Eastport</use>.",
    "<use is=title_given>The City gives itself, as it did in 2001, the name of City of Human Rights</use>.",
    "1. <use is=title_given>To bring the County into the campaign as a Human Rights Territory</use>.",
    "<use is=title_given>For as long as this chapter is in force, Eastport is a human rights city</use>.",
    "<use is=title_given>The Cabinet is recommended to designate Eastport a human rights city</use>.",
    'Section 1. <use is=title_duty>"Human rights city" means a city that realises rights</use>.',
    "Section 2. <use is=title_duty>The Mayor shall realise the human rights city</use>.",
    "Section 2. <use is=title_duty>The Mayor shall exert every effort to build the human rights city</use>.",
    "Section 3. <use is=title_duty>The Council adopts the Human Rights City Action Plan</use>.",
    "Section 3. <use is=title_duty>There is established a Human Rights City Commission</use>.",
    "Section 4. <use is=title_duty>As a human rights city, Eastport shall train its staff</use>.",
    "Section 5. <use is=title_duty>The Board shall answer to the title of Human Rights City</use>.",
    "BE IT RESOLVED, that <use is=charter>the Council accedes to the European Charter for the Safeguarding "
    "of Human Rights in the City</use>.",
    "RESOLVED: <use is=charter>the Mayor is instructed to sign the European Charter for the Safeguarding of "
    "Human Rights in the City</use>.",
    "RESOLVED, that <use is=campaign>the Board joins the ranks of human rights cities</use>.",
    "RESOLVED, that <use is=campaign>the City joins the campaign 10, 100, 1000 Human Rights Cities and "
    "Territories by 2030</use>.",
]
NO_DESIGNATION = [
    "WHEREAS, <use is=title_recalled>Eastport has been a human rights city since 2009; and</use>",
    "WHEREAS, <use is=title_recalled>in 1997 the Council declared Eastport a human rights city; and</use>",
    "<use is=title_recalled>A. In December 2014 the City became a human rights city</use>.",
    "<use is=title_aspired>Eastport is working towards becoming a human rights city</use>.",
    "<use is=title_aspired>The Council will explore whether Eastport could be a human rights city</use>.",
    "<use is=title_aspired>Residents petition the Council to declare Eastport a human rights city</use>.",
    "<use is=title_aspired>We hereby petition the Council to declare Eastport a human rights city</use>.",
    "<use is=title_aspired>Residents asked for a resolution naming Eastport a human rights city</use>.",
    "<use is=title_aspired>We shall study the feasibility of making Eastport a human rights city</use>.",
    "<use is=title_aspired>By 2035 we would like to ask for the name of human rights city</use>.",
    "<use is=title_conferred>Eastport was named a human rights city by UNESCO</use>.",
    "<use is=title_conferred>The network listed Eastport as a human rights city</use>.",
    "<use is=title_conferred>The Ministry of Justice hereby designates Eastport a human rights city</use>.",
    "<use is=title_conferred>EASTPORT NAMED HUMAN RIGHTS CITY OF THE YEAR</use>",
    "<use is=title_ended>The designation of Eastport as a human rights city is rescinded</use>.",
    "<use is=title_ended>Eastport is no longer a human rights city</use>.",
    "<use is=title_ended>The motion to declare Eastport a human rights city was defeated</use>.",
    "<use is=title_ended>Nothing in this resolution makes Eastport a human rights city</use>.",
    '<use is=title_told>"We are a human rights city," said the Mayor</use>.',
    "<use is=title_told>Welcome to Eastport, human rights city</use>!",
    "<use is=title_told>The Council congratulates Weston on being declared a human rights city</use>.",
    "RESOLVED, that <use is=title_in_a_name>catering be bought for the Human Rights City Film Nights</use>.",
    'RESOLVED, that <use is=title_ended>the words "declare Eastport a human rights city" be deleted</use>.',
    "noting that <use is=title_recalled>York declared itself a human rights city in 2017</use>;",
    "<use is=title_aspired>We, the undersigned, ask you to declare Eastport a human rights city</use>.",
    "<use is=title_bare>Human rights city: the debate</use>.",
    "<use is=title_bare>Human rights cities are found on every continent</use>.",
]
NARROWER = [
    "BE IT RESOLVED, that the Council declares Eastport a sanctuary city.",
    "BE IT RESOLVED, that the Council declares Eastport a CEDAW city and a child-friendly city.",
    "BE IT RESOLVED, that the Council declares Eastport a city of peace.",
    "BE IT RESOLVED, that the Council declares Eastport a welcoming city and a fair trade town.",
    "BE IT RESOLVED, that the Council proclaims Human Rights Day.",
    "BE IT RESOLVED, that the Human Rights Commission of the City shall report.",
    "BE IT RESOLVED, that the Council is part of the human rights community.",
    "BE IT RESOLVED, that the Council greets the community of human rights defenders.",
    "BE IT RESOLVED, that the Council declares Alder a city of rights of way.",
]


def test_a_designation_that_is_renewed_is_given_without_being_named_again(nlp):
    text = (
        "Ten years ago this Council named Eastport a Human Rights City.\n"
        "RESOLVED, that the designation of 2012 is renewed for ten years."
    )
    named, renewed = nlp(text)._.hrtext_titles
    assert (named["decides"], renewed["decides"], renewed["uses"]) == (False, True, ["title_given"])


def test_a_petition_gives_no_title_by_the_list_of_what_it_asks(nlp):
    asked = "We, the undersigned, ask that the Council:\n1. declare Eastport a human rights town."
    (title,) = nlp(asked)._.hrtext_titles
    assert (title["decides"], title["uses"]) == (False, ["title_aspired"])


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


@pytest.mark.parametrize("source", NO_DESIGNATION)
def test_a_use_that_is_no_designation_is_not_taken_for_one(nlp, source):
    expected, found = uses(nlp, source)
    assert found == [expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("WHEREAS, Eastport is a human rights city; and", False),
        ("WHEREAS, by declaring Eastport a human rights city, as it does here, the Council leads; and", True),
        ("WHEREAS, rights matter; and\n1. That Eastport be a human rights city.", True),
        ("BE IT RESOLVED, that Eastport is a human rights city.", True),
        ("BE IT RESOLVED, that Eastport would like to be a human rights city.", False),
        ("A RESOLUTION DECLARING EASTPORT A HUMAN RIGHTS CITY", True),
    ],
)
def test_a_recital_gives_the_title_only_by_words_that_perform(nlp, source, expected):
    assert [use["decides"] for use in nlp(source)._.hrtext_titles] == [expected]


def test_the_title_may_be_given_by_pointing_to_the_heading(nlp):
    doc = nlp("EASTPORT: A CITY OF HUMAN RIGHTS\nOrdered, that Eastport takes the name above.")
    assert [(use["uses"], use["decides"]) for use in doc._.hrtext_titles] == [
        (["title_bare"], False),
        (["title_given"], True),
    ]


@pytest.mark.parametrize(
    ("operative", "expected"),
    [("accedes to the said Charter", ["charter"]), ("thanks the authors of the said Charter", None)],
)
def test_the_charter_is_joined_by_an_act_and_not_by_naming_it(nlp, operative, expected):
    doc = nlp(
        "WHEREAS, the European Charter for the Safeguarding of Human Rights in the City was read; and\n"
        f"BE IT RESOLVED, that the Council {operative}."
    )
    assert [use["uses"] for use in doc._.hrtext_titles] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        ("RESOLUTION\nBE IT RESOLVED, that Eastport is hereby declared a human rights city.", True),
        ("PETITION TO THE COUNCIL\nWe, the undersigned: EASTPORT PROCLAIMED A HUMAN RIGHTS CITY", False),
        ("FOR IMMEDIATE RELEASE\nMedia contact: A. Lee\nEASTPORT BECOMES A HUMAN RIGHTS CITY", False),
        ("MINUTES\nMoved by Cllr Lee: that Eastport be a human rights city.\nThe motion was lost.", False),
        ("MINUTES\nMoved by Cllr Lee: that Eastport be a human rights city.\nCarried.", True),
        ("RESOLUTION\nBE IT RESOLVED, that the title of human rights city is withdrawn.", False),
    ],
)
def test_the_same_words_decide_in_an_act_only(nlp, text, decided):
    numbers = extract_features(annotation_of(nlp(text))).numbers
    assert ("designation/decided" in numbers, "designation/undecided" in numbers) == (decided, not decided)


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


def test_city_of_rights_counts_where_the_act_ties_it_to_human_rights(nlp):
    doc = nlp("RESOLVED, that the Council declares Alder a city of rights, bound to all human rights.")
    assert [use["uses"] for use in doc._.hrtext_titles] == [["title_given"]]


def test_city_of_rights_does_not_count_by_itself(nlp):
    assert nlp("RESOLVED, that the Council declares Alder a city of rights.")._.hrtext_titles == []
