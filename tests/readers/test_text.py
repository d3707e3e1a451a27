"""Tables in plain text: which lines are cells, rows, or prose."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from checks.readers import read
from checks.readers.pipes import split_pipes

from ..fixtures.published import as_text

if TYPE_CHECKING:
    from checks.model.grid import Grid


def grids(text: str) -> list[Grid]:
    return read(text.encode()).grids


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("规章 | 0 | 0 | 0 |", ["规章", "0", "0", "0"]),
        ("| 规章 | 0 |", ["规章", "0"]),
        ("第二十条第（一）项 | ||||", ["第二十条第（一）项", "", "", "", ""]),
        ("政府集中采购 | 137 | 6154570.0 |  |", ["政府集中采购", "137", "6154570.0", ""]),
        ("| | | 1 | 2 |", ["", "", "1", "2"]),
        ("|", [""]),
        ("||", ["", ""]),
        ("|||", ["", "", ""]),
        ("0 |", ["0"]),
        ("0", ["0"]),
    ],
)
def test_one_pipe_at_the_end_closes_and_one_at_the_start_opens(line: str, cells: list[str]) -> None:
    assert split_pipes(line) == cells


def test_one_cell_a_line_is_a_stream() -> None:
    text = "二、主动公开\n第一项 | |\n信息内容 |\n数量 |\n规章 |\n\n0 |\n||\n三、依申请公开\n"
    found = grids(text)
    assert [grid.layout for grid in found] == ["lines", "stream", "lines"]
    assert found[1].rows == [["第一项", ""], ["信息内容"], ["数量"], ["规章"], ["0"], ["", ""]]
    assert found[1].lines == [2, 3, 4, 5, 7, 8]
    assert found[1].place(4, 0) == "第7行"


def test_one_row_a_line_is_lines() -> None:
    found = grids("规章 | 0 | 0 |\n规范性文件 | 12 | 3 |\n")
    assert [(grid.layout, grid.rows) for grid in found] == [("lines", [["规章", "0", "0"], ["规范性文件", "12", "3"]])]


def test_rules_of_markdown_tables_are_dropped() -> None:
    found = grids("## 表二\n| 信息内容 | 件数 |\n|---|:---:|\n| 规章 | 0 |\n| - | 1 |\n")
    assert found[1].rows == [["信息内容", "件数"], ["规章", "0"], ["-", "1"]]
    assert found[1].lines == [2, 4, 5]


def test_prose_and_slid_tabs_are_lines_in_one_grid() -> None:
    found = grids("三、收到和处理申请情况\n\t申请人情况\t\n一、本年\t新收\t33\t0\n\n四、复议情况。\n")
    assert [(grid.layout, grid.rows) for grid in found] == [
        (
            "lines",
            [
                ["三、收到和处理申请情况"],
                ["", "申请人情况", ""],
                ["一、本年", "新收", "33", "0"],
                ["四、复议情况。"],
            ],
        )
    ]
    assert found[0].lines == [1, 2, 3, 5]


def test_prose_with_commas_is_no_csv() -> None:
    text = "本年,我局收到申请3件,均已办结。\n其中,予以公开2件,不予公开1件。\n没有行政复议,没有诉讼。\n"
    assert read(text.encode()).kind == "text"


def test_csv_may_lack_a_few_commas() -> None:
    assert read("项目,数量\n新收,3\n结转,0\n合计".encode()).kind == "csv"


def test_csv_quotes() -> None:
    assert read('项目,数量\n"a,b","1,234"\n'.encode()).grids[0].rows == [["项目", "数量"], ["a,b", "1,234"]]


def test_text_without_tables_is_still_a_grid() -> None:
    assert grids("本年度没有收到政府信息公开申请。")[0].rows == [["本年度没有收到政府信息公开申请。"]]


@pytest.mark.parametrize(
    ("report", "layouts"),
    [("fengshi2020", {"stream", "lines"}), ("guyuan2019", {"lines"}), ("hengyang2019", {"lines"})],
)
def test_published_reports(report: str, layouts: set[str]) -> None:
    """Each line that holds anything stands in exactly one Grid, in order."""
    data = as_text(report)
    reading = read(data, "a.txt")
    assert reading.kind == "text"
    assert {grid.layout for grid in reading.grids} == layouts
    lines = data.decode().splitlines()
    numbers = [number for grid in reading.grids for number in grid.lines or ()]
    assert numbers == [number for number, line in enumerate(lines, 1) if line.strip()]


def test_short_phrases_between_commas_are_no_csv() -> None:
    text = "tables, reports, and forms\nof offices, in many layouts, as published, by hand\nread, checked\nkept\n" * 5
    assert read(text.encode()).kind == "text"


@pytest.mark.parametrize("line", ["1 " * 200_000 + "完", "-" * 200_000 + "完", " |" * 90_000 + "完"])
def test_a_line_without_end_does_not_take_long(line: str) -> None:
    begin = time.process_time()
    read(f"标题\n{line}\n新收 1 2\n".encode())
    assert time.process_time() - begin < 3
