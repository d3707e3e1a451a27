"""Workbooks in Office Open XML: .xlsx, .xlsm, .xltx, and the .et files that are zips."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from checks.errors import InputFileError
from checks.grid import Grid
from checks.sources.extent import is_compact
from checks.sources.guarded import guarded
from checks.sources.package import as_utf8
from checks.sources.repack import stored
from checks.sources.values import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, clip, settle

if TYPE_CHECKING:
    from checks.sources.package import Package
    from checks.sources.xlsx_exact import ExactBook

Remarks = list[tuple[str, str]]

MAX_SHEET = 8 * 1024 * 1024
"""Bytes of one sheet. 5,000 rows with 30 figures each stay below; a form has 13 KB."""

_CORE = frozenset(("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedstrings.xml"))
_NEVER_READ = tuple(
    "xl/" + folder + "/"
    for folder in (
        "activex",
        "charts",
        "chartsheets",
        "comments",
        "ctrlprops",
        "customxml",
        "diagrams",
        "drawings",
        "embeddings",
        "externallinks",
        "media",
        "persons",
        "pivotcache",
        "pivottables",
        "printersettings",
        "queries",
        "querytables",
        "slicercaches",
        "slicers",
        "tables",
        "theme",
        "threadedcomments",
        "webextensions",
    )
)
"""Folders whose parts hold no cells."""

_ROOT_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'officeDocument" Target="xl/workbook.xml"/></Relationships>'
)

_COUNT = re.compile(rb"""\b((?:uniqueC|c)ount)\s*=\s*("[^"]*"|'[^']*')""")

_SMALL_COUNTS = re.compile(
    rb'(?:<\?xml[^>]*\?>\s*)?<sst xmlns="[^"]*"(?: count="[0-9]{1,6}")?(?: uniqueCount="[0-9]{1,6}")?>'
)
"""The tag as every office program writes it, with counts that ask for less than 25 MB."""


def read_xlsx(package: Package) -> tuple[list[Grid], Remarks]:
    """Read every worksheet, fast, each with a slower, exact second look.

    Raises:
        InputFileError: neither reader can read a sheet, or the guard refuses a part.
    """
    remarks: Remarks = []
    if "xl/vbaproject.bin" in package:
        remarks.append(("macros", ""))
    if any(name.startswith("xl/externallinks/") for name in package.entries):
        remarks.append(("external_links", ""))
    parts, unfit, cut = _parts(package)
    exact = _Lazy(parts)
    if cut:
        remarks += [("truncated_rows", name) for name in exact().names_of(cut)]
    book = guarded(_open, stored({name: part for name, part in parts.items() if name not in unfit}))
    if book is None:
        return _read_exactly(exact, remarks), remarks
    grids: list[Grid] = []
    for index, sheet in enumerate(book.sheets_metadata):
        if not str(sheet.typ).endswith("WorkSheet"):
            continue
        if len(grids) == MAX_SHEETS:
            remarks.append(("truncated_sheets", str(len(book.sheets_metadata))))
            break
        hidden = not str(sheet.visible).endswith(".Visible")
        grid = _first_look(book, index, sheet.name, exact, remarks)
        grid.hidden = hidden
        grids.append(grid)
    return grids, remarks


class _Lazy:
    """The exact reader of a workbook, made when first asked for."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.book: ExactBook | None = None

    def __call__(self) -> ExactBook:
        if self.book is None:
            from checks.sources.xlsx_exact import ExactBook  # noqa: PLC0415  # most files need none

            self.book = ExactBook(self.parts)
        return self.book


def _parts(package: Package) -> tuple[dict[str, bytes], set[str], set[str]]:
    """Inflate what may hold cells; name the parts unfit for the fast reader, and those cut short."""
    parts = {"_rels/.rels": _ROOT_RELATIONS}
    unfit: set[str] = set()
    cut: set[str] = set()
    for key, entry in package.entries.items():
        if not key.startswith("xl/") or not key.endswith((".xml", ".rels")):
            continue
        name = entry.name.replace("\\", "/").lstrip("/")
        if key in _CORE:
            part = as_utf8(package.read(key))
            parts[name] = _honest_counts(part) if key == "xl/sharedstrings.xml" else part
        elif not key.startswith(_NEVER_READ) and key.endswith(".xml"):
            part, whole = package.read_head(key, MAX_SHEET)
            part = as_utf8(part)
            if not whole:
                part = _cut(part)
                cut.add(key)
            if not is_compact(part):
                unfit.add(name)
            parts[name] = part
    return parts, unfit, cut


def _cut(sheet: bytes) -> bytes:
    """End at its last whole row a sheet that is larger than we read."""
    from checks.sources.xlsx_parts import only_cells  # noqa: PLC0415  # for the rare file

    try:
        return only_cells(sheet)
    except InputFileError as error:
        raise InputFileError("unsafe", "展开后过大") from error


def _honest_counts(strings: bytes) -> bytes:
    """Take a count out of the shared strings that asks for more room than the part can fill."""
    if _SMALL_COUNTS.match(strings):
        return strings
    for found in _COUNT.finditer(strings):
        if not found[2][1:-1].isdigit() or int(found[2][1:-1]) > len(strings):
            return _COUNT.sub(b"", strings)
    return strings


def _open(archive: bytes) -> Any:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  # a native library, loaded when needed

    return CalamineWorkbook.from_filelike(io.BytesIO(archive))


def _first_look(book: Any, index: int, name: str, exact: _Lazy, remarks: Remarks) -> Grid:
    """Read one sheet with the fast reader, or with the exact one where the fast one refuses."""
    rows = guarded(lambda: book.get_sheet_by_index(index).to_python(skip_empty_area=False, nrows=MAX_ROWS + 1))
    if rows is None:
        grid, cut = exact().read(name)
        if cut:
            remarks.append(("truncated_rows", name))
        return grid
    settle(rows)
    if (len(rows) > MAX_ROWS or (rows and len(rows[0]) > MAX_COLUMNS)) and clip(rows):
        remarks.append(("truncated_rows", name))
    return Grid(rows, name, "sheet", typed=True, look_again=lambda: exact().read(name, rows)[0])


def _read_exactly(exact: _Lazy, remarks: Remarks) -> list[Grid]:
    """Read a workbook that the fast reader doesn't open at all."""
    grids: list[Grid] = []
    book = exact()
    for name, hidden in book.sheets[:MAX_SHEETS]:
        grid, cut = book.read(name)
        grid.hidden = hidden
        grids.append(grid)
        if cut:
            remarks.append(("truncated_rows", name))
    if not grids:
        raise InputFileError("damaged", "没有工作表")
    return grids
