"""A web page is read as it is seen: prose and tables in their order, without what is struck out or hidden."""

from __future__ import annotations

import time

import pytest

from checks.model.grid import Special, Value
from checks.readers import read


def cells(body: str) -> list[list[Value]]:
    grids = [grid for grid in read(f"<html><body>{body}</body></html>".encode()).grids if grid.layout == "sheet"]
    assert len(grids) == 1
    return [[value or "" for value in row] for row in grids[0].rows]


def row(cell: str, head: str = "") -> str:
    return f"{head}<table><tr><td>新收</td>{cell}<td>9</td></tr></table>"


@pytest.mark.parametrize(
    ("cell", "head"),
    [
        ("<td><s>5</s>3206</td>", ""),
        ("<td><STRIKE>5</STRIKE>3206</td>", ""),
        ("<td><del>5</del><ins>3206</ins></td>", ""),
        ("<td><span style='TEXT-DECORATION: line-through'>5</span>3206</td>", ""),
        ("<td><span style='display : none'>5</span>3206</td>", ""),
        ("<td><span hidden>5</span>3206</td>", ""),
        ("<td><span style='mso-hide:all'>5</span>3206</td>", ""),
        ("<td><span style='font-size:0'>5</span>3206</td>", ""),
        (
            "<td><b class='x'>5</b>3206</td>",
            "<style>@media print{.y{color:red}} p,.x{text-decoration:line-through}</style>",
        ),
        ("<td><p style='display:none'>5<p>3206</td>", ""),
        ("<td style='display:none'>5</td><td>3206</td>", ""),
        ("<td><s>5<b>7</b></s>3206</td>", ""),
    ],
)
def test_what_is_not_seen_is_no_figure(cell: str, head: str) -> None:
    assert cells(row(cell, head)) == [["新收", "3206", "9"]]
    assert ("unseen_text", "") in read(row(cell, head).encode()).remarks


@pytest.mark.parametrize(
    "cell",
    [
        "<td><font size=2>32</font>06",
        "<td title='<s>5</s>'>3206",
        '<td data-x="a>b" class=s>3206</td>',
        "<td><!-- 5 -->3206</td>",
        "<td><script>document.write('5')</script>3206</td>",
        "<td><o:p></o:p><span lang=EN-US>3206<o:p>&nbsp;</o:p></span></td>",
        '<td width=50">3206</td>',
        "<td style='font-size:0.8em;opacity:0.9'>3206</td>",
        "<td><table><tr><td>3206</td></tr></table></td>",
        "<td class=hidden-xs>3206<style>@media (max-width:9px){.hidden-xs{display:none}}</style></td>",
        "<td><![if !supportEmptyParas]>3206<![endif]></td>",
    ],
)
def test_what_is_seen_is_a_figure(cell: str) -> None:
    assert cells(row(cell)) == [["新收", "3206", "9"]]
    assert read(row(cell).encode()).remarks == []


def test_a_raised_digit_stays_a_mark() -> None:
    assert cells(row("<td>2<sup>1</sup></td>")) == [["新收", "2¹", "9"]]
    by_style = "<td>2<span style='vertical-align: super'>1</span></td>"
    assert cells(row(by_style)) == [["新收", "2¹", "9"]]
    assert cells(row(by_style.replace("</td>", "<b>3</b></td>"))) == [["新收", "2¹3", "9"]]


@pytest.mark.parametrize("name", ["x:num", "sdval"])
def test_a_number_kept_beside_the_text_may_contradict_it(name: str) -> None:
    assert cells(row(f"<td {name}='3206'>3,206</td>"))[0][1] == "3,206"
    assert cells(row(f"<td {name}='3206.4'>3206</td>"))[0][1] == Special("disagreement", "3206/3206.4")
    assert cells(row(f"<td {name}='3206'></td>"))[0][1] == Special("disagreement", "/3206")
    assert cells(row(f"<td {name}>3206</td>"))[0][1] == "3206"


def test_a_hidden_row_takes_no_room() -> None:
    assert cells("<table><tr><td>a<td>1</tr><tr style='display:none'><td>b<td>2</tr><tr><td>c<td>3</table>") == [
        ["a", "1"],
        [],
        ["c", "3"],
    ]


def test_prose_stands_in_its_order() -> None:
    page = "<title>网站</title><h1>云岭市2023年报告</h1><p>一、总体<br>情况</p>"
    page += "<table><tr><td>a<td>1</table>后记<div>尾</div>"
    grids = read(page.encode()).grids
    assert [(grid.layout, grid.rows) for grid in grids] == [
        ("lines", [["云岭市2023年报告"], ["一、总体"], ["情况"]]),
        ("sheet", [["a", "1"]]),
        ("lines", [["后记"], ["尾"]]),
        ("lines", [["网站"]]),
    ]
    assert [grid.place(0, 0) for grid in grids] == ["第1行", "网页表1第1行第1列", "第4行", "第6行"]


def test_tables_that_lay_out_a_page_give_way() -> None:
    inner = "<table><tr><td>a<td>1<td>2</table>"
    page = f"<table><tr><td>首页<td><table><tr><td><p>标题</p>{inner}{inner}</td></tr></table></td></tr></table>"
    grids = read(page.encode()).grids
    assert [(grid.layout, grid.rows) for grid in grids] == [
        ("lines", [["首页"], ["标题"]]),
        ("sheet", [["a", "1", "2"]]),
        ("sheet", [["a", "1", "2"]]),
    ]


def test_a_table_of_data_keeps_its_figures_around_an_inner_table() -> None:
    grids = read(b"<table><tr><td>a<td>1<td>2<td>3<td>4<td><table><tr><td>5<td>6</table></table>").grids
    assert [grid.rows for grid in grids] == [[["a", "1", "2", "3", "4", None]], [["5", "6"]]]


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td " + "a=1 " * 400_000 + ">1</td></tr></table>",
        "<table><tr><td>" * 20_000,
        "<p>" + "<div>" * 100_000 + "</p>" * 100_000,
        "<p><table><tr><td>" + "<div>" * 300 + "</p>" * 100_000,
        "<a='>'" * 200_000 + '"',
        '<a ="' * 200_000,
        "<!--" * 200_000,
        "<script>" * 100_000,
        "<" * 590_000,
        "<style>" + "{" * 100_000 + "}" * 100_000,
    ],
    ids=lambda page: page[:12],
)
def test_a_hostile_page_takes_linear_time(page: str) -> None:
    start = time.process_time()
    read(b"<html>" + page.encode())
    assert time.process_time() - start < 5
