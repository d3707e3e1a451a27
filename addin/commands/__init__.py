"""What each button does, by its tag; see ``addin.buttons``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from addin.commands.checking import check, check_sheet, clear
from addin.desk import Desk

Command = Callable[[Desk], None]

COMMANDS: Mapping[str, Command] = {
    "check": check,
    "check_sheet": check_sheet,
    "clear": clear,
}
"""Tag → command. A command says in Chinese why it cannot (``HostError``), and leaves the program as it was."""
