"""What each button does, by its tag; see ``addin.buttons``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from addin.commands.about import about
from addin.commands.checking import check, check_sheet, clear
from addin.commands.files import batch, export, new, previous, sign_off, to_word
from addin.commands.filling import fill_blanks, to_numbers
from addin.commands.justify import justify
from addin.commands.moving import next_finding, previous_finding
from addin.commands.proposals import accept, explain, take_back
from addin.commands.udf_column import udf_column
from addin.session import Session

Command = Callable[[Session], None]

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
    "fill_blanks": fill_blanks,
    "to_numbers": to_numbers,
    "justify": justify,
    "batch": batch,
    "export": export,
    "to_word": to_word,
    "sign_off": sign_off,
    "words": udf_column,
    "about": about,
}
"""Tag → command. A command says in Chinese why it cannot (``HostError``), and leaves the program as it was."""
