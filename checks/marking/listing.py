"""The sheet 校验结果, the last of a marked copy: what was found, with links to the cells. It holds no formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from checks.marking.formats import Formats
from checks.marking.parts import Parts, UnmarkableError
from checks.model.findings import CellRef, Finding, Suspect, Verdict, rivals_of
from checks.model.grid import CellAddress
from checks.render import sentences
from checks.render.sentences import marking
from checks.render.sentences.findings import message
from checks.render.sentences.reasons import reason

_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_WIDTHS = (13, 18, 80, 46)
_MOST = 2000
"""Findings that are listed; a sheet with more is not read by anyone."""
_LONGEST = 2000
"""Characters of one cell; Excel takes 32,767."""
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_HEAD = (
    '<worksheet xmlns="{main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
    '<sheetView showGridLines="0" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
)
_TAIL = (
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
)


@dataclass(frozen=True, slots=True)
class _Row:
    texts: tuple[str, ...]
    look: str = "text"
    spot: CellAddress | None = None


def add_list(
    parts: Parts, verdicts: Sequence[Verdict], sheets: Sequence[str], formats: Formats, *, earlier: str = ""
) -> None:
    """Append the sheet, or write the one of an earlier check anew.

    Args:
        parts: the workbook.
        verdicts: on its reports.
        sheets: the names of its worksheets, which links may lead to.
        formats: its styles.
        earlier: the part that holds the list of an earlier check.
    """
    rows = [_Row((marking.LIST,), "title"), _Row((marking.LIST_INTRO,), "plain")]
    for verdict in verdicts:
        rows += [_Row((_headline(verdict, len(verdicts) > 1),), "title"), _Row(marking.LIST_HEAD, "head")]
        rows += [*_suspects(verdict), *map(_finding, verdict.findings[:_MOST])]
    written = _written(rows, parts.main, frozenset(sheets), formats).encode()
    if earlier:
        parts.write(earlier, written)
        return
    name = parts.free("xl/worksheets/sheet{}.xml")
    parts.write(name, written)
    parts.declare(name, _CONTENT)
    listed = parts.tree(parts.workbook).child(parts.tag("sheets"))
    if listed is None:
        raise UnmarkableError("no list of sheets")
    numbers = [int(one.get("sheetId")) for one in listed if one.get("sheetId").isdecimal()]
    chosen = _free_name([one.get("name") for one in listed])
    sheet = listed.add(parts.tag("sheet"), {"name": chosen, "sheetId": str(max(numbers, default=0) + 1)})
    sheet.declared = {"r": parts.relations}
    sheet.set(f"{{{parts.relations}}}id", parts.relate(parts.workbook, "worksheet", name))


def _free_name(taken: Sequence[str]) -> str:
    used = {name.casefold() for name in taken}
    names = (marking.LIST, *(f"{marking.LIST} ({i})" for i in range(2, len(taken) + 3)))
    return next(name for name in names if name.casefold() not in used)


def _headline(verdict: Verdict, several: bool) -> str:
    whose = verdict.unit or (verdict.part if several else "")
    parts = [whose, f"{verdict.year} 年" if verdict.year else "", sentences.STATUS[verdict.status]]
    return "  ".join([*(part for part in parts if part), sentences.checked(verdict.checked, verdict.undecided)])


def _suspects(verdict: Verdict) -> Iterator[_Row]:
    for choices in rivals_of(verdict.suspects):
        for number, cells in enumerate(choices, 1):
            head = marking.ONE_POSSIBILITY.format(number) if len(choices) > 1 else marking.LIKELIEST
            for one in cells:
                yield _Row((head, one.cell.place, _proposal(one), ""), spot=one.cell.workbook_cell)


def _proposal(suspect: Suspect) -> str:
    return sentences.most_likely(suspect.cell, suspect.proposed, reason(suspect.reason))


def _finding(finding: Finding) -> _Row:
    first: CellRef | None = next((ref for ref in finding.cells if ref.workbook_cell), None)
    explained = finding.outcome == "explained"
    head = sentences.OUTCOME["explained"] if explained else sentences.SEVERITY[finding.severity]
    texts = (head, first.place if first else "", message(finding), finding.rule)
    return _Row(texts, spot=first.workbook_cell if first else None)


def _written(rows: Sequence[_Row], main: str, sheets: frozenset[str], formats: Formats) -> str:
    text, title = formats.cell(), formats.cell(bold=True)
    looks = {"text": text, "title": title, "head": formats.cell(bold=True, fill=True), "plain": 0}
    lines, links = [], []
    for number, row in enumerate(rows, 1):
        linked = row.spot is not None and row.spot.sheet in sheets
        cells = []
        for column, content in zip("ABCD", row.texts, strict=False):
            style = formats.cell(link=True) if linked and column == "B" else looks[row.look]
            cells.append(
                f'<c r="{column}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
                f"{escape(_clean(content), quote=False)}</t></is></c>"
            )
        lines.append(f'<row r="{number}" ht="{_height(row)}" customHeight="1">{"".join(cells)}</row>')
        if linked and row.spot:
            sheet = row.spot.sheet.replace("'", "''")
            target = f"'{sheet}'!{row.spot.a1}"
            links.append(f'<hyperlink ref="B{number}" location="{escape(target)}"/>')
    columns = "".join(f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate(_WIDTHS, 1))
    wide = [f'<mergeCell ref="A{i}:D{i}"/>' for i, row in enumerate(rows, 1) if len(row.texts) == 1]
    body = f"<cols>{columns}</cols><sheetData>{''.join(lines)}</sheetData>"
    body += f'<mergeCells count="{len(wide)}">{"".join(wide)}</mergeCells>'
    body += f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return _HEAD.format(main=main) + body + _TAIL


def _height(row: _Row) -> int:
    """Return the height of a row in points; not every program finds it by itself. A Chinese sign is two wide."""
    if len(row.texts) == 1:
        return 20
    pairs = zip(row.texts, _WIDTHS, strict=True)
    return 4 + 15 * max(-(-sum(1 + (sign > "\u2e7f") for sign in text) // (width - 2)) or 1 for text, width in pairs)


def _clean(text: str) -> str:
    """Leave out what XML can't hold, and keep Excel from reading an escape into the text."""
    return _ESCAPE.sub("_x005F_", _FORBIDDEN.sub(" ", text)[:_LONGEST])
