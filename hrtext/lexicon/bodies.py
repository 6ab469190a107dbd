"""Recognise the names of bodies, which hold words of rights and speak of none."""

from __future__ import annotations

import re

_NAME = r"(?:[A-Z][\w'’-]*|(?:of|on|for|the|and|to)\b|&)"
_BODY = (
    r"(?:Committees?|Commissions?|Departments?|Offices?|Divisions?|Boards?|Subcommittees?|Bureaus?|Caucus|"
    r"Cent(?:er|re)s?|Foundation|Coalition|Associations?|Institute|Society|Agency|Administration|Fund|Corporation)"
)
_PURPOSE = rf"\s+(?:on|of|for|to|against)\s+(?:the\s+)?[A-Z][\w'’-]*(?:,?\s+{_NAME}){{0,12}}"
BODY_NAME = re.compile(
    rf"\b{_BODY}{_PURPOSE}"
    rf"|\b(?:[A-Z][\w'’-]*,?\s+(?:and\s+|of\s+|for\s+|&\s+)?){{1,8}}{_BODY}\b(?:{_PURPOSE})?"
)
"""A body by its name: "Committee on Civil and Human Rights" (CODEBOOK, case 15)."""
