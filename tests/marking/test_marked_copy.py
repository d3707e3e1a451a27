"""A marked copy says what is wrong, and is otherwise the file that was received."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from checks.check import check_bytes
from checks.marking import MarkedCopy, marked_copy
from checks.marking.excel_formulas import SIGN
from checks.marking.marks import marks
from checks.model.findings import CellRef, Verdict, document_finding
from checks.model.grid import CellAddress
from checks.render.sentences.marking import AUTHOR, LIST
from workbook_templates.standard import as_standard_workbook

from ..fixtures import received_workbooks as received
from ..fixtures.examples import workbooks
from ..fixtures.received_workbooks import (
    BOOK,
    NOTE,
    WRONG,
    checked,
    errors_of,
    packed,
    parts_of,
    rich,
    said,
    simple,
    wrong_total,
)
from ..fixtures.verdicts_by_hand import wrong_total as wrong_row

RECEIVED = {
    "XlsxWriter": simple,
    "rich": rich,
    "no notes": lambda: rich(notes=False),
    "填报版": lambda: received.standard(review=False),
    "复核版": lambda: received.standard(review=True),
    "openpyxl": lambda: received.through_openpyxl(simple()),
    "strict": lambda: received.strict(simple()),
    "prefixed": lambda: received.prefixed(simple()),
    "no styles": lambda: received.without_styles(simple()),
    "odd targets": lambda: received.with_odd_targets(rich()),
    **{name: lambda data=data: data for name, data in workbooks() if name.endswith(".xlsx")},
}
MADE = {name: make() for name, make in RECEIVED.items()}
"""Received workbooks by what is special about them."""
WITH_FAULTS = [name for name, data in MADE.items() if checked(data)[0].status != "pass"]
LOOKS = ("font", "fill", "border", "alignment", "protection")
by_workbook = pytest.mark.parametrize("name", WITH_FAULTS)


@cache
def copy_of(data: bytes) -> MarkedCopy:
    copy = marked_copy(data, checked(data), BOOK)
    assert copy is not None
    return copy


@by_workbook
def test_the_copy_says_what_the_file_said(name: str) -> None:
    data = MADE[name]
    copy = copy_of(data)
    assert (copy.suffix, copy.not_kept) == (".xlsx", ())
    assert said(checked(copy.data)) == said(checked(data))


@by_workbook
def test_the_same_file_makes_the_same_copy(name: str) -> None:
    assert copy_of(MADE[name]) == copy_of.__wrapped__(MADE[name])


def opened(data: bytes) -> openpyxl.Workbook:
    """Open a workbook with openpyxl, which warns of what it does not know."""
    with warnings.catch_warnings(action="ignore"):
        return openpyxl.load_workbook(io.BytesIO(data))


def touched(name: str) -> bool:
    """Where marks, notes and the list have to be entered."""
    return bool(
        re.fullmatch(
            r"\[Content_Types\]\.xml|xl/(workbook|styles)\.xml|xl/_rels/workbook\.xml\.rels"
            r"|xl/worksheets/(_rels/)?sheet\d\.xml(\.rels)?|xl/comments\d\.xml|xl/drawings/vmlDrawing\d\.vml",
            name,
        )
    )


@by_workbook
def test_all_other_parts_are_the_same_bytes(name: str) -> None:
    before, after = parts_of(MADE[name]), parts_of(copy_of(MADE[name]).data)
    assert before.keys() - after.keys() == set()
    assert {part for part in before if before[part] != after[part] and not touched(part)} == set()
    assert all(touched(part) for part in after.keys() - before.keys())


@by_workbook
def test_of_the_marked_sheets_nothing_changes_but_the_marks(name: str) -> None:
    """Without our conditional formats, and with the user's priorities as they were, a sheet is the received one."""
    before, after = parts_of(MADE[name]), parts_of(copy_of(MADE[name]).data)
    for part in (part for part in before if re.fullmatch(r"xl/worksheets/sheet\d\.xml", part)):
        if before[part] == after[part]:
            continue
        old, new = etree.fromstring(before[part]), etree.fromstring(after[part])
        ours = [rule for rule in new.iter("{*}cfRule") if SIGN in "".join(rule.itertext())]
        assert ours
        for rule in ours:
            rule.getparent().getparent().remove(rule.getparent())
        for rule in new.iterfind(".//{*}cfRule[@priority]"):
            rule.set("priority", str(int(rule.get("priority")) - len(ours)))
        if old.find("{*}legacyDrawing") is None:
            for drawing in new.findall("{*}legacyDrawing"):
                new.remove(drawing)
        assert etree.tostring(old, method="c14n") == etree.tostring(new, method="c14n")


@by_workbook
def test_the_copy_is_as_sound_as_the_file(name: str, tmp_path: Path) -> None:
    assert errors_of(copy_of(MADE[name]).data, tmp_path) <= errors_of(MADE[name], tmp_path)


@pytest.mark.parametrize("name", [name for name in WITH_FAULTS if name != "strict"])  # openpyxl reads no strict file
def test_values_formats_and_notes_are_those_of_the_file(name: str) -> None:
    before, after = (opened(d) for d in (MADE[name], copy_of(MADE[name]).data))
    assert after.sheetnames == [*before.sheetnames, LIST]
    for sheet in before:
        other = after[sheet.title]
        assert {str(a) for a in sheet.merged_cells.ranges} == {str(a) for a in other.merged_cells.ranges}
        for row in sheet.iter_rows():
            for cell in row:
                copied = other[cell.coordinate]
                assert (cell.value, cell.number_format) == (copied.value, copied.number_format)
                if name != "no styles":  # each program has its own idea of how a cell without a format looks
                    assert [repr(getattr(cell, look)) for look in LOOKS] == [
                        repr(getattr(copied, look)) for look in LOOKS
                    ]
                if cell.comment:
                    assert (cell.comment.text, cell.comment.author) == (copied.comment.text, copied.comment.author)
                elif copied.comment:
                    assert copied.comment.author == AUTHOR


def test_a_suspected_cell_has_a_note_with_the_proposal() -> None:
    sheet = opened(copy_of(simple()).data)["表三"]
    noted = {cell.coordinate: cell.comment for row in sheet.iter_rows() for cell in row if cell.comment}
    (suspect,) = checked(simple())[0].suspects
    assert list(noted) == [suspect.cell.place.partition("!")[2]]
    (note,) = noted.values()
    assert note.author == AUTHOR
    assert f"应为 {suspect.proposed}" in note.text
    assert len(note.text) <= 250


def test_a_note_of_the_user_s_is_never_replaced() -> None:
    place = checked(rich())[0].suspects[0].cell.place.partition("!")[2]
    data = parts_of(rich())
    data = packed({n: p.replace(b'ref="E7"', f'ref="{place}"'.encode()) for n, p in data.items()})
    after = opened(copy_of(data).data)["表三"]
    assert (after[place].comment.text, after[place].comment.author) == (NOTE, "甲")


def test_notes_join_those_that_are_there() -> None:
    parts = parts_of(copy_of(rich()).data)
    (comments,) = (part for name, part in parts.items() if name.startswith("xl/comments"))
    (drawing,) = (part for part in parts.values() if b'ObjectType="Note"' in part)
    assert comments.count(b"<comment ") == drawing.count(b'ObjectType="Note"') == 3
    assert drawing.count(b"xmlns:v=") == 1
    identities = re.findall(rb'<v:shape [^>]*?id="(\w+)"', drawing)
    assert len(identities) == len(set(identities)) == 4  # the button has one, too


def test_our_marks_come_before_the_user_s() -> None:
    sheet = etree.fromstring(parts_of(copy_of(rich()).data)["xl/worksheets/sheet2.xml"])
    rules = [rule for rule in sheet.iter("{*}cfRule") if rule.get("priority")]
    priorities = [int(rule.get("priority")) for rule in rules]
    assert len(set(priorities)) == len(priorities)
    ours = {int(rule.get("priority")) for rule in rules if SIGN in "".join(rule.itertext())}
    assert max(ours) < min(set(priorities) - ours)


def test_every_condition_is_one_that_excel_takes() -> None:
    for name in WITH_FAULTS:
        for mark in marks(checked(MADE[name]), BOOK):
            assert len(mark.test) <= 255
            assert SIGN in mark.test
            assert mark.test.startswith("=")
            assert "!" not in mark.test


def test_taking_the_marks_away_leaves_the_formats_of_the_file() -> None:
    """As ``清除标记`` does it: conditional formats with our sign, notes with our name."""
    before = opened(simple())
    after = opened(copy_of(simple()).data)
    for sheet in after:
        for area in list(sheet.conditional_formatting):
            assert all(SIGN in rule.formula[0] for rule in area.rules)
            del sheet.conditional_formatting[area.sqref]
        assert len(sheet.conditional_formatting) == 0
    assert [len(sheet.conditional_formatting) for sheet in before] == [0, 0, 0]


def test_a_copy_that_comes_back_corrected_loses_its_old_marks() -> None:
    """One figure was put right, another is wrong now: the old marks and notes go, and only they."""
    right = received.figures()
    again = {**right, "requests.new.total": int(str(right["requests.new.total"])) + 7}
    cells = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
    (fresh,) = cells.findall(parts_of(rich(again))["xl/worksheets/sheet2.xml"])
    parts = parts_of(copy_of(rich()).data)
    parts["xl/worksheets/sheet2.xml"] = cells.sub(lambda _: fresh, parts["xl/worksheets/sheet2.xml"])
    returned = packed(parts)
    verdicts = checked(returned)
    assert [finding.rule for finding in verdicts[0].findings] == ["R3-ROW:requests.new", "R3-BAL:total"]
    (suspect,) = verdicts[0].suspects
    second = opened(copy_of(returned).data)
    notes = {c.coordinate: c.comment.author for row in second["表三"].iter_rows() for c in row if c.comment}
    assert notes == {"D6": "None", "E7": "甲", suspect.cell.place.partition("!")[2]: AUTHOR}
    formulas = [f for area in second["表三"].conditional_formatting for r in area.rules for f in r.formula]
    ours = {f"={formula}" for formula in formulas if SIGN in formula}
    assert ours == {mark.test for mark in marks(verdicts, BOOK) if mark.sheet == "表三"}
    assert second.sheetnames == ["表二", "表三", "表四", LIST]
    listed = [cell.value for row in second[LIST].iter_rows() for cell in row]
    assert "R3-BAL:total" in listed
    assert "R3-COL:total" not in listed


def test_nothing_to_say_makes_no_copy() -> None:
    data = simple(received.figures())
    assert checked(data)[0].status == "pass"
    assert marked_copy(data, checked(data), BOOK) is None


def test_text_of_a_finding_is_never_a_formula_nor_breaks_the_list(tmp_path: Path) -> None:
    ref = CellRef(WRONG, CellAddress("表三", 7, 9), "", 1, "1")
    words = '=HYPERLINK("x") <&>\x00\x0b_x0041_'
    kind = BOOK.catalogue["C-TEXT"]
    cells = (ref._replace(label=words),)
    finding = document_finding(kind, "x", code="written", arguments=[words], cells=cells)
    data = simple()
    copy = marked_copy(data, [Verdict("a.xlsx", "", findings=(finding,))], BOOK)
    sheet = opened(copy.data)[LIST]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert any("=HYPERLINK" in str(cell.value) for cell in cells)
    assert errors_of(copy.data, tmp_path) <= errors_of(data, tmp_path)
    links = [cell.hyperlink.location for cell in cells if cell.hyperlink]
    assert links == ["'表三'!J8"]


@pytest.mark.parametrize("name", [name for name, _ in workbooks() if name.endswith((".csv", ".xls"))])
def test_another_kind_of_file_comes_back_in_the_standard_workbook(name: str, tmp_path: Path) -> None:
    data = dict(workbooks())[name]
    verdicts = check_bytes(data, name, BOOK)
    assert marked_copy(data, verdicts, BOOK) is None  # nobody said how
    copy = marked_copy(data, verdicts, BOOK, standard=as_standard_workbook)
    assert copy.not_kept == ("原件的版面和格式",)
    again = check_bytes(copy.data, "b.xlsx", BOOK)
    errors = [{(f.rule, f.left, f.right) for f in v[0].findings if f.severity == "error"} for v in (verdicts, again)]
    assert errors[0] == errors[1] != set()
    assert opened(copy.data).sheetnames[-1] == LIST
    assert errors_of(copy.data, tmp_path) == set()


ACTIVE = {
    "宏": {"xl/vbaProject.bin": b"x"},
    "嵌入的对象和控件": {"xl/embeddings/oleObject1.bin": b"x"},
    "外部链接": {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"},
    "数据连接和查询": {"xl/connections.xml": b"<connections/>"},
}


@pytest.mark.parametrize("lost", ACTIVE)
def test_what_acts_or_fetches_is_not_handed_on(lost: str) -> None:
    data = packed({**parts_of(simple()), **ACTIVE[lost]})
    assert marked_copy(data, checked(data), BOOK) is None


def test_the_standard_workbook_takes_its_place_and_says_what_is_lost() -> None:
    active = {name: part for parts in ACTIVE.values() for name, part in parts.items()}
    data = packed({**parts_of(simple()), **active})
    copy = marked_copy(data, checked(data), BOOK, standard=as_standard_workbook)
    assert copy.not_kept == ("原件的版面和格式", *ACTIVE)
    assert not active.keys() & parts_of(copy.data).keys()
    assert {cell.id for cell in checked(copy.data)[0].findings[0].cells} == {
        cell.id for cell in checked(data)[0].findings[0].cells
    }


@pytest.mark.parametrize(
    "formula",
    [
        "cmd|'/c calc'!A0",
        "'[http://a.example/b.xlsx]S'!A1",
        "[1]S!A1",
        'webservice("http://a.example")',
        'RTD("x.y",,"z")',
        'IMAGE("http://a.example/x.png")',
        'CALL("x","y","J")',
        'REGISTER.ID("x","y")',
    ],
)
def test_a_formula_that_fetches_is_not_handed_on(formula: str) -> None:
    data = with_formula(formula)
    assert marked_copy(data, checked(data), BOOK) is None


def with_formula(formula: str) -> bytes:
    row = f'<row r="99"><c r="Z99"><f>{formula}</f><v>1</v></c></row></sheetData>'.encode()
    parts = parts_of(simple())
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", row)
    return packed(parts)


def test_harmless_formulas_stay() -> None:
    assert copy_of(with_formula('Table1[Col]+SUM(Table1[[#This Row],[a]])&amp;"[x]y!|"')).not_kept == ()


def test_every_report_of_a_workbook_is_marked_and_listed() -> None:
    data = received.several()
    verdicts = checked(data)
    assert [verdict.status for verdict in verdicts] == ["fail", "fail"]
    copy = copy_of(data)
    assert said(checked(copy.data)) == said(verdicts)
    book = opened(copy.data)
    assert all(len(book[unit].conditional_formatting) for unit in ("甲局", "乙局"))
    heads = [str(row[0].value) for row in book[LIST].iter_rows() if "2024 年" in str(row[0].value)]
    assert [head.split()[0] for head in heads] == ["甲局", "乙局"]
    standard = as_standard_workbook(data, verdicts[1], BOOK, 1)
    (again,) = checked(standard)
    assert (again.unit, again.year) == ("乙局", 2024)
    assert {f.rule: (f.left, f.right) for f in again.findings if f.severity == "error"} == {
        f.rule: (f.left, f.right) for f in verdicts[1].findings if f.severity == "error"
    }


def test_what_excel_writes_of_a_drawing_is_kept_even_where_it_is_not_well_formed() -> None:
    data = received.rewritten(
        rich(), lambda name, part: part.replace(b"</v:textbox>", b"<br></v:textbox>") if ".vml" in name else part
    )
    before, after = parts_of(data), parts_of(copy_of(data).data)
    (drawing,) = (name for name, part in before.items() if b'ObjectType="Note"' in part)
    assert before[drawing].removesuffix(b"</xml>") in after[drawing]


def test_what_was_explained_is_listed_as_such() -> None:
    (verdict,) = checked(simple())
    first, *others = verdict.findings
    told = replace(verdict, findings=[first._replace(outcome="explained"), *others])
    listed = [
        [cell.value for cell in row] for row in opened(marked_copy(simple(), [told], BOOK).data)[LIST].iter_rows()
    ]
    assert [row[0] for row in listed if row[3] in (first.rule, others[0].rule)] == ["已说明", "逻辑性"]


def test_a_signed_workbook_says_that_its_signature_is_gone() -> None:
    data = packed({**parts_of(simple()), "_xmlsignatures/origin.sigs": b""})
    assert copy_of(data).not_kept == ("电子签名（内容已改动，签名失效）",)


def test_a_sheet_of_that_name_is_not_in_the_way() -> None:
    data = received.rewritten(simple(), lambda _, part: part.replace("表二".encode(), LIST.encode()))
    assert opened(copy_of(data).data).sheetnames[-1] == f"{LIST} (2)"


def test_a_sheet_name_may_hold_anything() -> None:
    name = "表三!'a (1)"
    data = received.rewritten(
        simple(), lambda part, data: data.replace("表三".encode(), name.encode()) if "workbook.xml" in part else data
    )
    book = opened(copy_of(data).data)
    assert len(book[name].conditional_formatting) > 0
    links = [cell.hyperlink.location for row in book[LIST].iter_rows() for cell in row if cell.hyperlink]
    assert links
    assert all(link.startswith("'表三!''a (1)'!") for link in links)


def test_hostile_files_never_get_through(hostile: Path) -> None:
    forged = Verdict("a", "", findings=(wrong_row(),))
    for path in sorted(hostile.iterdir()):
        data = path.read_bytes()
        # What the checker says of each is its own tests' affair; a few, that it can read, stand for the others.
        told = (
            [check_bytes(data, path.name, BOOK)] if path.name.startswith(("appended", "xls_named.et", "xlsx")) else []
        )
        for verdicts in [*told, [forged]]:
            copy = marked_copy(data, verdicts, BOOK, standard=as_standard_workbook)
            assert copy is None or copy.data.startswith(b"PK"), path.name


def test_the_filling_is_wrong_in_one_place() -> None:
    (verdict,) = checked(simple())
    assert {suspect.cell.id for suspect in verdict.suspects} == {WRONG}
    assert wrong_total() != received.figures()
