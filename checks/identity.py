"""Which unit a report is for, and which year: from its title, its statement of period, its file name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath
from typing import Literal

from checks.grid import Grid, Value

_SHEET_ROWS = 8  # a sheet's title stands at its top
_TEXT_ROWS = 80  # a report's title may come after the page's navigation
_NAME = r"[^\d\n，,。.；;:：、]"
_TITLE = re.compile(
    rf"(?P<before>{_NAME}{{0,40}}?)\s*(?P<year>20\d\d)\s*年度?\s*(?P<after>{_NAME}{{0,40}}?)政府信息公开"
)
_LONGEST_TITLE = 80  # a longer text is a sentence that speaks of the report
_PERIOD = re.compile(r"统计\S{0,6}?(?:期限|时限|时间|期间)\D{0,8}(20\d\d)\s*年\s*1\s*月\s*1\s*日")
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_TRIM = re.compile(r"^(?:关于|[《“\"（(【\s#*]+)|(?:关于|的|[》”\"）)】\s]+)$")
_FIELDS = {"填报单位": "unit", "单位名称": "unit", "报告年度": "year"}
_NATIONAL = ("国家", "国务院", "中华人民共和国", "中国")
_LOWER = re.compile(
    r"(?:乡|镇|街道|苏木|县|旗)(?:人民政府|政府|办事处)?$|(?<!市)区(?:人民政府|政府|管委会|管理委员会)?$"
    r"|(?:局|委员会|委|中心|大队|支队|总队|站|所|院|馆|办事处|厅)$|(?<!人民政府)办公室$"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a report says about itself; None where it does not."""

    unit: str | None = None
    year: int | None = None
    unit_from: Literal["cover", "title", "file_name"] | None = None

    @property
    def is_lower(self) -> bool:
        """Tell whether the unit is surely a department, a county or a township: it makes no 规章."""
        unit = self.unit or ""
        return bool(_LOWER.search(unit)) and not unit.startswith(_NATIONAL)


def identify(grids: Sequence[Grid], name: str) -> Identity:
    """Return the unit and the year of a document.

    Args:
        grids: its sheets or its text.
        name: its file name, the last resort for the year.
    """
    unit, year = _form_fields(grids)
    if unit or year:
        return Identity(unit, year, "cover" if unit else None)
    period = None
    for text in _texts(grids):
        if "政府信息公开" in text and len(text) < _LONGEST_TITLE and (title := _TITLE.match(text)):
            unit = _trim(title["before"]) or _trim(title["after"])
            return Identity(unit or None, int(title["year"]), "title" if unit else None)
        if period is None and "统计" in text and (found := _PERIOD.search(text)):
            period = int(found[1])
    if period is None and (in_name := _IN_NAME.search(PurePath(name).name)):
        period = int(in_name[1])
    return Identity(None, period)


def _form_fields(grids: Sequence[Grid]) -> tuple[str | None, int | None]:
    """The fields 填报单位 and 报告年度 of a cover sheet: a label, and what stands right of it."""
    found: dict[str, Value] = {}
    for grid in grids:
        for row in grid.rows[:_SHEET_ROWS] if grid.layout == "sheet" else ():
            for label, value in pairwise(row):
                if isinstance(label, str) and label in _FIELDS and value not in (None, ""):
                    found.setdefault(_FIELDS[label], value)
    year = found.get("year")
    return str(found["unit"]) if "unit" in found else None, int(year) if isinstance(year, int | float) else None


def _texts(grids: Sequence[Grid]) -> Iterator[str]:
    for grid in grids:
        for row in grid.rows[: _SHEET_ROWS if grid.lines is None else _TEXT_ROWS]:
            for value in row:
                if type(value) is str and len(value) > 6:
                    yield value


def _trim(text: str) -> str:
    previous = None
    while previous != text:
        previous, text = text, _TRIM.sub("", text.strip())
    return text
