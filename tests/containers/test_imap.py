"""Mailboxes on a server, read from a real one: Dovecot, on this machine, in a folder of its own."""

from __future__ import annotations

import contextlib
import imaplib
import io
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from checks.containers import imap, unpack
from checks.containers.imap import Address, ask_password, fetch, parse_url
from checks.errors import UsageError

from ..fixtures import dovecot
from ..fixtures.dovecot import PASSWORD, USER, Server
from ..fixtures.mails import NAME, SHEET, attached, mail, text

ROOT = Path(__file__).parents[2]
FOLDER = "年报2024"
MUTF7 = ".&XnRipQ-2024"

pytestmark = pytest.mark.skipif(
    not (shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")) or not shutil.which("openssl"),
    reason="Dovecot is not installed",
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    pytest.importorskip("imap_tools")
    with dovecot.running() as one:
        one.deliver("1", mail(attached(SHEET, NAME)), seen=True)
        one.deliver("2", mail(text("无")))
        one.deliver("3", mail(attached(SHEET, "镇.xlsx")), folder=MUTF7)
        yield one


@pytest.fixture(autouse=True)
def trust(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOUJI_IMAP_PASSWORD", raising=False)
    if "server" in request.fixturenames:
        monkeypatch.setenv("GOUJI_CA", str(request.getfixturevalue("server").certificate))


def url(server: Server, folder: str = "INBOX", scheme: str = "imaps", host: str = "localhost") -> str:
    return f"{scheme}://{USER}@{host}:{server.tls_port if scheme == 'imaps' else server.plain_port}/{folder}"


def fails(address: str, password: str = PASSWORD) -> str:
    with pytest.raises(UsageError) as caught:
        list(fetch(address, None, password))
    sentence = str(caught.value)
    assert password not in sentence
    assert sentence.endswith("。")
    return sentence


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
def test_a_mailbox_gives_the_same_as_its_folder_and_is_left_as_it_was(server: Server, scheme: str) -> None:
    before = server.state()
    fetched = dict(fetch(url(server, scheme=scheme), None, PASSWORD))
    folder = {path: content for path, content in before.items() if not path.startswith(MUTF7)}
    assert sorted(fetched.values()) == sorted(folder.values())
    found = [[m.source for m in unpack(one, "x.eml")] for one in fetched.values()]
    assert sorted(found) == sorted([[m.source for m in unpack(one, "x.eml")] for one in folder.values()])
    assert dict(fetch(url(server), None, lambda: PASSWORD)) == fetched  # the numbers are the same again
    # Names hold the flags: nothing was marked as read. A delivery in new is moved to cur, unread, by no one but us.
    assert server.state() == before


def test_a_chinese_folder_is_opened_by_its_name(server: Server) -> None:
    ((_, one),) = fetch(url(server, FOLDER), None, PASSWORD)
    (member,) = unpack(one, "x.eml")
    assert member.source == "x.eml/镇.xlsx"


def test_only_mails_since_a_day_are_fetched(server: Server) -> None:
    assert list(fetch(url(server), date(2999, 1, 1), PASSWORD)) == []
    assert len(list(fetch(url(server), date(2000, 1, 1), PASSWORD))) == 2


def test_a_folder_that_is_not_there_is_answered_with_those_that_are(server: Server) -> None:
    sentence = fails(url(server, "没有"))
    assert "没有" in sentence
    assert FOLDER in sentence


def test_a_wrong_password_is_said_and_not_repeated(server: Server) -> None:
    assert "授权码" in fails(url(server), "Wrong-Secret-1")
    assert "授权码" in fails(url(server), "密码是中文")


def test_a_certificate_that_nobody_signed_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOUJI_CA")
    assert "证书" in fails(url(server))
    monkeypatch.setenv("GOUJI_CA", "nowhere.pem")
    assert "nowhere.pem" in fails(url(server))


def test_a_certificate_for_another_name_is_refused(server: Server) -> None:
    assert "证书" in fails(url(server, host=socket.gethostname())) or socket.gethostname() == "localhost"


def test_a_server_that_is_not_there_is_named(server: Server) -> None:
    assert server
    assert "localhost" in fails(f"imaps://{USER}@localhost:{dovecot.free_port()}/INBOX")


@pytest.fixture
def listener(request: pytest.FixtureRequest) -> Iterator[tuple[int, list[bytes]]]:
    """A server that answers each line as the test says, and keeps what it was sent."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_serve, args=(server, request.param, heard), daemon=True)
        thread.start()
        yield server.getsockname()[1], heard
        thread.join(timeout=10)


def _serve(server: socket.socket, greeting: bytes, heard: list[bytes]) -> None:
    with contextlib.suppress(OSError):
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(greeting)
            for line in lines:
                heard.append(line)
                tag, _, command = line.partition(b" ")
                if command.upper().startswith(b"CAPABILITY"):
                    connection.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK\r\n")
                elif command.upper().startswith(b"LOGOUT"):
                    connection.sendall(b"* BYE\r\n" + tag + b" OK\r\n")
                    return
                else:
                    connection.sendall(tag + b" BAD what?\r\n")


@pytest.mark.parametrize("listener", [b"* OK ready\r\n"], indirect=True)
def test_a_password_is_never_sent_in_the_clear(
    listener: tuple[int, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server cannot encrypt; that it is on this machine is kept from the client."""
    monkeypatch.setattr(imap, "_is_loopback", lambda _: False)
    port, heard = listener
    assert "明文" in fails(f"imap://{USER}@127.0.0.1:{port}/INBOX", "top-secret")
    assert not any(b"secret" in line or b"LOGIN" in line for line in heard)


@pytest.mark.parametrize("listener", [b"220 smtp.example.com\r\n", b"", b"\x00\xff" * 100], indirect=True)
def test_a_server_that_talks_something_else_or_nothing_is_told(
    listener: tuple[int, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "_PATIENCE", 0.5)
    port, _ = listener
    assert f"127.0.0.1:{port}" in fails(f"imaps://{USER}@127.0.0.1:{port}/INBOX")


def test_the_client_says_what_it_is(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """163 and 126 demand it right after the login."""
    said: list[tuple[str, ...]] = []
    plain = imaplib.IMAP4.xatom
    monkeypatch.setattr(imaplib.IMAP4, "xatom", lambda self, *words: said.append(words) or plain(self, *words))
    assert len(list(fetch(url(server), None, PASSWORD))) == 2
    assert said[0][0] == "ID"
    assert '"name" "gouji"' in said[0][1]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("imaps://gk@imap.example.com", Address(True, "imap.example.com", 993, "gk", "INBOX")),
        ("imaps://gk@163.com@imap.163.com/", Address(True, "imap.163.com", 993, "gk@163.com", "INBOX")),
        ("imaps://gk%40163.com@imap.163.com/a/b", Address(True, "imap.163.com", 993, "gk@163.com", "a/b")),
        ("imap://gk@[::1]:1143/%E5%B9%B4%E6%8A%A5", Address(False, "::1", 1143, "gk", "年报")),
        ("IMAPS://gk@h/年报", Address(True, "h", 993, "gk", "年报")),
    ],
)
def test_an_address_is_read(address: str, expected: Address) -> None:
    assert parse_url(address) == expected


@pytest.mark.parametrize(
    "address",
    [
        "imaps://h/INBOX",
        "http://gk@h",
        "imaps://gk@h:port",
        "imaps://",
        "imaps://@h",
        "imaps://gk%0d%0aX@h",
        "imaps://[gk@h",
        "imaps://gk:topsecret@h:x/",
    ],
)
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_url(address)
    assert "topsecret" not in str(caught.value)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as caught:
        parse_url("imaps://gk:topsecret@imap.example.com/INBOX")
    assert "topsecret" not in str(caught.value)
    assert "GOUJI_IMAP_PASSWORD" in str(caught.value)


def test_the_password_is_taken_from_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    address = parse_url("imaps://gk@h")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(UsageError):
        ask_password(address)
    monkeypatch.setenv("GOUJI_IMAP_PASSWORD", "known")
    assert ask_password(address) == "known"


WITHOUT = """
import sys
sys.modules["imap_tools"] = sys.modules["imap_tools.errors"] = None
from checks.cli import main
sys.exit(main(["check", "imaps://gk@localhost/INBOX"]))
"""


def test_without_the_library_it_is_said() -> None:
    """In a process of its own: what has been imported before must not help."""
    env = {**os.environ, "GOUJI_IMAP_PASSWORD": "secret7"}
    run = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, check=False, env=env, cwd=ROOT)
    said = run.stderr.decode("utf-8")
    assert run.returncode == 2
    assert "gouji[imap]" in said
    assert "secret7" not in said
