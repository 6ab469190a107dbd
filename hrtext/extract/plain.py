"""Plain text, whatever its encoding."""

from __future__ import annotations

import re

from hrtext.errors import ReadError
from hrtext.extract.sniff import utf_encoding

# Asked about every code page there is, charset-normalizer answers iso8859_10 or
# the like for Polish; where it names none of these, it is asked about them only.
_CODE_PAGES = (
    "cp1250", "iso8859_2", "cp1251", "koi8_r", "cp1253", "iso8859_7", "cp1254", "cp1255", "cp1256",
    "cp1257", "mac_roman",
)  # fmt: skip
_EAST_ASIAN = (
    "cp932", "shift_jis", "shift_jis_2004", "euc_jp", "euc_jis_2004", "iso2022_jp", "cp949",
    "euc_kr", "johab", "gb18030", "gbk", "gb2312", "big5", "big5hkscs",
)  # fmt: skip
# Japanese bytes are Korean bytes as well; only as Japanese do they have hiragana.
_JAPANESE = ("cp932", "euc_jp")
_HIRAGANA = re.compile("[\u3041-\u3096]")
_MIN_HIRAGANA_SHARE = 0.15
_DETECTION_BYTES = 200_000
_MAX_WESTERN_SHARE = 0.15
_FEW = 3
# What stands inside a word in cp1252 only when the bytes are another code page.
_NOT_IN_WESTERN_WORDS = re.compile(
    r"[^\W\d_][¡¢£¤¥¦¨¬¯±²³¸¹¼½¾¿×÷ƒˆ˜‰†‡][^\W\d_]|\b[¢£¥¦¨¬¯±³¸¹¼½¾×÷][^\W\d_]"
)
_FORM_FEED = "\f"


def read_plain(data: bytes) -> list[str]:
    """Return the pages of a plain text file; form feeds part them.

    Parameters
    ----------
    data : bytes
        The file.

    Raises
    ------
    ReadError
        If the bytes are no text in any known encoding.

    Examples
    --------
    >>> read_plain("Page one\\fPage two".encode())
    ['Page one', 'Page two']
    """
    return split_pages(decode(data))


def split_pages(text: str) -> list[str]:
    """Return `text` split at its form feeds, without empty pages at the end.

    Examples
    --------
    >>> split_pages("one\\ftwo\\f\\n")
    ['one', 'two']
    """
    pages = text.split(_FORM_FEED)
    while len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    return pages


def decode(data: bytes, declared: str | None = None) -> str:
    """Return `data` as text: byte order mark, UTF-8, declared encoding, then detection.

    Parameters
    ----------
    data : bytes
        Text in an unknown encoding.
    declared : str, optional
        The encoding that the document claims; believed only after UTF-8 failed.

    Raises
    ------
    ReadError
        If the bytes are no text in any known encoding.

    Examples
    --------
    >>> decode("The City’s duty, § 3".encode("cp1252"))
    'The City’s duty, § 3'
    """
    codec = utf_encoding(data)
    if codec:
        # A file cut in the middle of a character still has a text.
        return data.decode(codec, errors="replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            return data.decode(_web_codec(declared))
        except (LookupError, UnicodeDecodeError):
            pass
    mostly = _nearly_utf8(data)
    if mostly is not None:
        return mostly
    return _western(data) or _detected(data)


def _web_codec(label: str) -> str:
    # Browsers read both labels as cp1252, and pages are written for browsers.
    return "cp1252" if label.strip().lower() in ("iso-8859-1", "latin-1", "us-ascii") else label


def _nearly_utf8(data: bytes) -> str | None:
    """Return UTF-8 with a few broken characters, which is not a code page."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(character > "\x7f" for character in text) - broken
    return text if sound >= 5 * broken else None


def _western(data: bytes) -> str | None:
    high = sum(byte > 0x7F for byte in data)
    if high > max(_FEW, _MAX_WESTERN_SHARE * len(data)):
        return None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return None if _NOT_IN_WESTERN_WORDS.search(text) else text


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    sample = data[:_DETECTION_BYTES]
    for codec in _JAPANESE:
        text = data.decode(codec, errors="replace")
        if len(_HIRAGANA.findall(text)) > _MIN_HIRAGANA_SHARE * len(text):
            return text
    best = from_bytes(sample).best()
    if best is not None and best.encoding not in (*_CODE_PAGES, *_EAST_ASIAN):
        best = from_bytes(sample, cp_isolation=list(_CODE_PAGES)).best() or best
    if best is None:
        raise ReadError(
            "unsupported_type",
            "The bytes are no text in any known encoding: save the file as UTF-8, PDF or DOCX.",
        )
    return data.decode(best.encoding, errors="replace")
