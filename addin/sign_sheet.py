"""核对表: one page that says what was checked, when and with what, to be signed and filed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape

from addin import texts
from addin.result_rows import ResultRow, result_rows
from addin.session import WorkbookCheck
from checks import __version__
from checks.model.findings import Verdict
from checks.model.rule import Rulebook
from checks.render import sentences

_STYLE = (
    "@page{size:A4;margin:18mm}body{font:11pt/1.5 SimSun,'Noto Serif CJK SC',serif;max-width:174mm;margin:auto}"
    "h1{font-size:16pt;text-align:center}table{width:100%;border-collapse:collapse;margin:4mm 0}"
    "th,td{border:1px solid #000;padding:1mm 2mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "th{width:28mm;font-weight:bold}.list th{width:auto}"
    ".sign{display:flex;justify-content:space-between;margin-top:12mm}"
    ".sign span{flex:1}small{color:#333}section{page-break-after:always}section:last-child{page-break-after:auto}"
)


def sign_sheet(workbook: str, checked: WorkbookCheck, rules: Rulebook, sha256: str = "") -> str:
    """Write the page, one sheet of paper a report.

    Args:
        workbook: the file's name.
        checked: the result of the check.
        rules: the rules.
        sha256: of the file; "" where what was checked is not saved.

    Returns:
        An HTML document without anything from outside.
    """
    reports = "".join(_report(workbook, checked, verdict, rules, sha256) for verdict in checked.verdicts)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(texts.SIGN_TITLE)}</title>'
        f"<style>{_STYLE}</style></head><body>{reports}</body></html>\n"
    )


def _report(workbook: str, checked: WorkbookCheck, verdict: Verdict, rules: Rulebook, sha256: str) -> str:
    rows = result_rows([verdict])
    values = (
        verdict.unit or texts.UNKNOWN,
        str(verdict.year or texts.UNKNOWN),
        workbook,
        datetime.now().astimezone().strftime(texts.TIME),
        texts.program(__version__),
        rules.digest.removeprefix("sha256:")[:16],
        checked.fingerprint.removeprefix("sha256:"),
        sha256 or texts.NOT_SAVED,
        _result(verdict, rows),
    )
    facts = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in zip(texts.SIGN_FIELDS, values, strict=True)
    )
    signatures = "".join(f"<span>{escape(name)}：</span>" for name in texts.SIGNATURES)
    return (
        f"<section><h1>{escape(texts.SIGN_TITLE)}</h1><table>{facts}</table>{''.join(_list(rows))}"
        f'<div class="sign">{signatures}</div><p><small>{escape(texts.SIGN_NOTE)}</small></p></section>'
    )


def _result(verdict: Verdict, rows: list[ResultRow]) -> str:
    counted = sentences.checked(verdict.checked, verdict.undecided)
    if verdict.status == "pass" and not rows and not verdict.undecided:
        return texts.with_rules(sentences.STATUS[verdict.status], texts.all_rules_hold(verdict.checked))
    return texts.with_rules(sentences.STATUS[verdict.status], counted)


def _list(rows: list[ResultRow]) -> Iterator[str]:
    if not rows:
        return
    head = "".join(f"<th>{escape(name)}</th>" for name in texts.SIGN_COLUMNS)
    yield f'<table class="list"><tr>{head}</tr>'
    for number, row in enumerate(rows, 1):
        cells = (str(number), row.weight, row.place, row.problem, row.suspect)
        yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    yield "</table>"
