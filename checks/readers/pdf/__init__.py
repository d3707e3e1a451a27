"""PDF files with a text layer: prose and tables in order; what is a picture or cannot be made out is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from checks import effort
from checks.errors import InputFileError
from checks.model.figures import is_figure
from checks.model.grid import CellAddress, Grid, Trust, Value
from checks.readers.active_content import Remarks
from checks.readers.pdf.aligned import aligned_rows
from checks.readers.pdf.glyphs import Character, Matrix, PdfPage, pages
from checks.readers.pdf.joining import joined, number_cells
from checks.readers.pdf.lines import lines_of, words_of
from checks.readers.pdf.reading import is_here
from checks.readers.pdf.ruled import Box, RuledTable, find_tables
from checks.readers.prose import prose_grids

_PAGE_NUMBER = re.compile(r"[\-—–－\s]*第?\s*\d{1,3}\s*页?(?:[/共]\s*\d+\s*页?)?[\-—–－\s]*")
_NEW_PARAGRAPH = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]+[）)、]|\d+[.、．])")
_FEW_CHARACTERS = 8
_GARBLED = 0.2
_A4 = 595 * 842
_A_ROW = 5
_WIDE = 1.6
_DOTS_OF_A_PAGE = 8_000
"""What a page that is a picture takes beside the recognition of its lines, in the measure of that."""


@dataclass(slots=True)
class ProseLine:
    """A line of prose on a page, with its right end."""

    page: int
    text: str
    top: float
    right: float


@dataclass(slots=True)
class Placed:
    """What a PDF holds: Grids, remarks, and where on its page each cell of a table is.

    Attributes:
        boxes: address of a cell → its box, in the coordinates that ``matrices`` leads to.
        matrices: page → from the file's coordinates to those.
    """

    grids: list[Grid] = field(default_factory=list)
    remarks: Remarks = field(default_factory=list)
    boxes: dict[CellAddress, Box] = field(default_factory=dict)
    matrices: dict[int, Matrix] = field(default_factory=dict)


def read_pdf(data: bytes) -> tuple[list[Grid], Remarks]:
    """Read a file.

    Raises:
        InputFileError: it has a password, is damaged or empty, or the library is not here.
    """
    placed = read_placed(data)
    if not placed.grids and not placed.remarks:
        raise InputFileError("not_a_table_file", "没有文字的 PDF")
    return placed.grids, placed.remarks


def read_placed(data: bytes) -> Placed:
    """Read a file, with the boxes of its cells."""
    document = _Document()
    for page in pages(data):
        document.add(page)
    document.end()
    return document.placed


class _Document:
    """Collects the pages."""

    def __init__(self) -> None:
        self.placed = Placed()
        self._scans: list[int] = []
        self._recognised: list[int] = []
        self._garbled: list[int] = []
        self._trust: Trust = "exact"
        self._table: RuledTable | None = None
        self._lines: list[ProseLine] = []
        self._before = 0

    def add(self, page: PdfPage) -> None:
        """Take in a page."""
        remarks = self.placed.remarks
        self.placed.matrices[page.number] = page.matrix
        if page.cut:
            remarks.append(("truncated_document", ""))
        odd = sum(character.odd for character in page.characters)
        if odd > len(page.characters) * _GARBLED:
            self._garbled.append(page.number)
            return
        if len(page.characters) < _FEW_CHARACTERS and page.has_large_picture and not page.recognised:
            self._scan(page)
            return
        if page.has_large_picture and not page.recognised:
            remarks.append(("pictures", ""))
        self._trust = "recognised" if page.recognised else "exact"
        tables, unseen = find_tables(page)
        if unseen or page.unseen:
            remarks.append(("unseen_text", ""))
        if page.marks and any(_is_marked(c, page, tables) for c in page.characters):
            remarks.append(("marked_figures", str(page.number)))
        free = [c for c in page.characters if not any(t.holds((c.x0 + c.x1) / 2, c.middle) for t in tables)]
        if not tables and (rows := aligned_rows(free)):
            self._aligned(rows, page.number)
            return
        self._take_in(tables, _prose(page, free))

    def _scan(self, page: PdfPage) -> None:
        """Take in a page that is a picture, if what reads pictures is installed and may go on; else say so."""
        size = page.width * page.height / _A4
        if not is_here() or not effort.spend("scan", round(_DOTS_OF_A_PAGE * max(1.0, size))):
            self._scans.append(page.number)
            return
        from checks.readers.pdf.scanned import DPI, read_scan  # noqa: PLC0415  # the extra: half a second

        effort.goes_on()
        try:
            tables, lines = read_scan(page.picture(DPI), page.number)
        except Exception:  # noqa: BLE001  # the library's own, no memory or no effort left: the page is unread
            tables, lines = [], []
        if not tables and not lines:
            self._scans.append(page.number)
            return
        self._recognised.append(page.number)
        self._trust = "recognised"
        self._take_in(tables, [ProseLine(page.number, text, top, right) for top, text, right in lines])

    def _take_in(self, tables: list[RuledTable], prose: list[ProseLine]) -> None:
        number_cells(tables)
        items: list[tuple[float, ProseLine | RuledTable]] = [(table.box[1], table) for table in tables]
        items += [(line.top, line) for line in prose]
        for _, item in sorted(items, key=lambda pair: pair[0]):
            if isinstance(item, ProseLine):
                self._end_table()
                self._lines.append(item)
            else:
                self._add_table(item)

    def end(self) -> None:
        """Make Grids of what is still open, and say what was not read."""
        self._end_table()
        self._end_lines()
        for code, numbers in (
            ("scanned_pages" if is_here() else "scanned_pages_no_ocr", self._scans),
            ("garbled_text", self._garbled),
            ("recognised_pages", self._recognised),
        ):
            if numbers:
                self.placed.remarks.append((code, "、".join(map(str, numbers))))

    def _add_table(self, table: RuledTable) -> None:
        whole = joined(self._table, table) if self._table else None
        if whole is None:
            self._end_table()
        self._end_lines()
        self._table = whole or table

    def _end_table(self) -> None:
        table, self._table = self._table, None
        if table is None:
            return
        rows: list[list[Value]] = [[None] * (len(table.edges) - 1) for _ in range(table.height)]
        places: dict[tuple[int, int], CellAddress] = {}
        for cell in table.cells:
            number, row, column = cell.seen
            place = CellAddress("", row, column, "page", page=cell.page, table=number + 1)
            self.placed.boxes[place] = cell.box
            rows[cell.row][cell.column] = cell.text or None
            for r in range(cell.row, cell.row + cell.rows):
                places.update({(r, c): place for c in range(cell.column, cell.column + cell.columns)})

        def address(row: int, column: int) -> CellAddress:
            return places.get((row, column)) or CellAddress("", row, column, "page", page=table.page, table=1)

        self.placed.grids.append(Grid(rows, "", "sheet", addresses=address, trust=self._trust))

    def _end_lines(self) -> None:
        if self._lines:
            paragraphs = _paragraphs(self._lines)
            grids = prose_grids(paragraphs, self._before)
            for grid in filter(_has_rows, grids):  # of a table without rules
                grid.trust = "recognised" if self._trust == "recognised" else "derived"
            self.placed.grids += grids
            self._before += len(paragraphs)
            self._lines = []

    def _aligned(self, rows: list[tuple[list[str], bool]], page: int) -> None:
        self._end_table()
        self._end_lines()
        trust: Trust = "recognised" if self._trust == "recognised" else "derived"

        def address(row: int, column: int) -> CellAddress:
            return CellAddress("", row, column, "page", page=page, table=1)

        self.placed.grids.append(Grid([list(cells) for cells, _ in rows], "", "lines", addresses=address, trust=trust))


def _is_marked(character: Character, page: PdfPage, tables: Sequence[RuledTable]) -> bool:
    """Tell a digit in a table through whose middle something runs that was drawn over the page."""
    if not character.text.isdigit():
        return False
    x, y, room = (character.x0 + character.x1) / 2, character.middle, (character.y1 - character.y0) / 4
    over = any(left <= x <= right and top <= y + room and y - room <= bottom for left, top, right, bottom in page.marks)
    return over and any(table.holds(x, y) for table in tables)


def _has_rows(grid: Grid) -> bool:
    """Tell whether lines of text hold figures as the rows of a table do."""
    return grid.layout == "stream" or any(sum(map(is_figure, row)) >= _A_ROW for row in grid.rows)


def _parted(line: list[Character], page: PdfPage) -> list[list[Character]]:
    """Part a line where a rule runs down through it: a menu beside the text, or two columns."""
    if not page.vertical:
        return [line]
    middle = line[0].middle
    rules = [x for x, top, bottom in page.vertical if top <= middle <= bottom]
    parts = [line[:1]]
    for before, character in pairwise(line):
        if any(before.x1 - 1 <= x <= character.x0 + 1 for x in rules):
            parts.append([])
        parts[-1].append(character)
    return parts


def _prose(page: PdfPage, free: list[Character]) -> list[ProseLine]:
    """Return the lines of a page beside its tables, without page numbers: they would part a table."""
    parts = [part for line in lines_of(free) for part in _parted(line, page)]
    lines = [ProseLine(page.number, words_of(part, _WIDE), min(c.y0 for c in part), part[-1].x1) for part in parts]
    if lines and _PAGE_NUMBER.fullmatch(lines[-1].text) and lines[-1].top > page.height * 0.85:
        lines.pop()
    if lines and _PAGE_NUMBER.fullmatch(lines[0].text) and lines[0].top < page.height * 0.1:
        lines.pop(0)
    return lines


def _paragraphs(lines: list[ProseLine]) -> list[str]:
    """Join lines that reach the right edge with what follows."""
    rights = sorted(line.right for line in lines)
    edge = rights[len(rights) * 3 // 4] - 18
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        text = line.text.replace("\t", " ")
        if goes_on and not _NEW_PARAGRAPH.match(text):
            paragraphs[-1] += text
        else:
            paragraphs.append(text)
        goes_on = line.right > edge and not text.endswith("。")
    return paragraphs
