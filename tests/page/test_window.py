"""The window: it does what the page does with the batch's workers, and talks to nobody but its own page."""

from __future__ import annotations

import http.client
import io
import json
import multiprocessing
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from checks.batch import refs
from checks.batch.work import check_ref
from page import build
from page.loopback import LARGEST, Server
from page.own_folder import clear_leftovers
from page.window import WindowDesk

from ..fixtures.mails import zipped
from ..fixtures.received_folder import BOOK, good, wrong
from .chromium import PROGRAM, Browser

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.name[:2] in ("01", "04", "06"))
SECRET = "the secret of this test"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    desk = WindowDesk()
    server = Server(b"<title>the page</title>", SECRET, desk.asked)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
    desk.end()
    assert not desk.folder.exists()


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """End a process whatever comes."""
    with process:
        try:
            yield process
        finally:
            process.kill()


def request(
    server: Server, method: str, path: str, headers: Mapping[str, str | list[str]], body: bytes = b""
) -> tuple[int, Mapping[str, str], bytes]:
    """Send exactly these headers."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=60)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, values in headers.items():
        for value in [values] if isinstance(values, str) else values:
            connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, data


def ours(server: Server, body: bytes = b"", **more: str | list[str] | None) -> dict[str, str | list[str]]:
    """The headers of our own page; others in place of them, or none."""
    usual: dict[str, str | list[str] | None] = {
        "Host": server.own,
        "Origin": f"http://{server.own}",
        "X-Gouji": SECRET,
        "Sec-Fetch-Site": "same-origin",
        "Content-Length": str(len(body)),
    }
    all_ = {**usual, **{name.replace("_", "-"): value for name, value in more.items()}}
    return {name: value for name, value in all_.items() if value is not None}


def framed(given: object, data: bytes = b"") -> bytes:
    said = json.dumps(given).encode()
    return struct.pack(">L", len(said)) + said + data


def ask(server: Server, kind: str, given: object = None, data: bytes = b"") -> tuple[Any, bytes]:
    body = framed(given or {}, data)
    status, _, answer = request(server, "POST", f"/ask/{kind}", ours(server, body), body)
    assert status == 200, status
    (size,) = struct.unpack_from(">L", answer)
    return json.loads(answer[4 : 4 + size]), answer[4 + size :]


def is_well(server: Server) -> bool:
    said, _ = ask(server, "start")
    return bool(said["version"])


def test_it_checks_as_the_command_does(server: Server) -> None:
    ask(server, "reset")
    planned, _ = ask(server, "plan", {"paths": [path.name for path in EXAMPLES], "accounts": {}})
    assert [one["name"] for one in planned["files"]] == [path.name for path in EXAMPLES]
    for number, path in enumerate(EXAMPLES):
        item = {"number": number, "folder": "", "name": path.name, "size": path.stat().st_size}
        said, _ = ask(server, "check", item, path.read_bytes())
        (ref,) = refs([str(path)])
        assert [one["status"] for one in said["documents"]] == [one.status for one in check_ref(ref, BOOK)]
    said, data = ask(server, "results_folder")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = json.loads(archive.read("结果/findings.json"))
        assert {one["source"] for one in found["documents"]} >= {path.name for path in EXAMPLES}
        assert any(name.startswith("结果/标注/") for name in archive.namelist())
    assert b"<html" in ask(server, "results_page")[1]
    assert "单位" in ask(server, "list_of_units", {"name": "名单.csv"}, "单位\n甲局\n乙局\n".encode())[0]["echo"]
    ask(server, "without_list")


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1", "[::1]", None, "two"])
def test_a_name_that_was_made_to_mean_us_is_not_ours(server: Server, host: str | None) -> None:
    port = server.server_address[1]
    given = [server.own, f"evil.example:{port}"] if host == "two" else host
    named = f"{host}:{port}" if host in ("evil.example", "localhost", "[::1]") else given
    assert request(server, "GET", "/", ours(server, Host=named))[0] == 421
    assert request(server, "POST", "/ask/start", ours(server, framed({}), Host=named), framed({}))[0] == 421


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": None}, 403),
        ({"Origin": "http://127.0.0.1"}, 403),
        ({"Origin": "http://localhost:PORT"}, 403),
        ({"Origin": "https://127.0.0.1:PORT"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"X_Gouji": None}, 401),
        ({"X_Gouji": ""}, 401),
        ({"X_Gouji": "x"}, 401),
        ({"X_Gouji": "\xff" * 24}, 401),
        ({"X_Gouji": SECRET[:-1]}, 401),
        ({"Content_Length": str(10**12)}, 413),
        ({"Content_Length": str(LARGEST + 1)}, 413),
        ({"Content_Length": "9" * 5000}, 413),
        ({"Content_Length": None}, 411),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": "1_0"}, 411),
        ({"Content_Length": ["2", "3"]}, 411),
        ({"Transfer_Encoding": "chunked"}, 411),
    ],
)
def test_who_is_not_our_page_is_refused_unread(server: Server, more: dict[str, Any], status: int) -> None:
    more = {
        name: v.replace("PORT", str(server.server_address[1])) if isinstance(v, str) else v for name, v in more.items()
    }
    got, headers, data = request(server, "POST", "/ask/start", ours(server, b"", **more))
    assert (got, data, headers["connection"]) == (status, b"", "close")
    assert is_well(server)


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "HEAD", "TRACE", "CONNECT", "get", "X" * 100])
def test_nothing_is_allowed_to_others(server: Server, method: str) -> None:
    more = {"Origin": "https://evil.example", "Access_Control_Request_Method": "POST"}
    status, headers, _ = request(server, method, "/ask/start", ours(server, **more))
    assert status == 501
    assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "path",
    ["/x", "/..%2f..%2fetc/passwd", "/../../etc/passwd", "//evil.example/", "/ask/start", "http://evil.example/", "*"],
)
def test_there_is_one_page(server: Server, path: str) -> None:
    assert request(server, "GET", path, ours(server))[0] == 404
    status, headers, data = request(server, "GET", "/?a=b", {"Host": server.own, "Sec-Fetch-Site": "cross-site"})
    assert (status, data) == (200, server.page)
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "kind", ["restore", "follow", "answer", "asked", "end", "__init__", "book", "", "start/x", "..%2fstart", "start?x"]
)
def test_only_the_questions_of_the_page_are_answered(server: Server, kind: str) -> None:
    body = framed({"number": 0}, b"cos\nsystem\n(S'true'\ntR.")
    assert request(server, "POST", f"/ask/{kind}", ours(server, body), body)[0] == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\0",
        b"\0\0\0\1x",
        b"\xff\xff\xff\xff{}",
        framed([]),
        framed({"x": 1}),
        framed(None),
        framed({"number": "x", "folder": 5, "name": None}),
        struct.pack(">L", 200_000) + b"[" * 200_000,
        framed({"paths": "x", "accounts": []}),
    ],
    ids=range(10),
)
def test_what_no_page_of_ours_says_is_refused(server: Server, body: bytes) -> None:
    for kind in ("check", "plan", "list_of_units", "blank"):
        assert request(server, "POST", f"/ask/{kind}", ours(server, body), body)[0] in (200, 400)
    assert is_well(server)


def test_names_lead_nowhere(server: Server, tmp_path: Path) -> None:
    before = sorted(tmp_path.parent.iterdir())
    names = [
        "../../../x.xlsx",
        "/etc/x.xlsx",
        "a/../../x.xlsx",
        "..\\..\\x.xlsx",
        "C:\\x.xlsx",
        "x\0y.xlsx",
    ]
    said, _ = ask(server, "plan", {"paths": names, "accounts": {names[0]: "{}"}})
    for planned in said["files"]:
        item = {"number": 1, "folder": planned["folder"], "name": planned["name"], "size": 1}
        documents = ask(server, "check", item, good())[0]["documents"]
        assert [one["status"] for one in documents] == ["pass"]
        assert ".." not in re.split(r"[/]", documents[0]["source"])
    for odd in ("x" * 5000, "\ud800.xlsx"):
        body = framed({"paths": [odd], "accounts": {}})
        assert request(server, "POST", "/ask/plan", ours(server, body), body)[0] in (200, 400)
    ask(server, "list_of_units", {"name": "../../../x.py/../../y"}, b"x")
    ask(server, "reset")
    assert sorted(tmp_path.parent.iterdir()) == before
    assert not Path("/etc/x.xlsx").exists()


def test_a_hostile_file_is_a_line(server: Server) -> None:
    page = b"<table><tr>" + b"<td colspan=400 rowspan=5000>" * 1000
    for number, (name, data) in enumerate(
        {
            "a.html": page,
            "b.zip": zipped((b"1.xlsx", good()), (b"2.html", page)),
            "c.xlsx": b"PK\x03\x04",
            "d": b"",
        }.items()
    ):
        said, _ = ask(server, "check", {"number": number, "folder": "x/", "name": name, "size": len(data)}, data)
        assert [one["source"].startswith(f"x/{name}") for one in said["documents"]], name
    said, _ = ask(server, "check", {"number": 9, "folder": "", "name": "e.xlsx", "size": 2**40}, b"")
    assert said["documents"][0]["status"] == "unreadable"
    said, _ = ask(server, "list_of_units", {"name": "名单.html"}, page)
    assert said["problem"]
    assert is_well(server)


def test_a_worker_that_is_killed_is_replaced(server: Server) -> None:
    item = {"number": 0, "folder": "", "name": "a.xlsx", "size": 1}
    ask(server, "check", item, good())
    (worker,) = multiprocessing.active_children()
    worker.kill()
    worker.join()
    said, _ = ask(server, "check", item, wrong())
    assert [one["status"] for one in said["documents"]] == ["fail"]


def test_who_sends_nothing_keeps_nobody_waiting(server: Server) -> None:
    port = server.server_address[1]
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
    body = framed({})
    for one in idle[:25]:
        head = "".join(f"{name}: {value}\r\n" for name, value in ours(server, body, Content_Length="1000").items())
        one.sendall(f"POST /ask/start HTTP/1.1\r\n{head}\r\n".encode() + body)
    assert is_well(server)
    for one in idle:
        one.close()
    with socket.create_connection(("127.0.0.1", port)) as rude:
        rude.sendall(b"\x16\x03\x01\x00" * 1000 + b"\n")
        assert rude.recv(100).startswith((b"HTTP/1", b"<!DOCTYPE", b""))
    assert is_well(server)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="where Linux lists who listens")
def test_the_command_listens_on_the_loopback_alone_and_leaves_nothing(tmp_path: Path) -> None:
    for idle, ends in (("0.02", False), ("30", True)):
        command = [sys.executable, "-m", "gouji", "window", "--no-browser", "--idle", idle]
        env = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
        with ended(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)) as window:
            assert window.stdout
            assert window.stderr
            line = window.stdout.readline().decode()
            found = re.search(r"http://127\.0\.0\.1:(\d+)/#([\w-]{32})", line)
            assert found, line
            listening = [one.split()[1] for one in Path("/proc/net/tcp").read_text().splitlines() if " 0A " in one]
            assert [one for one in listening if one.endswith(f":{int(found[1]):04X}")] == [
                f"0100007F:{int(found[1]):04X}"
            ]
            (folder,) = tmp_path.iterdir()
            assert folder.stat().st_mode & 0o077 == 0
            if ends:
                window.send_signal(signal.SIGINT)
            assert window.wait(30) == 0
            assert window.stderr.read() == b""
        assert list(tmp_path.iterdir()) == []


@contextmanager
def opened(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A window whose folder is made there, once it is open."""
    command = [sys.executable, "-m", "gouji", "window", "--no-browser"]
    env = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
    with ended(subprocess.Popen(command, stdout=subprocess.PIPE, env=env)) as window:
        assert window.stdout
        assert b"http" in window.stdout.readline()
        yield window


def test_what_a_killed_window_left_is_cleared_away_by_the_next(tmp_path: Path) -> None:
    with opened(tmp_path) as killed:
        (left,) = tmp_path.iterdir()
        (left / "plan").mkdir(exist_ok=True)
        (left / "plan" / "年报.xlsx").write_bytes(b"figures of somebody")
        kept = tmp_path / "kept.txt"
        kept.write_bytes(b"mine")
        (left / "link").symlink_to(tmp_path, target_is_directory=True)
        (left / "plan" / "link").symlink_to(kept)
        killed.kill()
        killed.wait()
    assert (left / "plan" / "年报.xlsx").exists()
    with opened(tmp_path), opened(tmp_path):  # the second leaves the first alone
        assert not left.exists()
        assert kept.read_bytes() == b"mine"
        assert len(list(tmp_path.glob("gouji-window-*"))) == 2


def test_what_is_not_a_window_s_own_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    work = tmp_path / "work"
    work.mkdir()
    (work / ".in-use").write_bytes(b"")
    (tmp_path / "gouji-window-link").symlink_to(work, target_is_directory=True)
    linked, foreign, strange = (tmp_path / f"gouji-window-{name}" for name in ("a", "b", "c"))
    for folder in (linked, foreign, strange):
        folder.mkdir()
        (folder / "x").write_bytes(b"x")
    (linked / ".in-use").symlink_to(work / ".in-use")
    (foreign / ".in-use").write_bytes(b"")
    (tmp_path / "gouji-window-file").write_bytes(b"")
    before = sorted(tmp_path.rglob("*"))
    own = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: own + 1)  # then all of it is another's
    clear_leftovers()
    assert sorted(tmp_path.rglob("*")) == before
    monkeypatch.undo()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    clear_leftovers()
    assert [path for path in before if not path.exists()] == [foreign, foreign / ".in-use", foreign / "x"]


@pytest.mark.browser
@pytest.mark.skipif(not PROGRAM, reason="there is no Chromium")
def test_in_a_browser_and_from_a_page_elsewhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gouji", "window", "--no-browser"]
    env = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    paths = [tmp_path / "对.xlsx", tmp_path / "错.xlsx"]
    for path, data in zip(paths, (good(), wrong()), strict=True):
        path.write_bytes(data)
    with ended(subprocess.Popen(command, stdout=subprocess.PIPE, env=env)) as window, Browser() as browser:
        assert window.stdout
        found = re.search(r"http://[\d.:]+/#[\w-]+", window.stdout.readline().decode())
        assert found
        address, _, secret = found[0].partition("#")
        browser.open(found[0])
        browser.wait("document.documentElement && document.documentElement.dataset.ready")
        assert secret not in browser.run("location.href")
        browser.choose("#files", paths)
        browser.wait("document.querySelectorAll('#list li').length === 2 && !document.body.classList.contains('busy')")
        assert (
            browser.run("Array.from(document.querySelectorAll('#list li')).map(one => one.className).join()")
            == "pass,fail"
        )
        browser.run("document.getElementById('results').click()")
        browser.wait("document.getElementById('frame').srcdoc.length > 1000")
        browser.open(address)
        browser.wait("document.documentElement && document.documentElement.dataset.ready")  # loaded again, in this tab
        assert {
            one.partition("?")[0].partition("#")[0].startswith(address) or one.startswith(("data:", "about:", "blob:"))
            for one in browser.asked
        } == {True}
        assert browser.told == []
        browser.open("data:text/html,<title>elsewhere</title>")
        browser.wait("document.title === 'elsewhere'")
        for more in ("", f", headers: {{'X-Gouji': '{secret}'}}", ", mode: 'no-cors'"):
            code = (
                f"fetch('{address}ask/start', {{method: 'POST', body: 'x'{more}}}).then(r => r.text(), () => 'refused')"
            )
            assert browser.run(code) in ("refused", "")
        window.send_signal(signal.SIGINT)
        assert window.wait(30) == 0


def test_the_page_of_the_window_has_its_own_checker_and_policy() -> None:
    checker = build.front("loopback_checker.js")
    whole = build.page(checker, "connect-src 'self'; worker-src 'none'")
    assert "connect-src 'self'" in whole
    assert "wasm-unsafe-eval" not in whole
    assert "goujiBrowserChecker" not in whole
