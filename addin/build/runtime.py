"""xlwings' VBA, cut down to what the add-in calls, with the procedures that trusted the workbook replaced.

xlwings ships its VBA as one module of some forty procedures. We need a handful; the others (embedded code, Conda,
import of functions, Mac) would only be more to review, and each of them is one more way for a workbook to reach Python.
"""

from __future__ import annotations

import re
from importlib.resources import files

PROJECT_NAME = "gouji"
"""Names the sheet and the file of settings: ``gouji.conf``."""

_PROCEDURE = re.compile(
    r"^(?:Public |Private )?(?P<kind>Function|Sub|Property)(?: Get)? (?P<name>\w+).*?^End (?P=kind)\s*?$",
    re.MULTILINE | re.DOTALL,
)
_FUNCTION = re.compile(r"^(?:Public )?Function ", re.MULTILINE)
_OURS = "gj"
"""How the names of those procedures begin that xlwings has not."""
_DECLARATIONS = re.compile(r"^#If VBA7 Then$.*?^#End If$", re.MULTILINE | re.DOTALL)
_CONSTANTS = re.compile(r"^Public Const XLWINGS_VERSION.*$", re.MULTILINE)
_NOTICE = re.compile(r"^'Version:.*?(?=^'Attribute VB_Name)", re.MULTILINE | re.DOTALL)


def original() -> str:
    """The VBA of xlwings for custom add-ins, as the installed package has it."""
    return files("xlwings").joinpath("xlwings_custom_addin.bas").read_text("utf-8").replace("\r\n", "\n")


def without_mac(source: str) -> str:
    """Resolve ``#If Mac``: the add-in is for Windows, and calls of a Mac's shell alarm virus scanners."""
    kept: list[str] = []
    open_ifs: list[tuple[bool, bool]] = []  # for each open #If: does it ask for a Mac, and are we where it is one
    for line in source.splitlines():
        word = line.partition("'")[0].strip().lower()
        directive = word.startswith(("#if ", "#else", "#end if"))
        if word.startswith("#if "):
            open_ifs.append((word == "#if mac then",) * 2)
        elif word.startswith("#else") and open_ifs[-1][0]:
            open_ifs[-1] = (True, False)
        hidden = any(on_mac for _, on_mac in open_ifs) or (directive and open_ifs[-1][0])
        if word == "#end if":
            open_ifs.pop()
        if not hidden:
            kept.append(line)
    return "\n".join(kept) + "\n"


def procedures(source: str) -> dict[str, str]:
    """The procedures of a VBA module by their lower-case names; of two editions under ``#If`` the first."""
    bodies: dict[str, str] = {}
    for match in _PROCEDURE.finditer(source):
        bodies.setdefault(match["name"].lower(), match[0])
    return bodies


def hardened(theirs: str, ours: str, callers: str) -> str:
    """The runtime module: what the callers need of xlwings, ours in place of theirs.

    Args:
        theirs: xlwings' module.
        ours: procedures that replace theirs of the same name.
        callers: the source of all other modules of the add-in.

    Raises:
        ValueError: xlwings' module is not made as this expects; the version has changed.
    """
    theirs = without_mac(theirs)
    notice, declarations, constants = (part.search(theirs) for part in (_NOTICE, _DECLARATIONS, _CONSTANTS))
    replacements = procedures(ours)
    replaced = {name for name in replacements if not name.startswith(_OURS)}
    if not (notice and declarations and constants and replaced <= procedures(theirs).keys()):
        raise ValueError("the VBA of this version of xlwings is laid out differently")
    available = procedures(theirs) | replacements
    needed = _closure(callers, available)
    parts = [
        'Attribute VB_Name = "xlwings"\n' + notice[0].rstrip(),
        "'Only the procedures that the add-in calls; those that trusted the open workbook are replaced.",
        "Option Explicit\nOption Private Module",
        declarations[0],
        constants[0] + f'\nPublic Const PROJECT_NAME As String = "{PROJECT_NAME}"',
        *(_FUNCTION.sub("Private Function ", text) for name, text in available.items() if name in needed),
    ]
    return "\n\n".join(parts) + "\n"


def with_shared(source: str, shared: str) -> str:
    """A module, and behind it those of the shared private procedures that it calls."""
    available = procedures(shared)
    needed = _closure(source, available)
    return "\n".join([source.rstrip("\n"), *(f"\n{text}" for name, text in available.items() if name in needed)]) + "\n"


def _closure(callers: str, available: dict[str, str]) -> set[str]:
    """The procedures that are called, directly or through one another."""
    reached: set[str] = set()
    names = _called(callers, available)
    while names:
        reached |= names
        names = set().union(*(_called(available[name], available) for name in names)) - reached
    return reached


def _called(source: str, available: dict[str, str]) -> set[str]:
    code = re.sub(r'"[^"\n]*"|\'[^\n]*', "", source)
    return {word.lower() for word in re.findall(r"\w+", code)} & available.keys()
