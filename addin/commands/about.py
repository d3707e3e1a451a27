"""关于自检: which versions, which program, and what the workbook in front is like."""

from __future__ import annotations

import platform

from addin import own_sheets, texts
from addin.session import Desk
from checks import __version__


def about(desk: Desk) -> None:
    """Tell what a technician asks first, and try the check once."""
    import xlwings as xw  # noqa: PLC0415  # its version alone is wanted

    rules = len(desk.rules.every_rule())
    lines = [
        texts.about_program(__version__, rules, desk.rules.digest.removeprefix("sha256:")[:12]),
        texts.about_host(desk.host.name, platform.python_version(), platform.machine(), xw.__version__),
    ]
    if not any(name in desk.host.name for name in ("Excel", "LibreOffice", "recording")):
        lines.append(texts.UNKNOWN_PROGRAM)
    checked = desk.check()
    forms = [desk.rules.forms[form].title for verdict in checked.verdicts for form in verdict.forms]
    protected = [sheet.name for sheet in desk.book.sheets if desk.host.is_protected(sheet)]
    results = own_sheets.find_results(desk.book)
    lines.append(texts.about_book(desk.book.name, forms, protected, results is not None))
    desk.host.tell("\n".join(lines))
