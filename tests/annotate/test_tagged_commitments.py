# ruff: noqa: F811 - a fixture is imported by its name, and asked for by its name.
"""Who undertakes what, for whom: one tagged sentence for each rule of the codebook.

The number before a sentence is the hard case of CODEBOOK.md that it stands for; Q2 is its
definition of an undertaking.
"""

from __future__ import annotations

import pytest
from tagged import commitments, differences, nlp, parse  # noqa: F401

SENTENCES = [
    # What others shall do, and what the city does itself.
    (5, "RESOLVED, that <commitment strength=exhortation addressee=other actor=the_Board_of_Selectmen>the "
        "Board of Selectmen calls upon the Governor to veto the bill</commitment>."),
    (5, "BE IT RESOLVED by the Council of Eastport, that <commitment strength=exhortation addressee=other>it "
        "urges Congress to ratify the Convention on the Rights of the Child</commitment>."),
    (5, "BE IT RESOLVED, that <commitment strength=exhortation addressee=other>the City requests the United "
        "Nations to send observers</commitment>."),
    (5, "BE IT RESOLVED by the Council, that <commitment strength=exhortation addressee=other>it asks the "
        "State Legislature to create a commission on equal pay</commitment>."),
    (5, "BE IT RESOLVED, that <commitment strength=endorsement addressee=other>the Council supports House "
        "Bill 41</commitment> and <commitment strength=means addressee=self>directs the City Attorney to "
        "draft a local ordinance</commitment>."),
    (5, "BE IT RESOLVED by the Council, that <commitment strength=exhortation addressee=other>it "
        "urges Congress to ratify the Convention</commitment> and <commitment strength=adoption "
        "addressee=self>adopts its principles for the City</commitment>."),
    (5, "BE IT RESOLVED by the Council, that <commitment strength=exhortation addressee=other>it "
        "urges Congress to ratify the Convention</commitment> and <commitment strength=adoption "
        "addressee=self>the City adopts its principles</commitment>."),
    (5, "BE IT RESOLVED, that <commitment strength=exhortation addressee=other>the Council urges "
        "Congress to ratify the Convention on the Rights of the Child</commitment>."),
    (5, "BE IT RESOLVED, that <commitment strength=exhortation addressee=other>the Council asks the "
        "State Legislature to create a commission on equal pay</commitment>."),
    (5, "BE IT RESOLVED, that <commitment strength=exhortation addressee=other>the Council urges the General "
        "Assembly to support and adopt legislation that authorizes clinics to accept all</commitment>."),
    (5, "BE IT RESOLVED, that <commitment strength=exhortation addressee=other>the Council calls on the "
        "Legislature to pass S. 7373, prohibiting such contracts, and requiring their end</commitment>."),
    (11, "BE IT RESOLVED, that <commitment strength=exhortation addressee=self>the Council calls on "
         "the Mayor to publish a list of evictions</commitment>."),
    (11, "BE IT RESOLVED, that <commitment strength=means addressee=self>the Human Rights Commission "
         "is directed to publish indicators</commitment>."),
    # One's own administration.
    (11, "BE IT RESOLVED, that <commitment strength=means addressee=self>the Council directs the City "
         "Manager to train all staff in the rights of the child</commitment>."),
    (11, "RESOLVED, that <commitment strength=exhortation addressee=self actor=the_Council>the Council asks "
         "the Department of Education to teach the history of slavery in every school</commitment>."),
    (11, "BE IT RESOLVED, that <commitment strength=means addressee=self>the Council authorizes the Police "
         "Department to hire two interpreters</commitment>."),
    (11, "RESOLVED, that <commitment strength=exhortation addressee=self vague=yes>the Council asks the City "
         "Manager to consider whether language lines help</commitment>."),
    (11, "RESOLVED, that <commitment strength=exhortation addressee=self vague=yes>the Council asks "
         "all city departments to celebrate the day</commitment>."),
    (11, "RESOLVED, that <commitment strength=exhortation addressee=other>the Council encourages all "
         "residents to read the Universal Declaration</commitment>."),
    ("Q2", "BE IT RESOLVED, that <commitment strength=exhortation addressee=other>the Council invites the "
           "media to the event</commitment>."),
    # Binding.
    ("Q2", "BE IT ORDAINED, that <commitment strength=binding addressee=self vague=no>no landlord shall "
           "refuse to rent to a family with children</commitment>."),
    ("Q2", "Section 4. <commitment strength=binding addressee=self actor=The_Department>The Department must "
           "keep the data of migrants private</commitment>."),
    ("Q2", "BE IT ENACTED, that <commitment strength=binding addressee=self>it is unlawful for an owner to "
           "refuse housing vouchers</commitment>."),
    ("Q2", "BE IT RESOLVED, that <commitment strength=binding addressee=self>every resident has the right "
           "to clean water</commitment> and <commitment strength=binding addressee=self>the Water Board "
           "shall secure it</commitment>."),
    ("Q2", "<commitment strength=binding addressee=self>The Council will review its hiring "
           "rules</commitment>."),
    ("Q2", "BE IT RESOLVED, that <commitment strength=binding addressee=other>the State shall pay for "
           "it</commitment>."),
    (16, "Section 2. <commitment strength=binding addressee=self>Section 8-107 of the code is amended by "
         "adding the words gender expression</commitment>."),
    # Adoption, and guidance in broad words.
    (1, "BE IT RESOLVED, that <commitment strength=adoption addressee=self>the Town shall be guided by the "
        "Universal Declaration of Human Rights</commitment>."),
    (1, "BE IT RESOLVED, that <commitment strength=binding addressee=self>the City will work with the "
        "community to realise human rights</commitment>."),
    (6, "BE IT RESOLVED, that <commitment strength=adoption addressee=self>the City hereby adopts the "
        "principles of CEDAW</commitment>."),
    ("Q1", "BE IT RESOLVED, that <commitment strength=adoption addressee=self>the Council accedes to the "
           "European Charter for the Safeguarding of Human Rights in the City</commitment>."),
    (9, "Article 3. <commitment strength=binding addressee=self>The municipality guarantees water to "
        "every household</commitment>."),
    # Institutions and means.
    ("Q2", "Section 2. <commitment strength=institution addressee=self>There is hereby established a Human "
           "Rights Commission of nine members</commitment>."),
    ("Q2", "BE IT RESOLVED, that <commitment strength=institution addressee=self>the City hereby becomes a "
           "member of the Human Rights Cities Network</commitment>."),
    (21, "BE IT RESOLVED, that <commitment strength=institution addressee=self>the City joins the Cities for "
         "CEDAW campaign</commitment>."),
    (17, "BE IT ORDAINED, that <commitment strength=means addressee=self>the sum of $40,000 is "
         "appropriated for interpreters</commitment>."),
    (17, "BE IT RESOLVED, that <commitment strength=means addressee=self>the Council allocates $75,000 to "
         "the Office of Equity</commitment>."),
    ("Q2", "BE IT RESOLVED, that <commitment strength=means addressee=self>an action plan on disability be "
           "ready by June</commitment>."),
    # Orders without a verb of undertaking: the mandative subjunctive, the future, the present of codes.
    ("Q2", "BE IT RESOLVED, that <commitment strength=means addressee=self>the Department of Recreation "
           "report each May on what children told it</commitment>."),
    ("Q2", "BE IT RESOLVED, that <commitment strength=means addressee=self>a Mediation Desk be opened in the "
           "harbour office</commitment>."),
    ("Q2", "Section 2. <commitment strength=binding addressee=self>The Office of Tribal Relations will "
           "present a framework by the spring</commitment>."),
    ("Q2", "Section 3. <commitment strength=institution addressee=self>The Gender Equity Commission is "
           "continued, with fifteen members</commitment>."),
    ("Q2", "Section 4. <commitment strength=means addressee=self>The Human Relations Commission is to hold "
           "an evening in each ward</commitment>."),
    ("Q2", "Section 5. <commitment strength=binding addressee=self>No head of school may put out a pupil for "
           "want of a paper</commitment>."),
    ("Q2", "BE IT RESOLVED, that <commitment strength=adoption addressee=self>the City embraces the "
           "principles of the Convention as its own</commitment>."),
    (11, "Section 6. <commitment strength=exhortation addressee=self>The Human Rights Commission is asked to "
         "review the complaints of residents</commitment>."),
    # Endorsement.
    (14, "BE IT RESOLVED, that <commitment strength=endorsement addressee=other>the Council supports House "
         "Bill 41 on paid sick leave</commitment>."),
    (14, "BE IT RESOLVED, that <commitment strength=endorsement addressee=other>the Council stands with the "
         "plaintiffs in their case</commitment>."),
    ("Q2", "BE IT RESOLVED, that <commitment strength=endorsement addressee=self>the Council affirms its "
           "devotion to the Convention on the Rights of the Child</commitment>."),
    (12, "RESOLVED, <commitment strength=endorsement addressee=self>the Town Meeting reaffirms the promise "
         "of equality</commitment>."),
    ("Q2", "BE IT RESOLVED, that <commitment strength=endorsement addressee=self>the Council endorses "
           "the Universal Declaration as the guide of the City</commitment>."),
    (12, "BE IT RESOLVED, that <commitment strength=endorsement addressee=self>the Town reaffirms its "
         "commitment to equality</commitment>."),
    (13, "BE IT RESOLVED, that <commitment strength=binding addressee=self>local government bears "
         "the duty to secure freedom from domestic violence</commitment>."),
    # Commemoration and condemnation.
    (4, "BE IT RESOLVED, that <commitment strength=commemoration addressee=other>the week of May 2 is "
        "declared Holocaust Remembrance Week</commitment>."),
    (4, "BE IT RESOLVED by the Council, that <commitment strength=commemoration addressee=other>it proclaims "
        "a festival of rights</commitment> and <commitment strength=means addressee=self>directs the Library "
        "to pay for it</commitment>."),
    (4, "BE IT RESOLVED, that <commitment strength=commemoration addressee=other>the Council "
        "proclaims December 10 as Human Rights Day</commitment>."),
    ("Q2", "BE IT RESOLVED, that <commitment strength=exhortation addressee=other>the Council condemns the "
           "bombing of the mosque</commitment>."),
    ("Q2", "BE IT RESOLVED, that <commitment strength=commemoration addressee=other>the Council thanks the "
           "volunteers</commitment>."),
    # Disclaimers, repeals and votes lost.
    (8, "BE IT RESOLVED, that <commitment strength=binding addressee=self negated=yes>nothing in this "
        "resolution shall create any obligation of the City</commitment>."),
    (8, "BE IT RESOLVED, that <commitment strength=institution addressee=self negated=yes>this resolution is "
        "not legally binding and creates no commission</commitment>."),
    (8, "BE IT RESOLVED, that <commitment strength=adoption addressee=self negated=yes>the Council rescinds "
        "the resolution that adopted the Charter</commitment>."),
    (8, "BE IT RESOLVED, that <commitment strength=adoption addressee=self negated=yes>the resolution "
        "by which the Council adopted the Charter is hereby rescinded</commitment>."),
    (8, "BE IT RESOLVED, that <commitment strength=adoption addressee=self negated=yes>the Council declines "
        "to adopt the Charter</commitment>."),
    (8, "BE IT RESOLVED, that <commitment strength=means addressee=self>the Council directs the Police to "
        "train its officers</commitment>.\nSection 9. <commitment strength=binding addressee=self "
        "negated=yes>Nothing herein shall be read to require new staff</commitment>."),
    (8, "RESOLVED, <commitment strength=adoption addressee=self negated=yes>the City will not adopt "
        "the Convention</commitment>."),
    (8, "Section 1. <commitment strength=binding addressee=self negated=yes>Chapter 12 is repealed in its "
        "entirety</commitment>."),
    (8, "Section 7. <commitment strength=binding addressee=self negated=yes>No part of this statement binds "
        "the Council</commitment>."),
    (8, "Section 3. <commitment strength=binding addressee=self>A landlord shall not impose a fee "
        "because of the disability of a tenant</commitment>."),
    (8, "Section 3. <commitment strength=binding addressee=self>An employer shall not establish a "
        "rule that bars headscarves</commitment>."),
    # Striving, and whose voice.
    (22, "BE IT RESOLVED, that <commitment strength=binding addressee=self actor=the_City>the City "
         "strives to secure the right to housing</commitment>."),
    (22, "Article 5. <commitment strength=binding addressee=self actor=The_Mayor>The Mayor shall endeavour "
         "to secure the right to water</commitment>."),
    (22, "<commitment strength=binding addressee=other actor=the_citizens>We, the citizens, strive to "
         "keep the rights of all</commitment>."),
    (22, "Article 4. <commitment strength=binding addressee=other actor=Everyone>Everyone endeavours to "
         "respect the rights of others</commitment>."),
    (22, "DECLARATION\n<commitment strength=binding addressee=other actor=We>We, who live in this town, "
         "pledge to end discrimination</commitment>."),
    (12, "BE IT RESOLVED, that <commitment strength=binding addressee=self>the City pledges itself to combat "
         "racism in its own hiring</commitment>."),
    (13, "BE IT RESOLVED, that <commitment strength=endorsement addressee=self>the Council declares that "
         "housing is a human right</commitment> and that <commitment strength=binding addressee=self>it is "
         "incumbent upon this municipality to secure it</commitment>."),
    (5, "BE IT RESOLVED, that <commitment strength=endorsement addressee=self>the Council affirms the "
        "Convention</commitment> and <commitment strength=binding addressee=self>will train its "
        "teachers</commitment>."),
    # Motions order by their form; codes and continental acts in the present tense.
    (11, "RESOLVED:\n(a) <commitment strength=means addressee=self>That half a post at the library go to a "
         "reader for the blind</commitment>."),
    ("Q2", "Article 3. <commitment strength=means addressee=self>The Language Coordinator trains all new "
           "staff</commitment>."),
    # Motions of Commonwealth councils, and what reports to a council recommend.
    (7, "RECOMMENDATION(S):\n3. <commitment strength=means addressee=self>DIRECT the Probation Officer "
        "to stop billing families</commitment>."),
    (7, "It is recommended that Regional Council:\n1. <commitment strength=means addressee=self>Direct "
        "the CAO to record each check</commitment>; and\n2. <commitment strength=exhortation "
        "addressee=self>Request the General Manager, Parks, to keep the washrooms open</commitment>."),
    (7, "Recommendations\n2. <commitment strength=institution addressee=self>Establish a tenant "
        "protection unit in the Department of Housing</commitment>."),
    (7, "RECOMMENDATION\nThat Council:\n1. <commitment strength=adoption addressee=self>Approve the "
        "Anti-Racism Action Plan</commitment>."),
    (5, "<commitment strength=exhortation addressee=other>THAT Council, being of opinion that riders "
        "will lose access to care, ask the Province to keep the line</commitment>."),
    (5, "BE IT RESOLVED that <commitment strength=exhortation addressee=other>the Council resolves to "
        "ask the Home Secretary to continue support</commitment>."),
    (5, "BE IT RESOLVED, that <commitment strength=endorsement addressee=self>the City, for its own part, "
        "endorses the said Convention</commitment>."),
    # What is told of, or thought, is governed by the verb of telling.
    ("preamble", "RESOLVED that Council:\n1 record its distress that children are locked up, when the "
                 "Convention says that this shall be the last resort; and\n2 <commitment "
                 "strength=exhortation addressee=other>call upon the Minister to end it</commitment>."),
    ("preamble", "RESOLVED, that the Council considers that to use destitution is inhumane, and that "
                 "anyone, whatever the claim, has the right to food and shelter."),
    ("preamble", "RESOLVED, that the Council notes that every landlord must repair, and <commitment "
                 "strength=means addressee=self>directs the Inspector to report</commitment>."),
    # A hearing or a letter is no action of one's own for a right.
    (11, "<commitment strength=means addressee=self vague=yes>ORDERED: That the committee hold a hearing "
         "to discuss indoor air</commitment>."),
    (11, "RESOLVED, that <commitment strength=exhortation addressee=self vague=yes>the Council asks the "
         "Mayor to write to the Minister</commitment>."),
    (11, "RESOLVED, that <commitment strength=exhortation addressee=self vague=no>the Council asks the "
         "Mayor to write a policy on interpreters</commitment>."),
    # A disclaimer of the whole cancels all that the act undertakes; one of liability does not.
    (8, "BE IT RESOLVED, that <commitment strength=binding addressee=self negated=yes>departments will "
        "apply human rights standards</commitment>.\nThe declaration has a symbolic and honorific nature."),
    (8, "Section 1. <commitment strength=binding addressee=self>The City shall provide "
        "interpreters</commitment>.\nSection 2. <commitment strength=binding addressee=self "
        "negated=yes>Nothing in this chapter shall create a private right of action</commitment>."),
    ("procedure", "Moved, that the motion as amended be approved."),
    # A sign of respect is no action for a right.
    (4, "BE IT RESOLVED, that <commitment strength=means addressee=self vague=yes>a flag be "
        "raised in June</commitment>."),
    # Nothing undertaken.
    ("preamble", "WHEREAS, the City established a commission in 1999 and directed its staff to report; and"),
    ("procedure", "BE IT RESOLVED, that the Clerk shall transmit a copy of this resolution to the Governor."),
    ("procedure", "This ordinance shall take effect on July 1."),
    ("procedure", "BE IT RESOLVED, that this ordinance shall be severable."),
    ("procedure", "BE IT RESOLVED, that an engrossed copy be tendered to each Senator."),
    ("vague", "We are a city of old bridges."),
]  # fmt: skip


@pytest.mark.parametrize(("case", "source"), SENTENCES)
def test_the_commitments_of_a_sentence(nlp, case, source):
    tagged = parse(source)
    assert list(differences(tagged, nlp(tagged.text))) == []


def test_a_disclaimer_leaves_other_clauses_alone(nlp):
    doc = nlp("Section 1. The City shall train its staff.\nSection 2. Nothing in Section 3 shall bind it.")
    assert [item["negated"] for item in commitments(doc)] == [False, True]


def test_the_items_of_a_list_go_on_with_the_sentence_above_them(nlp):
    duty = nlp(
        "Section 2. The Commission shall:\n(a) tabulate complaints;\n(b) examine each of them.\nIt meets."
    )
    assert [(c["strength"], c["addressee"]) for c in commitments(duty)] == [("binding", "self")] * 3
    request = nlp(
        "BE IT RESOLVED, that the Council urges Congress to:\n"
        "(a) establish a commission;\n(b) fund interpreters."
    )
    assert [c["addressee"] for c in commitments(request)] == ["other"] * 3


def test_what_petitioners_ask_is_no_undertaking_of_the_city(nlp):
    doc = nlp(
        "PETITION\nWe, the undersigned, ask the Council to vote on this.\n"
        "It is unlawful to refuse a tenant.\nWe will bring our own interpreter."
    )
    assert commitments(doc)
    assert {item["addressee"] for item in commitments(doc)} == {"other"}


def test_a_petition_that_is_received_is_not_taken_up(nlp):
    doc = nlp(
        "Your petitioners therefore request that the Council:\n1. adopt a Charter of rights;\n"
        "2. appoint an advocate.\nRESOLVED that the petition be received."
    )
    assert {item["addressee"] for item in commitments(doc)} == {"other"}


def test_minutes_bills_and_prose_are_read_too(nlp):
    minutes = nlp("Minutes\nResolved: That the Administration is instructed to find a house.")
    bill = nlp("Int. No. 4\nBe it enacted as follows:\n§ 1. The department shall provide interpreters.")
    prose = nlp("Our policy\nThe City will provide interpreters in every office.")
    assert {item["strength"] for item in commitments(minutes)} == {"means"}
    assert [item["strength"] for item in commitments(bill)] == ["binding"]
    assert [item["strength"] for item in commitments(prose)] == ["binding"]
    assert all(item["addressee"] == "self" for doc in (minutes, bill, prose) for item in commitments(doc))


@pytest.mark.parametrize(
    "source",
    [
        "<wrong>a</wrong>",
        "<right id=vote>a",
        "<right id=vote>a</use>",
        "<right id = vote>a</right>",
        "a</right",
    ],
)
def test_a_slip_in_the_tags_of_a_sentence_is_an_error(source):
    with pytest.raises((ValueError, IndexError)):
        parse(source)


def test_nested_tags_are_parsed():
    tagged = parse("a <commitment strength=means>b <right id=vote>c</right></commitment>.")
    assert tagged.text == "a b c."
    assert [(s.tag, tagged.text[s.start : s.end]) for s in tagged.spans] == [
        ("commitment", "b c"),
        ("right", "c"),
    ]
