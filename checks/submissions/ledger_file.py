"""The ledger as a workbook: read whole, changed only where we wrote last time, put in place at the end."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from checks.errors import UsageError
from checks.render.sentences import ledger as words
from checks.submissions.ledger import Ledger, LedgerEntry
from checks.whole_files import write_whole

COLUMNS = (
    "单位", "上级", "状态", "首次收到", "最近收到", "收到次数", "催报", "答复", "期限", "备注", "指定",
    "定稿校验码", "本次变化", "草稿",
)  # fmt: skip
_WIDTHS = (26, 20, 9, 16, 16, 7, 11, 11, 11, 20, 20, 16, 28, 16)
_A_PERSONS = ("催报", "答复", "期限", "备注", "指定")
_UNSEEN = "定稿校验码"  # for the program alone
_COLOURS = {
    "未报": "FFF1C9",
    "待改": "FFE3E1",
    "有疑问": "F1E6FA",
    "已说明": "E3F3E6",
    "合格": "E3F3E6",
    "定稿": "CDE8D2",
}
_MOST_ROWS = 5_000  # that a new ledger's colours and prompts reach to
_SHEET, _MEMORY = "台账", "gouji（请勿修改）"
_HEADER_ROWS = 10


def read_ledger(path: str | Path) -> Ledger:
    """Read the ledger; one that does not exist yet, or in which nothing stands, is empty.

    Raises:
        UsageError: it is no workbook, or has no column 单位.
    """
    if not Path(path).exists():
        return Ledger()
    book = _load(path)
    sheet = book[_SHEET] if _SHEET in book.sheetnames else book.worksheets[0]
    from checks.submissions.ledger_line import problems  # noqa: PLC0415  # brings pydantic: only who keeps a ledger

    ledger = Ledger()
    if _is_empty(sheet):
        return ledger
    header, columns = _columns(sheet, str(path))
    for row in sheet.iter_rows(min_row=header + 1):
        texts = {name: _text(row[column - 1].value) for name, column in columns.items() if column <= len(row)}
        if texts.get("单位"):
            key = (texts["单位"], texts.get("上级", ""))
            ledger.entries[key] = LedgerEntry(key, texts)
            ledger.remarks += problems(texts, texts["单位"])
    _remember(book, ledger)
    return ledger


def write_ledger(path: str | Path, ledger: Ledger) -> None:
    """Write the ledger back: our own cells, new lines and new columns; everything else stays as it was.

    Raises:
        UsageError: it cannot be written, because a program has it open, say.
    """
    import openpyxl  # noqa: PLC0415  # only who keeps a ledger needs it

    target = Path(path)
    book = _load(path) if target.exists() else openpyxl.Workbook()
    sheet = book[_SHEET] if _SHEET in book.sheetnames else book.worksheets[0]
    if is_new := _is_empty(sheet):
        _dress(sheet)
    header, columns = _columns(sheet, str(path))
    for name in COLUMNS:
        if name not in columns:
            columns[name] = max(columns.values()) + 1
            sheet.cell(header, columns[name], name)
    rows = {_key(sheet, row, columns): row for row in range(header + 1, sheet.max_row + 1)}
    last = max((row for key, row in rows.items() if key[0]), default=header)
    for key, entry in ledger.entries.items():
        row = rows.get(key)
        if row is None:
            last += 1
            row = last
            if is_new:
                _dress_row(sheet, row)
        for name, text in entry.ours.items():
            if name in columns and text == entry.texts.get(name, ""):
                _put(sheet.cell(row, columns[name]), text)
    _keep(book, ledger)
    whole = io.BytesIO()
    book.save(whole)
    try:
        write_whole(target, whole.getvalue(), replace=True)
    except OSError as problem:
        raise UsageError(words.cannot_write(str(path), problem.strerror or "")) from problem


def _load(path: str | Path) -> Any:
    import openpyxl  # noqa: PLC0415  # only who keeps a ledger needs it

    try:
        return openpyxl.load_workbook(path)
    except Exception as problem:
        raise UsageError(words.no_ledger(str(path))) from problem


def _is_empty(sheet: Any) -> bool:
    """Tell whether nothing stands there: somebody made a workbook for the ledger to be in."""
    return all(cell.value is None for row in sheet.iter_rows(max_row=_HEADER_ROWS) for cell in row)


def _columns(sheet: Any, path: str) -> tuple[int, dict[str, int]]:
    """The header's row, and the column of each heading."""
    for row in range(1, min(sheet.max_row, _HEADER_ROWS) + 1):
        columns: dict[str, int] = {}
        for cell in sheet[row]:
            name = "".join(_text(cell.value).split())
            if name:
                columns.setdefault(name, cell.column)
        if "单位" in columns:
            return row, columns
    raise UsageError(words.no_column(path))


def _key(sheet: Any, row: int, columns: dict[str, int]) -> tuple[str, str]:
    parent = _text(sheet.cell(row, columns["上级"]).value) if "上级" in columns else ""
    return _text(sheet.cell(row, columns["单位"]).value), parent


def _put(cell: Any, text: str) -> None:
    """Write one cell, as text: nothing that was received becomes a formula."""
    if _text(cell.value) == text:
        return
    cell.value = text or None
    if text:
        cell.data_type = "s"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M" if value.hour or value.minute else "%Y-%m-%d")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _dress(sheet: Any) -> None:
    """Lay out a new ledger: headings, widths, a filter, and a page that prints."""
    from openpyxl.formatting.rule import CellIsRule  # noqa: PLC0415  # only who keeps a ledger needs it
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    sheet.title = _SHEET
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True), 1):
        cell = sheet.cell(1, column, name)
        cell.font = Font(name="宋体", bold=True)
        cell.fill = PatternFill("solid", fgColor="FFF7D6" if name in _A_PERSONS else "DCE6F1")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = width
        sheet.column_dimensions[letter].hidden = name == _UNSEEN
        below = f"{letter}2:{letter}{_MOST_ROWS}"
        if prompt := words.PROMPT.get(name):
            choices = f'"{",".join(_COLOURS)}"' if name == "状态" else None
            told = DataValidation("list" if choices else None, formula1=choices, showErrorMessage=False)
            told.promptTitle, told.prompt, told.showInputMessage = name, prompt, True
            told.add(below)
            sheet.add_data_validation(told)
        for state, colour in _COLOURS.items() if name == "状态" else ():
            fill = PatternFill("solid", bgColor=colour, fgColor=colour)
            sheet.conditional_formatting.add(below, CellIsRule(operator="equal", formula=[f'"{state}"'], fill=fill))
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.center.text, sheet.oddFooter.center.text = _SHEET, "&P / &N"
    margins = sheet.page_margins
    margins.left = margins.right = 0.3


def _dress_row(sheet: Any, row: int) -> None:
    """Give the cells of a new line their lines; what is long goes on below."""
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415  # only who keeps a ledger needs it

    side = Side(style="thin", color="C3CBD4")
    for column in range(1, len(COLUMNS) + 1):
        cell = sheet.cell(row, column)
        cell.border = Border(left=side, right=side, top=side, bottom=side)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.font = Font(name="宋体", size=11)


def _remember(book: Any, ledger: Ledger) -> None:
    """Read what we wrote the last time; a memory that cannot be read means that every cell is a person's."""
    if _MEMORY not in book.sheetnames:
        return
    from checks.submissions.ledger_line import Memory  # noqa: PLC0415  # as above

    rows = [[_text(value) for value in row] for row in book[_MEMORY].iter_rows(values_only=True)]
    if rows and rows[0]:
        ledger.last_run = rows[0][0]
    for row in rows[1:]:
        with suppress(ValueError):
            name, parent, text = row[:3]
            kept, entry = Memory.model_validate_json(text), ledger.entries.get((name, parent))
            if entry is not None:
                entry.ours, entry.findings, entry.draft = kept.ours, frozenset(kept.findings), kept.draft


def _keep(book: Any, ledger: Ledger) -> None:
    if _MEMORY in book.sheetnames:
        del book[_MEMORY]
    sheet = book.create_sheet(_MEMORY)
    sheet.sheet_state = "hidden"
    sheet.append([ledger.last_run])
    for (name, parent), entry in ledger.entries.items():
        told = {"ours": entry.ours, "findings": sorted(entry.findings), "draft": entry.draft}
        sheet.append([name, parent, json.dumps(told, ensure_ascii=False)])
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                cell.data_type = "s"
