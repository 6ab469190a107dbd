"""A small corpus of made-up acts, and what is learned from it."""

from __future__ import annotations

import json
from functools import cache

import pytest

from hrtext.corpus import LabelledDocument
from hrtext.model.fitting import fit
from hrtext.model.sampling import samples_of
from hrtext.model.training import train

CITIES = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gum", "Hazel"]
ACTS = {
    "formal_designation": "A RESOLUTION\nWHEREAS, the UDHR names {right}; and\nRESOLVED, that the Council "
    "hereby declares {city} a human rights city, and the Mayor shall report on {right} each year.",
    "informal_commitment": "AN ORDINANCE\nWHEREAS, {right} matters to all; and\nSection 1. There is "
    "established a commission on {right}. The City shall pay for its work in {city}.",
    "rhetoric_only": "A RESOLUTION\nWHEREAS, human rights and {right} matter; and\nRESOLVED, that the "
    "Council of {city} urges Congress to act for {right}.",
    "out_of_scope": "AN ORDINANCE\nSection 1. The contract for {thing} in {city} is awarded to the lowest "
    "bidder under the Civil Rights Act of 1964. The Clerk shall publish the sale of {thing}.",
}
ANSWERS = {
    "formal_designation": (True, True, True),
    "informal_commitment": (False, True, True),
    "rhetoric_only": (False, False, True),
    "out_of_scope": (False, None, False),
}
RIGHTS = ["the right to housing", "the right to water", "the right to vote", "the right to health"]
THINGS = ["sewers", "road salt", "elevators", "street lamps"]


def rows():
    """Return the lines of the corpus: for each city and outcome, one act."""
    for number, city in enumerate(CITIES):
        for place, (label, text) in enumerate(ACTS.items()):
            yield {
                "id": f"{city}-{label}",
                "label": label,
                "text": text.format(city=city, right=RIGHTS[(number + place) % 4], thing=THINGS[number % 4]),
                "city": city,
                "group": f"g{(number * 4 + place) // 2}",
                "origin": "written" if number % 4 == 3 else "real",
                "confidence": "low" if number == 0 else "high",
            }


@cache
def _samples():
    documents = [
        LabelledDocument(
            row["id"], row["text"], row["label"], ANSWERS[row["label"]], row["city"], row["group"],
            row["origin"], row["confidence"], {},
        )
        for row in rows()
    ]  # fmt: skip
    return samples_of(documents)


@cache
def _linear():
    return fit(_samples(), seed=0)


@pytest.fixture(scope="session")
def corpus_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("corpus") / "acts.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows()))
    return path


@pytest.fixture(scope="session")
def samples():
    return _samples()


@pytest.fixture(scope="session")
def linear():
    return _linear()


@pytest.fixture(scope="session")
def trained(corpus_file, tmp_path_factory):
    """A model directory, and what training said of it."""
    folder = tmp_path_factory.mktemp("trained") / "small"
    kept = folder.parent / "held_out.jsonl"
    return folder, train([corpus_file.parent], folder, seed=3, keep_held_out=kept)
