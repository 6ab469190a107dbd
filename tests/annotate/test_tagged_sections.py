# ruff: noqa: F811 - a fixture is imported by its name, and asked for by its name.
"""Title, recitals, operative part and signatures, for each kind of document."""

from __future__ import annotations

import pytest
from tagged import SECTIONS, nlp, parse  # noqa: F401

from hrtext.annotate.sections import divide

DOCUMENTS = {
    "whereas_resolved": """<title>A RESOLUTION ON THE RIGHTS OF THE CHILD</title>
<recital>WHEREAS, children have rights; and</recital>
<recital>WHEREAS, this city has children;</recital> <operative>now, therefore,</operative>
<operative>be it resolved that the Council adopts the Convention as a guide; and</operative>
<operative>be it further resolved that the Mayor shall report each year.</operative>
<signature>ADOPTED this 4th day of May, 2021.</signature>
<signature>Attest: Ann Roe, Clerk</signature>""",
    "numbered_sections": """<title>ORDINANCE NO. 12</title>
<title>AN ORDINANCE TO PROTECT TENANTS</title>
<operative>THE COUNCIL OF EASTPORT DOES ORDAIN:</operative>
<operative>SECTION 1. No landlord shall refuse a tenant because of race.</operative>
<operative>SECTION 2. The Housing Board shall hear complaints.</operative>
<signature>Passed by the Council on May 4, 2021</signature>""",
    "minutes": """<title>Minutes of the Council of Eastport</title>
<title>Motion by Cllr Roe</title>
<recital>This Council notes that rents have doubled.</recital>
<recital>This Council believes that housing is a right.</recital>
<operative>Resolved: That the Administration report on evictions.</operative>
<signature>Carried.</signature>""",
    "bill": """<title>Int. No. 41</title>
<title>A Local Law to amend the administrative code, in relation to interpreters</title>
<operative>Be it enacted by the Council as follows:</operative>
<recital>Section 1. Legislative findings.</recital>
<recital>The Council finds that one in five residents speaks another language.</recital>
<operative>§ 2. The department shall provide interpreters.</operative>
<operative>§ 3. This local law takes effect in 90 days.</operative>""",
    "prose": """<title>Eastport for all</title>
<title>Our town is by the sea.</title>
<title>It has two schools.</title>
<title>People come from all over.</title>
<other>They bring their songs.</other>
<operative>The Council will open a welcome centre.</operative>
<other>The sea is cold.</other>""",
    "proclamation": """<title>PROCLAMATION</title>
<recital>Whereas, rights matter; and</recital>
<operative>NOW, THEREFORE, I, Ann Roe, Mayor of Eastport, do hereby proclaim December 10 Human Rights \
Day.</operative>
<signature>IN WITNESS WHEREOF, I set my hand.</signature>""",
    "charter": """<title>CHARTER OF RIGHTS</title>
<operative>Article 1. Everyone has the right to the city.</operative>
<operative>Article 2. The municipality guarantees water.</operative>""",
    "notice_of_motion": """<title>Notice of motion: sign language</title>
<recital>This Council notes that deaf residents wait for weeks.</recital>
<operative>(a) That an interpreting service be engaged for every counter.</operative>
<operative>(b) that the Chief Executive report in May.</operative>
<signature>Carried.</signature>""",
    "deliberation": """<title>DELIBERATION 47</title>
<recital>CONSIDERING the Charter of rights;</recital>
<operative>TO BIND the Municipality to its provisions;</operative>
<operative>TO INSTRUCT the Mayor to report each year.</operative>""",
    "charter_after_a_preamble": """<title>CHARTER OF EASTPORT</title>
<recital>Preamble</recital>
<recital>Recalling those who built the harbour.</recital>
<operative>The City shall protect places of worship.</operative>
<operative>No building permit shall be issued for a building that a wheelchair cannot enter.</operative>""",
    "lost_section_sign": """<title>Int. No. 12</title>
<title>A Local Law in relation to permits</title>
<operative>Be it enacted by the Council as follows:</operative>
<recital>Section 1. Legislative intent.</recital>
<recital>The Council finds that permits take too long.</recital>
<operative>\ufffd 2. The permit fee is twelve dollars.</operative>""",
    "council_decides": """<title>Motion on housing</title>
<recital>Considering that rents have doubled;</recital>
<operative>The Council decides to draw up a plan.</operative>
<signature>Ayes: 9</signature>""",
    "council_therefore": """<title>ITEM 12</title>
<recital>Council notes that the Convention is thirty years old.</recital>
<operative>Council therefore -</operative>
<operative>(1) adopts the Convention as a rule for its schools;</operative>
<operative>(2) instructs the Director to report.</operative>""",
    "reasons_that_begin_with_that": """<title>ORDINANCE 4201</title>
<recital>CONSIDERANDO:</recital>
<recital>That the city was without a council for seven years;</recital>
<recital>That Those born since know no other thing;</recital>
<operative>IT IS SANCTIONED:</operative>
<operative>ARTICLE 1st: Let the archive be opened.</operative>""",
    "orders": """<title>IN CITY COUNCIL</title>
<operative>Ordered, that no notice be posted in one language only;</operative>
<operative>Ordered, that the Personnel Department report in January.</operative>""",
    "proposed_decision": """<title>Template 12</title>
<title>Remarks</title>
<operative>Proposed decision</operative>
<operative>1. The city joins the alliance.</operative>
<operative>2. The hall is let without rent.</operative>""",
    "a_lead_that_stands_alone": """<title>Municipal Council of Teso</title>
<recital>AWARE that the camps were closed;</recital>
<operative>COUNCIL NOW RESOLVES THAT:</operative>
<operative>1. Teso is declared a human rights municipality.</operative>
<operative>2. A desk be opened.</operative>""",
    "minutes_with_an_infinitive": """<title>Item 9 on the agenda</title>
<operative>Moved by Councillor Reed, seconded by Councillor Ash, that Council</operative>
<operative>ENDORSE the Declaration; and</operative>
<operative>REQUIRE that reports say which articles are engaged.</operative>""",
    "by_law_with_numbered_headings": """<title>ACCESS BY-LAW</title>
<recital>Preamble</recital>
<recital>The land was parcelled out by decree.</recital>
<operative>1. Meaning</operative>
<operative>In this by-law, desk has its usual meaning.</operative>
<operative>2. Obligation</operative>
<operative>(1) The City must keep a desk.</operative>
<operative>3. Report</operative>""",
    "agenda_report": """<title>To: Board of Supervisors</title>
<title>Subject: JUVENILE CHARGES</title>
<operative>RECOMMENDATION(S):</operative>
<operative>1. ACCEPT the report of the committee.</operative>
<operative>2. DIRECT the Probation Officer to stop billing families.</operative>
<recital>FISCAL IMPACT:</recital>
<recital>The loss of revenue is small.</recital>
<recital>BACKGROUND:</recital>
<recital>The Committee took up this referral in June.</recital>""",
    "member_motion": """<title>MM12.17</title>
<operative>Recommendations</operative>
<operative>1. City Council request the General Manager to keep the washrooms open.</operative>
<recital>Summary</recital>
<recital>The water is shut off in October.</recital>""",
    "moved_in_a_line_of_its_own": """<title>9. PROPOSED TOUR</title>
<operative>Moved Cr Ngapo, seconded Cr Holm</operative>
<operative>(a) That no civic reception be tendered to the team;</operative>
<operative>(b) That the Clerk so inform the Union.</operative>""",
    "resolved_unanimously": """<title>RENEWAL OF THE TITLE</title>
<recital>WHEREAS the title lapses today;</recital>
<operative>IT IS MOVED by Councillor Roy and RESOLVED UNANIMOUSLY:</operative>
<operative>- to renew the title until 2023;</operative>
<operative>- to appropriate $85,000.</operative>""",
    "village": """<title>What we declare</title>
<title>Read on Tuesday</title>
<operative>The Village will not hire anyone by color.</operative>""",
}
FORMULAS = {
    "be_it_resolved": "<title>Resolution 4</title>\n<operative>BE IT RESOLVED, that we act.</operative>",
    "further": "<operative>BE IT RESOLVED, that we act; and</operative>\n"
    "<operative>BE IT FURTHER RESOLVED, that we report.</operative>",
    "now_therefore": "<recital>WHEREAS, rights matter;</recital> "
    "<operative>NOW, THEREFORE, BE IT RESOLVED, that we act.</operative>",
}


def check(nlp, source):
    tagged = parse(source)
    doc = nlp(tagged.text)
    expected = [(span.tag, tagged.text[span.start : span.end]) for span in tagged.of(SECTIONS)]
    found = [(c["section"], doc.text[c["start"] : c["end"]]) for c in doc._.hrtext_clauses]
    assert found == expected


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_sections_of_a_document(nlp, name):
    check(nlp, DOCUMENTS[name])


@pytest.mark.parametrize("name", FORMULAS)
def test_an_enacting_formula_is_not_cut(nlp, name):
    check(nlp, FORMULAS[name])


def test_recitals_and_operative_part_on_one_line_are_told_apart(nlp):
    doc = nlp("WHEREAS, rights matter; WHEREAS, cities act; NOW, THEREFORE, the Council shall act.")
    assert [c["section"] for c in doc._.hrtext_clauses][:3] == ["recital", "recital", "operative"]


def test_every_clause_gets_a_section_that_the_record_allows():
    clauses = ["", "WHEREAS", "x" * 500, "Resolved,", "___________", "§ 4", "ATTEST:", "Section"]
    sections = divide(clauses)
    assert len(sections) == len(clauses)
    assert set(sections) <= set(SECTIONS)


def test_no_clauses_no_sections(nlp):
    doc = nlp("")
    assert doc._.hrtext_clauses == doc._.hrtext_references == doc._.hrtext_commitments == []
    assert doc._.hrtext_titles == []
    assert divide([]) == []
