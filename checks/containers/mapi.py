"""What Outlook calls the properties of a message: the same numbers in .msg files and in winmail.dat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from checks.containers.headers import Headers
from checks.containers.mail import origin_of
from checks.containers.names import one_line
from checks.model.submission import Origin

CODE_PAGE, TRANSPORT_HEADERS, SUBJECT = 0x3FFD, 0x007D, 0x0037
SENT, RECEIVED = 0x0039, 0x0E06
BODY, HTML = 0x1000, 0x1013
LONG_NAME, SHORT_NAME, SHOWN_NAME = 0x3707, 0x3704, 0x3001
DATA, MEDIA_TYPE, CONTENT_ID, HIDDEN = 0x3701, 0x370E, 0x3712, 0x7FFE
NAMES = (LONG_NAME, SHORT_NAME, SHOWN_NAME)
_MESSAGE_ID = 0x1035
_ADDRESSES = (0x5D02, 0x5D01, 0x0065, 0x0C1F)
"""Of whom it was sent for, then of who sent it; the last two may be names inside an Exchange server."""
_NAMES_OF_SENDER = (0x0042, 0x0C1A)

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_LAST_TICK = 10**17 * 9  # the year 4453; later ones are no dates


def moment(ticks: int) -> datetime | None:
    """Return a date from its tenths of microseconds since 1601; None for none."""
    return _EPOCH + timedelta(microseconds=ticks // 10) if 0 < ticks < _LAST_TICK else None


def origin_from(text: Callable[[int], str], dates: tuple[datetime | None, ...], outer: Origin | None) -> Origin:
    """Return whose message it is, by its internet headers where it has them, else by its properties.

    Args:
        text: returns a property, "" where it is missing.
        dates: when it was sent, when received.
        outer: the mail that it came in.
    """
    travelled = origin_of(Headers(text(TRANSPORT_HEADERS).encode("utf-8", "replace")), None)
    addresses = (one_line(text(number)).lower() for number in _ADDRESSES)
    names = (one_line(text(number)) for number in _NAMES_OF_SENDER)
    sender = travelled.sender or next((address for address in addresses if "@" in address), "")
    if outer and not sender:
        return outer
    return Origin(
        sender=sender,
        sender_name=travelled.sender_name or next((name for name in names if name and name.lower() != sender), ""),
        subject=one_line(text(SUBJECT)) or travelled.subject,
        date=travelled.date or next((date for date in dates if date), None),
        message_id=travelled.message_id or one_line(text(_MESSAGE_ID)),
    )
