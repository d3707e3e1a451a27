"""The one sheet of the add-in: settings, the sentences that VBA shows, the help of the functions."""

from __future__ import annotations

from xml.sax.saxutils import escape

from addin.build.runtime import PROJECT_NAME
from addin.build.wrappers import Function
from addin.texts_install import ADDIN_TEXTS, SHEET_NOTE

SHEET = f"{PROJECT_NAME}.conf"

SETTINGS: dict[str, str] = {
    "INTERPRETER_WIN": rf"%LOCALAPPDATA%\{PROJECT_NAME}\python\pythonw.exe",
    # Taken neither by Excel nor by the usual input methods; "off" in the user's file switches one off.
    "KEY CHECK": "^+j",
    "KEY NEXT": "^+d",
}
"""The defaults; the user's ``gouji.conf`` comes first."""


def rows(functions: list[Function]) -> list[list[str]]:
    """The rows of the sheet: a key and its value, or ``HELP name`` and sentence, category, arguments."""
    return [
        ["NOTE", SHEET_NOTE],
        *([key, value] for key, value in (SETTINGS | ADDIN_TEXTS).items()),
        *([f"HELP {one.name}", one.help, one.category, *one.arguments] for one in functions),
    ]


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet_xml(texts: list[list[str]]) -> str:
    """The worksheet part; its code name is the one that the VBA project knows, its texts are in ``strings_xml``."""
    number = 0
    lines = ""
    for row, cells in enumerate(texts, 1):
        lines += f'<row r="{row}">'
        for column in range(len(cells)):
            # More than 26 columns would need more arguments than Excel lets a function describe (20).
            lines += f'<c r="{chr(65 + column)}{row}" t="s"><v>{number}</v></c>'
            number += 1
        lines += "</row>"
    return (
        f'{_XML}<worksheet {_MAIN}><sheetPr codeName="Sheet1"/><sheetViews><sheetView workbookViewId="0"/></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="24" customWidth="1"/>'
        f'<col min="2" max="2" width="80" customWidth="1"/></cols><sheetData>{lines}</sheetData></worksheet>'
    )


def strings_xml(texts: list[list[str]]) -> str:
    """The texts of the sheet, row by row, each once for each cell."""
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for cells in texts for text in cells)
    return f"{_XML}<sst {_MAIN}>{items}</sst>"
