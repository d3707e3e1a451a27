"""The extension of LibreOffice: built alike, and its functions live in a real Calc."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest

from addin import functions
from addin.buttons import BUTTONS
from addin.calc.oxt import build

from .calc_office import AVAILABLE, Office


def test_it_is_built_alike_and_holds_every_button_and_function() -> None:
    data = build()
    assert data == build()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        addons, idl = (package.read(name).decode() for name in ("Addons.xcu", "functions.idl"))
    assert [button.tag for button in BUTTONS if addons.count(f"<value>gouji:{button.tag}</value>") != 2] == []
    assert [name for name in vars(functions) if name.startswith("GJ_") and f"any {name}(" not in idl] == []


@pytest.mark.skipif(not (AVAILABLE and shutil.which("unopkg")), reason="no Calc")
def test_a_function_follows_its_cells() -> None:
    from .session.screen import prepare  # noqa: PLC0415  # needs LibreOffice's bridge

    with tempfile.TemporaryDirectory(prefix="gouji-extension-") as folder:
        profile, environment = prepare(Path(folder))
        office = Office("--headless", profile=profile, environment=environment)
        try:
            desktop = office.context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
            document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
            sheet = document.Sheets.getByIndex(0)
            sheet.getCellRangeByName("A1:D1").setDataArray(((1.0, 1.0, 1.0, 4.0),))
            words = sheet.getCellRangeByName("F1")
            words.Formula = "=GJ_ROW(A1:C1;D1)"
            assert words.String == "合计应为 3，填 4，差 1"
            sheet.getCellRangeByName("C1").Value = 2
            assert words.String == "✓ 平衡"
            document.close(True)
        finally:
            office.stop()
