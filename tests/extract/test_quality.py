"""The figures of a text go the way its quality goes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtext.extract.quality import measure

ENGLISH = (
    "WHEREAS, the people of the city are free and equal in dignity, and it is the duty of the "
    "council to see that they are heard; now, therefore, be it resolved that a commission "
    "shall report to the mayor each year."
)
TEXTS = {
    "en": ENGLISH,
    "es": (
        "El Ayuntamiento de la ciudad aprueba el plan de los derechos humanos para todas las "
        "personas que en ella viven, y su cumplimiento será objeto de un informe."
    ),
    "fr": (
        "Le conseil de la ville adopte la charte des droits de l'homme pour tous ceux qui y "
        "vivent, et un rapport est remis dans le mois par le maire."
    ),
    "de": (
        "Der Rat der Stadt hat beschlossen, dass die Stadt eine Stadt der Menschenrechte wird und "
        "sich in einem Bericht mit der Lage der Rechte in der Stadt befasst."
    ),
    "pt": (
        "A Câmara da cidade aprova o plano dos direitos humanos para todas as pessoas que nela "
        "vivem, e o relatório será feito por uma comissão em um ano."
    ),
    "it": (
        "Il consiglio della città approva la carta dei diritti umani per tutte le persone che in "
        "essa vivono, e il rapporto è fatto da una commissione."
    ),
    "nl": (
        "De raad van de stad heeft besloten dat de stad een stad van de mensenrechten is en dat "
        "er een rapport over de rechten wordt gemaakt."
    ),
}


@pytest.mark.parametrize("language", TEXTS)
def test_function_words_are_many_in_their_language_and_few_in_another(language: str) -> None:
    own = measure(TEXTS[language], (0,), language)["function_word_share"]
    assert own > 0.3
    other = "de" if language != "de" else "es"
    assert measure(TEXTS[language], (0,), other)["function_word_share"] < own / 2


def test_misread_text_has_fewer_letters_and_function_words() -> None:
    chance = random.Random(1)
    garbled = "".join(
        chance.choice("~^|;.1") if character.isalpha() and chance.random() < 0.4 else character
        for character in ENGLISH
    )
    good, bad = measure(ENGLISH, (0,), "en"), measure(garbled, (0,), "en")
    assert bad["alphabetic_share"] < 0.75 < 0.9 < good["alphabetic_share"]
    assert bad["function_word_share"] < good["function_word_share"] / 1.5


def test_pages_are_measured_one_by_one() -> None:
    text = "one\none\ntwo\ufffd\n12\ue000\none\nthree"
    figures = measure(text, (0, text.index("12")), "en")
    assert (figures["duplicate_lines"], figures["replacement_characters"]) == (2, 2)
    first, second = figures["pages"]
    assert (first["duplicate_lines"], first["replacement_characters"]) == (1, 1)
    assert (second["duplicate_lines"], second["replacement_characters"]) == (0, 1)


def test_what_cannot_be_told_is_none() -> None:
    figures = measure("12", (0,), "fi")
    assert figures["function_word_share"] is None
    assert measure("12", (0,), "en")["function_word_share"] is None
    assert measure("", (0, 0), "en")["pages"][0]["alphabetic_share"] is None


@given(st.text())
def test_shares_lie_between_nothing_and_all(text: str) -> None:
    figures = measure(text, (0,), "en")
    for name in ("alphabetic_share", "function_word_share"):
        assert figures[name] is None or 0 <= figures[name] <= 1
    assert figures["pages"] == [{name: value for name, value in figures.items() if name != "pages"}]
