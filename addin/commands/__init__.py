"""What each button does, by its tag; see ``addin.buttons``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from addin.commands.about import about
from addin.commands.checking import check, check_sheet, clear
from addin.commands.filling import fill_blanks, to_numbers
from addin.commands.justify import justify
from addin.commands.moving import next_finding, previous_finding
from addin.commands.proposals import accept, explain, take_back
from addin.session import Session

Command = Callable[[Session], None]


def _later(module: str, name: str) -> Command:
    """A command whose module is loaded when it is called: it brings the batch, which a browser has not got."""

    def command(session: Session) -> None:
        vars(import_module(f"addin.commands.{module}"))[name](session)

    return command


COMMANDS: Mapping[str, Command] = {
    "new": _later("files", "new"),
    "previous": _later("files", "previous"),
    "check": check,
    "check_sheet": check_sheet,
    "clear": clear,
    "previous_finding": previous_finding,
    "next_finding": next_finding,
    "explain": explain,
    "accept": accept,
    "take_back": take_back,
    "fill_blanks": fill_blanks,
    "to_numbers": to_numbers,
    "justify": justify,
    "batch": _later("files", "batch"),
    "export": _later("files", "export"),
    "to_word": _later("files", "to_word"),
    "sign_off": _later("files", "sign_off"),
    "words": _later("udf_column", "udf_column"),
    "about": about,
}
"""Tag → command. A command says in Chinese why it cannot (``HostError``), and leaves the program as it was."""
