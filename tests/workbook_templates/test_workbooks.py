"""The standard workbook: rebuilt alike, read back, safe in old programs, legible to everyone."""

from __future__ import annotations

import html
import io
import re
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path
from random import Random

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from checks import cli, rulebook
from checks.check import check_bytes
from checks.identity import identify
from checks.locate import locate
from checks.marking.marks import LOOKS
from checks.model.form import Form
from checks.model.report import read_reports
from checks.readers import read
from checks.render.sentences.findings import message
from workbook_templates import style
from workbook_templates.build import VERSION, build
from workbook_templates.standard import figures_as_written, shipped

from ..fixtures.contrast import contrast
from ..fixtures.examples import workbooks
from ..fixtures.random_reports import balanced
from ..parity import parity

BOOK = rulebook.load()
FORMS = list(BOOK.forms.values())
SHIPPED = shipped(BOOK)
FOLDER = Path(style.__file__).parent / "workbooks"
by_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
by_name = pytest.mark.parametrize("name", SHIPPED)


def test_the_shipped_workbooks_are_those_that_the_program_builds() -> None:
    """``python -m workbook_templates.standard`` makes them anew."""
    assert {path.name for path in FOLDER.iterdir()} == set(SHIPPED)
    assert [name for name, data in SHIPPED.items() if (FOLDER / name).read_bytes() != data] == []


def filled(form: Form, seed: int) -> dict[str, object]:
    return {cell: float(value) for cell, value in balanced(form, Random(seed)).items()}


@pytest.mark.parametrize("review", [False, True], ids=["填报版", "复核版"])
@by_form
def test_a_balanced_filling_passes_and_is_read_back_whole(form: Form, review: bool) -> None:
    figures = filled(form, 3)
    data = build(form, BOOK, review=review, filling=figures, unit="某某市某某局", year=form.first_year)
    (verdict,) = check_bytes(data, "a.xlsx")
    assert [message(f) for f in verdict.findings if f.severity != "info"] == []
    assert (verdict.status, verdict.unit, verdict.year) == ("pass", "某某市某某局", form.first_year)
    assert verdict.forms == (form.id,)


@by_form
def test_a_wrong_total_is_found_in_the_filled_workbook(form: Form) -> None:
    figures = filled(form, 4)
    total = "req.total" if form.id == "stat2014" else "results.total.total"
    data = build(form, BOOK, review=True, filling={**figures, total: 99999.0})
    (verdict,) = check_bytes(data, "a.xlsx")
    assert verdict.status == "fail"
    assert total in {suspect.cell.id for suspect in verdict.suspects}


@by_name
def test_an_empty_workbook_is_said_to_be_empty_and_nothing_else(name: str) -> None:
    (verdict,) = check_bytes(SHIPPED[name], name)
    assert {f.kind for f in verdict.findings if f.severity != "info"} == {"C-EMPTY"}
    assert (verdict.status, verdict.unit) == ("fail", None)


@by_name
def test_every_figure_has_its_name(name: str) -> None:
    names = openpyxl.load_workbook(io.BytesIO(SHIPPED[name])).defined_names
    form = BOOK.forms[name.partition("-")[0]]
    asked = {f"gj_{c.id.replace('.', '_')}" for c in form.cells if "subtotal" not in c.id}
    assert asked <= set(names)
    book = openpyxl.load_workbook(io.BytesIO(SHIPPED[name]))
    for name_, value in (("gj_form", form.id), ("gj_template_version", VERSION)):
        ((sheet, address),) = names[name_].destinations
        assert book[sheet][address.replace("$", "")].value == value
    assert {"gj_unit", "gj_year"} <= set(names)


@by_name
def test_no_formula_is_stored_without_its_result(name: str) -> None:
    """A program that never calculates (a mail's preview, a reader of files) shows what is stored."""
    with zipfile.ZipFile(io.BytesIO(SHIPPED[name])) as package:
        parts = [package.read(n).decode() for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
    cells = [cell for part in parts for cell in re.findall(r"<c [^>]*>.*?</c>", part) if "<f>" in cell]
    assert len(cells) > 100
    assert [cell for cell in cells if not re.search(r"</f><v>[^<]*</v></c>$", cell)] == []


def listed(data: bytes) -> dict[str, str]:
    """The list of the sheet 校验 as it is stored: rule → state."""
    rows = list(openpyxl.load_workbook(io.BytesIO(data), data_only=True)["校验"].iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == "规则")
    return {str(row[0]): str(row[1]) for row in rows[head + 1 :] if row[0]}


def test_last_year_s_figures_are_checked_live() -> None:
    """A real city: 上年结转 and 现行有效 follow from the year before; one changed figure breaks one rule."""
    form = FORMS[0]
    figures = {**filled(form, 1), "normative.issued": 50.0, "normative.repealed": 227.0, "normative.in_force": 420.0}
    columns = [column.id for column in form.tables[1].blocks[0].columns if not column.subtotal_of]
    carried = {f"previous/requests.carried_out.{c}": figures[f"requests.carried_in.{c}"] for c in columns}
    last = {**carried, "previous/normative.in_force": 597.0, "previous/rules.in_force": figures["rules.in_force"]}
    for changed, expected in (({}, set()), ({"previous/normative.in_force": 598.0}, {"R2-FORCE:normative"})):
        data = build(form, BOOK, review=True, filling={**figures, **last, **changed})
        states = listed(data)
        assert {rule for rule, state in states.items() if state == "✗ 不符"} == expected
        assert states["R3-CARRY:total"] == "✓ 通过"
    empty = listed(build(form, BOOK, filling=figures))
    assert {state for rule, state in empty.items() if rule.startswith(("R3-CARRY", "R2-FORCE:"))} == {"－ 不适用"}


def formulas(data: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(n).decode() for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
    return {f for part in parts for f in re.findall(r"<(?:f|formula|formula1)>([^<]*)</", part)}


OLD = {
    *("SUM", "IF", "ABS", "AND", "OR", "NOT", "ISNUMBER", "ISERROR", "ISTEXT", "ISLOGICAL", "COUNTIF", "MAX", "LARGE"),
    *(
        "LEFT",
        "RIGHT",
        "MID",
        "LEN",
        "SUBSTITUTE",
        "TRIM",
        "FIND",
        "EXACT",
        "CHAR",
        "VALUE",
        "ROUND",
        "INT",
        "MOD",
        "CHOOSE",
    ),
    *("INDEX", "ROW", "ROWS", "COLUMNS", "HYPERLINK"),
}
"""In every spreadsheet program since Excel 97; none is volatile."""


@by_name
def test_formulas_use_only_functions_that_every_program_knows(name: str) -> None:
    used = {
        f
        for formula in formulas(SHIPPED[name])
        for f in re.findall(r"([A-Z][A-Z.]+)\(", re.sub(r'"[^"]*"', "", formula))
    }
    assert used <= OLD
    assert not any("[" in re.sub(r'"[^"]*"|&quot;.*?&quot;', "", formula) for formula in formulas(SHIPPED[name])), (
        "no link out"
    )


REFERENCE = re.compile(r"(?:'([^']+)'!)?\$?([A-Z]{1,3})\$?([1-9]\d*)(?::\$?([A-Z]{1,3})\$?([1-9]\d*))?(?![(\d])")


def named(sheet: openpyxl.worksheet.worksheet.Worksheet, formula: str) -> set[tuple[str, str]]:
    """The cells that a formula names, and the corners of its ranges; whole columns and texts name none."""
    plain = re.sub(r'"[^"]*"', '""', html.unescape(formula))
    found = set()
    for title, column, row, last_column, last_row in REFERENCE.findall(plain):
        corners = {(column, row), (last_column or column, last_row or row)}
        found |= {(title or sheet.title, f"{c}{r}") for c, r in corners}
    return found


@by_name
def test_no_formula_names_a_cell_that_can_be_moved(name: str) -> None:
    """Cutting, dragging and pasting carry a reference along, even on a locked sheet, between open cells."""
    book = openpyxl.load_workbook(io.BytesIO(SHIPPED[name]))
    open_cells = {
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert len(open_cells) > 50
    checked = 0
    for sheet in book:
        written = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        conditions = [text for area in sheet.conditional_formatting for rule in area.rules for text in rule.formula]
        validations = [str(rule.formula1) for rule in sheet.data_validations.dataValidation]
        for formula in [*written, *conditions, *validations]:
            assert named(sheet, formula) & open_cells == set(), (sheet.title, formula)
            checked += bool(named(sheet, formula))
    assert checked > 300


def test_a_reference_to_an_open_cell_would_be_seen() -> None:
    sheet = openpyxl.Workbook().active
    assert named(sheet, "IF('表三'!$D$7=1,SUM($A$1:B9),INDEX($D:$D,ROW($W$7)))&\"C3\"") == {
        ("表三", "D7"),
        *(("Sheet", cell) for cell in ("A1", "B9", "W7")),
    }


@by_name
def test_nothing_can_be_sorted_moved_or_wandered_into(name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(SHIPPED[name]))
    assert book.security.lockStructure
    assert not book.security.workbookPassword
    for sheet in book:
        locked = (
            "sort",
            "autoFilter",
            "insertRows",
            "deleteRows",
            "insertColumns",
            "deleteColumns",
            "insertHyperlinks",
        )
        assert all(getattr(sheet.protection, act) for act in (*locked, "formatCells"))
        last = sheet.column_dimensions[max(sheet.column_dimensions, key=openpyxl.utils.column_index_from_string)]
        assert last.hidden
        assert last.max == 16384


@by_name
def test_no_two_cells_below_one_another_have_the_same_formula(name: str) -> None:
    """LibreOffice 7.4 computes runs of equal formulas in threads, and adds them up before they are done."""
    for sheet in openpyxl.load_workbook(io.BytesIO(SHIPPED[name])):
        for column in sheet.iter_cols():
            written = [cell.value if cell.data_type == "f" and "(" in cell.value else "" for cell in column]
            assert [one for one, below in pairwise(written) if one == below != ""] == [], sheet.title
            relative = [text for text in written if re.search(r"\b[A-Z]+\d|\$[A-Z]+\d", re.sub(r'"[^"]*"', "", text))]
            assert relative == []


@by_name
def test_formulas_keep_to_the_limits_of_excel(name: str) -> None:
    for formula in formulas(SHIPPED[name]):
        assert len(formula) <= 8192
        depth = deepest = 0
        for character in re.sub(r'"[^"]*"', "", formula):
            depth += {"(": 1, ")": -1}.get(character, 0)
            deepest = max(deepest, depth)
        assert deepest <= 64


@by_name
def test_the_file_is_sound(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(SHIPPED[name])
    result = OpenXmlValidator().validate(str(tmp_path / "a.xlsx"))
    assert [str(error) for error in result.errors] == []


@by_name
def test_sheets_begin_with_their_title_and_say_what_they_are(name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(SHIPPED[name]), data_only=True)
    form = BOOK.forms[name.partition("-")[0]]
    previous = ["上年数据"] if BOOK.years[form.id] else []
    assert book.sheetnames == ["填写说明", *(table.name for table in form.tables), *previous, "校验"]
    assert all(sheet["A1"].value for sheet in book)
    assert [book[table.name]["A1"].value for table in form.tables] == [table.title for table in form.tables]
    head = next(row for row in book["校验"].iter_rows(values_only=True) if row[0] == "规则")
    assert head[:7] == ("规则", "状态", "说明", "左", "右", "差", "位置")
    assert book.properties.subject == form.document
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


@by_name
def test_what_is_to_be_filled_in_is_open_and_the_rest_is_locked(name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(SHIPPED[name]))
    form = BOOK.forms[name.partition("-")[0]]
    for cell in form.cells:
        if "subtotal" in cell.id:
            continue
        ((sheet, address),) = book.defined_names[f"gj_{cell.id.replace('.', '_')}"].destinations
        at = book[sheet][address.replace("$", "")]
        assert at.protection.locked is (cell.heading or str(at.value or "").startswith("=")), cell.id
    assert book[form.tables[0].name]["A1"].protection.locked


def test_colours_can_be_read_and_are_never_the_only_sign() -> None:
    pairs = [
        (style.INK, style.HEADING),
        (style.INK, style.LABEL),
        (style.INK, style.TOTAL),
        (style.INK, style.INPUT),
        *((look.ink, look.fill) for look in LOOKS.values()),
        (style.RED_INK, "#FFFFFF"),
        (style.LINK, "#FFFFFF"),
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []
    assert round(contrast("#000000", "#FFFFFF")) == 21
    for mark in ("bad", "doubt", "suspect"):
        assert {"bold", "italic", "underline"} & style.FORMATS[mark].keys()


def figures_of(data: bytes) -> dict[str, object]:
    grids = read(data).grids
    (layout,) = locate(grids, BOOK)
    return {form: figures_as_written(report) for form, report in read_reports(grids, layout).items()}


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_figures_survive_another_program(kind: str, tmp_path: Path) -> None:
    """Filled, opened and saved by LibreOffice: the checker reads the same figures and the same verdict."""
    form = FORMS[1]
    data = build(form, BOOK, review=True, filling={**filled(form, 9), "results.granted.total": 777.0}, year=2020)
    (path,) = parity.recalculate([data], tmp_path, kind)
    assert figures_of(path.read_bytes()) == figures_of(data)
    before, after = check_bytes(data, "a")[0], check_bytes(path.read_bytes(), path.name)[0]
    errors = [[(f.rule, f.left, f.right) for f in v.findings if f.severity == "error"] for v in (before, after)]
    assert errors[0] == errors[1] != []


def test_new_hands_out_the_form_of_the_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["new", "2025"]) == 0
    path = tmp_path / "2025年政府信息公开工作年度报告表格（填报版）.xlsx"
    assert identify(read(path.read_bytes()).grids, "").year == 2025
    assert cli.main(["new", "2025"]) == 2
    assert "没有覆盖" in capsys.readouterr().err
    path.write_bytes(b"mine")
    assert cli.main(["new", "2025", "--force"]) == 0
    assert path.read_bytes() != b"mine"
    assert cli.main(["new", "2019", "--review", "-o", "a.xlsx"]) == 0
    assert check_bytes((tmp_path / "a.xlsx").read_bytes(), "a")[0].forms == ("annual2019",)
    assert cli.main(["new", "1999"]) == 2


def test_convert_copies_the_figures_and_corrects_nothing(tmp_path: Path) -> None:
    for name in ("04-合计填错-衡阳2019.xlsx", "06-单项超过总计.csv", "05-扫描识别-固原2019.xlsx"):
        data = dict(workbooks())[name]
        (tmp_path / name).write_bytes(data)
        assert cli.main(["convert", str(tmp_path / name), "-o", str(tmp_path / "标准.xlsx"), "--force"]) == 0
        before, after = check_bytes(data, name)[0], check_bytes((tmp_path / "标准.xlsx").read_bytes(), "b")[0]
        findings = [
            {f.rule: (f.left, f.right, f.outcome) for f in v.findings if f.severity != "info"} for v in (before, after)
        ]
        lost = {rule for rule in findings[0].keys() ^ findings[1].keys() if not rule.startswith("C-TEXT")}
        assert lost == set()
        assert (tmp_path / name).read_bytes() == data


@pytest.mark.parametrize("unit", ["=1+1", "=cmd|'/c calc'!A1", "{=1+1}", "http://example.cn/", "internal:A1"])
def test_the_name_of_a_unit_never_becomes_a_formula_or_a_link(unit: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(build(FORMS[0], BOOK, unit=unit)))
    cell = next(book.defined_names["gj_unit"].destinations)
    named = book[cell[0]][cell[1].replace("$", "")]
    assert (named.data_type, named.value, named.hyperlink) == ("s", unit, None)


def test_text_of_a_received_file_never_becomes_a_formula(tmp_path: Path) -> None:
    rows = dict(workbooks())["06-单项超过总计.csv"].decode("gb18030").replace(",294", ",=1+1", 1)
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    assert cli.main(["convert", str(tmp_path / "a.csv")]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "a-标准表.xlsx")["表三"]
    assert all(cell.data_type != "f" for row in sheet["D5:J29"] for cell in row)


def test_a_fill_in_workbook_is_told_from_a_review_workbook() -> None:
    form = FORMS[0]
    figures = {**filled(form, 6), "requests.new.commercial": 999.0}
    for review in (False, True):
        (verdict,) = check_bytes(build(form, BOOK, review=review, filling=figures), "a.xlsx")
        assert verdict.status == "fail"
        assert any(f.rule == "A-EDITION:formulas" for f in verdict.findings) is not review


def maltreated(data: bytes) -> bytes:
    """What offices do to a form: sheets renamed and moved, rows and columns inserted, names lost, notes pasted in."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in list(book):
        sheet.protection.sheet = False
        sheet.conditional_formatting = type(sheet.conditional_formatting)()
    del book["校验"], book["填写说明"]
    for name in list(book.defined_names):
        del book.defined_names[name]
    for number, sheet in enumerate(book.worksheets, 1):
        merged = [str(area) for area in sheet.merged_cells.ranges]
        for area in merged:
            sheet.unmerge_cells(area)
        sheet.insert_rows(1, 2)
        sheet.insert_cols(1)
        sheet["A1"] = "（请于1月20日前报送）"
        sheet.title = f"Sheet{number} (2)"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@by_form
def test_a_maltreated_copy_is_still_read(form: Form) -> None:
    figures = filled(form, 11)
    total = "staff.total" if form.id == "stat2014" else "review.total"
    data = build(form, BOOK, review=True, filling={**figures, total: 4242.0})
    before, after = check_bytes(data, "a.xlsx")[0], check_bytes(maltreated(data), "b.xlsx")[0]
    found = [{f.rule: (f.left, f.right) for f in v.findings if f.severity == "error"} for v in (before, after)]
    assert found[0] == found[1] != {}


def test_last_year_s_report_fills_the_sheet_for_it(tmp_path: Path) -> None:
    """From a report in the same form all that is asked; from the older form only what means the same."""
    new, old = FORMS[0], FORMS[1]
    for form, expected in ((new, 7 + 2), (old, 7)):
        figures = {**filled(form, 12), "requests.carried_out.total": 31.0}
        (tmp_path / "last.xlsx").write_bytes(build(form, BOOK, review=True, filling=figures, year=form.first_year))
        target = tmp_path / "this.xlsx"
        assert cli.main(["new", "2025", "--previous", str(tmp_path / "last.xlsx"), "-o", str(target), "--force"]) == 0
        sheet = openpyxl.load_workbook(target)["上年数据"]
        values = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=4, max_col=2)}
        assert sum(value is not None for value in values.values()) == expected
        assert values["四、结转下年度继续办理·总计"] == 31
    assert cli.main(["new", "2025", "--previous", str(tmp_path / "没有.xlsx"), "-o", str(tmp_path / "b.xlsx")]) == 2
