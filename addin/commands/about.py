"""关于自检: which versions, which program, and what the workbook in front is like."""

from __future__ import annotations

import platform
from importlib import metadata

from addin import own_sheets, texts
from addin.session import Session
from checks import __version__

_KNOWN = ("Excel", "LibreOffice", "WPS 表格")
"""What a program is called behind the seam. WPS that Excel's add-in has got hold of is plain ``WPS``."""


def about(session: Session) -> None:
    """Tell what a technician asks first, and try the check once."""
    rules = len(session.rules.every_rule())
    host = session.program.name
    lines = [
        texts.about_program(__version__, rules, session.rules.digest.removeprefix("sha256:")[:12]),
        texts.about_host(host, platform.python_version(), platform.machine(), _xlwings()),
    ]
    if not any(name in host for name in _KNOWN):
        lines.append(texts.UNKNOWN_PROGRAM)
    checked = session.check()
    forms = [session.rules.forms[form].title for verdict in checked.verdicts for form in verdict.forms]
    protected = [sheet.name for sheet in session.program.sheets() if sheet.protected]
    results = own_sheets.find_results(session.program)
    lines.append(texts.about_book(session.program.workbook, forms, protected, results is not None))
    session.person.tell("\n".join(lines))


def _xlwings() -> str:
    """The release of xlwings, which Excel alone needs."""
    try:
        return metadata.version("xlwings")
    except metadata.PackageNotFoundError:
        return "－"
