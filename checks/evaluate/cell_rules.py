"""How each figure is written: the C-rules, and what the form says about whole columns of texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checks.model.figures import Reading
from checks.model.findings import Finding, document_finding
from checks.model.form import Cell
from checks.model.report import Report
from checks.model.rule import RuleKind

_BY_STATE = {
    "blank": "C-BLANK",
    "placeholder": "C-PLACE",
    "several": "C-MULTI",
    "text": "C-INT",
    "error": "C-ERROR",
    "uncalculated": "C-CALC",
    "disagreement": "C-DOUBT",
}


def written_findings(report: Report, catalogue: Mapping[str, RuleKind]) -> list[Finding]:
    """Return what is irregular about the way a report's figures are written."""
    findings = [finding for index in sorted(report.irregular) for finding in _cell(report, index, catalogue)]
    return [*findings, *_headings(report, catalogue), *_signs(report, catalogue), *_units(report, catalogue)]


def _cell(report: Report, index: int, catalogue: Mapping[str, RuleKind]) -> Iterator[Finding]:
    cell, reading = report.form.cells[index], report.irregular[index]
    if cell.heading or (cell.optional and reading.state in ("blank", "placeholder")):
        return
    for kind, remarks in _broken(cell, reading):
        yield _finding(report, index, catalogue[kind], remarks)


def _broken(cell: Cell, reading: Reading) -> Iterator[tuple[str, Sequence[str]]]:
    value = reading.value
    if value is None:
        yield _BY_STATE[reading.state], ()
        return
    if value < 0 and cell.kind != "signed":
        yield "C-NEG", ()
    if not isinstance(value, int) and cell.kind != "money":
        yield "C-FRAC", ()
    if reading.remarks:
        yield "C-TEXT", reading.remarks


def _finding(report: Report, index: int, kind: RuleKind, remarks: Sequence[str]) -> Finding:
    ref = report.cell_ref(index)
    return document_finding(kind, ref.id, code="written", arguments=remarks, form=report.form.id, cells=(ref,))


def _headings(report: Report, catalogue: Mapping[str, RuleKind]) -> Iterator[Finding]:
    """A figure in a line that is only a heading."""
    for cell in report.form.unusual:
        if cell.heading and report.reading(cell.index).state not in ("blank", "placeholder"):
            yield _finding(report, cell.index, catalogue["S14-12"], ())


def _signs(report: Report, catalogue: Mapping[str, RuleKind]) -> Iterator[Finding]:
    """本年增/减: some with a sign, some without."""
    refs = [report.cell_ref(cell.index) for cell in report.form.unusual if cell.kind == "signed"]
    filled = [ref for ref in refs if ref.value]
    bare = [ref for ref in filled if ref.text[:1].isdigit()]
    if bare and len(bare) < len(filled):
        kind = catalogue["R2A-SIGN"]
        yield document_finding(kind, "change", code="signs", form=report.form.id, cells=tuple(filled))


def _units(report: Report, catalogue: Mapping[str, RuleKind]) -> Iterator[Finding]:
    """An amount in 万元 that is a whole multiple of 10,000 was probably meant in 元."""
    for cell in report.form.unusual:
        value = report.numbers[cell.index]
        if cell.unit == "万元" and value >= 10_000 and value % 10_000 == 0:
            cells = (report.cell_ref(cell.index),)
            subject = f"{cell.id}.times"
            yield document_finding(catalogue["R2-UNIT"], subject, code="ten_thousand", form=report.form.id, cells=cells)
