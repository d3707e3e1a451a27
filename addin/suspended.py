"""Works unseen, and leaves the program as it was."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

_SWITCHES = {"screen_updating": False, "enable_events": False, "display_alerts": False, "calculation": "manual"}


@contextmanager
def resting(book: xw.Book, go_to: Callable[[xw.Range], None]) -> Iterator[None]:
    """Rest the screen, events, alerts and calculation; put everything back, the active sheet and selection too.

    Also after an error. A chart in front has no selection to go back to.

    Args:
        book: the workbook.
        go_to: brings a range's sheet to the front and selects the range.
    """
    app = book.app
    before = {switch: getattr(app, switch) for switch in _SWITCHES}
    selection = app.selection
    front = None if selection is None else (selection.sheet.name, selection.address)
    try:
        for switch, value in _SWITCHES.items():
            setattr(app, switch, value)
        yield
    finally:
        for switch, value in before.items():
            setattr(app, switch, value)
        if front is not None and any(sheet.name == front[0] for sheet in book.sheets):  # it may be deleted by now
            go_to(book.sheets(front[0]).range(front[1].replace("$", "")))


class Goes(ABC):
    """What hosts have in common that can bring a range to the front."""

    @abstractmethod
    def go_to(self, cells: xw.Range) -> None:
        """Bring a range's sheet to the front and select the range."""

    def show(self, sheet: xw.Sheet, row: int, column: int) -> None:
        """Go to a cell, counting from 0."""
        self.go_to(sheet.range((row + 1, column + 1)))

    @contextmanager
    def quiet(self, book: xw.Book) -> Iterator[None]:
        """Rest the program's switches."""
        with resting(book, self.go_to):
            yield
