"""What a server holds: asked for mail by mail, taken only as far as it was asked for, and never taken on trust."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from checks.containers.member import MAX_OPENED
from checks.errors import InputFileError

_CHINA = timezone(timedelta(hours=8))
_LEAST_ROOM = 4 * 2**20  # bytes that an answer may have beside the mail: a list of 100,000 numbers has one million
_PIECE = 2**20
_TRIES, _PAUSE = 3, 1.0  # of a mail that the server does not give; seconds between, longer each time
_CHUNK = 500  # mails whose dates are asked for at once
_UID = re.compile(rb"\bUID (\d+)\b", re.IGNORECASE)
_ARRIVED = re.compile(
    rb'INTERNALDATE "\s?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"', re.IGNORECASE
)
_MONTHS = (b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec")


@dataclass(frozen=True, slots=True)
class RemoteMail:
    """A mail that lies on a server.

    Attributes:
        uid: the number that the server keeps for it.
        validity: the number by which the server says whether its numbers still mean the same mails; 0 for none.
        load: fetches its bytes; None where somebody has deleted it meanwhile, an InputFileError where the server
            refuses to give it.
    """

    uid: str
    validity: int
    load: Callable[[], bytes | InputFileError | None]


def bounded(client: Any) -> None:
    """Let a connection of imaplib take no more than was asked for, whatever the server announces.

    ``room`` is what the answer to the next command may have; every command has to set it.
    """
    read_line = client.readline
    client.room = _LEAST_ROOM

    def spend(size: int) -> None:
        client.room -= size
        if client.room < 0:
            raise client.abort("more than was asked for")

    def read(size: int) -> bytes:
        spend(size)
        pieces, left = [], size
        while left:
            piece = client.file.read(min(left, _PIECE))
            if not piece:
                break
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    def readline() -> bytes:
        line: bytes = read_line()
        spend(len(line))
        return line

    client.read, client.readline = read, readline


def mails(box: Any, since: date | None) -> Iterator[RemoteMail]:
    """Yield the mails of the open folder, in the server's order.

    Args:
        box: of imap_tools.
        since: only mails that arrived on this day or later, in China. The server compares days by its own clock,
            so it is asked for a day more, and what it says of each mail decides.
    """
    said = box.client.untagged_responses.get("UIDVALIDITY") or [b"0"]
    validity = int(said[-1]) if bytes(said[-1]).isdigit() else 0
    box.client.room = _LEAST_ROOM
    if since is None:
        uids: Sequence[str] = box.uids("ALL", charset=None)
    else:
        from imap_tools import AND  # noqa: PLC0415

        uids = box.uids(AND(date_gte=since - timedelta(days=1)), charset=None)
        uids = list(_arrived(box, uids, since))
    for uid in uids:
        yield RemoteMail(str(uid), validity, lambda uid=uid: _fetched(box, str(uid)))  # type: ignore[misc]


def _arrived(box: Any, uids: Sequence[str], since: date) -> Iterator[str]:
    """Yield those that arrived on that day in China or later; one whose date nobody tells is not left out."""
    for start in range(0, len(uids), _CHUNK):
        chunk = uids[start : start + _CHUNK]
        box.client.room = _LEAST_ROOM
        _, answer = box.client.uid("fetch", ",".join(chunk), "(INTERNALDATE)")
        days: dict[str, date] = {}
        for part in answer or ():
            line = part[0] if isinstance(part, tuple) else part
            if isinstance(line, bytes) and (uid := _UID.search(line)) and (day := china_day(line)):
                days[uid[1].decode()] = day
        yield from (uid for uid in chunk if days.get(uid, since) >= since)


def china_day(answer: bytes) -> date | None:
    """Return the day of arrival that an answer tells, by China's clock; None where it tells none.

    >>> china_day(b'INTERNALDATE "31-Dec-2025 23:30:00 +0000"')
    datetime.date(2026, 1, 1)
    """
    match = _ARRIVED.search(answer)
    if match is None or match[2].lower() not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(match[i]) for i in (1, 3, 4, 5, 6))
    offset = timedelta(hours=int(match[8]), minutes=int(match[9])) * (-1 if match[7] == b"-" else 1)
    try:
        at = datetime(year, _MONTHS.index(match[2].lower()) + 1, day, hour, minute, second, tzinfo=timezone(offset))
    except ValueError:
        return None
    return at.astimezone(_CHINA).date()


def _fetched(box: Any, uid: str) -> bytes | InputFileError | None:
    """Fetch one mail; a server that is busy is asked again."""
    answer: list[Any] = []
    for attempt in range(_TRIES):
        time.sleep(_PAUSE * attempt)
        box.client.room = MAX_OPENED + _LEAST_ROOM
        status, answer = box.client.uid("fetch", uid, f"(UID BODY.PEEK[]<0.{MAX_OPENED + 1}>)")
        if status == "OK":
            return _of(uid, answer)
    words = answer[0].decode("utf-8", "replace") if answer and isinstance(answer[0], bytes) else ""
    return InputFileError("not_fetched", f"{uid}：{words[:200]}" if words else uid)


def _of(uid: str, answer: Sequence[Any]) -> bytes | None:
    """Return the mail with that number out of an answer, in which a server may say anything besides."""
    nameless: list[bytes] = []
    for part, behind in zip(answer, [*answer[1:], b""], strict=True):
        if not isinstance(part, tuple):
            continue
        said = _UID.search(part[0]) or (_UID.search(behind) if isinstance(behind, bytes) else None)
        if said is None:
            nameless.append(bytes(part[1]))
        elif said[1].decode() == uid:
            return bytes(part[1])
    return nameless[0] if len(nameless) == 1 else None
