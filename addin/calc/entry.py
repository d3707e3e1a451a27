"""Where a click on the toolbar of Calc arrives."""

from __future__ import annotations

import multiprocessing
import shutil
import sys
from pathlib import Path
from typing import Any

from addin.calc.dialogs import Dialogs
from addin.calc.program import Calc
from addin.entry import run
from addin.session import Session
from checks import rulebook


def click(context: Any, document: Any, tag: str) -> None:
    """Run a button's command on a document of Calc; whatever happens, say it in one sentence."""
    _let_workers_start()
    run(tag, Session(Calc(context, document), Dialogs(context, document), rulebook.load()))


def _let_workers_start() -> None:
    """Received files are read in processes of Python; inside of LibreOffice the running program may be another."""
    if "python" not in Path(sys.executable or "").name and (python := shutil.which("python3")):
        multiprocessing.set_executable(python)
