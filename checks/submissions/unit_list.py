"""The list of units that have to report, as the office keeps it: a workbook, a CSV file, or plain text.

No line is lost: a unit is known by its name and the unit above it, and what is left out of a list is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checks import readers
from checks.errors import InputFileError, UsageError
from checks.model.grid import Grid, Value
from checks.model.unit import Unit
from checks.readers.bounds import MAX_ROWS
from checks.render import sentences
from checks.render.sentences import units as words
from checks.render.sentences.details import detail
from checks.submissions.unit_line import parse

_MOST_MERGED = 20_000  # rows of one merged cell
_HEADER_ROWS = 20  # a list may have a title and a note above its header
_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("addresses", re.compile(r".*(?:邮箱|信箱|电子?邮件|邮件地址|邮址|e-?mail).*", re.IGNORECASE)),
    ("aliases", re.compile(r"(?:单位)?(?:别名|简称|曾用名|又名|其他名称|原名称?|别称)")),
    ("parent", re.compile(r"(?:上级|主管|上级主管|隶属|所属|归口)(?:单位|部门|机关|机构|地区|政府|名称)*")),
    ("role", re.compile(r"(?:角色|汇总角色|汇总方式|计入方式)")),
    ("name", re.compile(r"(?:填报|报送|填表|报告|责任|公开)?(?:单位|机关|机构|部门)(?:名称|全称)?|名称|全称|单位名")),
)
_HARMLESS = re.compile(r"序号|编号|No\.?|备注|说明|.*(?:电话|手机|联系|传真|地址|姓名|负责|分管|职务|代码|类别|类型).*")
_REMARK = re.compile(r"[（(][^（）()]*[）)]|[*＊\s:：]")
_SUMS = re.compile(r"(?:总|合|小|共)\s*计.*|共\s*\d+\s*[个家].*")
_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．].*")
_NUMBERED = re.compile(
    r"^[（(]?[一二三四五六七八九十]{1,3}[）)、.．]\s*|\s*[（(][^（）()]*\d+[^（）()]*[）)]|[：:]\s*$"
)


@dataclass(slots=True)
class UnitList:
    """A list as it was read.

    Attributes:
        units: in the list's order, which is the order of precedence.
        remarks: sentences about lines and columns that a person should look at.
    """

    units: list[Unit] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def echo(self) -> str:
        """How much was understood: ``48 个单位，47 个有邮箱``."""
        return words.echo(len(self.units), sum(bool(unit.addresses) for unit in self.units))


def read_units(path: str | Path) -> list[Unit]:
    """Return the units of a list; see ``read_unit_list``."""
    return read_unit_list(path).units


def read_unit_list(path: str | Path) -> UnitList:
    """Read a list with the columns 单位, 邮箱, 上级, 别名, 角色, of which only the first must be there.

    Args:
        path: a workbook, a CSV file in any encoding that Excel writes, or a text with one unit a line.

    Raises:
        UsageError: it cannot be read, has no column 单位, names no unit, or has a line that cannot be.
    """
    try:
        data = Path(path).read_bytes()
        grids = readers.read(data, str(path)).grids
    except IsADirectoryError as problem:
        raise UsageError(words.bad_list(str(path), str(words.IS_FOLDER))) from problem
    except OSError as problem:
        raise UsageError(sentences.no_such_path(str(path))) from problem
    except InputFileError as problem:
        reason = sentences.UNREADABLE[problem.code].format(detail=detail(problem.detail))
        raise UsageError(words.bad_list(str(path), reason)) from problem
    reading = UnitList()
    headers = [(grid, row) for grid in grids if (row := _header(grid)) is not None]
    lines: list[_Line] = []
    for grid, header in headers:
        here = list(_lines(grid, header, reading.remarks))
        if any(line.parent_column >= 0 and not line.texts.get("parent") for line in here):
            here = _filled(here, merged_rows(data, grid.name), reading.remarks)
        lines += here
    if any(len(grid.rows) >= MAX_ROWS for grid in grids):
        raise UsageError(words.bad_list(str(path), words.too_long(MAX_ROWS)))
    if not headers:
        if Path(path).suffix.lower() not in (".txt", ".text", ""):
            raise UsageError(words.bad_list(str(path), str(words.NO_COLUMN)))
        lines = [line for grid in grids for line in _bare_lines(grid)]
    _take(lines, reading, str(path))
    if not reading.units:
        raise UsageError(words.bad_list(str(path), str(words.NO_UNITS)))
    return reading


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the file: where it stands, and the text under each heading that is known."""

    place: str
    texts: dict[str, str]
    row: int = 0
    parent_column: int = -1

    @property
    def is_alone(self) -> bool:
        """Tell whether nothing but a name stands there."""
        return not any(text for field_, text in self.texts.items() if field_ != "name")


def _header(grid: Grid) -> int | None:
    return next((r for r, row in enumerate(grid.rows[:_HEADER_ROWS]) if "name" in _columns(row).values()), None)


def _columns(row: Sequence[Value]) -> dict[int, str]:
    """What each column of a header row holds; only addresses and aliases may stand in several."""
    columns: dict[int, str] = {}
    for column, value in enumerate(row):
        label = _REMARK.sub("", value) if isinstance(value, str) else ""
        meant = next((name for name, pattern in _COLUMNS if label and pattern.fullmatch(label)), None)
        if meant and (meant in ("addresses", "aliases") or meant not in columns.values()):
            columns[column] = meant
    return columns


def _lines(grid: Grid, header: int, remarks: list[str]) -> Iterator[_Line]:
    """The lines below a header; says which columns are of no use."""
    columns = _columns(grid.rows[header])
    labels = {c: _text(v) for c, v in enumerate(grid.rows[header]) if c not in columns and _text(v)}
    unknown = [label for label in labels.values() if not _HARMLESS.fullmatch(_REMARK.sub("", label))]
    if unknown:
        remarks.append(words.unknown_columns(unknown))
    for number, row in enumerate(grid.rows[header + 1 :], header + 1):
        texts: dict[str, str] = {}
        for column, meant in columns.items():
            text = _text(row[column]) if column < len(row) else ""
            texts[meant] = "；".join(part for part in (texts.get(meant, ""), text) if part)
        if any(texts.values()):
            at = {name: column for column, name in columns.items()}
            yield _Line(grid.place(number, at["name"]), texts, number, at.get("parent", -1))


def _filled(lines: list[_Line], merged: Mapping[tuple[int, int], int], remarks: list[str]) -> list[_Line]:
    """Give each line the 上级 that a merged cell writes once for many.

    Where the file does not tell what is merged, it is told by each name standing once, with blanks below it.
    """
    by_row = {line.row: line.texts.get("parent", "") for line in lines}
    filled = [line.texts.get("parent", "") for line in lines]
    blocks = [text for text in filled if text]
    guessed = not merged and filled[0] != "" and filled.count("") >= len(blocks) == len(set(blocks)) > 1
    above = ""
    for line in lines:
        text = line.texts.get("parent", "") or by_row.get(merged.get((line.row, line.parent_column), -1), "")
        above = text or above
        if line.parent_column >= 0 and not line.texts.get("parent"):
            line.texts["parent"] = above if guessed else text
    if guessed:
        remarks.append(words.filled_down(blocks))
    return lines


def merged_rows(data: bytes, sheet: str) -> Mapping[tuple[int, int], int]:
    """Return the first row of the merged area that a cell is in, rows and columns from 0; nothing but for .xlsx."""
    if not data.startswith(b"PK"):
        return {}
    from io import BytesIO  # noqa: PLC0415

    import openpyxl  # noqa: PLC0415  # our own readers keep no merged areas; a list has a few lines

    try:
        book = openpyxl.load_workbook(BytesIO(data))
        areas = book[sheet].merged_cells.ranges
    except Exception:  # noqa: BLE001  # another kind of package, or none that it likes
        return {}
    return {
        (row - 1, area.min_col - 1): area.min_row - 1
        for area in areas
        if area.max_row - area.min_row < _MOST_MERGED
        for row in range(area.min_row, area.max_row + 1)
    }


def _bare_lines(grid: Grid) -> Iterator[_Line]:
    """The lines of a plain text: a name, and perhaps addresses beside it."""
    for number, row in enumerate(grid.rows):
        parts = [part for value in row for part in re.split(r"[\t,，;； ]+", _text(value)) if part]
        names = [part for part in parts if "@" not in part and not re.fullmatch(r"\d+[.、．]?", part)]
        if names:
            texts = {"name": re.sub(r"^\d+\s*[.、．)）]\s*", "", names[0])}
            texts["addresses"] = ";".join(part for part in parts if "@" in part)
            yield _Line(grid.place(number, 0), texts)


def _take(lines: Sequence[_Line], reading: UnitList, path: str) -> None:
    """Make units of the lines, each with its own; say what is no unit and what stands there twice."""
    has_parents = any(line.texts.get("parent") for line in lines)
    by_key: dict[tuple[str, str], Unit] = {}
    above = ""
    for line in lines:
        name = line.texts.get("name", "")
        if _SUMS.fullmatch(name):
            reading.remarks.append(words.no_unit(line.place, name))
            continue
        if line.is_alone and _HEADING.fullmatch(name):
            above = "" if has_parents else _NUMBERED.sub("", name)
            told = words.heading(line.place, name, above) if above else words.no_unit(line.place, name)
            reading.remarks.append(told)
            continue
        if above:
            line.texts["parent"] = above
        unit, problems = parse(line.texts)
        reading.remarks += [words.bad_line(line.place, problem) for problem in problems]
        if unit is None:
            continue
        known = by_key.get(unit.key)
        if known is not None:
            reading.remarks.append(words.duplicate(line.place, unit.name, unit.parent))
            unit = _joined(known, unit)
        by_key[unit.key] = unit
    reading.units = list(by_key.values())
    reading.remarks += _shared_addresses(reading.units)
    if not reading.units and any(line.texts.get("name") for line in lines):
        raise UsageError(words.bad_list(path, reading.remarks[0] if reading.remarks else str(words.NO_UNITS)))


def _joined(first: Unit, second: Unit) -> Unit:
    addresses = tuple(dict.fromkeys((*first.addresses, *second.addresses)))
    aliases = tuple(dict.fromkeys((*first.aliases, *second.aliases)))
    return Unit(first.name, addresses, first.parent, aliases, first.role or second.role)


def _shared_addresses(units: Sequence[Unit]) -> Iterator[str]:
    """An address that several units have tells none of them."""
    holders: dict[str, list[str]] = {}
    for unit in units:
        for address in unit.addresses:
            holders.setdefault(address, []).append(unit.name)
    for address, names in holders.items():
        if len(names) > 1:
            yield words.shared_address(address, names)


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""
