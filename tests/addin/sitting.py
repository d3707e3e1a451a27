"""A workbook open in one program, with a person before it: what the tests of the commands sit at."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import xlwings as xw

from addin.commands import COMMANDS
from addin.reading import blocks
from addin.recording import open_recording, replay
from addin.recording.host import RecordingHost
from addin.session import Desk
from checks import rulebook
from checks.model.grid import Value
from workbook_templates.build import build

from ..fixtures.random_reports import balanced

BOOK = rulebook.load()


class Sitting:
    """One workbook open in one program, with a person who answers from a list."""

    def __init__(self, path: Path, engine: str) -> None:
        self.path, self.engine = path, engine
        self.close: Callable[[], None] = lambda: None
        if engine == "calc":
            from .calc_office import open_in_calc  # noqa: PLC0415  # only where there is one

            self.book, self.host, self.close = open_in_calc(path)
        else:
            self.book, self.host = open_recording(path), RecordingHost()
        self.desk = Desk(self.book, self.host, BOOK)

    def click(self, tag: str, *answers: Any) -> Any:
        """Press a button; returns the host, which has kept what was shown."""
        self.host.answers[:] = answers
        self.host.told.clear()
        self.host.asked.clear()
        COMMANDS[tag](self.desk)
        assert self.host.answers == [], "every answer was asked for"
        return self.host

    def sheet(self, name: str) -> xw.Sheet:
        return self.book.sheets(name)

    def value(self, sheet: str, address: str) -> Any:
        return self.sheet(sheet).range(address).raw_value

    def put(self, sheet: str, address: str, value: Any) -> None:
        """Type a figure into a cell that the template leaves open."""
        self.sheet(sheet).range(address).raw_value = value

    def select(self, sheet: str, address: str) -> None:
        cell = self.sheet(sheet).range(address)
        self.host.show(self.sheet(sheet), cell.row - 1, cell.column - 1)

    def saved(self) -> bytes:
        """The workbook as it would be saved."""
        if self.engine == "calc":
            from .calc_office import saved  # noqa: PLC0415  # as above

            return saved(self.book)
        workbook = openpyxl.load_workbook(self.path)
        replay(self.book.impl.content.changes, workbook)
        buffer = io.BytesIO()
        workbook.save(buffer)
        return buffer.getvalue()

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
    rows, _ = blocks(sitting.sheet(sheet))
    return [[None if value == "" else value for value in row] for row in rows]
