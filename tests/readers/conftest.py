"""Files for the readers' tests, made by the libraries that offices and programs use."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

HOSTILE = Path(__file__).parents[2] / "../shared/hostile"
SEEDS = Path(__file__).parents[2] / "../shared/seeds"


def zipped(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack parts into an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parts_of(sheet: str | bytes, **more: str | bytes) -> dict[str, bytes | str]:
    """Return the parts of a workbook with one sheet whose XML is given.

    ``strings`` and ``styles`` are the XML of those parts; other names are left for the caller to add.
    """
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{CONTENT}.{name}+xml"/>'
        for key, name in (("strings", "sharedStrings"), ("styles", "styles"))
        if key in more
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>'
            f"{overrides}</Types>"
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>"
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>"
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }
    if "strings" in more:
        parts["xl/sharedStrings.xml"] = more["strings"]
    if "styles" in more:
        parts["xl/styles.xml"] = more["styles"]
    return parts


def sheet_xml(rows: str) -> str:
    """Return a sheet's XML around its rows."""
    head = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">'
    return f"{head}<sheetData>{rows}</sheetData></worksheet>"


def workbook(rows: str, **more: str | bytes) -> bytes:
    """Return an .xlsx with one sheet of these rows."""
    return zipped(parts_of(sheet_xml(rows), **more))


@pytest.fixture
def hostile() -> Path:
    """The folder of hostile files; a checkout without it skips the test."""
    if not HOSTILE.is_dir():
        pytest.skip("the folder of hostile files is not here")
    return HOSTILE


@pytest.fixture
def seeds() -> Path:
    """The folder of published reports; a checkout without it skips the test."""
    if not SEEDS.is_dir():
        pytest.skip("the folder of published reports is not here")
    return SEEDS
