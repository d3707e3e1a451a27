"""A Word document is read as it is seen: prose and tables in order, cell for cell."""

from __future__ import annotations

import base64
import dataclasses
import io
import random
import zipfile

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.errors import InputFileError
from checks.model.grid import Value
from checks.model.held_figures import held_rows
from checks.readers import read

from ..fixtures.random_reports import balanced
from ..fixtures.words import cell, docx, paragraph, report_docx, report_html, run, table

FORM = rulebook.load().forms["annual2021"]
FIGURES = balanced(FORM, random.Random(3))
PROSE = {
    "before": "云岭市青禾区人民政府2023年政府信息公开工作年度报告\n一、总体情况",
    "after": "六、其他需要报告的事项",
}
DELETED = '<w:del w:id="1" w:author="a"><w:r><w:delText>5</w:delText></w:r></w:del>'
TWICE, SHOWN = '<w:dstrike w:val="true"/>', '<w:vanish w:val="0"/>'
RAISED = '<w:vertAlign w:val="superscript"/>'
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def cells(content: str) -> list[list[Value]]:
    grids = read(docx(table(cell(paragraph("新收")) + content + cell(paragraph("9"))))).grids
    assert [grid.layout for grid in grids] == ["sheet"]
    return grids[0].rows


@pytest.mark.parametrize(
    "content",
    [
        cell(f"<w:p>{DELETED}<w:ins>{run('3206')}</w:ins></w:p>"),
        cell(f"<w:p><w:moveFrom>{run('5')}</w:moveFrom><w:moveTo>{run('3206')}</w:moveTo></w:p>"),
        cell(f"<w:p>{run('5', '<w:strike/>')}{run('3206')}</w:p>"),
        cell(f"<w:p>{run('5', TWICE)}{run('3206')}</w:p>"),
        cell(f"<w:p>{run('5', '<w:vanish/>')}{run('3206', SHOWN)}</w:p>"),
    ],
    ids=["deleted", "moved", "struck", "struck twice", "hidden"],
)
def test_what_is_not_seen_is_no_figure(content: str) -> None:
    assert cells(content) == [["新收", "3206", "9"]]
    assert ("unseen_text", "") in read(docx(table(content))).remarks


@pytest.mark.parametrize(
    "content",
    [
        cell(f"<w:p>{run('32')}{run('06')}</w:p>"),
        f"<w:sdt><w:sdtPr/><w:sdtContent>{cell(paragraph('3206'))}</w:sdtContent></w:sdt>",
        cell(f"<w:sdt><w:sdtContent><w:p><w:sdt>{run('3206')}</w:sdt></w:p></w:sdtContent></w:sdt>"),
        cell(f"<w:p>{BOX.format(paragraph('3206'))}</w:p>"),
        cell(f"<w:p><w:r><w:fldChar/><w:instrText>=5</w:instrText></w:r>{run('3206')}</w:p>"),
        cell(table(cell(paragraph("3206"))) + "<w:p/>"),
    ],
    ids=["runs", "control", "controls", "box", "field", "frame"],
)
def test_what_is_seen_is_a_figure(content: str) -> None:
    assert cells(content) == [["新收", "3206", "9"]]


def test_raised_digits_and_broken_cells() -> None:
    assert cells(cell(f"<w:p>{run('2')}{run('1', RAISED)}</w:p>"))[0][1] == "2¹"
    assert cells(cell(paragraph("0") + paragraph("3")))[0][1] == "0 3"
    assert cells(cell(f"<w:p>{run('商业')}<w:r><w:br/></w:r>{run('企业')}</w:p>"))[0][1] == "商业企业"


def test_spans_and_places() -> None:
    wide, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        cell(paragraph("a"), down) + cell(paragraph("b"), wide) + cell(paragraph("c")),
        cell(paragraph("藏"), on) + cell(paragraph("1")) + cell(paragraph("2")) + cell(paragraph("3")),
    )
    grids = read(docx(paragraph("标题") + table(*rows) + paragraph("尾"))).grids
    assert [grid.rows for grid in grids] == [[["标题"]], [["a", "b", None, "c"], [None, "1", "2", "3"]], [["尾"]]]
    assert [grids[1].place(0, 3), grids[1].place(1, 3), grids[2].place(0, 0)] == [
        "表1第1行第3格",
        "表1第2行第4格",
        "第2行",
    ]


def test_rows_taken_back_and_columns_left_out() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell(paragraph('5'))}</w:tr>"
    later = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell(paragraph("6"))}</w:tr>'
    assert read(docx(f"<w:tbl>{gone}{later}</w:tbl>")).grids[0].rows == [[None, "6"]]


def test_a_table_that_lays_out_gives_way() -> None:
    inner = table(cell(paragraph("a")) + cell(paragraph("1")))
    grids = read(docx(table(cell(paragraph("标题") + inner + paragraph("尾"))))).grids
    assert [grid.rows for grid in grids] == [[["标题"]], [["a", "1"]], [["尾"]]]


@pytest.mark.parametrize(
    ("body", "parts", "code"),
    [
        ('<w:altChunk r:id="x"/>', {}, "embedded_document"),
        (paragraph("x"), {"word/embeddings/book.xlsx": "x"}, "embedded_document"),
        ("<w:p><w:r><w:drawing/></w:r></w:p>", {}, "pictures"),
        (table(cell("<w:p><w:r><w:pict/></w:r></w:p>")), {}, "pictures"),
        (paragraph("x"), {"word/vbaProject.bin": "x"}, "macros"),
    ],
)
def test_what_is_not_read_is_said(body: str, parts: dict[str, str], code: str) -> None:
    assert code in {remark[0] for remark in read(docx(body, parts)).remarks}


def test_nothing_unread_passes() -> None:
    data = report_docx(FORM, FIGURES, {**PROSE, "after": "x"})
    whole = check_bytes(data, "a.docx")[0]
    assert (whole.unit, whole.year, whole.status) == ("云岭市青禾区人民政府", 2023, "pass")
    picture = "<w:p><w:r><w:drawing/></w:r></w:p>"
    only_two = dataclasses.replace(FORM, tables=FORM.tables[:1])
    cut = report_docx(only_two, FIGURES, PROSE)
    with_picture = docx(read_body(cut) + picture)
    assert "A-UNREAD:pictures" in {finding.rule for finding in check_bytes(with_picture, "a.docx")[0].findings}
    assert check_bytes(with_picture, "a.docx")[0].status == "review"


def read_body(data: bytes) -> str:
    text = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    return text.partition("<w:body>")[2].partition("</w:body>")[0]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("form_id", ["annual2019", "annual2021"])
def test_a_report_reads_alike_from_word_and_web(form_id: str, seed: int) -> None:
    form = rulebook.load().forms[form_id]
    figures = balanced(form, random.Random(seed))
    figures["requests.new.total"] += 1
    year = "2020" if form_id == "annual2019" else "2023"
    prose = {"before": f"云岭市青禾区人民政府{year}年政府信息公开工作年度报告\n一、总体情况", "after": "六、其他"}
    word, web = (check_bytes(make(form, figures, prose), "a")[0] for make in (report_docx, report_html))
    assert [(f.rule, f.outcome, f.left, f.right) for f in word.findings] == [
        (f.rule, f.outcome, f.left, f.right) for f in web.findings
    ]
    assert word.status == "fail"
    assert (
        (word.unit, word.year, word.forms)
        == (web.unit, web.year, web.forms)
        == ("云岭市青禾区人民政府", int(year), (form_id,))
    )
    places = {cell.place for finding in word.findings for cell in finding.cells}
    assert places
    assert all(place.startswith("表") and place.endswith("格") for place in places)


def test_damaged_and_oversized_documents_are_refused() -> None:
    for body, code in (("<w:p>", "damaged"), ("<w:p/>" * 900_000, "unsafe")):
        with pytest.raises(InputFileError) as caught:
            read(docx(body))
        assert caught.value.code == code


CHUNK = '<w:altChunk r:id="rId7"/>'
RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="{}"/></Relationships>'
)


def with_chunk(name: str, content: str, body: str = CHUNK) -> bytes:
    return docx(body, {f"word/{name}": content, "word/_rels/document.xml.rels": RELATED.format(name)})


@pytest.mark.parametrize("name", ["afchunk.htm", "afchunk.mht"])
def test_a_page_that_is_part_of_a_document_is_read(name: str) -> None:
    page = report_html(FORM, FIGURES, PROSE).decode()
    if name.endswith(".mht"):
        page = base64.b64encode(page.encode()).decode()
        page = (
            'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html;'
            f" charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{page}\r\n--b--\r\n"
        )
    verdict = check_bytes(with_chunk(name, page), "a.docx")[0]
    assert (verdict.unit, verdict.year, verdict.status) == ("云岭市青禾区人民政府", 2023, "pass")
    assert {
        row.cell: row.value for row in held_rows(verdict.figures, {FORM.id: FORM}) if row.cell in FIGURES
    } == FIGURES


def test_tables_of_two_pages_are_counted_on() -> None:
    page = "<table><tr><td>a<td>1<td>2</table>"
    grids = read(with_chunk("a.htm", page, paragraph("一") + CHUNK + paragraph("二") + CHUNK + paragraph("三"))).grids
    assert [grid.place(0, 1) for grid in grids if grid.layout == "sheet"] == ["网页表1第1行第2列", "网页表2第1行第2列"]
    assert [grid.place(0, 0) for grid in grids if grid.layout == "lines"] == ["第1行", "第2行", "第3行"]


@pytest.mark.parametrize("content", ["", "{\\rtf1 x}", "\x00\x01\x02"])
def test_a_part_that_is_no_page_is_said(content: str) -> None:
    assert ("embedded_document", "a.htm") in read(with_chunk("a.htm", content)).remarks


@pytest.mark.parametrize(("text", "code"), [("12", "pictures_in_cells"), ("", "pictures"), ("新收", "pictures")])
def test_a_picture_beside_a_figure_is_said(text: str, code: str) -> None:
    beside = f"<w:p>{run(text)}<w:r><w:drawing/></w:r></w:p>"
    body = table(cell(paragraph("新收")) + cell(beside), columns=2)
    assert (code, "") in read(docx(body)).remarks
