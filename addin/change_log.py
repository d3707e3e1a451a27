"""One changed figure: what stood in the cell, what stands there now; enough to take it back after a reopening."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from addin import texts
from addin.seal import is_sealed, seal
from checks.model.grid import CellAddress
from checks.render.sentences import number


@dataclass(frozen=True, slots=True)
class AcceptedChange:
    """A line of the log.

    Attributes:
        at: the cell.
        label: what the cell is called.
        old: what stood there: a number, a text, or "" for a blank.
        new: the number that was put there.
        number_format: of the cell before.
        when: the time, as shown.
        step: changes of one click have the same; they are taken back together.
        taken_back: the old content stands there again.
        is_ours: this user's own add-in made the change; what others wrote is shown and never taken back.
    """

    at: CellAddress
    label: str
    old: float | str
    new: float
    number_format: str
    when: str
    step: str = ""
    taken_back: bool = False
    is_ours: bool = True

    def row(self) -> list[Any]:
        """Return the cells of the log as the person sees them."""
        state = texts.TAKEN_BACK if self.taken_back else texts.ACCEPTED
        return ["", state, self.at.place, self.label, shown(self.old), shown(self.new), "", self.when]

    def as_list(self) -> list[Any]:
        """Return what the sheet keeps, sealed; ``AcceptedChange.from_list`` reads it."""
        kept = [self.at.sheet, self.at.row, self.at.column, self.label, self.old, self.new, self.number_format]
        kept += [self.when, self.step, self.taken_back]
        return [*kept, seal(_written(kept)) if self.is_ours else ""]

    @classmethod
    def from_list(cls, kept: list[Any]) -> AcceptedChange | None:
        """Read a line of the log again; None if it is none."""
        *written, mark = kept or [None]
        kinds = (str, int, int, str, float | int | str, float | int, str, str, str, bool)
        if len(written) != len(kinds) or not all(map(isinstance, written, kinds)):
            return None
        sheet, row, column, label, old, new, number_format, when, step, taken_back = written
        if not (0 <= row < 1_048_576 and 0 <= column < 16_384):
            return None
        at, old = CellAddress(sheet, row, column), old if isinstance(old, str) else float(old)
        is_ours = is_sealed(_written(written), mark)
        return cls(at, label, old, float(new), number_format, when, step, taken_back, is_ours)

    def told(self) -> str:
        """Return old and new, for a question."""
        return texts.change(self.at.place, shown(self.old), shown(self.new))

    def told_back(self) -> str:
        """Return new and old, for the way back."""
        return texts.change(self.at.place, shown(self.new), shown(self.old))

    def undone(self) -> AcceptedChange:
        """Return the line once the old content stands in its cell again."""
        return replace(self, taken_back=True)


def _written(kept: list[Any]) -> str:
    """The very same for a number however a program gives it back."""
    plain = [float(one) if isinstance(one, int) and not isinstance(one, bool) else one for one in kept]
    return json.dumps(plain, ensure_ascii=False)


def shown(content: float | str) -> str:
    """Return what a cell shows: no .0, a blank in words."""
    if isinstance(content, str):
        return content or texts.BLANK
    return number(int(content) if content.is_integer() else Decimal(format(content, ".15g")))
