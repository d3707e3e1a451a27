"""Changes of the user's own cells within one step: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from addin import texts
from addin.seam import CellDetail, CellWrite, HostError, Program, SheetState
from checks.model.grid import CellAddress


class Changes:
    """What a step has written so far, and what stood there."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._before: list[tuple[str, CellWrite, CellDetail]] = []

    def write(self, sheet: SheetState, cells: Sequence[CellWrite]) -> None:
        """Fill cells: open cells of a protected sheet as they are, locked ones if its protection can be lifted.

        Raises:
            HostError: a cell cannot be changed.
        """
        self._before += [(sheet.name, one, self._program.cell(sheet.name, one.row, one.column)) for one in cells]
        lift = sheet.protected and any(one.is_formula for one in cells)
        try:
            self._program.write(sheet.name, cells, lift=lift)
        except HostError:  # a locked cell
            if lift or not sheet.protected:
                raise
            lift = True
            self._program.write(sheet.name, cells, lift=True)
        missed = self._missed(sheet.name, cells)
        if missed and sheet.protected and not lift:  # a program may pass over a locked cell without a word
            self._program.write(sheet.name, cells, lift=True)
            missed = self._missed(sheet.name, cells)
        if missed:
            raise HostError(texts.did_not_take(place(sheet.name, *missed[0])))

    def _missed(self, sheet: str, cells: Sequence[CellWrite]) -> list[tuple[int, int]]:
        """The cells that do not show what was written; formulas are not compared, each program writes its own way."""
        rows, _ = self._program.read(sheet)

        def shown(row: int, column: int) -> Any:
            value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
            return None if value == "" else value

        return [
            (one.row, one.column) for one in cells if not one.is_formula and shown(one.row, one.column) != one.content
        ]

    def undo(self) -> list[str]:
        """Put back what stood there, the last first; return the places where that failed."""
        left = []
        for sheet, written, state in reversed(self._before):
            try:
                back = as_it_was(written.row, written.column, state)
                if self._program.cell(sheet, written.row, written.column) != state:
                    self._program.write(sheet, [back], lift=True)
            except Exception:  # noqa: BLE001  # whatever it was that broke the step may break its undoing
                left.append(place(sheet, written.row, written.column))
        return left


@contextmanager
def all_or_nothing(program: Program) -> Iterator[Changes]:
    """Undo what was written if the step fails.

    Raises:
        HostError: the step failed, and not all could be undone; says what is left changed.
    """
    changes = Changes(program)
    try:
        yield changes
    except BaseException as problem:
        left = changes.undo()
        if left:
            raise HostError(texts.half_done(left)) from problem
        raise


def as_it_was(row: int, column: int, state: CellDetail) -> CellWrite:
    """Return what gives a cell its former content and number format."""
    content = None if state.value == "" else state.value
    is_formula = state.formula.startswith("=") and state.formula != content
    return CellWrite(
        row,
        column,
        state.formula if is_formula else content,
        state.number_format,
        as_text=isinstance(content, str) and not is_formula,
        is_formula=is_formula,
    )


def place(sheet: str, row: int, column: int) -> str:
    """Name a cell."""
    return CellAddress(sheet, row, column).place
