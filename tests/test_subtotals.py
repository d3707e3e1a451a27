"""Subtotals that offices add are lines of the table: they add up down, across, and in the balance."""

from __future__ import annotations

from random import Random

from checks import rulebook
from checks.evaluate import evaluate

from .fixtures.random_reports import as_report, balanced

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]
COLUMNS = [column.id for column in FORM.tables[1].blocks[0].columns if not column.subtotal_of]


def with_subtotals(seed: int) -> dict[str, object]:
    figures: dict[str, object] = dict(balanced(FORM, Random(seed)))
    for column in COLUMNS:
        parts = [cell for cell in figures if cell.startswith("denied.") and cell.endswith(f".{column}")]
        figures[f"denied.subtotal.{column}"] = sum(figures[cell] for cell in parts)  # type: ignore[misc]
    for row in [row.id for row in FORM.tables[1].blocks[0].rows if not row.subtotal_of]:
        kinds = ("commercial", "research", "public_welfare", "legal_service", "other_org")
        figures[f"{row}.org_subtotal"] = sum(figures[f"{row}.{kind}"] for kind in kinds)  # type: ignore[misc]
    return figures


def errors(figures: dict[str, object]) -> set[str]:
    findings = evaluate({FORM.id: as_report(FORM, figures)}, BOOK).findings
    return {f.rule for f in findings if f.severity == "error"}


def test_right_subtotals_are_not_added_twice() -> None:
    assert errors(with_subtotals(3)) == set()


def test_a_wrong_subtotal_breaks_its_column_and_its_row() -> None:
    figures = with_subtotals(3)
    figures["denied.subtotal.research"] += 5  # type: ignore[operator]
    assert errors(figures) == {"R3-SUB:denied.subtotal.research", "R3-ROW:denied.subtotal"}


def test_a_subtotal_in_a_few_rows_only_is_no_column() -> None:
    figures = with_subtotals(5)
    for cell in [cell for cell in figures if cell.endswith("org_subtotal") and not cell.startswith("requests.new")]:
        del figures[cell]
    assert errors(figures) == set()


def test_a_wrong_subtotal_column_is_found() -> None:
    figures = with_subtotals(3)
    figures["requests.new.org_subtotal"] += 5  # type: ignore[operator]
    assert errors(figures) == {"R3-SUB:requests.new.org_subtotal", "R3-BAL:org_subtotal"}


def test_a_subtotal_of_all_results_leaves_the_printed_total_out() -> None:
    """The printed 总计 stands inside the group that an office may add a 小计 to, and is no part of it."""
    counted = {
        rule.id: [cell for cell, _ in rule.holds.left.terms if cell.rpartition(".")[0].endswith("total")]
        for form in BOOK.rules
        for rule in BOOK.rules[form]
        if rule.kind == "R3-SUB"
    }
    assert counted
    assert {rule: cells for rule, cells in counted.items() if cells and ".org_subtotal" not in rule} == {}
