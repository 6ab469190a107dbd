"""DOC, EPUB, messages, the XML of laws, and the matters of Legistar."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from hrtext.extract import Limits, read_document, sniff
from hrtext.extract.mail import attachments

from .builders import archive, doc, epub, msg, pdf

SENTENCE = "The Council shall report each year on the human rights of all who live in the city."


def text_of(data: bytes) -> str:
    document = read_document(data)
    assert document.status == "ok", document.message
    return document.text


class TestDoc:
    @pytest.mark.parametrize("text", [SENTENCE, "El “año” de los niños — § 3", "Żółć łódzka 人権"])
    def test_pieces_of_eight_and_sixteen_bits(self, text: str) -> None:
        assert text_of(doc(f"{text}\r")) == text

    def test_paragraphs_breaks_tables_and_fields(self) -> None:
        body = (
            "one\rtwo\x0bhalf\x0cYea\x077\x07\x07Nay\x072\x07\x07"
            '\x13 HYPERLINK "x" \x14linked\x15 '
            "\x13 DATE \x13 nested \x15\x14May 4\x15 Page \x13 PAGE \x1417\x15\r"
            "non\x1ebreaking\r"
        )
        assert text_of(doc(body)) == "one\ntwo\nhalf\nYea 7\nNay 2\nlinked May 4 Page\nnon-breaking"

    def test_headers_come_first_and_notes_and_footers_last(self) -> None:
        data = doc("body\r", header="City of X", footer="Adopted", note="a note\r")
        assert text_of(data) == "City of X\nbody\na note\nAdopted"

    @pytest.mark.parametrize("mark", [b"\x00\x08\x01", b"\x36\x08\x01\x3c\x08\x81"])
    def test_text_that_is_deleted_or_hidden_is_not_there(self, mark: bytes) -> None:
        bold = b"\x35\x08\x01"
        body = "The Council shall consider whether to report 🏙 to all.\rStruck.\rThe seal stays.\r"
        runs = [("Council", bold), ("consider whether to ", mark), ("🏙 ", mark), ("Struck.\r", bold + mark)]
        data = doc(body, runs=runs, header="City of X", footer="Adopted")
        assert text_of(data) == "City of X\nThe Council shall report to all.\nThe seal stays.\nAdopted"
        shown = [(text, mark[:-1] + b"\0") for text, _ in runs]
        assert text_of(doc(body, runs=shown)) == body.strip().replace("\r", "\n")

    @pytest.mark.parametrize("piece", [0x41 << 1 | 1 << 8, 0x5C << 1 | 1 << 8, 0 << 1 | 1])
    def test_a_piece_may_be_deleted_as_a_whole(self, piece: int) -> None:
        # The other property is one of a list of five bytes, whose length it tells itself.
        formats = b"\x15\xc6\x03abc\x00\x08\x01"
        assert text_of(doc("Kept. Struck.", piece=piece, formats=formats)) == "Kept."
        assert text_of(doc("Kept. Struck.", piece=3 << 1 | 1)) == "Kept. Struck."

    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
    def test_changes_that_another_program_tracked(self, tmp_path: Path) -> None:
        source = tmp_path / "act.rtf"
        deleted = r"{\deleted\revauthdel1\revdttmdel1438344194 t here}"
        source.write_text(rf"{{\rtf1\ansi{{\*\revtbl{{Unknown;}}{{A;}}}}No{deleted}w{{\v , hidden}}.\par}}")
        command = ["soffice", f"-env:UserInstallation={tmp_path.as_uri()}/profile", "--headless"]
        subprocess.run(
            [*command, "--convert-to", "doc", "--outdir", tmp_path, source], check=True, timeout=120
        )
        data = source.with_suffix(".doc").read_bytes()
        assert "t here".encode("utf-16-le") in data
        assert text_of(data) == "Now."

    def test_a_password(self) -> None:
        assert read_document(doc("body", flags=0x0100)).status == "encrypted"

    def test_pieces_that_lie_outside_the_file(self) -> None:
        data = doc(SENTENCE)
        for at in range(0, len(data), 97):
            assert read_document(data[:at] + b"\xff\xff" + data[at + 2 :]).status != "crashed"
            assert read_document(data[:at]).status in ("corrupt", "empty", "unsupported_type", "ok")


class TestEpub:
    def test_chapters_in_the_order_of_the_spine(self) -> None:
        chapters = {
            "b": "<header><h1>Part B</h1></header><p>second</p>",
            "a": "<p>first</p><aside>a note</aside>",
            "unused": "<p>not in the spine</p>",
        }
        data = epub(chapters, ["a", "b"])
        assert sniff.sniff(data) == sniff.EPUB
        assert text_of(data).split() == "first a note Part B second".split()

    def test_a_chapter_whose_sections_the_spine_names_too_is_read_once(self) -> None:
        data = epub({"a": f"<p id='s1'>{SENTENCE}</p>"}, ["a"])
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            members = {name: book.read(name).decode() for name in book.namelist()}
        item = '<item id="s1" href="text/a.xhtml#s1" media-type="application/xhtml+xml"/></manifest>'
        package = members["OEBPS/book.opf"].replace("</manifest>", item)
        members["OEBPS/book.opf"] = package.replace("</spine>", '<itemref idref="s1"/></spine>')
        assert text_of(archive(members)) == SENTENCE

    def test_copy_protection_and_protected_fonts(self) -> None:
        locked = '<encryption><CipherReference URI="{}"/></encryption>'
        chapter = {"a": f"<p>{SENTENCE}</p>"}
        protected = epub(chapter, ["a"], encryption=locked.format("OEBPS/text/a.xhtml"))
        assert read_document(protected).status == "encrypted"
        assert text_of(epub(chapter, ["a"], encryption=locked.format("font.otf"))) == SENTENCE

    def test_a_spine_that_names_nothing(self) -> None:
        assert read_document(epub({"a": ""}, ["missing"])).status == "empty"
        assert read_document(epub({}, [], container="<x/>")).status == "corrupt"


class TestLawXml:
    def test_provisions_in_order_with_their_numbers(self) -> None:
        data = (
            "<?xml version='1.0'?><akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><act>"
            "<meta><identification>no text</identification></meta>"
            "<preface><p><docType>Ordinance</docType> <docNumber>7</docNumber></p></preface>"
            "<body><section><num>§ 1.</num><heading>Duty</heading><subsection><num>(a)</num><content>"
            "<p>The City shall <b>re</b>port on the <ref href='#x'>Convention</ref>.</p></content>"
            "</subsection>"
            "<subsection><num>(b)</num><content><p>It is free.</p></content></subsection></section></body>"
            "</act></akomaNtoso>"
        )
        assert text_of(data.encode()) == (
            "Ordinance 7\n§ 1. Duty\n(a) The City shall report on the Convention.\n(b) It is free."
        )

    def test_uslm_and_a_heading_that_begins_a_sentence(self) -> None:
        data = (
            b"<resolution><metadata>no</metadata><main><level role='whereas'><heading>Whereas</heading>, all"
            b" are equal & free; and</level><section><num>1.</num><heading>Title</heading>"
            b"<text>An act.</text>"
            b"</section></main></resolution>"
        )
        assert text_of(data) == "Whereas, all are equal & free; and\n1. Title\nAn act."

    def test_an_entity_is_not_read(self) -> None:
        data = (
            b'<?xml version="1.0"?><!DOCTYPE bill [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            b"<bill><section><p>safe &e; text</p></section></bill>"
        )
        assert text_of(data).split() == ["safe", "text"]

    def test_deeper_than_the_stack_of_python(self) -> None:
        data = b"<akomaNtoso>" + b"<p>" * 200 + b"deep" + b"</p>" * 200 + b"</akomaNtoso>"
        assert text_of(data) == "deep"


def message(text: str | None, html: str | None = None) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "clerk@x.org", "all@x.org", "Résumé of the minutes"
    made["Message-ID"] = "<1@x.org>"
    if text is not None:
        made.set_content(text)
    if html is not None:
        made.add_alternative(html, subtype="html") if text is not None else made.set_content(html, "html")
    return made


class TestMail:
    def test_subject_and_plain_text(self) -> None:
        data = message(f"{SENTENCE}\nJosé\n", "<p>the same in HTML</p>").as_bytes()
        assert read_document(data).media_type == sniff.MAIL
        assert text_of(data) == f"Résumé of the minutes\n\n{SENTENCE}\nJosé"

    def test_html_alone(self) -> None:
        assert text_of(message(None, f"<p>{SENTENCE}</p>").as_bytes()).endswith(SENTENCE)

    def test_attachments_are_what_was_attached(self) -> None:
        mail = message("See the act.", "<p>See the act. <img src='cid:logo'></p>")
        mail.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<logo>")  # type: ignore[index, union-attr]
        mail.add_attachment(pdf([[(72, 700, SENTENCE)]]), "application", "pdf", filename="Añex 1.pdf")
        mail.add_attachment(SENTENCE, filename="act.txt")
        mail.add_attachment(message("the inner one"))
        found = attachments(mail.as_bytes(), sniff.MAIL, Limits())
        assert [name for name, _ in found] == ["Añex 1.pdf", "act.txt", "attachment-3"]
        assert found[0][1] == pdf([[(72, 700, SENTENCE)]])
        assert text_of(found[2][1]).endswith("the inner one")

    def test_another_form_of_the_text_and_its_signature_are_no_attachments(self) -> None:
        mail = message(SENTENCE)
        mail.add_alternative(rb"{\rtf1 the same in RTF}", "application", "rtf")
        mail.add_attachment(b"x", "application", "pkcs7-signature", filename="smime.p7s")
        mail.add_attachment(b"{}", "application", "rtf", filename="act.rtf")
        assert text_of(mail.as_bytes()).endswith(SENTENCE)
        assert [name for name, _ in attachments(mail.as_bytes(), sniff.MAIL, Limits())] == ["act.rtf"]

    def test_text_that_goes_on_after_an_attachment(self) -> None:
        mail = message("Before.")
        mail.add_attachment(b"x", "application", "pdf", filename="x.pdf")
        mail.add_attachment("After.", disposition="inline")
        assert text_of(mail.as_bytes()).split() == "Résumé of the minutes Before. After.".split()
        assert [name for name, _ in attachments(mail.as_bytes(), sniff.MAIL, Limits())] == ["x.pdf"]

    def test_outlook(self) -> None:
        act = pdf([[(72, 700, SENTENCE)]]).ljust(5000, b"\n")
        data = msg(SENTENCE, [("Añex 1.pdf", act)], inner="the inner one")
        assert read_document(data).media_type == sniff.OUTLOOK
        assert text_of(data) == f"Minutes of the Council\n\n{SENTENCE}"
        found = attachments(data, sniff.OUTLOOK, Limits())
        assert found[0] == ("Añex 1.pdf", act)
        assert len(found) == 2
        assert text_of(found[1][1]) == "the inner one"


class TestLegistar:
    RTF = r"{\rtf1\ansi WHEREAS, all are equal;\par Jos\'e9 shall report.}"

    def test_title_and_rtf(self) -> None:
        matter = {"MatterTitle": "On equality", "MatterTextRtf": self.RTF, "MatterTextPlain": "flat"}
        assert text_of(json.dumps(matter).encode()) == (
            "On equality\n\nWHEREAS, all are equal;\nJosé shall report."
        )

    def test_plain_text_where_there_is_no_rtf(self) -> None:
        matter = {"MatterTitle": "AN ACT", "MatterTextRtf": None, "MatterTextPlain": f"An act\n\n{SENTENCE}"}
        assert text_of(json.dumps(matter).encode()) == f"An act\n\n{SENTENCE}"

    def test_damaged(self) -> None:
        assert read_document(b'{"MatterTitle": "Rights"').status == "corrupt"
        assert read_document(b'{"MatterTitle": "' + b"[" * 9999).status == "corrupt"
        assert read_document(b'{"MatterTitle": null}').status == "empty"
