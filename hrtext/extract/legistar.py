"""Text of matters as Legistar, the register of many councils, gives them out in JSON."""

from __future__ import annotations

import json
from typing import Any

from hrtext.errors import ReadError

_TITLES = ("MatterTitle", "MatterName")
_RTF = ("MatterTextRtf", "MatterText", "RTFText")
_PLAIN = ("MatterTextPlain", "MatterText", "PlainText")
_NAMES = ("MatterFile", "MatterTextId", "MatterId")
_CORRUPT = "The file is no valid JSON: export it again."


def read_matter(data: bytes) -> list[str]:
    """Return the title and text of one matter as one page.

    The text is that in RTF where there is one, since the plain text of
    Legistar has lost the paragraphs.

    Parameters
    ----------
    data : bytes
        One JSON object.

    Raises
    ------
    ReadError
        ``corrupt`` if it is no JSON, or the RTF in it is none.

    Examples
    --------
    >>> read_matter(b'{"MatterTitle": "Rights", "MatterTextRtf": "{\\\\\\\\rtf1 The Council shall report.}"}')
    ['Rights\\n\\nThe Council shall report.']
    """
    from hrtext.extract.rtf import read_rtf

    matter = _parse(data)
    if not isinstance(matter, dict):
        raise ReadError("corrupt", _CORRUPT)
    rich = next((text for text in _texts(matter, _RTF) if text.startswith("{\\rtf")), None)
    body = "\n".join(read_rtf(rich.encode("utf-8", "replace"))) if rich else ""
    if not body.strip():
        body = next((text for text in _texts(matter, _PLAIN) if not text.startswith("{\\rtf")), "")
    title = next(_texts(matter, _TITLES), "")
    # A resolution begins with its title as a rule.
    is_repeated = " ".join(title.split()).casefold() in " ".join(body.split()).casefold()
    return ["\n\n".join(text for text in ("" if is_repeated else title, body) if text)]


def matters(data: bytes) -> list[tuple[str, bytes]]:
    """Return the name of each matter in a list, its file number as a rule, and the matter by itself.

    Raises
    ------
    ReadError
        ``corrupt`` if it is no JSON.

    Examples
    --------
    >>> matters(b'[{"MatterFile": "R-7", "MatterTitle": "Rights"}]')
    [('R-7', b'{"MatterFile": "R-7", "MatterTitle": "Rights"}')]
    """
    found = _parse(data)
    if not isinstance(found, list):
        raise ReadError("corrupt", _CORRUPT)
    return [(_name(item, number), json.dumps(item).encode()) for number, item in enumerate(found, start=1)]


def _parse(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ReadError("corrupt", _CORRUPT) from error


def _texts(matter: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return (matter[key].strip() for key in keys if isinstance(matter.get(key), str) and matter[key].strip())


def _name(item: Any, number: int) -> str:
    if isinstance(item, dict):
        for key in _NAMES:
            if isinstance(item.get(key), str | int) and str(item[key]).strip():
                return str(item[key]).strip()
    return str(number)
