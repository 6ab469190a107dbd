from __future__ import annotations

import base64
import hashlib
import os
import re
import tracemalloc
from pathlib import Path

import pytest
from lxml import etree
from report_records import full_record, page, sample_records

import hrtext
from hrtext.errors import OutputError
from hrtext.records import USABLE_STATUSES, Evidence, Record
from hrtext.report import Report, write_report
from hrtext.scans import Box, Ocr, OcrPage


def bodies(page):
    return page.xpath("//table[@class='documents']/tbody")


def content(node):
    etree.strip_tags(node, "wbr")
    return " ".join(" ".join(node.itertext()).split())


def test_all_records_are_there_and_each_once():
    parsed = page(sample_records())
    usable = [record for record in sample_records() if record.status in USABLE_STATUSES]
    assert sorted(body.get("data-file") for body in bodies(parsed)) == sorted(r.path for r in usable)
    failures = parsed.xpath("//section[@id='failures']//tbody/tr")
    assert len(failures) == len(sample_records()) - len(usable) == 2
    assert "2 files have no outcome" in content(parsed.xpath("//p[@class='banner']")[0])


def test_a_row_says_all_that_its_record_says():
    rows = {body.get("data-file"): content(body) for body in bodies(page(sample_records()))}
    for record in sample_records():
        if record.status not in USABLE_STATUSES:
            continue
        seen = rows[record.path]
        spans = [span for answer in record.answers.values() for span in answer.evidence]
        for span in (*spans, *record.deciding, *record.references, *record.commitments):
            assert " ".join(span.text.split()) in seen
        assert (record.label or record.status).replace("_", " ") in seen
        assert all(reference.id in seen for reference in record.references)
        assert all((commitment.actor or "") in seen for commitment in record.commitments)
        assert all(reason in seen for reason in record.review_reasons)


def test_a_failure_is_listed_with_its_message():
    parsed = page(sample_records())
    rows = [content(row) for row in parsed.xpath("//section[@id='failures']//tbody/tr")]
    failed = [record for record in sample_records() if record.status not in USABLE_STATUSES]
    for record, row in zip(failed, rows, strict=True):
        assert os.path.basename(record.path) in row
        assert record.status.replace("_", " ") in row
        assert record.message in row


def test_no_banner_where_nothing_failed():
    parsed = page([full_record()])
    assert not parsed.xpath("//p[@class='banner'] | //section[@id='failures']")


def test_no_records():
    parsed = page([])
    assert "0 documents" in content(parsed.xpath("//header")[0])
    assert "There are none." in content(parsed.xpath("//section[@id='documents']")[0])


def test_those_to_review_come_first_then_by_path():
    records = [full_record(path, needs_review=path in "eb") for path in "decba"]
    assert [body.get("data-file") for body in bodies(page(records))] == list("beacd")


def test_two_records_of_one_path_both_stay():
    assert len(bodies(page([full_record(), full_record()]))) == 2


def test_counts_by_status_label_and_folder():
    records = [
        full_record("acts/york/2019/a.txt"),
        full_record("acts/york/2020/b.txt", label="formal_designation", needs_review=False),
        full_record("acts/graz/c.txt", status="out_of_scope", label=None, needs_review=False),
        Record("acts/graz/d.pdf", "no_text", "Run OCR first."),
    ]
    parsed = page(records)
    header = parsed.xpath("//header")[0]
    tables = [[content(row) for row in table.xpath(".//tr")] for table in header.xpath(".//table")]
    assert "To review: 1 of 3 (33%)" in content(header)
    figures = [[re.findall(r"\d+", row)[0] for row in table[1:]] for table in tables]
    assert figures[0] == ["2", "1", "1"]
    assert figures[1] == ["1", "0", "1"]
    heads = [cell.text for cell in header.xpath(".//details//thead//th")]
    cells = {
        row.xpath("th")[0].text: [cell.text for cell in row.xpath("td")]
        for row in header.xpath(".//details//tbody/tr")
    }
    assert heads[2:] == [
        "formal designation", "informal commitment", "rhetoric only", "out of scope", "failed", "needs review"
    ]  # fmt: skip
    assert cells == {
        "graz": ["2", "0", "0", "0", "1", "1", "0"],
        "york": ["2", "1", "0", "1", "0", "0", "1"],
    }


def test_one_folder_is_not_counted_by_folder():
    assert not page([full_record("acts/a.txt"), full_record("acts/b.txt")]).xpath("//header//details")


def test_records_of_tag_have_no_label():
    record = full_record(label=None, probabilities={}, answers={}, needs_review=False, review_reasons=())
    (body,) = bodies(page([record]))
    assert "no label" in content(body)
    assert not body.xpath(".//*[name()='svg']")


def test_links_lead_to_the_page_of_a_pdf():
    for body in bodies(page(sample_records())):
        links = set(body.xpath(".//a/@href"))
        path = body.get("data-file")
        if path == "":
            assert not links
        elif path.endswith(".pdf"):
            assert {link.partition("#")[0] for link in links} == {Path(path).as_uri()}
            assert f"{Path(path).as_uri()}#page=1" in links
        else:
            assert links == {Path(path).as_uri()}


@pytest.mark.parametrize("path", ["-", "", "a\ud800.pdf"])
def test_what_has_no_file_has_no_link(path):
    assert not page([full_record(path, media_type="application/pdf")]).xpath("//main//a")


def test_a_path_that_is_not_utf_8_is_linked_by_its_bytes():
    path = "/acts/caf\udce9.pdf"
    parsed = page([full_record(path, media_type="application/pdf")])
    assert parsed.xpath("//th[@class='file']/a/@href") == ["file:///acts/caf%E9.pdf"]


def test_an_answer_no_says_what_comes_nearest():
    seen = content(page(sample_records()))
    assert "What it does instead:" in seen
    assert "No sentence speaks for a yes." in seen


def test_the_text_around_the_evidence():
    text = "WHEREAS, rights; be it RESOLVED so. " + "x" * 900
    record = full_record(words="be it RESOLVED so.")
    start = text.index("be it")
    moved = hrtext.Record.from_dict(record.to_dict() | {"answers": answers_at(record, start)})
    parsed = page([moved], texts={"act.txt": text})
    around = parsed.xpath("//section[@class='answers']//blockquote")[0]
    assert content(around).startswith("WHEREAS, rights; be it RESOLVED so. xxx")
    assert around.xpath(".//mark")[0].text == "be it RESOLVED so."
    assert len(content(around)) < 320


def test_no_word_around_the_evidence_is_cut():
    text = f"{'before ' * 99}be it RESOLVED so.{' after' * 99}"
    record = full_record(words="be it RESOLVED so.")
    moved = hrtext.Record.from_dict(record.to_dict() | {"answers": answers_at(record, text.index("be it"))})
    around = page([moved], texts={"act.txt": text}).xpath("//section[@class='answers']//blockquote")[0]
    before, _, after = content(around).partition("be it RESOLVED so.")
    assert set(before.split()) == {"…", "before"}
    assert set(after.split()) == {"…", "after"}


def on_a_scan(*boxes):
    span = Evidence("be it", 0, 5, boxes[0].page if boxes else 1, "operative", boxes)
    read = Ocr("engine 1", (OcrPage(1, "no_text", 0.9, 612, 792), OcrPage(2, "no_text", 0.9, 792, 612)), 0.9)
    return full_record(media_type="application/pdf", pages=3, ocr=read, deciding=(span,), answers={})


@pytest.mark.parametrize(
    ("upper", "words"), [(10, "upper third"), (390, "middle"), (700, "lower third"), (790, "lower third")]
)
def test_a_sentence_of_a_scan_is_shown_where_it_stands(upper, words):
    (caption,) = page([on_a_scan(Box(1, 72, upper, 540, upper + 13.6))]).xpath("//figcaption")
    assert caption.text_content().startswith(f"operative, p. 1, {words}")
    (sheet,) = caption.xpath("./svg")
    assert sheet.get("viewbox") == "0 0 612 792"
    (line,) = sheet.xpath("./rect")
    assert [line.get(name) for name in ("x", "y", "width", "height")] == ["72", str(upper), "468", "14"]
    assert sheet.findtext("title") == f"Page 1, {upper} to {upper + 14} of 792 points down"


def test_a_sentence_that_goes_over_a_page_is_shown_on_both():
    boxes = Box(1, 72, 700, 540, 714), Box(1, 72, 715, 540, 729), Box(2, 72, 72, 540, 86)
    (caption,) = page([on_a_scan(*boxes)]).xpath("//figcaption")
    assert [len(sheet.xpath("./rect")) for sheet in caption.xpath("./svg")] == [2, 1]
    assert "lower third" in content(caption)


def test_without_boxes_no_position_is_claimed():
    for record in (on_a_scan(), on_a_scan(Box(3, 72, 700, 540, 714))):
        (caption,) = page([record]).xpath("//figcaption")
        assert content(caption) in ("operative, p. 1", "operative, p. 3")


def test_that_a_text_was_read_by_ocr_is_said():
    assert "read by OCR on 2 pages (engine 1, confidence 0.90)" in content(page([on_a_scan()]))
    assert "read by OCR" not in content(page([full_record()]))


def answers_at(record, start):
    answers = record.to_dict()["answers"]
    for answer in answers.values():
        for span in answer["evidence"]:
            span |= {"start": start, "end": start + len(span["text"])}
    return answers


def test_a_text_that_is_another_is_not_shown():
    assert not page([full_record()], texts={"act.txt": "another"}).xpath("//mark")


def test_the_same_records_give_the_same_bytes(tmp_path):
    write_report(sample_records(), tmp_path / "a.html")
    write_report(iter(sample_records()), tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_the_page_loads_nothing_and_runs_only_its_own_script():
    parsed = page(sample_records())
    assert not parsed.xpath("//@src | //link | //iframe | //img | //object | //@style")
    (style,), (script,) = parsed.xpath("//style"), parsed.xpath("//script")
    assert not re.search(r"url\(|@import|https?:", style.text)
    assert not re.search(r"fetch|XMLHttp|import|https?:|innerHTML", script.text)
    policy = parsed.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none';")
    for kind, node in (("style", style), ("script", script)):
        digest = base64.b64encode(hashlib.sha256(node.text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_every_table_says_what_its_cells_are():
    for table in page(sample_records()).xpath("//table"):
        heads = table.xpath("thead/tr/th[@scope='col']")
        for row in table.xpath("tbody/tr[not(ancestor::table[@class='commitments'])]"):
            assert sum(int(cell.get("colspan", "1")) for cell in row) == len(heads)


def test_memory_does_not_grow_with_the_records(tmp_path):
    def peak(number):
        words = (f"{i} rights " * 200 for i in range(number))
        records = (full_record(f"act-{text[:4]}.txt", text, model=None) for text in words)
        tracemalloc.start()
        write_report(records, tmp_path / f"{number}.html")
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(1)
    assert peak(400) < peak(20) + 1_000_000
    assert os.path.getsize(tmp_path / "400.html") > 8_000_000


def test_a_run_that_breaks_off_leaves_the_old_report(tmp_path):
    path = tmp_path / "run.html"
    path.write_text("old")

    def broken():
        yield full_record()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_report(broken(), path, force=True)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["run.html"]


def test_an_existing_report_is_kept_unless_forced(tmp_path):
    path = tmp_path / "run.html"
    path.write_text("old")
    with pytest.raises(OutputError, match=r"run\.html is there already"):
        Report(path)
    assert path.read_text() == "old"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_a_full_disk():
    with pytest.raises(OutputError, match="No space left"):
        write_report([full_record()], "/dev/full")


def test_a_document_in_an_archive_links_to_the_archive(tmp_path):
    from hrtext.report.place import Place

    archive = tmp_path / "acts.zip"
    archive.touch()
    inside = Place(Record(f"{archive}!/a.pdf", "ok", media_type="application/pdf", pages=2))
    assert f'href="{archive.as_uri()}"' in inside.file()
    assert inside.page(2) == "<span>p. 2</span>"
    for path in (f"{tmp_path}/Now!/a.pdf", f"{tmp_path}/gone.zip!/a.pdf"):
        assert "a.pdf#page=2" in Place(Record(path, "ok", media_type="application/pdf", pages=2)).page(2)
    assert "href" not in Place(Record("-!/a.pdf", "ok", media_type="application/pdf", pages=2)).file()
