"""Last year's figures that this year's rules ask for, from documents of the year before or the sheet 上年数据."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checks.documents import Document
from checks.evaluate.cross_year import LastYear
from checks.evaluate.prose import paragraphs
from checks.locate.previous_sheet import is_previous_sheet, previous_spots
from checks.model.figures import read
from checks.model.findings import CellRef
from checks.model.grid import Grid
from checks.model.report import Report, Reports
from checks.model.rule import PREVIOUS, Rulebook, previous_label


def last_years(documents: Iterable[Document], book: Rulebook) -> list[LastYear]:
    """Return what documents say of the figures that a later year's must follow from; one for each with tables.

    Cells are taken by their ids, so that the report of 2020, in the older form, gives its 结转下年度 and nothing else:
    对外公开总数量 is not 现行有效件数.
    """
    asked = {cell for rules in book.years.values() for rule in rules for cell in rule.cells}
    return [
        LastYear(
            document.source,
            document.identity.unit,
            document.identity.year,
            dict(pair for report in document.reports.values() for pair in _asked(report, document.file, asked)),
            _chapters(document),
        )
        for document in documents
        if document.reports
    ]


def _chapters(document: Document) -> dict[str, str]:
    if document.part or not paragraphs(document.grids, document.reports):
        return {}
    from checks.evaluate.copied_text import chapters  # noqa: PLC0415  # only who asks for last year needs it

    return chapters(document.grids)


def _asked(report: Report, source: str, asked: set[str]) -> Iterator[tuple[str, CellRef]]:
    file = source.replace("\\", "/").rpartition("/")[2]
    for index in report.spots:
        ref = report.cell_ref(index)
        name = f"{PREVIOUS}{ref.id}"
        if name in asked and ref.value is not None:
            yield name, ref._replace(id=name, file=file, label=previous_label(ref.label))


def own_last_year(grids: Sequence[Grid], reports: Reports, book: Rulebook) -> LastYear | None:
    """Return what a document says of the year before, or None if it has no such sheet, or nothing in it.

    Args:
        grids: the document.
        reports: its reports, by form.
        book: the rules; only the figures that they ask for count.
    """
    refs: dict[str, CellRef] = {}
    if not any(is_previous_sheet(grid) for grid in grids):
        return None
    for form_id, report in reports.items():
        names = {cell for rule in book.years[form_id] for cell in rule.cells if cell.startswith(PREVIOUS)}
        asked = {name.removeprefix(PREVIOUS) for name in names}
        for cell_id, (position, row, column) in previous_spots(grids, report.form, asked).items():
            cell, grid = report.form.cell(cell_id), grids[position]
            reading = read(grid.value(row, column), cell.kind, cell.unit, typed=grid.typed)
            if reading.value is not None:
                name, label = f"{PREVIOUS}{cell_id}", previous_label(cell.label)
                refs[name] = CellRef(name, grid.address(row, column), label, reading.value, reading.text)
    return LastYear("", None, None, refs) if refs else None
