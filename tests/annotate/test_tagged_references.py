# ruff: noqa: F811 - a fixture is imported by its name, and asked for by its name.
"""What a text names: tagged sentences for instruments, rights, designations and mechanisms."""

from __future__ import annotations

import pytest
from tagged import expected_references, found_references, nlp, parse  # noqa: F401

KINDS = ("instrument", "right", "designation", "mechanism")
HUMAN_RIGHTS = "<right id=human_rights_general>Human Rights</right>"
UDHR = f"<instrument id=udhr>Universal Declaration of {HUMAN_RIGHTS}</instrument>"


SENTENCES = [
    # Names and their spellings.
    "The Council endorses the <instrument id=uncrc>Convention on the Rights of the Child</instrument>.",
    f"WHEREAS, the {UDHR} was adopted in 1948; and",
    "The <instrument id=uncrc>U.N. Convention on the Rights of the Child</instrument> binds states.",
    "The <instrument id=icescr>International Covenant on Economic, Social, and Cultural Rights</instrument> "
    "binds states.",
    "The <instrument id=icescr>International Covenant on Economic, Social and Cultural Rights</instrument> "
    "binds states.",
    "THE <instrument id=cedaw>CONVENTION ON THE ELIMINATION OF ALL FORMS OF DISCRIMINATION AGAINST WOMEN"
    "</instrument> BINDS STATES.",
    "The <instrument id=montreal_charter>Montreal Charter of Rights and Responsibilities</instrument> "
    "is the <instrument id=montreal_charter>Montréal Charter</instrument>.",
    # Longest match.
    "The <instrument id=crc_opac>Optional Protocol to the Convention on the Rights of the Child on the "
    "involvement of children in armed conflict</instrument> is in force.",
    "The <instrument id=child_declaration_1959>Declaration of the Rights of the Child</instrument> came in "
    "1959.",
    "The Council accedes to the <instrument id=eu_charter_city>European Charter for the Safeguarding of "
    f"{HUMAN_RIGHTS} in the City</instrument>.",
    # Acronyms that mean many things.
    "The <instrument id=uncat>Convention against Torture</instrument>, or <instrument id=uncat>CAT"
    "</instrument>, is law.",
    "The United Nations treaty <instrument id=uncat>CAT</instrument> was signed in 1988.",
    "The CAT scan of the pipes cost $900.",
    "A stray cat slept on the CAT tractor.",
    "Parties to the <instrument id=uncrc>CRC</instrument> answer to the United Nations.",
    "The CRC met on Tuesday to approve its minutes.",
    "States that ratified the <instrument id=esc>ESC</instrument> are bound by it.",
    "The ESC shall review the sewer design.",
    "The <instrument id=us_ada>Americans with Disabilities Act</instrument> (<instrument id=us_ada>ADA"
    "</instrument>) governs the ramp.",
    "The ramp is ADA compliant and the door is wide.",
    "Ada Lovelace Park is closed.",
    # Names that others bear too.
    "The <instrument id=us_bill_of_rights>Bill of Rights</instrument> protects us all.",
    "The Council adopts a <right id=tenants>Tenants' Bill of Rights</right>.",
    "The Council adopts a <right id=tenants>Tenants’ Bill of Rights</right>.",
    "The Council adopts a Bill of <right id=tenants>Rights for Tenants</right>.",
    "The <instrument id=us_civil_rights_act>Civil Rights Act of 1964</instrument> applies.",
    "The Illinois Civil Rights Act applies.",
    f"The <instrument id=uk_hra>{HUMAN_RIGHTS} Act 1998</instrument> applies.",
    "The Minnesota <right id=human_rights_general>Human Rights</right> Act applies.",
    "The <instrument id=qc_charter>Charter of <right id=human_rights_general>human rights</right> and "
    "freedoms</instrument> of Quebec applies.",
    "The <mechanism id=commission>Human Rights Commission</mechanism> met on Tuesday.",
    "The <mechanism id=commission>Commission on Human Rights</mechanism> met.",
    "The Committee on Civil and Human Rights met.",
    "The Human Rights Campaign sent a letter.",
    f"The town adopts a Charter of {HUMAN_RIGHTS} and Freedoms for its schools.",
    "Anyone may go to the <mechanism id=office_department>Department of Human Rights</mechanism>; the "
    "Department of Fair Housing moved.",
    "The Social Security office is open.",
    # Names that need the rest of the document.
    "The <right id=human_rights_general>Human Rights</right> Act applies.",
    f"The <instrument id=uk_hra>{HUMAN_RIGHTS} Act</instrument> applies.\nThe London Borough agrees.",
    "The Basic Law applies.",
    "The <instrument id=de_grundgesetz>Basic Law</instrument> applies.\nThe German cities agree.",
    "The county of Nakuru in Kenya bows to its Bill of Rights.",
    # A name of two.
    f"The <instrument id=iccpr><instrument id=icescr>International Covenants on {HUMAN_RIGHTS}</instrument>"
    "</instrument> bind states.",
    # Words too common to be a reference.
    "An ordinance, a by-law and a local law were read.",
    # Articles.
    "Article 25 of the <instrument id=udhr article=25>Universal Declaration of "
    f"{HUMAN_RIGHTS}</instrument> speaks of <right id=housing>shelter</right>.",
    "Articles 22, 23 and 25 of the <instrument id=udhr article=22,_23_and_25>UDHR</instrument> speak of "
    "work.",
    "The <instrument id=udhr article=3>Universal Declaration of "
    f"{HUMAN_RIGHTS}</instrument>, Article 3, speaks of life.",
    "Art. 11(1) of the <instrument id=icescr article=11(1)>International Covenant on Economic, Social and "
    "Cultural Rights</instrument> speaks of shelter.",
    f"Article 4. The {UDHR} guides the City.",
    f"Section 12 of the code names the {UDHR}.",
    # Rights, and rights that are none.
    "We hold that <right id=human_rights_general>human rights</right> belong to all.",
    "The Council affirms the <right id=housing>right to housing</right> and the <right id=water_sanitation>"
    "right to water</right>.",
    "Everyone has the <right id=vote>right to vote</right>.",
    "Everyone has the <right id=living_wage><right id=work>right to work</right> for fair pay</right>.",
    "A right to work law passed in the state.",
    "The right of way is vacated.",
    "The mineral rights are leased.",
    "The home rule rights and air rights of the county are reserved.",
    "The Freedom of Information Act officer answers.",
    # Titles, and narrower ones.
    "Eastport is a <designation id=human_rights_city><right id=human_rights_general>human rights</right> "
    "city</designation>.",
    f"Alder is a <designation id=human_rights_municipality>{HUMAN_RIGHTS} Community</designation>.",
    "Alder is a <designation id=human_rights_sensitive_city>human-rights-sensitive city</designation>.",
    "Alder is a <designation id=human_rights_city>city for <right id=human_rights_general>human rights"
    "</right></designation>.",
    "Alder is a <designation id=sanctuary>sanctuary city</designation> and a <designation id=compassionate>"
    "compassionate city</designation>.",
]


@pytest.mark.parametrize("source", SENTENCES)
def test_the_references_of_a_sentence(nlp, source):
    tagged = parse(source)
    expected = [
        (kind, id_, text, article.replace("_", " ") if article else None)
        for kind, id_, text, article in expected_references(tagged, KINDS)
    ]
    assert found_references(nlp(tagged.text), KINDS) == expected


@pytest.mark.parametrize(
    ("text", "is_peace"),
    [
        ("A culture of peace begins at school.", True),
        ("The Justice of the Peace signed.", False),
        ("The peace officer came.", False),
        ("The breach of the peace was fined.", False),
    ],
)
def test_peace_is_a_principle_and_not_an_office(nlp, text, is_peace):
    found = {item["id"] for item in nlp(text)._.hrtext_references}
    assert ("peace" in found) == is_peace


def test_a_name_broken_over_lines_in_the_source_is_found_once_joined(nlp):
    doc = nlp("the Convention on the Rights of the Child’s text")
    assert [item["id"] for item in doc._.hrtext_references] == ["uncrc"]


def test_references_are_sorted_and_lie_in_a_clause(nlp):
    doc = nlp(
        "WHEREAS, human rights matter; and\n"
        "BE IT RESOLVED, that the right to housing, CEDAW and the UDHR guide."
    )
    references = doc._.hrtext_references
    assert [item["start"] for item in references] == sorted(item["start"] for item in references)
    for item in references:
        (clause,) = [c for c in doc._.hrtext_clauses if c["start"] <= item["start"] < c["end"]]
        assert clause["section"] == item["section"]
        assert item["end"] <= clause["end"]


def test_the_spans_of_a_document_carry_kind_and_id(nlp):
    doc = nlp("The UDHR and the right to water.")
    spans = doc.spans["hrtext_references"]
    assert [(span.label_, span.id_, span.text) for span in spans] == [
        ("instrument", "udhr", "UDHR"),
        ("right", "water_sanitation", "right to water"),
    ]


# For each sentence the rights and principles that a reader would say it names, and no other.
WORDED = [
    ("Everyone is entitled to a safe and decent home.", "housing"),
    ("No person shall be denied a dwelling on account of race, creed or national origin.",
     "housing non_discrimination non_discrimination_right"),
    ("All are served alike, regardless of their faith.",
     "equality non_discrimination non_discrimination_right"),
    ("Residents have a voice in the decisions.", "participation participation_public_affairs"),
    ("The Council is answerable to the people for its acts.", "accountability"),
    ("Water will not be turned off for want of payment.", "water_sanitation"),
    ("A city in which each resident is treated with dignity.", "dignity"),
    ("Workers have the right to form a union and to be paid a living wage.", "living_wage trade_unions"),
    ("Each tenant who faces eviction has a right to legal counsel.", "access_to_justice tenants"),
    ("Women and girls shall live free from violence.", "freedom_from_violence women"),
    ("An interpreter is free of charge in any language the person understands.", "language"),
    ("People without papers may report a crime.", "migrants"),
    ("Step-free entry for people with disabilities.", "accessibility"),
    ("No one may be detained without charge.", "freedom_from_arbitrary_arrest"),
    ("The right of all to clean air.", "healthy_environment"),
    ("The rights of every resident are protected here.", "human_rights_general"),
    # Topics, names and homonyms name no right.
    ("The Department of Housing issued a permit.", ""),
    ("The Housing Authority shall repaint its office.", ""),
    ("The right of way on Liberty Street is vacated.", ""),
    ("The water main on Equality Avenue was replaced.", ""),
    ("The Board of Health met at the public school.", ""),
    ("The home team won the game against the union local.", ""),
    ("The fee is equal to two percent of the bid.", ""),
    ("With respect to lot 4, the plat is approved.", ""),
    ("A memorandum of understanding was signed.", ""),
    ("The credit union leased the shelter at the bus stop.", ""),
    ("The clerk is empowered to sign the contract.", ""),
    ("The road was closed because of age and frost.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), WORDED)
def test_rights_and_principles_in_other_words(nlp, sentence, expected):
    found = {
        item["id"] for item in nlp(sentence)._.hrtext_references if item["kind"] in ("right", "principle")
    }
    assert found == set(expected.split())


@pytest.mark.parametrize(
    "name",
    ["Convention on the Rights of Persons with Disabilities", "Convention on the Rights of the Child",
     "Declaration on the Rights of Indigenous Peoples", "Convention against Torture"],
)  # fmt: skip
def test_a_right_named_only_in_the_name_of_an_instrument_has_no_tag_of_its_own(nlp, name):
    found = nlp(f"WHEREAS, the {name} was adopted by many countries; and")._.hrtext_references
    assert [item["kind"] for item in found] == ["instrument"]


def test_the_name_of_a_right_is_preferred_to_a_wording_around_it(nlp):
    found = nlp("The Council affirms the right to water and to the right to water.")._.hrtext_references
    assert [item["text"] for item in found] == ["right to water", "right to water"]


def test_a_name_goes_on_past_the_number_of_a_line(nlp):
    (found,) = nlp("the Convention on the Rights\n 12 of the Child\n")._.hrtext_references
    assert found["id"] == "uncrc"
