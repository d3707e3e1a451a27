"""A balanced report gives no error, whatever its figures and its layout; a wrong one is never passed."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import rulebook
from checks.check import check_bytes
from checks.evaluate import evaluate, outcomes
from checks.model.form import Form
from checks.render.sentences.findings import message

from .fixtures.layouts import one_cell_a_line, piped
from .fixtures.plain_tables import csv_file, html_file, workbook
from .fixtures.random_reports import as_report, balanced

BOOK = rulebook.load()
FORMS = list(BOOK.forms.values())
SEEDS = st.integers(0, 2**32)
BY_FORM = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


@BY_FORM
@given(seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_a_balanced_report_never_gives_an_error(form: Form, seed: int) -> None:
    figures = balanced(form, Random(seed))
    result = evaluate({form.id: as_report(form, figures)}, BOOK, lower=True)
    assert [f.rule for f in result.findings if f.severity != "info"] == []
    # ch.app, decision.* and monitor.* are local additions, which these reports do not have.
    local = 3 if form.id == "stat2014" else 0
    assert result.checked == sum(not rule.optional for rule in BOOK.rules[form.id]) - local


@BY_FORM
@given(seed=SEEDS, data=st.data())
@settings(max_examples=60, deadline=None)
def test_fast_and_slow_evaluation_agree(form: Form, seed: int, data: st.DataObject) -> None:
    """The generated function and the judgement of each rule by itself give the same outcomes."""
    figures: dict[str, object] = dict(balanced(form, Random(seed)))
    for cell in data.draw(st.lists(st.sampled_from(sorted(figures)), max_size=4)):
        figures[cell] = data.draw(st.sampled_from(["", "0 0 3", 7, 12345, -3, Decimal("1.5")]))
    reports = {form.id: as_report(form, figures)}
    slow = {rule: outcome for rule, outcome in outcomes(reports, BOOK).items() if outcome in ("fail", "undecided")}
    relations = {rule.id for rule in BOOK.rules[form.id]}
    fast = {f.rule: f.outcome for f in evaluate(reports, BOOK).findings if f.rule in relations}
    assert fast == slow


@given(seed=SEEDS, data=st.data())
@settings(max_examples=80, deadline=None)
def test_one_to_three_wrong_figures_of_table_three_never_pass(seed: int, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(FORMS[:2]))
    figures = balanced(form, Random(seed))
    cells = [cell.id for cell in form.cells if form.tables[cell.table].id == "requests" and cell.id in figures]
    for cell in data.draw(st.lists(st.sampled_from(cells), min_size=1, max_size=3, unique=True)):
        figures[cell] += data.draw(st.integers(1, 10**6))
    result = evaluate({form.id: as_report(form, figures)}, BOOK)
    assert any(f.severity == "error" and f.outcome == "fail" for f in result.findings)


@pytest.mark.parametrize("seed", range(4))
@BY_FORM
def test_a_balanced_report_passes_in_every_layout(form: Form, seed: int) -> None:
    figures = balanced(form, Random(seed))
    title = f"某市某局{form.last_year or 2024}年政府信息公开工作年度报告"
    documents = {
        "sheets": workbook([(form, figures)], title=title),
        "one sheet": workbook([(form, figures)], one_sheet=True, shift=(2, 1)),
        "csv": csv_file(form, figures),
        "html": html_file(form, figures),
        "pipes": piped(form, figures).encode(),
        "one cell a line": one_cell_a_line(form, figures).encode("gb18030"),
    }
    for name, data in documents.items():
        (verdict,) = check_bytes(data, name)
        assert verdict.forms == (form.id,), name
        assert [message(f) for f in verdict.findings if f.severity != "info"] == [], name
        assert verdict.checked >= len([r for r in BOOK.rules[form.id] if not r.optional and r.units == "any"]), name


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["sheets", "csv", "html", "pipes", "one cell a line"])
def test_a_wrong_figure_is_found_in_every_layout(seed: int, name: str) -> None:
    form, rng = BOOK.forms["annual2021"], Random(seed)
    figures = balanced(form, rng)
    cell = rng.choice(["results.total.total", "denied.third_party.natural_person", "requests.new.commercial"])
    figures[cell] += 7
    make = {
        "sheets": lambda: workbook([(form, figures)]),
        "csv": lambda: csv_file(form, figures, "utf-8-sig"),
        "html": lambda: html_file(form, figures, "utf-8"),
        "pipes": lambda: piped(form, figures).encode("utf-16"),
        "one cell a line": lambda: one_cell_a_line(form, figures).encode(),
    }
    (verdict,) = check_bytes(make[name](), name)
    found = {f.rule for f in verdict.findings if f.severity == "error"}
    expected = {rule for rule, o in outcomes({form.id: as_report(form, figures)}, BOOK).items() if o == "fail"}
    assert found == {rule for rule in expected if rule.startswith("R3")} != set()


REAL = {
    "宿迁 2023": (
        [3402, 99, 0, 4, 5, 1, 3511],
        [91, 3, 0, 0, 2, 0, 96],
        [3375, 99, 0, 4, 7, 1, 3486],
        [118, 3, 0, 0, 0, 0, 121],
    ),
    "宿迁 2024": (
        [3440, 75, 0, 1, 6, 3, 3525],
        [118, 3, 0, 0, 0, 0, 121],
        [3440, 73, 0, 1, 5, 2, 3521],
        [118, 5, 0, 0, 1, 1, 125],
    ),
    "某市 2025": (
        [13612, 252, 0, 45, 128, 32, 14069],
        [535, 6, 0, 1, 18, 0, 560],
        [13364, 252, 0, 44, 121, 29, 13810],
        [783, 6, 0, 2, 25, 3, 819],
    ),
}
"""Published lines of whole cities: new, carried in, all results, carried out; by applicant, then the total."""


@pytest.mark.parametrize("name", REAL)
def test_real_city_tables_give_no_error(name: str) -> None:
    """Only these four lines are published where we could read them; the reasons are put into one line."""
    form = BOOK.forms["annual2021"]
    figures: dict[str, object] = {c.id: 0 for c in form.cells if not c.optional}
    columns = [column.id for column in form.tables[1].blocks[0].columns if not column.subtotal_of]
    for row, values in zip(
        ("requests.new", "requests.carried_in", "results.total", "requests.carried_out"), REAL[name], strict=True
    ):
        figures |= {f"{row}.{column}": value for column, value in zip(columns, values, strict=True)}
    figures |= {f"other.misc.{column}": figures[f"results.total.{column}"] for column in columns}
    figures |= {
        "review.upheld": 376,
        "review.corrected": 97,
        "review.other": 196,
        "review.pending": 121,
        "review.total": 790,
    }
    figures |= {"fee.amount_wan": Decimal("72701.2578"), "permit.decisions": 11398889}
    (verdict,) = check_bytes(workbook([(form, figures)], title=f"{name[:2]}市2024年政府信息公开工作年度报告"), name)
    assert (verdict.status, verdict.findings) == ("pass", ())
