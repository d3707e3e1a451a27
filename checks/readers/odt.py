"""OpenDocument texts: .odt, .ott, and .fodt, the same in one XML file. Prose and tables in order, as they are seen."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from checks.errors import InputFileError
from checks.model.figures import is_figure
from checks.model.grid import CellAddress, Grid
from checks.readers.active_content import Remarks
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS
from checks.readers.odt_styles import OdtStyles
from checks.readers.package import Package, as_utf8
from checks.readers.prose import prose_grids
from checks.readers.spans import Placer
from checks.readers.word_text import joined

_MAX_ELEMENTS = 400_000
_DEEPEST = 20
_MAX_TABLES = 1000
_FEW = 4
"""Figures of its own that make a table with tables inside a table of data, not one that lays out the page."""
_OF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _DRAW, _OFFICE = (_OF % name for name in ("text", "table", "drawing", "office"))
_PARAGRAPHS = frozenset((f"{_TEXT}p", f"{_TEXT}h"))
_SILENT = frozenset(
    (f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}ruby-text", f"{_TEXT}sequence-decls")
)
"""Elements whose text is no part of what is read: what was deleted is kept apart from the text."""
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " "}


def read_odt(package: Package) -> tuple[list[Grid], Remarks]:
    """Read a document in its package.

    Raises:
        InputFileError: it is encrypted, damaged, too long, or its XML has a document type.
    """
    if "meta-inf/manifest.xml" in package and b"encryption-data" in package.read("meta-inf/manifest.xml"):
        raise InputFileError("encrypted")
    styles = _parsed(package.read("styles.xml")) if "styles.xml" in package else None
    grids, remarks = _read(_parsed(package.read("content.xml")), styles)
    if any(name.startswith(("basic/", "scripts/")) for name in package.entries):
        remarks.append(("macros", ""))
    return grids, list(dict.fromkeys(remarks))


def read_fodt(data: bytes) -> tuple[list[Grid], Remarks]:
    """Read a document in one file.

    Raises:
        InputFileError: it is damaged, too long, or its XML has a document type.
    """
    grids, remarks = _read(_parsed(data), None)
    return grids, list(dict.fromkeys(remarks))


def _parsed(data: bytes) -> Element:
    text = as_utf8(data)
    if text.count(b"<") > 2 * _MAX_ELEMENTS:
        raise InputFileError("unsafe", "文档过长")
    try:
        return fromstring(text)  # noqa: S314  # a document type was refused before
    except ParseError as error:
        raise InputFileError("damaged", "XML 不完整") from error


def _read(root: Element, styles: Element | None) -> tuple[list[Grid], Remarks]:
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise InputFileError("damaged", "没有正文")
    reader = _Reader(OdtStyles([part for part in (styles, root) if part is not None]))
    reader.walk(body, 0)
    reader.end_run()
    return reader.grids, reader.remarks


class _Reader:
    """Walks a document and collects its Grids."""

    def __init__(self, styles: OdtStyles) -> None:
        self.grids: list[Grid] = []
        self.remarks: Remarks = []
        self._styles = styles
        self._lines: list[str] = []
        self._before = self._number = 0

    def walk(self, parent: Element, depth: int) -> None:
        """Take in what an element holds."""
        if depth > _DEEPEST:
            self.remarks.append(("nested_too_deep", ""))
            return
        for element in parent:
            if element.tag in _PARAGRAPHS:
                boxes: list[Element] = []
                text = self._paragraph(element, "", boxes)
                self._lines += [line.strip() for line in text.split("\n") if line.strip()]
                for box in boxes:
                    self.walk(box, depth + 1)
            elif element.tag == f"{_TABLE}table":
                self._table(element, depth)
            elif element.tag not in _SILENT:
                self.walk(element, depth + 1)

    def end_run(self) -> None:
        """Make Grids of the lines so far."""
        if self._lines:
            self.grids += prose_grids(self._lines, self._before)
            self._before += len(self._lines)
            self._lines = []

    def _paragraph(self, paragraph: Element, ground: str, boxes: list[Element]) -> str:
        """Return what a paragraph shows; collect the text boxes that hang on it."""
        names = (paragraph.get(f"{_TEXT}style-name", ""),)
        pieces: list[str] = []
        self._say(pieces, paragraph.text, names, ground)
        self._inside(paragraph, names, ground, pieces, boxes)
        return "".join(pieces)

    def _inside(
        self, parent: Element, names: tuple[str, ...], ground: str, pieces: list[str], boxes: list[Element]
    ) -> None:
        if len(names) > _DEEPEST:
            self.remarks.append(("nested_too_deep", ""))
            return
        for element in parent:
            if element.tag == f"{_DRAW}text-box":
                boxes.append(element)
            elif element.tag in (f"{_DRAW}image", f"{_DRAW}plugin"):
                self.remarks.append(("pictures", ""))
            elif element.tag in (f"{_DRAW}object", f"{_DRAW}object-ole"):
                self.remarks.append(("embedded_document", "OLE"))
            elif element.tag not in _SILENT:
                pieces.append(_SIGNS.get(element.tag, ""))
                inner = (*names, element.get(f"{_TEXT}style-name", ""))
                self._say(pieces, element.text, inner, ground)
                self._inside(element, inner, ground, pieces, boxes)
            self._say(pieces, element.tail, names, ground)

    def _say(self, pieces: list[str], text: str | None, names: tuple[str, ...], ground: str) -> None:
        if not text:
            return
        if self._styles.hide(names, ground):
            if any(map(str.isdigit, text)):
                self.remarks.append(("unseen_text", ""))
        else:
            pieces.append(text)

    def _table(self, element: Element, depth: int) -> None:
        """A table of data becomes a Grid, tables inside it follow; one that only lays out gives way to its content."""
        inner = _inner_tables(element)
        grid = self._grid(element)
        if inner and sum(is_figure(value) for row in grid.rows for value in row) < _FEW:
            for row in _rows(element):
                self.walk(row, depth + 1)
            return
        if self._number == _MAX_TABLES:
            self.remarks.append(("truncated_document", ""))
            return
        self.end_run()
        self._number += 1
        self.grids.append(grid)
        for table in inner:
            if depth < _DEEPEST:
                self._table(table, depth + 1)
            else:
                self.remarks.append(("nested_too_deep", ""))

    def _grid(self, element: Element) -> Grid:
        """Return a table's own cells as the next table of the document."""
        number = self._number + 1
        gone = [row for row in element.iter(f"{_TABLE}table-row") if not _is_seen(row)]
        if any(map(str.isdigit, "".join(text for row in gone for text in row.itertext()))):
            self.remarks.append(("unseen_text", ""))
        placer = Placer()
        spots: dict[tuple[int, int], int] = {}
        texts: dict[int, str] = {}  # of repeated cells, too, each once
        for row in _rows(element):
            if placer.cut:
                break
            placer.next_row()
            for count, (cell, across, down) in enumerate(_cells(row)):
                if id(cell) not in texts:
                    texts[id(cell)] = self._cell(cell)
                if place := placer.put(texts[id(cell)] or None, across, down):
                    spots |= {(place[0], place[1] + i): count for i in range(min(across, MAX_COLUMNS))}
        if placer.cut:
            self.remarks.append(("truncated_document", ""))

        def address(row: int, column: int) -> CellAddress:
            return CellAddress("", row, spots.get((row, column), column), "word", table=number)

        return Grid(placer.rows, "", "sheet", addresses=address)

    def _cell(self, cell: Element) -> str:
        """Return a cell's text, without the tables in it."""
        ground = self._styles.ground(cell.get(f"{_TABLE}style-name", ""))
        parts: list[str] = []
        stack = list(reversed(cell))
        while stack:
            element = stack.pop()
            if element.tag in _PARAGRAPHS:
                boxes: list[Element] = []
                parts.append(self._paragraph(element, ground, boxes))
                stack += [part for box in boxes for part in reversed(box)]
            elif element.tag not in _SILENT and element.tag != f"{_TABLE}table":
                stack += reversed(element)
        return joined(parts)


def _inner_tables(table: Element) -> list[Element]:
    """Return the tables inside a table, without those inside them."""
    inner: list[Element] = []
    stack = list(reversed(table))
    while stack:
        element = stack.pop()
        if element.tag == f"{_TABLE}table":
            inner.append(element)
        else:
            stack += reversed(element)
    return inner


def _cells(row: Element) -> Iterator[tuple[Element, int, int]]:
    """Yield the cells of a row that are no part of another, with what they span."""
    for cell in row:
        if cell.tag == f"{_TABLE}table-cell":
            across, down = (_number(cell, f"number-{name}-spanned") for name in ("columns", "rows"))
            for _ in range(min(_number(cell, "number-columns-repeated"), MAX_COLUMNS)):
                yield cell, across, down


def _rows(table: Element) -> Iterator[Element]:
    """Yield the rows that are seen, through what is wrapped around them."""
    room = MAX_ROWS
    stack = list(reversed(table))
    while stack and room:
        element = stack.pop()
        if element.tag == f"{_TABLE}table-row":
            if _is_seen(element):
                for _ in range(min(_number(element, "number-rows-repeated"), room)):
                    room -= 1
                    yield element
        elif element.tag in (f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"):
            stack += reversed(element)


def _is_seen(row: Element) -> bool:
    return row.get(f"{_TABLE}visibility", "visible") == "visible"


def _number(element: Element, name: str) -> int:
    written = element.get(_TABLE + name, "1")
    return max(1, int(written)) if written.isdecimal() and len(written) < 8 else 1
