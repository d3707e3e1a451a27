"""What was done to a workbook, and how to do the same with openpyxl."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule, Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Action:
    """One change.

    Attributes:
        kind: what was done: ``value``, ``formula``, ``add_format`` and so on.
        sheet: the sheet's name.
        row: from 1, 0 where no cell is meant.
        column: from 1, 0 where no cell is meant.
        details: what else ``kind`` needs.
    """

    kind: str
    sheet: str
    row: int = 0
    column: int = 0
    details: dict[str, Any] = field(default_factory=dict)


def replay(actions: Iterable[Action], workbook: Workbook) -> None:
    """Carry the actions out, in their order; one that is not known raises KeyError."""
    for action in actions:
        if action.kind == "add_sheet":
            workbook.create_sheet(action.sheet, action.details["index"])
        elif action.kind == "delete_sheet":
            del workbook[action.sheet]
        else:
            _ACTIONS[action.kind](workbook[action.sheet], action)


def _cell(sheet: Worksheet, action: Action) -> Any:
    return sheet.cell(action.row, action.column)


def _content(sheet: Worksheet, action: Action) -> None:
    content = action.details["content"]
    _cell(sheet, action).value = None if content == "" else content


def _text(sheet: Worksheet, action: Action) -> None:
    cell = _cell(sheet, action)
    cell.value = action.details["content"] or None
    if cell.value is not None:
        cell.data_type = "s"  # a text that begins with = is no formula


def _number_format(sheet: Worksheet, action: Action) -> None:
    _cell(sheet, action).number_format = action.details["code"]


def _fill(sheet: Worksheet, action: Action) -> None:
    _cell(sheet, action).fill = PatternFill("solid", fgColor=_rgb(action.details["color"]))


def _font(sheet: Worksheet, action: Action) -> None:
    cell = _cell(sheet, action)
    old = cell.font
    look = {"name": old.name, "size": old.size, "bold": old.bold, "italic": old.italic, "color": old.color}
    change = action.details
    cell.font = Font(**{**look, **change, **({"color": _rgb(change["color"])} if "color" in change else {})})


def _wrap(sheet: Worksheet, action: Action) -> None:
    _cell(sheet, action).alignment = Alignment(wrap_text=action.details["wrap"], vertical="top")


def _width(sheet: Worksheet, action: Action) -> None:
    sheet.column_dimensions[get_column_letter(action.column)].width = action.details["width"]


def _height(sheet: Worksheet, action: Action) -> None:
    sheet.row_dimensions[action.row].height = action.details["height"]


def _hide_column(sheet: Worksheet, action: Action) -> None:
    sheet.column_dimensions[get_column_letter(action.column)].hidden = action.details["hidden"]


def _link(sheet: Worksheet, action: Action) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415  # not part of openpyxl's usual face

    cell = _cell(sheet, action)
    cell.value = action.details["text"]
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=action.details["address"].removeprefix("#"))


def _note(sheet: Worksheet, action: Action) -> None:
    _cell(sheet, action).comment = Comment(action.details["text"], "")


def _delete_note(sheet: Worksheet, action: Action) -> None:
    _cell(sheet, action).comment = None


def _add_format(sheet: Worksheet, action: Action) -> None:
    spec = action.details
    for one in sheet.conditional_formatting:
        for rule in one.rules:
            rule.priority += 1
    rule = FormulaRule(
        formula=[spec["formula"].removeprefix("=")],
        stopIfTrue=spec["stop_if_true"] or None,
        font=Font(
            color=_rgb(spec["font_color"]) if spec["font_color"] else None,
            bold=spec["font_bold"],
            italic=spec["font_italic"],
        ),
        fill=PatternFill(bgColor=_rgb(spec["fill_color"])) if spec["fill_color"] else None,
    )
    rule.priority = 1
    sheet.conditional_formatting.add(_cell(sheet, action).coordinate, rule)


def _delete_format(sheet: Worksheet, action: Action) -> None:
    """Openpyxl deletes by range only, so the list is made anew without the one rule; the others keep their order."""
    kept = ConditionalFormattingList()
    gone: Rule | None = None
    for one in sheet.conditional_formatting:
        for rule in one.rules:
            same = str(one.sqref) == action.details["area"] and list(rule.formula) == action.details["formulas"]
            if gone is None and same:
                gone = rule
            else:
                kept.add(str(one.sqref), rule)
    assert gone is not None, action
    for one in kept:
        for rule in one.rules:
            rule.priority -= rule.priority > gone.priority
    sheet.conditional_formatting = kept


def _rgb(color: tuple[int, int, int] | str) -> str:
    if isinstance(color, str):
        return f"FF{color.removeprefix('#')}"
    return "FF{:02X}{:02X}{:02X}".format(*color)


_ACTIONS = {
    "value": _content,
    "formula": _content,
    "text": _text,
    "number_format": _number_format,
    "fill": _fill,
    "font": _font,
    "wrap": _wrap,
    "width": _width,
    "height": _height,
    "hide_column": _hide_column,
    "link": _link,
    "note": _note,
    "delete_note": _delete_note,
    "add_format": _add_format,
    "delete_format": _delete_format,
}
