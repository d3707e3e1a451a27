"""Where a click arrives: ``RunPython "import addin.entry; addin.entry.click('check')"``, or LibreOffice's toolbar."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path

from addin import texts
from addin.session import Desk
from checks import rulebook
from checks.errors import GoujiError, InputFileError
from checks.render import sentences


def click(tag: str) -> None:
    """Run a button's command on the workbook in front of Excel; whatever happens, say it in one sentence."""
    import xlwings as xw  # noqa: PLC0415  # the checker and its command line do without

    from addin.excel_host import ExcelHost  # noqa: PLC0415  # as above

    book = xw.Book.caller()
    run(tag, Desk(book, ExcelHost(book.app), rulebook.load()))


def run(tag: str, desk: Desk) -> None:
    """Run a command, and turn what goes wrong into a sentence: a known reason, or that it is our fault and where."""
    from addin.commands import COMMANDS  # noqa: PLC0415  # not before it is known that a workbook is there

    try:
        COMMANDS[tag](desk)
    except InputFileError as problem:
        desk.host.tell(sentences.UNREADABLE[problem.code].format(detail=problem.detail))
    except GoujiError as problem:
        desk.host.tell(str(problem))
    except Exception as problem:  # noqa: BLE001  # the last stop: a person must never see a traceback
        busy = type(problem).__name__ == "ExcelBusyError"  # xlwings' own, on Windows alone
        desk.host.tell(texts.BUSY if busy else texts.unexpected(str(_log(tag, problem))))


def _log(tag: str, problem: BaseException) -> Path:
    """Write the whole story down where a technician finds it, and return the place."""
    path = rulebook.cache_folder() / "addin.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    story = "".join(traceback.format_exception(problem))
    path.write_text(f"{datetime.now().astimezone().isoformat()} {tag}\n{story}", "utf-8")
    return path
