"""One accepted proposal: what stood in the cell, what stands there now; enough to take it back after a reopening."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from decimal import Decimal
from typing import Any

from addin import texts
from checks.model.grid import CellAddress
from checks.render.sentences import number


@dataclass(frozen=True, slots=True)
class Accepted:
    """A line of the log.

    Attributes:
        spot: the cell.
        label: what the cell is called.
        old: what stood there: a number, a text, or "" for a blank.
        new: the number that was put there.
        number_format: of the cell before.
        when: the time, as shown.
        taken_back: the old content stands there again.
    """

    spot: CellAddress
    label: str
    old: float | str
    new: float
    number_format: str
    when: str
    taken_back: bool = False

    def row(self) -> list[Any]:
        """Return the cells of the log as the person sees them."""
        state = texts.TAKEN_BACK if self.taken_back else texts.ACCEPTED
        return ["", state, self._address(), self.label, shown(self.old), shown(self.new), "", self.when]

    def as_list(self) -> list[Any]:
        """Return what the sheet keeps; ``Accepted.from_list`` reads it."""
        _, *rest = astuple(self)
        return [[self.spot.sheet, self.spot.row, self.spot.column], *rest]

    @classmethod
    def from_list(cls, kept: list[Any]) -> Accepted:
        """Read a line of the log again."""
        spot, *rest = kept
        return cls(CellAddress(*spot), *rest)

    def told(self) -> str:
        """Return old and new, for a question."""
        return texts.change(self._address(), shown(self.old), shown(self.new))

    def told_back(self) -> str:
        """Return new and old, for the way back."""
        return texts.change(self._address(), shown(self.new), shown(self.old))

    def undone(self) -> Accepted:
        """Return the line once the old content stands in its cell again."""
        return replace(self, taken_back=True)

    def _address(self) -> str:
        return f"{self.spot.sheet}!{self.spot.a1}"


def shown(content: float | str) -> str:
    """Return what a cell shows: no .0, a blank in words."""
    if isinstance(content, str):
        return content or texts.BLANK
    return number(int(content) if content.is_integer() else Decimal(format(content, ".15g")))
