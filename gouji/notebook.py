"""How results and reports show themselves in a notebook: tiles and the worst units; the statutory tables, marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from html import escape
from itertools import groupby

from checks.language import either
from checks.model.findings import Finding, Suspect, Verdict
from checks.model.form import Block, Cell, Form, Group, Item
from checks.model.held_figures import HeldForm
from checks.model.submission import Submission
from checks.render import sentences
from checks.render.sanitize import plain
from checks.render.sentences import inbox
from checks.render.sentences.explaining import weight
from checks.render.sentences.findings import message
from checks.render.sentences.library import HEADER, more_findings
from checks.submissions import Deliveries, Delivery

_WORST = 10  # units that are shown
_FINDINGS = 12  # findings below a report's tables
_LONGEST = 200  # characters of a name from outside
_STYLE = (
    "<style>.gouji{font-size:13px;color:#222;background:#fff;padding:4px}"
    ".gouji table{border-collapse:collapse;margin:6px 0;background:#fff}"
    ".gouji caption{text-align:left;font-weight:bold;padding:4px 0;color:#222}"
    ".gouji td,.gouji th{border:1px solid #bbb;padding:2px 6px;text-align:right;background:#fff;color:#222}"
    ".gouji th{background:#f2f4f7;text-align:center;font-weight:normal}"
    ".gouji th.r,.gouji td.r{text-align:left}"
    ".gouji td.lack{background:#f4f4f4;color:#888}.gouji td.at{background:#ffe3e0}"
    ".gouji td.wrong{background:#c00;color:#fff;font-weight:bold;white-space:nowrap}"
    ".gouji table.units th,.gouji table.units td.n{white-space:nowrap}"
    ".gouji .tile{display:inline-block;border:1px solid #ccc;border-radius:4px;padding:4px 12px;margin:0 8px 6px 0}"
    ".gouji .tile b{font-size:18px;margin-right:4px}</style>"
)
_COLOUR: Mapping[str, str] = {"pass": "#1a7f37", "review": "#9a6700", "fail": "#c00", "unreadable": "#c00"}


def in_words(submissions: Sequence[Submission]) -> str:
    """Count the documents by their status, in words."""
    counts: Counter[str] = Counter(submission.verdict.status for submission in submissions)
    return either("，", ", ").join(
        f"{words.partition(' ')[2]} {counts[status]}" for status, words in sentences.STATUS.items() if counts[status]
    )


def results_html(submissions: Sequence[Submission], deliveries: Deliveries, *, complete: bool) -> str:
    """Return tiles that count the documents, and the units with most to correct."""
    counts: Counter[str] = Counter(submission.verdict.status for submission in submissions)
    tiles = [(counts[status], words, _COLOUR.get(status, "#222")) for status, words in sentences.STATUS.items()]
    tiles.append((len(deliveries.missing), inbox.STATE["missing"], "#222"))
    parts = [_STYLE, "<div class='gouji'><div>"]
    parts += [
        f"<span class='tile'><b style='color:{colour}'>{count}</b>{escape(words)}</span>"
        for count, words, colour in tiles
        if count
    ]
    parts.append("</div>")
    if not complete:
        parts.append(f"<p><b>{escape(str(sentences.INTERRUPTED))}</b></p>")
    worst = sorted(deliveries.units, key=_how_bad)[:_WORST]
    parts += _worst([delivery for delivery in worst if delivery.state != "pass"])
    return "".join([*parts, "</div>"])


def _how_bad(delivery: Delivery) -> tuple[int, int]:
    counts = Counter(finding.severity for one in delivery.current for finding in one.counted.open_findings)
    return -counts["error"], -counts["warning"]


def _worst(worst: Sequence[Delivery]) -> Iterator[str]:
    if not worst:
        return
    heads = "".join(f"<th>{escape(head)}</th>" for head in HEADER)
    yield f"<table class='units'><tr>{heads}</tr>"
    for delivery in worst:
        errors, warnings = (-count for count in _how_bad(delivery))
        findings = [finding for one in delivery.current for finding in one.counted.open_findings]
        first = escape(plain(message(findings[0]), _LONGEST)) if findings else ""
        yield (
            f"<tr><td class='r n'>{escape(plain(delivery.name, _LONGEST) or str(inbox.UNIT_UNKNOWN))}</td>"
            f"<td>{delivery.year or ''}</td><td class='r n'>{escape(inbox.STATE[delivery.state])}</td>"
            f"<td>{errors or ''}</td><td>{warnings or ''}</td><td class='r'>{first}</td></tr>"
        )
    yield "</table>"


def report_html(verdict: Verdict, forms: Mapping[str, Form]) -> str:
    """Return the statutory tables as printed, with what is probably wrong and what takes part in a finding."""
    head = " ".join(filter(None, (plain(verdict.unit or "", _LONGEST), f"{verdict.year or ''}")))
    colour = _COLOUR.get(verdict.status, "#222")
    parts = [_STYLE, "<div class='gouji'><p><b>", escape(head), "</b> "]
    parts.append(f"<b style='color:{colour}'>{escape(sentences.STATUS[verdict.status])}</b></p>")
    marks = _marks(verdict)
    for form_id, held in verdict.figures.items():
        form = forms[form_id]
        for number, table in enumerate(form.tables):
            cells = [cell for cell in form.cells if cell.table == number and held.values[cell.index] != "missing"]
            for block_number, block in enumerate(table.blocks):
                here = [cell for cell in cells if cell.block == block_number]
                if here:
                    caption = " ".join(dict.fromkeys(filter(None, (table.name, block.caption))))
                    parts += _block(held, block, here, caption, marks)
    parts += _listed([finding for finding in verdict.findings if finding.severity != "info" and finding.is_open])
    return "".join([*parts, "</div>"])


def _marks(verdict: Verdict) -> dict[str, Suspect | str]:
    """Cell id → the suspect, or the first sentence that it takes part in."""
    marks: dict[str, Suspect | str] = {}
    for finding in verdict.open_findings:
        if finding.severity != "info":
            for ref in finding.cells:
                marks.setdefault(ref.id, message(finding))
    for suspect in reversed(verdict.suspects):
        marks[suspect.cell.id] = suspect
    return marks


def _block(
    held: HeldForm,
    block: Block,
    cells: Sequence[Cell],
    caption: str,
    marks: Mapping[str, Suspect | str],
) -> Iterator[str]:
    """One rectangle of figures: column headings under their groups, rows beside theirs."""
    columns, rows = sorted({cell.column for cell in cells}), sorted({cell.row for cell in cells})
    by_place = {(cell.row, cell.column): cell for cell in cells}
    deep = max(len(block.rows[row].group) for row in rows)
    has_stub = deep or any(block.rows[row].label for row in rows)
    yield f"<table><caption>{escape(caption)}</caption>"
    yield from _heads(block, columns, deep + 1 if has_stub else 0)
    names = _names(block.row_groups)
    left = dict.fromkeys(range(deep), 0)
    for place, row in enumerate(rows):
        yield "<tr>"
        item = block.rows[row]
        for level in range(len(item.group)):
            if left[level] == 0:
                left[level] = _as_long(block, rows[place:], level)
                yield f"<th class='r' rowspan='{left[level]}'>{escape(names.get(item.group[level], ''))}</th>"
            left[level] -= 1
        if has_stub:
            yield f"<th class='r' colspan='{deep - len(item.group) + 1}'>{escape(item.label)}</th>"
        for column in columns:
            cell = by_place.get((row, column))
            yield _figure(held, cell, marks) if cell else "<td class='lack'></td>"
        yield "</tr>"
    yield "</table>"


def _as_long(block: Block, rows: Sequence[int], level: int) -> int:
    """For how many rows a group goes on."""
    group = block.rows[rows[0]].group[: level + 1]
    return next((i for i, row in enumerate(rows) if block.rows[row].group[: level + 1] != group), len(rows))


def _heads(block: Block, columns: Sequence[int], stub: int) -> Iterator[str]:
    """The heading rows; a group stands over its columns, and a column without one is as high as all."""
    items = [block.columns[column] for column in columns]
    names = _names(block.column_groups)
    deep = max(len(item.group) for item in items)
    for level in range(deep + 1):
        yield "<tr>"
        if level == 0 and stub:
            yield f"<th rowspan='{deep + 1}' colspan='{stub}'>{escape(block.stub)}</th>"
        for key, run in groupby(enumerate(items), partial(_head_at, level)):
            same = [item for _, item in run]
            yield _head(key, same, names, level, deep)
        yield "</tr>"


def _head_at(level: int, pair: tuple[int, Item]) -> tuple[str, ...]:
    """What columns under one heading have in common; a column's own label belongs to it alone."""
    number, item = pair
    return item.group[: level + 1] if len(item.group) > level else ("", str(number))


def _head(key: tuple[str, ...], items: Sequence[Item], names: Mapping[str, str], level: int, deep: int) -> str:
    item = items[0]
    if len(item.group) > level:
        return f"<th colspan='{len(items)}'>{escape(names.get(key[-1], key[-1]))}</th>"
    if len(item.group) == level:
        return f"<th rowspan='{deep - level + 1}'>{escape(item.label)}</th>"
    return ""


def _figure(held: HeldForm, cell: Cell, marks: Mapping[str, Suspect | str]) -> str:
    text, mark = escape(plain(held.text(cell.index), _LONGEST)), marks.get(cell.id)
    if isinstance(mark, str):
        return f"<td class='at' title='{escape(plain(mark, 500), quote=True)}'>{text}</td>"
    if mark is not None:
        return f"<td class='wrong'>{text} → {sentences.number(mark.proposed)}</td>"
    lack = " class='lack'" if isinstance(held.values[cell.index], str) else ""
    return f"<td{lack}>{text}</td>"


def _names(groups: Sequence[Group]) -> dict[str, str]:
    return {group.id: group.label for group in groups}


def _listed(findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        return
    yield "<ul>"
    for finding in findings[:_FINDINGS]:
        yield f"<li>【{escape(weight(finding))}】{escape(plain(message(finding), 500))}</li>"
    if len(findings) > _FINDINGS:
        yield f"<li>{escape(more_findings(len(findings) - _FINDINGS))}</li>"
    yield "</ul>"
