"""HTML by function: what is not markup already is escaped, so nothing can be forgotten."""

from __future__ import annotations

from html import escape
from typing import TypeAlias

_UNPRINTABLE = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
"""Control characters, which HTML cannot hold, and the pictures that Unicode has of them."""

Attribute: TypeAlias = "str | bool | None"


class Markup(str):
    """A string that is HTML already."""

    __slots__ = ()


def text(value: str) -> Markup:
    r"""Return `value` as HTML that shows it literally, whatever it holds.

    Examples
    --------
    >>> text('<script>"&"\x00\udcff')
    '&lt;script&gt;&quot;&amp;&quot;␀\\udcff'
    """
    if isinstance(value, Markup):
        return value
    encodable = value.encode("utf-8", "backslashreplace").decode("utf-8")
    return Markup(escape(encodable.translate(_UNPRINTABLE)))


def element(tag: str, *children: str, **attributes: Attribute) -> Markup:
    """Return an element with `children`, of which those that are not markup are escaped.

    An attribute is left out if None or False, and has no value if True. In its
    name an underscore stands for a hyphen, and one at the end for nothing.

    Examples
    --------
    >>> element("td", "R&D ", element("b", "<1"), class_="wide", hidden=True, title=None)
    '<td class="wide" hidden>R&amp;D <b>&lt;1</b></td>'
    """
    return Markup(f"{opening(tag, **attributes)}{join(*children)}</{tag}>")


def opening(tag: str, **attributes: Attribute) -> Markup:
    """Return the start tag alone: of a void element, or of one that is closed later.

    Examples
    --------
    >>> opening("meta", charset="utf-8")
    '<meta charset="utf-8">'
    """
    parts = [tag]
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        written = name.rstrip("_").replace("_", "-")
        parts.append(written if value is True else f'{written}="{text(value)}"')
    return Markup(f"<{' '.join(parts)}>")


def join(*children: str, by: str = "") -> Markup:
    """Return `children` as markup, one after the other.

    Examples
    --------
    >>> join("a", element("i", "b"), by=" & ")
    'a &amp; <i>b</i>'
    """
    return Markup(text(by).join(text(child) for child in children))
