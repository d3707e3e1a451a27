"""Where a click on the ribbon of WPS arrives: ``addin.wps.entry.click("check", GoujiPort.call)``."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from addin import seal, texts
from addin.entry import run
from addin.seam import HostError
from addin.session import Session
from addin.wps.door import Door, DoorError
from addin.wps.person import WpsPerson
from addin.wps.program import Wps
from checks import rulebook

_IN_BROWSER = sys.platform == "emscripten"
_FOLDER = "/kept"
"""Of the browser's Python, which keeps its files in memory."""
_LINES = 6
"""Of a traceback so many lines are shown: a message box has no more room, and the last ones say the most."""

if _IN_BROWSER:
    os.environ.setdefault("GOUJI_CACHE", _FOLDER)


def click(tag: str, call: Callable[[str, str], str]) -> None:
    """Run a button's command on the workbook in front; whatever happens, say it in one sentence.

    Args:
        tag: the command's.
        call: ``call`` of ``port.js``.
    """
    door = Door(call)
    try:
        program = Wps(door)
    except (HostError, DoorError) as problem:
        door("tell", str(problem) if isinstance(problem, HostError) else _story(tag, problem))
        return
    if _IN_BROWSER:
        _keep_key(door)
    run(tag, Session(program, WpsPerson(door, program.forget), rulebook.load()), _story)


def _keep_key(door: Door) -> None:
    """Let the key by which this user's own changes are known outlive the program.

    The browser's Python forgets all its files. Where the browser keeps nothing either, what was accepted can be taken
    back until WPS is closed.
    """
    path = Path(_FOLDER, seal.KEY_FILE)
    if path.exists():
        return
    kept = door("keep", "seal", None)
    with suppress(ValueError):
        if kept is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(bytes.fromhex(kept))
    seal.seal("")  # makes the key where there is none, or what was kept is none
    door("keep", "seal", path.read_bytes().hex())


def _story(tag: str, problem: BaseException) -> str:
    """Return what the person is told, with what the technician needs."""
    lines = "".join(traceback.format_exception(problem)).splitlines()
    return texts.unexpected_here("\n".join([tag, *lines[-_LINES:]]))
