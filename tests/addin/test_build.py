"""The built add-in: made of text, the same bytes every time, read alike by independent readers, deaf to workbooks."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from pyopenvba import ExcelFile
from pyopenvba.integrity import check_file
from pyvbaanalysis import analyze_workbook

from addin.build import package, runtime, wrappers
from addin.install import read_settings, stray_lines
from addin.texts_install import ADDIN_TEXTS

from .vba_machine import LOCAL, USER, Machine, for_windows, modules_of, opened

PYTHON = LOCAL + r"\gouji\python\pythonw.exe"
SETTINGS = USER + r"\.gouji\gouji.conf"
MODULES = {"ThisWorkbook", "Sheet1", "GjRibbon", "xlwings", "xlwings_udfs"}


@pytest.fixture(scope="session")
def xlam(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("built") / "gouji.xlam"
    path.write_bytes(package.build())
    return path


@pytest.fixture
def hostile(tmp_path) -> Path:
    """A received workbook that would like to choose the interpreter, and to be taken for embedded code."""
    book = Workbook()
    book.active.title = "gouji.conf"
    book.active.append(["INTERPRETER_WIN", r"C:\evil\python.exe"])
    book.active.append(["PYTHONPATH", r"C:\evil"])
    book.create_sheet("json.py")
    book.save(tmp_path / "received.xlsx")
    return tmp_path / "received.xlsx"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as opened_package:
        return {name: opened_package.read(name) for name in opened_package.namelist()}


def test_the_shipped_addin_is_what_the_sources_make(xlam) -> None:
    """After a change of ribbon, VBA, texts or functions: ``gouji addin build``."""
    shipped, built = parts(package.BUILT.read_bytes()), parts(xlam.read_bytes())
    assert {name for name in built if built[name] != shipped.get(name)} == set()
    assert built.keys() == shipped.keys()


def test_built_twice_it_is_the_same_byte_by_byte(xlam) -> None:
    assert package.build() == xlam.read_bytes()


def test_nothing_in_it_says_who_built_it_or_when(xlam) -> None:
    with zipfile.ZipFile(xlam) as built:
        assert {entry.date_time for entry in built.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in built.infolist()} == {0}
        assert built.namelist()[0] == "[Content_Types].xml"
    everything = b"".join(parts(xlam.read_bytes()).values())
    for trace in ("William", str(Path(__file__).parents[2]), "dcterms"):
        assert trace.encode() not in everything


def test_independent_readers_see_the_same_modules(xlam) -> None:
    ours = modules_of(xlam)
    assert ours.keys() == MODULES
    # A process of its own: its import warns of names that pyparsing has given up.
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "oletools.olevba", "--json", str(xlam)],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    report = json.loads(done.stdout)
    macros = next(one for one in report if one.get("type") == "OpenXML")["macros"]
    seen = {macro["vba_filename"].partition(".")[0]: macro["code"] for macro in macros}
    assert seen.keys() == MODULES
    for name, code in seen.items():
        assert code.isascii()
        assert code.replace("\r\n", "\n").strip() in ours[name]


def test_the_package_is_sound(xlam) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "openxml_audit", str(xlam)], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout
    assert "no findings" in done.stdout


def test_its_storages_and_relationships_agree(xlam) -> None:
    with ExcelFile(xlam) as file:
        assert file.validate() == []
    report = check_file(xlam)
    assert (report.issues, report.complete) == ((), True)


def test_the_project_compiles_as_far_as_can_be_told_without_excel(xlam, tmp_path) -> None:
    found = {(name, one.code) for name, ones in analyze_workbook(xlam).items() for one in ones}
    # xlwings' own: an unused variable, and a loop counter that its wrappers do not declare.
    assert found <= {("xlwings", "unused-variable"), ("xlwings_udfs", "option-explicit-missing")}
    broken = shutil.copy(xlam, tmp_path / "broken.xlam")
    with ExcelFile(broken) as file:
        file.set_module("GjRibbon", file.get_module("GjRibbon").replace("GjSay Gj", "GjSays Gj"))
        file.save()
    assert any("GjSays" in str(one) for one in analyze_workbook(broken)["GjRibbon"])


def test_a_click_passes_the_tag_and_the_workbook_in_front(xlam, hostile) -> None:
    app = opened(xlam, Machine(files={PYTHON}))
    app.open_workbook(hostile)
    app.run("GjClick", "check")
    assert app.evaluate("XLPy().Log") == (
        "module addin.entry;module xlwings._xlwindows;BOOK_CALLER=received.xlsx;"
        "import addin.entry; addin.entry.click('check')"
    )


@pytest.mark.parametrize("tag", ["", "check');import os;('", "Check", "a b", "检查", "check\n"])
def test_nothing_but_a_name_passes_for_a_tag(xlam, tag) -> None:
    app = opened(xlam, Machine(files={PYTHON}))
    app.run("GjClick", tag)
    assert app.evaluate("XLPy().Log") == ""


def test_without_python_a_click_says_so_in_chinese(xlam) -> None:
    app = opened(xlam, Machine())
    app.run("GjClick", "check")
    ((_, message, _, _),) = app.dialogs
    assert ADDIN_TEXTS["TEXT NO PYTHON"] in message
    assert app.evaluate("XLPy().Log") == ""


def test_without_a_workbook_a_click_says_so(xlam) -> None:
    app = opened(xlam, Machine(files={PYTHON}))
    app.application.active_book = None
    app.run("GjClick", "check")
    ((_, message, _, _),) = app.dialogs
    assert message == ADDIN_TEXTS["TEXT NO WORKBOOK"]


def test_a_workbook_in_protected_view_is_said_to_be_there(xlam) -> None:
    """Excel counts it among no workbooks."""
    app = opened(xlam, Machine(files={PYTHON}))
    app.application.active_book = None
    app.application.protected_views = 1
    app.run("GjClick", "check")
    ((_, message, _, _),) = app.dialogs
    assert "启用编辑" in message


@pytest.mark.parametrize("macro", ["GjStart", "GjStop"])
def test_whatever_the_settings_are_like_excel_starts_and_closes(xlam, hostile, macro) -> None:
    app = opened(xlam, Machine(files={PYTHON}, fails=True))
    app.open_workbook(hostile)
    app.run(macro)
    assert app.dialogs == []


def test_settings_that_cannot_be_read_are_said_at_a_click(xlam, hostile) -> None:
    app = opened(xlam, Machine(files={PYTHON}, fails=True))
    app.open_workbook(hostile)
    app.run("GjClick", "check")
    ((_, message, _, _),) = app.dialogs
    assert "Input past end of file" in message


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ('"KEY NEXT","off"', "KEY NEXT=off"),
        (' "KEY NEXT" , "off" ', "KEY NEXT=off"),
        ("KEY NEXT, off", "KEY NEXT=off"),
        ('"A","C:\\a, b\\pythonw.exe"', "A=C:\\a, b\\pythonw.exe"),
        ('\xef\xbb\xbf"KEY NEXT","off"', "KEY NEXT=off"),
        ("锘\ufffd" + '"KEY NEXT","off"', "KEY NEXT=off"),
        ('"KEY NEXT",""', "KEY NEXT="),
        ("", ""),
        ("'remark", ""),
        ('"KEY NEXT"', ""),
        ('"KEY NEXT","off","x"', ""),
        ('"KEY NEXT","off', ""),
        ('KEY"NEXT,off', ""),
        ("“KEY NEXT”，“off”", ""),
    ],
)
def test_a_line_of_the_settings_is_the_same_to_the_addin_and_to_the_doctor(xlam, tmp_path, monkeypatch, line, pair):
    assert opened(xlam, Machine()).run("TestPair", line) == pair
    monkeypatch.setattr("locale.getencoding", lambda: "utf-8")
    (tmp_path / "x.conf").write_bytes(line.encode() + b"\r\n\r\n")
    assert ["=".join(one) for one in read_settings(tmp_path / "x.conf").items()] == [pair] * bool(pair)
    assert stray_lines(tmp_path / "x.conf") == [1] * bool(line and not pair)


def test_no_cell_of_a_received_workbook_can_call_a_helper(xlam) -> None:
    """A cell can call a public Function of a standard module, and only that."""
    public = re.compile(r"^(?:Public )?Function (\w+)", re.MULTILINE)
    callable_ones = {name: public.findall(source) for name, source in modules_of(xlam).items()}
    assert callable_ones.pop("xlwings_udfs") == sorted(one.name for one in wrappers.generate()[1])
    assert not any(callable_ones.values())
    for name in ("GjRibbon", "xlwings"):
        assert "\nOption Private Module\n" in modules_of(xlam)[name]


def test_when_python_does_not_start_a_click_says_so_and_gives_the_status_bar_back(xlam) -> None:
    app = opened(xlam, Machine(files={PYTHON}))
    app.run("TestBreak")
    app.run("GjClick", "check")
    ((_, message, _, _),) = app.dialogs
    assert ADDIN_TEXTS["TEXT FAILED"] in message
    assert "Could not create Python process." in message
    assert app.application.status_bar is False


def test_the_shortcuts_can_be_switched_off_and_are_given_back(xlam) -> None:
    app = opened(xlam, Machine(settings={SETTINGS: {"KEY NEXT": "off"}}))
    app.run("GjStart")
    assert app.application.keys == {"^+j": "'gouji.xlam'!GjShortcutCheck"}
    app.run("GjStop")
    assert app.application.keys == {"^+j": None}


def test_the_functions_get_their_help(xlam) -> None:
    app = opened(xlam, Machine())
    app.run("GjStart")
    _, functions = wrappers.generate()
    assert functions
    assert app.application.helps == {
        f"'gouji.xlam'!{one.name}": (one.help, one.category, list(one.arguments)) for one in functions
    }


@pytest.mark.parametrize(
    ("description", "shown"),
    [
        ("Could not create Python process.", "勾稽没有启动"),
        ("Traceback (most recent call last):\n  File x\nTypeError: no number\r\n", "函数出错：TypeError: no number"),
    ],
)
def test_a_cell_shows_one_line_of_what_went_wrong(xlam, description, shown) -> None:
    assert opened(xlam, Machine()).run("GjFailure", description) == shown


def test_a_workbook_cannot_choose_the_interpreter(xlam, hostile) -> None:
    """Neither by a sheet, nor by a file beside it (which this system sees as a file in the current folder)."""
    beside = {r"\gouji.conf": {"INTERPRETER_WIN": r"C:\evil\python.exe"}}
    app = opened(xlam, Machine(settings=beside))
    app.open_workbook(hostile)
    assert app.evaluate("ActiveWorkbook.Name") == "received.xlsx"
    assert app.evaluate('TestConfig("INTERPRETER_WIN")') == PYTHON
    assert app.evaluate('TestConfig("PYTHONPATH")') == ""
    assert "evil" not in app.evaluate("TestCommand()")
    assert "received" not in app.evaluate("TestCommand()")


def test_xlwings_own_settings_would_have_let_it(xlam, hostile) -> None:
    """The attack is real: the same workbook, the same machine, xlwings' module as it comes."""
    theirs = for_windows(runtime.original().replace('"myaddin"', '"gouji"'))
    beside = {r"\gouji.conf": {"PYTHONPATH": r"C:\beside"}}
    app = opened(xlam, Machine(settings=beside), runtime=theirs)
    app.open_workbook(hostile)
    assert app.evaluate('GetConfig("INTERPRETER_WIN")') == r"C:\evil\python.exe"
    assert app.evaluate('GetConfig("PYTHONPATH", "", "directory")') == r"C:\beside"


def test_the_users_own_file_comes_before_the_addins_sheet(xlam) -> None:
    app = opened(xlam, Machine(settings={SETTINGS: {"INTERPRETER_WIN": r"%LOCALAPPDATA%\mine\%X%pythonw.exe"}}))
    assert app.evaluate('TestConfig("INTERPRETER_WIN")') == LOCAL + r"\mine\pythonw.exe"
    assert app.evaluate('TestConfig("KEY CHECK")') == "^+j"


def test_python_started_beside_a_hostile_file_does_not_import_it(tmp_path) -> None:
    """The switches of our command line, in a folder where a file bears the name of a module that xlwings imports."""
    (tmp_path / "xlwings.py").write_text("print('taken')")
    command = runtime.procedures(package.sources("")["xlwings"])["xlpycommand"]
    switches = ["-P", "-c"]
    assert f'& " {" ".join(switches)} ""' in command.replace("_\n        ", "")
    for given, taken in ((switches, ""), (["-c"], "taken")):
        done = subprocess.run(
            [sys.executable, *given, "import xlwings"], cwd=tmp_path, capture_output=True, check=True, encoding="utf-8"
        )
        assert done.stdout.strip() == taken


def test_only_the_needed_part_of_xlwings_goes_in() -> None:
    runtime_module = package.sources("XLPy.CallUDF")["xlwings"]
    kept = runtime.procedures(runtime_module).keys()
    assert {"runpython", "getconfig", "xlpy", "xlpycommand", "xlpyloaddll"} <= kept
    assert not {"getconfigfromsheet", "getdirectoryconfigfilepath", "executewindows", "runfrozenpython"} & kept
    assert "Redistribution and use in source and binary forms" in runtime_module
    assert "#If Mac" not in runtime_module
    assert runtime_module.count("#If") == runtime_module.count("#End If") == 2


def test_another_xlwings_is_noticed() -> None:
    theirs = runtime.original().replace("Function GetConfig(", "Function ReadConfig(")
    ours = (package.BUILT.parent / "vba" / "hardened.bas").read_text("ascii")
    with pytest.raises(ValueError, match="version of xlwings"):
        runtime.hardened(theirs, ours, "XLPy")


def test_a_function_without_docstring_is_refused(tmp_path, monkeypatch) -> None:
    """xlwings would print the path of the source file into the function wizard."""
    (tmp_path / "undocumented.py").write_text("import xlwings as xw\n@xw.func\ndef GJ_X(a):\n    return a\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(RuntimeError, match="GJ_X needs a docstring"):
        wrappers.generate(("undocumented",))


def test_wrappers_hand_over_the_addin_never_the_workbook_in_front(tmp_path, monkeypatch) -> None:
    source = 'import xlwings as xw\n@xw.func\n@xw.arg("a", doc="数")\ndef GJ_X(a):\n    """加一"""\n    return a + 1\n'
    (tmp_path / "documented.py").write_text(source, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    vba, functions = wrappers.generate(("documented",))
    assert 'XLPy.CallUDF("documented", "GJ_X", Array(a), ThisWorkbook, Application.Caller)' in vba
    assert "ActiveWorkbook" not in vba
    assert "GJ_X = GjFailure(Err.Description)" in vba
    assert functions == [wrappers.Function("GJ_X", "加一", "xlwings", ("数",))]
