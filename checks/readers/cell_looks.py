"""Whether a sheet's named styles let one see the text of a cell: its colour, that of the cell, the size of letters."""

from __future__ import annotations

from checks.readers.colours import BLACK, WHITE, is_unseen
from checks.readers.css_colours import colour
from checks.readers.line_sizes import LEAST_LETTERS, is_too_small


class CellLooks:
    """What the styles say, by their names."""

    def __init__(self) -> None:
        self._letters: dict[str, str | None] = {}
        self._ground: dict[str, str | None] = {}
        self._tiny: set[str] = set()

    def letters(self, style: str, written: str, size: str) -> None:
        """Take the colour and the size of a style's letters; "" where it says none."""
        self._letters[style] = colour(written)[0] if written else BLACK
        if is_too_small(size, LEAST_LETTERS):
            self._tiny.add(style)

    def ground(self, style: str, written: str) -> None:
        """Take the colour of a style's cells."""
        known, is_clear = colour(written)
        self._ground[style] = WHITE if is_clear else known

    def hides(self, style: str) -> bool:
        """Tell whether a text in a style cannot be seen."""
        return style in self._tiny or is_unseen(self._letters.get(style, BLACK), self._ground.get(style, WHITE))
