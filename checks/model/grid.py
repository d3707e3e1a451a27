"""A Grid is a table as found: text and numbers with their places, no meaning yet."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from checks.model.characters import clean, is_visible

SpecialKind = Literal["error", "uncalculated", "date", "boolean", "disagreement"]


class Special(NamedTuple):
    """A cell that holds something which must never be read as a number or as a blank.

    Attributes:
        kind: ``error`` an error value; ``uncalculated`` a formula without a stored result;
            ``date`` a date; ``boolean`` TRUE or FALSE; ``disagreement`` it may be read as several numbers.
        text: what stands there, for the reader of a message: ``#DIV/0!``, ``=SUM(C5:H5)``, ``2020-01-12``.
    """

    kind: SpecialKind
    text: str


ROW_CODE = 1 << 20
"""A spot of a sheet as one number: so many times its row, and its column. No sheet is as wide."""

Trust = Literal["exact", "derived", "recognised"]
"""How figures were read: as they stand, by where they stand on a page, or from a picture."""

Medium = Literal["sheet", "text", "page", "word", "web"]
"""What kind of source a cell stands in; decides how a person finds it there."""


class CellAddress(NamedTuple):
    """Where a figure stands in its source.

    Attributes:
        sheet: the sheet's name; "" where the source has none.
        row: from 0; within the sheet, or within the table of a page.
        column: from 0; in Word the cell of the row, as the eye counts them.
        medium: the kind of source.
        page: of a PDF, from 1; 0 elsewhere.
        table: on the page or in the document, from 1; 0 elsewhere.
        line: of a text, from 1; 0 elsewhere.
    """

    sheet: str = ""
    row: int = 0
    column: int = 0
    medium: Medium = "sheet"
    page: int = 0
    table: int = 0
    line: int = 0

    @property
    def a1(self) -> str:
        """The address within its sheet: ``J7``."""
        return f"{column_letters(self.column)}{self.row + 1}"

    @property
    def absolute(self) -> str:
        """The address within its sheet, as formulas fix it: ``$J$7``."""
        return f"${column_letters(self.column)}${self.row + 1}"

    @property
    def place(self) -> str:
        """Name the cell as a person would look for it.

        ``表三!J7`` in a workbook, ``第120行`` in a text, ``第4页表2第6行第10列`` in a PDF, ``表2第6行第9格`` in Word,
        ``网页表3第6行第10列`` on a web page.
        """
        if self.medium == "text":
            return f"第{self.line}行"
        if self.medium == "sheet":
            return f"{self.sheet}!{self.a1}" if self.sheet else self.a1
        head = {"page": f"第{self.page}页", "web": "网页"}.get(self.medium, "")
        unit = "格" if self.medium == "word" else "列"
        return f"{head}表{self.table}第{self.row + 1}行第{self.column + 1}{unit}"


Departure: TypeAlias = Literal[
    "hidden_row",
    "hidden_column",
    "format",
    "conditional",
    "covered",
    "struck",
    "unseen",
    "unseen_perhaps",
    "drawn_over",
    "external",
    "recalculated",
]


class SeenOtherwise(NamedTuple):
    """Where a sheet lets its reader see another thing than what is added up.

    Attributes:
        kind: ``hidden_row``, ``hidden_column`` also filtered or of no height or width; ``format`` the number format
            shows another number, ``conditional`` a conditional format may do so; ``covered`` a value below a merged
            area, which is left out; ``struck`` struck through; ``unseen`` in the colour of its ground, or too small,
            ``unseen_perhaps`` where a conditional format makes it so; ``drawn_over`` below a shape; ``external`` a
            stored result that rests on another workbook; ``recalculated`` one that the workbook does not vouch for.
        row: from 0; -1 for a whole column.
        column: from 0; -1 for a whole row.
        text: what one sees, or the value that is covered.
    """

    kind: Departure
    row: int
    column: int
    text: str = ""


Value: TypeAlias = str | int | float | Decimal | Special | None
"""One cell. ``None`` and ``""`` are both blank. A bool never occurs: it is ``Special("boolean", …)``."""
Place: TypeAlias = tuple[int, int]
"""Row and column in a Grid, from 0."""
Area: TypeAlias = tuple[int, int, int, int]
"""Top, left, bottom and right in a Grid, from 0, all included."""


@dataclass(slots=True)
class Grid:
    """One sheet, or one run of table text.

    Attributes:
        rows: the cells, row by row, from A1 (``rows[0][0]`` is A1). Rows may differ in length.
            A merged area has its value in the top-left cell and blanks elsewhere.
        name: the sheet's name; "" where the source has none.
        layout: ``sheet`` columns line up; ``lines`` a row is a row, but its cells may have slid sideways;
            ``stream`` cells follow one another and even the row breaks mean nothing.
        typed: whether the source tells numbers from text, so that a number kept as text deserves a remark.
        hidden: the sheet is hidden or very hidden.
        lines: for text, the line number (from 1) of each row.
        formula_texts: reads the formulas themselves, without the equals sign; None where the reader cannot.
        addresses: where a cell stands, for sources that are no sheet and no text; None for those.
        trust: ``exact`` cells as they stand; ``derived`` told by their positions; ``recognised`` read from a picture.
            Only exact figures may accuse.
        formulas: the (row, column) pairs, from 0, that hold formulas; None where the reader cannot tell.
        seen_otherwise: where the eye and the figures part; empty for nearly every sheet.
        shape: one and the same object for all sheets that have texts and figures in the same cells, where the reader
            knows; None elsewhere, and where a cell has been changed since.
        words: with a shape, the cells that hold texts, in their order, each as one number: ``ROW_CODE`` times its row,
            and its column.
        word_texts: these texts.
        numbers: with a shape, the cells that hold anything else, likewise.
        figures: these values.
        is_new: no sheet of this shape was met before: what is found out of it need not be kept by its shape.
    """

    rows: list[list[Value]]
    name: str = ""
    layout: Literal["sheet", "lines", "stream"] = "sheet"
    typed: bool = False
    hidden: bool = False
    lines: Sequence[int] | None = None
    formulas: frozenset[tuple[int, int]] | None = None
    formula_texts: Callable[[], Mapping[tuple[int, int], str]] | None = field(default=None, repr=False, compare=False)

    seen_otherwise: Sequence[SeenOtherwise] = ()
    addresses: Callable[[int, int], CellAddress] | None = field(default=None, repr=False, compare=False)
    trust: Trust = "exact"
    shape: object | None = field(default=None, repr=False, compare=False)
    words: Sequence[int] = field(default=(), repr=False, compare=False)
    word_texts: Sequence[str] = field(default=(), repr=False, compare=False)
    numbers: Sequence[int] = field(default=(), repr=False, compare=False)
    figures: Sequence[Value] = field(default=(), repr=False, compare=False)
    is_new: bool = field(default=False, repr=False, compare=False)

    @property
    def height(self) -> int:
        """How many rows there are, blank ones before the last included."""
        return len(self.rows)

    def texts(self, begin: int = 0, end: int | None = None) -> list[str]:
        """Return the texts in some of its rows, in their order.

        Args:
            begin: the first row, from 0.
            end: the row behind the last one; None for all.
        """
        if self.shape is None:
            return [value for row in self.rows[begin:end] for value in row if isinstance(value, str)]
        first = bisect_left(self.words, begin * ROW_CODE) if begin else 0
        last = None if end is None else bisect_left(self.words, end * ROW_CODE)
        return list(self.word_texts[first:last])

    def address(self, row: int, column: int) -> CellAddress:
        """Return where a cell stands; row and column from 0."""
        if self.addresses is not None:
            return self.addresses(row, column)
        if self.lines is not None:
            return CellAddress(self.name, row, column, "text", line=self.lines[row])
        return CellAddress(self.name, row, column)

    def value(self, row: int, column: int) -> Value:
        """Return what stands in a cell; None behind the end of a row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def with_rows(self, rows: list[list[Value]]) -> Grid:
        """Return the same sheet with other rows, which alone tell what stands there."""
        return replace(self, rows=rows, shape=None, words=(), word_texts=(), numbers=(), figures=())

    def place(self, row: int, column: int) -> str:
        """Name a cell as a person would look for it: ``表三!J7``, ``J7``, or ``第120行`` in a text."""
        return self.address(row, column).place


class PlannedGrid(Grid):
    """A sheet whose texts and figures are known by their places: its rows are laid out when they are first asked for.

    Of a balanced form nobody asks.

    Attributes:
        extent: how many rows and columns there are.
    """

    __slots__ = ("_laid_out", "extent")
    _laid_out: list[list[Value]]
    extent: tuple[int, int]

    @property
    def rows(self) -> list[list[Value]]:
        """The cells, row by row."""
        if not self._laid_out and self.shape is not None:
            height, width = self.extent
            laid_out: list[list[Value]] = [[None] * width for _ in range(height)]
            for codes, values in ((self.words, self.word_texts), (self.numbers, self.figures)):
                for code, value in zip(codes, values, strict=True):
                    laid_out[code // ROW_CODE][code % ROW_CODE] = value
            self._laid_out = laid_out
        return self._laid_out

    @rows.setter
    def rows(self, rows: list[list[Value]]) -> None:
        self._laid_out = rows

    @property
    def height(self) -> int:
        """How many rows there are, blank ones before the last included."""
        return len(self.rows) if self.shape is None else self.extent[0]

    def value(self, row: int, column: int) -> Value:
        """Return what stands in a cell; None behind the end of a row."""
        if self.shape is None or self._laid_out:
            return super().value(row, column)
        code = row * ROW_CODE + column
        for codes, values in ((self.numbers, self.figures), (self.words, self.word_texts)):
            place = bisect_left(codes, code)
            if place < len(codes) and codes[place] == code:
                return values[place]
        return None

    def changed(self) -> list[list[Value]]:
        """Return the rows to whoever will change them: from now on they alone tell what stands there."""
        rows = self.rows
        self.shape, self.words, self.word_texts, self.numbers, self.figures = None, (), (), (), ()
        self.is_new = False
        return rows


def column_letters(column: int) -> str:
    """Return a column's letters, counting from 0: 0 is A, 26 is AA.

    Raises:
        ValueError: there is no such column.
    """
    if column < 0:
        raise ValueError(column)
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def parse_a1(text: str) -> tuple[int, int] | None:
    """Return the row and the column, both from 1, of an address such as ``C5`` or ``$C$5``; None where it is none."""
    match = _ADDRESS.fullmatch(text)
    return (int(match[2]), column_number(match[1])) if match else None


def column_number(letters: str) -> int:
    """Return a column's number, from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def is_blank(value: Value) -> bool:
    """Tell whether a cell holds nothing, or only white space and characters that nobody sees."""
    if not isinstance(value, str):
        return value is None
    text = value.strip()
    return not text or ((text[0] == "_" or not is_visible(text[0])) and not clean(text).strip())
