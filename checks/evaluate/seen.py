"""What one sees must be what is added up: figures in hidden lines, behind odd number formats, below merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checks.model.findings import Finding, document_finding
from checks.model.grid import SeenOtherwise, column_letters
from checks.model.located import Located
from checks.model.report import Report
from checks.model.rule import RuleKind

_Seen = tuple[SeenOtherwise, list[int]]
"""What is seen otherwise, and the cells of the form that it concerns."""


def seen_findings(report: Report, catalogue: Mapping[str, RuleKind]) -> list[Finding]:
    """Return a warning for each table and each way in which its figures are not what a reader sees."""
    if not any(grid.seen_otherwise for grid in report.grids):
        return []
    kind = catalogue["A-SEEN"]
    findings: list[Finding] = []
    for table in report.tables:
        by_kind: dict[str, list[_Seen]] = {}
        for grid in table.grids:
            for departure, cells in _concerned(report, table, grid):
                by_kind.setdefault(departure.kind, []).append((departure, cells))
        findings += [_finding(report, table, kind, way, seen) for way, seen in by_kind.items()]
    return findings


def _concerned(report: Report, table: Located, grid: int) -> Iterator[_Seen]:
    """Yield what concerns the figures of a table, sheet by sheet."""
    departures = report.grids[grid].seen_otherwise
    if not departures:
        return
    rows: dict[int, list[tuple[int, int, int]]] = {}
    for first, (its_grid, row, column), length in table.runs:
        if its_grid == grid:
            rows.setdefault(row, []).append((column, column + length, first - column))
    for departure in departures:
        row, column = departure.row, departure.column
        if departure.kind == "hidden_row":
            here = [i for i, (g, r, _) in table.spots.items() if (g, r) == (grid, row)] if row in rows else []
            cells = _filled(report, here)
        elif departure.kind == "hidden_column":
            has_it = any(begin <= column < end for runs in rows.values() for begin, end, _ in runs)
            here = [i for i, (g, _, c) in table.spots.items() if (g, c) == (grid, column)] if has_it else []
            cells = _filled(report, here)
        else:
            cells = [offset + column for begin, end, offset in rows.get(row, ()) if begin <= column < end]
        if cells and not (departure.kind == "format" and _is_own_unit(report, cells[0], departure.text)):
            yield departure, cells


def _filled(report: Report, cells: Sequence[int]) -> list[int]:
    return [index for index in cells if report.reading(index).state not in ("blank", "placeholder")]


def _is_own_unit(report: Report, index: int, text: str) -> bool:
    """Tell whether a format only prints the unit that the form asks for behind the number."""
    unit = report.form.cells[index].unit
    value = report.reading(index).text
    return bool(unit) and text.replace(" ", "").replace(",", "") == f"{value}{unit}"


def _finding(report: Report, table: Located, kind: RuleKind, way: str, seen: Sequence[_Seen]) -> Finding:
    """One finding; of hidden lines it names sheet, line and count of figures, of cells what one sees in each."""
    indexes = list(dict.fromkeys(index for _, cells in seen for index in cells))
    arguments = [way, table.of.name]
    for departure, cells in seen:
        if way in ("hidden_row", "hidden_column"):
            sheet = report.grids[report.spots[cells[0]][0]].name
            line = str(departure.row + 1) if way == "hidden_row" else column_letters(departure.column)
            arguments += [sheet, line, str(len(cells))]
        else:
            arguments.append(departure.text)
    cells_seen = tuple(report.cell_ref(index) for index in indexes)
    subject = f"{table.of.id}.{way}"
    return document_finding(kind, subject, code="seen", arguments=arguments, form=report.form.id, cells=cells_seen)
