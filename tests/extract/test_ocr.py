"""OCR: which pages are read off their picture, how, and what the document says of it."""

from __future__ import annotations

import io
import re
import sys
from string import ascii_letters

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hrtext import patience
from hrtext.batch import run
from hrtext.errors import UsageError
from hrtext.extract import Limits, read_document, require_engine
from hrtext.extract.ocr import engines, tesseract
from hrtext.extract.ocr.spelling import is_doubtful, is_garbled, spaced
from hrtext.extract.ocr.upright import is_sideways, upright
from hrtext.inputs import Input
from hrtext.records import Document
from hrtext.settings import Settings
from hrtext.tasks import document_task

from .builders import column, pdf
from .scans import joined, layered, picture, scanned

ACT = [
    "A RESOLUTION ON HUMAN RIGHTS IN THE CITY",
    "WHEREAS, every resident of this city is born free and equal;",
    "WHEREAS, the Council has heard the people at six public hearings;",
    "NOW, THEREFORE, BE IT RESOLVED by the Council of the City that",
    "a commission on human rights is established, whose members the",
    "Mayor shall appoint within ninety days; and that the commission",
    "shall report to the Council every year and publish its report.",
]
LEFT = [
    "The Council shall appoint", "nine members who live in", "the city and who know the",
    "law of human rights and", "the needs of the people.", "They shall meet in public",
    "every month and hear all", "who wish to speak before", "them without any charge",
    "and in any language that", "is spoken in the city at", "home or in the street.",
]  # fmt: skip
RIGHT = [
    "Each department of the", "city shall answer within", "thirty days whatever the",
    "commission asks of them,", "and shall give it access", "to all records which are",
    "public under the laws of", "the state. The report of", "the commission shall be",
    "sent to every school and", "library of the city, and", "read in full in council.",
]  # fmt: skip
WORD = re.compile(r"\w+")


def needs(name: str) -> pytest.MarkDecorator:
    missing = engines.choose_engine(name) is None
    return pytest.mark.skipif(missing, reason=f"{name} is not installed: see the extra hrtext[ocr]")


ENGINES = [pytest.param(name, marks=needs(name)) for name in ("rapidocr", "tesseract")]
NEEDS_ANY = needs("auto")


def read(data: bytes, ocr: str = "auto", **limits: float) -> Document:
    return read_document(data, limits=Limits(ocr=ocr, **limits))  # type: ignore[arg-type]


def words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("degrees", [0, 90, 180, 270, 2.4, -3.5])
def test_a_scan_is_read_however_it_lies(engine, degrees):
    document = read(scanned(picture(column(ACT, pitch=18), degrees=degrees)), engine)
    assert words(document.text) == words(" ".join(ACT))
    assert document.ocr is not None
    assert document.ocr.engine.startswith(f"{engine} ")
    assert [(page.page, page.cause) for page in document.ocr.pages] == [(1, "no_text")]
    assert document.ocr.confidence > 0.85


@pytest.mark.parametrize("engine", ENGINES)
def test_two_columns_of_a_scan_are_read_one_after_the_other(engine):
    page = picture([*column(LEFT, 60, 700, 14), *column(RIGHT, 330, 700, 14)])
    assert words(read(scanned(page), engine).text) == words(" ".join(LEFT + RIGHT))


@NEEDS_ANY
def test_a_scan_that_needs_a_password_is_read_with_it():
    document = read_document(
        layered(picture(column(ACT, pitch=18)), [], password="secret"), password="secret"
    )
    assert document.status == "ok"
    assert words(document.text) == words(" ".join(ACT))
    assert document.ocr is not None


@NEEDS_ANY
def test_only_the_pages_that_need_it_are_read_and_each_stays_in_its_place():
    scan = scanned(picture(column(ACT, pitch=18)))
    document = read(joined(pdf([column(LEFT)]), scan, pdf([column(RIGHT)])))
    assert document.ocr is not None
    assert [page.page for page in document.ocr.pages] == [2]
    assert document.pages == 3
    assert document.page(document.text.index("commission")) == 2
    first, second = document.page_starts[1:]
    assert words(document.text[:first]) == words(" ".join(LEFT))
    assert words(document.text[second:]) == words(" ".join(RIGHT))
    assert words(document.text[first:second]) == words(" ".join(ACT))


@NEEDS_ANY
def test_the_lines_that_a_layer_lacks_are_added_to_it_and_nothing_else_changes():
    lines = column(ACT, pitch=24)
    missing = [lines[0], lines[3]]
    whole = layered(picture(lines), [line for line in lines if line not in missing])
    document = read(whole)
    assert words(document.text) == words(" ".join(ACT))
    assert document.ocr is not None
    assert [page.cause for page in document.ocr.pages] == ["incomplete"]
    assert words(read(whole, "off").text) == words(" ".join(ACT[1:3] + ACT[4:]))


@NEEDS_ANY
def test_words_missing_at_either_end_of_a_line_go_back_where_they_stood():
    lines = column([*ACT, *LEFT], pitch=24)
    x, y, text = lines[1]
    layer = [*lines[:1], (x + 69, y, text.removeprefix("WHEREAS, ")), *lines[2:]]
    document = read(layered(picture(lines), layer))
    assert words(document.text) == words(" ".join([*ACT, *LEFT]))


@NEEDS_ANY
def test_a_whole_layer_is_left_alone():
    lines = column(ACT, pitch=24)
    document = read(layered(picture(lines), lines))
    assert document.ocr is None
    assert document == read(layered(picture(lines), lines), "off")


@NEEDS_ANY
@pytest.mark.parametrize("shift", [3, 40_000])
def test_a_layer_that_is_no_writing_is_replaced(shift):
    lines = column([*ACT, *LEFT], pitch=24)
    moved = {ord(c): chr(97 + (ord(c) + shift) % 26) for c in ascii_letters}
    coded = [(x, y, line.translate(moved)) for x, y, line in lines]
    document = read(layered(picture(lines), coded))
    assert words(document.text) == words(" ".join([*ACT, *LEFT]))
    assert document.ocr is not None
    assert [page.cause for page in document.ocr.pages] == ["garbled"]


@NEEDS_ANY
def test_a_page_without_writing_is_not_read():
    grain = np.random.default_rng(1).integers(200, 255, (1650, 1275)).astype(np.uint8)
    blank = scanned(Image.fromarray(grain))
    assert read(blank).status == "no_text"
    document = read(joined(pdf([column(LEFT)]), blank))
    assert document.status == "ok"
    assert document.ocr is None


@NEEDS_ANY
@pytest.mark.parametrize("format_", ["PNG", "JPEG", "TIFF"])
def test_a_picture_file_is_a_document_of_pages(format_):
    pages = [picture(column(ACT, pitch=18)), picture(column(LEFT, pitch=18))]
    buffer = io.BytesIO()
    if format_ == "TIFF":
        pages[0].save(buffer, format_, save_all=True, append_images=pages[1:])
    else:
        pages[0].save(buffer, format_, quality=90)
        del pages[1:]
    document = read(buffer.getvalue())
    assert document.pages == len(pages)
    assert document.media_type == f"image/{format_.lower()}"
    assert words(document.text) == words(" ".join(ACT + (LEFT if pages[1:] else [])))


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
@needs("rapidocr")
def test_too_little_memory_is_told_as_such():
    data = scanned(picture(column(ACT, pitch=18)))
    small = Settings(memory_megabytes=600, ocr="rapidocr")
    (document,) = run([Input("", data)], document_task(small), jobs=1, settings=small)
    assert document.status == "too_large"
    assert document.message is not None
    assert "memory" in document.message


@NEEDS_ANY
def test_a_damaged_picture_says_so():
    buffer = io.BytesIO()
    picture(column(ACT)).save(buffer, "PNG")
    for data in (buffer.getvalue()[:5000], b"\x89PNG\r\n\x1a\n" + bytes(50), b"\xff\xd8\xff\xe0" + bytes(50)):
        assert read(data).status == "corrupt"


@NEEDS_ANY
def test_a_long_scan_keeps_what_was_read_and_names_the_rest():
    page = picture(column(ACT, pitch=18))
    document = read(scanned(page, page, page), ocr_pages=1)
    assert document.ocr is not None
    assert document.ocr.unread == (2, 3)
    assert words(document.text) == words(" ".join(ACT))


@NEEDS_ANY
def test_pages_for_which_no_time_is_left_are_named_not_lost_with_the_file():
    asked: list[float] = []
    data = joined(pdf([column(LEFT)]), scanned(picture(column(ACT))))
    try:
        patience.start_clock(0.0, asked.append)
        document = read(data)
    finally:
        patience.start_clock(float("inf"), asked.append)
    assert document.ocr is not None
    assert (document.ocr.pages, document.ocr.unread) == ((), (2,))
    assert words(document.text) == words(" ".join(LEFT))
    assert asked == [20.0]


@NEEDS_ANY
@pytest.mark.parametrize("format_", ["PDF", "PNG"])
def test_a_scan_for_which_there_is_no_time_says_so(format_):
    buffer = io.BytesIO()
    picture(column(ACT)).save(buffer, format_)
    try:
        patience.start_clock(0.0, lambda _: None)
        document = read(buffer.getvalue())
    finally:
        patience.start_clock(float("inf"), lambda _: None)
    assert document.status == "timeout"
    assert "--ocr-page-seconds" in (document.message or "")


@needs("tesseract")
def test_a_program_that_takes_too_long_has_not_seen_an_empty_page(monkeypatch):
    monkeypatch.setattr(tesseract, "_SECONDS", 0.001)
    scan = scanned(picture(column(ACT)))
    assert read(scan, "tesseract").status == "timeout"
    document = read(joined(pdf([column(LEFT)]), scan), "tesseract")
    assert document.ocr is not None
    assert document.ocr.unread == (2,)


@NEEDS_ANY
def test_the_same_scan_gives_the_same_document():
    data = scanned(picture(column(ACT, pitch=18), degrees=1.5))
    assert read(data) == read(data)


def test_off_and_not_installed_say_what_to_do(monkeypatch):
    data = scanned(picture(column(ACT)))
    buffer = io.BytesIO()
    picture(column(ACT)).save(buffer, "PNG")
    off = read(data, "off"), read(buffer.getvalue(), "off")
    assert [document.status for document in off] == ["no_text", "unsupported_type"]
    assert all("--ocr auto" in (document.message or "") for document in off)
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    monkeypatch.setenv("PATH", "")
    engines._engine.cache_clear()
    try:
        for document in (read(data), read(buffer.getvalue())):
            assert "pip install 'hrtext[ocr]'" in (document.message or "")
        for name in ("rapidocr", "tesseract"):
            with pytest.raises(UsageError, match="not installed"):
                require_engine(name)
        require_engine("auto")
    finally:
        engines._engine.cache_clear()


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("degrees", [0, 3])
def test_a_place_on_the_page_is_found_again_on_the_upright_picture(quarters, degrees):
    page = picture(column(ACT, pitch=18), degrees=degrees)
    ImageDraw.Draw(page).rectangle((900, 1400, 920, 1420), fill=0)
    pixels = np.asarray(page)
    found = upright(pixels, quarters)
    x, y = found.turned(910, 1410)
    rows, columns = (slice(int(at) - 8, int(at) + 8) for at in (y, x))
    assert found.picture[rows, columns].max() < 60


def test_lines_that_run_up_are_told_from_lines_that_run_across():
    pixels = np.asarray(picture(column(ACT * 4, pitch=18), degrees=2))
    assert [is_sideways(np.rot90(pixels, quarters)) for quarters in range(4)] == [False, True, False, True]


def test_writing_in_other_languages_and_scripts_is_not_garbled():
    for text in (
        "Der Rat der Stadt beschließt die Satzung über die Rechte der Kinder und das Verfahren.",
        "Le Conseil municipal adopte la charte des droits de la personne et les moyens de sa mise en œuvre.",
        "Совет города принимает решение о правах человека и мерах по его исполнению в этом году и далее.",
        "Fund 1200 300 45\nRoads 99 12 8\nParks 17 23 9\nSewers 100 40 3\nTotal 1416 375 65",
    ):
        assert not is_garbled(text)
        assert not is_doubtful(text)


def test_words_are_parted_only_into_words():
    assert spaced("BEIT RESOLVED, thisday") == "BE IT RESOLVED, thisday"
    assert spaced("Section2 ofthe Charter, April6") == "Section 2 of the Charter, April 6"
    for untouched in ("Tualatin", "setbacks", "thereof", "R2012-559", "together", "A1", "1l"):
        assert spaced(untouched) == untouched
