"""Making the characters of a text plain: line ends, spaces, ligatures, NFC."""

from __future__ import annotations

import re
import unicodedata

from hrtext.textmap import Edit, MappedText

# Stands in PDF text where a hyphen broke a word at the end of a line.
BROKEN_HYPHEN = "\ufffe"

_SOFT_HYPHEN = "\u00ad"
_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
# Word's bullets are characters of the Symbol and Wingdings fonts.
_BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf076", "•")
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_DROPPED = (
    "\x00\x01\x03-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb"
)
_LATIN = "\x00-\u024f"

_UNCLEAN = re.compile(
    "|".join(
        (
            r"(?P<newline>\r\n?|[\x0b\x85\u2028\u2029])",
            # Between letters of Latin script, joiners are left-overs of line breaking;
            # elsewhere they make Persian words and families of emoji.
            rf"(?P<dropped>[{_DROPPED}]|(?<![^{_LATIN}])[\u200c\u200d]|[\u200c\u200d](?![^{_LATIN}]))",
            rf"(?P<space>[{_SPACES}])",
            f"(?P<ligature>[{''.join(_LIGATURES)}])",
            f"(?P<bullet>[{''.join(_BULLETS)}])",
            rf"(?P<soft_end>{_SOFT_HYPHEN}[ \t]*\r?\n[ \t]*(?=[^\W\d_]))",
            f"(?P<soft>{_SOFT_HYPHEN})",
            r"(?P<broken>[\x02\ufffe])",
            r"(?P<surrogate>[\ud800-\udfff])",
        )
    )
)
# What _UNCLEAN can begin with: a set is searched several times as fast.
_SUSPECT = re.compile(
    f"[{_DROPPED}\r\x0b\x85\u2028\u2029{_SPACES}{_SOFT_HYPHEN}\x02\ufffe\u200c\u200d\ud800-\udfff"
    f"{''.join(_LIGATURES)}{''.join(_BULLETS)}]"
)
_ASCII_SUSPECT = re.compile(r"[\x00-\x08\x0b\r\x0e-\x1f\x7f]")
# Nothing below U+0300 changes under NFC, unless a mark above it follows.
_COMPOSABLE = re.compile("[\x00-\u02ff]?[\u0300-\U0010ffff]+")


def clean_characters(text: MappedText) -> MappedText:
    """Return `text` in NFC, with plain spaces and line ends and no invisible characters.

    A hyphen that a PDF marks as broken at a line end becomes
    :data:`BROKEN_HYPHEN`, for the later step that knows the words of the document.

    Parameters
    ----------
    text : MappedText
        Raw text.

    Examples
    --------
    >>> clean_characters(MappedText("o\\ufb03ce\\u00a0of\\r\\nJose\\u0301")).text
    'office of\\nJosé'
    """
    edits = _cleanings(text.text)
    if edits:
        text = text.edit(edits)
    if unicodedata.is_normalized("NFC", text.text):
        return text
    return text.edit(_compositions(text.text))


def _cleanings(text: str) -> list[Edit]:
    edits: list[Edit] = []
    done = 0
    for suspect in (_ASCII_SUSPECT if text.isascii() else _SUSPECT).finditer(text):
        if suspect.start() < done:
            continue
        match = _UNCLEAN.match(text, suspect.start())
        if match:
            edits.append(_edit(match))
            done = match.end()
    return edits


def _edit(match: re.Match[str]) -> Edit:
    found = match[0]
    replacement = {
        "newline": "\n",
        "space": " ",
        "broken": BROKEN_HYPHEN,
        "surrogate": "\ufffd",
    }.get(match.lastgroup or "")
    if replacement is None:
        replacement = _LIGATURES.get(found) or _BULLETS.get(found, "")
    return match.start(), match.end(), replacement


def _compositions(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for match in _COMPOSABLE.finditer(text):
        span = match[0]
        composed = unicodedata.normalize("NFC", span)
        if composed == span:
            continue
        pieces = _pieces(span)
        if "".join(unicodedata.normalize("NFC", piece) for piece in pieces) != composed:
            pieces = [span]
        at = match.start()
        for piece in pieces:
            normal = unicodedata.normalize("NFC", piece)
            if normal != piece:
                edits.append((at, at + len(piece), normal))
            at += len(piece)
    return edits


def _pieces(span: str) -> list[str]:
    """Split before each character that does not combine with the one before it."""
    pieces: list[str] = []
    for character in span:
        if (
            pieces
            and not unicodedata.combining(character)
            and unicodedata.is_normalized("NFC", pieces[-1][-1] + character)
            and not "\u1160" <= character <= "\u11ff"
        ):
            pieces.append(character)
        elif pieces:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
