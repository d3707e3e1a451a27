"""Two reports in one file that nobody can tell apart: which of them counts has to be said by the unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checks.identity import Identity, is_name, unit_in_name
from checks.model.report import Reports
from checks.patterns import pattern

_NO_OWNER = pattern(
    r"(?:sheet|copy|工作表|表[一二三四]?格?|年度报告|年报|报告|统计|报表|模板|样表|空表|副本|附[表件]|更?新|旧|修?改后?|最终|定稿"
    r"|政府|信息公开|工作|情况|主动公开|依申请|复议|诉讼|[\s\d()（）._\-—年度份])*",
    re.IGNORECASE,
)
"""Names of sheets that tell nobody: 表三 (2), Sheet2, 年报."""


def told_twice(
    reports: Sequence[Reports], owners: Sequence[Identity], names: Sequence[str], whole: Identity
) -> list[list[tuple[str, str]]]:
    """Return for each report of a file a remark, if another one is of the same unit and year, with other figures.

    A report that nobody is named for, beside one whose unit is known, is taken for another of that unit; where no
    unit is known at all, they may be anybody's.

    Args:
        reports: each by its forms.
        owners: whose each is.
        names: of their sheets.
        whole: what the file tells as a whole.
    """
    units = [_unit(owner, name) for owner, name in zip(owners, names, strict=True)]
    known = next((unit for unit in units if unit), whole.unit)
    keys = [(known if unit is None else unit, owner.year) for unit, owner in zip(units, owners, strict=True)]
    said: list[list[tuple[str, str]]] = [[] for _ in reports]
    for number, key in enumerate(keys):
        others = [
            names[other]
            for other in range(len(keys))
            if other != number and key[0] and keys[other] == key and _differ(reports[number], reports[other])
        ]
        if others:
            said[number].append(("second_report", "、".join(dict.fromkeys(others))))
    return said


def _unit(owner: Identity, name: str) -> str | None:
    """Whose a report is; "" where the name of its sheet tells somebody whom nobody knows, None where nothing does."""
    if owner.unit and is_name(owner.unit):
        return owner.unit
    return unit_in_name(name) or (None if _NO_OWNER.fullmatch(name) else "")


def _differ(one: Reports, other: Reports) -> bool:
    """Tell whether two reports give other figures for some cell that both have."""
    for form in one.keys() & other.keys():
        first, second = one[form], other[form]
        if any(first.numbers[index] != second.numbers[index] for index in first.spots.keys() & second.spots.keys()):
            return True
    return False
