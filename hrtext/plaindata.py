"""Turn what hrtext returns into plain data, ready for JSON and for the way between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def plain_data(value: Any) -> Any:  # noqa: ANN401  # whatever a record holds
    """Return a value with its dataclasses as dictionaries, at any depth.

    Like :func:`dataclasses.asdict`, which also copies each text and number: for a
    record of many commitments that took longer than to find them.

    Examples
    --------
    >>> from hrtext.records import Record
    >>> plain_data(Record("act.txt", "empty"))["status"]
    'empty'
    """
    kind = type(value)
    if kind in _ATOMS:
        return value
    if names := _fields(kind):
        return {name: plain_data(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {key: plain_data(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain_data(inner) for inner in value]
    return value


_ATOMS = frozenset({str, int, float, bool, type(None)})


_FIELDS: dict[type[Any], tuple[str, ...]] = {}


def _fields(kind: type[Any]) -> tuple[str, ...]:
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
    return _FIELDS[kind]
