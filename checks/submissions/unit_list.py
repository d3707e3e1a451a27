"""The list of units that have to report, as the office keeps it: a workbook or a CSV file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from checks import readers
from checks.errors import InputFileError, UsageError
from checks.model.grid import Grid, Value
from checks.render import sentences
from checks.render.sentences import inbox

_COLUMNS = {
    "name": ("单位", "单位名称", "填报单位", "报送单位", "机构名称", "名称"),
    "addresses": ("邮箱", "电子邮箱", "邮箱地址", "邮件地址", "电子邮件", "email", "e-mail"),
    "parent": ("上级", "上级单位", "主管单位", "主管部门", "上级主管部门"),
}
_HEADER_ROWS = 20  # a list may have a title and a note above its header
_BETWEEN = re.compile(r"[;；,，、\s]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of the list.

    Attributes:
        name: as the office writes it.
        addresses: in lower case, the one to write to first; none where the list has none.
        parent: the unit above it; "" where the list does not say.
    """

    name: str
    addresses: tuple[str, ...] = ()
    parent: str = ""


def read_units(path: str | Path) -> list[Unit]:
    """Return the units of a list with the columns 单位, 邮箱, 上级; only the first must be there.

    Args:
        path: a workbook or a CSV file, in any encoding that Excel writes.

    Raises:
        UsageError: it cannot be read, has no column 单位 or names no unit.
    """
    try:
        grids = readers.read(Path(path).read_bytes(), str(path)).grids
    except OSError as problem:
        raise UsageError(sentences.no_such_path(str(path))) from problem
    except InputFileError as problem:
        reason = sentences.UNREADABLE[problem.code].format(detail=problem.detail)
        raise UsageError(inbox.bad_list(str(path), reason)) from problem
    for grid in grids:
        header = next((r for r, row in enumerate(grid.rows[:_HEADER_ROWS]) if "name" in _columns(row)), None)
        if header is not None:
            units = _units(grid, header)
            if not units:
                raise UsageError(inbox.bad_list(str(path), inbox.NO_UNITS))
            return units
    raise UsageError(inbox.bad_list(str(path), inbox.NO_COLUMN))


def _columns(row: Sequence[Value]) -> dict[str, int]:
    """Which column of a header row holds what."""
    found: dict[str, int] = {}
    for column, value in enumerate(row):
        label = "".join(str(value or "").split()).lower()
        for field, names in _COLUMNS.items():
            if label in names:
                found.setdefault(field, column)
    return found


def _units(grid: Grid, header: int) -> list[Unit]:
    columns = _columns(grid.rows[header])

    def text(row: Sequence[Value], field: str) -> str:
        column = columns.get(field, len(row))
        value = row[column] if column < len(row) else None
        return value.strip() if isinstance(value, str) else ""

    units: dict[str, Unit] = {}
    for row in grid.rows[header + 1 :]:
        if name := text(row, "name"):
            addresses = tuple(one for one in _BETWEEN.split(text(row, "addresses").lower()) if "@" in one)
            units.setdefault(name, Unit(name, addresses, text(row, "parent")))
    return list(units.values())
