"""OpenDocument texts: prose and tables in order, without what is hidden, struck out or white on white."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.errors import InputFileError
from checks.model.held_figures import held_rows
from checks.readers import read

from ..fixtures.styled_words import LOOKS, SHOWN

FOLDER = Path(__file__).parents[1] / "data" / "documents"
REPORT = (FOLDER / "report.odt").read_bytes()
FIGURES = json.loads((FOLDER / "figures.json").read_text())
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style")),
        ("fo", "xsl-fo-compatible"),
    )
)
KIND = 'office:mimetype="application/vnd.oasis.opendocument.text"'


def flat(body: str, styles: str = "") -> bytes:
    """Return a document in one file."""
    text = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    text += f"<office:body><office:text>{body}</office:text></office:body>"
    return f'<?xml version="1.0"?><office:document {NAMES} {KIND}>{text}</office:document>'.encode()


def test_every_figure_is_read() -> None:
    """The file was saved by LibreOffice: a figure with a struck digit before it, among others."""
    reading = read(REPORT, "a.odt")
    assert (reading.kind, reading.remarks) == ("odt", [("unseen_text", "")])
    (verdict,) = check_bytes(REPORT, "a.odt")
    figures = {row.cell: str(row.value) for row in held_rows(verdict.figures, rulebook.load().forms)}
    assert {cell: figures.get(cell) for cell in FIGURES} == FIGURES
    assert (verdict.unit, verdict.year, verdict.status) == ("云岭市青禾区人民政府", 2023, "pass")


def test_looks() -> None:
    reading = read((FOLDER / "looks.odt").read_bytes())
    (sheet,) = [grid for grid in reading.grids if grid.layout == "sheet"]
    assert [row[1] for row in sheet.rows][:-1] == [SHOWN] * (len(LOOKS) - 1)  # the last has no styles of this kind
    assert ("unseen_text", "") in reading.remarks


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


DELETED = "<text:deletion><text:p>5</text:p></text:deletion>"
DOWN, TWICE = 'table:number-rows-spanned="2"', 'table:number-columns-repeated="2"'
CHANGED = '3<text:change text:change-id="a"/>4'


def test_spans_repeats_and_what_is_deleted() -> None:
    deleted = f"<text:tracked-changes><text:changed-region>{DELETED}</text:changed-region></text:tracked-changes>"
    rows = f"<table:table-row>{cell('甲', DOWN)}{cell('1', TWICE)}</table:table-row>"
    rows += f"<table:table-row><table:covered-table-cell/>{cell('2')}{cell(CHANGED)}</table:table-row>"
    reading = read(flat(f"{deleted}<text:p>标题</text:p><table:table>{rows}</table:table>"))
    assert [grid.rows for grid in reading.grids] == [[["标题"]], [["甲", "1", "1"], [None, "2", "34"]]]
    assert reading.grids[1].address(1, 2).place == "表1第2行第2格"


def test_pictures_and_hidden_rows() -> None:
    picture = "<text:p><draw:frame><draw:image/></draw:frame></text:p>"
    rows = f"<table:table-row table:visibility='collapse'>{cell('9')}</table:table-row>"
    rows += f"<table:table-row>{cell('1')}</table:table-row>"
    reading = read(flat(f"{picture}<table:table>{rows}</table:table>"))
    assert reading.grids[0].rows == [["1"]]
    assert reading.remarks == [("pictures", ""), ("unseen_text", "")]


def test_what_is_damaged_is_said() -> None:
    for data in (flat("<text:p>").replace(b"</text:p>", b""), flat("").replace(b"office:text>", b"office:chart>")):
        with pytest.raises(InputFileError):
            read(data)


def nested(depth: int, figures: str) -> str:
    body = ""
    for _ in range(depth):
        inner = f"<table:table-cell><text:p>x</text:p>{body}</table:table-cell>"
        body = f"<table:table><table:table-row>{figures}{inner}</table:table-row></table:table>"
    return body


def test_nesting_and_repeats_cost_little() -> None:
    grids = read(flat(nested(5, cell("1") * 4))).grids
    assert len(grids) == 5
    assert ("nested_too_deep", "") in read(flat(nested(200, cell("1") * 4))).remarks
    many = 'table:number-columns-repeated="9999999" table:number-columns-spanned="9999999"'
    row = f'<table:table-row table:number-rows-repeated="9999999">{cell("1", many)}</table:table-row>'
    reading = read(flat(f"<table:table>{row}</table:table>"))
    assert ("truncated_document", "") in reading.remarks
