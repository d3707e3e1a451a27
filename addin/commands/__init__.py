"""What each button does, by its tag; see ``addin.buttons``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from addin.commands.about import about
from addin.commands.checking import check, check_sheet, clear
from addin.commands.files import batch, export, new, previous
from addin.commands.justify import justify
from addin.commands.moving import next_finding, previous_finding
from addin.commands.proposals import accept, explain, take_back
from addin.commands.words import words
from addin.session import Desk

Command = Callable[[Desk], None]

COMMANDS: Mapping[str, Command] = {
    "new": new,
    "previous": previous,
    "check": check,
    "check_sheet": check_sheet,
    "clear": clear,
    "previous_finding": previous_finding,
    "next_finding": next_finding,
    "explain": explain,
    "accept": accept,
    "take_back": take_back,
    "justify": justify,
    "batch": batch,
    "export": export,
    "words": words,
    "about": about,
}
"""Tag → command. A command says in Chinese why it cannot (``HostError``), and leaves the program as it was."""
