"""Live flags: the verdict in words beside each row and below each column, and marks on the cells that take part."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from checks.model.rule import Rule
from workbook_templates import texts
from workbook_templates.native import FAIL, PASS, STATES, UNDECIDED
from workbook_templates.sheets import Formats, Seat, TableSheet
from workbook_templates.verdicts import Stored


def write_verdicts(worksheet: Worksheet, formats: Formats, sheet: TableSheet, stored: Stored) -> None:
    """Write the formulas that say, next to the figures, what the rules say of them."""
    first, left = sheet.corner
    worksheet.write(first - 1, sheet.width, texts.VERDICT, formats["verdict_head"])
    for seat in sheet.seats():
        formula, words = words_formula(seat, sheet), _stored_words(seat, stored)
        look = formats["verdict_below" if seat.row >= sheet.height else "verdict"]
        if seat.width > 1:
            worksheet.merge_range(seat.row, seat.column, seat.row, seat.column + seat.width - 1, "", look)
        worksheet.write_formula(seat.row, seat.column, formula, look, words)
        criteria = {"type": "text", "criteria": "begins with", "value": "✗", "format": formats["bad_words"]}
        worksheet.conditional_format(seat.row, seat.column, seat.row, seat.column, criteria)
    for catalogue, line in _lines_below(sheet):
        if left > 1:
            worksheet.merge_range(line, 0, line, left - 1, texts.below(catalogue), formats["verdict_head"])


def write_marks(worksheet: Worksheet, formats: Formats, sheet: TableSheet, *, typed: bool) -> None:
    """Mark every figure that takes part in a broken rule, and in a 复核版 the one where a row and a column agree.

    Marks are conditional formats: they come and go with the figures, and touch no format of the user's.
    """
    for cell, rules in sheet.taking_part():
        if not rules:
            continue
        row, column = sheet.figures[cell]
        if typed and (test := _suspect(cell, rules, sheet)):
            worksheet.conditional_format(
                row, column, row, column, {"type": "formula", "criteria": f"={test}", "format": formats["suspect"]}
            )
        for state, look in ((FAIL, "bad"), (UNDECIDED, "doubt")):
            tests = [f'{sheet.computation(rule)[4]}="{state}"' for rule in rules]
            criteria = f"={tests[0]}" if len(tests) == 1 else f"=OR({','.join(tests)})"
            worksheet.conditional_format(
                row,
                column,
                row,
                column,
                {"type": "formula", "criteria": criteria, "format": formats[look], "stop_if_true": True},
            )


def _suspect(cell: str, rules: Sequence[Rule], sheet: TableSheet) -> str:
    """The single cell whose change would repair its row and its column at once: their gaps agree, all others hold.

    A part that is too small leaves left − right negative, a total that is too large does too; so gaps are compared
    with the sign that the cell has in the rule.
    """
    sums = [rule for rule in rules if _is_own_sum(rule)]
    if len(sums) < 2:
        return ""
    gaps = [_signed_gap(cell, rule, sheet) for rule in sums]
    others = [rule for rule in sheet.rules if _is_own_sum(rule) and rule not in sums]
    tests = [f"{gaps[0]}<>0", *(f"ABS({gaps[0]}-({gap}))<0.00001" for gap in gaps[1:])]
    clean = [f'{sheet.computation(rule)[4]}<>"{FAIL}"' for rule in others]
    return f"AND({','.join([*tests, *clean])})"


def _is_own_sum(rule: Rule) -> bool:
    """A sum within the table; last year's figures accuse nobody."""
    return rule.holds.relation == "=" and not rule.when and rule.severity == "error"


def _signed_gap(cell: str, rule: Rule, sheet: TableSheet) -> str:
    left, right = sheet.computation(rule)[:2]
    is_part = any(name == cell for name, _ in rule.holds.left.terms)
    return f"({left}-{right})" if is_part else f"({right}-{left})"


def words_formula(seat: Seat, sheet: TableSheet) -> str:
    """Return the formula of one seat: first what is broken, then what cannot be decided, then that all is well."""
    states = [sheet.computation(rule)[4] for rule in seat.rules]
    passed = ",".join(f'{state}="{PASS}"' for state in states)
    blanks = [cell for rule in seat.rules for cell in sheet.computation(rule)[2:4]]
    empty = [f"{sheet.computation(rule)[2]}={len(rule.holds.left.terms)}" for rule in seat.rules]
    text = (
        f'IF(OR({passed}),IF(AND({",".join(empty)}),"{texts.EMPTY}",IF({"+".join(blanks)}>0,"{texts.GAPS}","✓")),"－")'
    )
    for rule, state in reversed(list(zip(seat.rules, states, strict=True))):
        text = f'IF({state}="{UNDECIDED}","{texts.doubt(rule, narrow=seat.narrow)}",{text})'
    for rule, state in reversed(list(zip(seat.rules, states, strict=True))):
        text = f'IF({state}="{FAIL}",{_complaint(rule, sheet, narrow=seat.narrow)},{text})'
    return f"={text}"


def _complaint(rule: Rule, sheet: TableSheet, *, narrow: bool) -> str:
    """The sentence for a broken rule, with both sides; a part that alone exceeds its total is named."""
    left, right = sheet.computation(rule)[:2]
    words = texts.complaint(rule, left, right, narrow=narrow)
    if texts.is_sum(rule) and not narrow:
        named = '""'
        for cell, _ in reversed(rule.holds.left.terms):
            label = texts.short_label(sheet.form, rule, cell)
            named = f'IF({sheet.hidden(cell).value}>{right},"{texts.exceeds(label)}",{named})'
        words += f"&{named}"
    return words


def _stored_words(seat: Seat, stored: Stored) -> str:
    """What the formula will give, for a workbook that nobody has opened yet."""
    judged = [(rule, stored.judgement(rule)) for rule in seat.rules]
    for rule, judgement in judged:
        if judgement.outcome == "fail":
            return texts.complaint_words(rule, stored, narrow=seat.narrow)
    for rule, judgement in judged:
        if judgement.outcome == "undecided":
            return texts.doubt(rule, narrow=seat.narrow)
    if not any(STATES[judgement.outcome] == PASS for _, judgement in judged):
        return "－"
    if all(stored.unknown(rule.holds.left) == len(rule.holds.left.terms) for rule in seat.rules):
        return texts.EMPTY
    gaps = sum(stored.unknown(side) for rule in seat.rules for side in (rule.holds.left, rule.holds.right))
    return texts.GAPS if gaps else "✓"


def _lines_below(sheet: TableSheet) -> list[tuple[str, int]]:
    """The rows below the table, with the kind of rule that each shows."""
    found: dict[str, int] = {}
    for seat in (seat for seat in sheet.seats() if seat.row >= sheet.height):
        found.setdefault(seat.rules[0].kind, seat.row)
    return list(found.items())
