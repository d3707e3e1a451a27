"""Runs the rule cases of ``tests/cases``: what each rule says of given figures."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from checks import rulebook
from checks.evaluate import _within, evaluate, figures_of
from checks.evaluate.relations import judge
from checks.identity import Identity
from checks.model.findings import Finding
from checks.model.form import Form
from checks.model.grid import Special, Value
from checks.model.report import Report, fill
from checks.render.sentences.findings import message

from .fixtures.random_reports import as_report

FOLDER = Path(__file__).parent / "cases"
CASES = [
    pytest.param(case, id=f"{case['rule']} {case['outcome']} {path.stem}{number}")
    for path in sorted(FOLDER.glob("*.toml"))
    for number, case in enumerate(tomllib.loads(path.read_text("utf-8"))["case"], 1)
]
BOOK = rulebook.load()
BY_ID = {(rule.form, rule.id): rule for rule in BOOK.every_rule()}


def report_of(form: Form, figures: dict[str, Any]) -> Report:
    """A typed sheet with these figures, 0 where none is named."""
    zeros: dict[str, Value] = {c.id: 0.0 for c in form.cells if not (c.optional or c.heading)}
    report = as_report(form, {**zeros, **{cell: as_cell(value) for cell, value in figures.items()}})
    for grid in report.grids:
        grid.typed = True
    fill(report)
    return report


def as_cell(value: Any) -> Value:
    if isinstance(value, dict):
        return Special("uncalculated", value["formula"])
    return float(value) if isinstance(value, int) else value


def reports_of(case: dict[str, Any]) -> dict[str, Report]:
    parts = [case, *([case["beside"]] if "beside" in case else [])]
    return {part["form"]: report_of(BOOK.forms[part["form"]], part["figures"]) for part in parts}


def findings_of(case: dict[str, Any]) -> list[Finding]:
    lower = Identity(case.get("unit")).is_lower
    found = evaluate(reports_of(case), BOOK, lower=lower).findings
    return [one for one in found if one.rule == case["rule"]]


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    found = findings_of(case)
    if case["outcome"] in ("pass", "not_applicable"):
        assert found == []
    else:
        assert [one.outcome for one in found] == [case["outcome"]]
        for side in ("left", "right"):
            if side in case:
                assert getattr(found[0], side) == case[side]
        for words in case.get("says", []):
            assert words in message(found[0])
        if "needs" in case:
            assert f"应为 {case['needs']}" in message(found[0])


@pytest.mark.parametrize("case", [case for case in CASES if (case.values[0]["form"], case.values[0]["rule"]) in BY_ID])
def test_slow_and_fast_judgement_agree(case: dict[str, Any]) -> None:
    """The generated function may only name rules for the judgement; the judgement alone gives the same outcome."""
    data = case
    rule = BY_ID[data["form"], data["rule"]]
    look = figures_of(reports_of(data))
    lower = Identity(data.get("unit")).is_lower
    whole = look if rule in BOOK.cross else _within(look, rule)
    assert judge(rule, whole, lower=lower).outcome == data["outcome"]


def test_every_rule_has_its_cases() -> None:
    seen = {(case.values[0]["rule"].partition(":")[0], case.values[0]["outcome"]) for case in CASES}
    wanted = {"relation": ("pass", "fail", "undecided"), "cell": ("pass", "fail"), "document": (), "years": ()}
    missing = [
        (entry.id, outcome)
        for entry in BOOK.catalogue.values()
        for outcome in wanted[entry.scope]
        if (entry.id, outcome) not in seen
    ]
    assert missing == []


@pytest.mark.parametrize("entry", [e for e in BOOK.catalogue.values() if e.scope == "relation" and e.example])
def test_the_catalogue_s_own_examples_hold(entry: Any) -> None:
    """What ``gouji rules`` prints as right passes, and what it prints as wrong fails."""
    form, _, rule = entry.example.partition(" ")
    for figures, expected in ((entry.right, None), (entry.wrong, "fail")):
        numbers = {cell: float(text) for cell, text in figures}
        found = findings_of({"form": form, "rule": rule, "figures": numbers, "unit": "某镇"})
        assert [one.outcome for one in found] == ([expected] if expected else [])
