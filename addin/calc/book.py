"""The program and its workbooks, as an engine of xlwings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.calc import office
from addin.calc.cells import Range
from addin.calc.formulas import Formulas
from addin.calc.sheets import Sheet, Sheets

if TYPE_CHECKING:
    import xlwings as xw


class Engine:
    """What xlwings asks of an engine."""

    name = "calc"
    type = "desktop"

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any = None) -> Any:
        """Make a Python value one of the sheet."""
        del options
        return "" if value is None else value


class App(base_classes.App):
    """A running LibreOffice.

    Args:
        context: the component context of UNO, of this process or of one spoken to through a pipe.
        document: the document of Calc that switches act on; in Calc each has its own screen and calculation.
    """

    engine = Engine()
    enable_events = True
    display_alerts = True
    # Nothing of ours listens to events, and UNO asks no questions: these two are for xlwings only.

    def __init__(self, context: Any, document: Any) -> None:
        self.context = context
        self._document = document

    @property
    def api(self) -> Any:
        return self.context

    @property
    def pid(self) -> int:
        return os.getpid()

    @property
    def version(self) -> str:
        settings = office.service(self.context, "configuration.ConfigurationProvider").createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess",
            office.properties(nodepath="/org.openoffice.Setup/Product"),
        )
        return str(settings.getByName("ooSetupVersion"))

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def screen_updating(self) -> bool:
        return not self._document.hasControllersLocked()

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if value == self.screen_updating:
            return  # locks are counted
        if value:
            self._document.unlockControllers()
        else:
            self._document.lockControllers()

    @property
    def calculation(self) -> str:
        return "automatic" if self._document.isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        self._document.enableAutomaticCalculation(value == "automatic")

    def calculate(self) -> None:
        self._document.calculate()

    @property
    def selection(self) -> Range | None:
        """The selected cells, the first area of several; None for a picture or a chart."""
        chosen = self._document.CurrentController.getSelection()
        if chosen.supportsService("com.sun.star.sheet.SheetCellRanges"):
            chosen = chosen.getByIndex(0)
        if not chosen.supportsService("com.sun.star.table.CellProperties"):
            return None
        area = chosen.getRangeAddress()
        sheet = Sheets(Book(self, self._document))(area.Sheet + 1)
        return Range.of(sheet, area)

    def activate(self, steal_focus: bool = False) -> None:
        """A click comes from the program that is in front."""

    def calc_documents(self) -> list[Any]:
        """Return the open documents that are workbooks."""
        kind = "com.sun.star.sheet.SpreadsheetDocument"
        found = office.desktop(self.context).Components
        every = (found.getByIndex(i) for i in range(found.getCount())) if hasattr(found, "getCount") else iter(found)
        return [one for one in every if hasattr(one, "supportsService") and one.supportsService(kind)]


class Books(base_classes.Books):
    """The open workbooks."""

    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def api(self) -> Any:
        return office.desktop(self._app.context)

    @property
    def active(self) -> Book:
        return Book(self._app, self.api.CurrentComponent)

    def __len__(self) -> int:
        return len(self._app.calc_documents())

    def __iter__(self) -> Iterator[Book]:
        return (Book(self._app, document) for document in self._app.calc_documents())

    def __call__(self, name_or_index: str | int) -> Book:
        books = list(self)
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if book.name == name_or_index:
                return book
        raise KeyError(name_or_index)

    def open(self, fullname: str, *_: Any, **__: Any) -> Book:
        return Book(self._app, load(self._app.context, fullname))


class Book(base_classes.Book):
    """A workbook that is open in Calc."""

    def __init__(self, app: App, document: Any) -> None:
        self._app = App(app.context, document)
        self._document = document

    @property
    def api(self) -> Any:
        return self._document

    @property
    def app(self) -> App:
        return self._app

    @property
    def fullname(self) -> str:
        return office.path_of(self._document.URL) if self._document.URL else self.name

    @property
    def name(self) -> str:
        return PurePath(office.path_of(self._document.URL)).name if self._document.URL else str(self._document.Title)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @cached_property
    def formulas(self) -> Formulas:
        """Turns formulas into Excel's writing and back."""
        return Formulas(self._document)

    def activate(self) -> None:
        self._document.CurrentController.Frame.activate()

    def save(self, path: str | None = None, password: str | None = None) -> None:
        del password
        if path is None:
            self._document.store()
        else:
            kind = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8", ".xls": "MS Excel 97"}
            chosen = office.properties(FilterName=kind[PurePath(path).suffix.lower()], Overwrite=True)
            self._document.storeToURL(office.url_of(path), chosen)

    def close(self) -> None:
        self._document.close(True)  # UNO has no keywords


def load(context: Any, path: str, *, hidden: bool = False) -> Any:
    """Open a workbook in Calc; macros in it stay off.

    Raises:
        FileNotFoundError: Calc cannot open it.
    """
    options = office.properties(
        Hidden=hidden, MacroExecutionMode=office.constant("document.MacroExecMode.NEVER_EXECUTE")
    )
    document = office.desktop(context).loadComponentFromURL(office.url_of(path), "_blank", 0, options)
    if document is None:
        raise FileNotFoundError(path)
    return document


def book_of(context: Any, document: Any) -> xw.Book:
    """Return a document of Calc as a workbook of xlwings."""
    import xlwings as xw  # noqa: PLC0415  # a second's work, needed at a click only

    return xw.Book(impl=Book(App(context, document), document))


__all__ = ["App", "Book", "Books", "Engine", "Sheet", "book_of", "load"]
