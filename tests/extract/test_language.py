"""Languages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hrtext.extract import read_text
from hrtext.extract.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Whereas the City shall guarantee to all persons the rights that are theirs", "en"),
        ("RESOLVED, THAT THE CITY OF X BE AND HEREBY IS DECLARED A HUMAN RIGHTS CITY", "en"),
        ("La Municipalidad adhiere a la Ley Provincial en todos sus términos y condiciones", "es"),
        ("Die Stadt verpflichtet sich, die Menschenrechte aller Bewohner zu achten", "de"),
        ("La ville s'engage à garantir à toutes et à tous les droits humains", "fr"),
        ("De gemeente verklaart zich tot mensenrechtenstad en stelt een commissie in", "nl"),
        ("이 조례는 시민의 인권을 보호하고 증진하기 위한 정책을 수립하도록 한다", "ko"),
        ("私たちは、すべての人の人権を尊重し、差別のない町をつくることを宣言します", "ja"),
        ("Resolution 24-17", "und"),
        ("", "und"),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27", "und"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_another_language_is_still_ok() -> None:
    document = read_text("El Concejo Municipal declara a la ciudad defensora de los derechos.")
    assert (document.status, document.language) == ("ok", "es")


def test_english_loads_no_model() -> None:
    code = (
        "import sys\nfrom hrtext.extract import read_text\n"
        "print(read_text('The Council of the City shall report to the people on their rights.')"
        ".language, 'py3langid' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["en", "False"]


def test_a_list_of_names_is_in_no_language():
    names = "Res. No. 2022-98—Shade Hayes.\nRes. No. 2023-98—Amici Quartet.\nRes. No. 2024-98—Sandi Gerena."
    assert detect_language(names) == "und"
