"""Word documents in one XML file are read as those in a package, whatever they are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.errors import InputFileError
from checks.model.grid import Value
from checks.model.held_figures import held_rows
from checks.readers import read

from ..fixtures.words import as_one_file, cell, docx, paragraph, run, table

FOLDER = Path(__file__).parents[1] / "data" / "documents"
REPORT = (FOLDER / "report.docx").read_bytes()
FIGURES = json.loads((FOLDER / "figures.json").read_text())
DELETED = '<w:del w:id="1" w:author="a"><w:r><w:delText>5</w:delText></w:r></w:del>'
WHITE, BLUE = '<w:color w:val="FFFFFF"/>', '<w:color w:val="1F4E79"/>'
DARK = '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'


@pytest.mark.parametrize("old", [True, False])
def test_every_figure_is_read(*, old: bool) -> None:
    (verdict,) = check_bytes(as_one_file(REPORT, old=old), "年报.doc")
    figures = {row.cell: str(row.value) for row in held_rows(verdict.figures, rulebook.load().forms)}
    assert {cell: figures.get(cell) for cell in FIGURES} == FIGURES
    assert (verdict.unit, verdict.year, verdict.status) == ("云岭市青禾区人民政府", 2023, "pass")
    assert read(as_one_file(REPORT, old=old), "年报.doc").kind == "wordxml"


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize(
    "content",
    [
        cell(f"<w:p>{DELETED}{run('3206')}</w:p>"),
        cell(f"<w:p>{run('5', '<w:strike/>')}{run('3206')}</w:p>"),
        cell(f"<w:p>{run('5', '<w:vanish/>')}{run('3206')}</w:p>"),
        cell(f"<w:p>{run('5', WHITE)}{run('3206')}</w:p>"),
        cell(f"<w:p>{run('5', BLUE)}{run('3206', WHITE)}</w:p>", DARK),
    ],
)
def test_what_is_not_seen_is_no_figure(content: str, *, old: bool) -> None:
    reading = read(as_one_file(docx(table(cell(paragraph("新收")) + content)), old=old))
    assert [grid.rows for grid in reading.grids] == [[["新收", "3206"]]]
    assert ("unseen_text", "") in reading.remarks


def rows_without_spans() -> list[list[Value]]:
    rows = [
        ["三、本年度办理结果", "（一）予以公开", "1", "2"],
        ["（二）部分公开", "3", "4"],
        ["（三）不予公开", "甲", "5", "6"],
        ["乙", "7", "8"],
    ]
    body = table(*("".join(cell(paragraph(text)) for text in row) for row in rows))
    (grid,) = read(docx(body)).grids
    assert grid.layout == "lines"
    assert grid.address(1, 1).place == "表1第2行第2格"
    return grid.rows


def test_tables_whose_spans_are_lost_keep_the_order_of_their_cells() -> None:
    assert rows_without_spans()[1] == ["（二）部分公开", "3", "4"]


def test_what_is_damaged_is_said() -> None:
    whole = as_one_file(REPORT, old=True)
    for data in (whole[: len(whole) // 2], whole.replace(b"w:body", b"w:corps")):
        with pytest.raises(InputFileError) as caught:
            read(data)
        assert caught.value.code == "damaged"
