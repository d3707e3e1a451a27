"""The same balanced reports as each program writes them: the dialects of .xlsx that are to be had on a machine."""

from __future__ import annotations

import io
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import openpyxl
import xlsxwriter
from corpus import workbooks

from checks.readers import read

Rows: TypeAlias = list[list[object]]
Sheets: TypeAlias = list[tuple[str, Rows]]
Dialects: TypeAlias = dict[str, list[bytes]]

_NODE = """
const fs = require("fs"), [, , kind, from, to] = process.argv;
const books = JSON.parse(fs.readFileSync(from, "utf8"));
(async () => {
  for (let i = 0; i < books.length; i++) {
    if (kind === "xlsx") {
      const X = require("xlsx"), book = X.utils.book_new();
      for (const [name, rows] of books[i]) X.utils.book_append_sheet(book, X.utils.aoa_to_sheet(rows), name);
      X.writeFile(book, `${to}/${i}.xlsx`, {compression: true});
    } else {
      const book = new (require("exceljs").Workbook)();
      for (const [name, rows] of books[i]) book.addWorksheet(name).addRows(rows);
      await book.xlsx.writeFile(`${to}/${i}.xlsx`);
    }
  }
})();
"""
_WITHOUT_LXML = """
import io, json, sys, openpyxl
for i, sheets in enumerate(json.load(open(sys.argv[1], encoding="utf-8"))):
    book = openpyxl.Workbook(); book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows: sheet.append(row)
    book.save(f"{sys.argv[2]}/{i}.xlsx")
"""


def dialects(count: int, node_modules: Path | None = None) -> Dialects:
    """Return ``count`` workbooks in each dialect that can be made here; what is not there is told on stderr.

    Args:
        count: of each.
        node_modules: a folder with the packages xlsx and exceljs; None for none.
    """
    own = list(workbooks(count, seed=7))
    reports = [[(grid.name, [list(row) for row in grid.rows]) for grid in read(data).grids] for data in own]
    made: Dialects = {"our template": own, "XlsxWriter, plain": [_xlsxwriter(sheets) for sheets in reports]}
    made["openpyxl, lxml"] = [_openpyxl(sheets) for sheets in reports]
    ways: dict[str, Callable[[Path, Path], None]] = {"openpyxl, no lxml": _without_lxml, "LibreOffice": _libreoffice}
    for name, way in ways.items():
        made[name] = _by_program(reports, way)
    made["pandas"] = [_pandas(sheets) for sheets in reports]
    if node_modules is not None:
        for kind in ("xlsx", "exceljs"):
            made[f"npm {kind}"] = _by_program(reports, _by_node(kind, node_modules))
    for name in [name for name, files in made.items() if len(files) < count]:
        print(f"{name}: not to be had here", file=sys.stderr)
        del made[name]
    return made


def mixed(count: int) -> list[bytes]:
    """Return workbooks of which no two share a layout: each sheet begins elsewhere, with other widths and formats."""
    rng = random.Random(3)
    corners = rng.sample(list(itertools.product(range(5), repeat=6)), count)
    files = []
    for i, (data, places) in enumerate(zip(workbooks(count, seed=11), corners, strict=True)):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
            formats = [
                book.add_format({"font_size": 9 + i % 7, "num_format": rng.choice(["0", "0_ ", "General", "#,##0"])})
            ]
            for grid, down, right in zip(read(data).grids, places[::2], places[1::2], strict=True):
                sheet = book.add_worksheet(grid.name)
                sheet.set_column(0, 12, 8 + i / 10)
                for row, values in enumerate(grid.rows):
                    for column, value in enumerate(values):
                        if value is not None:
                            sheet.write(row + down, column + right, value, formats[0])
                        elif rng.random() < 0.3:
                            sheet.write_blank(row + down, column + right, None, formats[0])
        files.append(out.getvalue())
    return files


def scattered(count: int) -> list[bytes]:
    """Return workbooks whose tables are broken by blank rows, each elsewhere, with notes below: all are found anew."""
    rng = random.Random(5)
    files = []
    for data in workbooks(count, seed=3):
        sheets = []
        for grid in read(data).grids:
            blank = {row for row in rng.sample(range(len(grid.rows)), 2) if row > 2}
            rows = [line for row, values in enumerate(grid.rows) for line in ([[]] * (row in blank) + [list(values)])]
            sheets.append((grid.name, [*rows, [], *[[f"备注{rng.randrange(99)}"] for _ in range(rng.randrange(3))]]))
        files.append(_xlsxwriter(sheets))
    return files


def _xlsxwriter(sheets: Sheets) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return out.getvalue()


def _openpyxl(sheets: Sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _pandas(sheets: Sheets) -> bytes:
    import pandas as pd  # noqa: PLC0415  # heavy, and only here

    out = io.BytesIO()
    with pd.ExcelWriter(out) as writer:
        for name, rows in sheets:
            pd.DataFrame(rows).to_excel(writer, sheet_name=name, index=False, header=False)
    return out.getvalue()


def _by_program(reports: list[Sheets], run: Callable[[Path, Path], None]) -> list[bytes]:
    """Let another program write the reports; fewer files than reports where it is not there."""
    with tempfile.TemporaryDirectory() as spare:
        source, target = Path(spare, "reports.json"), Path(spare, "out")
        target.mkdir()
        source.write_text(json.dumps(reports, ensure_ascii=False), "utf-8")
        try:
            run(source, target)
        except (OSError, subprocess.SubprocessError) as problem:
            print(problem, file=sys.stderr)
        return [path.read_bytes() for path in _numbered(target)]


def _numbered(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*.xlsx"), key=lambda path: int(path.stem))


def _without_lxml(source: Path, target: Path) -> None:
    environment = os.environ | {"OPENPYXL_LXML": "False"}
    subprocess.run([sys.executable, "-c", _WITHOUT_LXML, source, target], check=True, env=environment)


def _by_node(kind: str, node_modules: Path) -> Callable[[Path, Path], None]:
    def run(source: Path, target: Path) -> None:
        script = target.parent / "write.js"
        script.write_text(_NODE, "utf-8")
        environment = os.environ | {"NODE_PATH": str(node_modules)}
        subprocess.run(["node", script, kind, source, target], check=True, env=environment)

    return run


def _libreoffice(source: Path, target: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        raise FileNotFoundError("soffice")
    files = []
    for i, sheets in enumerate(json.loads(source.read_text("utf-8"))):
        files.append(target.parent / f"{i}.xlsx")
        files[-1].write_bytes(_xlsxwriter(sheets))
    profile = f"-env:UserInstallation=file://{target.parent}/profile"
    command = [office, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(target), *map(str, files)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
