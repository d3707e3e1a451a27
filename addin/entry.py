"""Where a click arrives: ``RunPython "import addin.entry; addin.entry.click('check')"``, or LibreOffice's toolbar."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import datetime

from addin import texts
from addin.session import Session
from checks import rulebook
from checks.errors import GoujiError, InputFileError
from checks.render import sentences


def click(tag: str) -> None:
    """Run a button's command on the workbook in front of Excel; whatever happens, say it in one sentence."""
    import xlwings as xw  # noqa: PLC0415  # the checker and its command line do without
    from xlwings import _xlwindows  # noqa: PLC0415  # on Windows alone

    from addin.excel import Excel, Patience  # noqa: PLC0415  # as above
    from addin.excel_dialogs import ExcelDialogs  # noqa: PLC0415

    vars(_xlwindows)["N_COM_ATTEMPTS"] = Patience()
    try:
        book = xw.Book.caller()
        run(tag, Session(Excel(book), ExcelDialogs(book.app), rulebook.load()))
    finally:
        _xlwindows.BOOK_CALLER = None  # or Excel would stay in the task manager after it is closed


def run(tag: str, session: Session, log: Callable[[str, BaseException], str] | None = None) -> None:
    """Run a command, and turn what goes wrong into a sentence: a known reason, or that it is our fault and where.

    Args:
        tag: the command's.
        session: what it works on.
        log: keeps what a technician needs, and returns what the person is told; by default it goes to a file.
    """
    from addin.commands import COMMANDS  # noqa: PLC0415  # not before it is known that a workbook is there

    try:
        COMMANDS[tag](session)
    except InputFileError as problem:
        session.person.tell(sentences.UNREADABLE[problem.code].format(detail=problem.detail))
    except GoujiError as problem:
        session.person.tell(str(problem))
    except Exception as problem:  # noqa: BLE001  # the last stop: a person must never see a traceback
        busy = type(problem).__name__ == "ExcelBusyError"  # xlwings' own, on Windows alone
        session.person.tell(texts.BUSY if busy else (log or _log)(tag, problem))


def _log(tag: str, problem: BaseException) -> str:
    """Write the whole story down where a technician finds it, and say where."""
    path = rulebook.cache_folder() / "addin.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    story = "".join(traceback.format_exception(problem))
    path.write_text(f"{datetime.now().astimezone().isoformat()} {tag}\n{story}", "utf-8")
    return texts.unexpected(str(path))
