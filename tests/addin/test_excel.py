"""What we ask of Excel's object model; Excel itself is not to be had where this is tested."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from addin import texts
from addin.excel import Excel, Patience, _rows
from addin.excel_dialogs import ExcelDialogs
from addin.seam import CellWrite, HostError


class Sheet:
    """As much of a worksheet's object model as protecting takes; refuses like Excel."""

    ProtectDrawingObjects = ProtectContents = ProtectScenarios = True

    def __init__(self, password: str = "") -> None:
        self._password = password
        self.Protection = SimpleNamespace(**dict.fromkeys(ALLOWED, False), AllowFormattingCells=True)
        self.put_back: dict[str, Any] = {}

    def Unprotect(self, password: str) -> None:  # noqa: N802  # Excel's name
        if password != self._password:
            raise OSError(1004)
        self.ProtectDrawingObjects = self.ProtectContents = self.ProtectScenarios = False

    def Protect(self, **options: Any) -> None:  # noqa: N802  # Excel's name
        self.put_back = options


ALLOWED = (
    "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns", "AllowInsertingRows",
    "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering",
    "AllowUsingPivotTables",
)  # fmt: skip


class Api:
    """Excel's dialogues, answered from a list."""

    Name, Version = "Microsoft Excel", "16.0"

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[Any] = []

    def InputBox(self, **question: Any) -> Any:  # noqa: N802  # Excel's name
        self.asked.append(question)
        return self.answers.pop(0)

    def GetOpenFilename(self, *question: Any) -> Any:  # noqa: N802  # Excel's name
        self.asked.append(question)
        return self.answers.pop(0)


def host(*answers: Any) -> ExcelDialogs:
    told: list[str] = []
    app = SimpleNamespace(api=Api(*answers), alert=lambda text, **_: told.append(text), status_bar=False, told=told)
    return ExcelDialogs(app)  # type: ignore[arg-type]  # stands in for a program that is not here


def excel(sheet: Any) -> Excel:
    app = SimpleNamespace(api=Api())
    book = SimpleNamespace(app=app, name="年报.xlsx", sheets=lambda _: sheet)
    return Excel(book)  # type: ignore[arg-type]  # stands in for a program that is not here


@pytest.mark.parametrize("fails", [False, True])
def test_a_protection_is_put_back_with_all_that_it_allowed(fails: bool) -> None:
    class Cell:
        """What is written, and refused while the sheet is protected."""

        raw_value: Any = None

        def __setattr__(self, name: str, value: Any) -> None:
            assert not sheet.api.ProtectContents
            if fails:
                raise ZeroDivisionError
            super().__setattr__(name, value)

    cell = Cell()
    sheet = SimpleNamespace(api=Sheet(), name="表三", range=lambda _: cell)
    try:
        excel(sheet).write("表三", [CellWrite(6, 9, 4.0)], lift=True)
    except ZeroDivisionError:
        assert fails
    assert cell.raw_value == (None if fails else 4.0)
    kinds = dict.fromkeys(("DrawingObjects", "Contents", "Scenarios"), True)
    assert sheet.api.put_back == {**kinds, "AllowFormattingCells": True, **dict.fromkeys(ALLOWED, False)}


def test_a_password_is_a_sentence() -> None:
    sheet = SimpleNamespace(api=Sheet("1234"), name="表三")
    with pytest.raises(HostError, match="有保护密码"):
        excel(sheet).write("表三", [], lift=True)


def test_wps_is_told_by_its_folder_and_its_build() -> None:
    """It bears Excel's name where it has registered itself in its place."""
    api = Api()
    api.Path = r"C:\Users\clerk\AppData\Local\Kingsoft\WPS Office\12.1\office6"  # type: ignore[attr-defined]
    book = SimpleNamespace(app=SimpleNamespace(api=api), name="年报.xlsx")
    assert Excel(book).name == "WPS 16.0"  # type: ignore[arg-type]  # stands in for a program that is not here
    api.Path, api.Build = r"D:\office6", "12.1.0.26895"  # type: ignore[attr-defined]
    assert Excel(book).name == "WPS 16.0"  # type: ignore[arg-type]
    api.Build = 19029  # type: ignore[attr-defined]
    assert Excel(book).name != "WPS 16.0"  # type: ignore[arg-type]


def test_a_busy_excel_is_waited_for_with_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Xlwings asks ``not N_COM_ATTEMPTS or n_attempt < N_COM_ATTEMPTS``, and by itself tries for ever."""
    pauses: list[float] = []
    monkeypatch.setattr("addin.excel.time.sleep", pauses.append)
    patience: Any = Patience(200)
    attempt = 1
    while not patience or attempt < patience:
        attempt += 1
    assert attempt == 200
    assert 5 < sum(pauses) < 30


def test_blocks_have_one_shape_whatever_excel_gives() -> None:
    assert _rows(1.0, 1, 1) == [[1.0]]
    assert _rows((1.0, "甲"), 1, 2) == [[1.0, "甲"]]
    assert _rows(("甲", 1.0), 2, 1) == [["甲"], [1.0]]
    assert _rows(((1.0, None), (2.0, 3.0)), 2, 2) == [[1.0, None], [2.0, 3.0]]


@pytest.mark.parametrize(("answer", "position"), [("2", 1), ("9", None), ("甲", None), (False, None)])
def test_a_choice_is_a_number(answer: Any, position: int | None) -> None:
    assert host(answer).choose("哪一个？", ["甲", "乙"]) == position


def test_cancelling_is_no_answer_and_a_long_question_is_shown_whole() -> None:
    one = host(False, False)
    assert one.choose_file("打开") is None
    assert one.ask_text("长" * 400) is None
    assert one._app.told == ["长" * 400]
    assert len(one._app.api.asked[1]["Prompt"]) < 256


def test_the_status_bar_is_given_back() -> None:
    one = host()
    one.status(texts.ALL_WELL)
    one.status(None)
    assert one._app.status_bar is False
