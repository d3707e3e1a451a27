"""A sum as a workbook, as JSON, as lines and as a table: the same figures everywhere, and where each comes from."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from checks.check import check_bytes
from checks.model.held_figures import held_rows
from checks.render.total_document import as_csv, as_json, as_lines, table
from checks.submissions import Deliveries, sort_out
from checks.submissions.adding import Added, compare, total_of
from checks.submissions.totals import summed_cells
from checks.submissions.unit_list import read_units
from workbook_templates.total_workbook import total_workbook

from ..fixtures.large_inbox import OWN, Inbox, make
from .reading import BOOK, received

FORM = BOOK.forms["annual2021"]


@pytest.fixture(scope="module")
def inbox() -> Inbox:
    return make(FORM, 4)


@pytest.fixture(scope="module")
def deliveries(inbox: Inbox, tmp_path_factory: pytest.TempPathFactory) -> Deliveries:
    folder = tmp_path_factory.mktemp("inbox")
    return sort_out(received(inbox.write(folder)), read_units(folder / "名单.csv"), 2025, BOOK.forms, own={OWN})


@pytest.fixture(scope="module")
def added(deliveries: Deliveries) -> Added:
    return total_of(deliveries, BOOK)


def test_the_workbook_is_the_standard_one_filled_with_the_sums(added: Added) -> None:
    data = total_workbook(added, BOOK, "江州市")
    (verdict,) = check_bytes(data, "x.xlsx", BOOK)
    held = {row.cell: row.value for row in held_rows(verdict.figures, BOOK.forms)}
    assert all(held[cell] == value for cell, value in added.whole.total.sums.items() if not FORM.cell(cell).optional)
    assert verdict.status == "pass"
    assert (verdict.unit, verdict.year) == ("江州市(不完整:缺 3 个单位)", 2025)


def test_every_figure_comes_from_the_units_beside_it(added: Added, inbox: Inbox) -> None:
    book = openpyxl.load_workbook(io.BytesIO(total_workbook(added, BOOK)))
    assert book.sheetnames[-3:] == ["汇总说明", "各单位", "差异"]
    sheet = book["各单位"]
    for position, cell in enumerate(summed_cells(FORM)):
        column = [sheet.cell(row, 4 + position).value for row in range(5, sheet.max_row + 1)]
        assert sum(value or 0 for value in column) == added.whole.total.sums[cell]
        assert str(sheet.cell(4, 4 + position).value).startswith("=SUM(")
    assert sheet.max_row - 4 == len(added.whole.total.addends)
    linked = [
        c for row in book["表三"].iter_rows() for c in row if c.hyperlink and "各单位" in str(c.hyperlink.location)
    ]
    assert len(linked) == sum(cell.startswith(("requests", "results", "denied", "unavailable", "refused", "other"))
                              for cell in added.whole.total.sums)  # fmt: skip
    assert all(isinstance(c.value, int | float) for c in linked)
    notes = "\n".join(str(c.value) for row in book["汇总说明"].iter_rows() for c in row if c.value)
    assert "不完整：缺 3 个单位" in notes
    assert all(name in notes for name in inbox.silent)
    assert all(digest in notes for addend in added.whole.total.addends for _, digest in addend.sources)


def test_json_holds_what_the_contract_says(added: Added, inbox: Inbox) -> None:
    document = json.loads(json.dumps(as_json(added)))
    assert document["schema"] == "gouji-total/1"
    assert document["complete"] is False
    assert set(document["missing"]) == inbox.silent
    assert document["cells"]["requests.new.total"] == added.whole.total.sums["requests.new.total"]
    assert not set(document["units"]) & inbox.summing
    assert {level["name"] for level in document["levels"]} >= inbox.summing


def test_a_county_s_own_report_is_compared_with_its_townships(deliveries: Deliveries) -> None:
    added = total_of(deliveries, BOOK)
    complete = [level for level in added.levels if level.level.head and not level.total.missing]
    assert complete
    assert [level.differences for level in complete] == [[] for _ in complete]


def test_a_printed_sum_without_one_unit_names_it(deliveries: Deliveries) -> None:
    added = total_of(deliveries, BOOK)
    first = added.whole.total.addends[0]
    printed = {cell: value - (first.figures.get(cell) or 0) for cell, value in added.whole.total.sums.items()}
    compare(added.whole, printed, "市.xlsx", added.order)
    (one, *_) = as_json(added)["explanations"]
    assert first.unit.name in one["units"]
    lines = "\n".join(as_lines(added, BOOK))
    assert "与“市.xlsx”有" in lines
    assert first.unit.name in lines


def test_the_difference_may_be_the_report_of_who_is_missing(deliveries: Deliveries, inbox: Inbox) -> None:
    added = total_of(deliveries, BOOK)
    absent = next(iter(inbox.current.values()))
    printed = {cell: value + absent.get(cell, 0) for cell, value in added.whole.total.sums.items()}
    compare(added.whole, printed, "市.xlsx", added.order)
    assert any("差额正好是一份平衡的报告" in line for line in as_lines(added, BOOK))
    printed["results.total.total"] += 1
    compare(added.whole, printed, "市.xlsx", added.order)
    assert any("差额不可能只是缺的单位" in line for line in as_lines(added, BOOK))


def test_a_unit_can_be_left_out(deliveries: Deliveries) -> None:
    unit = deliveries.units[-1].unit
    assert unit
    added = total_of(deliveries, BOOK, excluded=[unit])
    assert unit not in {addend.unit for addend in added.whole.total.addends}
    assert as_json(added)["excluded"] == [unit.name]


def test_the_table_of_units_ends_with_the_sum(added: Added) -> None:
    header, rows = table(added)
    at = header.index("requests.new.total")
    assert rows[-1][0] == "合计"
    assert sum(row[at] or 0 for row in rows[:-1]) == rows[-1][at]
    assert as_csv(header, [["=1+1", None, 3]]).decode("utf-8-sig").splitlines()[1] == "'=1+1,,3"
