"""Which cells are marked, and the conditions that their marks hang on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checks.marking.excel_formulas import ALWAYS, LONGEST, joined, still_broken, still_there
from checks.marking.marks import LOOKS, marks
from checks.model.findings import CellRef, Finding, Reason, Suspect, Verdict
from checks.model.grid import CellAddress, parse_a1

from ..fixtures.received_workbooks import BOOK

RULES = {rule.id: rule for rule in (*BOOK.rules["annual2021"], *BOOK.years["annual2021"])}
CROSS = {rule.id: rule for rule in BOOK.cross}


def ref(cell: str, place: str, value: int | Decimal | None, text: str | None = None) -> CellRef:
    return CellRef(cell, at(place), "", value, str(value) if text is None else text)


def at(place: str) -> CellAddress:
    sheet, _, a1 = place.rpartition("!")
    row, column = parse_a1(a1) or (1, 1)
    return CellAddress(sheet, row - 1, column - 1)


def finding(rule: str, *cells: CellRef, severity: str = "error", outcome: str = "fail") -> Finding:
    definition = RULES.get(rule) or CROSS.get(rule) or BOOK.catalogue[rule.partition(":")[0]]
    return Finding(rule, "annual2021", severity, outcome, cells, 1, 2, definition)


REVIEW = [
    ref(f"review.{name}", f"表四!{letter}5", 1)
    for name, letter in zip(("total", "upheld", "corrected", "other", "pending"), "EABCD", strict=True)
]
SUM = "R4-SUM:review"
LONG = Reason("exchanged", "原因" * 30)


@pytest.mark.parametrize(
    ("where", "place"),
    [
        (CellAddress("表三", 6, 9), "表三!J7"),
        (CellAddress("表!三", 6, 9), "表!三!J7"),
        (CellAddress("", 6, 9), "J7"),
        (CellAddress("", 6, 9, "text", line=120), "第120行"),
        (CellAddress("", 5, 9, "page", page=4, table=2), "第4页表2第6行第10列"),
        (CellAddress("", 5, 8, "word", table=2), "表2第6行第9格"),
        (CellAddress("", 5, 9, "web", table=3), "网页表3第6行第10列"),
    ],
)
def test_only_a_cell_of_a_workbook_can_be_marked(where: CellAddress, place: str) -> None:
    assert where.place == place
    here = CellRef("a", where, "", 1, "1")
    assert here.workbook_cell == (where if where.medium == "sheet" else None)
    assert here._replace(file="去年.xlsx").workbook_cell is None
    assert here._replace(file="去年.xlsx").place == f"[去年.xlsx]{place}"


def test_a_rule_becomes_a_test_of_its_cells() -> None:
    exact, short = still_broken(RULES[SUM], finding(SUM, *REVIEW), "表四")
    assert exact == "ROUND(IFERROR(SUMPRODUCT($A$5:$D$5*1)-$E$5,SUM($A$5:$D$5)-SUM($E$5)),5)<>0"
    assert short == "ROUND(SUM($A$5:$D$5)-SUM($E$5),5)<>0"


def test_a_text_counts_for_what_it_says_and_a_stroke_for_nothing() -> None:
    cells = [
        REVIEW[0],
        ref("review.upheld", "表四!A5", 12, "12件"),
        ref("review.corrected", "表四!B5", None, "无"),
        *REVIEW[3:],
    ]
    exact, _ = still_broken(RULES[SUM], finding(SUM, *cells), "表四")
    assert 'IF(TRIM($A$5)="12件",12,IFERROR($A$5*1,0))' in exact
    assert "+IFERROR($B$5*1,0)" in exact


@pytest.mark.parametrize("text", ["2024-01-12", "12:30", "7", "7/8"])
def test_what_the_program_takes_for_a_number_and_the_checker_does_not_cannot_be_asked(text: str) -> None:
    cells = [ref("review.total", "表四!E5", None, text), *REVIEW[1:]]
    assert still_broken(RULES[SUM], finding(SUM, *cells), "表四") == ()
    assert still_there(cells[0], CellAddress("表四", 4, 4)) == ""


def test_a_figure_from_elsewhere_counts_as_what_it_was() -> None:
    rule = RULES["R3-CARRY:total"]
    now, last = ref("requests.carried_in.total", "表三!J7", 36), ref("previous/requests.carried_out.total", "", 31)
    cells = [last if name.startswith("previous/") else now for name in rule.cells]
    exact, _ = still_broken(rule, finding(rule.id, *cells, severity="warning"), "表三")
    assert exact in ("ROUND(IFERROR($J$7,SUM($J$7))-31,5)<>0", "ROUND(IFERROR(-$J$7,-SUM($J$7))+31,5)<>0")


def test_a_rule_across_forms_finds_its_cells() -> None:
    rule = CROSS["X14-19:review"]
    cells = [
        ref(name.rpartition("/")[2], f"表!{letter}1", value)
        for name, letter, value in zip(rule.cells, "AB", (1, 2), strict=True)
    ]
    exact, _ = still_broken(rule, finding(rule.id, *cells), "表")
    assert {"$A$1", "$B$1"} <= {exact[i : i + 4] for i in range(len(exact))}


def test_a_test_that_is_not_true_now_is_not_written() -> None:
    balanced = [REVIEW[0]._replace(value=4, text="4"), *REVIEW[1:]]
    assert still_broken(RULES[SUM], finding(SUM, *balanced), "表四") == ()


@pytest.mark.parametrize(
    ("value", "text", "as_text", "expected"),
    [
        (3, "3", False, "$E$5*1=3"),
        (Decimal("2.5"), "2.5", False, "$E$5*1=2.5"),
        (3, "3", True, "NOT(ISNUMBER($E$5))"),
        (12, "12件", False, "NOT(ISNUMBER($E$5))"),
        (None, "", False, "NOT(ISNUMBER($E$5))"),
        (None, "0 0 3", False, "NOT(ISNUMBER($E$5))"),
        (None, "-", False, "NOT(ISNUMBER($E$5))"),
        (None, "#DIV/0!", False, "NOT(ISNUMBER($E$5))"),
    ],
)
def test_what_a_cell_holds_can_be_asked(value: object, text: str, as_text: bool, expected: str) -> None:
    assert (
        still_there(ref("review.total", "表四!E5", value, text), CellAddress("表四", 4, 4), as_text=as_text) == expected
    )


def test_a_formula_is_never_longer_than_excel_takes() -> None:
    long = [("A" * 100 + str(i), "B" * 60 + str(i)) for i in range(9)]
    for every in (False, True):
        formula = joined(long, every=every)
        assert LONGEST - 63 < len(formula) <= LONGEST
        assert formula.count("B") == 180
    assert joined([("A" * 300, "B" * 260)], every=False) == ALWAYS
    assert joined([("A", "a"), ("A", "a")], every=False) == '=AND(N("gouji")=0,A)'


def one_mark(*findings: Finding, suspects: tuple[Suspect, ...] = ()) -> dict[str, str]:
    verdict = Verdict("a.xlsx", "", findings=tuple(findings), suspects=tuple(suspects))
    return {f"{m.sheet}!{'ABCDE'[m.column]}{m.row + 1}": m.look for m in marks([verdict], BOOK)}


def test_the_strongest_look_decides() -> None:
    cell = REVIEW[1]
    accused = Suspect(cell, 2, "unique", (SUM,), Reason("blank"), 0, 0)
    blank = finding("C-TEXT:review.upheld", cell, severity="warning")
    assert one_mark(blank) == {"表四!A5": "doubt"}
    assert one_mark(blank, finding(SUM, *REVIEW))["表四!A5"] == "bad"
    assert one_mark(blank, finding(SUM, *REVIEW), suspects=(accused,))["表四!A5"] == "suspect"
    assert list(LOOKS) == ["suspect", "bad", "doubt"]


def test_what_was_explained_or_is_only_a_hint_is_not_marked() -> None:
    accused = Suspect(REVIEW[1], 2, "unique", (SUM,), Reason("blank"), 0, 0)
    assert one_mark(finding(SUM, *REVIEW, outcome="explained"), suspects=(accused,)) == {}
    assert one_mark(finding(SUM, *REVIEW, severity="info")) == {}


def test_an_undecided_rule_marks_the_figures_that_are_missing() -> None:
    cells = [REVIEW[0], ref("review.upheld", "表四!A5", None, ""), *REVIEW[2:]]
    assert one_mark(finding(SUM, *cells, severity="warning", outcome="undecided")) == {"表四!A5": "doubt"}


def test_of_rival_explanations_the_first_is_marked_and_names_the_others() -> None:
    first, second, third = (
        Suspect(REVIEW[i], 9, "one_of", (SUM,), Reason("dropped"), 0, choice) for i, choice in ((1, 0), (2, 1), (3, 1))
    )
    verdict = Verdict("a.xlsx", "", findings=(finding(SUM, *REVIEW),), suspects=(second, first, third))
    found = {mark.column: mark for mark in marks([verdict], BOOK)}
    assert {column for column, mark in found.items() if mark.look == "suspect"} == {0}
    assert "可能填错：现填 1，应为 9" in found[0].note
    assert "也可能是：B5 应为 9，并且 C5 应为 9。" in found[0].note
    assert [column for column, mark in found.items() if mark.note] == [0]


def test_a_note_is_short_whatever_stands_in_the_cell() -> None:
    cell = ref("review.upheld", "表四!A5", None, "很长\x00\n的文字" * 50)
    many = [Suspect(cell._replace(at=at(f"表四!A{i}")), 10**15, "one_of", (SUM,), LONG, 0, i) for i in range(5, 30)]
    verdict = Verdict("a.xlsx", "", findings=(finding(SUM, REVIEW[0], cell),), suspects=tuple(many))
    (note,) = [mark.note for mark in marks([verdict], BOOK) if mark.note]
    assert len(note) <= 250
    assert note.replace("\n", "").isprintable()
    assert "……" in note


@pytest.mark.parametrize(
    ("rule", "values", "end"), [("R2-FORCE1:rules", (9, 1, 1), "<0"), ("S14-07:pub.normative", (1, 9), ">0")]
)
def test_the_mark_of_an_excess_ends_where_both_sides_are_equal(rule: str, values: tuple[int, ...], end: str) -> None:
    broken = next(one for rules in BOOK.rules.values() for one in rules if one.id == rule)
    cells = [ref(cell, f"表!{chr(65 + i)}1", values[i]) for i, cell in enumerate(broken.cells)]
    tests = still_broken(broken, finding(rule, *cells), "表")
    assert tests
    assert [test.rpartition(",5)")[2] for test in tests] == [end, end]
