from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from report_records import full_record, page

from hrtext.records import Record
from hrtext.report.markup import Markup, element, text

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</td></tr></table></details><h1>",
    "<!-- ", "]]>", "&lt;b&gt;", "&#60;b&#62;", "javascript:alert(1)", "</style>",
    "\0<b>\x1b[0m", "\udcff\ud800",
]  # fmt: skip
strings = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.one_of(st.sampled_from([*HOSTILE, *"<>&\"'/=` \n"]), st.text(max_size=8)), max_size=6).map(
        "".join
    ),
    st.text(st.characters(exclude_categories=())),
)
# What the file system refuses is refused by the reader too, and comes with a message.
# One of nothing but slashes and dots names a folder.
paths = strings.filter(lambda path: path != "-" and path.strip("/."))


def shape(page):
    """The elements of a page in order; that a file is no link, and where its path breaks, aside."""
    etree.strip_tags(page, "wbr")
    return [re.sub("^a$", "span", node.tag) for node in page.iter()]


def attributes(page):
    return {name for node in page.iter() for name in node.attrib}


def seen(value):
    """`value` as it is read off a page: what cannot be shown shown otherwise, white space as one."""
    return " ".join(as_shown(value).split())


def as_shown(value):
    encodable = value.encode("utf-8", "backslashreplace").decode()
    return "".join(chr(0x2400 + ord(c)) if c < " " and c not in "\t\n" else c for c in encodable).replace(
        "\x7f", "\u2421"
    )


@given(path=paths, words=strings, other=paths)
@settings(max_examples=150, deadline=None)
def test_hostile_strings_are_shown_and_do_nothing(path, words, other):
    parsed = page([full_record(f"/x/{path}", words), Record(f"/y/{other}", "corrupt", words)])
    plain = page([full_record("/x/a", "b"), Record("/y/c", "corrupt", "d")])
    assert shape(parsed) == shape(plain)
    assert attributes(parsed) <= attributes(plain)
    assert all(href.startswith(("file:///", "#failures")) for href in parsed.xpath("//@href"))

    (body,) = parsed.xpath("//table[@class='documents']/tbody")
    assert body.get("data-file").split() == as_shown(f"/x/{path}").split()
    assert seen(f"/x/{path}") == seen(body.xpath(".//th[@class='file']")[0].text_content())
    assert {seen(node.text_content()) for node in body.xpath(".//blockquote")} == {seen(words)}
    (failure,) = parsed.xpath("//section[@id='failures']//tbody/tr")
    assert seen(failure.xpath("th")[0].text_content()) == seen(f"/y/{other}")
    assert seen(failure.xpath("td")[1].text_content()) == seen(words)


def test_a_file_named_script_is_shown_by_its_name():
    parsed = page([full_record("<script>"), Record("</table><script>", "corrupt", "<b>Bad</b>")])
    assert len(parsed.xpath("//script")) == 1
    names = [node.text_content() for node in parsed.xpath("//tbody//th[@class='file']")]
    assert names == ["</table><script>", "<script>"]


@pytest.mark.parametrize("value", HOSTILE)
def test_what_is_no_markup_is_escaped_in_any_place(value):
    made = element("p", value, title=value)
    assert made.count("<") == made.count(">") == 2
    assert made.count('"') == 2
    assert text(Markup("<b>")) == "<b>"
