"""OpenDocument: exact at the first look, and never fooled by "repeat this two thousand million times"."""

from __future__ import annotations

import pytest

from checks.effort import limited
from checks.errors import InputFileError
from checks.model.grid import Special, Value
from checks.readers import FileContents, read
from checks.readers.ods_styles import by_range

from ..fixtures.packages import zipped

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def document(table: str, styles: str = "", name: str = "S") -> bytes:
    return (
        f'<office:document-content {SPACES} xmlns:calcext="urn:x"><office:automatic-styles>{styles}'
        f'</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="{name}" '
        f'table:style-name="ta1">{table}</table:table></office:spreadsheet></office:body></office:document-content>'
    ).encode()


def ods(table: str, styles: str = "") -> FileContents:
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return read(zipped({"mimetype": mime, "content.xml": document(table, styles)}))


def cell(attributes: str, text: str = "") -> str:
    return f"<table:table-cell {attributes}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


ONE = cell('office:value-type="float" office:value="1"', "1")


def row(*cells: str, repeat: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeat}">{"".join(cells)}</table:table-row>'


def test_kinds_of_values() -> None:
    grid = ods(
        row(
            ONE,
            cell('office:value-type="percentage" office:value="0.5"', "50%"),
            cell('office:value-type="date" office:date-value="2020-01-12"', "12.1.20"),
            cell('office:value-type="boolean" office:boolean-value="true"', "WAHR"),
            cell('table:formula="of:=1/0" calcext:value-type="error" office:value-type="string"', "#DIV/0!"),
            cell('table:formula="of:=[.A1]"'),
            cell('table:formula="of:=[.A1]" office:value-type="float" office:value="3"', "3"),
            cell('table:formula="of:=IF(1;&quot;&quot;;1)" office:value-type="string" office:string-value=""'),
            cell('office:value-type="string"', "a<text:s text:c='2'/>b<text:span>c</text:span>"),
        )
    ).grids[0]
    assert grid.rows == [
        [
            1,
            0.5,
            Special("date", "2020-01-12"),
            Special("boolean", "TRUE"),
            Special("error", "#DIV/0!"),
            Special("uncalculated", "=[.A1]"),
            3,
            "",
            "a  bc",
        ]
    ]
    assert grid.formulas == {(0, 4), (0, 5), (0, 6), (0, 7)}


@pytest.mark.parametrize(
    ("table", "shape", "cut"),
    [
        (row(ONE) + row(cell(""), repeat=1_048_575), (1, 1), False),
        (row(ONE, cell('table:number-columns-repeated="16383"')), (1, 1), False),
        (row(ONE.replace("cell ", 'cell table:number-columns-repeated="2000000000" ', 1)), (1, 400), True),
        (row(ONE, repeat=100_000_000), (5000, 1), True),
        (row(ONE) + row(cell(""), repeat=1_048_574) + row(ONE), (1, 1), True),
    ],
    ids=["empty tail", "empty columns", "columns", "rows", "a stray last cell"],
)  # fmt: skip
def test_repeats_are_capped(table: str, shape: tuple[int, int], *, cut: bool) -> None:
    reading = ods(table)
    rows = reading.grids[0].rows
    assert (len(rows), max(map(len, rows))) == shape
    assert reading.remarks == ([("truncated_rows", "S")] if cut else [])


def test_hidden_sheets_comments_and_covered_cells() -> None:
    style = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    noted = cell('office:value-type="string"', "a").replace(
        "<text:p>", "<office:annotation><text:p>n</text:p></office:annotation><text:p>"
    )
    covered = '<table:covered-table-cell office:value-type="float" office:value="9"/>'
    grid = ods(row(noted, covered, ONE), style).grids[0]
    assert grid.rows == [["a", None, 1]]
    assert grid.hidden


def test_one_file_documents() -> None:
    flat = document(row(ONE)).replace(b"office:document-content", b"office:document")
    assert read(b'<?xml version="1.0"?>' + flat).grids[0].rows == [[1]]


def test_encrypted_documents() -> None:
    manifest = '<m:manifest xmlns:m="x"><m:encryption-data/></m:manifest>'
    with pytest.raises(InputFileError) as caught:
        read(zipped({"content.xml": b"\x01\x02", "META-INF/manifest.xml": manifest}))
    assert caught.value.code == "encrypted"


def test_a_foreign_object_is_told_and_a_chart_is_none() -> None:
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": document(row(ONE))}
    assert read(zipped(parts | {"Object 1/content.xml": "<x/>"})).remarks == []
    assert read(zipped(parts | {"Object 1": b"x"})).remarks == [("embedded_objects", "")]


STYLES = (
    f'<office:document-styles {SPACES} xmlns:fo="urn:fo"><office:styles>'
    '<style:default-style style:family="table-cell"><style:text-properties fo:color="#000000"/></style:default-style>'
    '<style:style style:name="Default" style:family="table-cell"/>'
    '<style:style style:name="Leer_20_x" style:display-name="Leer x" style:family="table-cell">'
    '<style:text-properties fo:color="#ffffff"/></style:style>'
    '<style:style style:name="Weg" style:family="table-cell" style:parent-style-name="Default">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    "</office:styles></office:document-styles>"
)
OWN = (
    '<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="Leer_20_x"/>'
    '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="Leer_20_x">'
    '<style:table-cell-properties xmlns:fo="f" fo:background-color="#003366"/></style:style>'
    '<style:style style:name="ce3" style:family="table-cell" style:parent-style-name="Weg"/>'
)
BAR = '<calcext:data-bar calcext:show-value="false"/>'
FIVE = 'office:value-type="float" office:value="5"'


def condition(value: str, style: str, more: str = "") -> str:
    return (
        "<calcext:conditional-formats>"
        '<calcext:conditional-format calcext:target-range-address="S.A1:S.B3">'
        f'<calcext:condition calcext:apply-style-name="{style}" calcext:value="{value}"/>{more}'
        "</calcext:conditional-format></calcext:conditional-formats>"
    )


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        (row(cell(FIVE, "5")), []),
        (row(cell(f'{FIVE} table:style-name="ce1"', "5")), ["unseen"]),
        (row(cell(f'{FIVE} table:style-name="Leer_20_x"', "5")), ["unseen"]),
        (row(cell(f'{FIVE} table:style-name="ce2"', "5")), []),
        (row(cell(f'{FIVE} table:style-name="ce3"', "5")), ["struck"]),
        ('<table:table-column table:default-cell-style-name="ce1"/>' + row(cell(FIVE, "5")), ["unseen"]),
        ('<table:table-column table:default-cell-style-name="ce2"/>' + row(cell(FIVE, "5")), []),
        (row(cell(FIVE, "5")).replace("-row ", '-row table:default-cell-style-name="ce1" ', 1), ["unseen"]),
        (row(cell(FIVE, "<text:span text:style-name='Leer_20_x'>5</text:span>")), ["unseen"]),
        (row(cell(FIVE, "5")) + condition("&gt;0", "Leer x"), ["unseen_perhaps"]),
        (row(cell(FIVE, "5")) + condition("=0", "Leer x"), []),
        (row(cell(FIVE, "5")) + condition("formula-is(ISERROR([.A1]))", "Leer x"), []),
        (row(cell(FIVE, "5")) + condition("&gt;0", "Default"), []),
        (row(cell(FIVE, "5")) + condition("=0", "Default", BAR), ["unseen_perhaps"]),
    ],
)
def test_styles_that_rest_on_others_and_on_columns(table: str, kinds: list[str]) -> None:
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    content = document(table, OWN)
    (grid,) = read(zipped({"mimetype": mime, "content.xml": content, "styles.xml": STYLES.encode()})).grids
    assert [one.kind for one in grid.seen_otherwise] == kinds


def test_conditional_formats_over_a_full_sheet_do_not_fill_the_memory() -> None:
    rows: list[list[Value]] = [[1] * 400] * 5000
    with limited():
        seen = [sum(1 for _ in by_range(".A1:.OJ5000", rows)) for _ in range(100)]
    assert 0 < seen[0] < 1_000_000
    assert not any(seen[1:])
