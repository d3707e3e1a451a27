"""Last year's figures that this year's rules ask for, from documents of the year before or the sheet 上年数据."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from checks.documents import Document
from checks.evaluate.copied_text import chapters
from checks.evaluate.cross_year import LastYear
from checks.evaluate.prose import paragraphs
from checks.locate.previous_sheet import is_previous_sheet, previous_spots
from checks.model.figures import read
from checks.model.findings import CellRef
from checks.model.grid import Grid
from checks.model.report import Report
from checks.model.rule import PREVIOUS, Rulebook, previous_label
from checks.model.submission import Submission
from checks.model.unit import Unit
from checks.submissions.attribution import attribute
from checks.submissions.unit_names import UnitRegistry, core


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
    return chapters(document.grids)


def _asked(report: Report, source: str, asked: set[str]) -> Iterator[tuple[str, CellRef]]:
    file = source.replace("\\", "/").rpartition("/")[2]
    for index in report.spots:
        ref = report.cell_ref(index)
        name = f"{PREVIOUS}{ref.id}"
        if name in asked and ref.value is not None:
            yield name, replace(ref, id=name, file=file, label=previous_label(ref.label))


def pair(reports: Sequence[LastYear], unit: str | None, year: int | None) -> LastYear | None:
    """Return the report of the same unit for the year before, if it is clear which that is.

    Without the name of a unit on either side, a single report is taken for the unit's own.
    """
    near = [last for last in reports if year is None or last.year is None or last.year == year - 1]
    if unit:
        own = [last for last in near if (core(last.unit) == core(unit) if last.unit else len(reports) == 1)]
        own = own or _called_otherwise(near, unit)
    else:
        own = near if len(reports) == 1 else []
    return own[0] if len(own) == 1 else None


def partner(reports: Sequence[LastYear], submission: Submission, register: UnitRegistry) -> LastYear | None:
    """Return the report of the year before that a document has to follow from, as far as it alone tells whose it is.

    Args:
        reports: of the year before.
        submission: the document with its mail, as it was received; whose it is is completed in it.
        register: the list of units, which knows a unit by its address, its file's name and its other names.
    """
    found = pair(reports, submission.verdict.unit, submission.verdict.year)
    if found is None and register.units:
        unit = attribute([submission], register)[0].unit
        found = of_unit(reports, unit, submission.year, register) if unit else None
    return found


def of_unit(reports: Sequence[LastYear], unit: Unit, year: int | None, register: UnitRegistry) -> LastYear | None:
    """Return the report of a unit of the list for the year before, if it is clear which that is."""
    near = (last for last in reports if year is None or last.year is None or last.year == year - 1)
    own = [last for last in near if _owner(last.unit, register) == unit]
    return own[0] if len(own) == 1 else None


def _owner(name: str | None, register: UnitRegistry) -> Unit | None:
    """The unit that a report of last year is of."""
    if not name:
        return None
    candidates = register.candidates(name) or tuple(register.match([name]).values())
    return candidates[0] if len(candidates) == 1 else None


def _called_otherwise(reports: Sequence[LastYear], unit: str) -> list[LastYear]:
    """The reports of a unit that goes by another fair spelling of its name there: 市卫健委, 财政局."""
    names = tuple(dict.fromkeys(last.unit for last in reports if last.unit))
    meant = {candidate.name for candidate in _register(names).candidates(unit)} or _register((unit,)).spellings & set(
        map(core, names)
    )
    return [last for last in reports if last.unit and (last.unit in meant or core(last.unit) in meant)]


@lru_cache(maxsize=64)
def _register(names: tuple[str, ...]) -> UnitRegistry:
    return UnitRegistry([Unit(name) for name in names])


def own_last_year(grids: Sequence[Grid], reports: Mapping[str, Report], book: Rulebook) -> LastYear | None:
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
