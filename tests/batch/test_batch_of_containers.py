"""Containers among the inputs of a run: a result for each document, in order, none lost."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pypdfium2
import pytest
from batch_faults import ACT

from hrtext.batch import WINDOW, run, run_paired
from hrtext.extract.ocr.engines import choose_engine
from hrtext.inputs import Input, from_source
from hrtext.pool import Pool
from hrtext.records import Document
from hrtext.settings import Settings
from hrtext.tasks import document_task, record_task

SCAN = Path(__file__).parents[2] / "corpora" / "samples" / "ashgrove_resolution_scan.pdf"
SETTINGS = Settings(timeout_seconds=1.5)
ACTS = {
    "plain.txt": b"BE IT RESOLVED, that the City shall report on human rights each year.",
    "page.html": b"<html><body><p>The City Council urges Congress to act on human rights.</p></body></html>",
    "act.rtf": rb"{\rtf1\ansi Springfield hereby designates itself a human rights city.}",
    "void.txt": b"",
    "picture.pdf": b"GIF89a" + bytes(50),
    "spanish.txt": b"El Ayuntamiento aprueba el plan de derechos humanos de la ciudad para todos.",
}


def packed(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def placed(folder: Path, files: dict[str, bytes]) -> list[Input]:
    inputs = []
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        inputs.append(from_source(path))
    return inputs


def test_a_document_in_a_container_has_the_record_that_it_has_alone(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Message-ID"], mail["Subject"] = "<1@x.org>", ""
    for name, content in sorted(ACTS.items()):
        mail.add_attachment(content, "application", "octet-stream", filename=name)
    files = {
        **dict(sorted(ACTS.items())),
        "x.zip": packed(ACTS),
        "y.zip": packed({"x.zip": packed(ACTS)}),
        "z.eml": mail.as_bytes(),
    }
    task = record_task("classify", None, None, Settings())
    records = list(run(placed(tmp_path, files), task, jobs=2, settings=Settings()))
    count = len(ACTS)
    assert len(records) == 4 * count
    alone = records[:count]
    assert {record.status for record in alone} >= {"ok", "empty", "unsupported_type"}
    for number, container in enumerate(("x.zip", "y.zip!/x.zip", "z.eml"), start=1):
        inside = records[number * count : (number + 1) * count]
        assert [record.path for record in inside] == [
            f"{tmp_path}/{container}!/{name}" for name in sorted(ACTS)
        ]
        assert [replace(record, path="") for record in inside] == [
            replace(record, path="") for record in alone
        ]


def test_the_results_do_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    many = {f"{number:03}.txt": b"document" * number for number in range(60)}
    files = {
        "a.txt": b"a",
        "b.zip": packed(many),
        "c.zip": packed({}),
        "d.zip": packed({"b.zip": packed(many), "e.txt": b"kill", "f.zip": packed({"g.txt": b"g"})}),
        "z.txt": b"z",
    }
    inputs = placed(tmp_path, files)
    found = [[r.to_json() for r in run(inputs, ACT, jobs=jobs, settings=SETTINGS)] for jobs in (1, 2, 5)]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 1 + 60 + 1 + 60 + 1 + 1 + 1


@pytest.mark.parametrize(("content", "status"), [(b"kill", "crashed"), (b"loop", "timeout")])
def test_a_document_that_kills_its_worker_costs_one_record(
    tmp_path: Path, content: bytes, status: str
) -> None:
    members = {"a.txt": b"aa", "b.txt": content, "c.txt": b"cc"}
    files = {"1.txt": b"good", "2.zip": packed(members), "3.txt": b"good"}
    results = list(run(placed(tmp_path, files), ACT, jobs=2, settings=SETTINGS))
    assert [Path(result.path).name for result in results] == ["1.txt", "a.txt", "b.txt", "c.txt", "3.txt"]
    assert [result.status for result in results] == ["ok", "ok", status, "ok", "ok"]
    assert (results[2].sha256, results[2].bytes) == (None, None)


def test_a_container_that_kills_its_worker_costs_one_record(tmp_path: Path) -> None:
    files = {"1.txt": b"good", "2.exit.zip": packed(ACTS), "3.txt": b"good"}
    results = list(run(placed(tmp_path, files), ACT, jobs=2, settings=SETTINGS))
    assert [result.status for result in results] == ["ok", "crashed", "ok"]
    assert results[1].sha256


def test_a_container_that_is_empty_or_refused_has_one_record(tmp_path: Path) -> None:
    files = {
        "bad.zip": packed(ACTS)[:-30],
        "bomb.zip": packed({"a.txt": b"a" * 3_000}),
        "deep.zip": packed({"1.zip": packed({"2.zip": packed({"3.zip": packed(ACTS)})})}),
        "none.zip": packed({}),
    }
    settings = Settings(max_unpacked_bytes=2_500)
    documents: list[Document] = list(
        run(placed(tmp_path, files), document_task(settings), jobs=1, settings=settings)
    )
    assert [(Path(item.path).name, item.status) for item in documents] == [
        ("bad.zip", "corrupt"),
        ("bomb.zip", "too_large"),
        ("2.zip", "too_large"),
        ("none.zip", "empty"),
    ]
    assert all(item.message and not item.text and item.sha256 for item in documents)


def test_a_refused_container_keeps_no_text_or_label_of_its_own(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Message-ID"], mail["Subject"] = "<1@x.org>", "Rights"
    mail.set_content(ACTS["plain.txt"].decode())
    for number in range(3):
        mail.add_attachment("x", filename=f"{number}.txt")
    settings = Settings(max_members=2)
    inputs = placed(tmp_path, {"a.eml": mail.as_bytes()})
    (document,) = run(inputs, document_task(settings), jobs=1, settings=settings)
    assert (document.status, document.text) == ("too_large", "")
    (record,) = run(inputs, record_task("classify", None, None, settings), jobs=1, settings=settings)
    assert (record.status, record.label, record.answers) == ("too_large", None, {})
    assert record.model


def test_bytes_and_standard_input_are_opened_too() -> None:
    inputs = [
        Input("-", packed({"a.txt": b"The Council met."})),
        from_source(packed({"b.txt": b"It voted."})),
    ]
    documents = run(inputs, document_task(Settings()), jobs=1, settings=Settings())
    assert [(item.path, item.text) for item in documents] == [
        ("-!/a.txt", "The Council met."),
        ("!/b.txt", "It voted."),
    ]


def test_a_message_comes_before_its_attachments_and_only_if_it_says_something(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Message-ID"], mail["Subject"] = "<1@x.org>", "Minutes"
    mail.set_content("See what is attached.")
    alone = mail.as_bytes()
    mail.add_attachment("The Council met.", filename="minutes.txt")
    files = {"1.eml": alone, "2.eml": mail.as_bytes()}
    documents = run(placed(tmp_path, files), document_task(Settings()), jobs=2, settings=Settings())
    assert [(item.path.removeprefix(f"{tmp_path}/"), item.text) for item in documents] == [
        ("1.eml", "Minutes\n\nSee what is attached."),
        ("2.eml", "Minutes\n\nSee what is attached."),
        ("2.eml!/minutes.txt", "The Council met."),
    ]


@pytest.mark.skipif(choose_engine("auto") is None, reason="no OCR engine is installed: see hrtext[ocr]")
def test_pictures_in_an_archive_are_documents_as_they_are_alone(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with pypdfium2.PdfDocument(SCAN) as scan:
        scan[0].render(scale=150 / 72).to_pil().convert("L").save(buffer, "PNG")
    files = {"a.png": buffer.getvalue(), "b.pdf": SCAN.read_bytes()}
    inputs = [*placed(tmp_path, files), from_source(packed(files))]
    documents = list(run(inputs, document_task(Settings()), jobs=2, settings=Settings()))
    assert [document.status for document in documents] == ["ok"] * 4
    assert [document.path for document in documents[2:]] == ["!/a.png", "!/b.pdf"]
    for alone, inside in zip(documents[:2], documents[2:], strict=True):
        assert inside.ocr is not None
        assert replace(inside, path=alone.path) == alone


def test_a_result_comes_with_the_input_that_the_run_was_given(tmp_path: Path) -> None:
    members = {"x.zip": packed({"1.txt": b"1", "2.txt": b"2"}), "y.txt": b"y"}
    archive, other = placed(tmp_path, {"a.zip": packed(members), "b.txt": b"b"})
    inputs = [archive, Input(archive.path), other]
    pairs = list(run_paired(inputs, ACT, jobs=2, settings=SETTINGS))
    # The first two are equal, and still each has its own results.
    expected = [inputs[number] for number in (0, 0, 0, 1, 1, 1, 2)]
    assert [id(of) for of, _ in pairs] == [id(of) for of in expected]
    assert [result.path for _, result in pairs[3:6]] == [
        f"{archive.path}!/{name}" for name in ("x.zip!/1.txt", "x.zip!/2.txt", "y.txt")
    ]


def test_a_container_beyond_the_window_is_read_in_order_and_its_workers_die_in_vain(tmp_path: Path) -> None:
    many = {f"{number:04}.txt": b"%d" % number for number in range(3 * WINDOW)}
    many["0001.txt"] = b"loop"
    files = {"a.zip": packed(many), **{f"b{number:03}.txt": b"b" for number in range(2 * WINDOW)}}
    results = list(run(placed(tmp_path, files), ACT, jobs=2, settings=SETTINGS))
    assert [Path(result.path).name for result in results] == [*many, *list(files)[1:]]
    assert [number for number, result in enumerate(results) if result.status != "ok"] == [1]


def test_a_lent_pool_reads_containers_and_is_given_back(tmp_path: Path) -> None:
    inputs = placed(tmp_path, {"a.zip": packed({"1.txt": b"1", "2.txt": b"kill"}), "b.txt": b"b"})
    pool = Pool(ACT, 1, SETTINGS)
    for _ in range(2):
        pairs = run_paired(inputs, ACT, jobs=1, settings=SETTINGS, pool=pool)
        assert [result.status for _, result in pairs] == ["ok", "crashed", "ok"]
        assert all(worker.job is None for worker in pool.workers)
    pool.stop()
