"""A session as a person has it: Calc on a screen, the toolbar clicked with the mouse.

GOUJI_XVFB=1 python -m pytest tests/addin/session
GOUJI_XVFB=docs/pictures python -m pytest tests/addin/session       makes the README's pictures anew
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from checks import cli

from ..calc_office import saved, settle
from ..comparing import everything

WANTED = os.environ.get("GOUJI_XVFB", "")
EXAMPLE = Path(__file__).parents[3] / "examples" / "04-合计填错-衡阳2019.xlsx"
"""衡阳市知识产权局 2019, as published: a total of 3 where the parts make 4."""

pytestmark = pytest.mark.skipif(not WANTED, reason="opt-in: it takes half a minute and a screen; set GOUJI_XVFB=1")


def crop(picture: Path, target: Path) -> None:
    """Cut to what matters, in few colours: some tens of kilobytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    cut = [
        "-crop",
        "1680x620+0+0",
        "+repage",
        "-resize",
        "1200x",
        "-colors",
        "64",
        "-define",
        "png:compression-level=9",
    ]
    subprocess.run(["convert", str(picture), *cut, "-strip", str(target)], check=True, timeout=60)


def test_a_wrong_total_from_the_first_click_to_the_last(tmp_path: Path) -> None:
    from addin.calc.program import Calc  # noqa: PLC0415

    from .screen import session  # noqa: PLC0415  # needs LibreOffice's bridge

    path = tmp_path / "衡阳.xlsx"
    assert cli.main(["convert", str(EXAMPLE), "-o", str(path)]) == 0
    pictures = Path(WANTED) if WANTED != "1" else tmp_path
    with session() as desk:
        document = desk.open(path)
        settle(document)
        program = Calc(desk.office.context, document)
        program.go_to("表三", 0, 0)
        before = everything(saved(document))
        desk.picture(tmp_path / "before.png")
        crop(tmp_path / "before.png", pictures / "addin-before.png")

        desk.click("一键校验")
        desk.wait(lambda: desk.selected() == "$表三.$J$7")
        (note,) = [one.text for one in program.notes("表三") if (one.row, one.column) == (6, 9)]
        assert note.startswith("勾稽校验：")
        assert "应为 4" in note
        rows, _ = program.read("校验结果")
        assert (rows[5][2], rows[5][8]) == ("表三!J7", 4.0)
        document.Sheets.getByName("表三").getCellRangeByName("J7").Annotation.IsVisible = True
        desk.picture(tmp_path / "after.png")
        document.Sheets.getByName("表三").getCellRangeByName("J7").Annotation.IsVisible = False
        crop(tmp_path / "after.png", pictures / "addin-after.png")

        desk.click("采纳建议")
        desk.answer()
        desk.wait(lambda: program.cell("表三", 6, 9).value == 4)
        desk.wait(lambda: all(row[1] != "逻辑性" for row in program.read("校验结果")[0][5:]))
        assert program.notes("表三") == []

        desk.click("撤回采纳")
        desk.answer()
        desk.wait(lambda: program.cell("表三", 6, 9).value == 3)

        desk.click("清除标记")
        desk.answer()
        desk.wait(lambda: not document.Sheets.hasByName("校验结果"))
        assert everything(saved(document)) == before
