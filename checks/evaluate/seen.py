"""What one sees must be what is added up: figures in hidden lines, behind odd number formats, below merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checks.evaluate.cells import cell_ref
from checks.model.findings import CellRef, Finding
from checks.model.grid import SeenOtherwise, column_letters
from checks.model.located import Located
from checks.model.report import Report
from checks.model.rule import Entry
from checks.render.sentences import seen as sentences

_Seen = tuple[SeenOtherwise, list[int]]
"""What is seen otherwise, and the cells of the form that it concerns."""


def seen_findings(report: Report, catalogue: Mapping[str, Entry]) -> list[Finding]:
    """Return a warning for each table and each way in which its figures are not what a reader sees."""
    if not any(grid.seen_otherwise for grid in report.grids):
        return []
    entry = catalogue["A-SEEN"]
    found: list[Finding] = []
    for table in report.tables:
        by_kind: dict[str, list[_Seen]] = {}
        for grid in sorted({spot[0] for spot in table.spots.values()}):
            for departure, cells in _concerned(report, table, grid):
                by_kind.setdefault(departure.kind, []).append((departure, cells))
        found += [_finding(report, table, entry, kind, seen) for kind, seen in by_kind.items()]
    return found


def _concerned(report: Report, table: Located, grid: int) -> Iterator[_Seen]:
    """Yield what concerns the figures of a table, sheet by sheet."""
    departures = report.grids[grid].seen_otherwise
    if not departures:
        return
    rows: dict[int, list[int]] = {}
    columns: dict[int, list[int]] = {}
    places: dict[tuple[int, int], int] = {}
    for index, (its_grid, row, column) in table.spots.items():
        if its_grid == grid:
            rows.setdefault(row, []).append(index)
            columns.setdefault(column, []).append(index)
            places[row, column] = index
    for departure in departures:
        if departure.kind == "hidden_row":
            cells = _filled(report, rows.get(departure.row, []))
        elif departure.kind == "hidden_column":
            cells = _filled(report, columns.get(departure.column, []))
        else:
            cells = [places[at]] if (at := (departure.row, departure.column)) in places else []
        if cells and not (departure.kind == "format" and _is_own_unit(report, cells[0], departure.text)):
            yield departure, cells


def _filled(report: Report, cells: Sequence[int]) -> list[int]:
    return [index for index in cells if report.reading(index).state not in ("blank", "placeholder")]


def _is_own_unit(report: Report, index: int, text: str) -> bool:
    """Tell whether a format only prints the unit that the form asks for behind the number."""
    unit = report.form.cells[index].unit
    value = report.reading(index).text
    return bool(unit) and text.replace(" ", "").replace(",", "") == f"{value}{unit}"


def _finding(report: Report, table: Located, entry: Entry, kind: str, seen: Sequence[_Seen]) -> Finding:
    indexes = list(dict.fromkeys(index for _, cells in seen for index in cells))
    refs = {index: cell_ref(report, index) for index in indexes}
    words = [_words(report, departure, [refs[index] for index in cells], cells[0]) for departure, cells in seen]
    return Finding(
        rule=f"{entry.id}:{table.of.id}.{kind}",
        form=report.form.id,
        severity=entry.severity,
        outcome="fail",
        cells=tuple(refs.values()),
        left=None,
        right=None,
        message=sentences.seen_otherwise(kind, table.of.name, words) + entry.instruction,
    )


def _words(report: Report, departure: SeenOtherwise, refs: Sequence[CellRef], first: int) -> str:
    """Name one line or one cell, and what one sees there."""
    sheet = report.grids[report.spots[first][0]].name
    if departure.kind == "hidden_row":
        return sentences.hidden_line(sheet, str(departure.row + 1), len(refs), is_row=True)
    if departure.kind == "hidden_column":
        return sentences.hidden_line(sheet, column_letters(departure.column), len(refs), is_row=False)
    return sentences.seen_cell(departure.kind, refs[0], departure.text)
