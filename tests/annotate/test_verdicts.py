"""What was moved and lost is no act of the council; what was moved and carried is (CODEBOOK, case 8)."""

from __future__ import annotations

import pytest

from hrtext.annotate import TextAnnotator
from hrtext.annotate.sections import find_clauses
from hrtext.annotate.verdicts import lost_motions

MOTION = "Moved by Cr Roe, seconded by Cr Poe: That Council open a desk for tenants' right to housing."
AMENDMENT = "Moved as an amendment by Cr Coe: That the word desk be struck and hotline substituted."

LOST = [
    # The lines of the minutes, and those of them that were lost.
    ([MOTION, "LOST"], [0, 1]),
    ([MOTION, "Cr Coe spoke against it.", "The motion was put and lost, 4 to 5."], [0, 1, 2]),
    ([MOTION, "With the leave of the Council, the motion was withdrawn."], [0, 1]),
    ([MOTION, "The Mayor declared the motion defeated."], [0, 1]),
    ([MOTION, AMENDMENT, "The amendment was LOST.", "The motion was put and CARRIED."], [1, 2]),
    ([MOTION, AMENDMENT, "LOST on the casting vote of the Mayor.", "CARRIED"], [1, 2]),
    ([MOTION, AMENDMENT, "The amendment was carried.", "The motion as amended was lost."], [0, 1, 2, 3]),
    ([MOTION, "CARRIED", "Ms Joe said that the motion was lost on nobody."], []),
]
KEPT = [
    [MOTION, "CARRIED"],
    [MOTION, "A resolution to that effect had been lost in 2012.", "CARRIED"],
    [MOTION, "A motion by Cr Joe to adjourn was lost.", "CARRIED"],
    ["WHEREAS, the motion was lost in 2012;", "RESOLVED, that a desk be opened."],
    ["RESOLVED, that a desk be opened.", "The right to housing was lost on them."],
]


@pytest.mark.parametrize(("lines", "lost"), LOST)
def test_a_lost_motion_reaches_from_where_it_was_moved_to_the_verdict(lines, lost):
    text = "\n".join(lines)
    inside = {
        number
        for start, end in lost_motions(text, find_clauses(text))
        for number, line in enumerate(lines)
        if start <= text.index(line) < end
    }
    assert sorted(inside) == lost


@pytest.mark.parametrize("lines", KEPT)
def test_other_losses_undo_nothing(lines):
    text = "\n".join(lines)
    assert lost_motions(text, find_clauses(text)) == []


def test_commitments_of_a_lost_motion_are_negated_and_those_of_the_next_are_not():
    text = "\n".join([MOTION, "LOST", "Moved by Cr Joe: That Council train its staff.", "CARRIED"])
    acts = [act for act in TextAnnotator()(text).commitments if act["strength"] == "means"]
    assert [act["negated"] for act in acts] == [True, False]


def test_a_title_that_was_voted_down_is_not_given():
    motion = "Moved by Cr Roe: That Council declares Eastport a human rights city."
    given = TextAnnotator()(f"{motion}\nCARRIED").titles
    lost = TextAnnotator()(f"{motion}\nThe motion was put and lost.").titles
    assert [title["decides"] for title in given] == [True]
    assert [(title["uses"], title["decides"]) for title in lost] == [(["title_ended"], False)]
