"""Messages: their text, and what is attached to them.

A message of Outlook is first made into one of the internet, so that there is
one way from there on.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from email.errors import MessageError
from email.message import EmailMessage, Message
from typing import TYPE_CHECKING, cast

from hrtext.errors import ReadError
from hrtext.extract import sniff

if TYPE_CHECKING:
    from hrtext.extract.limits import Limits

_MAX_DEPTH = 20
_BODY = "1000"
_SUBJECT = "0037"
_HTML = "1013"
_NAMES = ("3707", "3704")
_DATA = "37010102"
_MESSAGE = "3701000D"
_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)


def read_mail(data: bytes, media_type: str, limits: Limits) -> list[str]:
    """Return the subject and text of a message as one page, without its attachments.

    Parameters
    ----------
    data : bytes
        The file.
    media_type : str
        ``message/rfc822`` or ``application/vnd.ms-outlook``.
    limits : Limits
        How many attachments it may have.

    Raises
    ------
    ReadError
        ``corrupt`` or ``too_large``.

    Examples
    --------
    >>> data = b"Subject: Minutes\\nMIME-Version: 1.0\\n\\nThe Council met.\\n"
    >>> read_mail(data, "message/rfc822", limits=None)
    ['Minutes\\n\\nThe Council met.\\n']
    """
    with _damage_told():
        message = _parse(data, media_type, limits)
        subject = _header(message, "subject")
        return ["\n\n".join(text for text in (subject, _body(message)) if text.strip())]


def attachments(data: bytes, media_type: str, limits: Limits) -> list[tuple[str, bytes]]:
    """Return the name and content of each attachment, in order.

    Pictures that the text of a message shows are part of its layout, and none;
    nor are its digital signature, or another form of the same text.

    Raises
    ------
    ReadError
        ``corrupt`` or ``too_large``.
    """
    found: list[tuple[str, bytes]] = []
    with _damage_told():
        for part, group in _leaves(_parse(data, media_type, limits)):
            is_picture = part.get_content_maintype() == "image" and (group == "related" or part["content-id"])
            is_form = group == "alternative" and part.get_filename() is None
            if not (is_picture or is_form or _is_text(part) or part.get_content_type() in _SIGNATURES):
                name = part.get_filename() or f"attachment-{len(found) + 1}"
                found.append((name, _content(part)))
    return found


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (ReadError, MemoryError):
        raise
    # The parsers have no common error; a message nested without end is a RecursionError.
    except Exception as error:
        raise ReadError("corrupt", "The message is damaged: save it again from the mail program.") from error


def _parse(data: bytes, media_type: str, limits: Limits) -> Message:
    if media_type == sniff.OUTLOOK:
        return _from_outlook(data, limits)
    return email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=email.policy.compat32)


def _leaves(message: Message) -> Iterator[tuple[Message, str]]:
    """Yield the parts that hold something, each with the kind of the group that it lies in."""
    stack = [(message, "")]
    while stack:
        part, group = stack.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            inner = part.get_content_subtype()
            children = cast("list[Message]", part.get_payload())
            stack.extend((child, inner) for child in reversed(children))
        else:
            yield part, group


def _is_text(part: Message) -> bool:
    """Tell whether a part is text of the message itself, be it one of several ways to say the same."""
    return (
        part.get_content_type() in ("text/plain", "text/html")
        and part.get_content_disposition() != "attachment"
        and part.get_filename() is None
    )


def _body(message: Message) -> str:
    """Return all text of a message; some programs go on with it after an attachment."""
    texts = []
    stack = [message]
    while stack:
        part = stack.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            children = cast("list[Message]", part.get_payload())
            if part.get_content_subtype() == "alternative":
                children = [_simplest(children)]
            stack.extend(reversed(children))
        elif _is_text(part):
            texts.append(_text(part))
    return "\n\n".join(text for text in texts if text.strip())


def _simplest(parts: list[Message]) -> Message:
    """Return the plain text among parts that say the same: it has no layout to misread."""
    plain = [part for part in parts if part.get_content_type() == "text/plain" and _content(part).strip()]
    return plain[0] if plain else parts[-1]


def _text(part: Message) -> str:
    from hrtext.extract.html import visible_text
    from hrtext.extract.plain import decode

    content = _content(part)
    text = decode(content, part.get_content_charset()) if content else ""
    return visible_text(text) if part.get_content_type() == "text/html" else text


def _content(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        return cast("Message", part.get_payload(0)).as_bytes()
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _header(message: Message, name: str) -> str:
    from email.header import decode_header, make_header

    value = message.get(name, "")
    try:
        return " ".join(str(make_header(decode_header(str(value)))).split())
    except (LookupError, ValueError, MessageError):
        return " ".join(str(value).split())


def _from_outlook(data: bytes, limits: Limits) -> Message:
    import olefile

    with olefile.OleFileIO(data) as file:
        streams = {tuple(path) for path in file.listdir()}
        return _outlook_message(_Outlook(file, streams, limits), (), 0)


class _Outlook:
    """The properties in a message of Outlook, each a stream with its number and type in its name."""

    def __init__(self, file: object, streams: set[tuple[str, ...]], limits: Limits) -> None:
        self._file = file
        self.streams = streams
        self.limits = limits

    def bytes(self, folder: tuple[str, ...], code: str) -> bytes | None:
        path = (*folder, f"__substg1.0_{code}")
        if path not in self.streams:
            return None
        return cast("bytes", self._file.openstream(list(path)).read())  # type: ignore[attr-defined]  # olefile has no types

    def text(self, folder: tuple[str, ...], number: str) -> str | None:
        wide = self.bytes(folder, f"{number}001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self.bytes(folder, f"{number}001E")
        return None if narrow is None else narrow.decode("cp1252", "replace").rstrip("\0")

    def attachments(self, folder: tuple[str, ...]) -> list[tuple[str, ...]]:
        depth = len(folder)
        names = {
            path[depth]
            for path in self.streams
            if len(path) > depth + 1 and path[:depth] == folder and path[depth].startswith("__attach")
        }
        if len(names) > self.limits.max_members:
            raise ReadError(
                "too_large", f"The message has {len(names):,} attachments: split it, or raise the limit."
            )
        return [(*folder, name) for name in sorted(names)]


def _outlook_message(file: _Outlook, folder: tuple[str, ...], depth: int) -> EmailMessage:
    if depth > _MAX_DEPTH:
        raise ReadError("too_large", "Messages lie in each other without end: save the inner ones apart.")
    message = EmailMessage()
    message["Subject"] = " ".join((file.text(folder, _SUBJECT) or "").split())
    html = file.bytes(folder, f"{_HTML}0102")
    text = file.text(folder, _BODY) or ""
    if text.strip() or html is None:
        message.set_content(text)
    else:
        message.set_content(html, "text", "html")
    for place in file.attachments(folder):
        name = next((found for code in _NAMES if (found := file.text(place, code))), "attachment")
        content = file.bytes(place, _DATA)
        if content is not None:
            message.add_attachment(content, "application", "octet-stream", filename=name)
        elif any(path[: len(place) + 1] == (*place, f"__substg1.0_{_MESSAGE}") for path in file.streams):
            inner = _outlook_message(file, (*place, f"__substg1.0_{_MESSAGE}"), depth + 1)
            message.add_attachment(inner, filename=name)
    return message
