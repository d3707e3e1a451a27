"""Holds the faces of gouji to one verdict on random fillings, in full; the tests do a sample.

    python -m benchmarks.parity 1000                  the workbook's own formulas, recalculated by LibreOffice
    python -m benchmarks.parity 1000 --faces          the batch, the buttons and the functions, on built workbooks
    python -m benchmarks.parity 1000 --in-calc        all four in one open document of Calc
    python -m benchmarks.parity 70 --in-browser       batch, buttons and functions, the web page, and the add-in for WPS

Each is that many fillings of each form, half of them 填报版, half 复核版: balanced and broken, with blanks, strokes,
texts, negative numbers and fractions. Prints a line for each form: fillings, verdicts compared, disagreements.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from addin.entry import run
from addin.own_sheets import KEPT
from addin.session import Session
from checks import rulebook
from checks.check import check_bytes
from checks.evaluate import outcomes
from checks.locate import locate
from checks.model.form import Form
from checks.model.report import read_reports
from checks.model.submission import Submission
from checks.readers import read
from checks.render.json_document import as_document
from page import pyodide
from page.build import build as build_page
from tests.addin.calc_office import open_in_calc
from tests.fakes.person import FakePerson
from tests.fakes.program import FakeProgram
from tests.fakes.wps_page import hold, press, rows_of, written
from tests.page.chromium import Browser
from tests.page.test_page import ask
from tests.page.test_page import check as drop
from tests.parity import parity
from tests.parity.test_addin_parity import comparable, disagreements, in_words
from workbook_templates.build import build
from workbook_templates.sheets import table_sheets

BOOK = rulebook.load()
_AT_ONCE = 50


def native(filled: list[parity.Filled]) -> Iterator[str]:
    """Yield in what the workbook's own formulas differ from the checker, in LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        yield from parity.disagreements(filled, Path(folder))


def faces(filled: list[parity.Filled]) -> Iterator[str]:
    """Yield in what batch, buttons and functions differ."""
    for filling in filled:
        yield from disagreements(filling)


class OpenWorkbook:
    """An empty workbook of one form and edition, open in Calc, that is filled in again and again."""

    def __init__(self, form: Form, *, review: bool, folder: Path) -> None:
        path = folder / f"{form.id}-{review}.xlsx"
        path.write_bytes(build(form, BOOK, review=review))
        self.program, self.close = open_in_calc(path)
        self._places = parity.empty(form, review).places
        self._sheets = self.program.document.Sheets

    def fill(self, filled: parity.Filled) -> None:
        """Put in the figures of one filling, and nothing else."""
        for cell, (part, address) in self._places.items():
            number = int(part.removeprefix("xl/worksheets/sheet").removesuffix(".xml"))
            target = self._sheets.getByIndex(number - 1).getCellRangeByName(address)
            value = filled.figures.get(cell)
            if value in (None, ""):
                target.setFormula("")
            elif isinstance(value, str):
                target.setString(value)
            else:
                target.setValue(float(value))  # type: ignore[arg-type]
        self.program.document.calculate()

    def states(self) -> dict[str, str]:
        """Return the list of the sheet 校验."""
        rows, _ = self.program.read("校验")
        head = next(number for number, row in enumerate(rows) if row and row[0] == "规则")
        return {str(row[0]): str(row[1]) for row in rows[head + 1 :] if row and row[0]}


def in_calc(filled: list[parity.Filled], opened: dict[bool, OpenWorkbook]) -> Iterator[str]:
    """Yield in what the four faces differ in Calc."""
    for filling in filled:
        workbook = opened[filling.review]
        workbook.fill(filling)
        edition = f"{filling.form.id} {'复核版' if filling.review else '填报版'}"
        native_states = workbook.states()
        for line, state in filling.expected().items():
            if native_states.get(line) != state:
                yield f"{edition} {line}: native {native_states.get(line)}, checker {state}"
        data = build(filling.form, BOOK, review=filling.review, filling=filling.figures)
        name = workbook.program.workbook
        button: list[Any] = [
            comparable(verdict) for verdict in Session(workbook.program, FakePerson(), BOOK).check().verdicts
        ]
        if button != [comparable(verdict) for verdict in check_bytes(data, name, BOOK)]:
            yield f"{edition}: batch and button"
        grids = read(data).grids
        (layout,) = locate(grids, BOOK)
        judged = outcomes(read_reports(grids, layout), BOOK)
        for sheet in table_sheets(filling.form, [rule for rule in BOOK.rules[filling.form.id] if not rule.optional]):
            values, _ = workbook.program.read(sheet.table.name)
            yield from in_words(sheet, [row[: sheet.width] for row in values[: sheet.height]], judged)


class Browsers:
    """The web page and the add-in for WPS, each in a Chromium of its own."""

    def __init__(self, folder: Path) -> None:
        runtime, self._folder = pyodide.runtime(), folder
        (folder / "page.html").write_bytes(build_page(runtime))
        self._page, self._wps = Browser(), Browser()
        self._page.open((folder / "page.html").as_uri())
        self._page.wait("document.documentElement && document.documentElement.dataset.ready", 300)
        self._wps.open(written(folder / "wps", runtime).as_uri())
        self._wps.wait("window.Gouji && document.readyState === 'complete'")

    def close(self) -> None:
        """End both."""
        for browser in (self._page, self._wps):
            browser.__exit__()

    def disagreements(self, filling: parity.Filled) -> Iterator[str]:
        """Yield in what the two differ from the batch, and from the button before the fake program."""
        data = build(filling.form, BOOK, review=filling.review, filling=filling.figures, unit="甲县", year=2024)
        edition = f"{filling.form.id} {'复核版' if filling.review else '填报版'}"
        path = self._folder / "年报.xlsx"
        path.write_bytes(data)
        drop(self._page, {path.name: path})
        shown = json.loads(ask(self._page, "findings"))["documents"]
        batch = [as_document(Submission.of(verdict)) for verdict in check_bytes(data, path.name, BOOK)]
        if [_said(one) for one in shown] != [_said(one) for one in json.loads(json.dumps(batch))]:
            yield f"{edition}: batch and page"
        program, person = FakeProgram(path), FakePerson()
        run("check", Session(program, person, BOOK))  # type: ignore[arg-type]  # the protocol's own names
        hold(self._wps, data, path.name)
        state = press(self._wps, "check")
        own = [row[:KEPT] for row in program.read("校验结果")[0]]
        theirs = rows_of(state, "校验结果", KEPT)
        own = [["" if value is None else value for value in row] for row in own[: len(theirs)]]
        if (state["told"], state["status"]) != (person.told, person.shown) or theirs[0] != own[0]:
            yield f"{edition}: what button and WPS say"
        if theirs[2:] != own[2:]:  # the second line bears the minute
            yield f"{edition}: the lists of button and WPS"


def _said(document: dict[str, Any]) -> dict[str, Any]:
    return {
        key: document[key]
        for key in ("forms", "unit", "year", "status", "checked", "undecided", "findings", "suspects")
    }


def in_browsers(filled: list[parity.Filled], browsers: Browsers) -> Iterator[str]:
    """Yield in what batch, buttons, functions, page and WPS differ."""
    for filling in filled:
        yield from disagreements(filling)
        yield from browsers.disagreements(filling)


def main() -> None:
    """Compare and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("count", type=int, help="fillings of each form")
    options.add_argument("--faces", action="store_true")
    options.add_argument("--in-calc", action="store_true")
    options.add_argument("--in-browser", action="store_true")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    for form in BOOK.forms.values():
        started, done, verdicts = time.monotonic(), 0, 0
        wrong: list[str] = []
        many = parity.fillings(form, chosen.count, chosen.seed)
        with tempfile.TemporaryDirectory() as folder:
            opened = {
                review: OpenWorkbook(form, review=review, folder=Path(folder))
                for review in (False, True)
                if chosen.in_calc
            }
            browsers = Browsers(Path(folder)) if chosen.in_browser else None
            while filled := list(islice(many, _AT_ONCE)):
                if browsers:
                    wrong += in_browsers(filled, browsers)
                else:
                    wrong += in_calc(filled, opened) if chosen.in_calc else (faces if chosen.faces else native)(filled)
                done += len(filled)
                verdicts += sum(len(filling.expected()) for filling in filled)
                minutes = (time.monotonic() - started) / 60
                print(f"{form.id}: {done} of {chosen.count}, {len(wrong)} disagreements, {minutes:.1f} min", flush=True)
            for face in [*opened.values(), *([browsers] if browsers else [])]:
                face.close()
        print(f"{form.id}: {done} fillings, {verdicts} verdicts, {len(wrong)} disagreements", *wrong[:20], sep="\n")


if __name__ == "__main__":
    main()
