"""Hands out standard workbooks: empty ones for a year, and ones filled from any report that can be read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from checks import messages, sources
from checks.errors import InputFileError, UsageError
from checks.grid import Value
from checks.identity import identify
from checks.locate import locate
from checks.report import Report, read_reports
from checks.rules.model import Rulebook
from workbook_templates.build import build
from workbook_templates.texts import FILL_IN, REVIEW


def new(year: int, book: Rulebook, *, review: bool, target: str | None, force: bool) -> Path:
    """Write an empty standard workbook for a report year, and return its path.

    Raises:
        UsageError: no form holds for that year, or the file exists already.
    """
    form = next((form for form in book.forms.values() if form.holds_for(year)), None)
    if form is None:
        raise UsageError(messages.no_form(year))
    edition = REVIEW if review else FILL_IN
    path = Path(target or f"{year}年政府信息公开工作年度报告表格（{edition}）.xlsx")
    return _write(path, build(form, book, review=review, year=year), force=force)


def convert(source: str, book: Rulebook, *, target: str | None, force: bool) -> list[Path]:
    """Write a filled 复核版 for each form of a report, figures as they stand there, nothing corrected.

    Raises:
        UsageError: the file does not exist, cannot be read or holds no table, or a target exists already.
    """
    path = Path(source)
    try:
        grids = sources.read(path.read_bytes(), path.name).grids
    except OSError as problem:
        raise UsageError(messages.no_such_path(source)) from problem
    except InputFileError as problem:
        raise UsageError(messages.UNREADABLE[problem.code].format(detail=problem.detail)) from problem
    identity = identify(grids, path.name)
    layouts = locate(grids, book, identity.year)
    if not layouts:
        raise UsageError(messages.NO_TABLE)
    written: list[Path] = []
    for number, layout in enumerate(layouts):
        reports = _whole(read_reports(grids, layout), book)
        for form_id, filling in reports.items():
            which = [form_id] * (len(reports) > 1) + [str(number + 1)] * (number > 0)
            parts = [path.stem, "标准表", *which]
            chosen = Path(target) if target and not written else path.with_name("-".join(parts) + ".xlsx")
            data = build(
                book.forms[form_id], book, review=True, filling=filling, unit=identity.unit or "", year=identity.year
            )
            written.append(_write(chosen, data, force=force))
    return written


def figures_as_written(report: Report) -> dict[str, Value]:
    """Return the figures of a report as they stand: numbers as numbers, whatever else as its text."""
    filling: dict[str, Value] = {}
    for index in report.spots:
        reading = report.reading(index)
        plain = reading.value is not None and not reading.remarks
        filling[report.form.cells[index].id] = reading.value if plain else reading.text
    return filling


def _whole(reports: Mapping[str, Report], book: Rulebook) -> dict[str, dict[str, Value]]:
    """Figures by form; what another form of a mixed document has in common is not repeated."""
    return {form: figures_as_written(report) for form, report in reports.items() if form in book.forms}


def _write(path: Path, data: bytes, *, force: bool) -> Path:
    try:
        with path.open("wb" if force else "xb") as file:
            file.write(data)
    except FileExistsError as problem:
        raise UsageError(messages.exists(str(path))) from problem
    except OSError as problem:
        raise UsageError(messages.cannot_write(str(path), problem.strerror or "")) from problem
    return path


def shipped(book: Rulebook) -> dict[str, bytes]:
    """Return the workbooks that ship, by file name: both editions of every form."""
    return {
        f"{form.id}-{edition}.xlsx": build(form, book, review=edition == REVIEW)
        for form in book.forms.values()
        for edition in (FILL_IN, REVIEW)
    }


def main() -> None:
    """Make the shipped workbooks anew: ``python -m workbook_templates.hand_out``."""
    from checks import rulebook  # noqa: PLC0415  # only here is the shipped rule book meant

    for name, data in shipped(rulebook.load()).items():
        (Path(__file__).parent / "workbooks" / name).write_bytes(data)
        print(name)


if __name__ == "__main__":
    main()
