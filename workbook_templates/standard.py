"""Hands out standard workbooks: empty ones for a year, and ones filled from any report that can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from checks.documents import Document, read_documents
from checks.errors import InputFileError, UsageError
from checks.identity import Identity
from checks.model.findings import Verdict
from checks.model.form import Form
from checks.model.grid import Value
from checks.model.report import Report
from checks.model.rule import PREVIOUS, Rulebook
from checks.partners import pair
from checks.previous import last_years
from checks.render import sentences
from checks.render.sentences.ending import own_input
from checks.render.targets import write_target
from workbook_templates import texts
from workbook_templates.build import build
from workbook_templates.texts import FILL_IN, REVIEW
from workbook_templates.word import word_report

_WORD = ".docx"
_LAST_YEAR = 2100  # beyond, it is a slip of the hand


def new(
    year: int,
    book: Rulebook,
    *,
    review: bool,
    target: str | None,
    force: bool,
    previous: str | None = None,
    word: bool = False,
) -> Path:
    """Write an empty standard workbook for a report year, or the report's skeleton in Word, and return its path.

    Args:
        year: the report year; decides the form.
        book: the rules.
        review: 复核版 instead of 填报版.
        target: the file to write; a Chinese name in the current folder by default.
        force: overwrite it if it is there.
        previous: last year's report, whose figures fill 上年数据.
        word: a Word document instead, with the chapters and the tables.

    Raises:
        UsageError: no form holds for that year, the file exists already, or last year's report cannot be read.
    """
    form = next((form for form in book.forms.values() if form.holds_for(year)), None)
    if form is None or year > _LAST_YEAR:
        raise UsageError(sentences.no_form(year))
    if word or (target and target.lower().endswith(_WORD)):
        path = Path(target or f"{year}年政府信息公开工作年度报告.docx")
        _keep_inputs(target, previous)
        return write_target(path, word_report(form, {}, "", year), force=force)
    edition = REVIEW if review else FILL_IN
    path = Path(target or f"{year}年政府信息公开工作年度报告表格（{edition}）.xlsx")
    _keep_inputs(target, previous)
    last = last_year(previous, form, book) if previous else None
    filling, origin = (last.figures, last.origin(year)) if last else (None, "")
    return write_target(path, build(form, book, review=review, filling=filling, year=year, origin=origin), force=force)


def convert(source: str, book: Rulebook, *, target: str | None, force: bool, previous: str | None = None) -> list[Path]:
    """Write a filled 复核版, or a Word document, for each form of a report, figures as they stand, nothing corrected.

    Raises:
        UsageError: a file does not exist, cannot be read or holds no table, or a target exists already.
    """
    path = Path(source)
    _keep_inputs(target, source, previous)
    before = _documents(previous, book) if previous else []
    in_word = bool(target) and str(target).lower().endswith(_WORD)
    base = Path(target).with_suffix("") if target else path.with_name(f"{path.stem}-标准表")
    written: list[Path] = []
    for number, document in enumerate(_documents(source, book), 1):
        identity, unit = document.identity, document.identity.unit or ""
        for form_id, report in document.reports.items():
            form = book.forms[form_id]
            last = _last_years_own(before, identity, form, book) if before else None
            filling = figures_as_written(report) | (last.figures if last else {})
            if in_word:
                data = word_report(form, filling, unit, identity.year)
            else:
                origin = last.origin(identity.year) if last else ""
                data = build(form, book, review=True, filling=filling, unit=unit, year=identity.year, origin=origin)
            which = [form_id] if len(document.reports) > 1 else []
            which += [str(number)] if number > 1 else []
            chosen = base.with_name("-".join([base.name, *which]) + (_WORD if in_word else ".xlsx"))
            written.append(write_target(Path(target) if target and not written else chosen, data, force=force))
    return written


def marker(book: Rulebook) -> Callable[..., Any]:
    """Return what makes marked copies: of what takes no marks itself, a copy in the standard workbook."""
    from checks.marking import marked_copy  # noqa: PLC0415  # not before a file is there

    return partial(marked_copy, book=book, standard=as_standard_workbook)


def as_standard_workbook(data: bytes, verdict: Verdict, book: Rulebook, number: int = 0) -> bytes:
    """Return the standard workbook with the figures of one report of a received file, as they stand.

    Args:
        data: the file.
        verdict: on that report; says whose it is, and which form has the most errors if there are several.
        book: the rules.
        number: which of the file's reports, from 0, in the order of their verdicts.

    Raises:
        InputFileError: the file can't be read.
    """
    document = read_documents(data, verdict.file, book, verdict.sha256)[number]
    wrong = Counter(finding.form for finding in verdict.findings if finding.severity == "error")
    report = max(document.reports.values(), key=lambda report: wrong[report.form.id])
    filling = figures_as_written(report)
    return build(report.form, book, review=True, filling=filling, unit=verdict.unit or "", year=verdict.year)


class LastReport(NamedTuple):
    """What last year's report says of the figures that this year's must follow from, and which report it is."""

    figures: dict[str, Value]
    unit: str | None
    year: int | None
    file: str

    def origin(self, year: int | None) -> str:
        """Say whose report of which year it is, for a report of this year."""
        return texts.origin(self.unit, self.year, self.file, year - 1 if year else None)


def last_year(source: str, form: Form, book: Rulebook) -> LastReport:
    """Return what last year's report says of the figures that this year's must follow from.

    Cells are taken by their ids, so that the report of 2020, in the older form, gives its 结转下年度 and nothing else:
    对外公开总数量 is not 现行有效件数.

    Raises:
        UsageError: the file does not exist, cannot be read, holds no table, or holds the reports of several units.
    """
    documents = _documents(source, book)
    if len(documents) > 1:
        named = [document.identity.unit or document.part for document in documents]
        raise UsageError(sentences.several_units(source, named))
    return _asked(documents[0], form, book)


def _last_years_own(documents: list[Document], identity: Identity, form: Form, book: Rulebook) -> LastReport | None:
    """Return the same unit's report of the year before; None where it is not clear which that is."""
    last = pair(last_years(documents, book), identity.unit, identity.year)
    own = next((document for document in documents if last and document.source == last.source), None)
    return _asked(own, form, book) if own else None


def _asked(document: Document, form: Form, book: Rulebook) -> LastReport:
    known = {cell: value for report in document.reports.values() for cell, value in figures_as_written(report).items()}
    asked = {cell for rule in book.years[form.id] for cell in rule.cells if cell.startswith(PREVIOUS)}
    figures = {cell: known[inside] for cell in asked if (inside := cell.removeprefix(PREVIOUS)) in known}
    return LastReport(figures, document.identity.unit, document.identity.year, document.source)


def _documents(source: str, book: Rulebook) -> list[Document]:
    """Read a file's documents, or say why not."""
    path = Path(source)
    try:
        documents = read_documents(path.read_bytes(), path.name, book)
    except OSError as problem:
        raise UsageError(sentences.no_such_path(source)) from problem
    except InputFileError as problem:
        raise UsageError(sentences.UNREADABLE[problem.code].format(detail=problem.detail)) from problem
    if not documents[0].reports:
        raise UsageError(str(sentences.NO_TABLE))
    return documents


def figures_as_written(report: Report) -> dict[str, Value]:
    """Return the figures of a report as they stand: numbers as numbers, whatever else as its text."""
    filling: dict[str, Value] = {}
    for index in report.spots:
        reading = report.reading(index)
        plain = reading.value is not None and not reading.remarks
        filling[report.form.cells[index].id] = reading.value if plain else reading.text
    return filling


def _keep_inputs(target: str | None, *inputs: str | None) -> None:
    """Refuse to write what is read, whatever its name: a link to it, too."""
    for path in filter(None, inputs):
        if target and Path(target).exists() and Path(path).exists() and Path(target).samefile(path):
            raise UsageError(own_input(target))


def shipped(book: Rulebook) -> dict[str, bytes]:
    """Return the workbooks that ship, by file name: both editions of every form."""
    return {
        f"{form.id}-{edition}.xlsx": build(form, book, review=edition == REVIEW)
        for form in book.forms.values()
        for edition in (FILL_IN, REVIEW)
    }


def main() -> None:
    """Make the shipped workbooks anew: ``python -m workbook_templates.standard``."""
    from checks import rulebook  # noqa: PLC0415  # only here is the shipped rule book meant

    for name, data in shipped(rulebook.load()).items():
        (Path(__file__).parent / "workbooks" / name).write_bytes(data)
        print(name)


if __name__ == "__main__":
    main()
