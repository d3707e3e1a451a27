"""Which unit a report is for, and which year: from its cover, its title, its statement of period, its file name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, TypeAlias

from checks import rulebook
from checks.model.grid import Grid, Value
from checks.titles import FIELD, LONGEST, is_field, plain, titled, trim, whole_title

UnitFrom: TypeAlias = Literal["cover", "title", "file_name"]

SHEET_ROWS = 8  # a sheet's title stands at its top
_TEXT_ROWS = 80  # a report's title may come after the page's navigation
_LONGEST_NAME = 255  # no system has longer ones
_NATIONAL = ("国家", "国务院", "中华人民共和国", "中国")
_LOWER = re.compile(
    r"(?:乡|镇|街道|苏木|县|旗)(?:人民政府|政府|办事处)?$|(?<!市)区(?:人民政府|政府|管委会|管理委员会)?$"
    r"|(?:局|委员会|委|中心|大队|支队|总队|站|所|院|馆|办事处|厅)$|(?<!人民政府)办公室$"
)

# What names are searched with is compiled when the first name is asked: most reports say themselves whose they are.
_compiled = cache(re.compile)
_YEARS_IN_NAME = [  # a name may tell the day of sending, too: the year with 年度 is meant, then one without a month
    r"(?<!\d)(20\d\d)\s*年?度",
    r"(?<!\d)(20\d\d)(?!\d)(?!\s*[年./_-]\s*\d)",
    r"(?<!\d)(20\d\d)(?!\d)",
]
_AROUND_UNIT = (  # what file names say beside the unit
    r"\d+年?度?|(?:(?<!人民)政府)?信息公开(?:工作)?|政务公开(?:工作)?|工作(?=年?度?报)|年度|年报|报告|表格|报表|统计表|样表|附件|修[改订]|更正|最终|定稿|终稿|新版|副本|上报|报送"
    r"|重[报发新]|填报版|复核版|标准表|表[一二三四]|关于|依申请|主动公开|情况|数据|加盖|盖章|扫描|[版的稿后件]$"
    r"|[^\u3400-\u9fffXx×（）()]+|[（()）](?=$)"
)
_SURE = r"(?:政府|街道|办事处|街道办|管委会|委员会|局|委(?!会)|办公室|中心|大队|支队|总队|公司|集团|医院)"
_LIKELY = r"(?:乡|镇|县|区|市|旗|州|盟|省|厅|院|所|站|馆|处|办|苏木)"  # ends many a person's name, too
_UNIT = rf".+(?:{_SURE}|{_LIKELY})"  # of what is left of a name between those, which takes all other characters
_SENDER = rf"[\u3400-\u9fff（）()]{{2,}}{_SURE}|[\u3400-\u9fff（）()]{{4,}}{_LIKELY}"
_NO_UNIT = (
    r"(?:人民)?政府(?:办公室|办)?|(?:乡镇|街道)?(?:办事处|街道办?)|(?:管理)?委员会|管委会|(?:综合)?办公室"
    r"|.{0,2}中心|.?公司|.{0,2}单位"
)
_ITS_OFFICE = r"(?<=[局委镇乡厅])办公室$|(?<=委员会)办公室$|(?<=办事处)办公室$|(?<=街道)办公室$"
_CONTAINER = r"(?i)\.(?:eml|msg|mbox|zip|7z|rar|tar|t?gz|dat)$"
_PLACEHOLDER = r"某[某市县区镇乡街单局部]|[xX×]{2}|[○〇◯●△□＊*_＿]{2}|[（(]单位(?:名称)?[）)]|单位名称|填报单位"
_GENERIC = (  # a kind of office without a name of its own tells nobody
    r"(?:[省市县区旗镇乡]|本)?(?:人民)?政府(?:办公室|办公厅|办)?|(?:乡镇|街道|镇|乡)?(?:人民政府)?(?:办事处|街道办?|街道办事处)?"
    r"|(?:管理)?委员会|管委会|(?:综合|党政)?办公室|[本各我]?(?:单位|部门|机关|局|镇|乡|县|区|市)"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a report says about itself; None where it does not."""

    unit: str | None = None
    year: int | None = None
    unit_from: UnitFrom | None = None
    year_is_of_a_day: bool = field(default=False, compare=False)
    """The year is only that of a day in the file's name, on which the report of the year before may have been sent."""

    @property
    def is_lower(self) -> bool:
        """Tell whether the unit is surely a department, a county or a township: it makes no 规章."""
        unit = self.unit or ""
        return bool(_LOWER.search(unit)) and not unit.startswith(_NATIONAL)


def identify(grids: Sequence[Grid], name: str, subjects: Sequence[str] | None = None, *, opening: str = "") -> Identity:
    """Return the unit and the year of a document.

    Args:
        grids: its sheets or its text.
        name: its file name with the containers that it was in (``a.eml/b.xlsx``): the last resort.
        subjects: what reports are about, by their titles; those of the shipped forms by default.
        opening: the first text that may be the title, where it is known that there is no cover; else "".
    """
    if opening and subjects and (title := whole_title(opening, subjects)):
        return Identity(*title, "title")
    unit: str | None = None
    unit_from: UnitFrom | None = None
    year: int | None = None
    for place, its_unit, its_year in _by_place(grids, name, subjects):
        if its_unit and not unit:
            unit, unit_from = its_unit, place
        year = year or its_year
        if unit and year:
            break
    if year:
        return Identity(unit, year, unit_from)
    by_name = _year_in_name(name)
    return Identity(unit, by_name, unit_from, by_name is not None and _year_in_name(name, days=False) is None)


def _by_place(
    grids: Sequence[Grid], name: str, subjects: Sequence[str] | None
) -> Iterator[tuple[UnitFrom, str | None, int | None]]:
    """Yield the unit and the year that each place tells, the surest first; no place is looked at before it is asked."""
    grids = sorted(grids, key=lambda grid: grid.hidden)  # what is seen says whose it is, before what is hidden
    tops = [_top(grid) for grid in grids]
    for grid, top in zip(grids, tops, strict=True):
        if _has_fields(grid, top):
            yield "cover", *_form_fields(grid)
    known = rulebook.load().subjects if subjects is None else subjects
    yield "title", *titled([text for top in tops for text in top], known)
    yield "file_name", unit_in_name(name), None


def is_name(name: str) -> bool:
    """Tell whether a name names anybody: 某某单位, XX局, 街道办事处 and a row of signs do not."""
    words = "".join(name.split())
    is_said = any(character.isalnum() for character in words)
    return is_said and not _compiled(_PLACEHOLDER).search(words) and not _compiled(_GENERIC).fullmatch(words)


def unit_in_name(name: str) -> str | None:
    """Return the unit that a file's name tells, or the name of the mail or archive that it was in."""
    pieces = [piece[-_LONGEST_NAME:] for piece in _compiled(r"[\\/]").split(name)]
    container, around, unit, no_unit = map(_compiled, (_CONTAINER, _AROUND_UNIT, _UNIT, _NO_UNIT))
    outermost = next((i for i, piece in enumerate(pieces) if container.search(piece)), len(pieces) - 1)
    for piece in reversed(pieces[outermost:]):  # folders on our own disk say how we sort, not who reports
        for part in around.split(_compiled(r"\.[A-Za-z0-9]{1,5}$").sub("", piece)):
            if (match := unit.match(trim(part))) and len(match[0]) > 2 and not no_unit.fullmatch(match[0]):
                return _closed(match[0])
    return None


def year_of_sheet(name: str, year: int | None) -> int | None:
    """Return the year that a sheet's name tells, as 表三（2024年） or 表三（上年）; ``year``: of the report."""
    if re.search(r"上年|去年|上一年", name):
        return year - 1 if year else None
    match = re.search(r"(?<!\d)(20\d\d)(?!\d)", name)
    return int(match[1]) if match else None


def unit_of_sender(shown: str) -> str | None:
    """Return the unit that the name shown beside a mail address tells; a person's name is none."""
    for part in re.split(r"[^\u3400-\u9fff（）()]+|[（()）]", shown[:_LONGEST_NAME]):
        unit = re.sub(_ITS_OFFICE, "", part)
        if re.fullmatch(_SENDER, unit) and not re.fullmatch(_NO_UNIT, unit):
            return unit
    return None


def _year_in_name(name: str, *, days: bool = True) -> int | None:
    """The year that a file's name tells; ``days``: that of a day will do, if there is no other."""
    last = re.split(r"[\\/]", name)[-1]
    patterns = _YEARS_IN_NAME if days else _YEARS_IN_NAME[:-1]
    return next((int(match[1]) for pattern in patterns if (match := re.search(pattern, last))), None)


def _has_fields(grid: Grid, top: Sequence[str]) -> bool:
    """Tell whether a sheet is a cover; most are none, and need no closer look."""
    if grid.layout != "sheet":
        return False
    return any(map(is_field, top))


def _form_fields(grid: Grid) -> tuple[str | None, int | None]:
    """The fields 填报单位 and 报告年度 of a cover: a label, and what stands behind its colon or right of it."""
    unit: str | None = None
    year: int | None = None
    for row in grid.rows[:SHEET_ROWS]:
        for column, label in enumerate(row):
            if not isinstance(label, str) or not (field := FIELD.fullmatch(plain(label).strip())):
                continue
            value = field["value"] or (row[column + 1] if column + 1 < len(row) else None)
            if field["unit"]:
                unit = unit or (trim(plain(value[:LONGEST])) if isinstance(value, str) else None)
            else:
                year = year or _year(value)
    return unit or None, year


def _year(value: Value) -> int | None:
    match = re.fullmatch(r"(20\d\d)(?:\.0)?\s*年?度?", plain(str(value)).strip())
    return int(match[1]) if match else None


def _top(grid: Grid) -> list[str]:
    """The texts that may be a title, or the fields of a cover."""
    return grid.texts(end=SHEET_ROWS if grid.lines is None else _TEXT_ROWS)


def _closed(unit: str) -> str:
    """Drop a bracket that has lost its partner when the words around the unit were cut off."""
    return unit if unit.count("（") + unit.count("(") == unit.count("）") + unit.count(")") else unit.strip("（）()")
