from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

import hrtext
from hrtext.annotate import TextAnnotator
from hrtext.errors import LexiconError, ModelError
from hrtext.features import extract_features
from hrtext.model.codebook import OUTCOMES, label_of, outcome
from hrtext.records import QUESTIONS, Record
from hrtext.settings import Settings

ANALYZER = hrtext.load()
WRITTEN = Path(__file__).parents[1] / "corpora" / "written" / "texts"
ACT = """A RESOLUTION
WHEREAS, Article 25 of the Universal Declaration of Human Rights speaks of the right to housing; and
BE IT RESOLVED, that the Council hereby declares Eastport a human rights city; and
BE IT FURTHER RESOLVED, that the Mayor shall report on the right to water each year.
"""
SPANISH = (
    "El Concejo Municipal declara que la ciudad respeta los derechos de todas las personas que viven en "
    "ella, y encarga al alcalde que presente cada año un informe sobre la vivienda y la salud pública."
)
FRAGMENTS = [
    "WHEREAS, the right to housing matters; and", "RESOLVED, that the Council urges Congress to act.",
    "Section 2. The Mayor shall report on CEDAW each year.", "BE IT RESOLVED, that we adopt the UDHR",
    "Mu\u0308nchen cafe\u0301", "e\u0301", "o\ufb03ce of \ufb01ne \ufb02ags",
    "so\u00adcial hou\u00adsing", "\r\n", "\n", "\r\n\r\n", "🏙️", "👩🏽‍⚖️ human rights 🇬🇧",
    "\u00a0", "\u2028", "human rights city", "A RESOLUTION", "\x0c", "12", "- 3 -", "\t",
    "the Con-\nvention on the Rights of the Child", "가\u11a8 \u1112\u1161\u11ab", "\u200b", "\ufeff",
    "Article 3 of the UDHR",
]  # fmt: skip


def pdf(*pages, password=None):
    buffer = io.BytesIO()
    encrypt = StandardEncryption(password) if password else None
    canvas = Canvas(buffer, invariant=1, encrypt=encrypt)
    for page in pages:
        for number, line in enumerate(page):
            canvas.drawString(72, 720 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def spans(record):
    yield from record.references
    yield from record.commitments
    for answer in record.answers.values():
        yield from answer.evidence


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14), st.sampled_from(["", " ", "\n", "\r\n"]))
def test_every_span_is_found_in_the_extracted_text(fragments, joint):
    source = joint.join(fragments)
    data = source.encode()
    document, record = ANALYZER.extract(data), ANALYZER.classify(data)
    assert unicodedata.is_normalized("NFC", document.text)
    for span in spans(record):
        assert span.text == document.text[span.start : span.end] != ""
        assert span.page == document.page(span.start)
    assert Record.from_dict(json.loads(record.to_json())) == record
    assert record.to_json() == ANALYZER.classify(data).to_json()


def test_a_record_is_complete_and_reads_back():
    record = ANALYZER.classify(ACT)
    assert (record.status, record.label, record.media_type) == ("ok", "formal_designation", "text/plain")
    assert {reference.id for reference in record.references} >= {"udhr", "human_rights_city", "housing"}
    assert next(r.article for r in record.references if r.id == "udhr") == "25"
    assert record.characters == len(ANALYZER.extract(ACT).text)
    assert record.model == ANALYZER.model
    assert Record.from_dict(json.loads(record.to_json())) == record


@pytest.mark.parametrize(
    "text", [ACT, "The City leases a lot.\nThe rent is $4.", "Human rights!\nLet us be kind."]
)
def test_label_answers_probabilities_and_evidence_agree(text):
    record = ANALYZER.classify(text)
    assert tuple(record.answers) == QUESTIONS
    assert tuple(record.probabilities) == OUTCOMES
    assert sum(record.probabilities.values()) == pytest.approx(1, abs=3e-4)
    name = outcome(*(record.answers[question].answer for question in QUESTIONS))
    assert record.label == label_of(name)
    assert record.status == ("ok" if record.label else "out_of_scope")
    assert record.needs_review == bool(record.review_reasons)
    doc = ANALYZER.annotate(ANALYZER.extract(text).text)
    clauses = {(c["start"], c["end"], c["section"]) for c in doc._.hrtext_clauses}
    for answer in record.answers.values():
        assert answer.answer == (answer.probability >= 0.5)
        assert len(answer.evidence) <= 3
        assert {(e.start, e.end, e.section) for e in answer.evidence} <= clauses


def test_the_deciding_sentences_are_the_evidence():
    answers = ANALYZER.classify(ACT).answers
    assert "declares Eastport a human rights city" in answers["designation"].evidence[0].text
    assert "the Mayor shall report" in answers["undertaking"].evidence[0].text
    assert answers["rights_content"].evidence


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"GIF89a" + bytes(40), "unsupported_type"),
        (pdf(["The Council acts."], password="secret"), "encrypted"),
        (pdf([]), "no_text"),
        (b"%PDF-1.4 broken", "corrupt"),
        (SPANISH.encode(), "unsupported_language"),
    ],
    ids=["empty", "blank", "gif", "encrypted", "no-text", "corrupt", "spanish"],
)
@pytest.mark.parametrize("verb", ["classify", "tag"])
def test_a_status_passes_through_without_a_label(verb, data, status):
    record = getattr(ANALYZER, verb)(data)
    assert record.status == status
    assert record.message
    assert record.message.endswith(".")
    assert record.label is None
    assert (record.probabilities, record.answers, record.references) == ({}, {}, ())
    assert not record.needs_review
    assert record.model == ANALYZER.model


def test_spanish_is_told_by_its_name():
    record = ANALYZER.classify(SPANISH + "\n")
    assert record.language == "es"
    assert "'es'" in (record.message or "")


def test_limits_are_those_of_the_settings(tmp_path):
    analyzer = hrtext.load(settings=Settings(max_bytes=10))
    (tmp_path / "a.txt").write_text(ACT)
    assert analyzer.classify(tmp_path / "a.txt").status == "too_large"
    assert analyzer.classify(ACT.encode()).status == "too_large"


@pytest.mark.parametrize("source", ["missing.pdf", "no/such/act.docx", "my act.txt", "C:\\acts\\a.pdf"])
def test_what_looks_like_a_path_and_is_missing_is_unreadable(source):
    record = ANALYZER.classify(source)
    assert (record.status, record.path, record.label) == ("unreadable", source, None)


def test_a_path_may_be_given_in_any_form(tmp_path):
    path = tmp_path / "act"
    path.write_text(ACT)
    for source in (path, str(path)):
        record = ANALYZER.classify(source)
        assert (record.path, record.label) == (str(path), "formal_designation")
    assert ANALYZER.classify(tmp_path).status == "unreadable"


@pytest.mark.parametrize(
    "text", ["The Council adopts CEDAW", "a line\nact.txt", "x" * 5_000 + ".txt", "nul\0.txt", ""]
)
def test_what_does_not_look_like_a_path_is_a_text(text):
    assert ANALYZER.extract(text).status in ("ok", "empty")


@pytest.mark.parametrize(
    "text",
    [
        "The City Council shall train its staff in human rights.",
        "The Council adopts CEDAW for the U.N.",
        "Whereas the city pays $4.50",
    ],
)
def test_a_sentence_is_a_text(text):
    assert ANALYZER.classify(text).status in ("ok", "out_of_scope")


@pytest.mark.parametrize("text", [ACT, ACT.replace("\n", "\r\n"), "Café — déjà vu 🏙️\nhuman rights", ACT * 3])
def test_a_text_and_its_bytes_give_the_same(text):
    assert ANALYZER.classify(text) == ANALYZER.classify(text.encode())


def test_tag_gives_what_classify_gives_but_the_label():
    classified, tagged = ANALYZER.classify(ACT), ANALYZER.tag(ACT)
    assert (tagged.references, tagged.commitments) == (classified.references, classified.commitments)
    assert (tagged.label, tagged.answers, tagged.probabilities) == (None, {}, {})
    assert tagged.status == "ok"


def test_where_nothing_speaks_of_rights_there_is_nothing_to_classify():
    record = ANALYZER.classify(
        "RESOLVED, that the Council shall repave Elm Street and directs the Clerk to bill it.\n"
    )
    assert (record.status, record.label, record.commitments) == ("out_of_scope", None, ())
    assert not any(answer.answer or answer.evidence for answer in record.answers.values())
    assert not record.needs_review


def test_reading_no_further_changes_no_label():
    annotate = TextAnnotator()
    silent = 0
    for path in sorted(WRITTEN.glob("*.txt"))[::6]:
        text = ANALYZER.extract(path.read_bytes()).text
        short, full = annotate(text, if_it_speaks=True), annotate(text)
        assert (short.references, short.clauses) == (full.references, full.clauses)
        assert extract_features(short) == extract_features(full)
        assert short == full or not (full.speaks or full.titles)
        silent += not full.speaks
    assert silent


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("The Human Rights Commission is paid $4.", False),  # a mechanism
        ("Seniors and low-income tenants pay less.", False),  # groups, and no right or principle (case 15)
        ("RESOLVED, that nobody is turned away because of race.", True),
        ("RESOLVED, that the UDHR guide us.", True),
    ],
)
def test_what_speaks_of_rights(text, speaks):
    assert TextAnnotator()(text).speaks is speaks


def test_procedure_is_no_commitment():
    record = ANALYZER.tag("RESOLVED, that the Clerk shall transmit a copy of this resolution to the Mayor.\n")
    assert record.commitments == ()


def test_one_and_many_give_the_same_bytes_for_any_number_of_jobs(tmp_path):
    paths = [tmp_path / f"{number}.txt" for number in range(6)]
    for number, path in enumerate(paths):
        path.write_text(ACT.replace("Eastport", f"Port {number}") * (1 + number % 3))
    sources = [*paths, b"", tmp_path / "gone.pdf", ACT.encode(), SPANISH.encode()]
    alone = [ANALYZER.classify(source).to_json() for source in sources]
    assert [record.to_json() for record in ANALYZER.classify_many(sources)] == alone
    assert [record.to_json() for record in ANALYZER.classify_many(iter(sources), jobs=2)] == alone


def test_another_analyzer_gives_the_same_record():
    assert hrtext.load().classify(ACT).to_json() == ANALYZER.classify(ACT).to_json()


def test_what_was_read_before_does_not_matter():
    before = ANALYZER.classify(ACT)
    ANALYZER.classify("Mr. Roe's U.N. e.g. don't\n" * 50)
    assert ANALYZER.classify(ACT) == before


def test_pages_of_a_pdf():
    data = pdf(
        ["A RESOLUTION ON THE RIGHT TO WATER", "WHEREAS, the Universal Declaration guides us all here; and"],
        ["WHEREAS, the right to housing is a duty of every town and city council; and"],
        ["BE IT RESOLVED, that the Mayor shall report each year on the right to vote."],
    )
    record = ANALYZER.classify(data)
    assert record.pages == 3
    pages = {reference.id: reference.page for reference in record.references if reference.kind != "principle"}
    assert pages == {"water_sanitation": 1, "udhr": 1, "housing": 2, "vote": 3}
    (commitment,) = [c for c in record.commitments if c.strength == "binding"]
    assert commitment.page == 3
    document = ANALYZER.extract(data)
    for span in spans(record):
        assert span.page == document.page(span.start)
        assert span.text == document.text[span.start : span.end]


def test_a_users_own_pipeline_is_used():
    own = spacy.blank("en")
    own.add_pipe("sentencizer")
    analyzer = hrtext.load(nlp=own)
    assert analyzer.nlp is own
    assert list(analyzer.annotate("One. Two.").sents)
    assert analyzer.classify(ACT) == ANALYZER.classify(ACT)


def test_a_saved_pipeline_may_be_given(tmp_path):
    ANALYZER.nlp.to_disk(tmp_path / "pipeline")
    assert hrtext.load(nlp=spacy.load(tmp_path / "pipeline")).classify(ACT) == ANALYZER.classify(ACT)


def test_a_users_lexicon_reaches_records_and_workers(tmp_path):
    entry = {"id": "lake", "kind": "right", "names": {"en": ["right to the lake"]}, "source": ["us"]}
    (tmp_path / "own.jsonl").write_text(json.dumps(entry))
    analyzer = hrtext.load(lexicon=tmp_path / "own.jsonl")
    text = "RESOLVED, that the City affirms the right to the lake.\n"
    (record,) = analyzer.classify_many([text.encode()])
    assert [r.id for r in record.references] == [r.id for r in analyzer.tag(text).references] == ["lake"]
    assert ANALYZER.tag(text).references == ()
    assert analyzer.lexicon_sha256 != ANALYZER.lexicon_sha256


def test_errors_of_loading_are_ours(tmp_path):
    with pytest.raises(ModelError, match="there is no model directory"):
        hrtext.load(tmp_path / "gone")
    with pytest.raises(LexiconError, match="cannot read the lexicon"):
        hrtext.load(lexicon=tmp_path / "gone.jsonl")


def test_a_very_long_text_is_annotated():
    assert ANALYZER.nlp.max_length >= 50_000_000


def test_features_are_those_of_the_text():
    features = ANALYZER.features(ACT)
    assert features.numbers["designation/title_given/operative"] > 0
    assert any("Eastport" in clause.words for clause in features.clauses)


# What is imported, and when.


def python(code, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | environment,
    )


def test_importing_hrtext_is_light():
    done = python(
        "import sys, hrtext; print(sorted({m.split('.')[0] for m in sys.modules} "
        "& {'spacy', 'sklearn', 'numpy', 'scipy', 'pandas', 'lxml', 'pdfplumber'}))"
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_labelling_works_where_scikit_learn_cannot_be_imported(tmp_path):
    for library in ("sklearn", "joblib"):
        (tmp_path / "broken" / library).mkdir(parents=True)
        (tmp_path / "broken" / library / "__init__.py").write_text("raise RuntimeError('imported')")
    (tmp_path / "act.txt").write_text(ACT)
    code = "import sys; from hrtext.cli import main; sys.exit(main(sys.argv[1:]))"
    done = python(code, "classify", str(tmp_path / "act.txt"), PYTHONPATH=str(tmp_path / "broken"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["label"] == "formal_designation"


@pytest.mark.parametrize("name", hrtext.__all__)
def test_every_public_name_is_there(name):
    assert getattr(hrtext, name) is not None


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = hrtext.nothing
