"""Marks as a spreadsheet program shows them: there at first, gone as soon as the figure is put right."""

from __future__ import annotations

import io
import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path
from random import Random

import openpyxl
import pytest

from checks.marking import marked_copy
from checks.marking.marks import LOOKS, marks
from checks.model.form import Form
from checks.render.sentences.marking import LIST

from ..fixtures import plain_tables as plain
from ..fixtures import received_workbooks as received
from ..fixtures.random_reports import balanced
from ..fixtures.received_workbooks import BOOK, checked, parts_of
from ..parity import parity

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
FILLS = {style.fill: look for look, style in LOOKS.items()}
Shown = list[dict[tuple[int, int], str]]


def shown(books: Sequence[bytes], folder: Path) -> list[Shown]:
    """For each workbook and each of its sheets, the looks of marked cells as LibreOffice shows them."""
    pages = parity.recalculate(books, folder, "html")
    return [
        [
            {place: FILLS[colour] for place, colour in sheet.items() if colour in FILLS}
            for sheet in parity.colours(page.read_text("utf-8"))
        ]
        for page in pages
    ]


def expected(data: bytes) -> dict[str, dict[tuple[int, int], str]]:
    found: dict[str, dict[tuple[int, int], str]] = {}
    for mark in marks(checked(data), BOOK):
        found.setdefault(mark.sheet, {})[mark.row, mark.column] = mark.look
    return found


def edited(data: bytes, figures: dict[str, dict[str, object]]) -> bytes:
    """Type other figures into a workbook, by sheet and address."""
    with warnings.catch_warnings(action="ignore"):
        book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet, cells in figures.items():
        for address, value in cells.items():
            book[sheet][address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def broken(form: Form, seed: int) -> tuple[bytes, bytes]:
    """A report with a few wrong, missing and oddly written figures; and the same one as it should be."""
    rng = Random(seed)
    right = balanced(form, rng)
    wrong: dict[str, object] = {**right}
    for cell in rng.sample([c for c in right if not c.startswith("heading.")], rng.choice([1, 2, 3, 6])):
        wrong[cell] = rng.choice(
            [right[cell] + rng.choice([1, 9, 100]), None, f"{right[cell]}件", f"{right[cell]}", "无"]
        )
    one_sheet = bool(seed % 2)
    return tuple(plain.workbook([(form, filling)], one_sheet=one_sheet) for filling in (wrong, right))


def test_marks_show_what_was_found_and_go_with_it(tmp_path: Path) -> None:
    """Random reports in every form: each mark is on, nothing else is; with the right figures no mark is left."""
    cases = [(form, *broken(form, seed)) for form in BOOK.forms.values() for seed in range(5)]
    copies = [copy.data if (copy := marked_copy(d, checked(d), BOOK)) else d for _, d, _ in cases]
    corrected = []
    for copy, (_, _, right) in zip(copies, cases, strict=True):
        figures = {
            s.title: {c.coordinate: c.value for row in s.iter_rows() for c in row if isinstance(c.value, int | float)}
            for s in openpyxl.load_workbook(io.BytesIO(right))
        }
        corrected.append(edited(copy, figures))
    pages = shown([*copies, *corrected], tmp_path)
    total = 0
    for (form, data, _), page, after in zip(cases, pages[: len(cases)], pages[len(cases) :], strict=True):
        names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
        wanted = expected(data)
        assert dict(zip(names, page, strict=False)) == {name: wanted.get(name, {}) for name in names}, form.id
        assert after[: len(names)] == [{} for _ in names], form.id
        total += sum(map(len, wanted.values()))
    assert total > 100


def test_one_correction_takes_its_marks_away_and_leaves_the_others(tmp_path: Path) -> None:
    """Two errors far from one another: only the marks of the one that is put right go."""
    right = received.figures()
    wrong = {**received.wrong_total(), "review.total": int(str(right["review.total"])) + 5}
    data = received.simple(wrong)
    copy = marked_copy(data, checked(data), BOOK).data
    (where,) = {
        s.cell.place.partition("!")[2] for v in checked(data) for s in v.suspects if s.cell.place.startswith("表三")
    }
    fixed = edited(copy, {"表三": {where: right[received.WRONG]}})
    still_wrong = edited(copy, {"表三": {where: int(str(right[received.WRONG])) + 1}})
    as_text = edited(copy, {"表三": {where: str(right[received.WRONG])}})
    before, after, same, text = shown([copy, fixed, still_wrong, as_text], tmp_path)
    assert len(before[1]) > 20
    assert after[1] == text[1] == {}
    assert same[1] == before[1]
    assert before[2] == after[2] == same[2] != {}


def test_marks_stand_above_the_formats_of_the_user(tmp_path: Path) -> None:
    """Green for every figure, a colour scale, data bars: our marks are seen, and beside them the user's."""
    data = received.rich()
    copy = marked_copy(data, checked(data), BOOK).data
    (page,) = parity.recalculate([copy], tmp_path, "html")
    colours = parity.colours(page.read_text("utf-8"))[1]
    wanted = {place: LOOKS[look].fill for place, look in expected(data)["表三"].items()}
    assert {place: colours[place] for place in wanted} == wanted
    assert "#00FF00" in {colour for place, colour in colours.items() if place not in wanted}


def test_a_copy_that_libreoffice_saved_is_marked_like_any_other(tmp_path: Path) -> None:
    standard = received.standard(review=True)
    saved = [path.read_bytes() for path in parity.recalculate([received.rich(), standard], tmp_path / "a", "xlsx")]
    copies = [marked_copy(data, checked(data), BOOK) for data in saved]
    for data, copy in zip(saved, copies, strict=True):
        assert received.said(checked(copy.data)) == received.said(checked(data))
        assert received.errors_of(copy.data, tmp_path) <= received.errors_of(data, tmp_path)
        kept = [name for name in parts_of(data) if name.startswith(("xl/media", "xl/charts", "xl/drawings/drawing"))]
        assert {parts_of(copy.data)[name] == parts_of(data)[name] for name in kept} <= {True}
    first, second = shown([copy.data for copy in copies], tmp_path / "b")
    assert first[1] == expected(saved[0])["表三"]
    names = openpyxl.load_workbook(io.BytesIO(copies[1].data)).sheetnames
    assert names[-1] == LIST
    for place, look in expected(saved[1])["表三"].items():
        assert second[names.index("表三")][place] == look


def test_a_copy_that_another_program_saved_is_marked_anew(tmp_path: Path) -> None:
    """A second check takes the marks, notes and list of the first one for its own."""
    copy = marked_copy(received.simple(), checked(received.simple()), BOOK).data
    (path,) = parity.recalculate([copy], tmp_path, "xlsx")
    saved = path.read_bytes()
    again = marked_copy(saved, checked(saved), BOOK).data
    first, second = (openpyxl.load_workbook(io.BytesIO(data)) for data in (copy, again))
    assert second.sheetnames == first.sheetnames
    for sheet in first:
        other = second[sheet.title]
        notes, others = ({c.coordinate for row in s.iter_rows() for c in row if c.comment} for s in (sheet, other))
        assert notes == others
        rules, later = ([r for area in s.conditional_formatting for r in area.rules] for s in (sheet, other))
        assert len(rules) == len(later)
