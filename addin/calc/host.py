"""Calc as a host of the commands: what it does, and what it asks a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from addin import texts
from addin.calc import office
from addin.calc.dialogs import Dialogs
from addin.host import HostError
from addin.suspended import resting

if TYPE_CHECKING:
    import xlwings as xw


class CalcProgram:
    """What Calc does without asking anybody."""

    def __init__(self, context: Any, document: Any) -> None:
        self._context = context
        self._document = document

    def show(self, sheet: xw.Sheet, row: int, column: int) -> None:
        """Go to a cell (from 0)."""
        _go_to(sheet.range((row + 1, column + 1)))

    @contextmanager
    def quiet(self, book: xw.Book) -> Iterator[None]:
        """Lock the view and rest the calculation."""
        with resting(book, _go_to), _plain_errors():
            yield

    def is_protected(self, sheet: xw.Sheet) -> bool:
        """Tell whether a sheet is protected."""
        return bool(sheet.api.isProtected())

    @contextmanager
    def unlocked(self, sheet: xw.Sheet) -> Iterator[None]:
        """Lift a protection without password, and put the very same one back.

        Calc's interface cannot tell what a protection permits. But undoing the lifting restores it whole, as long as
        nothing that happens in between can be undone.

        Raises:
            HostError: the protection has a password.
        """
        if not self.is_protected(sheet):
            yield
            return
        history = self._document.UndoManager
        try:
            sheet.api.unprotect("")
        except Exception as problem:  # some passwords it refuses aloud; UNO's exceptions are no proper classes
            raise HostError(texts.password_protected(sheet.name)) from problem
        if self.is_protected(sheet):
            raise HostError(texts.password_protected(sheet.name))
        history.lock()
        try:
            with _plain_errors():
                yield
        finally:
            history.unlock()
            history.undo()


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Make UNO's exceptions Python's: they carry no traceback, which Python's context managers would trip over."""
    try:
        yield
    except office.bridge().getClass("com.sun.star.uno.Exception") as problem:
        raise RuntimeError(f"{type(problem).__name__}: {problem.Message}") from None


def _go_to(cells: xw.Range) -> None:
    cells.sheet.impl.activate()  # xlwings' own looks for Excel in front
    cells.select()


class CalcHost(CalcProgram, Dialogs):
    """Calc with a person before it."""

    def __init__(self, context: Any, document: Any) -> None:
        CalcProgram.__init__(self, context, document)
        Dialogs.__init__(self, context, document)
