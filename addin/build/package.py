"""Puts the parts of ``gouji.xlam`` together; the same text gives the same bytes on every machine."""

from __future__ import annotations

import tempfile
import zipfile
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from addin import ribbon
from addin.build import runtime, wrappers
from addin.texts_install import ADDIN_TEXTS, SHEET_NOTE

BUILT = Path(__file__).parents[1] / "gouji.xlam"
"""The add-in as it ships: installing needs nothing that building needs."""

_STRINGS = "xl/sharedStrings.xml"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STRINGS_ENTRY = f'<Override PartName="/{_STRINGS}" ContentType="{_STRINGS_TYPE}"/></Types>'
_STRINGS_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_CORE = (
    f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>gouji</dc:title><dc:creator>gouji</dc:creator>'
    "</cp:coreProperties>"
)
_APP = (
    f'{_XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application></Properties>"
)
_EXTENSIBILITY = {
    "customUI14.xml": "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
    "customUI.xml": "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
}
_SHEET = f"{runtime.PROJECT_NAME}.conf"
_SETTINGS: dict[str, str] = {
    "INTERPRETER_WIN": rf"%LOCALAPPDATA%\{runtime.PROJECT_NAME}\python\pythonw.exe",
    # Taken neither by Excel nor by the usual input methods; "off" in the user's file switches one off.
    "KEY CHECK": "^+j",
    "KEY NEXT": "^+d",
}
"""The defaults; the user's ``gouji.conf`` comes first."""


def sources(functions: str) -> dict[str, str]:
    """The VBA modules by name; ASCII, lines ending in LF.

    Args:
        functions: the generated module of the worksheet functions.
    """
    written = {"GjRibbon": _text("GjRibbon.bas"), "ThisWorkbook": _text("ThisWorkbook.cls"), "xlwings_udfs": functions}
    written["xlwings"] = runtime.hardened(runtime.original(), _text("hardened.bas"), "\n".join(written.values()))
    shared = _text("shared.bas")
    return {name: runtime.with_shared(source, shared) for name, source in written.items()}


def build() -> bytes:
    """Build the add-in.

    Raises:
        ModuleNotFoundError: pyOpenVBA or xlwings is not installed.
        UnicodeEncodeError: a VBA module is not ASCII.
        ValueError: the installed xlwings is of a version that this does not know.
    """
    generated, functions = wrappers.generate()
    parts = _blank_with(sources(generated))
    texts = _settings(functions)
    parts["xl/worksheets/sheet1.xml"], parts[_STRINGS] = _sheet_xml(texts), _strings_xml(texts)
    parts["docProps/core.xml"], parts["docProps/app.xml"] = _CORE, _APP
    for name, namespace in ribbon.NAMESPACES.items():
        parts[f"customUI/{name}"] = ribbon.ribbon_xml(namespace)
    extensions = {f"customUI/{name}": kind for name, kind in _EXTENSIBILITY.items()}
    for part, old, new in (
        ("xl/workbook.xml", 'name="Sheet1"', f'name="{_SHEET}"'),
        ("_rels/.rels", "</Relationships>", _relationships(extensions)),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", _relationships({"sharedStrings.xml": _STRINGS_KIND})),
        ("[Content_Types].xml", "</Types>", _STRINGS_ENTRY),
    ):
        parts[part] = _once(parts[part], old, new)
    return zipped({name: part.encode() if isinstance(part, str) else part for name, part in parts.items()})


def _relationships(kinds: dict[str, str]) -> str:
    written = (
        f'<Relationship Id="rIdGj{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(kinds.items())
    )
    return "".join(written) + "</Relationships>"


def zipped(parts: dict[str, bytes], *, method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip file that depends on nothing but its parts, if they are stored; compressed, on the release of zlib, too."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        # Office looks for the content types first.
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name)
            entry.create_system = 0
            entry.compress_type = method
            package.writestr(entry, parts[name])
    return buffer.getvalue()


def _text(name: str) -> str:
    return files("addin").joinpath("vba", name).read_text("ascii").replace("\r\n", "\n")


def _blank_with(modules: dict[str, str]) -> dict[str, bytes | str]:
    """The parts of an empty add-in that holds the modules; its XML parts as text."""
    from pyopenvba import ExcelFile  # noqa: PLC0415  # only who builds needs it

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.xlam"
        with ExcelFile.create_new(path) as blank:
            project = blank.vba_project()
            project.delete_module("Module1")
            for name, source in sorted(modules.items()):
                lines = source.encode("ascii").decode().replace("\n", "\r\n")
                if name in project.module_names():
                    module = project.get_module(name)
                    module.body = lines
                else:
                    project.add_module(name, lines)
            blank.save()
        with zipfile.ZipFile(path) as package:
            return {
                name: package.read(name) if name.endswith(".bin") else package.read(name).decode()
                for name in package.namelist()
            }


def _once(part: bytes | str, old: str, new: str) -> str:
    if not isinstance(part, str) or part.count(old) != 1:
        raise ValueError(f"the template of pyOpenVBA has changed: {old}")
    return part.replace(old, new)


def _settings(functions: list[wrappers.Function]) -> list[list[str]]:
    """The rows of the one sheet: a key and its value, or ``HELP name`` and sentence, category, arguments."""
    return [
        ["NOTE", SHEET_NOTE],
        *([key, value] for key, value in (_SETTINGS | ADDIN_TEXTS).items()),
        *([f"HELP {one.name}", one.help, one.category, *one.arguments] for one in functions),
    ]


def _sheet_xml(texts: list[list[str]]) -> str:
    """The worksheet part; its code name is the one that the VBA project knows, its texts are in ``_strings_xml``."""
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


def _strings_xml(texts: list[list[str]]) -> str:
    """The texts of the sheet, row by row, each once for each cell."""
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for cells in texts for text in cells)
    return f"{_XML}<sst {_MAIN}>{items}</sst>"
