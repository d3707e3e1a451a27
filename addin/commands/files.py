"""新建年报, 导入上年, 批量校验, 导出报告: what needs a file beside the workbook."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin import marking, texts
from addin.change_log import shown
from addin.host import HostError
from addin.reading import blocks
from addin.session import Desk
from checks import collect
from checks.model.figures import PLACEHOLDERS
from checks.model.form import Form
from checks.model.rule import PREVIOUS
from checks.render import sentences
from checks.submissions import sort_out
from workbook_templates.sheets import PREVIOUS_NAME
from workbook_templates.standard import last_year
from workbook_templates.standard import new as hand_out

if TYPE_CHECKING:
    import xlwings as xw

_FIRST, _LAST = 2008, 2100
"""Years that a report may be of; the regulations are of 2008."""


def new(desk: Desk) -> None:
    """Make the standard workbook of a year, where the person wants it, and open it; the one in front is left alone."""
    now = datetime.now().astimezone()
    answer = desk.host.ask_text(texts.WHICH_YEAR, str(now.year - (now.month <= 6)))
    if answer is None:
        return
    if not answer.strip().isdecimal() or not _FIRST <= int(answer) <= _LAST:
        raise HostError(texts.not_a_year(answer))
    if not any(form.holds_for(int(answer)) for form in desk.rules.forms.values()):
        raise HostError(sentences.no_form(int(answer)))
    edition = desk.host.choose(texts.WHICH_EDITION, texts.EDITIONS)
    if edition is None:
        return
    target = desk.host.choose_target(texts.SAVE_AS, texts.standard_name(answer, edition))
    if target is not None:
        hand_out(int(answer), desk.rules, review=edition == 1, target=target, force=True)
        desk.host.open_workbook(target)


def previous(desk: Desk) -> None:
    """Fill 上年数据 from last year's report, after showing what is replaced."""
    sheet, form = _previous_sheet(desk)
    source = desk.host.choose_file(texts.WHICH_LAST_YEAR)
    if source is None:
        return
    found = last_year(source, form, desk.rules)
    labels = {form.cell(cell.removeprefix(PREVIOUS)).label: value for cell, value in found.items()}
    values, _ = blocks(sheet)
    changes: list[tuple[int, str, Any, float | str]] = []
    for r, row in enumerate(values, 1):
        old, value = row[1] if len(row) > 1 else None, labels.get(str(row[0]))
        if isinstance(value, int | float | Decimal):
            value = float(value)
        if isinstance(value, float | str) and value not in PLACEHOLDERS | {"", old}:
            changes.append((r, str(row[0]), old, value))
    if not changes:
        desk.host.tell(texts.NOTHING_TO_IMPORT)
        return
    told = [texts.change(label, "" if old is None else shown(old), shown(value)) for _, label, old, value in changes]
    if not desk.host.confirm("\n".join([texts.ASK_IMPORT, *told])):
        return
    with marking.writable(desk.host, sheet):
        for r, _, _, value in changes:
            sheet.range((r, 2)).raw_value = value
    desk.host.status(texts.imported(len(changes)))


def batch(desk: Desk) -> None:
    """Check every file of a folder and open the results as a workbook of their own."""
    from checks.render.results_workbook import results_workbook  # noqa: PLC0415  # only this button needs it

    folder = desk.host.choose_folder(texts.WHICH_FOLDER)
    if folder is None:
        return
    target = desk.host.choose_target(texts.SAVE_AS, texts.RESULTS_FILE)
    if target is None:
        return
    verdicts = []
    for verdict in collect.documents([folder], desk.rules):
        verdicts.append(verdict)
        desk.host.status(texts.progress(len(verdicts)))
    if not verdicts:
        raise HostError(texts.EMPTY_FOLDER)
    with _opened(Path(target)) as file:
        results_workbook(sort_out(verdicts), file)
    rules = sum(verdict.checked for verdict in verdicts)
    counts = {status: sum(one.status == status for one in verdicts) for status in sentences.STATUS}
    desk.host.open_workbook(target)
    desk.host.status(sentences.summary(len(verdicts), rules, counts))


def export(desk: Desk) -> None:
    """Save the result as a page that needs nothing else, to be printed or sent."""
    from checks.render.results_page import results_page  # noqa: PLC0415  # only this button needs it

    with desk.host.quiet(desk.book):
        checked = desk.check()
    if not checked.has_tables:
        raise HostError(sentences.NO_TABLE)
    name = f"{Path(desk.book.name).stem}{texts.REPORT_SUFFIX}"
    target = desk.host.choose_target(texts.SAVE_AS, name)
    if target is not None:
        page = "".join(results_page(sort_out(checked.verdicts), desk.rules))
        _write(Path(target), page.encode())
        desk.host.status(sentences.written_to(target))


def _previous_sheet(desk: Desk) -> tuple[xw.Sheet, Form]:
    sheets = {sheet.name: sheet for sheet in desk.book.sheets}
    checked = desk.check()
    forms = [desk.rules.forms[form] for verdict in checked.verdicts for form in verdict.forms]
    if PREVIOUS_NAME not in sheets or not forms:
        raise HostError(texts.NO_PREVIOUS_SHEET)
    return sheets[PREVIOUS_NAME], forms[0]


def _write(path: Path, data: bytes) -> None:
    with _opened(path) as file:
        file.write(data)


def _opened(path: Path) -> Any:
    """Open a file that the person has just named for writing."""
    try:
        return path.open("wb")
    except OSError as problem:
        raise HostError(sentences.cannot_write(str(path), problem.strerror or "")) from problem
