"""Where a click on the toolbar of Calc arrives."""

from __future__ import annotations

from typing import Any

from addin.calc.book import book_of
from addin.calc.host import CalcHost
from addin.entry import run
from addin.session import Desk
from checks import rulebook


def click(context: Any, document: Any, tag: str) -> None:
    """Run a button's command on a document of Calc; whatever happens, say it in one sentence."""
    run(tag, Desk(book_of(context, document), CalcHost(context, document), rulebook.load()))
