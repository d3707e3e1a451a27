"""新建年报, 导入上年, 批量校验, 导出报告, 导出到 Word, 核对表: what needs a file beside the workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from addin import texts
from addin.change_log import shown
from addin.changes import all_or_nothing
from addin.reading import read_sheets
from addin.seam import CellWrite, HostError, SheetState
from addin.session import Session, WorkbookCheck
from addin.sign_sheet import sign_sheet
from checks.batch import Limits, run
from checks.batch.guarded import guarded
from checks.documents import documents_in
from checks.model.figures import PLACEHOLDERS
from checks.model.form import Form
from checks.model.grid import Grid
from checks.model.rule import PREVIOUS, Rulebook
from checks.model.submission import Submission
from checks.render import sentences
from checks.submissions import sort_out
from checks.whole_files import write_whole
from workbook_templates.previous_sheet import ORIGIN
from workbook_templates.sheets import PREVIOUS_NAME
from workbook_templates.standard import figures_as_written, last_year
from workbook_templates.standard import new as hand_out
from workbook_templates.texts import PREVIOUS_HEADER

_JOBS = 2
_FIRST, _LAST = 2008, 2100
"""Years that a report may be of; the regulations are of 2008."""


def new(session: Session) -> None:
    """Make the standard workbook of a year, where the person wants it, and open it; the one in front is left alone."""
    now = datetime.now().astimezone()
    answer = session.person.ask_text(texts.WHICH_YEAR, str(now.year - (now.month <= 6)))
    if answer is None:
        return
    if not answer.strip().isdecimal() or not _FIRST <= int(answer) <= _LAST:
        raise HostError(texts.not_a_year(answer))
    form = next((form for form in session.rules.forms.values() if form.holds_for(int(answer))), None)
    if form is None:
        raise HostError(sentences.no_form(int(answer)))
    edition = session.person.choose(texts.WHICH_EDITION, texts.EDITIONS)
    if edition is None:
        return
    target = _ask_target(session, texts.standard_name(answer, edition))
    if target is not None:
        hand_out(int(answer), session.rules, review=edition == 1, target=str(target), force=True)
        session.program.open_workbook(str(target))
        if form.known_until is not None and not form.is_known_for(int(answer)):
            session.person.tell(sentences.form_not_yet_known(int(answer), form.known_until, form.document))


def previous(session: Session) -> None:
    """Fill 上年数据 from last year's report, after showing what is replaced."""
    sheet, form = _previous_sheet(session)
    source = session.person.choose_file(texts.WHICH_LAST_YEAR)
    if source is None:
        return
    found = guarded(partial(last_year, form=form, book=session.rules), source, Limits(spawned=True))
    origin = found.origin(next((verdict.year for verdict in session.check().verdicts if verdict.year), None))
    labels = {form.cell(cell.removeprefix(PREVIOUS)).label: value for cell, value in found.figures.items()}
    changes = list(_to_import(session.grid(sheet.name), labels))
    if not changes:
        session.person.tell(texts.NOTHING_TO_IMPORT)
        return
    told = [texts.change(label, "" if old is None else shown(old), shown(value)) for _, label, old, value in changes]
    if not session.person.confirm("\n".join([texts.ASK_IMPORT, texts.from_where(origin), *told])):
        return
    cells = [CellWrite(r, 1, value, as_text=isinstance(value, str)) for r, _, _, value in changes]
    if _has_origin(session.grid(sheet.name)):
        cells.append(CellWrite(*ORIGIN, origin, as_text=True))
    with all_or_nothing(session.program) as writing:
        writing.write(sheet, cells)
    session.person.status(texts.imported(len(changes)))


def _to_import(grid: Grid, figures: Mapping[str, object]) -> Iterator[tuple[int, str, Any, float | str]]:
    """Yield the rows that last year's report fills in otherwise: row, label, what stands there, the figure by label."""
    for r, row in enumerate(grid.rows):
        old, figure = row[1] if len(row) > 1 else None, figures.get(str(row[0]) if row else "")
        value = float(figure) if isinstance(figure, int | float | Decimal) else figure
        if isinstance(value, float | str) and value not in PLACEHOLDERS | {"", old}:
            yield r, str(row[0]), old, value


def _has_origin(grid: Grid) -> bool:
    """Tell whether the sheet has its place for where the figures are from: older workbooks have none."""
    row, column = ORIGIN
    return len(grid.rows) >= row and grid.value(row - 1, column) == PREVIOUS_HEADER[column]


def batch(session: Session) -> None:
    """Check every file of a folder and open the results as a workbook of their own."""
    from checks.render.results_workbook import results_workbook  # noqa: PLC0415  # only this button needs it

    folder = session.person.choose_folder(texts.WHICH_FOLDER)
    if folder is None:
        return
    target = _ask_target(session, texts.RESULTS_FILE)
    if target is None:
        return
    submissions = []
    for submission in _checked(folder, session.rules):
        submissions.append(submission)
        session.person.status(texts.progress(len(submissions)))
    if not submissions:
        raise HostError(texts.EMPTY_FOLDER)

    made = BytesIO()
    results_workbook(sort_out(submissions, forms=session.rules.forms), made)
    _write(target, made.getvalue())
    rules = sum(submission.verdict.checked for submission in submissions)
    counts = {status: sum(each.status == status for each in submissions) for status in sentences.STATUS}
    session.program.open_workbook(str(target))
    session.person.status(sentences.summary(len(submissions), rules, counts))


def export(session: Session) -> None:
    """Save the result as a page that needs nothing else, to be printed or sent."""
    from checks.render.results_page import results_page  # noqa: PLC0415  # only this button needs it

    def page(checked: WorkbookCheck) -> str:
        deliveries = sort_out(map(Submission.of, checked.verdicts), forms=session.rules.forms)
        return "".join(results_page(deliveries, session.rules))

    _save_page(session, texts.REPORT_SUFFIX, page)


def _save_page(session: Session, suffix: str, page: Callable[[WorkbookCheck], str]) -> None:
    """Check, ask where to, and write what a function makes of the result."""
    with session.program.suspended():
        checked = session.check()
    if not checked.has_tables:
        raise HostError(str(sentences.NO_TABLE))
    target = _ask_target(session, f"{Path(session.program.workbook).stem}{suffix}")
    if target is not None:
        _write(target, page(checked).encode())
        session.person.status(sentences.written_to(str(target)))


def to_word(session: Session) -> None:
    """Write the tables of the report in front as a Word document, figures as they stand, nothing corrected."""
    from workbook_templates.word import word_report  # noqa: PLC0415  # only this button needs it

    with session.program.suspended():
        every = documents_in(read_sheets(session.program), session.program.workbook, "", session.rules)
    documents = [document for document in every if document.reports]
    if not documents:
        raise HostError(str(sentences.NO_TABLE))
    front = session.program.selection().sheet
    document = next((one for one in documents if one.part == front), documents[0])
    target = _ask_target(session, f"{Path(session.program.workbook).stem}{texts.WORD_SUFFIX}")
    if target is None:
        return
    identity = document.identity
    for number, (form, report) in enumerate(document.reports.items()):
        path = target if not number else target.with_name(f"{target.stem}-{form}{target.suffix}")
        data = word_report(session.rules.forms[form], figures_as_written(report), identity.unit or "", identity.year)
        _write(path, data)
    session.person.status(sentences.written_to(str(target)))


def sign_off(session: Session) -> None:
    """Save the result as a page to be signed and filed."""
    program, rules = session.program, session.rules
    digest = _sha256(program.saved_as())
    _save_page(session, texts.SIGN_SUFFIX, lambda checked: sign_sheet(program.workbook, checked, rules, digest))


def _sha256(path: str | None) -> str:
    """Return what tells the file from every other, or "" where it cannot be read."""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else ""
    except OSError:
        return ""


def _previous_sheet(session: Session) -> tuple[SheetState, Form]:
    checked = session.check()
    forms = [session.rules.forms[form] for verdict in checked.verdicts for form in verdict.forms]
    sheet = session.sheet(PREVIOUS_NAME)
    if sheet is None or not forms:
        raise HostError(texts.NO_PREVIOUS_SHEET)
    return sheet, forms[0]


def _ask_target(session: Session, name: str) -> Path | None:
    """Let the person choose a file to write, and ask before one is replaced; None for none."""
    chosen = session.person.choose_target(texts.SAVE_AS, name)
    if chosen is None:
        return None
    path = Path(chosen)
    if not path.suffix:
        path = path.with_name(f"{path.name}{Path(name).suffix}")
    if path.exists() and not session.person.confirm(texts.ask_replace_file(path.name)):
        return None
    return path


def _write(path: Path, data: bytes) -> None:
    """Write a file that the person has chosen.

    Raises:
        HostError: it cannot be written; what stood there stands there still.
    """
    try:
        write_whole(path, data, replace=True)
    except OSError as problem:
        raise HostError(sentences.cannot_write(str(path), problem.strerror or "")) from problem


def _checked(folder: str, book: Rulebook) -> Iterator[Submission]:
    """Check everything in a folder; the program must not be copied into the workers: they begin from nothing."""
    for result in run([folder], book, jobs=_JOBS, cache=False, progress=False, limits=Limits(spawned=True)):
        yield result.submission
