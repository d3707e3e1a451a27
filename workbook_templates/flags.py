"""Live flags: the verdict in words beside each row and below each column, and marks on the cells that take part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter.worksheet import Worksheet

from checks.forms.geometry import Box
from checks.model.rule import Rule
from workbook_templates import texts
from workbook_templates.computation import row_words
from workbook_templates.figure_formulas import BLANK, KIND
from workbook_templates.lines import CheckLine
from workbook_templates.native import EMPTY, FAIL, PASS, UNDECIDED
from workbook_templates.sheets import Formats, TableSheet, VerdictCell
from workbook_templates.verdicts import Stored


def write_verdicts(worksheet: Worksheet, formats: Formats, sheet: TableSheet, stored: Stored) -> None:
    """Write the formulas that say, next to the figures, what the rules say of them."""
    first, left = sheet.corner
    worksheet.write(first - 1, sheet.width, texts.VERDICT, formats["verdict_head"])
    for seat in sheet.seats():
        formula, words = words_formula(seat, sheet), _stored_words(seat, sheet, stored)
        look = formats["verdict_below" if seat.row >= sheet.height else "verdict"]
        if seat.width > 1:
            worksheet.merge_range(seat.row, seat.column, seat.row, seat.column + seat.width - 1, "", look)
        worksheet.write_formula(seat.row, seat.column, formula, look, words)
        colour_words(worksheet, formats, seat.row, seat.column)
    for catalogue, line in _lines_below(sheet):
        if left > 1:
            worksheet.merge_range(line, 0, line, left - 1, texts.below(catalogue), formats["verdict_head"])
        else:
            worksheet.write(line, sheet.width, texts.below(catalogue), formats["verdict"])


def colour_words(worksheet: Worksheet, formats: Formats, row: int, column: int) -> None:
    """Let the ink of a verdict follow its sign; the sign itself says the same."""
    signs = {"✗": "bad_words", "？": "doubt_words", "！": "doubt_words", "…": "empty_words", "✓": "good_words"}
    for sign, look in signs.items():
        criteria = {"type": "text", "criteria": "begins with", "value": sign, "format": formats[look]}
        worksheet.conditional_format(row, column, row, column, criteria)


def write_marks(worksheet: Worksheet, formats: Formats, sheet: TableSheet, *, typed: bool) -> None:
    """Mark every figure that takes part in a broken rule or is no proper figure itself.

    Where one figure is surely wrong (only in a 复核版), it alone is marked, with the heads of its row and column.
    Marks are conditional formats: they come and go with the figures, and touch no format of the user's.
    """
    asked = set(sheet.checked_figures)
    for cell, rules in sheet.taking_part():
        hidden = sheet.hidden(cell)
        marks = [sheet.computation(rule)[6] for rule in rules if rule.severity != "info"]
        bad = [f"{mark}=2" for mark in marks]
        doubt = [f"{mark}=1" for mark in marks]
        if cell in asked:
            bad.append(f"{hidden.issue}>={3 * KIND}")
            doubt.append(f"{hidden.issue}>={2 * KIND}")
        if typed and sheet.suspect_cell(cell):
            _mark(worksheet, sheet.figures[cell], f"={hidden.suspect}=1", formats["suspect"])
        for tests, look in ((bad, "bad"), (doubt, "doubt")):
            if tests:
                _mark(worksheet, sheet.figures[cell], f"={_any(tests)}", formats[look])
    if typed:
        for box, test in _heads(sheet):
            _mark(worksheet, (box.row, box.column), f"={test}>0", formats["head"])


def _mark(worksheet: Worksheet, spot: tuple[int, int], test: str, look: object) -> None:
    criteria = {"type": "formula", "criteria": test, "format": look, "stop_if_true": True}
    worksheet.conditional_format(*spot, *spot, criteria)


def _heads(sheet: TableSheet) -> Iterator[tuple[Box, str]]:
    """The labels of rows and columns, with the formula that counts the suspects there."""
    columns = {column for _, column in sheet.figures.values()}
    labels = {box.row: box for box in sheet.boxes if box.role == "label" and box.height == 1}
    headers = {box.column: box for box in sheet.boxes if box.role == "header" and box.width == 1}
    for row in sorted({row for row, _ in sheet.figures.values()} & labels.keys()):
        yield labels[row], f"SUM({sheet.block('suspect', row=row)})"
    for column in sorted(columns & headers.keys()) if len(columns) > 1 else ():
        yield headers[column], f"SUM({sheet.block('suspect', column=column)})"


def words_formula(seat: VerdictCell, sheet: TableSheet) -> str:
    """Return the formula of one seat: first what is broken, then what cannot be decided, then that all is well."""
    states = {rule.id: sheet.computation(rule)[4] for rule in seat.rules}
    worst, words = sheet.of_row(seat.row)
    beside = _is_beside(seat, sheet)
    text = words if beside else _base(seat, sheet)
    for rule in reversed(seat.rules):
        doubtful = f'{states[rule.id]}="{UNDECIDED}"'
        if beside:  # a figure that is none says more than that something cannot be decided
            doubtful = f"AND({doubtful},{worst}<{2 * KIND})"
        text = f"IF({doubtful},{_words(rule, sheet, seat)},{text})"
    for rule in reversed(seat.rules):
        text = f'IF({states[rule.id]}="{FAIL}",{_words(rule, sheet, seat)},{text})'
    return f"={text}"


def _words(rule: Rule, sheet: TableSheet, seat: VerdictCell) -> str:
    left, right, _, _, state, _, _, words = sheet.computation(rule)
    if not seat.narrow:
        return words
    complaint = texts.complaint(rule, left, right, narrow=True)
    return f'IF({state}="{FAIL}",{complaint},"{texts.doubt(rule, narrow=True)}")'


def _is_beside(seat: VerdictCell, sheet: TableSheet) -> bool:
    """Tell whether a seat stands beside a row of figures, and not below the table."""
    return seat.row < sheet.height


def _base(seat: VerdictCell, sheet: TableSheet) -> str:
    """All is well, as far as it is filled in."""
    states = [sheet.computation(rule)[4] for rule in seat.rules]
    unknown = "+".join(cell for rule in seat.rules for cell in sheet.computation(rule)[2:4])
    passed, empty = (_any([f'{state}="{word}"' for state in states]) for word in (PASS, EMPTY))
    good = f'IF({unknown}>={BLANK},"{texts.GAPS}","✓")'
    return f'IF({passed},{good},IF({empty},"{texts.EMPTY}","{texts.NOTHING}"))'


def _stored_words(seat: VerdictCell, sheet: TableSheet, stored: Stored) -> str:
    """What the formula will give, for a workbook that nobody has opened yet."""
    lines = [CheckLine(sheet, rule, rule.severity) for rule in seat.rules]
    states = [line.state(stored) for line in lines]
    beside = _is_beside(seat, sheet)
    base = row_words(sheet, stored, seat.row) if beside else ""
    for rule, line, state in zip(seat.rules, lines, states, strict=True):
        if state == FAIL:
            return texts.complaint_words(rule, stored, narrow=True) if seat.narrow else line.words(stored)
    if beside and base[0] in "✗！":
        return base
    if UNDECIDED in states:
        return texts.doubt(seat.rules[states.index(UNDECIDED)], narrow=seat.narrow)
    if beside:
        return base
    if PASS in states:
        unknown = sum(stored.unknown(side) for rule in seat.rules for side in (rule.holds.left, rule.holds.right))
        return texts.GAPS if unknown >= BLANK else "✓"
    return texts.EMPTY if EMPTY in states else texts.NOTHING


def _lines_below(sheet: TableSheet) -> list[tuple[str, int]]:
    """The rows below the table, with the kind of rule that each shows."""
    rows: dict[str, int] = {}
    for seat in (seat for seat in sheet.seats() if seat.row >= sheet.height):
        rows.setdefault(seat.rules[0].kind, seat.row)
    return list(rows.items())


def _any(tests: Sequence[str]) -> str:
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
