"""No act, and no city, is on both sides of a split."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest

from hrtext.errors import CorpusError
from hrtext.model.splitting import folds, split_units

ANSWERS = [(True, True, True), (False, True, True), (False, False, True), (False, None, False)]


def placed(number, **changes):
    return SimpleNamespace(**{
        "answers": ANSWERS[number % 4], "city": f"c{number // 4}", "group": f"g{number}", "origin": "real",
        "duplicate_of": "",
    } | changes)  # fmt: skip


def test_real_acts_go_by_group_and_written_ones_by_city():
    documents = [placed(0), placed(1), placed(2, origin="written"), placed(3, origin="written", group="g0")]
    assert split_units(documents, "group") == ["group g0", "group g1", "city c0", "city c0"]
    assert split_units(documents, "city") == ["city c0"] * 4


def test_units_that_share_a_near_duplicate_are_one():
    documents = [
        placed(0),
        placed(1, duplicate_of="x"),
        placed(2, origin="written", city="far", duplicate_of="x"),
        placed(3, group="g1", duplicate_of="y"),
        placed(4, duplicate_of="y"),
        placed(5, duplicate_of="z"),
    ]
    units = split_units(documents, "group")
    assert len({units[number] for number in (1, 2, 3, 4)}) == 1
    assert len(set(units)) == 3
    assert len(set(split_units(documents[:3], "city"))) == 1


@pytest.mark.parametrize("split_by", ["group", "city"])
@pytest.mark.parametrize("seed", range(5))
def test_a_near_duplicate_is_never_on_the_other_side(split_by, seed):
    chance = random.Random(seed)
    documents = [placed(number, duplicate_of=f"d{chance.randrange(60)}") for number in range(80)]
    documents += [placed(number, city=f"lone{number}", duplicate_of=f"e{number}") for number in range(40)]
    parts = folds(documents, split_by, seed=seed)
    assert sorted(row for _, test in parts for row in test) == list(range(120))
    for train, test in parts:
        assert sorted(train + test) == list(range(120))
        for field in ("duplicate_of", split_by):
            here, there = ({getattr(documents[row], field) for row in rows} for rows in (train, test))
            assert not here & there


def test_a_fold_that_could_not_learn_an_answer_is_told():
    documents = [placed(number, answers=ANSWERS[1 + number % 3]) for number in range(40)]
    documents += [placed(number, answers=ANSWERS[0], city="Elm", group="g40") for number in (41, 42)]
    with pytest.raises(
        CorpusError,
        match=r"by city: all 2 with yes to 'designation' are held out at once, .* of 1 cities only",
    ):
        folds(documents, "city")
    with pytest.raises(CorpusError, match=r"by group: all 2 with yes to 'designation' .* 1 groups only: add"):
        folds(documents, "group")


def test_one_unit_cannot_be_split():
    with pytest.raises(CorpusError, match="cannot be split by group"):
        folds([placed(number, group="g") for number in range(8)], "group")
