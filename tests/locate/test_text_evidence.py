"""Text whose columns do not line up: the header's order is believed, and rows too many are named."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.model.findings import Verdict
from checks.render.sentences.findings import message

from ..fixtures.page_layouts import cell_a_line, cell_a_line_piped, pipes, tabs
from ..fixtures.plain_tables import plain_rows
from ..fixtures.random_reports import balanced

BOOK = rulebook.load()
NEW = BOOK.forms["annual2021"]
FIGURES: dict[str, object] = dict(balanced(NEW, Random(7)))
ORGANISATIONS = ["commercial", "research", "public_welfare", "legal_service", "other_org"]
STREAMS = [pipes, tabs, cell_a_line, cell_a_line_piped]
by_layout = pytest.mark.parametrize("layout", STREAMS, ids=lambda layout: layout.__name__)


def verdict(text: str) -> Verdict:
    (found,) = check_bytes(text.encode(), "a.txt", BOOK)
    return found


def swapped(layout: object) -> str:
    """Write 科研机构 before 商业企业, heading and figures; only one of the two columns is broken."""
    columns = {"commercial": "research", "research": "commercial"}
    figures = dict(FIGURES)
    for row in NEW.tables[1].blocks[0].rows:
        for here, there in columns.items():
            if f"{row.id}.{here}" in FIGURES:
                figures[f"{row.id}.{here}"] = FIGURES[f"{row.id}.{there}"]
    figures["results.granted.commercial"] += 3  # type: ignore[operator]  # stands under 科研机构 now
    _, data = layout(NEW, figures)  # type: ignore[operator]  # one of STREAMS
    return data.decode().replace("商业企业", "甲甲").replace("科研机构", "商业企业").replace("甲甲", "科研机构")


@by_layout
def test_columns_in_another_order_are_taken_as_their_header_says(layout: object) -> None:
    found = verdict(swapped(layout))
    errors = {one.rule for one in found.findings if one.severity == "error"}
    assert errors == {"R3-ROW:results.granted", "R3-COL:research"}


def test_a_column_that_header_and_figures_lack_is_unknown() -> None:
    _, data = pipes(NEW, FIGURES)
    lines = []
    for line in data.decode().splitlines():
        cells = line.split(" | ")
        if "商业企业" in cells:
            cells.remove("科研机构")
        elif line.endswith(" |") and len(cells) >= 8 and cells[-7].isdigit() and len(cells) < 15:
            del cells[-5]
        lines.append(" | ".join(cells))
    found = verdict("\n".join(lines))
    assert found.status != "pass"
    assert any(one.rule == "RX-STRUCT:requests.columns" and "科研机构" in message(one) for one in found.findings)
    assert not [one for one in found.findings if one.severity == "error"]


@pytest.mark.parametrize("layout", [pipes, tabs], ids=lambda layout: layout.__name__)
def test_a_line_too_many_is_named(layout: object) -> None:
    _, data = layout(NEW, FIGURES)  # type: ignore[operator]  # one of two
    text = data.decode()
    line = next(line for line in text.splitlines() if line.startswith("2.重复申请"))
    other = line.replace("2.重复申请", "2a.恶意申请").replace("0", "5")
    found = verdict(text.replace(line, f"{line}\n{other}"))
    (extra,) = [one for one in found.findings if one.kind == "RX-EXTRA"]
    assert (extra.severity, "恶意申请" in message(extra), found.status) == ("warning", True, "review")


@pytest.mark.parametrize("differs", [False, True])
def test_a_line_given_twice(differs: bool) -> None:
    _, data = pipes(NEW, FIGURES)
    text = data.decode()
    line = next(line for line in text.splitlines() if line.startswith("2.重复申请"))
    again = line.replace(" | 0 |", " | 6 |", 1) if differs else line
    found = verdict(text.replace(line, f"{line}\n{again}"))
    (extra,) = [one for one in found.findings if one.kind == "RX-EXTRA"]
    assert ("出现了两次" in message(extra), "未知" in message(extra), bool(found.undecided)) == (True, differs, differs)


def lined_up(change: Callable[[list[list[object]]], None]) -> Verdict:
    """A report in Markdown, every row with as many cells as its table has columns, changed."""
    form = BOOK.forms["annual2021"]
    figures = balanced(form, Random(3))
    lines = ["澜川市水务局2024年政府信息公开工作年度报告", ""]
    for number, table in enumerate(form.tables):
        rows = [list(row) for row in plain_rows(form, table, figures)]
        if number == 1:
            change(rows)
        lines += [*("| " + " | ".join(map(str, row)) + " |" for row in rows), ""]
    (verdict,) = check_bytes("\n".join(lines).encode(), "a.md", BOOK)
    return verdict


def row_of(rows: list[list[object]], label: str) -> list[object]:
    return next(row for row in rows if any(str(cell).startswith(label) for cell in row))


@pytest.mark.parametrize("word", ["", "若干", "一", "—"])
@pytest.mark.parametrize("column", [3, 5, 8, 9])
def test_a_word_or_a_blank_among_the_figures_moves_none_of_them(word: str, column: int) -> None:
    """The columns line up, so that no figure is taken for its neighbour's."""

    def change(rows: list[list[object]]) -> None:
        row_of(rows, "四、结转")[column] = word

    verdict = lined_up(change)
    assert verdict.status in ("review", "fail")
    assert {finding.kind for finding in verdict.findings if finding.severity == "error"} <= {"C-INT"}
    (cells,) = {finding.cells for finding in verdict.findings if finding.kind in ("C-INT", "C-BLANK", "C-PLACE")}
    assert next(cell.id.partition(".")[2] for cell in cells).startswith("carried_out")


def test_columns_that_line_up_are_read_by_their_heading() -> None:
    def change(rows: list[list[object]]) -> None:
        for row in rows:
            row.insert(4, "")  # a column without a word

    assert lined_up(change).status == "pass"
