"""Where a click on the ribbon of WPS arrives: ``addin.wps.entry.click("check", GoujiPort.call)``."""

from __future__ import annotations

from collections.abc import Callable

from addin.entry import run
from addin.seam import HostError
from addin.session import Session
from addin.wps.door import Door
from addin.wps.person import WpsPerson
from addin.wps.program import Wps
from checks import rulebook


def click(tag: str, call: Callable[[str, str], str]) -> None:
    """Run a button's command on the workbook in front; whatever happens, say it in one sentence.

    Args:
        tag: the command's.
        call: ``call`` of ``port.js``.
    """
    door = Door(call)
    try:
        program = Wps(door)
    except HostError as problem:
        door("tell", str(problem))
        return
    run(tag, Session(program, WpsPerson(door, program.forget), rulebook.load()))
