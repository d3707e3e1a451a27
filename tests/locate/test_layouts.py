"""Every layout of published pages is read to the figure, with one report and nothing left over."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.model.form import Form

from ..fixtures import page_layouts
from ..fixtures.page_layouts import LAYOUTS, Figures, Made, blanks_kept, misread, some_blank
from ..fixtures.random_reports import balanced

BOOK = rulebook.load()
FORMS = [BOOK.forms["annual2021"], BOOK.forms["annual2019"]]

layouts = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)


@layouts
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_figure_is_read(layout: Callable[[Form, Figures], Made], form: Form) -> None:
    for seed in range(2):
        figures: dict[str, object] = dict(balanced(form, Random(seed)))
        assert misread(layout, form, figures, BOOK) == ([], [], [])
        if blanks_kept(layout):
            assert misread(layout, form, dict(some_blank(form, figures)), BOOK) == ([], [], [])


@layouts
def test_a_slip_is_seen(layout: Callable[[Form, Figures], Made]) -> None:
    form = FORMS[0]
    figures: dict[str, object] = dict(balanced(form, Random(7)))
    name, data = layout(form, figures)
    (right,) = check_bytes(data, name, BOOK)
    assert not [one for one in right.findings if one.severity == "error"]
    figures["results.granted.natural_person"] += 3  # type: ignore[operator]  # a count
    name, data = layout(form, figures)
    (wrong,) = check_bytes(data, name, BOOK)
    assert {one.rule for one in wrong.findings if one.severity == "error"} == {
        "R3-ROW:results.granted",
        "R3-COL:natural_person",
    }


def test_blanks_that_left_no_trace_are_missing_not_shifted() -> None:
    """A cell a line, blank ones left out: which column a figure stands in cannot be known."""
    form = FORMS[0]
    figures = dict(some_blank(form, dict(balanced(form, Random(3)))))
    assert "" in figures.values()
    name, data = page_layouts.cell_a_line(form, figures)
    text = data.decode().replace("\n\n", "\n")
    lost, wrong, _ = misread(lambda *_: (name, text.encode()), form, figures, BOOK)
    assert (bool(lost), wrong) == (True, [])
    (verdict,) = check_bytes(text.encode(), name, BOOK)
    assert verdict.status == "review"
    assert any(one.kind == "RX-STRUCT" for one in verdict.findings)


@pytest.mark.parametrize("gap", ["  |  ", "\t\t"], ids=["pipes", "tabs"])
def test_applicants_in_one_merged_blank_cell_leave_the_total(gap: str) -> None:
    """The only figure of each row is its total, not that of 商业企业."""
    form = FORMS[0]
    figures = dict(balanced(form, Random(5)))
    rows = ["三、收到和处理政府信息公开申请情况", "申请人情况", "自然人 | 法人或其他组织 | 总计".replace(" | ", gap)]
    end = gap if "|" in gap else ""
    own = [row for row in form.tables[1].blocks[0].rows if not row.subtotal_of]
    rows += [f"{row.label}{gap}{gap * bool(end)}{figures[f'{row.id}.total']}{end}" for row in own]
    (verdict,) = check_bytes("\n".join(rows).encode(), "a.txt", BOOK)
    assert not [one for one in verdict.findings if one.severity == "error"]
    figures["results.total.total"] += 5
    rows[-2] = rows[-2].replace(str(figures["results.total.total"] - 5), str(figures["results.total.total"]))
    (verdict,) = check_bytes("\n".join(rows).encode(), "a.txt", BOOK)
    assert {one.rule for one in verdict.findings if one.severity == "error"} == {"R3-COL:total", "R3-BAL:total"}
