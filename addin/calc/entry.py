"""Where a click on the toolbar of Calc arrives."""

from __future__ import annotations

from typing import Any

from addin.calc.dialogs import Dialogs
from addin.calc.program import Calc
from addin.entry import run
from addin.session import Session
from checks import rulebook


def click(context: Any, document: Any, tag: str) -> None:
    """Run a button's command on a document of Calc; whatever happens, say it in one sentence."""
    run(tag, Session(Calc(context, document), Dialogs(context, document), rulebook.load()))
