"""Tables are found by their labels, in whatever layout they come."""

from __future__ import annotations

import pytest

from checks import rulebook
from checks.locate import locate
from checks.model.form import Form
from checks.model.grid import Grid, Value
from checks.model.report import Report, read_reports

from .fixtures.layouts import Rows, sheets, unmerged
from .fixtures.plain_tables import plain_rows

BOOK = rulebook.load()
NEW, OLD, STAT = (BOOK.forms[name] for name in ("annual2021", "annual2019", "stat2014"))


def distinct(form: Form) -> dict[str, object]:
    """Another number for each cell, so that no figure can be taken for its neighbour."""
    return {cell.id: 100 + cell.index for cell in form.cells if not (cell.heading or "subtotal" in cell.id)}


def read_back(grids: list[Grid]) -> dict[str, Report]:
    layouts = locate(grids, BOOK)
    assert len(layouts) == 1
    return read_reports(grids, layouts[0])


def check(grids: list[Grid], form: Form, figures: dict[str, object]) -> Report:
    reports = read_back(grids)
    assert list(reports) == [form.id]
    report = reports[form.id]
    assert {cell: report.numbers[form.index[cell]] for cell in figures} == figures
    assert {form.cells[i].id for i in report.spots} >= set(figures)
    return report


def shifted(rows: Rows) -> Rows:
    width = max(map(len, rows))
    title = ["关于报送年度数据的说明", *[""] * (width + 1)]
    return [title, ["填报单位：某局", "", "2024", *[""] * width], *[["", "", *row] for row in rows]]


def broken_labels(rows: Rows) -> Rows:
    def spoil(value: object) -> object:
        if not isinstance(value, str) or len(value) < 4:
            return value
        value = value.replace("（", "(").replace("）", ")").replace("、", "、 ").replace(".", "、")
        return f"{value[:3]}\n{value[3:]} "

    return [[spoil(v) for v in row] for row in rows]


TO_TRADITIONAL = str.maketrans("维纠结审总计组织处过关应决业规开现废", "維糾結審總計組織處過關應決業規開現廢")


def traditional(rows: Rows) -> Rows:
    return [[v.translate(TO_TRADITIONAL) if isinstance(v, str) else v for v in row] for row in rows]


def remarks_column(rows: Rows) -> Rows:
    return [[*row, "备注" if r == 1 else ("无误" if r % 2 else "")] for r, row in enumerate(rows)]


def serial_numbers(rows: Rows) -> Rows:
    return [[r or "序号", *row] for r, row in enumerate(rows)]


def blank_rows(rows: Rows) -> Rows:
    """An empty row after every row of figures."""
    out: Rows = []
    for row in rows:
        out.append(row)
        if any(isinstance(v, int) for v in row):
            out.append([""] * len(row))
    return out


CHANGES = [shifted, broken_labels, traditional, remarks_column, serial_numbers, blank_rows]


@pytest.mark.parametrize("form", [NEW, OLD, STAT], ids=lambda form: form.id)
@pytest.mark.parametrize("change", [lambda rows: rows, *CHANGES], ids=["as printed", *(c.__name__ for c in CHANGES)])
def test_every_figure_is_found(form: Form, change: object) -> None:
    figures = distinct(form)
    report = check(sheets(form, figures, change), form, figures)
    assert not any(table.missing or table.guessed for table in report.tables)


@pytest.mark.parametrize("form", [NEW, OLD, STAT], ids=lambda form: form.id)
def test_headers_repeated_instead_of_merged(form: Form) -> None:
    figures = distinct(form)
    check(unmerged(form, figures), form, figures)


@pytest.mark.parametrize("form", [NEW, OLD, STAT], ids=lambda form: form.id)
def test_all_tables_on_one_sheet(form: Form) -> None:
    figures = distinct(form)
    rows: list[list[Value]] = [row for grid in sheets(form, figures) for row in [*grid.rows, []]]
    check([Grid(rows, "全部", typed=True)], form, figures)


def test_two_forms_in_one_document() -> None:
    """An annual report of 2019 with the old statistics table behind it."""
    grids = sheets(OLD, distinct(OLD)) + sheets(STAT, distinct(STAT))
    reports = read_back(grids)
    assert list(reports) == ["annual2019", "stat2014"]
    for form in (OLD, STAT):
        assert {c: reports[form.id].numbers[form.index[c]] for c in distinct(form)} == distinct(form)


def test_a_mixture_of_two_forms() -> None:
    """表二 of 2021 with the one row （六）其他处理 of 2019 in 表三: real reports do this."""
    grids = [sheets(NEW, distinct(NEW))[0], *sheets(OLD, distinct(OLD))[1:]]
    reports = read_back(grids)
    assert set(reports) == {"annual2021", "annual2019"}
    assert reports["annual2019"].reading(OLD.index["other.all.total"]).value == distinct(OLD)["other.all.total"]
    assert reports["annual2021"].reading(NEW.index["permit.decisions"]).value == distinct(NEW)["permit.decisions"]


def with_subtotals(rows: Rows) -> Rows:
    """小计 rows under （三） and （五）, and a 小计 column for 法人或其他组织."""
    out: Rows = []
    for row in rows:
        at = len(row) - 1
        head = {"法人或其他组织": "", "其他": "小计"}.get(str(row[at - 1]), "")
        extra: object = 9000 + len(out) if isinstance(row[at], int) else head
        out.append([*row[:at], extra, row[at]])
        if "8.属于行政查询事项" in row:
            out.append(["", "（三）不予公开小计", "", *[8000 + c for c in range(8)]])
        if "5.要求行政机关确认或重新出具已获取信息" in row:
            out.append(["", "小计", "", *[7000 + c for c in range(8)]])
    return out


def test_subtotal_rows_and_columns_are_told_apart() -> None:
    figures = distinct(NEW)
    grid = sheets(NEW, figures, with_subtotals)[1]
    report = read_back([grid])["annual2021"]
    wanted = {c.id: figures[c.id] for c in NEW.cells if c.table == 1 and c.id in figures}
    assert {cell: report.numbers[NEW.index[cell]] for cell in wanted} == wanted
    assert report.reading(NEW.index["denied.subtotal.total"]).value == 8007
    assert report.reading(NEW.index["denied.subtotal.natural_person"]).value == 8000
    assert report.reading(NEW.index["requests.new.org_subtotal"]).value == 9004
    assert report.reading(NEW.index["refused.subtotal.total"]).value == 7007


def test_rows_in_another_order_are_found_by_their_labels() -> None:
    figures = distinct(NEW)
    grid = sheets(NEW, figures)[1]
    rows = grid.rows
    swapped = next(i for i, row in enumerate(rows) if "2.重复申请" in row)
    rows[swapped], rows[swapped + 2] = rows[swapped + 2], rows[swapped]
    report = read_back([grid])["annual2021"]
    for cell in ("refused.duplicate.total", "refused.excessive.total", "refused.publication.total"):
        assert report.numbers[NEW.index[cell]] == figures[cell]


def test_columns_in_another_order_are_found_by_their_labels() -> None:
    figures = distinct(NEW)
    grid = sheets(NEW, figures)[1]
    for row in grid.rows:
        row[4], row[5] = row[5], row[4]
    report = read_back([grid])["annual2021"]
    assert report.numbers[NEW.index["results.granted.research"]] == figures["results.granted.research"]


def test_a_lost_header_leaves_the_rows() -> None:
    """Pasted without its header: the labels and the order of the columns remain."""
    figures = distinct(NEW)
    grid = sheets(NEW, figures)[1]
    grid.rows[1:4] = [["", "", "", "", "商业企业"]]
    report = read_back([grid])["annual2021"]
    assert report.numbers[NEW.index["results.granted.total"]] == figures["results.granted.total"]


def test_a_row_that_is_gone_is_missing_not_zero() -> None:
    grid = sheets(NEW, distinct(NEW))[1]
    grid.rows[:] = [row for row in grid.rows if "2.重复申请" not in row]
    report = read_back([grid])["annual2021"]
    assert [row.label for table in report.tables for row in table.missing] == ["2.重复申请"]
    assert NEW.index["refused.duplicate.total"] not in report.spots


def test_a_badly_read_label_is_taken_by_number_and_place_and_said_so() -> None:
    figures = distinct(NEW)
    grid = sheets(NEW, figures)[1]
    for row in grid.rows:
        row[:] = [
            "(一) 予じ" if v == "（一）予以公开" else "3.危及三安仝" if v == "3.危及“三安全一稳定”" else v for v in row
        ]
    report = check([grid], NEW, {c: v for c, v in figures.items() if NEW.cell(c).table == 1})
    assert [label for table in report.tables for _, label in table.guessed] == [
        "（一）予以公开",
        "3.危及“三安全一稳定”",
    ]


def test_a_layout_that_rested_on_likeness_is_not_taken_for_the_next_file() -> None:
    """Two files alike but for one label: a badly read one is recognised, another word is not."""
    for label, found in (("(一) 予じ", True), ("合同履约情况", False), ("(一) 予じ", True)):
        grid = sheets(NEW, distinct(NEW))[1]
        for row in grid.rows:
            row[:] = [label if value == "（一）予以公开" else value for value in row]
        report = read_back([grid])["annual2021"]
        assert (NEW.index["results.granted.total"] in report.spots) is found


def test_an_empty_form_is_found() -> None:
    blank = {cell.id: "" for cell in NEW.cells}
    report = read_back(sheets(NEW, blank))["annual2021"]
    assert len(report.spots) == 200
    assert all(report.reading(i).state == "blank" for i in report.spots)


def test_other_sheets_are_no_tables() -> None:
    """A sheet that speaks of 行政许可 and 总计 is not the form."""
    rows: list[list[Value]] = [
        ["项目", "总计", "其他"],
        ["行政许可", 3.0, 4.0],
        ["行政处罚", 5.0, 6.0],
        ["总计", 8.0, 10.0],
    ]
    assert locate([Grid(rows, "执法统计", typed=True)], BOOK) == []


def test_a_workbook_with_a_sheet_for_each_unit_holds_several_reports() -> None:
    grids = []
    for unit in ("甲局", "乙局", "丙局"):
        rows = [row for grid in sheets(NEW, distinct(NEW)) for row in [*grid.rows, []]]
        grids.append(Grid(rows, unit, typed=True))
    layouts = locate(grids, BOOK)
    assert [layout.tables[0].start[0] for layout in layouts] == [0, 1, 2]
    assert all(len(layout.tables) == 3 for layout in layouts)


def test_the_year_decides_where_the_tables_cannot() -> None:
    """表四 alone is the same in both forms."""
    grid = sheets(NEW, distinct(NEW))[2]
    assert locate([grid], BOOK, 2020)[0].tables[0].form is OLD
    assert locate([grid], BOOK, 2023)[0].tables[0].form is NEW


def test_three_small_tables_instead_of_one() -> None:
    """行政复议 and the two kinds of lawsuits below one another, five columns each."""
    leaves: list[Value] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    rows: list[list[Value]] = []
    for k, name in enumerate(("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")):
        rows += [[name], leaves, [float(10 * k + i) for i in range(5)], []]
    for year, form in ((2023, "annual2021"), (2019, "annual2019")):  # 表四 is alike in both forms
        grids = [Grid(rows, "表四", typed=True)]
        assert list(read_reports(grids, locate(grids, BOOK, year)[0])) == [form]
    (report,) = read_back([Grid(rows, "表四", typed=True)]).values()
    assert [
        report.numbers[report.form.index[c]] for c in ("review.total", "suit_direct.upheld", "suit_after_review.total")
    ] == [4, 10, 24]


def test_plain_rows_are_what_the_form_prints() -> None:
    rows = plain_rows(NEW, NEW.tables[1], distinct(NEW))
    assert rows[6][1] == "（一）予以公开"
    assert rows[6][9] == distinct(NEW)["results.granted.total"]


@pytest.mark.parametrize("printed", ["囗、结转下年囗继续囗理", "四、结转下年※※※※※", "下年度继续办理"])
def test_a_badly_read_last_row_is_found_below_those_read_well(printed: str) -> None:
    label = next(row.label for row in NEW.tables[1].blocks[0].rows if row.id == "requests.carried_out")
    grids = sheets(NEW, distinct(NEW), lambda rows: [[printed if v == label else v for v in row] for row in rows])
    assert any(printed in row for grid in grids for row in grid.rows)
    report = read_back(grids)[NEW.id]
    assert report.numbers[NEW.index["requests.carried_out.total"]] == 100 + NEW.index["requests.carried_out.total"]
