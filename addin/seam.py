"""The narrow seam between the commands and a spreadsheet program: fourteen operations, in plain data.

A program (``addin.excel``, ``addin.calc``, the one of the tests, the next one) offers ``Program`` for one open
workbook and ``Person`` for whoever sits before it. Blocks of cells go in and out, never objects of the program, so
that a host over a pipe can offer the same. Rows and columns count from 0, colours are ``#RRGGBB``, widths are in
characters, heights in points.

Values: a number is a float, a blank None or "", a truth value a bool, a date a datetime, an error value the int that
COM gives, see ``ERRORS``. Formulas read as "" for a blank and as the content for a constant; they are English, with
commas, in A1 style, and begin with ``=``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from addin import texts
from checks.errors import GoujiError
from checks.marking.marks import Mark
from checks.model.grid import Area, CellAddress

ERRORS: dict[int, str] = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
}
"""The error values, by the number that a program gives for each."""

Block = list[list[Any]]
"""Rows of cells from A1, all of one length."""


class HostError(GoujiError):
    """The spreadsheet program does not let us; the message is a Chinese sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class SheetState:
    """A worksheet; charts are none."""

    name: str
    visible: bool
    protected: bool


@dataclass(frozen=True, slots=True)
class CellDetail:
    """One cell in detail.

    Attributes:
        value: what it shows.
        formula: see the module.
        number_format: its code, as Excel writes it.
        corner: (row, column) of the first cell of the merged area that it stands in; its own outside of any.
        row_hidden: a filter or the person hides its row.
    """

    value: Any
    formula: str
    number_format: str
    corner: tuple[int, int]
    row_hidden: bool


@dataclass(frozen=True, slots=True)
class CellWrite:
    """What to put into one cell.

    Attributes:
        content: a number, a text, a formula if ``is_formula``; None empties the cell.
        number_format: what the cell has afterwards; None leaves it.
        as_text: the content stays the text that it is, whatever it looks like.
        wrap: the text may take several lines.
    """

    row: int
    column: int
    content: float | str | None
    number_format: str | None = None
    as_text: bool = False
    is_formula: bool = False
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class NoteState:
    """A note that hangs on a cell."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class AreaLook:
    """How an area of a page looks; what is None or False stays as it is."""

    area: Area
    bold: bool = False
    size: float | None = None
    ink: str | None = None
    fill: str | None = None
    wrap: bool = False


@dataclass(frozen=True)
class Page:
    """A whole sheet of ours.

    Attributes:
        rows: numbers and texts, "" for a blank; all of one length. No text becomes a formula.
        widths: of the columns from the first on.
        heights: of some rows.
        texts: areas whose texts must not become numbers or dates.
        links: cells that lead to a cell of the workbook; their text is that cell's place.
        hidden: columns that are not shown.
    """

    name: str
    rows: Block
    widths: Sequence[float] = ()
    heights: Mapping[int, float] = field(default_factory=dict)
    texts: Sequence[Area] = ()
    looks: Sequence[AreaLook] = ()
    links: Mapping[tuple[int, int], CellAddress] = field(default_factory=dict)
    hidden: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Where the person is.

    Attributes:
        sheet: the worksheet in front; None if that is a chart.
        cell: (row, column) of the first selected cell; None if something else is selected.
    """

    sheet: str | None
    cell: tuple[int, int] | None


class Program(Protocol):
    """One open workbook, and the program that it is open in.

    What a protection forbids is refused with a HostError, unless ``lift`` lets it be lifted meanwhile; a lifted one is
    put back the very same.
    """

    name: str
    """Of the program, for the self-test: ``Excel 16.0``."""
    workbook: str
    """The file's name."""

    def saved_as(self) -> str | None:
        """Return the path of the file that holds exactly what is open; None where changes are not saved, or no file."""

    def sheets(self) -> list[SheetState]:
        """Return the worksheets in their order."""

    def read(self, sheet: str) -> tuple[Block, Block]:
        """Return what a sheet shows, and its formulas, from A1 to the end of what is used."""

    def cell(self, sheet: str, row: int, column: int) -> CellDetail:
        """Return one cell in detail."""

    def write(self, sheet: str, cells: Sequence[CellWrite], *, lift: bool) -> None:
        """Fill cells.

        Raises:
            HostError: the sheet is protected, by a password if ``lift``.
        """

    def notes(self, sheet: str) -> list[NoteState]:
        """Return the notes of a sheet, the user's own among them."""

    def put_marks(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Add conditional formats before those that are there, and a note where a mark has one and the cell none.

        Raises:
            HostError: the sheet is protected by a password.
        """

    def take_marks(self, sheet: str, notes: Iterable[tuple[int, int]]) -> int:
        """Take out every conditional format that bears our sign, and the notes on these cells; return how many formats.

        Raises:
            HostError: the sheet is protected by a password, and there is something to take out.
        """

    def write_page(self, page: Page, *, instead: str | None = None) -> None:
        """Put a sheet of ours behind all others, or in the place of an old one; the person stays where they are.

        Raises:
            HostError: the workbook takes no sheet.
        """

    def delete_sheet(self, sheet: str) -> None:
        """Delete a sheet without asking.

        Raises:
            HostError: the workbook lets none go.
        """

    def go_to(self, sheet: str, row: int, column: int) -> None:
        """Bring a sheet to the front, and a cell into view, selected."""

    def selection(self) -> Selection:
        """Return where the person is."""

    def suspended(self) -> AbstractContextManager[None]:
        """Work unseen: screen, calculation and events rest; afterwards all is as before, selection included."""

    def open_workbook(self, path: str) -> None:
        """Open another workbook for the person to go on with."""


class Person(Protocol):
    """Whoever sits before the program."""

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
        """Return the path of a file to write, a name proposed; None for none. Whether it exists is not asked."""

    def status(self, text: str | None) -> None:
        """Write into the status bar, or give the program its status bar back."""


def by_number(ask: Callable[[str, str], str | None], text: str, choices: Sequence[str]) -> int | None:
    """Let a person choose by typing a number, where a program has no list to show; None where it is none of them.

    Args:
        ask: shows a question with an answer to begin with, and returns what was typed.
        text: the question.
        choices: what to choose from; counted from 1 in the question, from 0 in the answer.
    """
    listed = "\n".join([text, *(f"{number}. {choice}" for number, choice in enumerate(choices, 1))])
    answer = ask(f"{listed}\n{texts.WHICH_NUMBER}", "1")
    if answer is None or not answer.strip().isdecimal():
        return None
    position = int(answer) - 1
    return position if 0 <= position < len(choices) else None
