"""What a unit says of figures that look odd and are right: the sheet 情况说明, which travels with the workbook.

A line of it turns a warning about the same figures into 已说明. Errors stay errors, whatever a received file says;
so does a warning about other figures than those that were explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from checks.model.findings import Finding, Verdict
from checks.model.grid import Grid, Special, Value
from checks.render.sentences import number
from checks.render.sentences.explaining import explained, explained_otherwise

SHEET = "情况说明"
HEADER = ("规则", "位置", "左", "右", "说明", "时间")
_MOST = 500
"""Lines that are looked at; a workbook with a hundred units has room."""
_LONGEST = 200
"""Characters of an explanation that are quoted."""


@dataclass(frozen=True, slots=True)
class Explanation:
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


def without_explanations(grids: Sequence[Grid]) -> list[Grid]:
    """Return the grids with 情况说明 empty: it quotes labels and figures, and is no table."""
    return [Grid([], grid.name, hidden=grid.hidden) if is_explanations(grid) else grid for grid in grids]


def read_explanations(grids: Sequence[Grid]) -> list[Explanation]:
    """Return the explanations of a workbook; a sheet of that name without our header holds none."""
    return [one for grid in grids if is_explanations(grid) for one in _lines(grid)]


def is_explanations(grid: Grid) -> bool:
    """Tell whether a sheet is 情况说明, with our header in its first row."""
    return grid.name == SHEET and bool(grid.rows) and tuple(map(_text, grid.rows[0][: len(HEADER)])) == HEADER


def apply(verdict: Verdict, explanations: Sequence[Explanation]) -> None:
    """Turn what is explained into 已说明, in place; say so where other figures were explained."""
    by_subject: dict[tuple[str, str], list[Explanation]] = {}
    for one in explanations:
        by_subject.setdefault((one.rule, one.where), []).append(one)
    for i, finding in enumerate(verdict.findings):
        known = by_subject.get((finding.rule, where(finding)), []) if can_be_explained(finding) else []
        fitting = next((one for one in reversed(known) if one.sides == sides(finding)), None)
        if fitting is not None:
            words = explained(finding.message, fitting.words, fitting.when)
            verdict.findings[i] = replace(finding, outcome="explained", message=words)
        elif known:
            words = explained_otherwise(finding.message, *known[-1].sides)
            verdict.findings[i] = replace(finding, message=words)


def can_be_explained(finding: Finding) -> bool:
    """Tell whether a finding may be right as it is: a warning that was decided, about figures that are there."""
    return finding.severity == "warning" and finding.outcome == "fail" and bool(finding.cells)


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
        return number(finding.left), number(finding.right)
    return _text("、".join(ref.text for ref in finding.cells)), ""


def _lines(grid: Grid) -> Iterator[Explanation]:
    for row in grid.rows[1 : 1 + _MOST]:
        rule, place, left, right, words, when = [_text(value) for value in (*row, *[None] * 6)[:6]]
        if rule and words:
            yield Explanation(rule, place, (left, right), words[:_LONGEST], when[:20])


def _text(value: Value) -> str:
    """As plain text on one line: a number without .0, nothing that would break out of a message."""
    if isinstance(value, Special):
        value = value.text
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
