"""Colours on a terminal: the state of a document or a unit, and how grave a finding is; never in a file or a pipe."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TextIO

_RED, _YELLOW, _GREEN, _DIM = "31", "33", "32", "2"
_BY_SIGN = {"✗": _RED, "！": _YELLOW, "!": _YELLOW, "？": _YELLOW, "?": _YELLOW, "✓": _GREEN, "－": _RED, "−": _RED}
_BY_WEIGHT = {"逻辑性": _RED, "error": _RED, "核实性": _YELLOW, "warning": _YELLOW}
_STATE = re.compile(f"([{''.join(_BY_SIGN)}]) [^ ]+(?: [^ ]+)*?(?=  | [0-9])")
_WEIGHT = re.compile(r"(?<=^  )( *)([【\[])(\w+)([】\]])")
_RULE = re.compile(r"(  | {6})([A-Z][A-Z0-9]*-[A-Z0-9]+:\S*)$")


def is_wanted(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether colours are to be used: on a terminal that has them, unless NO_COLOR says no.

    ``FORCE_COLOR`` says yes where there is no terminal, such as in front of a pager.
    """
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    if not stream.isatty() or environment.get("TERM") == "dumb":
        return False
    return os.name != "nt" or bool(environment.get("WT_SESSION") or environment.get("TERM"))


def painted(line: str) -> str:
    """Return a line of the terminal's output in colours; the line is made safe already."""
    line = _STATE.sub(lambda match: _in(_BY_SIGN[match[1]], match[0]), line, 1) if line[:1] in _BY_SIGN else line
    line = _WEIGHT.sub(_weight, line, 1)
    return _RULE.sub(lambda match: match[1] + _in(_DIM, match[2]), line)


def _weight(match: re.Match[str]) -> str:
    colour = _BY_WEIGHT.get(match[3])
    return match[1] + (_in(colour, match[0][len(match[1]) :]) if colour else match[0][len(match[1]) :])


def _in(colour: str, text: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"
