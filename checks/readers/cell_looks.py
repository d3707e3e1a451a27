"""Whether a sheet's named styles let one see the text of a cell: its colour, that of the cell, the size of letters."""

from __future__ import annotations

from checks.readers.colours import BLACK, WHITE, is_unseen
from checks.readers.css_colours import colour
from checks.readers.line_sizes import LEAST_LETTERS, is_too_small

_DEEPEST = 20  # styles that rest on one another


class CellLooks:
    """What the styles say, by their names; what one does not say, the one that it is based on does."""

    def __init__(self) -> None:
        self._letters: dict[str, str | None] = {}
        self._ground: dict[str, str | None] = {}
        self._tiny: dict[str, bool] = {}
        self._parents: dict[str, str] = {}
        self._known: dict[str, bool] = {}

    def based(self, style: str, parent: str) -> None:
        """Take the style that a style is based on."""
        self._parents[style] = parent

    def letters(self, style: str, written: str, size: str) -> None:
        """Take the colour and the size of a style's letters; "" where it says none."""
        if written:
            self._letters[style] = colour(written)[0]
        if size:
            self._tiny[style] = is_too_small(size, LEAST_LETTERS)

    def ground(self, style: str, written: str) -> None:
        """Take the colour of a style's cells."""
        known, is_clear = colour(written)
        self._ground[style] = WHITE if is_clear else known

    def chain(self, style: str) -> list[str]:
        """Return a style and those that it is based on, one after another."""
        chain = [style]
        while len(chain) < _DEEPEST and (parent := self._parents.get(chain[-1])) and parent not in chain:
            chain.append(parent)
        return chain

    def hides(self, style: str) -> bool:
        """Tell whether a text in a style cannot be seen."""
        if (known := self._known.get(style)) is not None:
            return known
        chain = self.chain(style)
        letters = next((self._letters[one] for one in chain if one in self._letters), BLACK)
        ground = next((self._ground[one] for one in chain if one in self._ground), WHITE)
        tiny = next((self._tiny[one] for one in chain if one in self._tiny), False)
        self._known[style] = tiny or is_unseen(letters, ground)
        return self._known[style]
