"""Recalculates random fillings of the standard workbooks in LibreOffice, and compares with the checker.

``python -m benchmarks.parity 1000`` does it in full.
"""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import lxml.html

from checks import rulebook
from checks.model.form import Form
from checks.model.grid import Value
from checks.model.rule import PREVIOUS
from checks.readers import read
from checks.rules.totals import totals
from workbook_templates.build import build
from workbook_templates.lines import lines
from workbook_templates.sheets import TableSheet, table_sheets
from workbook_templates.verdicts import Stored, with_totals

from ..fixtures.random_reports import balanced

BOOK = rulebook.load()
ODD: Sequence[Value] = (None, None, None, "", "—", "无", "/", "不涉及", "–", "*", "若干", "0 0 3", "12", -3.0, 2.5)
"""What people write instead of a number."""

_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


@cache
def sheets(form: Form, review: bool) -> list[TableSheet]:
    """Where everything stands in a workbook of that edition."""
    rules = [*BOOK.rules[form.id], *BOOK.years[form.id]]
    return table_sheets(form, rules, {} if review else totals(form, rules))


class Empty:
    """A built workbook without figures: they are written into its XML, past every formula's stored result.

    Building anew takes XlsxWriter half a second; and stored results that are all out of date show that LibreOffice
    has computed what it saves.
    """

    def __init__(self, form: Form, review: bool) -> None:
        with zipfile.ZipFile(io.BytesIO(build(form, BOOK, review=review))) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.places: dict[str, tuple[str, str]] = {}
        tables = sheets(form, review)
        for number, sheet in enumerate(tables, 2):
            for cell in sheet.figures.keys() - sheet.computed.keys():
                self.places[cell] = (f"xl/worksheets/sheet{number}.xml", sheet.address(cell).replace("$", ""))
        for cell in tables[0].previous.rows:
            address = tables[0].previous.address(cell).partition("!")[2].replace("$", "")
            self.places[cell] = (f"xl/worksheets/sheet{len(tables) + 2}.xml", address)

    def filled(self, figures: dict[str, Value]) -> bytes:
        """Return the workbook with these figures."""
        wanted: dict[str, dict[str, str]] = {}
        for cell, value in figures.items():
            if value not in (None, "") and cell in self.places:
                part, address = self.places[cell]
                wanted.setdefault(part, {})[address] = (
                    f' t="inlineStr"><is><t>{value}</t></is></c>' if isinstance(value, str) else f"><v>{value}</v></c>"
                )
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.parts.items():
                package.writestr(name, self._part(data, wanted[name]) if name in wanted else data)
        return buffer.getvalue()

    @staticmethod
    def _part(data: bytes, wanted: dict[str, str]) -> bytes:
        text, count = _BLANK.subn(lambda found: found[1] + wanted.pop(found[2], "/>"), data.decode())
        assert count
        assert not wanted, "every figure has its blank cell"
        return text.encode()


_BLANK = re.compile(r'(<c r="([A-Z]+\d+)" s="\d+")/>')
empty = cache(Empty)


@dataclass
class Filled:
    """One filling of one form, and what the checker says of each rule."""

    form: Form
    review: bool
    figures: dict[str, Value]

    def workbook(self) -> bytes:
        return empty(self.form, self.review).filled(self.figures)

    def stored(self) -> Stored:
        sums = {} if self.review else totals(self.form, list(BOOK.rules[self.form.id]))
        return Stored(self.form, with_totals(self.form, self.figures, sums))

    def expected(self) -> dict[str, str]:
        """Line of the 校验 sheet → state, by the checker: what it says of rules, and of the figures themselves."""
        stored = self.stored()
        return {line.id: line.state(stored) for line in lines(sheets(self.form, self.review), BOOK)}


def fillings(form: Form, count: int, seed: int) -> Iterator[Filled]:
    """Yield balanced and broken fillings, with blanks, strokes and texts among the figures."""
    rng = Random(seed)
    cells = [cell.id for cell in form.cells if not (cell.heading or "subtotal" in cell.id)]
    for i in range(count):
        figures: dict[str, Value] = {cell: float(value) for cell, value in balanced(form, rng).items()}
        for cell in rng.sample(cells, rng.choice([0, 0, 1, 2, 3, 12])):
            figures[cell] = rng.choice([*ODD, float(rng.randrange(200)), float(rng.randrange(20_000))])
        asked = sorted({cell for rule in BOOK.years[form.id] for cell in rule.cells if cell.startswith(PREVIOUS)})
        for cell in rng.sample(asked, len(asked) * (i % 3) // 2):  # last year: nothing, half of it, all
            figures[cell] = rng.choice([0.0, *ODD, float(rng.randrange(50))])
        yield Filled(form, review=i % 2 == 1, figures=figures)


def recalculate(books: Sequence[bytes], folder: Path, target: str) -> list[Path]:
    """Open each workbook in LibreOffice, compute every formula anew, and save it as ``target``."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_RECALCULATE, "utf-8")
    (folder / "out").mkdir()
    paths = []
    for i, data in enumerate(books):
        paths.append(folder / f"{i:05d}.xlsx")
        paths[-1].write_bytes(data)
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.parent.as_uri()}", "--convert-to", target]
    for start in range(0, len(paths), 100):
        batch = [str(path) for path in paths[start : start + 100]]
        subprocess.run(
            [*command, "--outdir", str(folder / "out"), *batch], check=True, capture_output=True, timeout=600
        )
    ending = target.partition(":")[0]
    return [folder / "out" / f"{path.stem}.{ending}" for path in paths]


def native_states(path: Path) -> dict[str, str]:
    """Read the 校验 sheet of a recalculated workbook: rule → state."""
    sheet = next(grid for grid in read(path.read_bytes()).grids if grid.name == "校验")
    head = next(number for number, row in enumerate(sheet.rows) if row and row[0] == "规则")
    return {str(row[0]): str(row[1]) for row in sheet.rows[head + 1 :] if row and row[0]}


def colours(page: str) -> list[dict[tuple[int, int], str]]:
    """Read an exported page: for each sheet, (row, column) → the colour that the cell shows, spans unfolded."""
    sheets = []
    for table in lxml.html.fromstring(page).iter("table"):
        shown: dict[tuple[int, int], str] = {}
        taken: set[tuple[int, int]] = set()
        for row, line in enumerate(table.iter("tr")):
            column = 0
            for cell in line.iter("td", "th"):
                while (row, column) in taken:
                    column += 1
                shown[row, column] = cell.get("bgcolor", "").upper()
                height, width = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
                taken |= {(row + r, column + c) for r in range(height) for c in range(width)}
        sheets.append(shown)
    return sheets


def disagreements(filled: Sequence[Filled], folder: Path) -> list[str]:
    """Return every verdict in which the native formulas and the checker differ."""
    found = []
    for one, path in zip(filled, recalculate([f.workbook() for f in filled], folder, "xlsx"), strict=True):
        native, expected = native_states(path), one.expected()
        edition = "复核版" if one.review else "填报版"
        found += [
            f"{one.form.id} {edition} {rule}: native {native.get(rule)}, checker {state}"
            for rule, state in expected.items()
            if native.get(rule) != state
        ]
    return found
