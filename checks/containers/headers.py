"""The headers of a mail: encoded words, parameters, and who sent it when.

The standard library reads the well-formed; these are read as Chinese mail programs write them: words split inside
a character, GBK under the name of GB2312, raw bytes without any declaration.
"""

from __future__ import annotations

import binascii
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from checks.containers.names import one_line, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 64 * 1024
"""Bytes of one part's headers that are read. A mail that went through ten gateways has 20,000."""
_MOST_OF_PARAMETERS = 8 * 1024
_MOST_DATES = 50

_FOLD = re.compile(r"\r?\n[ \t]+")
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?\r\n]*)\?=")
_PARAMETER = re.compile(r';\s*([\w.!#$%&\'*+^`{|}~-]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)')
_PIECE = re.compile(r"(?:\*(\d{1,4}))?(\*?)")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:@]+@[^\s<>()\[\]\",;:@]+")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_CHINA = timezone(timedelta(hours=8))


class Headers:
    """The headers of one part, as text, by lower-case name.

    Args:
        block: their bytes; what follows the first 64 KB is not read.
    """

    __slots__ = ("_fields", "_parameters")

    def __init__(self, block: bytes) -> None:
        self._parameters: dict[str, dict[str, str]] = {}
        self._fields: dict[str, list[str]] = {}
        for line in _FOLD.sub(" ", _characters(block[:MOST])).split("\n"):
            name, colon, value = line.partition(":")
            if colon:
                self._fields.setdefault(name.strip().lower(), []).append(value.strip())

    def first(self, name: str) -> str:
        """Return a header as it stands, "" where there is none."""
        return self._fields.get(name, ("",))[0]

    def every(self, name: str) -> list[str]:
        """Return every header of this name, from the top."""
        return self._fields.get(name, [])

    def text(self, name: str) -> str:
        """Return a header's characters, its encoded words read, on one line."""
        return one_line(decode_words(self.first(name)))

    def value(self, name: str) -> str:
        """Return what stands before a header's parameters, in lower case: ``text/html``."""
        return self.first(name).partition(";")[0].strip().lower()

    def parameter(self, header: str, name: str) -> str:
        """Return one parameter of a header, read from whichever of its notations there is."""
        values = self._parameters.get(header)
        if values is None:
            values = self._parameters[header] = dict(reversed(parameters(self.first(header))))
        pieces = sorted((int(key[1]), key[2], values[key[0]]) for key in _continued(values, name))
        if pieces:
            return _joined(pieces)
        return _loosely(values.get(name, ""))


def decode_words(text: str) -> str:
    """Read the encoded words of a header (RFC 2047); what is none stays as it is.

    Words of one charset that follow one another are joined before they are decoded: many programs cut between
    the two bytes of a character.
    """
    if "=?" not in text:
        return text
    out: list[str] = []
    waiting, charset, end = bytearray(), "", 0
    for word in _WORD.finditer(text):
        between = text[end : word.start()]
        if between.strip() or not end or word[1].lower() != charset:
            out.append(text_of(bytes(waiting), charset))
            waiting.clear()
            out.append(between if between.strip() or not end else "")
        charset, end = word[1].lower(), word.end()
        waiting += _word_bytes(word[2], word[3])
    out += (text_of(bytes(waiting), charset), text[end:])
    return "".join(out)


def parameters(header: str) -> list[tuple[str, str]]:
    """Return a header's parameters as they stand, names in lower case and values without their quotes."""
    return [(match[1].lower(), _unquoted(match[2])) for match in _PARAMETER.finditer(header[:_MOST_OF_PARAMETERS])]


def sender_of(header: str) -> tuple[str, str]:
    """Return the address, in lower case, and the name of a From header; "" for what it lacks."""
    text = one_line(decode_words(header[:_MOST_OF_PARAMETERS]))
    # A name may itself hold an address: what stands in quotes is none, what stands in brackets is meant.
    addresses = list(_ADDRESS.finditer(_QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)))
    if not addresses:
        return "", text.strip("<>\"' ")
    chosen = next((match for match in addresses if text[: match.start()].endswith("<")), addresses[0])
    remark = re.match(r">?\s*\(([^()]*)\)", text[chosen.end() :])
    name = text[: chosen.start()].rstrip("< ") or (remark[1] if remark else "")
    return chosen[0].lower(), name.strip("\"' ").replace('\\"', '"')


def date_of(header: str) -> datetime | None:
    """Return a Date header's moment, with its zone; None where it cannot be read."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415  # takes 10 ms; only mails have dates

    try:
        moment = parsedate_to_datetime(header[:200])
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:  # "-0000" is how UTC without a place is written; no zone at all is China's
        moment = moment.replace(tzinfo=UTC if "-0000" in header else _CHINA)
    return moment


def sent(headers: Headers) -> datetime | None:
    """Return when a mail was sent; without a date of its own, when it was last received."""
    stamps = (stamp.rpartition(";")[2] for stamp in headers.every("received")[:_MOST_DATES])
    dates = (date_of(stamp.strip()) for stamp in (headers.first("date"), *stamps) if stamp.strip())
    return next((date for date in dates if date), None)


def _characters(block: bytes) -> str:
    """Decode raw headers: they should be ASCII, and where they are not, each line is in an encoding of its own."""
    try:
        return block.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(text_of(line) for line in block.split(b"\n"))


def _word_bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    return from_base64(raw)


def from_base64(raw: bytes | memoryview) -> bytes:
    """Decode base64 as far as it goes; what is cut off or out of place costs only itself."""
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        whole = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
        return binascii.a2b_base64(whole[: len(whole) - (len(whole) % 4 == 1)] + b"==")


def _unquoted(value: str) -> str:
    value = value.strip()
    if not value.startswith('"'):
        return value
    return value[1:].removesuffix('"').replace('\\"', '"').replace("\\\\", "\\")


def _continued(found: Iterable[str], name: str) -> list[tuple[str, str, bool]]:
    """Return the keys of a value in pieces (RFC 2231): the key, its number, whether its bytes are escaped."""
    pieces = [(key, _PIECE.fullmatch(key, len(name))) for key in found if key.startswith(f"{name}*")]
    return [(key, match[1] or "0", match[2] == "*") for key, match in pieces if match]


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    """Join a value's pieces and then decode them: they may be cut inside a character, even inside its escape."""
    charset, text = "", ""
    for place, (_, escaped, piece) in enumerate(pieces):
        rest = piece
        if escaped and not place and rest.count("'") >= 2:
            charset, _, rest = rest.split("'", 2)
        text += rest if escaped else rest.replace("%", "%25")
    return decode_words(text_of(_unescaped(text), charset))


def _unescaped(text: str) -> bytes:
    return _PERCENT.sub(lambda match: bytes.fromhex(match[1].decode()), text.encode("utf-8", "surrogateescape"))


def _loosely(text: str) -> str:
    """Read a plain value, in which some programs put what belongs into other notations."""
    text = decode_words(text)
    if re.search(r"(?:%[0-9A-Fa-f]{2}){3}", text) and text.isascii():
        guess = text_of(_unescaped(text.rpartition("''")[2]))
        return text if "\ufffd" in guess else guess
    return text
