"""What the text of a report says, against its tables.

Wording leaves room, so whatever is found here is to be checked, never an error, and quotes the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from checks.evaluate.cells import cell_ref
from checks.model.figures import Number
from checks.model.findings import Finding
from checks.model.grid import Grid
from checks.model.report import Report
from checks.model.rule import Rulebook
from checks.render import sentences

_SENTENCE = re.compile(r"[^。；;\n]+")
_SHORTEST = 8  # characters; a shorter cell is a label
_NONE = re.compile(r"(?:未|没有)(?:收到|接到|受理)(?:[^，,。；;]{0,12}?)申请")
_PARTIAL = re.compile(
    r"法人|企业|组织|自然人|当面|信函|传真|网络|平台|邮|重复|补正"
)  # none of one kind is not none at all
_SOME = re.compile(r"(?:收到|受理|新收)(?:政府)?(?:信息)?公开?申请\D{0,4}(\d+)\s*件")
_FEE = re.compile(r"信息处理费\D{0,24}?(\d+(?:\.\d+)?)\s*元")
_LAST_CHAPTER = re.compile(r"六、其他需要报告的事项")


def narrative_findings(grids: Sequence[Grid], reports: Mapping[str, Report], book: Rulebook) -> list[Finding]:
    """Return where sentences and tables contradict each other.

    Args:
        grids: the document, prose included.
        reports: its tables, by form.
        book: the rules.
    """
    report = next((r for r in reports.values() if "requests.new.total" in r.form.index), None)
    if report is None:
        return []
    sentences = list(_sentences(grids))
    return [*_requests(sentences, report, book), *_fees(sentences, report, book)]


def _sentences(grids: Sequence[Grid]) -> Iterator[str]:
    for grid in grids:
        for row in grid.rows:
            for value in row:
                if value.__class__ is str and len(value) >= _SHORTEST:
                    yield from (found[0].strip() for found in _SENTENCE.finditer(value))


def _requests(sentences: list[str], report: Report, book: Rulebook) -> Iterator[Finding]:
    """未收到申请 beside a table with requests, or the reverse."""
    known = [_figure(report, cell) for cell in ("requests.new.total", "requests.carried_in.total")]
    if None in known:
        return
    total = sum(value for value in known if value is not None)
    for sentence in sentences:
        if total and _NONE.search(sentence) and not _PARTIAL.search(sentence):
            yield _finding(report, book, "R3-ALLZERO", "requests.new", ("requests.new.total",), sentence, 0, total)
            return
        some = _SOME.search(sentence)
        if not total and some and int(some[1]):
            yield _finding(
                report, book, "R3-ALLZERO", "requests.new", ("requests.new.total",), sentence, int(some[1]), 0
            )
            return


def _fees(sentences: list[str], report: Report, book: Rulebook) -> Iterator[Finding]:
    """信息处理费 in the text against 行政事业性收费 and against the requests dropped for want of payment."""
    collected = _figure(report, "fee.amount_wan")
    for sentence in sentences:
        paid = _FEE.search(sentence)
        if paid and collected is not None and Decimal(paid[1]) > collected * 10_000:
            sides = (Decimal(paid[1]), collected * 10_000)
            yield _finding(report, book, "R2-FEE6", "fee.amount_wan", ("fee.amount_wan",), sentence, *sides)
            break
    unpaid = _figure(report, "other.overdue_fee.total")
    chapters = any(_LAST_CHAPTER.match(sentence) for sentence in sentences)
    if unpaid and chapters and not any("信息处理费" in sentence for sentence in sentences):
        yield _finding(report, book, "R2-SEC6", "other.overdue_fee", ("other.overdue_fee.total",), "", unpaid, 0)


def _figure(report: Report, cell: str) -> Number | None:
    index = report.form.index.get(cell)
    return None if index is None else report.reading(index).value


def _finding(
    report: Report,
    book: Rulebook,
    rule: str,
    subject: str,
    cells: tuple[str, ...],
    sentence: str,
    left: Number,
    right: Number,
) -> Finding:
    entry = book.catalogue[rule]
    refs = tuple(cell_ref(report, report.form.index[cell]) for cell in cells)
    message = sentences.narrative(entry.title, sentence, refs) + entry.instruction
    return Finding(f"{rule}:{subject}", report.form.id, entry.severity, "fail", refs, left, right, message)
