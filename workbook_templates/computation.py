"""The hidden cells of a table's sheet: how its figures are read, what is irregular about them, what each rule says."""

from __future__ import annotations

from collections.abc import Callable

from xlsxwriter.worksheet import Worksheet

from checks.model.rule import Rule
from workbook_templates import texts
from workbook_templates.figure_formulas import (
    FREE,
    ISSUES,
    KIND,
    Issue,
    digits_formula,
    issue_formula,
    issue_number,
    reached,
    state_formula,
    text_formula,
    value_formula,
)
from workbook_templates.lines import CheckLine
from workbook_templates.native import (
    EMPTY,
    FAIL,
    PASS,
    TOLERANCE,
    UNDECIDED,
    nothing_filled,
    side_formula,
    state_of_rule,
    unknown_formula,
)
from workbook_templates.sheets import TableSheet
from workbook_templates.verdicts import Stored

Write = Callable[[str, str, "str | float"], None]
"""Address, formula, result."""


def write_hidden(worksheet: Worksheet, look: object, sheet: TableSheet, stored: Stored, *, typed: bool) -> None:
    """Write all hidden cells of a table's sheet.

    Args:
        worksheet: the sheet.
        look: the format of hidden cells.
        sheet: where everything stands.
        stored: the results to store.
        typed: totals are typed, so that a row and a column can agree on which figure is wrong.
    """

    def write(address: str, formula: str, result: str | float) -> None:
        worksheet.write_formula(address.replace("$", ""), formula, look, result)

    accused = suspects(sheet, stored) if typed else set()
    for cell in sheet.figures:
        _figure(write, sheet, stored, cell)
        if typed and (formula := suspect_formula(cell, sheet)):
            write(sheet.hidden(cell).suspect, formula, int(cell in accused))
    for row in sorted({row for row, _ in sheet.figures.values()}):
        _row(write, sheet, stored, row)
    lines, sums = sheet.of_sheet()
    write(lines, f"={_reshaped(sheet)}", 0)
    write(sums, f"={failing_sums(sheet)}", sum(_fails(rule, stored) for rule in sheet.own_sums))
    for kind in ISSUES:
        _issue(write, sheet, stored, kind)
    for rule in sheet.rules:
        _rule(write, sheet, stored, rule, explained=typed and not accused.isdisjoint(rule.cells))


def _figure(write: Write, sheet: TableSheet, stored: Stored, cell: str) -> None:
    declared, hidden = sheet.form.cell(cell), sheet.hidden(cell)
    row, column = sheet.figures[cell]
    figure = reached(sheet.address(cell).split("$")[1], row, sheet.height)
    write(hidden.text, text_formula(figure, declared.unit), "|")
    write(hidden.digits, digits_formula(hidden.text), "x")
    write(hidden.value, value_formula(figure, hidden.text, hidden.digits, declared.unit), float(stored.value(cell)))
    optional = declared.optional
    formula = state_formula(figure, hidden.text, hidden.digits, optional=optional)
    write(hidden.state, formula, stored.state(cell))
    if cell in sheet.checked_figures:
        formula = issue_formula(figure, hidden, declared.kind, row, column)
        write(hidden.issue, formula, issue_number(stored.issue(cell), row, column))


def _row(write: Write, sheet: TableSheet, stored: Stored, row: int) -> None:
    """The worst issue of a row of figures, and the words for the row as long as no rule complains."""
    cells = sheet.filled_in(row)
    if not cells:
        return
    worst, words = sheet.of_row(row)
    write(worst, f"=MAX({sheet.block('issue', row)})", max(_issue_numbers(sheet, stored, row).values(), default=0))
    empty = nothing_filled(cells, sheet.form, sheet.hidden)
    nothing = texts.NOTHING if _is_optional(sheet, cells) else texts.EMPTY
    filled = f'IF({empty},"{nothing}",IF({worst}>={KIND},"{texts.GAPS}","✓"))'
    write(words, f"=IF({worst}>={2 * KIND},{texts.worst_issue(worst)},{filled})", row_words(sheet, stored, row))


def row_words(sheet: TableSheet, stored: Stored, row: int) -> str:
    """Return what will be said of a row of figures as long as no rule complains."""
    numbers, cells = _issue_numbers(sheet, stored, row), sheet.filled_in(row)
    worst = max(numbers, key=lambda cell: numbers[cell], default=cells[0])
    kind = stored.issue(worst) if worst in numbers else 0
    if kind > 1:
        return texts.issue_words(ISSUES[kind - 1], 1, sheet.address(worst).replace("$", ""))
    if stored.is_empty(cells):
        return texts.NOTHING if _is_optional(sheet, cells) else texts.EMPTY
    return texts.GAPS if kind else "✓"


def _is_optional(sheet: TableSheet, cells: list[str]) -> bool:
    return all(sheet.form.cell(cell).optional for cell in cells)


def _issue_numbers(sheet: TableSheet, stored: Stored, row: int) -> dict[str, int]:
    here = [cell for cell in sheet.checked_figures if sheet.figures[cell][0] == row]
    return {cell: issue_number(stored.issue(cell), *sheet.figures[cell]) for cell in here}


def _reshaped(sheet: TableSheet) -> str:
    """Tell whether lines were put into the table or taken out of it: 1 if so."""
    rows = [row for row, _ in sheet.figures.values()]
    high, wide = max(rows) - min(rows) + 1, sheet.width
    header = f"$A${min(rows)}:${sheet.last_letter}${min(rows)}"
    beside = f"${FREE}${min(rows) + 1}:${FREE}${max(rows) + 1}"
    return f"IF(AND(ROWS({beside})={high},COLUMNS({header})={wide}),0,1)"


def _issue(write: Write, sheet: TableSheet, stored: Stored, kind: Issue) -> None:
    """How many figures have an issue, which is the first, and what is said of them."""
    line = CheckLine(sheet, kind, "error")
    count, first, _, _, state, _, _, words = sheet.computation(kind)
    number, block = ISSUES.index(kind) + 1, sheet.block("issue")
    worse = f'COUNTIF({block},">={(number + 1) * KIND}")'
    write(count, f'=COUNTIF({block},">={number * KIND}")-{worse}', line.count(stored))
    here = [spot for cell, spot in sheet.figures.items() if stored_issue(sheet, stored, cell) == number]
    write(
        first,
        f"=IF({count}=0,0,LARGE({block},{worse}+1))",
        max((issue_number(number, *spot) for spot in here), default=0),
    )
    empty = nothing_filled(sheet.checked_figures, sheet.form, sheet.hidden)
    found = EMPTY if kind == "C-BLANK" else FAIL
    write(state, f'=IF({count}>0,"{found}",IF({empty},"{EMPTY}","{PASS}"))', line.state(stored))
    write(words, f"={texts.issue(kind, count, first)}", line.words(stored))


def stored_issue(sheet: TableSheet, stored: Stored, cell: str) -> int:
    """Return the issue of a figure that somebody fills in; 0 for one that nobody does."""
    return stored.issue(cell) if cell in sheet.checked_figures else 0


def _rule(write: Write, sheet: TableSheet, stored: Stored, rule: Rule, *, explained: bool) -> None:
    left, right, unknown_left, unknown_right, state, fails, mark, words = sheet.computation(rule)
    sides = rule.holds.left, rule.holds.right
    for address, side in zip((left, right), sides, strict=True):
        write(address, side_formula(side, sheet.hidden), float(stored.side(side)))
    for address, side in zip((unknown_left, unknown_right), sides, strict=True):
        write(address, unknown_formula(side, sheet.hidden), stored.unknown(side))
    here, inputs = (left, right, unknown_left, unknown_right), sheet.inputs(rule)
    line = CheckLine(sheet, rule, rule.severity)
    said = line.state(stored)
    write(state, state_of_rule(rule, sheet.form, sheet.hidden, here, inputs), said)
    if rule in sheet.own_sums:
        write(fails, f'=IF({state}="{FAIL}",1,0)', int(said == FAIL))
    accused = [hidden for cell in rule.cells if (hidden := sheet.suspect_cell(cell))]
    broken = f"IF(SUM({','.join(accused)})>0,3,2)" if accused and rule in sheet.own_sums else "2"
    strong = broken if rule.severity == "error" else "1"
    formula = f'=IF({state}="{FAIL}",{strong},IF({state}="{UNDECIDED}",1,0))' if rule.severity != "info" else "=0"
    write(mark, formula, mark_of(rule, said, explained=explained))
    passed = f'IF({state}="{EMPTY}","{texts.EMPTY}",IF({state}="{PASS}","✓","{texts.NOTHING}"))'
    doubtful = f'IF({state}="{UNDECIDED}","{texts.doubt(rule)}",{passed})'
    write(words, f'=IF({state}="{FAIL}",{_complaint(rule, sheet)},{doubtful})', line.words(stored))


def mark_of(rule: Rule, state: str, *, explained: bool) -> int:
    """Return how the figures of a rule are marked: 2 it is broken, 3 and one figure explains it, 1 it is in doubt."""
    if rule.severity == "info":
        return 0
    if state == FAIL:
        return 1 if rule.severity == "warning" else 3 if explained else 2
    return int(state == UNDECIDED)


def _fails(rule: Rule, stored: Stored) -> bool:
    return stored.judgement(rule).outcome == "fail"


def _complaint(rule: Rule, sheet: TableSheet) -> str:
    """The sentence for a broken rule, with both sides; a part that alone exceeds its total is named."""
    left, right = sheet.computation(rule)[:2]
    words = texts.complaint(rule, left, right)
    if texts.is_sum(rule):
        named = '""'
        for cell, _ in reversed(rule.holds.left.terms):
            label = texts.short_label(sheet.form, rule, cell)
            named = f'IF({sheet.hidden(cell).value}>{right}+{TOLERANCE},"{texts.exceeds(label)}",{named})'
        words += f"&{named}"
    return words


def suspect_formula(cell: str, sheet: TableSheet) -> str:
    """Return the formula that tells (1) whether the figure is the suspect; "" if no two sums meet in it.

    The gaps of its sums agree, and no other sum of the table fails. A part that is too small leaves left − right
    negative, a total that is too large does too; so gaps are compared with the sign that the cell has in the rule.
    """
    sums = [rule for rule in sheet.own_sums if cell in rule.cells]
    if len(sums) < 2:
        return ""
    gaps = [_signed_gap(cell, rule, sheet) for rule in sums]
    tests = [f"ABS({gaps[0]})>={TOLERANCE}", *(f"ABS({gaps[0]}-{gap})<{TOLERANCE}" for gap in gaps[1:])]
    return f"=IF({sheet.of_sheet()[1]}={len(sums)},IF(AND({','.join(tests)}),1,0),0)"


def failing_sums(sheet: TableSheet) -> str:
    """Return the formula text that counts the sums of a table that fail."""
    cells = [sheet.computation(rule)[5] for rule in sheet.rules]
    return f"SUM({cells[0]}:{cells[-1]})"


def suspects(sheet: TableSheet, stored: Stored) -> set[str]:
    """Return the figures that the formulas will accuse."""
    failing = [rule for rule in sheet.own_sums if stored.judgement(rule).outcome == "fail"]
    cells = set()
    for cell in sheet.figures:
        sums = [rule for rule in sheet.own_sums if cell in rule.cells]
        gaps = {_gap(cell, rule, stored) for rule in sums}
        if len(sums) >= 2 and sums == failing and len(gaps) == 1:
            cells.add(cell)
    return cells


def _gap(cell: str, rule: Rule, stored: Stored) -> object:
    left, right = stored.side(rule.holds.left), stored.side(rule.holds.right)
    return left - right if _is_part(cell, rule) else right - left


def _signed_gap(cell: str, rule: Rule, sheet: TableSheet) -> str:
    left, right = sheet.computation(rule)[:2]
    return f"({left}-{right})" if _is_part(cell, rule) else f"({right}-{left})"


def _is_part(cell: str, rule: Rule) -> bool:
    return any(name == cell for name, _ in rule.holds.left.terms)
