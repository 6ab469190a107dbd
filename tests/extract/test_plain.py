"""Encodings of plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtext.errors import ReadError
from hrtext.extract import read_document
from hrtext.extract.plain import decode

ENGLISH = "The City’s “human rights” ordinance — § 12 — binds every department. "
SPANISH = "El Concejo declara el «Año de los Derechos Humanos»; niñas y niños, ¿quién? "
GERMAN = "Die Stadt Graz wird Menschenrechtsstadt: Größe, Würde und Übereinkommen für alle. "
RUSSIAN = "Городской совет принимает настоящее решение о правах человека в нашем городе. "
JAPANESE = "人権尊重都市宣言。私たちは、すべての人の人権を尊重し、差別のない町をつくります。"
KOREAN = "서울특별시 인권 기본 조례는 시민의 인권을 보호하고 증진하기 위하여 제정한다. "


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (SPANISH, "cp1252"),
        (SPANISH, "latin-1"),
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
        *(
            (text, codec)
            for text in (ENGLISH, SPANISH, JAPANESE)
            for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-32")
        ),
        *((text, codec) for text in (ENGLISH, SPANISH) for codec in ("utf-16-le", "utf-16-be")),
    ],
)
@pytest.mark.parametrize("repeats", [1, 30])
def test_encodings(text: str, encoding: str, repeats: int) -> None:
    data = (text * repeats).encode(encoding, errors="replace")
    assert decode(data) == data.decode(encoding)


def test_utf8_with_a_few_broken_bytes_stays_utf8() -> None:
    data = ("niñas y niños, año, § 3, José " * 5).encode() + b"\xff"
    assert decode(data) == "niñas y niños, año, § 3, José " * 5 + "\ufffd"


def test_a_declared_encoding_is_used_after_utf8_failed() -> None:
    polish = "Źródłem praw człowieka jest godność, łódź"
    assert decode(polish.encode("cp1250"), "windows-1250") == polish
    assert decode(polish.encode(), "windows-1250") == polish
    assert decode("§ 3 “all”".encode("cp1252"), "ISO-8859-1") == "§ 3 “all”"
    assert decode("Año".encode("cp1252"), "no-such-encoding") == "Año"


def test_bytes_in_no_encoding() -> None:
    noise = bytes((index * 7919 + index // 3) % 256 for index in range(1, 4000))
    with pytest.raises(ReadError) as caught:
        decode(noise)
    assert caught.value.status == "unsupported_type"
    assert read_document(noise).status == "unsupported_type"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"])))
def test_utf8_round_trip(text: str) -> None:
    assert decode(("act " + text).encode()) == "act " + text
