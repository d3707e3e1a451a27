"""WPS without WPS: the add-in's own ``port.js`` in V8, before a strict stand-in for the Application object.

The stand-in keeps a list of what was done; replayed on the workbook with openpyxl it gives what WPS would save.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from addin.seam import ERRORS
from addin.wps.door import Door
from addin.wps.program import Wps
from addin.wps.values import serial

_HERE = Path(__file__).with_name("et")
NODE = shutil.which("node")
_CODES = {text: code for code, text in ERRORS.items()}
_ALLOWED = {
    "AllowFormattingCells": "formatCells",
    "AllowFormattingColumns": "formatColumns",
    "AllowFormattingRows": "formatRows",
    "AllowInsertingColumns": "insertColumns",
    "AllowInsertingRows": "insertRows",
    "AllowInsertingHyperlinks": "insertHyperlinks",
    "AllowDeletingColumns": "deleteColumns",
    "AllowDeletingRows": "deleteRows",
    "AllowSorting": "sort",
    "AllowFiltering": "autoFilter",
    "AllowUsingPivotTables": "pivotTables",
}


class Pipe:
    """The stand-in in a process of Node's.

    Args:
        data: the workbook, or what ``content`` makes of it.
        name: the file's.
    """

    def __init__(self, data: bytes | dict[str, Any], name: str) -> None:
        assert NODE
        port = files("addin.wps").joinpath("page", "port.js")
        self._node = subprocess.Popen(
            [NODE, str(_HERE / "serve.js"), str(port), str(_HERE / "mock_et.js")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.ask("load", data if isinstance(data, dict) else content(data, name))

    def ask(self, what: str, argument: Any = None) -> Any:
        """Have it do something, and return the answer."""
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps([what, argument]) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        if len(answer) > 1:
            raise RuntimeError(answer[1])
        return answer[0]

    def call(self, name: str, arguments: str) -> str:
        """Call ``port.js``."""
        answer: str = self.ask("call", [name, arguments])
        return answer

    def close(self) -> None:
        """End it."""
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.close()
        self._node.wait(10)
        self._node.stdout.close()


class WpsInNode(Wps):
    """The host itself, before the stand-in."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        self.pipe = Pipe(self._data, path.name)
        super().__init__(Door(self.pipe.call))

    @staticmethod
    def of(pipe: Pipe) -> Wps:
        """The host before a stand-in that is there."""
        return Wps(Door(pipe.call))

    @property
    def switches(self) -> dict[str, Any]:
        """Screen and calculation: off while the program works unseen."""
        state = self.pipe.ask("state")
        return {"screen": state["screen"], "calculation": state["calculation"] == -4105}

    @property
    def opened(self) -> list[str]:
        """The workbooks opened beside."""
        opened: list[str] = self.pipe.ask("state")["opened"]
        return opened

    def write_note(self, sheet: str, address: str, text: str | None) -> None:
        """Write a note as the person would; None deletes it."""
        row, column = openpyxl.utils.cell.coordinate_to_tuple(address)
        self.pipe.ask("note", [sheet, row, column, text])
        self.forget()

    def saved(self) -> bytes:
        """The workbook as it would be saved."""
        return replayed(self._data, self.pipe.ask("actions"))


def content(data: bytes, name: str) -> dict[str, Any]:
    """What the stand-in holds of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    titles = [sheet.title for sheet in book.worksheets]
    front = book.active
    security = book.security
    locked = bool(security and security.lockStructure)
    return {
        "name": name,
        "fullName": f"C:\\年报\\{name}",
        "active": titles.index(front.title) if front is not None and front.title in titles else 0,
        "chart": front is not None and front.title not in titles,
        "structure": ("password" if security.workbookPassword else "open") if locked else None,
        "sheets": [_sheet(sheet, shown[sheet.title]) for sheet in book.worksheets],
    }


def _sheet(sheet: Any, shown: Any) -> dict[str, Any]:
    values, formulas, formats, notes, unlocked = {}, {}, {}, {}, {}
    for row in sheet.iter_rows():
        for cell in row:
            key = f"{cell.row},{cell.column}"
            if cell.number_format != "General":
                formats[key] = cell.number_format
            if not cell.protection.locked:
                unlocked[key] = True
            if isinstance(cell, MergedCell):
                continue
            if cell.comment:
                notes[key] = cell.comment.text
            if cell.data_type == "f":
                formulas[key] = str(getattr(cell.value, "text", cell.value))
            value = shown.cell(cell.row, cell.column).value
            if value is not None:
                values[key] = _serial(value, cell.data_type)
    rules = [(rule.priority, str(one.sqref), rule) for one in sheet.conditional_formatting for rule in one.rules]
    protection = sheet.protection
    return {
        "name": sheet.title,
        "values": values,
        "formulas": formulas,
        "extent": [sheet.max_row, sheet.max_column],
        "merged": [[one.min_row, one.min_col, one.max_row, one.max_col] for one in sheet.merged_cells.ranges],
        "formats": formats,
        "notes": notes,
        "rules": [
            {
                "areas": [list(_corners(part)) for part in area.split()],
                "formula": f"={rule.formula[0]}" if rule.type == "expression" else None,
            }
            for _, area, rule in sorted(rules, key=lambda one: one[0])
        ],
        "hiddenRows": [number for number, row in sheet.row_dimensions.items() if row.hidden],
        "visible": sheet.sheet_state == "visible",
        "protection": ("password" if protection.password else "open") if protection.sheet else None,
        "allowed": {name: not getattr(protection, theirs) for name, theirs in _ALLOWED.items()}
        if protection.sheet
        else None,
        "open": unlocked,
    }


def _serial(value: Any, kind: str) -> Any:
    if isinstance(value, str) and value in _CODES and kind in ("e", "f"):
        return _CODES[value]
    return serial(value)


def _corners(area: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = openpyxl.utils.cell.range_boundaries(area)
    return top or 1, left or 1, bottom or 1_048_576, right or 16_384


def replayed(data: bytes, actions: list[Any]) -> bytes:
    """Do with openpyxl what the stand-in has done."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    replay = _Replay(book)
    for kind, sheet, area, details in actions:
        getattr(replay, kind)(sheet, area, details)
    replay.finish()
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _Replay:
    """What each action does to a workbook of openpyxl; sheets are known by their number in the stand-in."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._sheets: dict[int, Any] = dict(enumerate(book.worksheets))
        self._conditions: dict[int, list[tuple[str, Any]]] = {}

    def _cells(self, sheet: int, area: list[int]) -> list[list[Any]]:
        top, left, bottom, right = area
        return [
            [self._sheets[sheet].cell(row, column) for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]

    def value(self, sheet: int, area: list[int], block: Any) -> None:
        rows = block if isinstance(block, list) else [[block]]
        for line, values in zip(self._cells(sheet, area), rows, strict=True):
            for cell, value in zip(line, values, strict=True):
                if isinstance(cell, MergedCell):
                    assert value is None
                    continue
                cell.value = float(value) if isinstance(value, int) and not isinstance(value, bool) else value
                if isinstance(value, str):
                    cell.data_type = "s"  # a text that begins with = is no formula

    def formula(self, sheet: int, area: list[int], block: Any) -> None:
        rows = block if isinstance(block, list) else [[block]]
        for line, texts in zip(self._cells(sheet, area), rows, strict=True):
            for cell, text in zip(line, texts, strict=True):
                cell.value = text

    def _style(self, sheet: int, area: list[int], name: str, value: Any) -> None:
        for line in self._cells(sheet, area):
            for cell in line:
                setattr(cell, name, value)

    def number_format(self, sheet: int, area: list[int], code: str) -> None:
        self._style(sheet, area, "number_format", code)

    def fill(self, sheet: int, area: list[int], colour: int) -> None:
        self._style(sheet, area, "fill", PatternFill("solid", fgColor=_rgb(colour)))

    def wrap(self, sheet: int, area: list[int], on: bool) -> None:
        self._style(sheet, area, "alignment", Alignment(wrap_text=on, vertical="top"))

    def _font(self, sheet: int, area: list[int], **changed: Any) -> None:
        for line in self._cells(sheet, area):
            for cell in line:
                old = cell.font
                kept = {"name": old.name, "size": old.size, "bold": old.bold, "color": old.color}
                cell.font = Font(**{**kept, **changed})

    def bold(self, sheet: int, area: list[int], on: bool) -> None:
        self._font(sheet, area, bold=on)

    def size(self, sheet: int, area: list[int], points: float) -> None:
        self._font(sheet, area, size=float(points))

    def ink(self, sheet: int, area: list[int], colour: int) -> None:
        self._font(sheet, area, color=_rgb(colour))

    def width(self, sheet: int, area: list[int], characters: float) -> None:
        for column in range(area[1], area[3] + 1):
            self._sheets[sheet].column_dimensions[get_column_letter(column)].width = characters

    def height(self, sheet: int, area: list[int], points: float) -> None:
        for row in range(area[0], area[2] + 1):
            self._sheets[sheet].row_dimensions[row].height = points

    def hide_columns(self, sheet: int, area: list[int], on: bool) -> None:
        for column in range(area[1], area[3] + 1):
            self._sheets[sheet].column_dimensions[get_column_letter(column)].hidden = on

    def link(self, sheet: int, area: list[int], details: dict[str, str]) -> None:
        ((cell,),) = self._cells(sheet, area)
        cell.value, cell.data_type = details["text"], "s"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=details["place"])

    def note(self, sheet: int, area: list[int], text: str) -> None:
        ((cell,),) = self._cells(sheet, area)
        cell.comment = Comment(text, "")

    def delete_note(self, sheet: int, area: list[int], _: None) -> None:
        ((cell,),) = self._cells(sheet, area)
        cell.comment = None

    def _rules(self, sheet: int) -> list[tuple[str, Any]]:
        """The conditions of a sheet, the first to be asked first."""
        if sheet not in self._conditions:
            formats = self._sheets[sheet].conditional_formatting
            rules = [(str(one.sqref), rule) for one in formats for rule in one.rules]
            self._conditions[sheet] = sorted(rules, key=lambda one: one[1].priority)
        return self._conditions[sheet]

    def add_condition(self, sheet: int, area: list[int], details: dict[str, Any]) -> None:
        assert details["first"]
        assert details["stop"] is False
        made = FormulaRule(
            [details["formula"].removeprefix("=")],
            font=Font(color=_rgb(details["ink"]), bold=details.get("bold"), italic=details.get("italic")),
            fill=PatternFill(bgColor=_rgb(details["fill"])),
        )
        top, left, bottom, right = area
        place = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
        self._rules(sheet).insert(0, (place, made))

    def delete_condition(self, sheet: int, _: None, index: int) -> None:
        del self._rules(sheet)[index]

    def finish(self) -> None:
        """Write the conditions of the sheets where some came or went."""
        for sheet, rules in self._conditions.items():
            kept = ConditionalFormattingList()
            for priority, (area, rule) in enumerate(rules, 1):
                rule.priority = priority
                kept.add(area, rule)
            if sheet in self._sheets:
                self._sheets[sheet].conditional_formatting = kept

    def add_sheet(self, sheet: int, _: None, index: int) -> None:
        self._sheets[sheet] = self._book.create_sheet(f"new {sheet}", index)

    def rename(self, sheet: int, _: None, name: str) -> None:
        self._sheets[sheet].title = name

    def delete_sheet(self, sheet: int, _: None, __: None) -> None:
        self._book.remove(self._sheets.pop(sheet))


def _rgb(colour: int) -> str:
    return f"FF{colour & 255:02X}{colour >> 8 & 255:02X}{colour >> 16 & 255:02X}"
