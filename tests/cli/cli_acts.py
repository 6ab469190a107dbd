"""Documents for the tests of the command line."""

from __future__ import annotations

from pathlib import Path

ACT = """RESOLUTION NO. {number}

A RESOLUTION DECLARING THE CITY OF SPRINGFIELD A HUMAN RIGHTS CITY

WHEREAS, the Universal Declaration of Human Rights was proclaimed by the General Assembly of the
United Nations on December 10, 1948; and

WHEREAS, the people of Springfield hold that all human rights belong to everyone who lives here;

NOW, THEREFORE, BE IT RESOLVED by the City Council of the City of Springfield, that Springfield
hereby designates itself a human rights city, and shall take the human rights of its residents
into account in the budget of the year 20{number}.

ADOPTED this 10th day of December.
"""


def write_acts(folder: Path, count: int, repeat: int = 1) -> list[str]:
    """Write documents into `folder` and return their paths."""
    paths = [folder / f"act-{number:04}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(ACT.format(number=number) * repeat)
    return [str(path) for path in paths]
