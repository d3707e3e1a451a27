"""What stands beside the form's own figures is said in sheets and in text alike; columns may stand in any order."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.model.findings import Verdict
from checks.render.sentences.findings import message

from ..fixtures.layouts import Rows, xlsx
from ..fixtures.plain_tables import plain_rows
from ..fixtures.random_reports import balanced

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]
TITLE = "澜川市某某局2024年政府信息公开工作年度报告"
FIGURES = balanced(FORM, Random(8))
ROWS = plain_rows(FORM, FORM.tables[1], FIGURES)
HEAD = next(r for r, row in enumerate(ROWS) if "商业企业" in row)
LAST = len(ROWS)


def at(label: str) -> int:
    return next(r for r, row in enumerate(ROWS) if any(label in str(value) for value in row))


def as_sheets(tables: list[tuple[str, Rows]]) -> bytes:
    return xlsx([("封面", [[TITLE]]), *tables])


def as_text(tables: list[tuple[str, Rows]]) -> bytes:
    """Pipes, the blank cells of spans before the labels dropped."""
    lines = [TITLE, ""]
    for _, rows in tables:
        for row in rows:
            cells = [str(value) for value in row]
            while len(cells) > 1 and cells[0] == cells[1] == "":
                cells.pop(0)
            lines.append(" | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines).encode()


WAYS = {"a.xlsx": as_sheets, "a.txt": as_text}
in_both = pytest.mark.parametrize("name", WAYS)


def judged(name: str, change: Callable[[Rows], Rows]) -> Verdict:
    tables = [(table.name, [list(row) for row in plain_rows(FORM, table, FIGURES)]) for table in FORM.tables]
    tables[1] = (tables[1][0], change(tables[1][1]))
    (verdict,) = check_bytes(WAYS[name](tables), name, BOOK)
    return verdict


def words(verdict: Verdict, kind: str) -> str:
    return "".join(message(finding) for finding in verdict.findings if finding.kind == kind)


@in_both
@pytest.mark.parametrize("row", [HEAD + 1, at("部分公开") + 1, at("3.其他") + 1, LAST])
@pytest.mark.parametrize("label", ["9.属于工作秘密", "去年同期", ""])
def test_a_row_too_many_is_named_wherever_it_stands(name: str, row: int, label: str) -> None:
    extra = ["", "", label, 9, 0, 0, 0, 0, 0, 9]
    found = judged(name, lambda rows: [*rows[:row], extra, *rows[row:]])
    assert found.status == "review"
    assert "填 9" in words(found, "RX-EXTRA")
    assert label in words(found, "RX-EXTRA")


@in_both
def test_a_table_right_below_another_is_no_stray_of_it(name: str) -> None:
    found = judged(name, lambda rows: rows[HEAD + 1 :])  # without title and header
    assert (found.status, found.checked) == ("pass", 47)


@in_both
def test_the_total_may_stand_first(name: str) -> None:
    found = judged(name, lambda rows: [[*row[:3], row[-1], *row[3:-1]] for row in rows])
    assert (found.status, found.checked) == ("pass", 47)


def beside(column: int, value: object) -> Callable[[Rows], Rows]:
    return lambda rows: [[*row, *[""] * (column - 10), value if r > HEAD else ""] for r, row in enumerate(rows)]


def test_figures_without_a_heading_right_beside_the_table_are_named() -> None:
    assert "K" in words(judged("a.xlsx", beside(10, 5)), "RX-EXTRA")
    assert judged("a.xlsx", beside(11, 5)).status == "pass"  # a gap between: somebody's own reckoning
    assert judged("a.xlsx", beside(10, 0)).status == "pass"  # differences that are none


def in_front(numbers: Callable[[int], object]) -> Callable[[Rows], Rows]:
    """Put something in a column before the labels."""
    return lambda rows: [[numbers(r - HEAD) if r > HEAD else "", *row] for r, row in enumerate(rows)]


def test_figures_among_the_labels_are_named_and_numbering_is_not() -> None:
    assert judged("a.xlsx", in_front(lambda r: r)).status == "pass"
    assert judged("a.xlsx", in_front(lambda r: r % 5 + 1 if r > 4 else "")).status == "pass"
    # Looked at again, though a sheet of the same shape has passed.
    assert "A6 填 7" in words(judged("a.xlsx", in_front(lambda r: {1: 1, 2: 7}.get(r, ""))), "RX-EXTRA")


def renamed(old: str, new: str) -> Callable[[Rows], Rows]:
    return lambda rows: [[new if old in str(value) else value for value in row] for row in rows]


@in_both
def test_a_numbered_total_that_is_called_a_subtotal_is_the_total(name: str) -> None:
    assert judged(name, renamed("（七）总计", "（七）小计")).status == "pass"


@in_both
@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("3.其他", "3.其它情形", "pass"),
        ("信访举报投诉类", "1.信访举报类申请", "pass"),
        ("属于行政查询", "8.属于党务信息", "review"),
        ("予以公开", "（一）主动公开", "review"),
    ],
)
def test_a_label_that_shares_little_with_the_form_s_is_to_be_looked_at(
    name: str, old: str, new: str, status: str
) -> None:
    assert judged(name, renamed(old, new)).status == status


def judged_table(name: str, table: int, change: Callable[[Rows], Rows]) -> Verdict:
    tables = [(each.name, [list(row) for row in plain_rows(FORM, each, FIGURES)]) for each in FORM.tables]
    tables[table] = (tables[table][0], change(tables[table][1]))
    (verdict,) = check_bytes(WAYS[name](tables), name, BOOK)
    return verdict


@in_both
@pytest.mark.parametrize("label", ["", "上年"])
@pytest.mark.parametrize("place", [0, 1], ids=["above", "below"])
def test_a_second_row_of_table_four_is_not_passed_over(name: str, label: str, place: int) -> None:
    def change(rows: Rows) -> Rows:
        *head, own = [["", *row] for row in rows]
        other = [label, *[5] * 15]
        return [*head, other, own] if place == 0 else [*head, own, other]

    found = judged_table(name, 2, change)
    assert (found.status, [one for one in found.findings if one.severity == "error"]) == ("review", [])


@in_both
def test_a_row_too_many_in_a_narrow_block_is_named(name: str) -> None:
    def change(rows: Rows) -> Rows:
        at_row = next(r for r, row in enumerate(rows) if row[0] == "行政许可")
        return [*rows[: at_row + 1], ["行政检查", 5, "", ""], *rows[at_row + 1 :]]

    found = judged_table(name, 0, change)
    assert found.status == "review"
    assert "“行政检查”" in words(found, "RX-EXTRA")


def with_figure(table: int, row: int, column: int, figure: object = 7) -> list[tuple[str, Rows]]:
    """The report with one row more, in which stands one figure and nothing else."""
    tables = [(t.name, [list(line) for line in plain_rows(FORM, t, FIGURES)]) for t in FORM.tables]
    extra: list[object] = ["" for _ in tables[table][1][0]]
    extra[column] = figure
    tables[table][1].insert(row, extra)
    return tables


def as_pipes(tables: list[tuple[str, Rows]]) -> bytes:
    """As Markdown: no blank cell is dropped."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for _, rows in tables for row in [[""], *rows]]
    return "\n".join([TITLE, *lines]).encode()


ONE_COLUMN = next(r for r, row in enumerate(plain_rows(FORM, FORM.tables[0], FIGURES)) if row[0] == "行政许可")


@pytest.mark.parametrize(("name", "write"), [("a.xlsx", as_sheets), ("a.md", as_pipes)])
@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        *((0, ONE_COLUMN + more, column) for more in (0, 1) for column in range(4)),
        *((0, len(plain_rows(FORM, FORM.tables[0], FIGURES)), column) for column in range(4)),
        (0, ONE_COLUMN + 2, 1),  # below the next caption
        *((1, row, column) for row in (HEAD + 1, HEAD + 9, LAST) for column in (0, 2, 3, 9)),
    ],
)
def test_one_figure_alone_in_a_row_is_named(
    name: str, write: Callable[[list[tuple[str, Rows]]], bytes], table: int, row: int, column: int
) -> None:
    (verdict,) = check_bytes(write(with_figure(table, row, column)), name, BOOK)
    assert (verdict.status, "填 7" in words(verdict, "RX-EXTRA")) == ("review", True)


def lined(numbers: dict[int, str]) -> str:
    """The report as text, with a number in a line of its own before some of the lines of 表三."""
    lines = as_text([(t.name, plain_rows(FORM, t, FIGURES)) for t in FORM.tables]).decode().split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("一、本年新收"))
    for row in sorted(numbers, reverse=True):
        lines.insert(first + row, numbers[row])
    (verdict,) = check_bytes("\n".join(lines).encode(), "a.txt", BOOK)
    return verdict.status


def test_the_numbers_of_pages_are_no_figures() -> None:
    assert lined({5: "7"}) == lined({5: "7", 15: "9"}) == "review"
    assert lined({5: "7", 15: "8"}) == lined({5: "- 7 -"}) == "pass"


def test_a_row_too_many_between_two_blocks_is_named() -> None:
    tables = [(t.name, [list(line) for line in plain_rows(FORM, t, FIGURES)]) for t in FORM.tables]
    tables[0][1].insert(ONE_COLUMN + 2, ["行政检查", 8, "", ""])  # behind the caption of the next block
    (verdict,) = check_bytes(as_sheets(tables), "a.xlsx", BOOK)
    assert "行政检查" in words(verdict, "RX-EXTRA")
