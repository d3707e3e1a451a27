"""An old Word document is read from its own container, cell for cell; the file was saved by LibreOffice."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.errors import InputFileError
from checks.locate import locate
from checks.model.report import read_reports
from checks.readers import read

FOLDER = Path(__file__).parents[1] / "data" / "documents"
DOC = (FOLDER / "report.doc").read_bytes()


def figures_of(data: bytes) -> dict[str, str]:
    """Return every figure that is found in a file, by cell id."""
    grids = read(data).grids
    (layout,) = locate(grids, rulebook.load(), 2023)
    (report,) = read_reports(grids, layout).values()
    return {cell.id: report.reading(cell.index).text for cell in report.form.cells if cell.index in report.spots}


@pytest.mark.parametrize("kind", ["doc", "docx"])
def test_every_figure_is_read(kind: str) -> None:
    asked = json.loads((FOLDER / "figures.json").read_text())
    assert figures_of((FOLDER / f"report.{kind}").read_bytes()) == asked


def test_text_and_tables_stand_in_order() -> None:
    reading = read(DOC, "年报.doc")
    assert reading.kind == "doc"
    assert [grid.layout for grid in reading.grids] == ["lines", "sheet", "lines", "sheet", "lines", "sheet", "lines"]
    assert reading.remarks == [("unseen_text", "")]
    verdict = check_bytes(DOC, "a.wps")[0]
    assert (verdict.unit, verdict.year, verdict.status) == ("云岭市青禾区人民政府", 2023, "pass")


def test_places_count_cells_as_the_eye_does() -> None:
    grid = read(DOC).grids[3]
    row = next(r for r, cells in enumerate(grid.rows) if any("一、本年新收" in str(value) for value in cells))
    assert grid.place(row, len(grid.rows[row]) - 1) == f"表2第{row + 1}行第8格"


def test_a_password_and_an_old_version_have_their_own_sentence() -> None:
    place = DOC.index(b"\xec\xa5")
    locked, old = bytearray(DOC), bytearray(DOC)
    locked[place + 0x0B] |= 1
    old[place + 2 : place + 4] = b"\x65\x00"
    for data, code in ((locked, "encrypted"), (old, "unsupported")):
        with pytest.raises(InputFileError) as caught:
            read(bytes(data))
        assert caught.value.code == code


def test_broken_documents_are_survived() -> None:
    rng = random.Random(1)
    for _ in range(200):
        data = bytearray(DOC)
        for _ in range(rng.choice((1, 5, 50))):
            data[rng.randrange(len(data))] = rng.randrange(256)
        cut = len(data) if rng.random() < 0.8 else rng.randrange(len(data))
        try:
            read(bytes(data[:cut]))
        except InputFileError:
            continue
