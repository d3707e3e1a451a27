"""Damaged reports: bytes changed anywhere, and figures changed inside of packed XML with right checksums."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import xlwt
from inbox import FORM, TITLE, figures

from workbook_templates.plain import csv_file, html_file, plain_rows, workbook

_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)


@dataclass(frozen=True)
class Case:
    """A damaged file.

    Attributes:
        is_wrong: its figures are certainly no longer balanced.
    """

    name: str
    data: bytes
    is_wrong: bool


@cache
def originals() -> dict[str, bytes]:
    """Return balanced reports in every format, as offices' programs write them."""
    found = figures(4)
    return {
        "a.xlsx": workbook([(FORM, found)], title=TITLE),
        "b.xls": _xls(found),
        "c.ods": _ods(found),
        "d.csv": csv_file(FORM, found),
        "e.xls": html_file(FORM, found),
    }


def byte_cases(count: int, seed: int) -> Iterator[Case]:
    """Yield files in which bytes were changed, lost, doubled or moved, wherever that hits."""
    rng = random.Random(seed)
    names = list(originals())
    for i in range(count):
        name = names[i % len(names)]
        data = bytearray(originals()[name])
        for _ in range(rng.choice([1, 1, 2, 5, 40])):
            at = rng.randrange(len(data))
            size = rng.choice([1, 1, 2, 4, 64, 700])
            match rng.randrange(6):
                case 0:
                    data[at] = rng.randrange(256)
                case 1:
                    data[at] ^= 1 << rng.randrange(8)
                case 2:
                    del data[at : at + size]
                case 3:
                    data[at:at] = data[at : at + size]
                case 4:
                    data[at:at] = rng.randbytes(size)
                case 5:
                    data[at : at + 4] = rng.choice([b"\0" * 4, b"\xff" * 4, b"\xff\xff\xff\x7f", b"\1\0\0\0"])
            if not data:
                break
        yield Case(name, bytes(data), is_wrong=False)


def part_cases(count: int, seed: int) -> Iterator[Case]:
    """Yield packed files in which XML was damaged and packed again, with right checksums."""
    rng = random.Random(seed)
    for i in range(count):
        name = ("a.xlsx", "c.ods")[i % 2]
        parts = _parts(originals()[name])
        part = rng.choice([n for n in parts if n.endswith((".xml", ".rels"))])
        text = bytearray(parts[part])
        for _ in range(rng.choice([1, 1, 3])):
            tokens = [found.span() for found in re.finditer(rb"<[^>]*>|[^<>]+", text)]
            if not tokens:
                break
            start, end = rng.choice(tokens)
            other = rng.choice(tokens)
            match rng.randrange(5):
                case 0:
                    text[start:end] = b""
                case 1:
                    text[start:end] = text[slice(*other)]
                case 2:
                    text[start:start] = text[slice(*other)]
                case 3:
                    text[rng.randrange(start, end)] = rng.choice(b"0123456789<>&\"'\0 Aa-.")
                case 4:
                    number = rng.choice([b"-1", b"4294967296", b"1e999", b"", b"0", b"99999999999999999999"])
                    text[start:end] = re.sub(rb"\d+", lambda _: number, bytes(text[start:end]), count=1)  # noqa: B023
        yield Case(name, _packed({**parts, part: bytes(text)}), is_wrong=False)


def figure_cases(count: int, seed: int) -> Iterator[Case]:
    """Yield whole, sound files in which one figure of table three is another one: never balanced."""
    rng = random.Random(seed)
    names = ("a.xlsx", "b.xls", "c.ods", "d.csv", "e.xls")
    cells = [cell.id for cell in FORM.cells if cell.id.startswith(("requests.new", "results."))]
    cells = [cell for cell in cells if cell in figures(4)]
    for i in range(count):
        name, cell = names[i % len(names)], rng.choice(cells)
        was = int(figures(4)[cell])
        now = was
        while now == was:
            now = rng.choice([was + rng.randrange(1, 10), was * 10, was // 10, was + 10 ** rng.randrange(6), 0])
        changed = {**figures(4), cell: now}
        if name == "a.xlsx":  # the sheet's own XML, found by what stands there
            yield Case(name, _with_figure(cell, now), is_wrong=True)
            continue
        made = {
            "b.xls": _xls,
            "c.ods": _ods,
            "d.csv": lambda f: csv_file(FORM, f),
            "e.xls": lambda f: html_file(FORM, f),
        }
        yield Case(name, made[name](changed), is_wrong=True)


def _with_figure(cell: str, value: int) -> bytes:
    """Change a digit in the packed sheet of the workbook, where the stand-in for that cell shows it to be."""
    stand_in = workbook([(FORM, {**figures(4), cell: 987_654_321})], title=TITLE)
    ours, theirs = _parts(originals()["a.xlsx"]), _parts(stand_in)
    part = next(name for name, text in theirs.items() if b"<v>987654321</v>" in text)
    head = theirs[part].partition(b"<v>987654321</v>")[0]
    assert ours[part].startswith(head)
    rest = ours[part][len(head) :].partition(b"</v>")[2]
    return _packed({**ours, part: head + b"<v>%d</v>" % value + rest})


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _xls(found: dict[str, object]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for table in FORM.tables:
        sheet = book.add_sheet(table.name)
        sheet.write(0, 0, TITLE)
        for r, row in enumerate(plain_rows(FORM, table, found), 1):  # type: ignore[arg-type]
            for c, value in enumerate(row):
                sheet.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(found: dict[str, object]) -> bytes:
    sheets = []
    for table in FORM.tables:
        rows = [[TITLE], *plain_rows(FORM, table, found)]  # type: ignore[arg-type]
        lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        sheets.append(f'<table:table table:name="{table.name}">{lines}</table:table>')
    content = f"{_ODS_HEAD}{''.join(sheets)}</office:spreadsheet></office:body></office:document-content>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return _packed({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest})


def _ods_cell(value: object) -> str:
    if isinstance(value, str):
        shown = f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        return shown if value else "<table:table-cell/>"
    shown = f"<text:p>{value}</text:p></table:table-cell>"
    return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}'
