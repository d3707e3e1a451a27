"""A sheet as the forms ask of it: what kind of thing stands in each cell, and its words; worked out once for all."""

from __future__ import annotations

from collections.abc import Container, Sequence
from math import isfinite

from checks.forms.labels import known_core
from checks.locate.lines import UNITS, Line, Piece
from checks.model.characters import LONGEST_REMEMBERED
from checks.model.figures import read
from checks.model.grid import Grid, Special, Value, is_blank

WIDEST_LABEL = 60  # a paragraph is no column label
_MOST_WORDS = 50_000  # a long run must not grow

BLANK, WORDS, UNIT, NUMBER, STROKE, SPECIAL = " ", "w", "u", "n", "s", "x"
FIGURES = NUMBER + STROKE + SPECIAL
"""A number (or several in one cell), what is written where one is missing, and what must never be read as either."""


_WORDLESS = {kind: (kind, "") for kind in (BLANK, NUMBER, STROKE, SPECIAL)}


class Texts(dict[Value, tuple[str, str]]):
    """Text of a cell → its kind, and the core of its words; "" for figures, blanks and paragraphs."""

    def __init__(self, known: Container[str]) -> None:
        """Begin with nothing known.

        Args:
            known: the cores that mean something, see ``known_core``.
        """
        super().__init__()
        self._known = known

    def __missing__(self, text: Value) -> tuple[str, str]:
        """Look at a text for the first time."""
        assert isinstance(text, str)
        kind = _kind_of_text(text)
        is_word = kind in (WORDS, UNIT) and len(text) <= WIDEST_LABEL
        seen = kind, known_core(text, self._known) if is_word else ""
        if len(self) < _MOST_WORDS and len(text) <= LONGEST_REMEMBERED:
            self[text] = seen
        return seen


def _kind_of_text(text: str) -> str:
    if is_blank(text):
        return BLANK
    if text.strip() in UNITS:
        return UNIT
    state = read(text, "signed").state
    if state in ("number", "several"):
        return NUMBER
    return STROKE if state in ("placeholder", "error") else WORDS


def _kind(value: Value) -> str:
    """Tell the kind of a cell that is not blank and holds no text."""
    if isinstance(value, float):
        return NUMBER if isfinite(value) else STROKE
    if isinstance(value, Special):
        return SPECIAL
    return NUMBER if read(value, "signed").value is not None else STROKE


class Sheet:
    """A sheet whose columns line up.

    Attributes:
        position: its position in the document.
        rows: its cells.
        kinds: for each row the kinds of its cells, one letter each: ``"ww nnn"``.
        labels: for each row the cores of the words in its cells; "" for figures, blanks and paragraphs.
        row_words: for each row the words in it.
        words: the words of all rows.
    """

    __slots__ = ("_lines", "_numbers", "kinds", "labels", "position", "row_words", "rows", "words")

    def __init__(self, grid: Grid, position: int, texts: Texts) -> None:
        """Look at each cell once.

        Args:
            grid: the sheet.
            position: its position in the document.
            texts: what is known of texts.
        """
        self.position = position
        self.rows: Sequence[Sequence[Value]] = grid.rows
        self.kinds: list[str] = []
        self.labels: list[list[str]] = []
        nothing = _WORDLESS[BLANK]
        for row in self.rows:
            seen = [
                nothing if value is None else texts[value] if isinstance(value, str) else _WORDLESS[_kind(value)]
                for value in row
            ]
            self.kinds.append("".join([kind for kind, _ in seen]))
            self.labels.append([word for _, word in seen])
        self.row_words = [{word for word in row if word} for row in self.labels]
        self.words: set[str] = set().union(*self.row_words)
        self._lines: dict[tuple[int, ...], dict[int, Line]] = {}
        self._numbers: dict[int, set[int]] = {}

    def value(self, row: int, column: int) -> Value:
        """Return what stands in a cell; None where the sheet has none."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None

    def has(self, kinds: str, row: int, column: int) -> bool:
        """Tell whether a cell is of one of some kinds."""
        cells = self.kinds[row]
        return column < len(cells) and cells[column] in kinds

    def numbers(self, column: int) -> set[int]:
        """Return the rows that have a number in a column."""
        if column not in self._numbers:
            self._numbers[column] = {
                row for row, kinds in enumerate(self.kinds) if kinds[column : column + 1] == NUMBER
            }
        return self._numbers[column]

    def lines(self, first: int, end: int, columns: tuple[int, ...]) -> list[Line]:
        """Return rows as lines: the cells left of the figures as labels, then the figures.

        Args:
            first: the first row.
            end: the row behind the last one.
            columns: those that hold figures, from left to right.
        """
        known = self._lines.setdefault(columns, {})
        return [known.get(row) or known.setdefault(row, self._line(row, columns)) for row in range(first, end)]

    def _line(self, row: int, columns: tuple[int, ...]) -> Line:
        kinds, values, left = self.kinds[row], self.rows[row], columns[0]
        stub = kinds[:left]
        places: list[int] = []
        for c, kind in enumerate(stub):
            if kind == WORDS:
                places.append(c)
            elif places and kind in FIGURES:
                break
        labels = [Piece(values[c], (self.position, row, c)) for c in places]
        rest = places[-1] + 1 if places else 0
        words = stub.find(WORDS, rest)  # behind a figure among the labels: what follows them is no figure of this row
        if words >= 0:
            figures = stub[rest:words]
        elif columns[-1] - left < len(columns):
            figures = kinds[rest : columns[-1] + 1]
        else:
            figures = stub[rest:] + "".join([kinds[c : c + 1] for c in columns])
        return Line(labels, sum(map(figures.count, FIGURES)))
