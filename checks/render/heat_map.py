"""Where reports go wrong: for each figure of a form, how many reports have an error there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from math import ceil

from checks.forms.geometry import Box, boxes
from checks.model.findings import Verdict
from checks.model.form import Form, Table
from checks.render.sentences.glossary import label, tip
from checks.render.work_items import corrections

LEVELS = 5
"""Shades; the style sheet has one for each."""


def wrong_cells(verdict: Verdict) -> set[tuple[str, str]]:
    """Return (form, cell id) of every figure that an error lies in: the likeliest suspect, or else the total."""
    wrong: set[tuple[str, str]] = set()
    for item in corrections(verdict):
        errors = [f for f in item.findings if f.severity == "error" and f.outcome == "fail" and f.cells]
        if errors and item.choices:
            wrong |= {(errors[0].form, suspect.cell.id) for suspect in item.choices[0]}
        else:
            wrong |= {(finding.form, finding.cells[0].id) for finding in errors}
    return wrong


def counts(verdicts: Iterable[Verdict]) -> dict[str, Counter[str]]:
    """Return form id → cell id → how many reports have an error there."""
    by_form: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict in verdicts:
        for form, cell in wrong_cells(verdict):
            by_form[form][cell] += 1
    return by_form


def heat_map(form: Form, count: Counter[str]) -> Iterator[str]:
    """Yield the HTML of those tables of a form in which any report has an error."""
    most = max(count.values(), default=0)
    for table in form.tables:
        found = boxes(form, table)
        if any(box.cell and count[box.cell] for box in found):
            yield from _table(table, found, count, most)


def _table(table: Table, boxes: list[Box], count: Counter[str], most: int) -> Iterator[str]:
    yield f'<table class="heat"><caption>{escape(label(table.title))}</caption>'
    rows: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        if box.role != "title":
            rows[box.row].append(box)
    for _, row in sorted(rows.items()):
        yield "<tr>" + "".join(_box(box, count, most) for box in row) + "</tr>"
    yield "</table>"


def _box(box: Box, count: Counter[str], most: int) -> str:
    spans = f' rowspan="{box.height}"' * (box.height > 1) + f' colspan="{box.width}"' * (box.width > 1)
    if not box.cell:
        short = box.text.partition("（")[0] if len(box.text) > 20 and not box.text.startswith("（") else box.text
        meaning = tip(box.text)
        named = f' title="{escape(meaning)}"' if meaning else ""
        return f"<th{spans}{named}>{escape(short)}</th>"
    number = count[box.cell]
    shade = f' class="h{ceil(LEVELS * number / most)}"' if number else ""
    return f"<td{spans}{shade}>{number or ''}</td>"
