"""The sheet 校验: one line a rule, with its state in words, both sides, and a link to the place."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.workbook import Workbook

from checks.model.findings import Outcome
from workbook_templates import texts
from workbook_templates.native import FAIL, STATES, UNDECIDED, side_formula
from workbook_templates.sheets import Formats, TableSheet
from workbook_templates.verdicts import Stored

_WIDTHS = (40, 14, 64, 12, 12, 12, 14)


def write_check_sheet(workbook: Workbook, formats: Formats, sheets: Sequence[TableSheet], stored: Stored) -> None:
    """Write the sheet; its states are those that the table sheets compute, and it computes nothing itself."""
    sheet = workbook.add_worksheet(texts.CHECKS)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 32)
    rules = [(table, rule) for table in sheets for rule in table.rules]
    last = len(rules) + 2
    failing = sum(stored.judgement(rule).outcome == "fail" for _, rule in rules)
    formula = f'="还有 "&COUNTIF(B3:B{last},"{FAIL}")&" 处不符"'
    sheet.write_formula(0, 0, formula, formats["title"], texts.left_over(failing))
    for column, label in enumerate(texts.HEADER):
        sheet.write(1, column, label, formats["header"])
    for r, (table, rule) in enumerate(rules, 2):
        state = table.computation(rule, sheet=True)[4]
        sides = rule.sides.left, rule.sides.right
        outcome: Outcome = stored.judgement(rule).outcome
        values = float(stored.side(sides[0])), float(stored.side(sides[1]))
        sheet.write_string(r, 0, rule.id, formats["cell"])
        sheet.write_formula(r, 1, f"={state}", formats["cell"], STATES[outcome])
        sheet.write_string(r, 2, texts.describe(rule), formats["cell"])
        for column, (side, value) in enumerate(zip(sides, values, strict=True), 3):
            sheet.write_formula(r, column, side_formula(side, table.hidden_elsewhere), formats["cell"], value)
        sheet.write_formula(r, 5, f"=D{r + 1}-E{r + 1}", formats["cell"], values[0] - values[1])
        own = next(cell for cell in rule.cells if cell in table.figures)
        target = table.address(own, sheet=True).replace("$", "")
        sheet.write_url(r, 6, f"internal:{target}", formats["link"], target.replace("'", ""))
    for state, look in ((FAIL, "bad"), (UNDECIDED, "doubt")):
        criteria = {"type": "formula", "criteria": f'=$B3="{state}"', "format": formats[look]}
        sheet.conditional_format(2, 1, last - 1, 1, criteria)
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, last - 1, len(_WIDTHS) - 1)
    sheet.repeat_rows(1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
