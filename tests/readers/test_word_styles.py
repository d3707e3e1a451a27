"""What a style hides or strikes out is no figure, whichever style says so: its own, or one that it is based on."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.model.grid import Value
from checks.readers import read

from ..fixtures.styled_words import ROWS, SHOWN, UNHIDDEN, UNSTRUCK, by_style, in_style, styled_docx, styles
from ..fixtures.words import cell, paragraph, run, table

DOC = Path(__file__).parents[1] / "data" / "documents" / "styles.doc"
TABLE_STYLE = '<w:style w:type="table" w:styleId="T"><w:name w:val="T"/><w:rPr><w:strike/></w:rPr></w:style>'


def middle(data: bytes) -> list[Value]:
    (sheet,) = [grid for grid in read(data).grids if grid.layout == "sheet"]
    return [row[1] for row in sheet.rows]


@pytest.mark.parametrize("data", [styled_docx(), DOC.read_bytes()], ids=["docx", "doc"])
def test_styles_hide_and_strike_out(data: bytes) -> None:
    assert middle(data) == [SHOWN] * len(ROWS)
    assert ("unseen_text", "") in read(data).remarks


def in_cell(content: str, part: str, table_style: str = "") -> Value:
    shown = UNHIDDEN + UNSTRUCK
    body = table(cell(f"<w:p>{run('新收', shown)}</w:p>") + cell(content) + cell(f"<w:p>{run('9', shown)}</w:p>"))
    if table_style:
        body = body.replace("<w:tblPr>", f'<w:tblPr><w:tblStyle w:val="{table_style}"/>')
    return middle(styled_docx(body, part))[0]


def test_document_defaults_and_table_styles() -> None:
    assert in_cell(paragraph("5"), styles(everywhere="<w:vanish/>")) is None
    assert in_cell(f"<w:p>{run('6', UNHIDDEN)}</w:p>", styles(everywhere="<w:vanish/>")) == "6"
    assert in_cell(paragraph("5"), styles(TABLE_STYLE), "T") is None
    assert in_cell(paragraph("5"), styles(TABLE_STYLE)) == "5"


def test_two_levels_that_strike_out_strike_no_more() -> None:
    """Word combines what a table's, a paragraph's and a run's style say of these switches by exclusive or."""
    assert in_cell(f"<w:p>{run('5', by_style('Struck'))}</w:p>", styles(TABLE_STYLE), "T") == "5"


def test_styles_in_a_circle_end() -> None:
    circle = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/><w:rPr/></w:style>'
        for a, b in (("A", "B"), ("B", "A"))
    )
    assert in_cell(in_style("A", run("5")), styles(circle)) == "5"
