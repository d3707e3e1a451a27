"""Who may talk to ``gouji window``, and how: from this computer, from our own page, with this start's secret.

A web page elsewhere can make a browser send requests to us. It cannot read our page, nor know the secret; its requests
bear another Host, another Origin or no secret, and are refused before anything is read of them.
"""

from __future__ import annotations

import hmac
import socket
import socketserver
import struct
import sys
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias

HOST = "127.0.0.1"
LARGEST = 64 * 2**20
"""Bytes of one request: the largest file that is looked at, and what is said about it."""
_PATIENCE = 30  # seconds for a request that has begun to come in
_PIECE = 2**16
_SIZE = struct.Struct(">L")
_ASK = "/ask/"
_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",  # the page bears the rest of its policy itself
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

Answerer: TypeAlias = Callable[[str, str, bytes], tuple[str, bytes] | None]
"""The name of a question, JSON, and bytes → JSON and bytes; None for a question that there is not."""


class Server(ThreadingHTTPServer):
    """Listens on the loopback, on a port that the system chooses.

    Attributes:
        own: how our own page names us: 127.0.0.1 and the port.
        last: when the page was last heard of, by ``time.monotonic``.
    """

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, page: bytes, secret: str, answer: Answerer) -> None:
        """Begin to listen.

        Args:
            page: our own page; nothing in it is secret.
            secret: what every question has to bear.
            answer: answers them.
        """
        self.page, self.secret, self.answer = page, secret, answer
        self.last = time.monotonic()
        super().__init__((HOST, 0), _Handler)
        self.own = f"{HOST}:{self.server_address[1]}"

    def server_bind(self) -> None:
        """Bind without asking what this computer is called, and so that nobody can take the port beside us."""
        if sys.platform == "win32":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        socketserver.TCPServer.server_bind(self)

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller who hangs up is nobody's business."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version, sys_version = "gouji", ""
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE

    def log_message(self, *_: object) -> None:
        """Nothing is written down."""

    def do_GET(self) -> None:
        """Send the page."""
        if not self._is_for_us():
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST)
        elif self.path.partition("?")[0] != "/":
            self._refuse(HTTPStatus.NOT_FOUND)
        else:
            self._send(self.server.page, "text/html; charset=utf-8")

    def do_POST(self) -> None:
        """Answer a question."""
        if (refused := self._refusal()) is not None:
            self._refuse(refused)
            return
        self.server.last = time.monotonic()
        body = self._body(int(self.headers["Content-Length"]))
        kind = self.path.removeprefix(_ASK)
        try:
            (size,) = _SIZE.unpack_from(body)
            arguments = body[_SIZE.size : _SIZE.size + size].decode()
            answer = self.server.answer(kind, arguments, body[_SIZE.size + size :])
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, struct.error):
            self._refuse(HTTPStatus.BAD_REQUEST)  # no page of ours asks like that
            return
        except Exception:  # noqa: BLE001  # the page says that something has gone wrong; the window stays
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR)
            return
        if answer is None:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        said = answer[0].encode("utf-8", "replace")
        self._send(_SIZE.pack(len(said)) + said + answer[1], "application/octet-stream")
        self.server.last = time.monotonic()

    def _is_for_us(self) -> bool:
        """Tell whether the caller knows us by our number: a name may be made to mean 127.0.0.1 by anybody."""
        return self.headers.get_all("Host") == [self.server.own]

    def _refusal(self) -> HTTPStatus | None:
        """Return why a question is not even read."""
        if not self._is_for_us():
            return HTTPStatus.MISDIRECTED_REQUEST
        if self.headers.get_all("Origin") != [f"http://{self.server.own}"]:
            return HTTPStatus.FORBIDDEN
        if self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return HTTPStatus.FORBIDDEN
        given = self.headers.get("X-Gouji", "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, self.server.secret.encode()):
            return HTTPStatus.UNAUTHORIZED
        if not self.path.startswith(_ASK):
            return HTTPStatus.NOT_FOUND
        length = self.headers.get_all("Content-Length") or [""]
        if self.headers.get("Transfer-Encoding") or len(length) != 1 or not length[0].isascii():
            return HTTPStatus.LENGTH_REQUIRED
        if not length[0].isdigit():
            return HTTPStatus.LENGTH_REQUIRED
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if len(length[0]) > 9 or int(length[0]) > LARGEST else None

    def _body(self, length: int) -> bytes:
        """Take in a question; one that is broken off ends the connection.

        Raises:
            ConnectionError: it was.
        """
        pieces = []
        while length:
            piece = self.rfile.read(min(length, _PIECE))
            if not piece:
                raise ConnectionError
            length -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def _refuse(self, status: HTTPStatus) -> None:
        """Say no and hang up: what follows of the request is not read."""
        self.close_connection = True
        self._send(b"", "text/plain", status)

    def _send(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        more = {"Content-Type": kind, "Content-Length": str(len(body))}
        for name, value in {**_HEADERS, **more, **({"Connection": "close"} if self.close_connection else {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
