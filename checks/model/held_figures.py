"""All figures of a document in little room: what a batch keeps of each, so that they can be added up afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from checks.model.figures import Number
from checks.model.findings import FigureRow
from checks.model.form import Form
from checks.model.report import Report

Held: TypeAlias = Mapping[str, tuple[Number | str, ...]]
"""Form id → for each cell of the form, in its order, the number, or why there is none: ``missing``, ``blank``, …"""

_MONEY = "="


def held_figures(reports: Mapping[str, Report]) -> Held:
    """Return the figures of a document's reports."""
    return {form: tuple(_of(report)) for form, report in reports.items()}


def _of(report: Report) -> Iterator[Number | str]:
    for index, number in enumerate(report.numbers):
        if index not in report.spots:
            yield "missing"
        elif index in report.irregular and report.irregular[index].value is None:
            yield report.irregular[index].state
        else:
            yield number


def held_rows(rows: Sequence[FigureRow], forms: Mapping[str, Form]) -> Held:
    """Return the same from a verdict that carries its figures one by one."""
    figures: dict[str, list[Number | str]] = {}
    for row in rows:
        cells = figures.setdefault(row.form, ["missing"] * len(forms[row.form].cells))
        cells[forms[row.form].index[row.cell]] = row.state if row.value is None else row.value
    return {form: tuple(cells) for form, cells in figures.items()}


def as_plain(held: Held) -> dict[str, list[Any]]:
    """Return what JSON can write: money as text with an equals sign."""
    return {form: [f"{_MONEY}{v}" if isinstance(v, Decimal) else v for v in values] for form, values in held.items()}


def from_plain(plain: Mapping[str, Sequence[Any]]) -> Held:
    """Return what ``as_plain`` wrote."""
    return {form: tuple(map(_read, values)) for form, values in plain.items()}


def _read(value: Any) -> Number | str:
    if isinstance(value, str):
        return Decimal(value[1:]) if value.startswith(_MONEY) else value
    assert isinstance(value, int)
    return value
