"""The sheet 校验: how much is left to do, the problems first, then one line a rule with its state and both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from checks.render.sentences import SEVERITY
from workbook_templates import texts
from workbook_templates.figure_formulas import issue_place
from workbook_templates.flags import colour_words
from workbook_templates.lines import DAMAGED, DOUBTS, ERRORS, REMARKS, WARNINGS, CheckLine, line_number
from workbook_templates.native import EMPTY, FAIL, NOT_APPLICABLE, STATES, UNDECIDED, side_formula
from workbook_templates.sheets import Formats, TableSheet
from workbook_templates.verdicts import Stored

_WIDTHS = (34, 12, 62, 9, 9, 9, 12, 9)
_PROBLEMS = 10
"""Lines for the gravest problems, above the list."""
_TELLS = 2
"""The column that says what is wrong."""
_HEAD = _PROBLEMS + 3
"""The list's header row, from 0, below the headline, the problems' header, the problems and a free row."""
_RANK, _SENTENCE, _LINK, _PLACE = 9, 10, 11, 12
"""Hidden columns of the list: how early a line is to be looked at, its sentence, where it leads, and that place."""


@dataclass(frozen=True)
class CheckSheet:
    """Where the list stands, for the headlines of the other sheets."""

    lines: Sequence[CheckLine]

    def column(self, column: int, lines: Sequence[CheckLine] | None = None, *, sheet: bool = True) -> str:
        """Return a column of the list as a range, of all lines or of some neighbouring ones."""
        numbers = [self.lines.index(line) for line in lines or self.lines]
        area = xl_range_abs(_HEAD + 1 + numbers[0], column, _HEAD + 1 + numbers[-1], column)
        return f"'{texts.CHECKS}'!{area}" if sheet else area

    def headline(self, table: TableSheet) -> str:
        """Return the formula of a table's headline."""
        ranks = self.column(_RANK, [line for line in self.lines if line.sheet is table])
        counts = _count(ranks, WARNINGS, DAMAGED), _count(ranks, DOUBTS, WARNINGS), self._blanks(table)
        worst = line_number(f"LARGE({ranks},1)")
        place, sentence = (f"INDEX({self.column(column)},{worst})" for column in (_PLACE, _SENTENCE))
        said = texts.on_table_formula(counts, place, sentence)
        damaged = f'COUNTIF({ranks},">={DAMAGED * 1000}")'
        broken = f'{damaged}&" {texts.DAMAGED}"'
        reshaped = table.of_sheet()[0]
        known = f'IF({reshaped}>0,"{texts.RESHAPED}",IF({damaged}>0,"✗ "&{broken},{said}))'
        return f'=IF(ISERROR({reshaped}+{damaged}),"✗ {texts.DAMAGED_LINE}",{known})'

    def headline_words(self, table: TableSheet, stored: Stored) -> str:
        """Return what that formula gives."""
        counts = self.counts(stored, table)
        ranks = [(line.rank(stored, n), line) for n, line in self._numbered(table)]
        worst = max(ranks, key=lambda pair: pair[0])[1]
        return texts.on_table((counts[0] + counts[1], *counts[2:]), _place(worst, stored), worst.sentence(stored))

    def counts(self, stored: Stored, table: TableSheet | None = None) -> tuple[int, int, int, int]:
        """Return how many errors, warnings and undecided lines there are, and how many blank figures."""
        ranks = [line.rank(stored, number) // 1000 for number, line in self._numbered(table)]
        blank = sum(line.count(stored) for _, line in self._numbered(table) if line.subject == "C-BLANK")
        return ranks.count(ERRORS), ranks.count(WARNINGS), ranks.count(DOUBTS), blank

    def _numbered(self, table: TableSheet | None) -> list[tuple[int, CheckLine]]:
        return [(n, line) for n, line in enumerate(self.lines, 1) if table is None or line.sheet is table]

    def total(self) -> str:
        """Return the formula of the headline of the whole workbook, on the sheet 校验."""
        ranks = self.column(_RANK, sheet=False)
        errors, warnings = _count(ranks, ERRORS, DAMAGED), _count(ranks, WARNINGS, ERRORS)
        doubts = _count(ranks, DOUBTS, WARNINGS)
        sheets = list(dict.fromkeys(line.sheet for line in self.lines))
        blanks = "+".join(self._blanks(sheet) for sheet in sheets)
        said = texts.left_over_formula(errors, warnings, doubts, f"({blanks})")
        reshaped = "+".join(sheet.of_sheet(sheet=True)[0] for sheet in sheets)
        damaged = f'COUNTIF({ranks},">={DAMAGED * 1000}")'
        broken = f'IF({damaged}>0,"✗ "&{damaged}&" {texts.DAMAGED}",IF({reshaped}>0,"{texts.RESHAPED}",{said}))'
        return f'=IF(ISERROR({reshaped}+{blanks}),"✗ "&{damaged}&" {texts.DAMAGED}",{broken})'

    def _blanks(self, table: TableSheet) -> str:
        """How many figures of a table are blank."""
        return table.computation("C-BLANK", sheet=True)[0]


def _count(ranks: str, least: int, below: int) -> str:
    return f'(COUNTIF({ranks},">={least * 1000}")-COUNTIF({ranks},">={below * 1000}"))'


def write_check_sheet(workbook: Workbook, formats: Formats, checks: CheckSheet, stored: Stored) -> None:
    """Write the sheet; its states are those that the table sheets compute, and it computes nothing itself."""
    sheet = workbook.add_worksheet(texts.CHECKS)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(len(_WIDTHS), 16383, None, None, {"hidden": True})
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, len(_WIDTHS) - 1, "", formats["title"])
    sheet.write_formula(0, 0, checks.total(), formats["title"], texts.left_over(checks.counts(stored)))
    colour_words(sheet, formats, 0, 0)
    for row, labels in ((1, texts.PROBLEMS), (_HEAD, texts.HEADER)):
        for column, label in enumerate(labels):
            sheet.write(row, column, label, formats["header"])
    _problems(sheet, formats, checks, stored)
    for number, line in enumerate(checks.lines, 1):
        _line(sheet, formats, line, number, stored)
    last = _HEAD + len(checks.lines)
    state, level = f"$B{_HEAD + 2}", f"$H{_HEAD + 2}"
    strong = f'AND({state}="{FAIL}",{level}="{SEVERITY["error"]}")'
    weak = f'OR(AND({state}="{FAIL}",{level}="{SEVERITY["warning"]}"),{state}="{UNDECIDED}",{state}="{EMPTY}")'
    for test, look in ((strong, "bad"), (weak, "doubt")):
        options = {"type": "formula", "criteria": f"={test}", "format": formats[look], "stop_if_true": True}
        sheet.conditional_format(_HEAD + 1, 1, last, 1, options)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last, len(_WIDTHS) - 1)
    sheet.hide_gridlines(2)
    sheet.set_zoom(90)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _line(sheet: Worksheet, formats: Formats, line: CheckLine, number: int, stored: Stored) -> None:
    row = _HEAD + number
    left, right, _, _, state, _, _, words = line.sheet.computation(line.subject, sheet=True)
    said, values = line.state(stored), line.sides(stored)
    sheet.write_string(row, 0, line.id, formats["cell"])
    sheet.write_formula(row, 1, f"={state}", formats["cell"], said)
    sheet.write_string(row, 2, line.title, formats["cell"])
    if not isinstance(line.subject, str):
        shown = line.subject.sides
        left, right = (side_formula(side, line.sheet.hidden_elsewhere)[1:] for side in (shown.left, shown.right))
    else:
        right = "0"
    silent = said in (STATES["not_applicable"], EMPTY)
    results = [*values, values[0] - values[1]]
    sides = left, right, f"$D${row + 1}-$E${row + 1}"
    for column, (side, value) in enumerate(zip(sides, results, strict=True), 3):
        formula = f'=IF(OR($B${row + 1}="{NOT_APPLICABLE}",$B${row + 1}="{EMPTY}"),"",{side})'
        sheet.write_formula(row, column, formula, formats["cell"], "" if silent else value)
    name = f"gj_{line.own.replace('.', '_')}"
    place = line.sheet.address(line.own, sheet=True).replace("$", "").replace("'", "")
    sheet.write_url(row, 6, f"internal:{name}", formats["link"], place)
    sheet.write_string(row, 7, line.level, formats["cell"])
    hidden = formats["hidden"]
    rank = line.rank_formula(f"$B${row + 1}", f"{line.sheet.computation(line.subject, sheet=True)[0]}", number)
    sheet.write_formula(row, _RANK, rank, hidden, line.rank(stored, number))
    about = "" if isinstance(line.subject, str) else f"{line.subject.subject}："
    sentence = f'=IF(ISERROR($B${row + 1}),"{line.id}：{texts.DAMAGED_LINE}","{about}"&MID({words},3,200))'
    sheet.write_formula(row, _SENTENCE, sentence, hidden, line.sentence(stored))
    sheet.write_string(row, _LINK, f"#{name}", hidden)
    sheet.write_string(row, _PLACE, place, hidden)
    if isinstance(line.subject, str):
        _place_of_issue(sheet, formats, line, row, place)


def _place_of_issue(sheet: Worksheet, formats: Formats, line: CheckLine, row: int, place: str) -> None:
    """An issue leads to its first figure, if there is one."""
    first = line.sheet.computation(line.subject, sheet=True)[1]
    table = line.sheet.table.name
    cell = f'IF({first}>0,{issue_place(first)},"{place.partition("!")[2]}")'
    sheet.write_formula(row, _LINK, f"=\"#'{table}'!\"&{cell}", formats["hidden"], f"#'{table}'!")
    sheet.write_formula(row, _PLACE, f'="{table}!"&{cell}', formats["hidden"], place)


def _problems(sheet: Worksheet, formats: Formats, checks: CheckSheet, stored: Stored) -> None:
    """The gravest problems, a line each: which, how grave, what, both sides, and a link."""
    ranks = checks.column(_RANK, sheet=False)
    ranked = sorted(((line.rank(stored, n), line) for n, line in enumerate(checks.lines, 1)), key=lambda x: -x[0])
    grave = [line for rank, line in ranked if rank >= REMARKS * 1000]
    for number in range(1, _PROBLEMS + 1):
        row = number + 1
        which = f"$J${row + 1}"
        line = grave[number - 1] if number <= len(grave) else None
        chosen = line_number(f"LARGE({ranks},{number})")
        formula = f'=IF(COUNTIF({ranks},">0")<{number},0,{chosen})'
        sheet.write_formula(row, _RANK, formula, formats["hidden"], checks.lines.index(line) + 1 if line else 0)
        link, place, level, sentence, *sides, name = (
            f"INDEX({checks.column(each, sheet=False)},{which})" for each in (_LINK, _PLACE, 7, _SENTENCE, 3, 4, 5, 0)
        )
        none = texts.NO_PROBLEM if number == 1 else ""
        shown = _shown(line, stored) if line else ["", "", none, "", "", "", ""]
        wanted = [f"HYPERLINK({link},{place})", level, sentence, *sides, name]
        for column, (what, value) in enumerate(zip(wanted, shown, strict=True)):
            empty = none if column == _TELLS else ""
            look = formats["link" if column == 0 else "id" if column == len(wanted) - 1 else "cell"]
            sheet.write_formula(row, column, f'=IF({which}=0,"{empty}",{what})', look, value)


def _shown(line: CheckLine, stored: Stored) -> list[str | float]:
    left, right = line.sides(stored)
    silent = line.state(stored) in (STATES["not_applicable"], EMPTY)
    sides = ["", "", ""] if silent else [left, right, left - right]
    return [_place(line, stored), line.level, line.sentence(stored), *sides, line.id]


def _place(line: CheckLine, stored: Stored) -> str:
    if isinstance(line.subject, str) and line.count(stored):
        return f"{line.sheet.table.name}!{line.words(stored).split()[1]}"
    return line.sheet.address(line.own, sheet=True).replace("$", "").replace("'", "")
