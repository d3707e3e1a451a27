"""A Rich Text file is read as it is seen: prose and tables in order; the whole report was saved by LibreOffice."""

from __future__ import annotations

import json
import random
import time
from contextlib import suppress
from pathlib import Path

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.errors import InputFileError
from checks.model.grid import Value
from checks.model.held_figures import held_rows
from checks.readers import read

FOLDER = Path(__file__).parents[1] / "data" / "documents"
RTF = (FOLDER / "report.rtf").read_bytes()
FONTS = r"{\fonttbl{\f0\fcharset0 Times;}{\f13\fcharset134 SimSun;}}"
ROW = r"\trowd\cellx500\cellx1000\cellx1500\pard\plain\intbl 新\cell %s\cell 9\cell\row\pard"


def rtf(body: str, head: str = r"\rtf1\ansi\ansicpg936\deff0" + FONTS) -> bytes:
    return f"{{{head}{body}}}".encode("gb18030")


def cells(content: str) -> list[list[Value]]:
    (sheet,) = [grid for grid in read(rtf(ROW % content)).grids if grid.layout == "sheet"]
    return sheet.rows


def test_every_figure_of_a_report_is_read() -> None:
    (verdict,) = check_bytes(RTF, "年报.doc")
    asked = json.loads((FOLDER / "figures.json").read_text())
    assert {
        row.cell: row.text for row in held_rows(verdict.figures, rulebook.load().forms) if row.cell in asked
    } == asked
    assert (verdict.unit, verdict.year, verdict.status) == ("云岭市青禾区人民政府", 2023, "pass")
    assert "misnamed" not in {code for code, _ in read(RTF, "年报.doc").remarks}


@pytest.mark.parametrize(
    "content",
    [
        r"{\strike 5}3206",
        r"\strike 5\strike0 3206",
        r"{\striked1 5}{\v 7}{\deleted 8}3206",
        r"{\v 5}\plain 3206",
        r"\v 5\plain{\revised 3206}",
    ],
)
def test_what_is_not_seen_is_no_figure(content: str) -> None:
    assert cells(content) == [["新", "3206", "9"]]
    assert ("unseen_text", "") in read(rtf(ROW % content)).remarks


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (r"32{\b 06}", "3206"),
        (r"{\field{\*\fldinst =5}{\fldrslt 3206}}", "3206"),
        (r"2{\super 1}", "2¹"),
        (r"\f0 \'b9\'e6\'d5\'c2", "规章"),
        (r"\f13 \'b9" + "\n" + r"\'e6\'d5\'c2", "规章"),
        (r"\uc1\u35268\'3f\u31456\'3f", "规章"),
        (r"\uc2\u-30268\'b9\'e6\u31456\'d5\'c2", "规章"),
        (r"0\par 3", "0 3"),
        (r"{\*\unknown 5}3206", "3206"),
        (r"{\shp{\*\shpinst{\sp{\sn x}{\sv 7}}{\shptxt\pard\plain 3206\par}}{\shprslt 5}}", "3206"),
        (r"3206{\footnote 注5}", "3206"),
        (r"3\~206", "3 206"),
    ],
)
def test_what_is_seen_is_a_figure(content: str, shown: str) -> None:
    assert cells(content) == [["新", shown, "9"]]


def test_merged_cells_and_prose_in_order() -> None:
    first = r"\trowd\clvmgf\cellx500\clmgf\cellx1000\clmrg\cellx1500\pard\intbl a\cell b\cell\cell\row"
    second = r"\trowd\clvmrg\cellx500\cellx1000\cellx1500\pard\intbl 藏\cell 1\cell 2\cell\row\pard"
    grids = read(rtf(rf"\pard 标题\par {first}{second} 尾\par")).grids
    assert [grid.rows for grid in grids] == [[["标题"]], [["a", "b", None], [None, "1", "2"]], [["尾"]]]
    assert grids[1].place(1, 2) == "表1第2行第3格"


def test_nested_tables_that_lay_out_a_page_give_way() -> None:
    inner = (
        r"\pard\intbl\itap2 a\nestcell 1\nestcell{\*\nesttableprops\trowd\cellx100\cellx200\nestrow}{\nonesttables\par}"
    )
    grids = read(rtf(rf"\trowd\cellx500\pard\intbl 标题\par {inner}\pard\intbl 尾\cell\row")).grids
    assert [grid.rows for grid in grids] == [[["标题"]], [["a", "1"]], [["尾"]]]


@pytest.mark.parametrize(
    ("body", "code"),
    [(r"{\pict\pngblip 89504e}", "pictures"), (r"{\object\objemb{\*\objdata 0102}}", "embedded_document")],
)
def test_what_is_not_read_is_said(body: str, code: str) -> None:
    reading = read(rtf(r"\pard x\par" + body))
    assert code in {remark[0] for remark in reading.remarks}
    assert [grid.rows for grid in reading.grids] == [[["x"]]]


@pytest.mark.parametrize(
    "body",
    [
        "{" * 300_000,
        "}" * 300_000,
        r"{\b " * 100_000,
        "\\",
        r"\u",
        r"\bin999999999 x",
        r"\trowd" + r"\cellx1" * 100_000,
        r"\intbl\itap9999 x\nestcell\nestrow" * 10_000,
        r"\cell" * 300_000,
        r"{\shptxt " * 1000 + r"x\cell\row",
        r"\'" * 1000,
        r"\f13\'b9",
    ],
    ids=lambda body: body[:12],
)
def test_a_hostile_file_takes_linear_time(body: str) -> None:
    start = time.process_time()
    with suppress(InputFileError):
        read(rtf(body))
    assert time.process_time() - start < 5


def test_broken_files_are_survived() -> None:
    rng = random.Random(1)
    for _ in range(40):
        data = bytearray(RTF)
        for _ in range(rng.choice((1, 5, 50))):
            data[rng.randrange(5, len(data))] = rng.randrange(256)
        try:
            read(bytes(data[: rng.randrange(len(data))] if rng.random() < 0.2 else data))
        except InputFileError:
            continue
