"""A LibreOffice of the tests' own: started once, without a window, spoken to through a pipe."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

DEBIAN = "/usr/lib/python3/dist-packages"
"""Where Debian keeps LibreOffice's bridge; last on the path, so that nothing else is taken from there."""

if importlib.util.find_spec("uno") is None and Path(DEBIAN, "uno.py").exists():
    sys.path.append(DEBIAN)

SYSTEM = {"PATH": "/usr/sbin:/usr/bin:/bin"}
"""LibreOffice's own Python takes its library from beside the first ``python3`` on the path: it must be the system's."""

AVAILABLE = bool(shutil.which("soffice")) and importlib.util.find_spec("uno") is not None


class Office:
    """A running LibreOffice with a profile of its own.

    Args:
        options: of the command line, beside the usual ones; ``--headless`` unless a screen is wanted.
        profile: a folder that another one has prepared.
        environment: variables on top of our own.
    """

    def __init__(self, *options: str, profile: Path | None = None, environment: dict[str, str] | None = None) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="gouji-calc-")
        self.profile = profile or Path(self._scratch.name)
        self._pipe = f"gouji{os.getpid()}x{id(self)}"
        usual = ("--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck")
        private = (f"-env:UserInstallation={self.profile.as_uri()}", f"--accept=pipe,name={self._pipe};urp")
        self.process = subprocess.Popen(
            ["soffice", *options, *usual, *private],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **SYSTEM, **(environment or {})},
        )
        try:
            self.context = self._connected()
        except BaseException:
            self.stop()
            raise

    def _connected(self) -> Any:
        import uno  # noqa: PLC0415  # stands beside LibreOffice, if at all

        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        deadline = time.monotonic() + 60
        while True:
            try:
                return resolver.resolve(f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext")
            except Exception:  # not listening yet; UNO's exceptions are no proper classes
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to end, and see to it."""
        if self.process.poll() is None and hasattr(self, "context"):
            desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)
            try:
                desktop.terminate()
            except Exception as problem:  # noqa: BLE001  # the pipe closes before the answer comes
                assert "terminat" in str(problem) or "dispos" in str(problem).lower(), problem  # noqa: PT017
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._scratch.cleanup()


@cache
def office() -> Office:
    """Return the one of this run of tests; it ends with it."""
    running = Office("--headless")
    atexit.register(running.stop)
    return running


def open_in_calc(path: Path) -> tuple[Any, Callable[[], None]]:
    """Open a workbook; return the program, and a function that closes it."""
    from addin.calc.program import Calc, load  # noqa: PLC0415  # as above

    context = office().context
    path.write_bytes(_as_calc_saves(context, path))
    document = load(context, str(path), hidden=True)
    settle(document)
    program = Calc(context, document)
    opened: list[str] = []
    program.opened = opened
    program.open_workbook = opened.append
    return program, lambda: document.close(True)


def _as_calc_saves(context: Any, path: Path) -> bytes:
    """Calc writes another program's workbook in its own way the first time, and in the same way ever after."""
    from addin.calc.program import load  # noqa: PLC0415

    document = load(context, str(path), hidden=True)
    settle(document)
    data = saved(document)
    document.close(True)
    return data


def settle(document: Any) -> None:
    """Let Calc do at once what it does at its leisure: the fonts of formulas and the heights of rows follow results."""
    document.calculateAll()
    for i in range(document.Sheets.getCount()):
        sheet = document.Sheets.getByIndex(i)
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        for row in (sheet.Rows.getByIndex(r) for r in range(cursor.RangeAddress.EndRow + 1)):
            # To ask a hidden row for its best height is to show it.
            if row.IsVisible and row.OptimalHeight and row.queryContentCells(1023).getCount():
                row.OptimalHeight = True


def saved(document: Any) -> bytes:
    """Return the workbook as Calc saves it."""
    from addin.calc import office as uno_office  # noqa: PLC0415  # as above

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "saved.xlsx"
        chosen = uno_office.properties(FilterName="Calc MS Excel 2007 XML", Overwrite=True)
        document.storeToURL(uno_office.url_of(str(path)), chosen)
        return path.read_bytes()
