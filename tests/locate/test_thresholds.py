"""The numbers that the locator is set by: each has a case on either side of it, so that a change is noticed."""

from __future__ import annotations

import pytest

from checks import rulebook
from checks.forms.labels import normalise
from checks.locate import locate
from checks.locate.lines import Piece, TextLine
from checks.locate.row_matching import Rows, match
from checks.model.grid import Grid, Value
from checks.model.report import Report, read_reports

from ..fixtures.layouts import sheets
from ..test_locate import distinct

BOOK = rulebook.load()
NEW = BOOK.forms["annual2021"]
ROWS = [row for row in NEW.tables[1].blocks[0].rows if not row.subtotal_of]


def line(label: str, row: int) -> TextLine:
    return TextLine([Piece(label, (0, row, 0)), Piece(1.0, (0, row, 1))])


def matched(labels: list[str]) -> dict[str, int]:
    """Which line is which row, by the row's id."""
    found = match([line(label, r) for r, label in enumerate(labels)], Rows(ROWS))
    return {ROWS[k].id: i for k, i in found.lines.items()}


@pytest.mark.parametrize(
    ("label", "taken"),
    [
        ("5.属于三类内部信息", True),
        ("属于二类内部事务", True),  # six of eight and ten: above three fifths
        ("关于内部事物的", False),  # below
        ("5.三类内部", True),  # the same number, and three in ten
        ("5.处务", False),  # the same number, and less
        ("4.属于三类内部信息", False),  # another number
    ],
)
def test_a_badly_read_label_must_be_like_enough(label: str, taken: bool) -> None:
    labels = ["4.保护第三方合法权益", label, "6.属于四类过程性信息"]
    assert ("denied.internal_affairs" in matched(labels)) is taken


@pytest.mark.parametrize(("gap", "taken"), [(1, True), (2, False)])
def test_a_badly_read_row_is_looked_for_close_to_the_others(gap: int, taken: bool) -> None:
    labels = ["（七）总计", *["附注"] * gap, "四、结转下年继办"]
    assert ("requests.carried_out" in matched(labels)) is taken


def read(grids: list[Grid]) -> Report | None:
    layouts = locate(grids, BOOK, 2024)
    return read_reports(grids, layouts[0]).get(NEW.id) if layouts else None


@pytest.mark.parametrize(("rows", "found"), [(8, True), (7, False)])
def test_three_rows_in_ten_make_a_table(rows: int, found: bool) -> None:
    grid = sheets(NEW, distinct(NEW))[1]
    grid.rows[4 + rows :] = []
    assert (read([grid]) is not None) is found


@pytest.mark.parametrize(("blank", "found"), [(3, True), (4, False)])
def test_the_row_of_table_four_stands_close_below_its_header(blank: int, found: bool) -> None:
    grid = sheets(NEW, distinct(NEW))[2]
    grid.rows[-1:-1] = [[""]] * blank
    report = read([grid])
    assert report is not None
    assert (report.reading(NEW.index["review.total"]).value == distinct(NEW)["review.total"]) is found


@pytest.mark.parametrize(("blank", "found"), [(6, True), (7, False)])
def test_a_label_goes_on_for_six_rows_below_its_header(blank: int, found: bool) -> None:
    grid = sheets(NEW, distinct(NEW))[1]
    head = next(r for r, row in enumerate(grid.rows) if "商业企业" in row)
    grid.rows[head] = ["社会" if v == "社会公益组织" else v for v in grid.rows[head]]
    rest: list[Value] = ["公益组织" if v == "社会" else "" for v in grid.rows[head]]
    grid.rows[head + 1 : head + 1] = [*[[""] * 10] * (blank - 1), rest]
    report = read([grid])
    assert report is not None
    assert any(was == "社会" for table in report.tables for was, _ in table.guessed) is not found


@pytest.mark.parametrize(("above", "found"), [(2, True), (3, False)])
def test_headings_stand_at_most_three_rows_above_the_labels(above: int, found: bool) -> None:
    """A heading over leaves that repeat: too far above it groups nothing."""
    leaves: list[Value] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    blank: list[list[Value]] = [[""]] * above
    rows: list[list[Value]] = [["行政诉讼（复议后起诉）"], *blank, leaves, [1.0, 2.0, 3.0, 4.0, 10.0]]
    report = read([Grid(rows, typed=True)])
    assert report is not None
    assert (report.reading(NEW.index["suit_after_review.total"]).value == 10) is found


@pytest.mark.parametrize(("figures", "found"), [(12, True), (11, False)])
def test_table_four_in_text_may_lack_three_figures_of_a_padded_line(figures: int, found: bool) -> None:
    cells = [*map(str, range(1, figures + 1)), *[""] * (16 - figures)]
    text = [
        "行政复议 | 行政诉讼 |",
        "未经复议直接起诉 | 复议后起诉 |",
        "结果维持 | 结果纠正 | 总计 |",
        " | ".join(cells) + " |",
    ]
    grid = Grid(
        [[cell.strip() for cell in row.rstrip("|").split("|")] for row in text], layout="lines", lines=range(1, 5)
    )
    assert (read([grid]) is not None) is found


@pytest.mark.parametrize(("lines", "found"), [(3, True), (4, False)])
def test_a_label_in_text_may_go_on_for_three_lines(lines: int, found: bool) -> None:
    whole = "申请人逾期未按收费通知要求缴纳费用行政机关不再处理其政府信息公开申请"
    size = len(whole) // lines + 1
    parts = [[whole[i : i + size]] for i in range(0, len(whole), size)]
    rows: list[list[Value]] = [["自然人", "商业企业", "总计"]]
    rows += [[row.label, *map(str, range(7))] for row in ROWS[:19]]
    rows += [*parts, list(map(str, range(7)))]  # type: ignore[list-item]  # texts
    report = read([Grid(rows, layout="lines", lines=range(1, len(rows) + 1))])
    assert report is not None
    assert (NEW.index["other.overdue_fee.total"] in report.spots) is found
    assert normalise(whole) in next(row for row in ROWS if row.id == "other.overdue_fee").cores
