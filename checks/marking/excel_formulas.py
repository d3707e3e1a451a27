"""A finding → the formula of a conditional format: true for as long as what was found has not been corrected.

The conditions stand in conditional formats, so that a mark goes as soon as the figure is put right. They are written
in functions that every spreadsheet program knows, with cells of one sheet only, and none is longer than a program
takes. A number kept as text counts as the checker counts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from checks.model.figures import Number
from checks.model.findings import CellRef, Finding
from checks.model.grid import CellAddress
from checks.model.rule import Rule
from checks.render.sentences import number

SIGN = 'N("gouji")'
"""Stands in every condition of ours and in no one else's: N of a text is 0 in every program."""
LONGEST = 255
"""Characters of a formula that Excel takes for a conditional format through its own commands."""
ALWAYS = f"={SIGN}=0"
"""Where nothing can be asked of the cells: true until the mark is cleared."""

_FEW = 4
"""So many cells side by side are written as a range; fewer are shorter one by one."""
_LONGEST_TEXT = 40
_SPELLED = re.compile(r"[+-]?\d+(?:\.\d+)?")
_LIKE_A_NUMBER = re.compile(r"[+-]?\d[\d.E+-]*(?:/[+-]?\d[\d.E+-]*)?|\d{4}-\d\d-\d\d.*|(?:.* )?\d+:\d\d.*")
"""Numbers, two readings of one, dates and times: no figure to the checker, and yet a number to the spreadsheet."""


Variants = tuple[str, ...]
"""One test, written in several ways: the most exact first, the shortest last."""


def still_broken(rule: Rule, finding: Finding, sheet: str) -> Variants:
    """Return the test that a rule still does not hold; nothing where it can't be written.

    Args:
        rule: the rule that the finding is about.
        finding: what was found; its figures tell where the rule's cells stand.
        sheet: the sheet that the condition stands in. A figure from elsewhere counts as what it was.
    """
    weights: dict[CellAddress, int] = {}
    irregular: list[str] = []
    constant: Number = rule.holds.constant
    gap: Number = rule.holds.constant
    refs = dict(_cells(rule, finding))
    for cell, coefficient in rule.holds.terms:
        if (ref := refs.get(cell)) is None:
            continue
        value = coefficient * (ref.value or 0)
        gap += value
        spot = ref.workbook_cell
        if spot is None or spot.sheet != sheet:
            constant += value
        elif not ref.text or (ref.value is not None and _SPELLED.fullmatch(ref.text)):
            weights[spot] = weights.get(spot, 0) + coefficient
        elif worth := _worth(ref, spot):
            irregular.append(f"{_times(coefficient)}{worth}")
        else:
            return ()
    relation = rule.holds.relation
    if not weights or not (gap != 0 if relation == "=" else gap > 0 if relation == "<=" else gap < 0):
        return ()
    rest = "".join(irregular) + (f"{'+' if constant > 0 else ''}{number(constant)}" if constant else "")
    exact, short = (text.removeprefix("+") for text in (_exact(weights), _short(weights)))
    wrong = {"=": "<>0", "<=": ">0", ">=": "<0"}[relation]
    return f"ROUND(IFERROR({exact},{short}){rest},5){wrong}", f"ROUND({short}{rest},5){wrong}"


def still_there(ref: CellRef, spot: CellAddress, *, as_text: bool = False) -> str:
    """Return the test that a cell still holds what was found in it; "" where that can't be asked.

    Args:
        ref: what was found.
        spot: where.
        as_text: what was found is that the figure is no number to the spreadsheet.
    """
    if ref.value is not None and _SPELLED.fullmatch(ref.text) and not as_text:
        return f"{spot.absolute}*1={number(ref.value)}"
    if ref.value is None and _LIKE_A_NUMBER.fullmatch(ref.text):
        return ""
    return f"NOT(ISNUMBER({spot.absolute}))"


def joined(tests: Sequence[Variants], *, every: bool) -> str:
    """Return one formula out of several tests; what finds no room is left out, the last ones first.

    Args:
        tests: at least one.
        every: true only while all of them are; otherwise while any is.
    """
    for count in range(len(tests), 0, -1):
        for choice in (0, -1):
            chosen = list(dict.fromkeys(test[choice] for test in tests[:count]))
            several = ",".join(chosen)
            formula = f"=AND({SIGN}=0,{several if every or len(chosen) == 1 else f'OR({several})'})"
            if len(formula) <= LONGEST:
                return formula
    return ALWAYS


def _cells(rule: Rule, finding: Finding) -> Iterator[tuple[str, CellRef]]:
    """Pair a rule's cells with the figures of its finding: in the same order, but the document may lack some."""
    rest = list(finding.cells)
    for cell in dict.fromkeys(rule.cells):
        if rest and rest[0].id in (cell, cell.rpartition("/")[2]):
            yield cell, rest.pop(0)


def _worth(ref: CellRef, spot: CellAddress) -> str:
    """Return what a text counts for: nothing, or for ``12件`` what it says, until a number stands there."""
    if ref.value is None:
        return "" if _LIKE_A_NUMBER.fullmatch(ref.text) else f"IFERROR({spot.absolute}*1,0)"
    if len(ref.text) > _LONGEST_TEXT or not ref.text.isprintable():
        return ""
    quoted = ref.text.replace('"', '""')
    return f'IF(TRIM({spot.absolute})="{quoted}",{number(ref.value)},IFERROR({spot.absolute}*1,0))'


def _exact(weights: Mapping[CellAddress, int]) -> str:
    """Add up so that a number kept as text counts; any other text makes it an error."""
    text = ""
    for coefficient, cells in _by_weight(weights):
        times = _times(coefficient)
        for first, last, size in _runs(cells):
            if size < _FEW:
                text += "".join(f"{times}{cell.absolute}" for cell in _between(first, last))
            else:
                text += f"{times}SUMPRODUCT({first.absolute}:{last.absolute}*1)"
    return text


def _short(weights: Mapping[CellAddress, int]) -> str:
    """Add up so that no text does any harm; a number kept as text is passed over."""
    text = ""
    for coefficient, cells in _by_weight(weights):
        runs = [f.absolute if size == 1 else f"{f.absolute}:{last.absolute}" for f, last, size in _runs(cells)]
        text += f"{_times(coefficient)}SUM({','.join(runs)})"
    return text


def _times(coefficient: int) -> str:
    return {1: "+", -1: "-"}.get(coefficient, f"{coefficient:+d}*")


def _by_weight(weights: Mapping[CellAddress, int]) -> Iterator[tuple[int, list[CellAddress]]]:
    for coefficient in dict.fromkeys(weights.values()):
        if coefficient:
            yield coefficient, [spot for spot, weight in weights.items() if weight == coefficient]


def _runs(cells: Sequence[CellAddress]) -> Iterator[tuple[CellAddress, CellAddress, int]]:
    """Gather cells that lie side by side: first, last, how many."""
    rest = dict.fromkeys(sorted(cells))
    while rest:
        first = next(iter(rest))
        runs = [_run(first, rest, down, across) for down, across in ((1, 0), (0, 1))]
        longest = max(runs, key=len)
        for cell in longest:
            del rest[cell]
        yield longest[0], longest[-1], len(longest)


def _run(first: CellAddress, cells: Mapping[CellAddress, None], down: int, across: int) -> list[CellAddress]:
    run = [first]
    while (after := CellAddress(first.sheet, run[-1].row + down, run[-1].column + across)) in cells:
        run.append(after)
    return run


def _between(first: CellAddress, last: CellAddress) -> Iterator[CellAddress]:
    for row in range(first.row, last.row + 1):
        for column in range(first.column, last.column + 1):
            yield CellAddress(first.sheet, row, column)
