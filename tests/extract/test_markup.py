"""HTML and RTF."""

from __future__ import annotations

import pytest

from hrtext.extract import read_document
from hrtext.extract.html import visible_text

SENTENCES = [
    f"Section {number}. The Council shall see that department number {number} reports on rights."
    for number in range(1, 9)
]


def test_the_main_text_of_a_page_without_its_frame() -> None:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    page = (
        "<!DOCTYPE html><html><head><title>Act</title><style>p{}</style></head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/pay'>Pay a bill</a></li></ul></nav>"
        f"<main><h1>A Resolution</h1>{paragraphs}"
        "<table><tr><th>Member</th><th>Vote</th></tr><tr><td>Ruiz</td><td>Aye</td></tr></table></main>"
        "<footer><p>Contact the webmaster</p></footer></body></html>"
    )
    text = read_document(page.encode()).text
    assert [line for line in text.split("\n") if line.startswith("Section")] == SENTENCES
    assert text.endswith("Member Vote\nRuiz Aye")
    assert "Pay a bill" not in text
    assert "webmaster" not in text


def test_a_page_of_few_words_gives_all_that_is_visible() -> None:
    page = b"<html><body><div>Proclamation</div><table><tr><td>Yea</td><td>7</td></tr></table>"
    assert read_document(page).text == "Proclamation\nYea 7"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a &amp; b &#8212; c&nbsp;d</p>", "a & b — c d"),
        ("<p>one</p>two<p>three", "one\ntwo\nthree"),
        ("<p>x<br>y</p>", "x\ny"),
        ("<p>a\n   b</p>", "a b"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<p>seen<span hidden>not</span></p><script>no</script>", "seen"),
        ("<p>un<b>broken</b></p>", "unbroken"),
        ("", ""),
        ("<div>" * 1000 + "deep", "deep"),
    ],
)
def test_visible_text(markup: str, text: str) -> None:
    assert visible_text(markup) == text


@pytest.mark.parametrize(
    ("encoding", "declaration"),
    [
        ("utf-8", ""),
        ("utf-8", '<meta charset="iso-8859-1">'),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'),
        ("cp1252", ""),
        ("utf-16", ""),
        ("utf-16-le", ""),
    ],
)
def test_encodings_declared_or_not(encoding: str, declaration: str) -> None:
    body = "<p>Artículo 1. El “Año” de los niños y niñas — § 3.</p>"
    document = read_document(f"<html><head>{declaration}</head>{body}</html>".encode(encoding))
    assert document.text == "Artículo 1. El “Año” de los niños y niñas — § 3."


def test_typed_text_is_unwrapped_and_lists_are_not() -> None:
    typed = b"<html><body><pre>Whereas the people\nof this city are\nequal in dignity</pre>"
    assert read_document(typed).text == "Whereas the people of this city are equal in dignity"
    listed = b"<html><body><ul><li>food</li><li>water</li><li>work</li></ul>"
    assert read_document(listed).text == "food\nwater\nwork"


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (
            rb"{\rtf1\ansi\ansicpg1252 Jos\'e9 \'93all\'94\par next\line line}",
            "José “all”\nnext\nline",
        ),
        (rb"{\rtf1\ansi\ansicpg1251 \'e3\'ee\'f0\'ee\'e4}", "город"),
        (b"{\\rtf1\\ansi\\ansicpg1252 A\xf1o}", "Año"),
        (rb"{\rtf1\ansi caf\u233? \u-10179?\u-8704?}", "café 😀"),
        (rb"{\rtf1\ansi Yea\cell 7\cell\row Nay\cell 2\cell\row}", "Yea 7\nNay 2"),
        (rb"{\rtf1\ansi text{\footnote  noted} on}", "text noted on"),
        (rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\info{\title no}}{\header head}text}", "text"),
    ],
)
def test_rtf(rtf: bytes, text: str) -> None:
    assert read_document(rtf).text == text
