"""Reports as sheets and texts, in the layouts that offices make: for the tests of locating and of the whole path."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

import openpyxl

from checks.forms.geometry import boxes
from checks.model.form import Form
from checks.model.grid import Grid, Value
from workbook_templates.plain import plain_rows

Rows = list[list[object]]


def sheets(form: Form, figures: Mapping[str, object], change: Callable[[Rows], Rows] = lambda rows: rows) -> list[Grid]:
    """One typed sheet a table, each changed by ``change``."""
    return [
        Grid([[_cell(v) for v in row] for row in change(plain_rows(form, table, figures))], table.name, typed=True)
        for table in form.tables
    ]


def unmerged(form: Form, figures: Mapping[str, object]) -> list[Grid]:
    """Sheets whose merged cells were undone by filling: every cell of a span has the text."""
    grids = []
    for table, grid in zip(form.tables, sheets(form, figures), strict=True):
        for box in boxes(form, table):
            if not box.cell:
                for r in range(box.row, box.row + box.height):
                    grid.rows[r][box.column : box.column + box.width] = [box.text] * box.width
        grids.append(grid)
    return grids


def _cell(value: object) -> Value:
    if isinstance(value, int):
        return float(value)
    return value  # type: ignore[return-value]


def xlsx(named: Sequence[tuple[str, Rows]], hidden: Sequence[str] = ()) -> bytes:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in named:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([float(v) if hasattr(v, "as_tuple") else v for v in row])
        if name in hidden:
            sheet.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def piped(form: Form, figures: Mapping[str, object]) -> str:
    """Row-a-line pipes, spanned boxes dropped: how a web page's tables are published as text."""
    lines = []
    for table in form.tables:
        for row in plain_rows(form, table, figures):
            cells = [str(v) for v in row]
            while cells and cells[0] == "" and len(cells) > 1 and cells[1] == "":
                cells.pop(0)
            lines.append(" | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines)


def one_cell_a_line(form: Form, figures: Mapping[str, object]) -> str:
    """One cell a line, each closed by a pipe; the rows are lost."""
    cells = []
    for table in form.tables:
        for row in plain_rows(form, table, figures):
            cells += [str(v) for v in row if v != ""] + [""]
        cells.append("")
    return "\n".join(f"{cell} |" if cell else "|" for cell in cells)
