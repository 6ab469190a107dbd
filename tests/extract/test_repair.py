"""Raw pages to running text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrtext.extract.characters import clean_characters
from hrtext.extract.repair import repair
from hrtext.textmap import MappedText

# Pieces of which acts are made, so that random pages look like acts.
PIECES = [
    "Whereas,", "the", "City", "further", "human rights", "com-", "mission", "non-", "twenty-",
    "five;", "and", "RESOLVED,", "Section 1.", "Section", "2.", "(a)", "- 3 -", "Page 3 of 7",
    "The City Record", "May 4, 2021", "17", "1", "2", "•", "A TITLE", "shall.", "José", "e\u0301",
    "\ufb01t", "so\u00adcial", "\ufffe", "\u200b", "\U0001f600", "\t", "  ", "“quoted”", "Ayes: 7",
    "Nays", ", and", "____", "\u1100\u1161", "\u0301", "제1조", "\u2028", "\u200d", "By Mayor X",
]  # fmt: skip
lines = st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join)
acts = st.lists(st.tuples(lines, st.sampled_from(["\n", "\n", "\n\n", "\r\n", ""])), max_size=25).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)
pages = st.lists(st.one_of(acts, st.text(max_size=60)), min_size=1, max_size=4)


FLAG = "\U0001f3f3\ufe0f\u200d\U0001f308 and \U0001f600"


class TestProperties:
    @given(pages)
    @settings(max_examples=500, deadline=None)
    def test_repair_of_its_own_output_changes_nothing(self, raw: list[str]) -> None:
        text = repair(raw).text
        assert repair([text]).text == text

    @given(pages)
    @settings(max_examples=300, deadline=None)
    def test_the_text_is_clean(self, raw: list[str]) -> None:
        text = repair(raw).text
        assert unicodedata.is_normalized("NFC", text)
        assert text == text.strip()
        assert not set(text) & set("\r\t\f\u00ad\u200b\u00a0\ufb01")
        assert "  " not in text
        assert "\n\n\n" not in text
        assert " \n" not in text
        assert "\n " not in text

    @given(pages)
    @settings(max_examples=300, deadline=None)
    def test_each_page_has_its_start(self, raw: list[str]) -> None:
        repaired = repair(raw)
        assert len(repaired.page_starts) == len(raw)
        assert repaired.page_starts[0] == 0
        assert list(repaired.page_starts) == sorted(repaired.page_starts)
        assert repaired.page_starts[-1] <= len(repaired.text)

    @given(st.lists(st.text("abcDEF.,-() 19\n\r\t", max_size=80), min_size=1, max_size=4))
    @settings(max_examples=300, deadline=None)
    def test_each_character_copied_is_that_of_the_source(self, raw: list[str]) -> None:
        source = "\f".join(raw)
        mapped = repair(raw).mapped
        for index, character in enumerate(mapped.text):
            if character not in " \n":
                assert source[mapped.source(index)] == character

    @given(pages)
    @settings(max_examples=200, deadline=None)
    def test_the_map_never_runs_backwards(self, raw: list[str]) -> None:
        mapped = repair(raw).mapped
        assert list(mapped.sources) == sorted(mapped.sources)
        assert list(mapped.starts) == sorted(mapped.starts)

    @given(st.text())
    def test_characters_are_composed_as_unicode_says(self, text: str) -> None:
        cleaned = clean_characters(MappedText(text)).text
        assert unicodedata.is_normalized("NFC", cleaned)
        assert clean_characters(MappedText(cleaned)).text in (
            cleaned,
            cleaned.replace("\u200d", ""),
        )


class TestCharacters:
    @pytest.mark.parametrize(
        ("raw", "text"),
        [
            ("Jose\u0301 nin\u0303o", "José niño"),
            ("o\ufb03ce, \ufb01rst, \ufb02oor", "office, first, floor"),
            ("sta\ufb00, ba\ufb04e, mu\ufb06", "staff, baffle, must"),
            ("com\u00admission", "commission"),
            ("com\u00ad\nmission", "commission"),
            ("zero\u200bwidth\ufeff", "zerowidth"),
            ("no\u00a0break", "no break"),
            ("one\r\ntwo\rThree", "one\ntwo\nThree"),
            (FLAG, FLAG),
            ("\U00020bb7野家", "\U00020bb7野家"),
            ("\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국"),
            ("x\u0302\u0323", "x\u0323\u0302"),
            ("q\u0307", "q\u0307"),
            ("\uf0b7 first", "• first"),
            ("می\u200cخواهم", "می\u200cخواهم"),
            ("a\ud800b", "a\ufffdb"),
            ("bell\x07", "bell"),
        ],
    )  # fmt: skip
    def test_normalisation(self, raw: str, text: str) -> None:
        assert repair([raw]).text == text

    def test_offsets_after_composition_stay_mapped(self) -> None:
        mapped = repair(["Jose\u0301  Marti\u0301 said"]).mapped
        at = mapped.text.index("said")
        assert mapped.source(at) == "Jose\u0301  Marti\u0301 said".index("said")


class TestHyphens:
    @pytest.mark.parametrize(
        ("raw", "text"),
        [
            ("the com-\nmission", "the commission"),
            ("the com\ufffe\nmission", "the commission"),
            ("the com\ufffemission", "the commission"),
            ("non-\ndiscrimination", "non-discrimination"),
            ("non\ufffediscrimination", "non-discrimination"),
            ("twenty-\nfive", "twenty-five"),
            ("low-\nincome", "low-income"),
            ("high-\nway", "highway"),
            ("by-\nlaws and by-laws", "by-laws and by-laws"),
            ("by-\nlaws and bylaws", "bylaws and bylaws"),
            ("self-\ngovernment", "self-government"),
            (
                "Garcia-\nLopez of the\ncouncil of\nthis city",
                "Garcia-Lopez of the council of this city",
            ),
            ("Funds:\n-\nnone", "Funds:\n-\nnone"),
        ],
    )
    def test_words_broken_at_line_ends(self, raw: str, text: str) -> None:
        assert repair([raw]).text == text

    def test_a_word_broken_by_a_page(self) -> None:
        assert repair(["by the com-", "mission on"]).text == "by the commission on"


class TestParagraphs:
    def test_narrow_columns_become_running_text(self) -> None:
        raw = (
            "Res. No. 7-21.\nBy Council Member Vega.\nAn emergency resolution urg-\n"
            "ing all landlords to\nrent to families.\nWhereas,\nthe\nCity\nfurther\nis\n"
            "authorized by the laws\nof the State to act; and\nWhereas, Ms.\n"
            "Rosa Park lived here for\nforty years;\nBe it resolved by the\nCouncil:\n"
            "Section 1. That the\nClerk shall report.\nSection 2. That this\ntakes effect."
        )
        assert repair([raw]).text.split("\n") == [
            "Res. No. 7-21.",
            "By Council Member Vega.",
            "An emergency resolution urging all landlords to rent to families.",
            "Whereas, the City further is authorized by the laws of the State to act; and",
            "Whereas, Ms. Rosa Park lived here for forty years;",
            "Be it resolved by the Council:",
            "Section 1. That the Clerk shall report.",
            "Section 2. That this takes effect.",
        ]

    def test_what_starts_a_line_stays_at_its_start(self) -> None:
        starts = [
            "WHEREAS, the city is home to many; and",
            "RESOLVED, That the city acts; and",
            "Section 1. Purpose.",
            "SECTION 2. DUTIES.",
            "Article 2. Scope.",
            "(a) the mayor,",
            "(b) the council, and",
            "• a first point",
            "– a second point",
            "3. a third point;",
            "By Council Member Ruiz",
            "Ayes: 7",
            "____________ Mayor",
            "Artículo 4º: Comuníquese.",
            "제5조 (시민의 참여)",
        ]
        wrapped = "The council of this\ncity hereby finds that\nall of these are\nnot to be joined:\n"
        assert repair([wrapped + "\n".join(starts)]).text.split("\n")[1:] == starts

    def test_headings_are_not_joined_to_what_follows(self) -> None:
        raw = (
            "CITY OF VALE\nRESOLUTION 12\nThe council of the city of\nVale has found that all of\n"
            "its people are equal in\ntheir rights.\nTITLE ONE\nThe mayor shall report on\n"
            "these rights every year."
        )
        assert repair([raw]).text.split("\n") == [
            "CITY OF VALE",
            "RESOLUTION 12",
            "The council of the city of Vale has found that all of its people are equal in their rights.",
            "TITLE ONE",
            "The mayor shall report on these rights every year.",
        ]

    def test_blank_lines_stay_one_blank_line(self) -> None:
        assert repair(["One.\n\n\n \nTwo.\nThree."]).text == "One.\n\nTwo.\nThree."

    @pytest.mark.parametrize(
        "text",
        [
            "RESOLUTION NO. 7\n\nWHEREAS, the City is home to all; and\nWHEREAS, it acts;\n"
            "NOW, THEREFORE, BE IT RESOLVED that the Mayor shall report.",
            "Rights named here:\nhousing\nWork\nHealth\nEducation",
            "Attest:\nMaria Ruiz\nCity Clerk\nApproved as to form:\nJohn Okoye\nCity Attorney",
            "Item 12\n12\nItem 13",
            "December 10, 2021\nHuman Rights Day",
            "One paragraph of a page that was saved with one paragraph a line, and is long.\n"
            "Another paragraph that begins with a capital letter and ends with a full stop.\n"
            "and one that does not",
        ],
    )
    def test_a_clean_text_comes_through_unchanged(self, text: str) -> None:
        assert repair([text]).text == text

    def test_spaces_and_tabs_collapse(self) -> None:
        assert repair(["  The \t city\u3000 acts.  "]).text == "The city acts."

    def test_raised_letters_do_not_break_a_line(self) -> None:
        assert repair(["this 4th\n, of May"]).text == "this 4th, of May"


class TestFurniture:
    BODY = "We the council of the\ncity of Vale, having heard\nall who came to speak,"

    @pytest.mark.parametrize(
        "furniture",
        ["- 3 -", "Page 3 of 7", "The City Record", "412", "412\n\nMay 4, 2021", "Página 3"],
    )
    def test_what_interrupts_a_sentence_is_taken_out(self, furniture: str) -> None:
        raw = f"{self.BODY}\n\n{furniture}\nfind that all persons\nare equal."
        assert repair([raw]).text == (
            "We the council of the city of Vale, having heard all who came to speak, find that all "
            "persons are equal."
        )

    def test_heads_and_feet_that_pages_repeat(self) -> None:
        pages = [
            f"VALE CITY COUNCIL   MINUTES\n{number + 411}\n"
            f"Item {number * number} was read.\nVote {number * 7}: aye.\n"
            f"Minutes, {number} of 3"
            for number in (1, 2, 3)
        ]
        repaired = repair(pages)
        assert repaired.text.split("\n") == [
            "VALE CITY COUNCIL MINUTES",
            "Item 1 was read.",
            "Vote 7: aye.",
            "Item 4 was read.",
            "Vote 14: aye.",
            "Item 9 was read.",
            "Vote 21: aye.",
        ]
        assert [repaired.text[start:][:6] for start in repaired.page_starts[1:]] == [
            "Item 4",
            "Item 9",
        ]

    def test_bare_page_numbers_at_the_foot_of_pages(self) -> None:
        assert repair(["First.\n1", "Second.\n2", "Third.\n3"]).text == "First.\nSecond.\nThird."

    def test_line_numbers_down_the_margin(self) -> None:
        words = ["WHEREAS, the city", "is home to all; and", "WHEREAS, it acts;", "NOW, THEREFORE,"]
        page = "\n".join(f"{number:>2}  {words[number % 4]}" for number in range(1, 13))
        other = "\n".join(f"{number} words" for number in range(1, 10))
        text = repair([page, other]).text
        assert not any(character.isdigit() for character in text)
        assert text.count("WHEREAS, the city is home to all; and") == 2

    def test_numbered_items_are_no_line_numbers(self) -> None:
        page = "\n".join(f"{number}. The city acts on item {number}." for number in range(1, 13))
        assert repair([page]).text == page

    def test_figures_in_a_table_stay(self) -> None:
        page = "Fund     2020     2021\nHousing     1,200     1,450\nHealth     310     330"
        assert repair([page]).text == ("Fund 2020 2021\nHousing 1,200 1,450\nHealth 310 330")
