"""Split documents so that no act, and no city, is on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, TypeAlias

from sklearn.model_selection import GroupKFold

from hrtext.errors import CorpusError
from hrtext.records import QUESTIONS

SplitBy: TypeAlias = Literal["group", "city"]
FOLDS = 5
_UNITS: dict[SplitBy, str] = {"group": "groups", "city": "cities"}


class Placed(Protocol):
    """What a document or a sample tells of where it belongs."""

    @property
    def answers(self) -> tuple[bool | None, ...]: ...  # noqa: D102
    @property
    def city(self) -> str: ...  # noqa: D102
    @property
    def group(self) -> str: ...  # noqa: D102
    @property
    def origin(self) -> str: ...  # noqa: D102
    @property
    def duplicate_of(self) -> str: ...  # noqa: D102


def split_units(documents: Sequence[Placed], split_by: SplitBy) -> list[str]:
    """Return for each document the unit that a split may not cut.

    Parameters
    ----------
    documents : sequence
        Documents of a corpus, or samples.
    split_by : {"group", "city"}
        ``group``: versions of a real act, or the city of a written document;
        ``city``: the city. Units that share a near-duplicate are one.
    """
    units = [
        f"group {document.group}"
        if split_by == "group" and document.origin != "written"
        else f"city {document.city}"
        for document in documents
    ]
    first: dict[str, str] = {unit: unit for unit in units}

    def root(unit: str) -> str:
        while first[unit] != unit:
            unit = first[unit]
        return unit

    homes: dict[str, str] = {}
    for document, unit in zip(documents, units, strict=True):
        if document.duplicate_of:
            low, high = sorted((root(unit), root(homes.setdefault(document.duplicate_of, unit))))
            first[high] = low
    return [root(unit) for unit in units]


def folds(
    documents: Sequence[Placed], split_by: SplitBy, *, seed: int = 0
) -> list[tuple[list[int], list[int]]]:
    """Return the rows to learn from and the rows to test on, for each of up to five folds.

    Parameters
    ----------
    documents : sequence
    split_by : {"group", "city"}
        By city, the largest cities have folds of their own; by group, chance decides.
    seed : int, optional

    Raises
    ------
    CorpusError
        If there is but one unit, or what is left to learn from would answer a
        question always alike.
    """
    units = split_units(documents, split_by)
    number = min(FOLDS, len(set(units)))
    if number < 2:
        raise CorpusError(
            f"the documents cannot be split by {split_by}: give each its city, and at least two"
        )
    shuffle = {"shuffle": True, "random_state": seed} if split_by == "group" else {}
    parts = [
        (train.tolist(), test.tolist())
        for train, test in GroupKFold(number, **shuffle).split(units, groups=units)
    ]
    for train, _ in parts:
        for question, answers in enumerate(zip(*(document.answers for document in documents), strict=True)):
            left = {answers[row] for row in train} - {None}
            if len(left) < 2:
                lost = [
                    row for row, answer in enumerate(answers) if answer is not None and answer not in left
                ]
                given = " or ".join(sorted({"yes" if answers[row] else "no" for row in lost}))
                raise CorpusError(
                    f"the documents cannot be split by {split_by}: all {len(lost)} with {given} to "
                    f"{QUESTIONS[question]!r} are held out at once, as they are of "
                    f"{len({units[row] for row in lost})} {_UNITS[split_by]} only: add some of others"
                )
    return parts
