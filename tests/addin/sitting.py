"""A workbook open in one program, with a person before it: what the tests of the commands sit at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from openpyxl.utils import coordinate_to_tuple

from addin.commands import COMMANDS
from addin.seam import CellWrite, HostError
from addin.session import Session
from checks import rulebook
from checks.model.grid import CellAddress, Value
from workbook_templates.build import build

from ..fakes.person import FakePerson
from ..fakes.program import FakeProgram
from ..fixtures.random_reports import balanced

BOOK = rulebook.load()


class Sitting:
    """One workbook open in one program, with a person who answers from a list."""

    def __init__(self, path: Path, engine: str) -> None:
        self.path, self.engine = path, engine
        self.close: Callable[[], None] = lambda: None
        if engine == "calc":
            from .calc_office import open_in_calc  # noqa: PLC0415  # only where there is one

            self.program, self.close = open_in_calc(path)
        elif engine == "wps":
            from ..fakes.wps import WpsInNode  # noqa: PLC0415  # only where Node is

            self.program = WpsInNode(path)
            self.close = self.program.pipe.close
        else:
            self.program = FakeProgram(path)
        self.person = FakePerson()
        self.session = Session(self.program, self.person, BOOK)

    def click(self, tag: str, *answers: Any) -> FakePerson:
        """Press a button; returns the person, who has kept what was shown."""
        self.person.answers[:] = answers
        self.person.told.clear()
        self.person.asked.clear()
        COMMANDS[tag](self.session)
        assert self.person.answers == [], "every answer was asked for"
        return self.person

    def value(self, sheet: str, address: str) -> Any:
        row, column = coordinate_to_tuple(address)
        return self.program.cell(sheet, row - 1, column - 1).value

    def put(self, sheet: str, address: str, value: Any, *, as_text: bool = False) -> None:
        """Type something into a cell, whether the template leaves it open or not."""
        row, column = coordinate_to_tuple(address)
        cells = [CellWrite(row - 1, column - 1, value, as_text=as_text)]
        try:
            self.program.write(sheet, cells, lift=False)
        except HostError:
            self.program.write(sheet, cells, lift=True)

    def select(self, sheet: str, address: str) -> None:
        row, column = coordinate_to_tuple(address)
        self.program.go_to(sheet, row - 1, column - 1)

    @property
    def selected(self) -> str:
        """Where the person is: ``表三!J7``."""
        here = self.program.selection()
        assert here.sheet is not None
        assert here.cell is not None
        return CellAddress(here.sheet, *here.cell).place

    @property
    def names(self) -> list[str]:
        """The sheets."""
        return [sheet.name for sheet in self.program.sheets()]

    def switches(self) -> list[bool]:
        """Whether the screen is drawn, and whether the program calculates by itself."""
        if self.engine == "calc":
            document = self.program.document
            return [not document.hasControllersLocked(), document.isAutomaticCalculationEnabled()]
        return list(self.program.switches.values())

    def write_note(self, sheet: str, address: str, text: str | None) -> None:
        """Write a note as the person would; None deletes it."""
        if self.engine != "calc":
            self.program.write_note(sheet, address, text)
            return
        with self.program.unlocked(sheet):
            worksheet = self.program.sheet(sheet).api
            place = worksheet.getCellRangeByName(address).getCellAddress()
            found = worksheet.Annotations
            for i in range(found.getCount() - 1, -1, -1):
                at = found.getByIndex(i).Position
                if (at.Row, at.Column) == (place.Row, place.Column):
                    found.removeByIndex(i)
            if text is not None:
                found.insertNew(place, text)

    def note(self, sheet: str, address: str) -> str | None:
        """The text of a note."""
        row, column = coordinate_to_tuple(address)
        places = {(one.row, one.column): one.text for one in self.program.notes(sheet)}
        return places.get((row - 1, column - 1))

    def saved(self) -> bytes:
        """The workbook as it would be saved."""
        if self.engine == "calc":
            from .calc_office import saved  # noqa: PLC0415  # as above

            return saved(self.program.document)
        return self.program.saved()

    def reopen(self) -> Sitting:
        """Save, close, and open again."""
        path = self.path.with_name(f"again-{self.path.name}")
        path.write_bytes(self.saved())
        self.close()
        return Sitting(path, self.engine)


def filled(seed: int = 3, *, review: bool = True, form: str = "annual2021", **changes: Value) -> bytes:
    """A balanced standard workbook, with some figures changed: cell id with __ for the dots."""
    declared = BOOK.forms[form]
    figures: dict[str, Value] = {k: float(v) for k, v in balanced(declared, Random(seed)).items()}
    assert all(cell.replace("__", ".") in declared.index for cell in changes)
    figures |= {cell.replace("__", "."): value for cell, value in changes.items()}
    return build(declared, BOOK, review=review, filling=figures, unit="甲县", year=2024)


def table(sitting: Sitting, sheet: str) -> list[list[Any]]:
    """The rows of a sheet, blanks as None."""
    rows, _ = sitting.program.read(sheet)
    return [[None if value == "" else value for value in row] for row in rows]
