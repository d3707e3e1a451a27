"""WPS: the same sitting at the stand-in for WPS and at the fake program, click by click; and what the port may do."""

from __future__ import annotations

import re
import types
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils.cell import rows_from_range

from addin import texts
from addin.seam import HostError
from addin.wps import values
from addin.wps.entry import click

from ..fakes.person import FakePerson
from ..fakes.wps import NODE, Pipe, WpsInNode, content
from .comparing import everything
from .sitting import BOOK, Sitting, filled
from .test_edges import foreign

pytestmark = pytest.mark.skipif(NODE is None, reason="no Node")

MOST = 1500
"""Accesses to members of WPS that a click may take: each goes over to another process."""
FAULTY = filled(
    results__granted__total=4321.0,
    requests__new__natural_person=None,
    requests__new__total="12",
    review__total=99.0,
)
SITTING: list[tuple[str, tuple[str, str] | None, tuple[Any, ...]]] = [
    ("about", None, ()),
    ("check", None, ()),
    ("next_finding", None, ()),
    ("previous_finding", None, ()),
    ("explain", ("表三", "J7"), ()),
    ("accept", ("表三", "J7"), (True,)),
    ("take_back", None, (True,)),
    ("fill_blanks", None, (True,)),
    ("take_back", None, (True,)),
    ("to_numbers", None, (True,)),
    ("take_back", None, (True,)),
    ("check_sheet", ("表四", "A1"), ()),
    ("justify", ("表三", "J7"), ()),
    ("words", None, ()),
    ("words", None, ()),
    ("check", ("校验结果", "A6"), ()),
    ("clear", None, ()),
]
COMPARED = (1, 7, 11, 16)
"""After these clicks the whole workbooks are compared, which takes a second; after the others what a person sees."""


class Frozen:
    """The same minute for both."""

    @staticmethod
    def now() -> Any:
        return Frozen()

    def astimezone(self) -> Any:
        return self

    def strftime(self, _: str) -> str:
        return "2025-01-20 09:00"


@pytest.fixture(autouse=True)
def same_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("checking", "proposals"):
        monkeypatch.setattr(f"addin.commands.{module}.datetime", Frozen)
    monkeypatch.setattr("addin.commands.filling.uuid.uuid4", lambda: types.SimpleNamespace(hex="12345678"))


def after(sitting: Sitting, tag: str, answers: tuple[Any, ...]) -> list[Any]:
    """What a person sees of a click."""
    try:
        person = sitting.click(tag, *answers)
    except HostError as problem:
        return [str(problem)]
    program = sitting.program
    told = [text for text in person.told if "Python" not in text]  # the self-test names the program
    return [told, person.asked, person.shown, program.selection(), program.sheets(), sitting.switches()]


def whole(data: bytes) -> Any:
    """A workbook, but for what openpyxl alone says of a font; conditions cell by cell, however they share them."""
    sheets = everything(data)
    for sheet in sheets.values():
        shown: dict[tuple[int, int], list[Any]] = {}
        for areas, looks in sheet["formats"].items():
            for area in areas.split():
                for cells in rows_from_range(area):
                    for place in cells:
                        shown.setdefault(place, []).extend(looks)
        sheet["formats"] = shown
        sheet["cells"] = {
            place: (value, re.sub(r"(?:family|scheme|charset)=[^,]+", "", look), link, note)
            for place, (value, look, link, note) in sheet["cells"].items()
        }
    return sheets


CELLS = [cell.id for cell in BOOK.forms["annual2021"].cells if not (cell.heading or "total" in cell.id)]
MANY = filled(4, review=False, **dict.fromkeys((cell.replace(".", "__") for cell in CELLS[20:75]), None))
"""Some fifty blanks, each marked with a test of its own."""


@pytest.mark.slow
@pytest.mark.parametrize("data", [FAULTY, MANY, foreign()])
def test_wps_does_what_the_fake_program_does(tmp_path: Path, data: bytes, request: pytest.FixtureRequest) -> None:
    (tmp_path / "年报.xlsx").write_bytes(data)
    fake, wps = (Sitting(tmp_path / "年报.xlsx", engine) for engine in ("fake", "wps"))
    request.addfinalizer(wps.close)
    pipe: Pipe = wps.program.pipe
    before, counted = whole(wps.program.saved()), {}
    for number, (tag, place, answers) in enumerate(SITTING):
        for one in (fake, wps):
            if place and place[0] in one.names:
                one.select(*place)
        wps.program.forget()
        pipe.ask("accesses")
        seen = after(wps, tag, answers)
        counted[f"{number} {tag}"] = pipe.ask("accesses")
        assert seen == after(fake, tag, answers), (number, tag)
        if tag in COMPARED:
            assert whole(wps.program.saved()) == whole(fake.program.saved()), (number, tag)
    assert {tag: count for tag, count in counted.items() if count > MOST} == {}
    assert whole(wps.program.saved()) == before


def test_a_click_from_the_ribbon_arrives_and_speaks() -> None:
    pipe = Pipe(FAULTY, "年报.xlsx")
    click("check", pipe.call)
    state = pipe.ask("state")
    assert state["status"].startswith("✗ 不符：")
    assert (state["told"], state["screen"], state["alerts"], state["calculation"]) == ([], True, True, -4105)
    assert [sheet["name"] for sheet in state["sheets"]][-1] == "校验结果"
    pipe.ask("answers", [True])
    click("accept", pipe.call)
    state = pipe.ask("state")
    assert "→" in state["told"][0]
    click("explain", pipe.call)
    click("nothing of the kind", pipe.call)
    assert "出了意外" in pipe.ask("state")["told"][-1]
    pipe.close()


def test_without_a_workbook_the_person_is_told() -> None:
    pipe = Pipe(FAULTY, "年报.xlsx")
    pipe.ask("set", {"closed": True})
    click("check", pipe.call)
    assert pipe.ask("state")["told"] == ["请先打开要核对的表格。"]
    pipe.close()


def test_a_picture_that_is_selected_is_no_cell() -> None:
    pipe = Pipe(FAULTY, "年报.xlsx")
    pipe.ask("set", {"shape": True})
    click("explain", pipe.call)
    assert pipe.ask("state")["told"] == [texts.NOTHING_SELECTED]
    click("check", pipe.call)
    assert pipe.ask("state")["status"].startswith("✗ 不符：")
    pipe.close()


def test_whole_rows_and_columns_that_somebody_coloured_are_not_read() -> None:
    pipe = Pipe(FAULTY, "年报.xlsx")
    plain, _ = WpsInNode.of(pipe).read("表三")
    sheets = pipe.ask("state")["sheets"]
    next(one for one in sheets if one["name"] == "表三")["extent"] = [1_048_576, 16_384]
    pipe.ask("set", {"sheets": sheets})
    rows, formulas = WpsInNode.of(pipe).read("表三")
    assert (len(rows), len(rows[0])) == (len(formulas), len(formulas[0]))
    assert rows == [row[: len(rows[0])] for row in plain[: len(rows)]]
    assert any(value is not None for value in rows[-1])
    assert any(row[-1] is not None for row in rows)
    click("check", pipe.call)
    assert pipe.ask("state")["status"].startswith("✗ 不符：逻辑性")
    pipe.close()


@pytest.mark.parametrize(
    ("text", "read"), [("甲\ud83d县", "甲\ufffd县"), ("\\ud83d", "\\ud83d"), ("\\\udc00x", "\\\ufffdx"), ("😀", "😀")]
)
def test_half_a_character_does_not_stop_a_check(text: str, read: str) -> None:
    held = content(FAULTY, "年报.xlsx")
    held["sheets"][1]["values"]["1,1"] = text
    pipe = Pipe(held, "年报.xlsx")
    assert WpsInNode.of(pipe).read("表二")[0][0][0] == read
    click("check", pipe.call)
    assert pipe.ask("state")["status"].startswith("✗ 不符：")
    pipe.close()


def test_what_the_stand_in_offers_is_what_kingsoft_declares() -> None:
    lines = (Path(__file__).parents[1] / "data" / "et_members.txt").read_text("utf-8").splitlines()
    declared = {name: set(members.split()) for name, _, members in (line.partition(": ") for line in lines[1:])}
    pipe = Pipe(FAULTY, "年报.xlsx")
    click("check", pipe.call)
    click("clear", pipe.call)
    shapes = pipe.ask("shapes")
    pipe.close()
    assert len(shapes) > 10
    assert {name: set(members) - declared[name] for name, members in shapes.items()} == {key: set() for key in shapes}


@pytest.mark.parametrize("name", ["port.js", "start.js"])
def test_scripts_are_of_2015_and_ask_no_network(name: str) -> None:
    text = files("addin.wps").joinpath("page", name).read_text("utf-8")
    code = re.sub(r'"[^"]*"', '""', re.sub(r"//.*", "", text))
    assert not re.search(r"=>|`|\blet\b|\bconst\b|\?\.|\?\?|\.\.\.|\basync\b|\bclass\b", code)
    assert not re.search(r"\bfetch\b|XMLHttpRequest|ShowTaskPane|CreateTaskPane", code)


def test_the_person_is_the_one_of_the_fake() -> None:
    """Both offer what the seam wants, and no more."""
    from addin.wps.person import WpsPerson  # noqa: PLC0415

    def offered(kind: type) -> set[str]:
        return {name for name in vars(kind) if not name.startswith("_")}

    assert offered(WpsPerson) == offered(FakePerson)


@pytest.mark.parametrize("date1904", [False, True])
@pytest.mark.parametrize("number", [0.25, 1.0, 12.0, 59.0, 61.0, 45292.0, 45292.5])
def test_a_date_goes_back_as_the_number_that_it_was(number: float, date1904: bool) -> None:
    assert values.serial(values.moment(number, date1904=date1904), date1904=date1904) == number


def test_what_is_no_date_stays_a_number() -> None:
    assert values.moment(1e9, date1904=False) == 1e9
    assert values.moment(-3.0, date1904=False).year == 1899
    assert [values.is_date(code) for code in ("yyyy/m/d", 'm"月"d"日"', "h:mm", "G/通用格式", "0.00", None)] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
