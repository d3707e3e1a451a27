"""One accepted proposal: what stood in the cell, what stands there now; enough to take it back after a reopening."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from decimal import Decimal
from typing import Any

from addin import texts
from checks.conditions import Spot
from checks.figures import Number
from checks.messages import number


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

    spot: Spot
    label: str
    old: float | str
    new: float
    number_format: str
    when: str
    taken_back: bool = False

    def shown(self) -> list[Any]:
        """Return the cells of the log as the person sees them."""
        address = f"{self.spot.sheet}!{self.spot.absolute.replace('$', '')}"
        state = texts.TAKEN_BACK if self.taken_back else texts.ACCEPTED
        old = self.old if self.old != "" else texts.BLANK
        return ["", state, address, self.label, old, self.new, "", self.when]

    def as_list(self) -> list[Any]:
        """Return what the sheet keeps; ``Accepted.from_list`` reads it."""
        spot, *rest = astuple(self)
        return [list(spot), *rest]

    @classmethod
    def from_list(cls, kept: list[Any]) -> Accepted:
        """Read a line of the log again."""
        spot, *rest = kept
        return cls(Spot(*spot), *rest)

    def told(self) -> str:
        """Return old and new, for a question."""
        old = self.old if isinstance(self.old, str) else number(_whole(self.old))
        return texts.change(
            f"{self.spot.sheet}!{self.spot.absolute.replace('$', '')}", str(old), number(_whole(self.new))
        )


def _whole(value: float) -> Number:
    return int(value) if value.is_integer() else Decimal(format(value, ".15g"))
