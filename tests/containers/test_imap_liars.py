"""Servers that are busy, lie, or say more than they were asked: on loopback, a few lines each."""

from __future__ import annotations

import datetime as dt
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from checks import batch, cli
from checks.containers import imap_fetch
from checks.containers.imap_fetch import china_day
from checks.errors import UsageError

from ..fixtures.mails import attached, mail, multipart
from ..fixtures.received_folder import BOOK, good

pytest.importorskip("imap_tools")

UTC = dt.UTC


@dataclass
class FakeServer:
    """Answers one command after another; what a test changes is what is wrong with it.

    Attributes:
        refused: how often each mail is refused before it is given.
        lie: makes the answer to a FETCH of a body, from the uid and the mail.
        examine: the answer to EXAMINE, behind the tag; "" for a good one.
        heard: the commands.
    """

    mails: dict[str, bytes]
    arrived: dict[str, dt.datetime] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    lie: Callable[[str, bytes], bytes] | None = None
    examine: str = ""
    validity: int = 7
    heard: list[str] = field(default_factory=list)
    port: int = 0

    def serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as file:

            def say(*lines: str | bytes) -> None:
                for line in lines:
                    file.write(line if isinstance(line, bytes) else line.encode() + b"\r\n")
                file.flush()

            say("* OK fake")
            try:
                while line := file.readline():
                    self.answer(line.decode().strip(), say)
            except OSError:
                return

    def answer(self, line: str, say: Callable[..., None]) -> None:
        tag, _, rest = line.partition(" ")
        command = rest.split()[0].upper()
        self.heard.append(rest)
        if command == "CAPABILITY":
            say("* CAPABILITY IMAP4rev1 ID UIDPLUS", f"{tag} OK done")
        elif command in ("SELECT", "EXAMINE") and self.examine:
            say(f"{tag} {self.examine}")
        elif command in ("SELECT", "EXAMINE"):
            say("* 1 EXISTS", f"* OK [UIDVALIDITY {self.validity}] v", f"{tag} OK [READ-ONLY] done")
        elif command == "LIST":
            say('* LIST (\\HasNoChildren) "/" "INBOX"', f"{tag} OK done")
        elif "SEARCH" in rest.upper():
            since = re.search(r"SINCE (\S+?)\)?$", rest)
            day = since and dt.datetime.strptime(since[1].strip('"()'), "%d-%b-%Y").replace(tzinfo=UTC).date()
            found = [uid for uid in self.mails if not day or self.arrived[uid].astimezone(UTC).date() >= day]
            say(f"* SEARCH {' '.join(found)}", f"{tag} OK done")
        elif "INTERNALDATE" in rest.upper():
            for uid in rest.split()[2].split(","):
                when = self.arrived[uid].astimezone(UTC).strftime("%d-%b-%Y %H:%M:%S +0000")
                say(f'* 1 FETCH (UID {uid} INTERNALDATE "{when}")')
            say(f"{tag} OK done")
        elif "FETCH" in rest.upper():
            self.give(rest.split()[2], tag, say)
        elif command == "LOGOUT":
            say("* BYE", f"{tag} OK done")
        else:
            say(f"{tag} OK done")

    def give(self, uid: str, tag: str, say: Callable[..., None]) -> None:
        if self.refused.get(uid, 0):
            self.refused[uid] -= 1
            say(f"{tag} NO [LIMIT] too many requests")
        elif self.lie:
            say(self.lie(uid, self.mails[uid]), f"{tag} OK done")
        else:
            say(answer(uid, self.mails[uid]), f"{tag} OK done")


def answer(uid: str, data: bytes) -> bytes:
    return b"* 1 FETCH (UID %s BODY[]<0> {%d}\r\n%s)\r\n" % (uid.encode(), len(data), data)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    monkeypatch.setenv("GOUJI_IMAP_PASSWORD", "secret7")
    monkeypatch.setenv("GOUJI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(imap_fetch, "_PAUSE", 0.01)
    fake = FakeServer({str(i): mail(multipart(attached(good(i), f"{i}.xlsx"))) for i in range(1, 7)})
    listening = socket.create_server(("127.0.0.1", 0))
    fake.port = listening.getsockname()[1]

    def loop() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=fake.serve, args=(connection,), daemon=True).start()

    threading.Thread(target=loop, daemon=True).start()
    yield fake
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()


def checked(server: FakeServer, **options: object) -> dict[str, str]:
    address = f"imap://u@127.0.0.1:{server.port}/INBOX"
    results = batch.run([address], BOOK, progress=False, **options)  # type: ignore[arg-type]
    return {result.source.removeprefix(f"{address}/"): result.status for result in results}


def fetched(server: FakeServer) -> list[str]:
    return [line.split()[2] for line in server.heard if "BODY" in line.upper()]


def test_a_mail_that_is_refused_for_a_while_is_asked_for_again(server: FakeServer) -> None:
    server.refused = {"3": 2}
    assert set(checked(server, cache=False).values()) == {"pass"}
    assert len(server.mails) == 6


def test_a_mail_that_is_refused_for_good_is_a_line(server: FakeServer) -> None:
    server.refused = {"3": 99}
    found = checked(server, cache=False)
    assert len(found) == 6
    assert found["3.eml"] == "unreadable"


@pytest.mark.parametrize("size", [10_000_000_000_000, 200_000_000, 2**40])
def test_more_than_was_asked_for_is_not_taken(server: FakeServer, size: int) -> None:
    server.lie = lambda uid, _: b"* 1 FETCH (UID %s BODY[]<0> {%d}\r\n" % (uid.encode(), size) + b"x" * 70_000_000
    with pytest.raises(UsageError, match="连接中断或应答异常"):
        checked(server, cache=False)


def test_answers_without_end_are_not_taken(server: FakeServer) -> None:
    server.lie = lambda uid, data: answer(uid, data) + b"* 9 FETCH (FLAGS ())\r\n" * 4_000_000
    with pytest.raises(UsageError, match="连接中断或应答异常"):
        checked(server, cache=False)


def test_an_unasked_mail_is_not_taken_for_the_asked_one(server: FakeServer) -> None:
    server.lie = lambda uid, data: answer("99", mail(b"x")) + answer(uid, data) + answer("98", mail(b"y"))
    found = checked(server, cache=False)
    assert (len(found), set(found.values())) == (6, {"pass"})


def test_a_second_run_fetches_only_what_is_new(server: FakeServer) -> None:
    first = checked(server)
    server.heard.clear()
    server.mails["7"] = mail(multipart(attached(good(7), "7.xlsx")))
    assert checked(server) == {**first, "7.eml/7.xlsx": "pass"}
    assert fetched(server) == ["7"]
    server.heard.clear()
    server.validity = 8  # the numbers mean other mails now
    checked(server)
    assert len(fetched(server)) == 7


def test_days_are_counted_by_the_clock_of_china(server: FakeServer) -> None:
    china = dt.timezone(dt.timedelta(hours=8))
    day = dt.datetime(2026, 1, 1, tzinfo=china)
    hours = (-1, 0, 7.5, 12, 23.9, 24)
    server.arrived = {uid: day + dt.timedelta(hours=hour) for uid, hour in zip(server.mails, hours, strict=True)}
    assert len(checked(server, cache=False, since=dt.date(2026, 1, 1))) == 5
    assert fetched(server) == ["2", "3", "4", "5", "6"]
    assert china_day(b"no date") is None
    assert china_day(b'INTERNALDATE "99-Jan-2026 00:00:00 +0000"') is None


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        ("NO EXAMINE Unsafe Login. Please contact kefu@188.com for help", ("Unsafe Login", "授权码")),
        ("NO [LIMIT] Too many connections", ("Too many connections", "稍后再试")),
    ],
)
def test_the_server_s_own_words_are_passed_on(
    server: FakeServer, answered: str, said: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    server.examine = answered
    assert cli.main(["check", f"imap://u@127.0.0.1:{server.port}/INBOX"]) == 2
    err = capsys.readouterr().err
    assert all(word in err for word in said)
    assert "没有文件夹" not in err
    assert "secret7" not in err
