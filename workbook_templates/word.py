"""The report as a Word document: its chapters, and the statutory tables in their official geometry."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape

from checks.forms.geometry import Box, boxes
from checks.model.form import Form, Table
from checks.model.grid import Value

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_WIDTH = 9026  # twips between the margins of an upright A4 page
_FIGURE = 700
_NARROW = 9  # columns of figures from which a table has no room for more than its figures
_OWN_PARTS = ("styles", "settings", "fontTable")
_TITLE = "{unit}{year}年政府信息公开工作年度报告"
_FIRST = "一、总体情况"
_LAST = ("五、存在的主要问题及改进情况", "六、其他需要报告的事项")
_FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{0}"/>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" '
    'w:left="1440" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)


def word_report(form: Form, filling: Mapping[str, Value], unit: str, year: int | None) -> bytes:
    """Return a .docx with the chapters of a report and its tables.

    Args:
        form: the form.
        filling: cell id → what to write; a cell that is not named stays blank.
        unit: the unit, "" if it is not known.
        year: the report year; None leaves it open.
    """
    title = _TITLE.format(unit=unit or "××", year=year or "××××")
    body = [
        _paragraph(title, 36, "center", "方正小标宋简体", bold=True),
        _paragraph(_FIRST, 32, font="黑体"),
        _paragraph(""),
    ]
    for table in form.tables:
        body += [_paragraph(table.title, 32, font="黑体"), _table(form, table, filling), _paragraph("")]
    for heading in _LAST:
        body += [_paragraph(heading, 32, font="黑体"), _paragraph("")]
    return _packed("".join(body))


def _paragraph(text: str, size: int = 32, align: str = "left", font: str = "仿宋", *, bold: bool = False) -> str:
    look = f'{_FONT.format(font)}{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/>'
    run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{run}</w:p>'


def _table(form: Form, table: Table, filling: Mapping[str, Value]) -> str:
    shown = [box for box in boxes(form, table) if box.role != "title"]
    top = min(box.row for box in shown)
    columns = max(box.column + box.width for box in shown)
    widths = _widths(shown, columns)
    owner: dict[tuple[int, int], Box] = {}
    for box in shown:
        owner.update({(row, box.column): box for row in range(box.row, box.row + box.height)})
    rows: dict[int, list[str]] = {}
    for (row, column), box in sorted(owner.items()):
        look = f'<w:tcW w:w="{sum(widths[column : column + box.width])}" w:type="dxa"/>'
        look += f'<w:gridSpan w:val="{box.width}"/>' if box.width > 1 else ""
        if box.height > 1:
            look += '<w:vMerge w:val="restart"/>' if row == box.row else "<w:vMerge/>"
        text = "" if row > box.row else _written(filling.get(box.cell)) if box.cell else box.text
        content = _paragraph(text, 18, "center", "宋体")
        rows.setdefault(row - top, []).append(
            f'<w:tc><w:tcPr>{look}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
        )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = "".join(
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>" for _, cells in sorted(rows.items())
    )
    look = f'<w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
    margins = '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
    look += f'<w:tblLayout w:type="fixed"/>{margins}'
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def _widths(found: list[Box], columns: int) -> list[int]:
    """Return the columns' widths: even ones, but where labels stand left of many figures they get the room."""
    figures = [box.column for box in found if box.cell]
    labels = min(figures)
    if labels == 0 or columns - labels < _NARROW - 2:
        return [_WIDTH // columns] * columns
    rest = _WIDTH - _FIGURE * (columns - labels)
    return [rest // labels] * labels + [_FIGURE] * (columns - labels)


def _written(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _packed(body: str) -> bytes:
    """Return the archive; the same body makes the same bytes."""
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{name}+xml"/>' for name in _OWN_PARTS
    )
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for i, name in enumerate(_OWN_PARTS, 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_MAIN}"><w:body>{body}{_PAGE}</w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{_FONT.format("仿宋")}'
        '<w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>',
        "word/settings.xml": f'<w:settings xmlns:w="{_MAIN}"/>',
        "word/fontTable.xml": f'<w:fonts xmlns:w="{_MAIN}"/>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), (_HEAD + part).encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
