"""How each figure is written: the C-rules, and what the form says about whole columns of texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checks.evaluate.cells import cell_ref
from checks.model.figures import Reading
from checks.model.findings import Finding
from checks.model.form import Cell
from checks.model.report import Report
from checks.model.rule import Entry
from checks.render import sentences

_BY_STATE = {
    "blank": "C-BLANK",
    "placeholder": "C-PLACE",
    "several": "C-MULTI",
    "text": "C-INT",
    "error": "C-ERROR",
    "uncalculated": "C-CALC",
    "disagreement": "C-ERROR",
}


def written_findings(report: Report, catalogue: Mapping[str, Entry]) -> list[Finding]:
    """Return what is irregular about the way a report's figures are written."""
    found = [one for index in sorted(report.odd) for one in _cell(report, index, catalogue)]
    return [*found, *_headings(report, catalogue), *_signs(report, catalogue), *_units(report, catalogue)]


def _cell(report: Report, index: int, catalogue: Mapping[str, Entry]) -> Iterator[Finding]:
    cell, reading = report.form.cells[index], report.odd[index]
    if cell.heading or (cell.optional and reading.state in ("blank", "placeholder")):
        return
    for rule, detail in _broken(cell, reading):
        yield _finding(report, index, catalogue[rule], detail)


def _broken(cell: Cell, reading: Reading) -> Iterator[tuple[str, str]]:
    value = reading.value
    if value is None:
        yield _BY_STATE[reading.state], ""
        return
    if value < 0 and cell.kind != "signed":
        yield "C-NEG", ""
    if not isinstance(value, int) and cell.kind != "money":
        yield "C-FRAC", ""
    if reading.remarks:
        yield "C-TEXT", "、".join(reading.remarks)


def _finding(report: Report, index: int, entry: Entry, detail: str) -> Finding:
    ref = cell_ref(report, index)
    sentence = sentences.written(ref.place, ref.label, ref.text, entry.title, detail)
    return Finding(
        rule=f"{entry.id}:{ref.id}",
        form=report.form.id,
        severity=entry.severity,
        outcome="fail",
        cells=(ref,),
        left=None,
        right=None,
        message=sentence + entry.instruction,
    )


def _headings(report: Report, catalogue: Mapping[str, Entry]) -> Iterator[Finding]:
    """A figure in a line that is only a heading."""
    for cell in report.form.unusual:
        if cell.heading and report.reading(cell.index).state not in ("blank", "placeholder"):
            yield _finding(report, cell.index, catalogue["S14-12"], "")


def _signs(report: Report, catalogue: Mapping[str, Entry]) -> Iterator[Finding]:
    """本年增/减: some with a sign, some without."""
    refs = [cell_ref(report, cell.index) for cell in report.form.unusual if cell.kind == "signed"]
    filled = [ref for ref in refs if ref.value]
    bare = [ref for ref in filled if ref.text[:1].isdigit()]
    if bare and len(bare) < len(filled):
        entry = catalogue["R2A-SIGN"]
        places = "、".join(sentences.at(ref.place, ref.label) for ref in bare)
        message = f"{entry.title}；没有带号的是：{places}。{entry.instruction}"
        yield Finding("R2A-SIGN:change", report.form.id, entry.severity, "fail", tuple(filled), None, None, message)


def _units(report: Report, catalogue: Mapping[str, Entry]) -> Iterator[Finding]:
    """An amount in 万元 that is a whole multiple of 10,000 was probably meant in 元."""
    for cell in report.form.unusual:
        value = report.numbers[cell.index]
        if cell.unit == "万元" and value >= 10_000 and value % 10_000 == 0:
            entry, ref = catalogue["R2-UNIT"], cell_ref(report, cell.index)
            message = sentences.ten_thousand_times(ref.place, ref.label, value) + entry.instruction
            rule = f"R2-UNIT:{cell.id}.times"
            yield Finding(rule, report.form.id, entry.severity, "fail", (ref,), None, None, message)
