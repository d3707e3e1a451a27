"""Word documents (.docx, .docm): prose and tables in the document's order, as they are seen.

The package's guard hands out the one part that holds the text; it is parsed by the standard library, since the same
code runs in a browser. No document type is let in, and what is too large or too deep is refused or said.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, fromstring

from checks.errors import InputFileError
from checks.model.grid import CellAddress, Grid, Value
from checks.readers.active_content import Remarks
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS
from checks.readers.package import Package, as_utf8
from checks.readers.prose import prose_grids
from checks.readers.spans import is_ragged
from checks.readers.word_chunks import Chunks, chunks_of, references
from checks.readers.word_looks import Spot, ground_of, is_low
from checks.readers.word_rows import Parts
from checks.readers.word_styles import Styles, style_of
from checks.readers.word_text import ParagraphText, joined
from checks.readers.word_xml import attribute, child, inside, is_on, local

MAX_ELEMENTS = 400_000
"""Elements of the document's part. A report from WPS, the most verbose, has 7,000."""
MAX_TABLES = 1000
MAX_DEPTH = 20
"""Tables inside tables, and text boxes inside those."""
_FEW = 4
_FIGURE = re.compile(r"[+\-－＋]?[\d０-９][\d０-９,，.．]*")
_TRIM = re.compile(
    rb"<w:(?:top|left|bottom|right|insideH|insideV|keepNext|keepLines|widowControl|suppressLineNumbers|ind|jc"
    rb"|rFonts(?![^<>]*(?:[Ww]ingdings|[Ww]ebdings|Marlett))|kern|szCs|lang|tcW|vAlign|bCs?|bidi|tblW|snapToGrid|wordWrap|adjustRightInd|textAlignment"
    rb"""|spacing(?![^<>]*(?:["']exact|val=["']-(?:[89]\d|\d{3}))))(?: [^<>]*)?/>"""
)
"""Empty elements that decide nothing of what is read. Where there is no ``<!``, a tag is what it looks like."""
_EMBEDDED = ("word/embeddings/", "word/activex/")


def read_docx(package: Package) -> tuple[list[Grid], Remarks]:
    """Read the text of a Word document.

    Raises:
        InputFileError: its main part is missing, damaged or too large.
    """
    part = main_part(package)
    text = as_utf8(package.read(part))
    body = body_of(text, trimmed=True)
    grids, more = read_body(body, styles_of(package, part, text), chunks_of(package, part))
    remarks = dict.fromkeys(more)
    for name in package.entries:
        if name.startswith(_EMBEDDED):
            remarks["embedded_document", name.rpartition("/")[2]] = None
        elif name.endswith("vbaproject.bin"):
            remarks["macros", ""] = None
    return grids, list(remarks)


def read_body(body: Element, styles: Styles, chunks: Chunks | None = None) -> tuple[list[Grid], Remarks]:
    """Read the element that holds a document's text.

    Args:
        body: the element.
        styles: of the document.
        chunks: what reads the parts that it shows as parts of itself, if it has any.
    """
    reader = _Reader(styles, chunks)
    reader.walk(body, 0)
    reader.end_run()
    return reader.grids, reader.remarks


def main_part(package: Package) -> str:
    """Return the name of the part that holds the text: the one that the package's root names."""
    if package.main in package:
        return package.main
    if "word/document.xml" in package:
        return "word/document.xml"
    raise InputFileError("damaged", "缺少内部文件")


def body_of(part: bytes, *, trimmed: bool = False) -> Element:
    """Parse the main part, in UTF-8, and return the element that holds the text.

    Args:
        part: the bytes.
        trimmed: leave out before what only says how the text looks: half of the time goes into that.

    Raises:
        InputFileError: it is damaged or too large.
    """
    if part.count(b"<") > 2 * MAX_ELEMENTS:
        raise InputFileError("unsafe", "文档过长")
    try:
        root = fromstring(_TRIM.sub(b"", part) if trimmed and b"<!" not in part else part)  # noqa: S314  # no DTD here
    except ParseError as error:
        raise InputFileError("damaged", "内容无法解析") from error
    body = child(root, "body")
    if body is None:
        raise InputFileError("damaged", "没有正文")
    return body


def styles_of(package: Package, part: str, text: bytes) -> Styles:
    """Return the styles of the document whose text is in this part, which holds these bytes."""
    named = (one.target for one in references(package, part) if one.kind == "styles" and one.target in package)
    target = next(named, "")
    return Styles(as_utf8(package.read(target)) if target else b"", text)


def cells_of(body: Element, styles: Styles) -> dict[CellAddress, Element]:
    """Return the element of every cell of a document's tables, by its address."""
    reader = _Reader(styles, None)
    reader.walk(body, 0)
    return {
        CellAddress("", row, cell, "word", table=number): element
        for number, table in enumerate(reader.tables, 1)
        for (row, cell), element in table.elements.items()
    }


class _Reader:
    """Walks a document and collects its Grids."""

    def __init__(self, styles: Styles, chunks: Chunks | None) -> None:
        self.grids: list[Grid] = []
        self.remarks: Remarks = []
        self.tables: list[WordTable] = []
        self._styles = styles
        self._chunks = chunks
        self._lines: list[str] = []
        self._before = self._number = 0

    def walk(self, parent: Element, depth: int) -> None:
        """Take in the paragraphs and tables of an element."""
        if depth > MAX_DEPTH:
            self.remarks.append(("nested_too_deep", ""))
            return
        for element in inside(parent, "p", "tbl", "altChunk"):
            name = local(element.tag)
            if name == "p":
                self._paragraph(element, depth)
            elif name == "tbl":
                self._table(element, depth)
            else:
                self._chunk(element)

    def end_run(self) -> None:
        """Make Grids of the lines so far."""
        if self._lines:
            self.grids += prose_grids(self._lines, self._before)
            self._before += len(self._lines)
            self._lines = []

    def _chunk(self, element: Element) -> None:
        """Another document that Word shows as a part of this one: a web page, mostly."""
        if self._chunks is None:
            return
        self.end_run()
        chunk = self._chunks.read(element, self._before)
        self._before = max((grid.lines[-1] for grid in chunk.grids if grid.lines), default=self._before)
        self.grids += chunk.grids
        self.remarks += chunk.remarks

    def _paragraph(self, element: Element, depth: int) -> None:
        paragraph = ParagraphText(element, Spot(), self._styles)
        self._lines += [line.strip() for line in paragraph.text.split("\n") if line.strip()]
        if paragraph.pictures:
            self.remarks.append(("pictures", ""))
        for box in paragraph.boxes:
            self.walk(box, depth + 1)

    def _table(self, element: Element, depth: int) -> None:
        """A table of data becomes a Grid, tables inside it follow; one that only lays out gives way to its content."""
        table = WordTable(element, self._styles)
        self.remarks += table.remarks
        if table.cut:
            self.remarks.append(("truncated_document", ""))
        if table.inner and sum(bool(_FIGURE.fullmatch(text)) for text in table.texts) < _FEW:
            for cell in table.cells:
                self.walk(cell, depth + 1)
            return
        if self._number == MAX_TABLES:
            self.remarks.append(("truncated_document", ""))
            return
        if table.texts:
            self.end_run()
            self._number += 1
            self.grids.append(table.grid(self._number))
            self.tables.append(table)
        for inner in table.inner:
            if depth < MAX_DEPTH:
                self._table(inner, depth + 1)
            else:
                self.remarks.append(("nested_too_deep", ""))


class WordTable:
    """One table of a document.

    Attributes:
        rows: texts by row and column of the table's own grid.
        cells: its cells in order, without those that continue a merged one.
        elements: the same by (row, cell) as the eye counts them.
        spots: (row, column) → (row, cell) as the eye counts the cells of a row.
        texts: the texts that are not blank.
        inner: tables inside its cells that are more than a frame around one text.
        remarks: what of it was not read or not seen.
        cut: whether it has more rows or columns than are read.
    """

    def __init__(self, element: Element, styles: Styles) -> None:
        self._styles = styles
        self._table = child(element, "tblPr")
        self._spot = Spot(style_of(self._table, "tblStyle"))
        self._parts: Parts | None = None
        self.rows: list[list[Value]] = []
        self.cells: list[Element] = []
        self.elements: dict[tuple[int, int], Element] = {}
        self.spots: dict[tuple[int, int], tuple[int, int]] = {}
        self.texts: list[str] = []
        self.inner: list[Element] = []
        self.remarks: Remarks = []
        self.cut = False
        self._widths: list[int] = []
        rows = []
        for row in inside(element, "tr"):
            if _is_seen(row):
                rows.append(row)
            elif any(map(str.isdigit, "".join(row.itertext()))):
                self.remarks.append(("unseen_text", ""))
        if styles.any:
            self._spot = self._spot._replace(table=ground_of(self._table))
            if bands := styles.bands(self._spot.style):
                self._parts = Parts(self._table, bands, len(rows))
        for row in rows[:MAX_ROWS]:
            self._row(row)
        self.cut = self.cut or len(rows) > MAX_ROWS

    def grid(self, number: int) -> Grid:
        """Return it as the document's table of that number, from 1."""
        spots = self.spots

        def address(row: int, column: int) -> CellAddress:
            seen_row, cell = spots.get((row, column), (row, column))
            return CellAddress("", seen_row, cell, "word", table=number)

        if is_ragged(self._widths):  # its spans are lost: only the order of a row's cells means anything
            kept = [[c for c in range(len(row)) if self._begins(r, c)] for r, row in enumerate(self.rows)]
            rows = [[self.rows[r][c] for c in columns] for r, columns in enumerate(kept)]
            return Grid(rows, "", "lines", addresses=lambda r, c: address(r, kept[r][c]))
        return Grid(self.rows, "", "sheet", addresses=address)

    def _begins(self, row: int, column: int) -> bool:
        """Tell whether a cell that is seen begins in a column."""
        spot = self.spots.get((row, column))
        return spot is not None and spot in self.elements and self.spots.get((row, column - 1)) != spot

    def _row(self, row: Element) -> None:
        line: list[Value] = []
        index = len(self.rows)
        self.rows.append(line)
        column = number_of(child(row, "trPr"), "gridBefore", 0)
        cells = list(inside(row, "tc"))
        for count, cell in enumerate(cells):
            properties = child(cell, "tcPr")
            width = max(1, number_of(properties, "gridSpan", 1))
            if column + width > MAX_COLUMNS:
                self.cut = True
                return
            line += [None] * (column + width - len(line))
            for covered in range(column, column + width):
                self.spots[index, covered] = (index, count)
            if child(properties, "cellDel") is not None:
                self.remarks.append(("unseen_text", ""))
            elif not (_continues(properties, "vMerge") or _continues(properties, "hMerge")):
                self.cells.append(cell)
                self.elements[index, count] = cell
                spot = self._spot_of(row, properties, (index, count, len(cells)))
                text = self._text(cell, spot, 0)
                if text:
                    line[column] = text
                    self.texts.append(text)
            column += width
        self._widths.append(column + number_of(child(row, "trPr"), "gridAfter", 0))

    def _spot_of(self, row: Element, properties: Element | None, at: tuple[int, int, int]) -> Spot:
        """Where a cell stands: in its row, with these properties, at (row, cell, of so many)."""
        if not self._styles.any:
            return self._spot
        parts = self._parts.of(*at) if self._parts else ()
        low = is_low(child(row, "trPr"))
        return self._spot._replace(parts=parts, cell=ground_of(properties), low=low)

    def _text(self, cell: Element, spot: Spot, depth: int) -> str:
        parts: list[str] = []
        for element in inside(cell, "p", "tbl", "altChunk"):
            name = local(element.tag)
            if name == "tbl":
                frame = _framed(element)
                if frame is None:
                    self.inner.append(element)
                elif depth < MAX_DEPTH:
                    parts.append(self._text(frame, spot, depth + 1))
                continue
            if name == "altChunk":
                self.remarks.append(("embedded_document", "altChunk"))
                continue
            paragraph = ParagraphText(element, spot, self._styles)
            parts.append(paragraph.text)
            if paragraph.unseen:
                self.remarks.append(("unseen_text", ""))
            if paragraph.pictures:
                beside = _FIGURE.fullmatch(paragraph.text.strip()) is not None
                self.remarks.append(("pictures_in_cells" if beside else "pictures", ""))
            if depth < MAX_DEPTH:
                parts += [self._text(box, spot, depth + 1) for box in paragraph.boxes]
        return joined(parts)


def _is_seen(row: Element) -> bool:
    """Tell whether a row is not deleted and not hidden."""
    properties = child(row, "trPr")
    return child(properties, "del") is None and not is_on(properties, "hidden")


def number_of(properties: Element | None, name: str, default: int) -> int:
    """Return a number among an element's properties, between 0 and more columns than any table has."""
    element = child(properties, name)
    written = None if element is None else attribute(element, "val")
    return min(int(written), MAX_COLUMNS + 1) if written and written.isdecimal() else default


def _continues(properties: Element | None, name: str) -> bool:
    element = child(properties, name)
    return element is not None and attribute(element, "val") in (None, "continue")


def _framed(table: Element) -> Element | None:
    """Return the only cell of a table that is no more than a frame around it."""
    cells = [cell for row in inside(table, "tr") for cell in inside(row, "tc")]
    return cells[0] if len(cells) == 1 and child(cells[0], "tbl") is None else None
