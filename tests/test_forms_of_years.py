"""A report in the form of other years is said, whatever its sums; what is legal is not."""

from __future__ import annotations

from random import Random

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.model.findings import Finding, Status
from checks.render.sentences.findings import message

from .fixtures.layouts import xlsx
from .fixtures.plain_tables import plain_rows, workbook
from .fixtures.random_reports import balanced

BOOK = rulebook.load()
OLD, NEW, STATISTICS = (BOOK.forms[form] for form in ("annual2019", "annual2021", "stat2014"))
FIGURES = {form.id: balanced(form, Random(4)) for form in (OLD, NEW, STATISTICS)}


def judged(forms: list[str], title: str, name: str = "a.xlsx") -> tuple[Status, list[Finding]]:
    data = workbook([(BOOK.forms[form], FIGURES[form]) for form in forms], title=title)
    (verdict,) = check_bytes(data, name, BOOK)
    return verdict.status, [finding for finding in verdict.findings if finding.kind == "RX-FORM"]


def title(year: int) -> str:
    return f"青山县统计局{year}年政府信息公开工作年度报告"


@pytest.mark.parametrize("form", ["annual2019", "annual2021", "stat2014"])
@pytest.mark.parametrize("year", [2014, 2018, 2019, 2020, 2021, 2025])
def test_each_form_serves_its_years(form: str, year: int) -> None:
    legal = {"annual2019": [2019, 2020], "annual2021": [2021, 2025], "stat2014": [2014, 2018, 2019]}[form]
    status, said = judged([form], title(year))
    assert (status, len(said)) == (("pass", 0) if year in legal else ("review", 1))
    assert all(str(year) in message(finding) and finding.severity == "warning" for finding in said)


def test_statistics_beside_the_report_of_2019_are_legal() -> None:
    assert judged(["annual2019", "stat2014"], title(2019))[1] == []


def test_an_unknown_year_fits_every_form() -> None:
    assert judged(["annual2019"], "") == ("pass", [])


def test_the_day_of_sending_is_no_year_of_a_report() -> None:
    """A report of 2020 is sent in January 2021."""
    assert judged(["annual2019"], "", "2021-01-18.xlsx") == ("pass", [])
    assert judged(["annual2019"], "", "2021年度.xlsx")[0] == "review"
    assert judged(["annual2019"], "", "2022-01-18.xlsx")[0] == "review"


@pytest.mark.parametrize("year", [2020, 2024, None])
def test_a_table_two_of_other_years_is_named_alone(year: int | None) -> None:
    """Its columns mean other things; 表四 is the same in both forms, and 表三 has a row in place of three."""
    wrong = OLD if year != 2020 else NEW
    right = NEW if wrong is OLD else OLD
    rows = [("封面", [[title(year) if year else "年报"]])]
    for n, table in enumerate(right.tables):
        form = wrong if n == 0 else right
        rows.append((table.name, plain_rows(form, form.tables[n], FIGURES[form.id])))
    (verdict,) = check_bytes(xlsx(rows), "a.xlsx", BOOK)
    (said,) = [finding for finding in verdict.findings if finding.kind == "RX-FORM"]
    assert (verdict.status, said.severity, said.arguments[5:]) == ("review", "warning", ("表二",))


def test_rows_of_the_old_table_three_are_a_word_only() -> None:
    """As a published report of 2024 has it: nothing in it means another thing."""
    tables = [NEW.tables[0], OLD.tables[1], NEW.tables[2]]
    forms = [NEW, OLD, NEW]
    rows = [(table.name, plain_rows(form, table, FIGURES[form.id])) for form, table in zip(forms, tables, strict=True)]
    rows[2] = ("表四", plain_rows(NEW, NEW.tables[2], FIGURES[OLD.id]))
    (verdict,) = check_bytes(xlsx([("封面", [[title(2024)]]), *rows]), "a.xlsx", BOOK)
    (said,) = [finding for finding in verdict.findings if finding.kind == "RX-FORM"]
    assert (verdict.status, said.severity, said.arguments[5:]) == ("pass", "info", ("表三",))
