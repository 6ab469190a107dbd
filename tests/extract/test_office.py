"""DOCX and ODT: everything that is text, once, in order."""

from __future__ import annotations

import io

import pytest

from hrtext.extract import read_document

from .builders import archive, docx, odt, paragraph


def text_of(data: bytes) -> str:
    document = read_document(data)
    assert document.status == "ok", document.message
    return document.text


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


class TestDocx:
    def test_tracked_changes_are_accepted(self) -> None:
        body = (
            f"<w:p>{run('The Council ')}<w:ins>{run('shall')}</w:ins>"
            "<w:del><w:r><w:delText>may</w:delText></w:r></w:del>"
            f"<w:moveFrom>{run('twice')}</w:moveFrom>{run(' act')}</w:p>"
        )
        assert text_of(docx(body)) == "The Council shall act"

    def test_a_deleted_paragraph_mark_joins_paragraphs(self) -> None:
        mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
        body = f"<w:p>{mark}{run('one ')}</w:p>{paragraph('two')}{paragraph('three')}"
        assert text_of(docx(body)) == "one two\nthree"

    def test_content_controls_links_and_breaks(self) -> None:
        body = (
            f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('in a block')}</w:sdtContent></w:sdt>"
            f"<w:p><w:sdt><w:sdtContent>{run('in a line')}</w:sdtContent></w:sdt>"
            f"<w:r><w:tab/></w:r><w:hyperlink>{run('linked')}</w:hyperlink>"
            "<w:r><w:br/><w:t>next</w:t><w:noBreakHyphen/><w:t>line</w:t></w:r></w:p>"
        )
        assert text_of(docx(body)) == "in a block\nin a line linked\nnext-line"

    def test_text_boxes_once(self) -> None:
        box = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
        body = (
            "<w:p><w:r><w:t>before</w:t><mc:AlternateContent>"
            f"<mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
            f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback>"
            f"</mc:AlternateContent></w:r></w:p>{paragraph('after')}"
        )
        assert text_of(docx(body)) == "before\nboxed\nafter"
        only_fallback = body.replace(f"<wps:txbx>{box}</wps:txbx>", "")
        assert text_of(docx(only_fallback)) == "before\nboxed\nafter"

    def test_tables_in_reading_order(self) -> None:
        def cell(*texts: str) -> str:
            return f"<w:tc>{''.join(map(paragraph, texts))}</w:tc>"

        nested = f"<w:tc><w:tbl><w:tr>{cell('x')}{cell('y')}</w:tr></w:tbl><w:p/></w:tc>"
        body = (
            f"<w:tbl><w:tr>{cell('Aye')}{cell('7')}</w:tr>"
            f"<w:tr>{cell('first', 'second')}{cell('third')}</w:tr><w:tr>{nested}</w:tr></w:tbl>"
        )
        assert text_of(docx(body)) == "Aye 7\nfirst\nsecond\nthird\nx y"

    def test_headers_footers_and_notes(self) -> None:
        note = "<w:footnote w:type='separator'><w:p/></w:footnote><w:footnote>{}</w:footnote>"
        data = docx(
            paragraph("body"),
            header1=paragraph("City of X"),
            header2=paragraph("City of X"),
            footer1=paragraph("Adopted"),
            footnotes=note.format(paragraph("a note")),
            endnotes=note.replace("foot", "end").format(paragraph("an end note")),
        )
        assert text_of(data) == "City of X\nbody\na note\nan end note\nAdopted"

    def test_page_number_fields_are_no_text(self) -> None:
        field = (
            "<w:p>{0}<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
            "<w:r><w:instrText> {1} </w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r>{2}"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
        )
        data = docx(
            field.format(run("Date: "), "DATE", run("May 4")),
            footer1=field.format(run("Draft "), "PAGE", run("17")),
        )
        assert text_of(data) == "Date: May 4\nDraft"

    def test_hidden_runs_are_no_text(self) -> None:
        hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        assert text_of(docx(f"<w:p>{hidden}{run('seen')}</w:p>")) == "seen"

    def test_strict_namespaces_and_another_name_for_the_main_part(self) -> None:
        data = archive(
            {
                "[Content_Types].xml": "<Types/>",
                "_rels/.rels": '<Relationships><Relationship Type="http://purl.oclc.org/ooxml/'
                'officeDocument/relationships/officeDocument" Target="/word/document2.xml"/>'
                "</Relationships>",
                "word/document2.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/'
                'wordprocessingml/main"><w:body><w:p><w:r><w:t>strict</w:t></w:r></w:p></w:body>'
                "</w:document>",
            }
        )
        assert text_of(data) == "strict"

    def test_entities_are_not_expanded(self) -> None:
        secret = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        data = archive(
            {
                "[Content_Types].xml": "<Types/>",
                "word/document.xml": f'{secret}<w:document xmlns:w="w"><w:p><w:r><w:t>safe&e;'
                "</w:t></w:r></w:p></w:document>",
            }
        )
        assert "root:" not in read_document(data).text

    def test_python_docx_files(self) -> None:
        import docx as python_docx

        document = python_docx.Document()
        document.add_heading("A RESOLUTION", level=1)
        document.add_paragraph("The Council shall act.")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Yea", "9"
        document.sections[0].header.paragraphs[0].text = "City of Ávila Beach"
        buffer = io.BytesIO()
        document.save(buffer)
        assert text_of(buffer.getvalue()) == (
            "City of Ávila Beach\nA RESOLUTION\nThe Council shall act.\nYea 9"
        )


class TestOdt:
    def test_paragraphs_lists_tables_and_notes(self) -> None:
        body = (
            "<text:h>TITLE</text:h><text:p>a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d"
            "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>noted</text:p></text:note-body></text:note> <text:span>e</text:span></text:p>"
            "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>"
            "<table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>"
            "<table:table-cell><text:p>y</text:p></table:table-cell></table:table-row></table:table>"
        )
        assert text_of(odt(body)) == "TITLE\na b c\nd e\nitem\nx y\nnoted"

    def test_tracked_deletions_are_dropped(self) -> None:
        body = (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>may</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes>"
            "<text:p>The Council <text:change text:change-id='c'/>shall act</text:p>"
        )
        assert text_of(odt(body)) == "The Council shall act"

    def test_headers_and_footers_once(self) -> None:
        styles = (
            "<style:header><text:p>City of X</text:p></style:header>"
            "<style:header-left><text:p>City of X</text:p></style:header-left>"
            "<style:footer><text:p>Page <text:page-number>1</text:page-number></text:p>"
            "</style:footer>"
        )
        assert text_of(odt("<text:p>body</text:p>", styles)) == "City of X\nbody\nPage"

    def test_text_boxes(self) -> None:
        body = (
            "<text:p>before<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box>"
            "</draw:frame></text:p><text:p>after</text:p>"
        )
        assert text_of(odt(body)) == "before\nboxed\nafter"


@pytest.mark.parametrize("data", [docx(paragraph("a\u0301 \ufb01ne")), odt("<text:p>á ﬁne</text:p>")])
def test_characters_are_repaired(data: bytes) -> None:
    assert text_of(data) == "á fine"
