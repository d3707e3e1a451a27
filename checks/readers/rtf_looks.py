r"""What of a Rich Text file has the colour of its ground, or is too small or too low to be seen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checks.readers.colours import WHITE, is_near
from checks.readers.word_looks import LOWEST, SMALLEST

_TABLE = re.compile(rb"\{\\colortbl([^{}]{0,20000})\}")
_SHARE = re.compile(rb"\\(red|green|blue)(\d{1,3})")
_COLOURS = re.compile(rb"\\cf(\d{1,4})")
_GROUNDS = re.compile(rb"\\(?:cb|chcbpat|highlight|cbpat|clcbpat)(\d{1,4})")
_TINY = re.compile(rb"\\(?:sl|trrh)-\d{1,2}(?!\d)|\\fs[0-4](?!\d)")
PROPERTIES = {
    "cf": "colour",
    "cb": "ground",
    "chcbpat": "ground",
    "highlight": "ground",
    "cbpat": "behind",
    "fs": "size",
    "sl": "line",
}
"""Control words that say how text looks, and what they set; colours are numbers in the file's table."""


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks: its colour, the ground behind it and behind its paragraph, its size, the height of its line."""

    colour: int = 0
    ground: int = 0
    behind: int = 0
    size: int = 24
    line: int = 0


PLAIN = Look()


class Looks:
    """The colours of a file.

    Attributes:
        any: whether any of its text may not be seen for its look; nearly never.
    """

    def __init__(self, data: bytes) -> None:
        table = _TABLE.search(data)
        self._codes = [_code(part) for part in table[1].split(b";")] if table else []
        colours = {self._code(int(number)) for number in set(_COLOURS.findall(data))}
        grounds = {self._code(int(number)) for number in set(_GROUNDS.findall(data))} | {WHITE}
        near = any(is_near(colour, ground) for colour in colours for ground in grounds)
        self.any = near or bool(_TINY.search(data))

    def melts(self, look: Look, cell: int, height: int) -> bool:
        """Tell whether text is not seen.

        Args:
            look: of the text.
            cell: the ground of the cell that it stands in, by its number; 0 for none.
            height: of the row in twips; negative where it is exact.
        """
        if look.size <= SMALLEST or -LOWEST <= look.line < 0 or -LOWEST <= height < 0:
            return True
        grounds = (self._code(number) for number in (look.ground, look.behind, cell))
        return is_near(self._code(look.colour), next((code for code in grounds if code), WHITE))

    def _code(self, number: int) -> str:
        return self._codes[number] if number < len(self._codes) else ""


def _code(part: bytes) -> str:
    """Return the code of an entry; "" for the one that leaves the colour to the program."""
    shares = {name: min(int(share), 255) for name, share in _SHARE.findall(part)}
    return "".join(f"{shares.get(name, 0):02X}" for name in (b"red", b"green", b"blue")) if shares else ""
