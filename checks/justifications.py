"""What a unit says of figures that look odd and are right: the sheet 情况说明, which travels with the workbook.

A line of it turns a warning about the same figures into 已说明. Errors stay errors, whatever a received file says;
so does a warning about other figures than those that were explained, and one that says what was not read or not seen.
What stands on a hidden sheet explains nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checks.model.figures import spelled
from checks.model.findings import Finding, Justification
from checks.model.grid import Grid, Special, Value

SHEET = "情况说明"
HEADER = ("规则", "位置", "左", "右", "说明", "时间")
_OF_READING = ("RX-EXTRA", "RX-STRUCT")
"""Warnings of what was read, as all of A- are: a reader sees something else, and no word of the unit changes that."""
_MOST = 500
"""Lines that are looked at; a workbook with a hundred units has room."""
_LONGEST = 200
"""Characters of an explanation that are quoted."""


class JustificationLine(NamedTuple):
    """One line.

    Attributes:
        rule: the rule's id, which names the cell that it is about.
        where: sheet and label, see ``where``: the address may change when rows are added.
        sides: both sides as they were; of a finding about how figures are written, the texts and "".
        words: why it is right.
        when: the time, as written.
    """

    rule: str
    where: str
    sides: tuple[str, str]
    words: str
    when: str


def without_justifications(grids: Sequence[Grid]) -> list[Grid]:
    """Return the grids with 情况说明 empty: it quotes labels and figures, and is no table."""
    return [Grid([], grid.name, hidden=grid.hidden) if is_justifications(grid) else grid for grid in grids]


def read_justifications(grids: Sequence[Grid]) -> list[JustificationLine]:
    """Return the explanations of a workbook; a sheet of that name without our header holds none, nor a hidden one."""
    return [line for grid in grids if not grid.hidden and is_justifications(grid) for line in _lines(grid)]


def is_justifications(grid: Grid) -> bool:
    """Tell whether a sheet is 情况说明, with our header in its first row."""
    return grid.name == SHEET and bool(grid.rows) and tuple(map(_text, grid.rows[0][: len(HEADER)])) == HEADER


def justified(findings: Sequence[Finding], lines: Sequence[JustificationLine]) -> Iterator[Finding]:
    """Yield the findings, those that are explained as 已说明; where other figures were explained, with that beside."""
    by_subject: dict[tuple[str, str], list[JustificationLine]] = {}
    for line in lines:
        by_subject.setdefault((line.rule, line.where), []).append(line)
    for finding in findings:
        known = by_subject.get((finding.rule, where(finding)), []) if can_be_explained(finding) else []
        fitting = next((line for line in reversed(known) if line.sides == sides(finding)), None)
        if fitting is not None:
            said = Justification(fitting.words, fitting.when)
            yield finding._replace(outcome="explained", justification=said)
        elif known:
            last = known[-1]
            yield finding._replace(justification=Justification(last.words, last.when, fits=False, sides=last.sides))
        else:
            yield finding


def can_be_explained(finding: Finding) -> bool:
    """Tell whether a finding may be right as it is: a warning that was decided, about figures that are there."""
    is_of_reading = finding.kind.startswith("A-") or finding.kind in _OF_READING
    return finding.severity == "warning" and finding.outcome == "fail" and bool(finding.cells) and not is_of_reading


def where(finding: Finding) -> str:
    """Return the sheet and the label of what a finding is about: ``表三：（一）予以公开·总计``."""
    if not finding.cells:
        return ""
    at = finding.cells[0].at
    sheet = at.sheet if at and at.medium == "sheet" else ""
    return f"{sheet}：{finding.cells[0].label}" if sheet else finding.cells[0].label


def sides(finding: Finding) -> tuple[str, str]:
    """Return both sides as text; where nothing was added up, what stands in the cells."""
    if finding.left is not None and finding.right is not None:
        return spelled(finding.left), spelled(finding.right)
    return _text("、".join(ref.text for ref in finding.cells)), ""


def _lines(grid: Grid) -> Iterator[JustificationLine]:
    for row in grid.rows[1 : 1 + _MOST]:
        rule, place, left, right, words, when = [_text(value) for value in (*row, *[None] * 6)[:6]]
        if rule and words:
            yield JustificationLine(rule, place, (left, right), words[:_LONGEST], when[:20])


def _text(value: Value) -> str:
    """As plain text on one line: a number without .0, nothing that would break out of a message."""
    if isinstance(value, Special):
        value = value.text
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
