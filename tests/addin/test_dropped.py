"""What is dropped on a command is checked with what lies beside it; a name is never taken for a command."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from addin import LINE, send_to
from addin import texts_install as texts
from addin.dropped import dropped, main
from checks import rulebook

from ..fixtures.examples.figures import figures
from ..fixtures.plain_tables import workbook

FORM = rulebook.load().forms["annual2021"]
CMD = r"C:\WINDOWS\system32\cmd.exe /c "


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (CMD + r'""D:\勾 稽\核对.cmd" "D:\我的 文件\收件箱""', ["收件箱"]),
        (CMD + r'""D:\核对.cmd" D:\a&calc.exe&.eml"', ["a&calc.exe&.eml"]),
        (CMD + r'""D:\核对.cmd" "D:\a b.eml" D:\c%PATH%.eml "D:\100!.xlsx""', ["a b.eml", "c%PATH%.eml", "100!.xlsx"]),
        (CMD + r'""D:\SendTo\勾稽核对.cmd" D:\收件箱"', ["收件箱"]),
        ("cmd", ["argument.xlsx"]),
        ("", ["argument.xlsx"]),
    ],
)
def test_the_whole_line_is_the_truth(line: str, names: list[str]) -> None:
    found = dropped(["argument.xlsx"], line)
    assert [str(path).replace("\\", "/").rpartition("/")[2] for path in found] == names


def test_list_ledger_and_last_year_beside_a_folder_are_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_CACHE", str(tmp_path / "cache"))
    here = tmp_path / "桌 面"
    for folder, year in (("收件&箱", 2025), ("上年", 2024)):
        (here / folder).mkdir(parents=True)
        title = f"江州市水利局{year}年政府信息公开工作年度报告"
        (here / folder / "a.xlsx").write_bytes(workbook([(FORM, figures(FORM, "水利", year))], title=title))
    (here / "报送单位名单.csv").write_text("单位\n江州市水利局\n江州市教育局\n", "utf-8")
    openpyxl.Workbook().save(here / "台账.xlsx")
    (here / "~$名单.xlsx").write_bytes(b"held by Excel")
    book = openpyxl.load_workbook(here / "台账.xlsx")
    book.active["A1"] = "单位"
    book.save(here / "台账.xlsx")
    code = main(["收件"], {LINE: CMD + f'""D:\\核对.cmd" "{here}/收件&箱""'})
    said = capsys.readouterr()
    assert code in (0, 1)
    assert "未报送 1 个：江州市教育局" in said.out
    assert "上年报告：1 个单位找到 1 个" in said.err
    assert (here / "核对结果" / "汇总.html").is_file()
    assert openpyxl.load_workbook(here / "台账.xlsx").active["A2"].value == "江州市水利局"


def test_nothing_dropped_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], {}) == 2
    assert texts.DROP_HERE in capsys.readouterr().out


def test_the_entry_of_the_menu_comes_and_goes(tmp_path: Path) -> None:
    environment = {"APPDATA": str(tmp_path)}
    python = tmp_path / "程序 python" / "python.exe"
    assert send_to.add({}, python) is None
    assert send_to.add(environment, python) is None  # no Windows, no menu
    (tmp_path / "Microsoft" / "Windows").mkdir(parents=True)
    entry = send_to.add(environment, python)
    assert entry
    assert f'"{python}" -m addin.dropped %*' in entry.read_bytes().decode("gb18030")
    assert send_to.remove(environment) == [entry]
    assert send_to.remove(environment) == []
