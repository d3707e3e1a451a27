"""Web pages and what many programs export as "Excel": .html, .mht, .xls. Prose and tables in the page's order."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from checks.errors import InputFileError
from checks.model.grid import CellAddress, Grid, Special, Value
from checks.readers.active_content import Remarks
from checks.readers.bounds import MAX_COLUMNS, MAX_PARTS, MAX_ROWS, MAX_TAGS, within
from checks.readers.encoding import decode
from checks.readers.page_flow import CellOnPage, Flow, TableOnPage, flow_of
from checks.readers.prose import prose_grids
from checks.readers.spans import Placer, is_ragged

MAX_TABLES = 1000
"""Tables of one page. A report has 3; a page that is laid out by tables has dozens."""

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.-]+)""", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
_FIGURE = re.compile(r"[+\-－＋]?[\d０-９][\d０-９,，.．]*")
_FEW = 4
"""Figures of its own that make a table with tables inside a table of data, not one that lays out the page."""


def read_html(data: bytes) -> tuple[list[Grid], Remarks]:
    """Read a page: every table that is seen, and the lines of text between them.

    Raises:
        InputFileError: it is empty or no text.
    """
    text = text_of(data)
    within(text.count("<"), MAX_TAGS, "标签数")
    page = flow_of(text)
    made = _Grids()
    made.flow(page.flow)
    made.end_run()
    if page.title and made.grids:  # the last to ask for the unit and the year: sites put their own names here
        made.grids += prose_grids([page.title], made.lines)
    remarks: Remarks = made.remarks
    if page.unseen_figures:
        remarks.append(("unseen_text", ""))
    if page.is_doubtful or made.is_doubtful:
        remarks.append(("doubtful_styles", ""))
    if page.pictures:
        remarks.append(("pictures", str(page.pictures)))
    return made.grids, remarks


def text_of(data: bytes) -> str:
    """Return the text of a page, in whatever encoding it came.

    Raises:
        InputFileError: it is empty or no text.
    """
    declared = _CHARSET.search(data[:4096])
    text = decode(data, declared[1].decode("ascii", "replace") if declared else "")
    if not text.strip():
        raise InputFileError("empty")
    return text


def cells_of(text: str) -> dict[CellAddress, int]:
    """Return where the tag of each cell of a page's tables begins in its text."""
    made = _Grids()
    made.flow(flow_of(text).flow)
    return made.starts


def read_mht(data: bytes) -> tuple[list[Grid], Remarks]:
    """Read the HTML parts of a page saved as one file."""
    from email import message_from_bytes  # noqa: PLC0415  # takes 20 ms, for a kind that is rare

    within(data.count(b"\n--"), MAX_PARTS, "组成部分数")
    grids: list[Grid] = []
    remarks: Remarks = []
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                charset = part.get_content_charset()
                if charset:
                    payload = decode(payload, charset).encode()
                found, more = read_html(payload)
                grids += found
                remarks += more
    if not grids:
        raise InputFileError("not_a_table_file", "网页（MHT），其中没有表格")
    return grids, remarks


class _Grids:
    """Collects the Grids of a page, in its order."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.remarks: Remarks = []
        self.is_doubtful = False
        self.starts: dict[CellAddress, int] = {}
        self.lines = 0
        self._number = 0
        self._run: list[str] = []
        self._line: list[str] = []

    def flow(self, flow: Flow) -> None:
        """Take in prose and tables."""
        for part in flow:
            if isinstance(part, TableOnPage):
                self._table(part)
            elif part == "\n":
                self.end_line()
            else:
                self._line.append(part)
        self.end_line()

    def end_line(self) -> None:
        """End the line that is being collected."""
        line = _SPACE.sub(" ", "".join(self._line)).strip()
        self._line.clear()
        if line:
            self._run.append(line)

    def end_run(self) -> None:
        """Make Grids of the lines so far."""
        self.end_line()
        if self._run:
            self.grids += prose_grids(self._run, self.lines)
            self.lines += len(self._run)
            self._run = []

    def _table(self, table: TableOnPage) -> None:
        """Make a Grid of data, then of the tables inside it; a table that lays out a page gives way to its content."""
        cells = [cell for row in table.rows for cell in row]
        inner = [part for cell in cells for part in cell.flow if isinstance(part, TableOnPage) and not part.is_frame]
        if inner and sum(1 for text in table.texts if _FIGURE.fullmatch(text)) < _FEW:
            for cell in cells:
                self.flow(cell.flow)
            return
        if table.texts:
            self._grid(table)
        for part in inner:
            self._table(part)

    def _grid(self, table: TableOnPage) -> None:
        if self._number == MAX_TABLES:
            self.remarks.append(("truncated_document", ""))
            return
        self.end_run()
        self.is_doubtful |= table.is_doubtful
        self._number += 1
        number = self._number

        def address(row: int, column: int) -> CellAddress:
            return CellAddress("", row, column, "web", table=number)

        placer = Placer()
        values = [[_value(cell) for cell in row] for row in table.rows[:MAX_ROWS]]
        for row, line in zip(table.rows, values, strict=False):
            placer.next_row()
            for cell, value in zip(row, line, strict=True):
                if place := placer.put(value, cell.across, cell.down):
                    self.starts[address(*place)] = cell.start
        if is_ragged(placer.widths):  # its spans are lost, or wrong: only the order of a row's cells means anything
            self.starts |= {
                address(r, c): cell.start for r, row in enumerate(table.rows[:MAX_ROWS]) for c, cell in enumerate(row)
            }
            self.grids.append(Grid([line[:MAX_COLUMNS] for line in values], "", "lines", addresses=address))
        else:
            self.grids.append(Grid(placer.rows, "", "sheet", addresses=address))
        if placer.cut or len(table.rows) > MAX_ROWS:
            self.remarks.append(("truncated_document", ""))


def _value(cell: CellOnPage) -> Value:
    """Return a cell's value: its text, unless the number that the program kept beside it is another."""
    text = cell.text
    if cell.number:
        kept, shown = _number(cell.number), _number(text)
        if kept is not None and kept != shown and (shown is not None or not text):
            return Special("disagreement", f"{text}/{cell.number}")
    return text or None


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
