"""The narrow seam to the spreadsheet program: what xlwings lacks, or does differently in each program.

Everything else goes through xlwings' own classes. The commands use no more of them than this, so that an engine has
to offer no more (``addin.recording`` and ``addin.calc`` do; what is not listed fails loudly there):

- ``Book``: name, fullname, sheets, app, impl, ==
- ``Sheets`` (worksheets only): call with a name or an index from 1, len, iteration, active, add(name, after=)
- ``Sheet``: name, index, book, visible (read), range((row, column)), range((row, column), (row, column)),
  range("A1"), cells, used_range, notes, delete; never activate or select, which want the active engine: the host's
  ``show`` does that
- ``Range``: sheet, row, column, shape, address, raw_value, formula, number_format, color, font.bold, font.italic,
  font.color, font.size, column_width, row_height, wrap_text, merge_cells, merge_area, rows.hidden (read),
  columns.hidden, clear_contents, add_hyperlink(address, text_to_display=), note, add_note(text),
  conditional_formats
- ``sheet.cells``, the whole sheet: conditional_formats only
- ``ConditionalFormats`` (of one cell, or of ``sheet.cells``): iteration, call with an index from 1,
  add_custom(formula, fill_color=, font_color=, font_bold=, font_italic=, stop_if_true=), which becomes the first;
  ``ConditionalFormat``: formula (with =; None where it is no formula), delete
- ``Note``: text, location, delete
- ``App``: engine.name, screen_updating, calculation, enable_events, display_alerts, selection, status_bar, books.open

What an engine gives and takes:

- ``raw_value`` and ``formula`` of one cell are the bare value; of several, rows of values. A number is a float, a
  blank None or "", a truth value a bool, a date a datetime; an error value is the int that COM gives, see ``ERRORS``.
- ``formula`` reads as "" for a blank and as the content for a constant; it is English, with commas, A1 style.
- ``add_hyperlink`` takes an address that begins with ``#`` for a place in the workbook: ``#'表三'!J7``.
- Formulas of conditional formats have absolute addresses only, so that no active cell matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from checks.errors import GoujiError

if TYPE_CHECKING:
    import xlwings as xw

ERRORS: dict[int, str] = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
}
"""The error values, by the number that an engine gives for each."""


class HostError(GoujiError):
    """The spreadsheet program does not let us; the message is a Chinese sentence that says what to do."""


class Host(Protocol):
    """What a command asks of the program, and of the person before it."""

    name: str
    """Of the program, for the self-test: ``Excel 16.0``."""

    def tell(self, text: str) -> None:
        """Show a text and wait until it is read."""

    def confirm(self, text: str) -> bool:
        """Ask yes or no."""

    def ask_text(self, text: str, default: str = "") -> str | None:
        """Ask for a line of text; None if the person thinks better of it."""

    def choose(self, text: str, choices: Sequence[str]) -> int | None:
        """Let one of several be chosen, and return its position from 0; None for none."""

    def choose_file(self, title: str) -> str | None:
        """Return the path of an existing file, or None."""

    def choose_folder(self, title: str) -> str | None:
        """Return the path of an existing folder, or None."""

    def choose_target(self, title: str, name: str) -> str | None:
        """Return the path of a file to write, the given name proposed; None for none."""

    def status(self, text: str | None) -> None:
        """Write into the status bar, or give the program its status bar back."""

    def show(self, sheet: xw.Sheet, row: int, column: int) -> None:
        """Go to a cell (from 0): its sheet in front, the cell selected and in view."""

    def quiet(self, book: xw.Book) -> AbstractContextManager[None]:
        """Work unseen: screen, calculation and events rest; afterwards all is as before, selection included."""

    def is_protected(self, sheet: xw.Sheet) -> bool:
        """Tell whether a sheet is protected."""

    def unlocked(self, sheet: xw.Sheet) -> AbstractContextManager[None]:
        """Lift a protection without password, and put the very same one back.

        Raises:
            HostError: the protection has a password, or the workbook is read-only in a way that forbids it.
        """

    def open_workbook(self, path: str) -> None:
        """Open a workbook for the person to go on with."""
