"""From figures to suspects: which cell, what it should be, how sure, and why."""

from random import Random

import pytest

from checks import rulebook
from checks.evaluate import evaluate
from checks.localize import diagnose
from checks.render.sentences.reasons import reason as words

from ..fixtures.random_reports import as_report, balanced, mistyped

BOOK = rulebook.load()
FORMS = list(BOOK.forms.values())
COLUMNS = ("natural_person", "commercial", "research", "public_welfare", "legal_service", "other_org")

# The figures of a real report of 2019 in which one total was not corrected; what is not named is 0.
SEED_004 = {
    "requests.new.natural_person": 100,
    "requests.new.public_welfare": 1,
    "requests.new.total": 101,
    "results.granted.natural_person": 3,
    "results.granted.public_welfare": 1,
    "results.granted.total": 3,
    "results.partial.natural_person": 2,
    "results.partial.total": 2,
    "denied.process_info.natural_person": 54,
    "denied.process_info.total": 54,
    "unavailable.not_held.natural_person": 20,
    "unavailable.not_held.total": 20,
    "other.all.natural_person": 21,
    "other.all.total": 21,
    "results.total.natural_person": 100,
    "results.total.public_welfare": 1,
    "results.total.total": 101,
}
# The lawsuits of another: 1 upheld, 1 pending, and a total of 0.
SEED_003 = {
    "review.upheld": 1,
    "review.total": 1,
    "suit_after_review.upheld": 1,
    "suit_after_review.pending": 1,
    "suit_after_review.total": 0,
}
CORRECT = {**SEED_004, "results.granted.total": 4}


def zeros(form):
    return {cell.id: 0 for cell in form.cells if not cell.optional and not cell.heading}


def found(figures, form_id="annual2019", formulas=()):
    """Diagnose figures; those not named are 0."""
    form = BOOK.forms[form_id]
    reports = {form_id: as_report(form, {**zeros(form), **figures}, formulas)}
    return diagnose(reports, evaluate(reports, BOOK).findings, BOOK)


def told(diagnosis):
    return [(s.cell.id, s.cell.value, s.proposed, s.certainty) for s in diagnosis.suspects]


def choices(group):
    return [{s.cell.id: s.proposed for s in choice.suspects} for choice in group.choices]


def errors(form, figures):
    """The equalities and other rules of severity error that do not hold."""
    reports = {form.id: as_report(form, figures)}
    return [one.rule for one in evaluate(reports, BOOK).findings if one.severity == "error"]


def test_seed_004_one_total_was_not_corrected():
    diagnosis = found(SEED_004)
    assert told(diagnosis) == [("results.granted.total", 3, 4, "unique")]
    (suspect,) = diagnosis.suspects
    assert suspect.explains == ("R3-ROW:results.granted", "R3-COL:total")
    assert words(suspect.reason) == "合计没有随之改：少加了“（一）予以公开·社会公益组织”的 1"
    assert not diagnosis.limited


def test_seed_003_a_total_of_0_or_two_cells_exchanged():
    diagnosis = found(SEED_003)
    (group,) = diagnosis.groups
    assert group.explains == ("R4-SUM:suit_after_review",)
    assert choices(group) == [
        {"suit_after_review.total": 2},
        {"suit_after_review.pending": 0, "suit_after_review.total": 1},
    ]
    assert {suspect.certainty for suspect in diagnosis.suspects} == {"one_of"}
    reasons = [words(suspect.reason) for suspect in diagnosis.suspects]
    assert reasons == [
        "该格应为合计，却填了 0",
        "填错相邻列，应填在“总计”",
        "填错相邻列，误填在“尚未审结”",
    ]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_balanced_report_has_no_suspect(form):
    for seed in range(40):
        reports = {form.id: as_report(form, balanced(form, Random(seed)))}
        diagnosis = diagnose(reports, evaluate(reports, BOOK).findings, BOOK)
        assert not diagnosis.groups


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_doing_what_any_one_explanation_says_leaves_no_error(form):
    """Also where the slips meet rules that are no equalities."""
    proposed = 0
    for seed in range(60):
        rng = Random(seed)
        figures = balanced(form, rng)
        counts = [c.id for c in form.cells if c.id in figures and c.kind == "count"]
        for cell in rng.sample(counts, 1 + seed % 4):
            figures[cell] = mistyped(figures[cell], rng)
        before = errors(form, figures)
        reports = {form.id: as_report(form, figures)}
        diagnosis = diagnose(reports, evaluate(reports, BOOK).findings, BOOK)
        for place in range(max((len(group.choices) for group in diagnosis.groups), default=0)):
            mended = dict(figures)
            for group in diagnosis.groups:
                mended.update(choices(group)[min(place, len(group.choices) - 1)])
            after = errors(form, mended)
            # What is left is what no equality can speak of.
            assert not [rule for rule in after if rule not in before], seed
            assert not [rule for rule in after if rule.startswith(("R3-", "R4-", "S14-01"))], seed
            proposed += 1
    assert proposed > 15


def test_a_proposal_breaks_no_other_rule():
    """处理决定 is in no equality; a part above its whole is refused where it is in both."""
    form = BOOK.forms["stat2014"]
    rules = {cell for rule in BOOK.rules["stat2014"] if rule.holds.relation != "=" for cell in rule.cells}
    assert rules  # there are such rules
    for seed in range(30):
        rng = Random(seed)
        figures = balanced(form, rng)
        figures["reply.denied"] = mistyped(figures["reply.denied"], rng)
        reports = {form.id: as_report(form, figures)}
        for group in diagnose(reports, evaluate(reports, BOOK).findings, BOOK).groups:
            for choice in choices(group):
                assert not [r for r in errors(form, {**figures, **choice}) if r not in errors(form, figures)]


@pytest.mark.parametrize("wrong", [1, 2, 3])
def test_exchanging_rows_or_columns_exchanges_the_answer(wrong):
    form = BOOK.forms["annual2021"]
    rows = [row.id for row in form.tables[1].blocks[0].rows if "results" in row.group and row.id != "results.total"]
    rows = [row for row in rows if f"{row}.total" in form.index and not form.cell(f"{row}.total").optional]
    several = 0
    for seed in range(25):
        rng = Random(seed)
        figures = balanced(form, rng)
        every = [cell for cell in figures if form.cell(cell).table == 1]
        for cell in rng.sample(every, wrong):
            figures[cell] = mistyped(figures[cell], rng)
        new_rows = dict(zip(rows, rng.sample(rows, len(rows)), strict=True))
        new_columns = dict(zip(COLUMNS, rng.sample(COLUMNS, len(COLUMNS)), strict=True))

        def moved(cell, new_rows=new_rows, new_columns=new_columns):
            row, _, column = cell.rpartition(".")
            return f"{new_rows.get(row, row)}.{new_columns.get(column, column)}"

        other = {moved(cell) if form.cell(cell).table == 1 else cell: value for cell, value in figures.items()}
        here = all_sets(diagnosed(form, figures))
        there = all_sets(diagnosed(form, other))
        assert {frozenset((moved(cell), value) for cell, value in one) for one in here} == there, seed
        several += bool(here)
    assert several > 15


def diagnosed(form, figures):
    reports = {form.id: as_report(form, figures)}
    return diagnose(reports, evaluate(reports, BOOK).findings, BOOK)


def all_sets(diagnosis):
    """Every explanation of every group, as sets; whole lines and exchanges aside, for these know neighbours."""
    least = [min(len(choice) for choice in choices(group)) for group in diagnosis.groups]
    return {
        frozenset(choice.items())
        for group, size in zip(diagnosis.groups, least, strict=True)
        for choice, line in zip(choices(group), (each.line for each in group.choices), strict=True)
        if len(choice) == size and not line
    }


def test_the_answer_does_not_depend_on_the_order_of_the_figures():
    form = BOOK.forms["annual2019"]
    for seed in range(20):
        rng = Random(seed)
        figures = balanced(form, rng)
        for cell in rng.sample([c for c in figures if form.cell(c).table == 1], 3):
            figures[cell] = mistyped(figures[cell], rng)
        once = diagnosed(form, figures)
        again = diagnosed(form, figures)
        assert once == again


def test_amounts_of_a_million_millions():
    figures = {cell: value * 10**12 for cell, value in CORRECT.items()}
    figures["unavailable.not_held.total"] += 1
    assert told(found(figures)) == [("unavailable.not_held.total", 20 * 10**12 + 1, 20 * 10**12, "unique")]


def test_a_telephone_number_is_recognised_as_absurd():
    diagnosis = found({**CORRECT, "other.all.natural_person": 13_812_345_678})
    assert told(diagnosis) == [("other.all.natural_person", 13_812_345_678, 21, "unique")]
    assert words(diagnosis.suspects[0].reason) == "数字大得不合常理，疑为误填"


def test_a_formula_is_never_a_suspect_but_what_it_adds_up_is():
    """Totals are formulas and follow the wrong figure; only the balance of the column breaks."""
    totals = [
        cell for cell in zeros(BOOK.forms["annual2019"]) if cell.endswith(".total") and cell[:4] not in ("revi", "suit")
    ]
    totals += [f"results.total.{column}" for column in COLUMNS]
    figures = {
        **CORRECT,
        "unavailable.not_held.natural_person": 200,
        "unavailable.not_held.total": 200,
        "results.total.natural_person": 280,
        "results.total.total": 281,
    }
    diagnosis = found(figures, formulas=totals)
    (group,) = diagnosis.groups
    assert group.explains == ("R3-BAL:natural_person", "R3-BAL:total")
    assert len(group.choices) > 1
    suspects = {suspect.cell.id for suspect in diagnosis.suspects}
    assert not suspects & set(totals)
    assert {suspect.certainty for suspect in diagnosis.suspects} == {"one_of"}
    assert {"unavailable.not_held.natural_person": 20} in choices(group)
    assert choices(group)[0] == {"unavailable.not_held.natural_person": 20}  # one digit too many


def test_a_typed_total_is_suspected_where_the_same_formula_is_not():
    assert not found(SEED_004, formulas=["results.granted.total"]).groups


def test_a_blank_row_of_totals_is_named_as_a_row():
    row = [f"results.total.{column}" for column in (*COLUMNS, "total")]
    diagnosis = found({**CORRECT, **dict.fromkeys(row)})
    (group,) = diagnosis.groups
    assert [choice.line and words(choice.line) for choice in group.choices] == ["“（七）总计”整行漏填"]
    assert choices(group) == [{cell: CORRECT.get(cell, 0) for cell in row}]


def test_a_column_of_zeros_is_named_as_a_column():
    column = [
        cell for cell in zeros(BOOK.forms["annual2019"]) if cell.endswith(".total") and cell[:4] not in ("revi", "suit")
    ]
    diagnosis = found({**CORRECT, **dict.fromkeys(column, 0)})
    (group,) = diagnosis.groups
    assert words(group.choices[0].line) == "“总计”整列填了 0"
    assert choices(group)[0] == {cell: CORRECT[cell] for cell in column if CORRECT.get(cell)}


def test_a_row_that_slid_by_one_column_is_named_as_a_row():
    row = [f"results.granted.{column}" for column in (*COLUMNS, "total")]
    right = {**CORRECT, "results.granted.commercial": 5, "results.granted.total": 9}
    right |= {"results.total.commercial": 5, "results.total.total": 106}
    right |= {"requests.new.commercial": 5, "requests.new.total": 106}
    assert not found(right).groups
    values = [right.get(cell, 0) for cell in row]
    slid = {**right, **dict(zip(row, [0, *values[:-1]], strict=True))}
    diagnosis = found(slid)
    (group,) = diagnosis.groups
    assert words(group.choices[0].line) == "“（一）予以公开”整行向后错了一格"
    assert {**slid, **choices(group)[0]} == {**slid, **{cell: right.get(cell, 0) for cell in row}}


def test_a_blank_is_filled_in_and_nobody_else_accused():
    diagnosis = found({**CORRECT, "unavailable.not_held.total": None})
    assert told(diagnosis) == [("unavailable.not_held.total", None, 20, "unique")]
    assert words(diagnosis.suspects[0].reason) == "漏填"
    assert "C-BLANK:unavailable.not_held.total" in diagnosis.suspects[0].explains


def test_one_equation_alone_never_gives_a_certain_answer():
    assert {one[3] for one in told(found({**CORRECT, "review.upheld": None, "review.total": 3}))} == {"one_of"}
    for total in range(4):
        diagnosis = found({"review.upheld": 1, "review.pending": 1, "review.total": total})
        assert {suspect.certainty for suspect in diagnosis.suspects} <= {"one_of"}
        assert bool(diagnosis.suspects) == (total != 2)
    form = BOOK.forms["stat2014"]
    for seed in range(20):
        rng = Random(seed)
        figures = balanced(form, rng)
        figures["staff.total"] = mistyped(figures["staff.total"], rng)
        diagnosis = diagnosed(form, figures)
        assert {suspect.certainty for suspect in diagnosis.suspects} == {"one_of"}


def test_several_numbers_in_one_cell_are_solved_for():
    diagnosis = found({**CORRECT, "denied.process_info.natural_person": "0 0 54"})
    assert told(diagnosis) == [("denied.process_info.natural_person", None, 54, "unique")]


def test_a_row_that_the_document_lost_is_no_suspect():
    form = BOOK.forms["annual2019"]
    figures = {**zeros(form), **CORRECT}
    lost = [cell for cell in figures if cell.startswith("unavailable.not_held.")]
    for cell in lost:
        del figures[cell]
    diagnosis = diagnosed(form, figures)
    assert not {suspect.cell.id for suspect in diagnosis.suspects} & set(lost)


def test_independent_errors_are_told_one_by_one():
    """One certain cell, and beside it a choice: the choice must not blur the certain one."""
    diagnosis = found({**SEED_004, **SEED_003})
    assert [len(group.choices) for group in diagnosis.groups] == [1, 2]
    two = found({**SEED_004, "other.all.natural_person": 12})
    assert [len(group.choices) for group in two.groups] == [1, 1]
    assert [one[0] for one in told(two)] == ["results.granted.total", "other.all.natural_person"]
    assert words(two.suspects[1].reason) == "两位颠倒"


def test_a_negative_count_is_the_suspect():
    diagnosis = found({**CORRECT, "other.all.natural_person": -21})
    assert told(diagnosis) == [("other.all.natural_person", -21, 21, "unique")]
    assert words(diagnosis.suspects[0].reason) == "正负号写反"


def test_giving_up_is_said(monkeypatch):
    form = BOOK.forms["annual2021"]
    rng = Random(1)
    figures = balanced(form, rng)
    for cell in rng.sample([cell for cell in figures if form.cell(cell).table == 1], 60):
        figures[cell] += rng.randrange(1, 10**6)
    monkeypatch.setattr("checks.localize.mip.with_solver", lambda _problem: None)
    diagnosis = diagnosed(form, figures)
    assert diagnosis.limited
    assert not diagnosis.groups
