"""This year's report beside last year's: what was carried out must be carried in."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.cli import main
from checks.documents import read_documents
from checks.evaluate.cross_year import LastYear
from checks.model.findings import Finding
from checks.previous import last_years
from checks.render.sentences.findings import message
from workbook_templates.build import build

from .fixtures.random_reports import balanced

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]


def figures() -> dict[str, Any]:
    """A report without carry-over: blank but for zeros, so that every rule within the year holds."""
    return dict.fromkeys((cell.id for cell in FORM.cells if not cell.optional and not cell.heading), 0)


def workbook(year: int, unit: str = "青山县统计局", **changes: int) -> bytes:
    """Changes name cells with __ for the dot."""
    named = {cell.replace("__", "."): value for cell, value in changes.items()}
    return build(FORM, BOOK, review=True, filling=figures() | named, unit=unit, year=year)


def last(year: int = 2023, unit: str = "青山县统计局", **changes: int) -> list[LastYear]:
    return last_years(read_documents(workbook(year, unit, **changes), f"去年/{unit}.xlsx", BOOK), BOOK)


def carried(findings: list[Finding]) -> list[str]:
    return [one.rule for one in findings if one.kind in ("R3-CARRY", "R2-FORCE")]


def test_last_years_stock_must_be_carried_in() -> None:
    before = last(requests__carried_out__total=4, requests__carried_out__natural_person=4)
    this = workbook(
        2024,
        requests__carried_in__total=3,
        requests__carried_in__natural_person=3,
        results__total__total=3,
        results__total__natural_person=3,
    )
    verdict = check_bytes(this, "a.xlsx", BOOK, before)[0]
    assert carried(verdict.findings) == ["R3-CARRY:natural_person", "R3-CARRY:total"]
    finding = next(one for one in verdict.findings if one.rule == "R3-CARRY:total")
    assert (finding.left, finding.right, finding.severity) == (3, 4, "warning")
    assert "[青山县统计局.xlsx]表三!" in message(finding), "the other file is named, since both have a 表三"
    assert "上年的" in message(finding)


def test_what_is_taken_away_is_written_so() -> None:
    """In force last year, plus issued, minus repealed: the sum that is printed has to be one."""
    before = last(normative__in_force=32)
    this = workbook(2024, normative__issued=1, normative__repealed=6, normative__in_force=32)
    findings = check_bytes(this, "a.xlsx", BOOK, before)[0].findings
    said = next(message(one) for one in findings if one.rule == "R2-FORCE:normative")
    assert "32＋6－1＝37" in said


def test_what_is_carried_on_is_counted_and_silent() -> None:
    this = workbook(2024)
    alone, beside = check_bytes(this, "a.xlsx", BOOK)[0], check_bytes(this, "a.xlsx", BOOK, last())[0]
    assert carried(beside.findings) == []
    assert beside.checked > alone.checked


@pytest.mark.parametrize(
    ("year", "unit", "paired"),
    [
        (2023, "青山县统计局", True),
        (2023, "青山县 统计局", True),
        (2023, "白水县统计局", False),
        (2022, "青山县统计局", False),
    ],
)
def test_only_the_same_unit_of_the_year_before_is_asked(year: int, unit: str, *, paired: bool) -> None:
    before = last(year, unit, requests__carried_out__total=4) + last(2023, "黄石镇", requests__carried_out__total=5)
    findings = check_bytes(workbook(2024), "a.xlsx", BOOK, before)[0].findings
    assert bool(carried(findings)) == paired


def test_a_single_report_without_a_name_is_taken_for_the_units_own() -> None:
    before = last(2023, "", requests__carried_out__total=4)
    assert carried(check_bytes(workbook(2024), "a.xlsx", BOOK, before)[0].findings)


def test_an_older_form_gives_its_carry_over_and_nothing_else() -> None:
    old = BOOK.forms["annual2019"]
    filled = dict(balanced(old, Random(5)))
    data = build(old, BOOK, review=True, filling=filled, unit="青山县统计局", year=2020)
    (before,) = last_years(read_documents(data, "old.xlsx", BOOK), BOOK)
    assert before.cells["previous/requests.carried_out.total"].value == filled["requests.carried_out.total"]
    assert not [cell for cell in before.cells if cell.endswith("in_force")]


def test_the_command_pairs_folders_by_unit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_CACHE", str(tmp_path / "cache"))
    for folder in ("今年", "去年"):
        (tmp_path / folder).mkdir()
    for unit, stock in (("青山县统计局", 4), ("白水县统计局", 0)):
        (tmp_path / "今年" / f"{unit}.xlsx").write_bytes(workbook(2024, unit))
        before = workbook(2023, unit, requests__carried_out__total=stock)
        (tmp_path / "去年" / f"{unit}.xlsx").write_bytes(before)
    (tmp_path / "去年" / "坏.xlsx").write_bytes(b"PK\x03\x04")
    asked = ["check", str(tmp_path / "今年"), "--format", "json"]
    for _ in range(2):  # the second time out of the cache, which keeps the two questions apart
        main(asked)
        alone = json.loads(capsys.readouterr().out)["documents"]
        main([*asked, "--previous", str(tmp_path / "去年")])
        shown = capsys.readouterr()
        beside = json.loads(shown.out)["documents"]
        assert "坏.xlsx" in shown.err
        assert [[f["rule"] for f in one["findings"] if f["rule"].startswith("R3-CARRY")] for one in beside] == [
            [],
            ["R3-CARRY:total"],
        ]
        assert not any(f["rule"].startswith("R3-CARRY") for one in alone for f in one["findings"])


def test_the_sheet_says_whose_figures_it_was_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A report of the same year is taken, and doubted on the sheet and on the terminal."""
    for year, doubted in ((2023, False), (2024, True)):
        last, made = tmp_path / f"{year}.xlsx", tmp_path / f"new{year}.xlsx"
        last.write_bytes(build(FORM, BOOK, review=True, filling=balanced(FORM, Random(8)), unit="甲县", year=year))
        assert main(["new", "2024", "--previous", str(last), "-o", str(made)]) == 0
        sheet = openpyxl.load_workbook(made)["上年数据"]
        assert str(sheet["C4"].value).startswith(f"甲县，{year}年，{year}.xlsx")
        assert ("应是 2023 年的报告" in sheet["C4"].value) == doubted
        assert ("上年应是 2023 年" in capsys.readouterr().err) == doubted
        assert not sheet["C4"].protection.locked


@pytest.mark.parametrize(("year", "doubted"), [(2025, False), (2026, False), (2018, False), (2027, True), (2030, True)])
@pytest.mark.parametrize("word", [[], ["--word"]])
def test_a_form_of_a_year_to_come_is_doubted(
    year: int, doubted: bool, word: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may be another by then: what was used is said, with the document that issued it."""
    assert main(["new", str(year), *word, "-o", str(tmp_path / ("a.docx" if word else "a.xlsx"))]) == 0
    said = capsys.readouterr().err
    assert (f"还不知道 {year} 年度的格式" in said and FORM.document in said) == doubted
    assert bool(said) == doubted


@pytest.mark.parametrize("year", ["1999", "2013", "20255", "99999"])
def test_a_year_without_a_form_is_refused(year: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", year, "-o", str(tmp_path / "a.xlsx")]) == 2
    assert f"没有 {year} 年度的统一格式" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
