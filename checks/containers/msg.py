"""Messages saved by Outlook (.msg): compound files in which every property is a stream of its own."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from checks.containers import mapi
from checks.containers.attachments import open_letter
from checks.containers.member import Budget, ContainedFile, LetterPart
from checks.containers.names import text_of
from checks.model.submission import Origin
from checks.readers.compound import Container, StorageEntry

_FIXED = struct.Struct("<2HLQ")  # type, number, flags, value
_OF_A_FILE, _OF_A_MESSAGE, _OF_AN_ATTACHMENT = 32, 24, 8
"""Bytes before the fixed properties of a storage."""


class _Storage:
    """A message or an attachment: its properties by their numbers."""

    def __init__(self, box: Container, entry: StorageEntry, header: int) -> None:
        self.box = box
        self.streams = box.inside(entry)
        fixed = self._stream("__properties_version1.0")[header:]
        self.fixed = {number: value for _, number, _, value in _FIXED.iter_unpack(fixed[: len(fixed) // 16 * 16])}
        self._charset = f"cp{self.fixed.get(mapi.CODE_PAGE, 0) & 0xFFFF}"

    def _stream(self, name: str) -> bytes:
        entry = self.streams.get(name)
        return self.box.content(entry.first, entry.size) if entry else b""

    def text(self, number: int) -> str:
        """Return a text; in old messages it is in the code page of the computer that wrote it."""
        wide = self._stream(f"__substg1.0_{number:04x}001f")
        text = wide.decode("utf-16-le", "replace") if wide else self._narrow(number)
        return text.rstrip("\x00")

    def _narrow(self, number: int) -> str:
        return text_of(self._stream(f"__substg1.0_{number:04x}001e"), self._charset)

    def entry(self, number: int, kind: str) -> StorageEntry | None:
        """Return where a property of bytes, or of a storage, stands."""
        return self.streams.get(f"__substg1.0_{number:04x}{kind}")


def open_msg(data: bytes, outer: Origin | None, budget: Budget) -> Iterator[ContainedFile]:
    """Open a message.

    Raises:
        InputFileError: its container is broken.
    """
    box = Container(data)
    return _message(_Storage(box, box.entries[0], _OF_A_FILE), outer, budget)


def _message(message: _Storage, outer: Origin | None, budget: Budget) -> Iterator[ContainedFile]:
    dates = tuple(mapi.moment(message.fixed.get(number, 0)) for number in (mapi.SENT, mapi.RECEIVED))
    origin = mapi.origin_from(message.text, dates, outer)
    return open_letter(_parts(message, origin, budget), origin, budget)


def _parts(message: _Storage, origin: Origin, budget: Budget) -> Iterator[LetterPart]:
    for name in sorted(name for name in message.streams if name.startswith("__attach_version1.0_#")):
        yield _part(_Storage(message.box, message.streams[name], _OF_AN_ATTACHMENT), origin, budget)
    page = message.entry(mapi.HTML, "0102")
    html = message.box.content(page.first, page.size) if page else message.text(mapi.HTML).encode()
    for kind, body in (("text/html", html), ("text/plain", message.text(mapi.BODY).encode("utf-8", "replace"))):
        yield LetterPart("", kind, body[:64], len(body), lambda body=body: body)  # type: ignore[misc]


def _part(attachment: _Storage, origin: Origin, budget: Budget) -> LetterPart:
    name = next((text for text in map(attachment.text, mapi.NAMES) if text.strip()), "")
    kind = attachment.text(mapi.MEDIA_TYPE).strip().lower()
    hidden = attachment.fixed.get(mapi.HIDDEN, 0) & 1
    inner = attachment.entry(mapi.DATA, "000d")
    if inner:
        message = _Storage(attachment.box, inner, _OF_A_MESSAGE)
        if "__properties_version1.0" not in message.streams:  # an object drawn into the text
            return LetterPart(name, "message/external-body", b"", 0, bytes)
        name = f"{(name or '转发邮件').removesuffix('.msg')}.msg"
        return LetterPart(name, "", b"", 0, bytes, inside=lambda: _message(message, origin, budget))
    place = attachment.entry(mapi.DATA, "0102")

    def load() -> bytes:
        return attachment.box.content(place.first, place.size) if place else b""

    if kind == "multipart/signed":  # the whole mail as it was signed, of which Outlook shows the parts
        return LetterPart("signed.eml", "", b"", place.size if place else 0, load)
    head, size = (load()[:64], place.size) if place else (b"", 0)
    return LetterPart(
        name,
        kind,
        head,
        size,
        load,
        attached=not hidden,
        content_id=attachment.text(mapi.CONTENT_ID).strip("<> "),
        related=bool(hidden),
    )
