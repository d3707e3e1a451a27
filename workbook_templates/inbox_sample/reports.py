"""A report in the formats in which reports come."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from html import escape
from typing import Any

from checks.model.form import Form
from workbook_templates.inbox_sample.containers import compound_of, package_of
from workbook_templates.plain import Figures, csv_file, html_file, plain_rows, workbook


def xlsx(form: Form, figures: Figures, title: str) -> bytes:
    """Return the tables as a workbook, one sheet each."""
    return workbook([(form, figures)], title=title)


def one_sheet(form: Form, figures: Figures, title: str) -> bytes:
    """Return the tables below one another, not quite at the edge."""
    return workbook([(form, figures)], title=title, one_sheet=True, shift=(1, 1))


def csv(form: Form, figures: Figures, title: str) -> bytes:
    """Return the tables as CSV in GBK, the title in the first line."""
    return f'"{title}"\r\n'.encode("gb18030") + csv_file(form, figures)


def html(form: Form, figures: Figures, title: str) -> bytes:
    """Return the page that an old system exports under the name .xls."""
    page = html_file(form, figures)
    return page.replace(b"<body>", b"<body><h3>" + escape(title).encode("gbk") + b"</h3>", 1)


def ods(form: Form, figures: Figures, title: str) -> bytes:
    """Return the tables as an OpenDocument spreadsheet."""
    sheets = []
    for table in form.tables:
        rows: list[list[object]] = [[title], *plain_rows(form, table, figures)]
        body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        sheets.append(f'<table:table table:name="{table.name}">{body}</table:table>')
    namespace = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{namespace}:office:1.0"'
        f' xmlns:table="{namespace}:table:1.0" xmlns:text="{namespace}:text:1.0" office:version="1.2"><office:body>'
        f"<office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{namespace}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return package_of({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_cell(value: object) -> str:
    if isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    elif value in ("", None):
        return "<table:table-cell/>"
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def xls(form: Form, figures: Figures, title: str) -> bytes:
    """Return the tables in the format of Excel 97, which .et is in, too."""
    import xlwt  # noqa: PLC0415  # a tool of those who develop this; users get the file

    book = xlwt.Workbook(encoding="utf-8")
    for table in form.tables:
        sheet = book.add_sheet(table.name)
        sheet.write(0, 0, title)
        for r, row in enumerate(plain_rows(form, table, figures), 1):
            for c, value in enumerate(row):
                sheet.write(r, c, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xlsm(form: Form, figures: Figures, title: str) -> bytes:
    """Return a workbook with a macro part that holds no macro."""
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    with_macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    with zipfile.ZipFile(io.BytesIO(xlsx(form, figures, title))) as archive:
        parts: dict[str, Any] = {name: archive.read(name) for name in archive.namelist()}
    types = str(parts["[Content_Types].xml"], "utf-8").replace(main, with_macros)
    binary = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    parts["[Content_Types].xml"] = types.replace("<Default ", f"{binary}<Default ", 1)
    relation = (
        '<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
        ' Target="vbaProject.bin"/></Relationships>'
    )
    relations = str(parts["xl/_rels/workbook.xml.rels"], "utf-8")
    parts["xl/_rels/workbook.xml.rels"] = relations.replace("</Relationships>", relation)
    parts["xl/vbaProject.bin"] = compound_of({"PROJECT": b"ID=\r\n".ljust(4096)})
    return package_of(parts)


REPORTS: dict[str, Callable[[Form, Figures, str], bytes]] = {
    maker.__name__: maker for maker in (xlsx, one_sheet, csv, html, ods, xls, xlsm)
}
"""Form, figures and title → a file, by the word in ``inbox.toml``."""
