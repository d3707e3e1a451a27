"""``gouji window``: the page with this computer's own Python behind it, in place of one in the browser.

What the page cannot open, this can: whatever the installed libraries read. Files are checked by the batch's workers
under its limits; what comes of them lies in a folder that only this user can enter, and goes with the window.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
import webbrowser
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from checks.batch.guarded import guarded
from checks.batch.refs import Ref
from checks.batch.standing import Standing
from checks.containers import MAX_OPENED
from checks.errors import GoujiError
from checks.render.sentences import browser as words
from checks.submissions.unit_list import read_unit_list
from page.build import front, page
from page.desk import Answer, Desk, Tell
from page.loopback import Server
from page.own_folder import OwnFolder, clear_leftovers

_TICK = 0.5
_ASKED = frozenset(
    (
        *("start", "reset", "plan", "check", "list_of_units", "without_list", "blank"),
        *("results_page", "findings", "results_folder", "total"),
    )
)
"""What the page may ask; ``follow`` and ``restore`` take what a Python handed out, and are for browsers only."""
_NOT_IN_NAMES = dict.fromkeys(map(ord, '\\<>:"|?*'), "_")  # on Windows, where a browser gives no such name


def keep_open(minutes: float, *, opens_browser: bool = True) -> int:
    """Open the window, and keep it until the user or its idleness ends it.

    Args:
        minutes: without a word from the page, after which it ends; an open page says one a minute.
        opens_browser: or else the address is only printed.

    Returns:
        The exit code.
    """
    clear_leftovers()
    desk = WindowDesk()
    secret = secrets.token_urlsafe(24)
    checker = front("loopback_checker.js") + "var goujiChecker = goujiLoopbackChecker;\n"
    whole = page(checker, "connect-src 'self'; worker-src 'none'", texts=words.WINDOW)
    server = Server(whole.encode(), secret, desk.asked)
    try:
        threading.Thread(target=server.serve_forever, args=(_TICK,), daemon=True).start()
        address = f"http://{server.own}/#{secret}"
        print(words.window_open(address), flush=True)
        if opens_browser:
            _open(address, desk.folder)
        while time.monotonic() - server.last < minutes * 60:
            time.sleep(_TICK)
        print(words.WINDOW_IDLE, flush=True)
    except KeyboardInterrupt:
        print(words.WINDOW_CLOSED, flush=True)
    finally:
        server.shutdown()
        server.server_close()
        desk.end()
    return 0


def _open(address: str, folder: Path) -> None:
    """Open the browser by way of a file that only this user can read: what a program is started with, all can see."""
    way = folder / "gouji.html"
    way.write_text(f'<meta charset="utf-8"><meta http-equiv="refresh" content="0;url={address}">', "utf-8")
    way.chmod(0o600)
    with suppress(webbrowser.Error, OSError):
        webbrowser.open(way.as_uri())


@dataclass
class WindowDesk(Desk):
    """The files that were dropped on the window; answers one question at a time, in whatever thread."""

    folder: Path = field(init=False)
    _own: OwnFolder = field(default_factory=OwnFolder)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.folder = self._own.path

    @cached_property
    def _standing(self) -> Standing:
        return Standing(self.book, self._marker)

    def asked(self, kind: str, arguments: str, data: bytes) -> tuple[str, bytes] | None:
        """Answer a question of the page; None for one that it does not ask.

        Raises:
            ValueError, TypeError, KeyError: no page of ours asks like that.
        """
        if kind == "alive":
            return "{}", b""
        if kind not in _ASKED:
            return None
        with self._lock:
            try:
                return self.answer(kind, arguments, data, _unheard)
            except OSError as problem:
                raise ValueError(kind) from problem

    def plan(self, paths: Sequence[str], accounts: Mapping[str, str]) -> Answer:
        """Say which of the dropped files are checked; see ``Desk``."""
        if os.name == "nt":
            paths = [path.translate(_NOT_IN_NAMES) for path in paths]
        return super().plan(paths, accounts)

    def check(
        self, number: int, folder: str, name: str, data: bytes, tell: Tell, first: int = 0, light: int = -1,
        bare: bool = False, size: int = 0,
    ) -> Answer:  # fmt: skip
        """Check one file, in a worker; see ``Desk``."""
        del tell, first, light, bare  # how a browser goes on where its Python was ended; workers see to that themselves
        problem = ("too_large", f"{MAX_OPENED >> 20} MB") if max(size, len(data)) > MAX_OPENED else None
        found = self._standing.check(Ref(folder, name, data=data, problem=problem))
        return self._keep(number, found)

    def list_of_units(self, name: str, data: bytes) -> Answer:
        """Read the list of units, in a process that can be ended."""
        path = self.folder / f"list{Path(name).suffix[:8] if Path(name).suffix[1:].isalnum() else ''}"
        path.write_bytes(data)
        try:
            self.units = guarded(read_unit_list, str(path))
        except GoujiError as problem:
            self.units = None
            return Answer({"problem": str(problem).replace(str(path), name)})
        return Answer({"echo": self.units.echo, "remarks": self.units.remarks})

    def end(self) -> None:
        """End the worker, and forget everything."""
        if "_standing" in vars(self):
            self._standing.end()
        self._own.end()


def _unheard(_message: bytes) -> None:
    return
