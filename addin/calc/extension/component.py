"""The part of gouji that LibreOffice loads: it brings clicks and functions to gouji, wherever that is installed.

It runs in LibreOffice's own Python and must work, if only to say so, where gouji is missing. The folders of gouji's
Python packages stand in ``.gouji/calc.path`` in the user's home, one a line; ``gouji addin install`` writes them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import gouji_texts as texts  # beside this file in the extension
import uno
import unohelper
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo, XServiceName
from com.sun.star.sheet import XAddIn
from org.gouji.calc import XFunctions

PROTOCOL = "gouji:"
FOLDERS = Path.home() / ".gouji" / "calc.path"


def _find_gouji() -> None:
    """Let this Python find gouji and what it needs."""
    if FOLDERS.exists():
        folders = FOLDERS.read_text("utf-8").splitlines()
        sys.path[:0] = [folder for folder in folders if folder and folder not in sys.path]


class Buttons(unohelper.Base, XDispatchProvider, XDispatch, XInitialization, XServiceInfo):  # type: ignore[misc]
    """Takes the clicks of one window."""

    def __init__(self, context: Any, *_: Any) -> None:
        self._context = context
        self._frame: Any = None

    def initialize(self, arguments: Any) -> None:
        """Learn which window it is."""
        self._frame = arguments[0] if arguments else None

    def queryDispatch(self, url: Any, _target: str, _flags: int) -> Any:  # noqa: N802  # UNO's names
        """Say whether a command is ours."""
        return self if url.Complete.startswith(PROTOCOL) else None

    def queryDispatches(self, requests: Any) -> Any:  # noqa: N802
        """Say so of several."""
        return tuple(self.queryDispatch(one.FeatureURL, one.FrameName, one.SearchFlags) for one in requests)

    def dispatch(self, url: Any, _arguments: Any) -> None:
        """Do what a button says."""
        document = self._frame.getController().getModel() if self._frame else None
        if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            self._tell(texts.NO_WORKBOOK)
            return
        _find_gouji()
        try:
            from addin.calc.entry import click  # noqa: PLC0415  # gouji may be missing
        except ImportError as missing:
            self._tell(f"{texts.NOT_FOUND}\n\n{missing}")
            return
        click(self._context, document, url.Complete.removeprefix(PROTOCOL))

    def _tell(self, text: str) -> None:
        toolkit = self._context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", self._context)
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "INFOBOX")
        toolkit.createMessageBox(self._frame.getContainerWindow(), kind, 1, texts.TITLE, text).execute()

    def addStatusListener(self, _listener: Any, _url: Any) -> None:  # noqa: N802
        """The buttons are always the same."""

    def removeStatusListener(self, _listener: Any, _url: Any) -> None:  # noqa: N802
        """As above."""

    def getImplementationName(self) -> str:  # noqa: N802
        """Return the name under which ProtocolHandler.xcu knows it."""
        return "org.gouji.calc.Buttons"

    def supportsService(self, name: str) -> bool:  # noqa: N802
        """Tell what it is."""
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802
        """Tell what it is."""
        return ("com.sun.star.frame.ProtocolHandler",)


class Functions(unohelper.Base, XAddIn, XServiceName, XServiceInfo, XFunctions):  # type: ignore[misc]
    """Gives Calc the functions; their names and help stand in CalcAddIns.xcu."""

    def __init__(self, *_: Any) -> None:
        self._locale = uno.createUnoStruct("com.sun.star.lang.Locale")

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("GJ_"):
            raise AttributeError(name)
        _find_gouji()
        try:
            from addin import functions  # noqa: PLC0415  # gouji may be missing
        except ImportError:
            return lambda *_: texts.NO_FUNCTION
        return getattr(functions, name)

    def getServiceName(self) -> str:  # noqa: N802
        """Return the name under which CalcAddIns.xcu knows it."""
        return "org.gouji.calc.Functions"

    getImplementationName = getServiceName  # noqa: N815

    def supportsService(self, name: str) -> bool:  # noqa: N802
        """Tell what it is."""
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802
        """Tell what it is."""
        return ("com.sun.star.sheet.AddIn", "org.gouji.calc.Functions")

    def setLocale(self, locale: Any) -> None:  # noqa: N802
        """Keep it, as an add-in must; our words are Chinese everywhere."""
        self._locale = locale

    def getLocale(self) -> Any:  # noqa: N802
        """Return it."""
        return self._locale

    def getProgrammaticFuntionName(self, name: str) -> str:  # noqa: N802  # the slip is LibreOffice's
        """Both names are the same."""
        return name

    def getDisplayFunctionName(self, name: str) -> str:  # noqa: N802
        """Both names are the same."""
        return name

    def getFunctionDescription(self, _name: str) -> str:  # noqa: N802
        """CalcAddIns.xcu has them."""
        return ""

    def getDisplayArgumentName(self, _name: str, _argument: int) -> str:  # noqa: N802
        """As above."""
        return ""

    def getArgumentDescription(self, _name: str, _argument: int) -> str:  # noqa: N802
        """As above."""
        return ""

    def getProgrammaticCategoryName(self, _name: str) -> str:  # noqa: N802
        """Return one of Calc's own categories."""
        return "Add-In"

    def getDisplayCategoryName(self, _name: str) -> str:  # noqa: N802
        """As above."""
        return "Add-In"


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816  # LibreOffice looks for this very name
g_ImplementationHelper.addImplementation(Buttons, "org.gouji.calc.Buttons", ("com.sun.star.frame.ProtocolHandler",))
g_ImplementationHelper.addImplementation(
    Functions, "org.gouji.calc.Functions", ("com.sun.star.sheet.AddIn", "org.gouji.calc.Functions")
)
