"""Workbooks as they come in: a report with one wrong total, and with all that a program puts into a workbook."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from random import Random

import openpyxl
import xlsxwriter
from lxml import etree
from openxml_audit import OpenXmlValidator
from random_reports import balanced

from checks import rulebook
from checks.check import check_bytes
from checks.forms.geometry import boxes
from checks.model.findings import Verdict
from workbook_templates import plain
from workbook_templates.build import build

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]
NOTE = "办公室：请王科核对"
WRONG = "results.granted.total"


def figures(seed: int = 43, **changed: object) -> dict[str, object]:
    return {**balanced(FORM, Random(seed)), **{cell.replace("__", "."): value for cell, value in changed.items()}}


def wrong_total(seed: int = 43) -> dict[str, object]:
    right = figures(seed)
    return {**right, WRONG: int(str(right[WRONG])) + 4}


def simple(filling: Mapping[str, object] | None = None) -> bytes:
    """A report as XlsxWriter writes it, nothing else."""
    return plain.workbook([(FORM, filling or wrong_total())], title="2024年政府信息公开工作年度报告")


def several() -> bytes:
    """Two units' reports in one workbook, a sheet each; table three of both is wrong."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        looks = (book.add_format({"border": 1}), book.add_format({"bold": True}))
        for unit, seed in (("甲局", 43), ("乙局", 8)):
            sheet, top = book.add_worksheet(unit), 1
            sheet.write(0, 0, f"{unit}2024年政府信息公开工作年度报告")
            for table in FORM.tables:
                top = plain._table(sheet, boxes(FORM, table), wrong_total(seed), (top, 0), looks) + 1
    return out.getvalue()


def rich(filling: Mapping[str, object] | None = None, *, notes: bool = True) -> bytes:
    """The same report with everything around it that an office may have put there."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        looks = (book.add_format({"border": 1, "text_wrap": True}), book.add_format({"bold": True}))
        for table in FORM.tables:
            sheet = book.add_worksheet(table.name)
            plain._table(sheet, boxes(FORM, table), filling or wrong_total(), (0, 0), looks)
        sheet = book.get_worksheet_by_name("表三")
        sheet.insert_image("M2", "章.png", {"image_data": io.BytesIO(_png())})
        sheet.insert_textbox("M8", "填表说明")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='表三'!$J$6:$J$28"})
        sheet.insert_chart("M14", chart)
        sheet.insert_button("M30", {"caption": "打印", "macro": ""})
        if notes:
            sheet.write_comment("D6", NOTE)
            sheet.write_comment("E7", NOTE, {"author": "甲"})
        sheet.write_rich_string("L3", "红", book.add_format({"color": "red"}), "字", " 和黑字")
        red = book.add_format({"bg_color": "#00FF00"})
        sheet.conditional_format("D6:J28", {"type": "cell", "criteria": ">=", "value": 0, "format": red})
        sheet.conditional_format("D6:D28", {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format("E6:E28", {"type": "2_color_scale"})
        sheet.data_validation("D6:I28", {"validate": "integer", "criteria": ">=", "value": 0})
        sheet.add_sparkline("L6", {"range": "'表三'!D6:J6"})
        sheet.add_table("P40:Q42", {"data": [[1, 2], [3, 4]]})
        sheet.insert_checkbox("L8", True)
        sheet.write_url("L4", "https://www.gov.cn/", string="中国政府网")
        sheet.write_formula("L5", "=SUM(D6:I6)", None, 5)
        sheet.protect("123")
        sheet.set_header("&C年报&G", {"image_center": "头.png", "image_data_center": io.BytesIO(_png())})
        sheet.set_background(io.BytesIO(_png()))
        sheet.freeze_panes(5, 3)
        sheet.print_area("A1:J28")
        sheet.set_row(44, None, None, {"hidden": True})
        book.define_name("本年", "='表三'!$J$6")
    return out.getvalue()


def standard(*, review: bool) -> bytes:
    """The standard workbook, filled in by a clerk: one wrong total where totals are typed, one fraction elsewhere."""
    filling = {cell: float(value) for cell, value in (wrong_total() if review else figures()).items()}
    changed = {} if review else {"review.upheld": 2.5}
    return build(FORM, BOOK, review=review, filling={**filling, **changed}, unit="甲局", year=2024)


def strict(data: bytes) -> bytes:
    """The same workbook in the strict dialect."""
    changes = (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    return rewritten(data, lambda _, part: _replaced(part, changes))


def prefixed(data: bytes) -> bytes:
    """The same workbook, its spreadsheet elements with a prefix."""

    def change(name: str, part: bytes) -> bytes:
        if not re.fullmatch(r"xl/(workbook|styles|worksheets/\w+)\.xml", name):
            return part
        part = re.sub(rb"<(/?)(?=[A-Za-z]+[\s>/])", rb"<\1x:", part)
        return part.replace(b"<x:?xml", b"<?xml").replace(b'xmlns="http://schemas', b'xmlns:x="http://schemas')

    return rewritten(data, change)


def without_styles(data: bytes) -> bytes:
    parts = parts_of(data)
    del parts["xl/styles.xml"]
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = re.sub(rb"<(?:Override|Relationship) [^>]*styles[^>]*/>", b"", parts[name])
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(rb' s="\d+"', b"", parts[name])
    return packed(parts)


def with_odd_targets(data: bytes) -> bytes:
    """Absolute and backslashed targets of relations."""
    changes = (
        (b'Target="worksheets/sheet1', b'Target="/xl/worksheets/sheet1'),
        (b'Target="worksheets/sheet2', b'Target="worksheets\\sheet2'),
        (b'Target="../comments', b'Target="/xl/comments'),
        (b'Target="../drawings/', b'Target="..\\drawings\\'),
    )
    return rewritten(data, lambda name, part: _replaced(part, changes) if name.endswith(".rels") else part)


def _replaced(part: bytes, changes: tuple[tuple[bytes, bytes], ...]) -> bytes:
    for old, new in changes:
        part = part.replace(old, new)
    return part


def through_openpyxl(data: bytes) -> bytes:
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(out)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def rewritten(data: bytes, change: object) -> bytes:
    return packed({name: change(name, part) for name, part in parts_of(data).items()})


def checked(data: bytes) -> list[Verdict]:
    return check_bytes(data, "甲单位.xlsx", BOOK)


def said(verdicts: list[Verdict]) -> list[object]:
    """What a check says, without the name of the file."""
    return [
        [
            v.unit,
            v.year,
            [(f.rule, f.outcome, f.left, f.right, f.message) for f in v.findings],
            [(s.cell, s.proposed, s.group, s.choice) for s in v.suspects],
        ]
        for v in verdicts
    ]


def errors_of(data: bytes, folder: Path) -> set[str]:
    """What openxml-audit says of a workbook."""
    path = folder / "audited.xlsx"
    path.write_bytes(data)
    return {
        f"{error.part_uri} {error.description}"
        for error in OpenXmlValidator().validate(str(path)).errors
        if "inlineStr" not in error.description
    }


def canonical(part: bytes) -> bytes:
    return etree.tostring(etree.fromstring(part), method="c14n")


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    header = struct.pack(">2L5B", 8, 8, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\x00" + b"\xc0\x20\x20" * 8 for _ in range(8)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
