"""A Grid is a table as found: text and numbers with their places, no meaning yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

SpecialKind = Literal["error", "uncalculated", "date", "boolean", "disagreement"]


@dataclass(frozen=True, slots=True)
class Special:
    """A cell that holds something which must never be read as a number or as a blank.

    Attributes:
        kind: ``error`` an error value; ``uncalculated`` a formula without a stored result;
            ``date`` a date; ``boolean`` TRUE or FALSE; ``disagreement`` two readers saw two numbers.
        text: what stands there, for the reader of a message: ``#DIV/0!``, ``=SUM(C5:H5)``, ``2020-01-12``.
    """

    kind: SpecialKind
    text: str


Value: TypeAlias = str | int | float | Decimal | Special | None
"""One cell. ``None`` and ``""`` are both blank. A bool never occurs: it is ``Special("boolean", …)``."""


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
        formulas: the (row, column) pairs, from 0, that hold formulas; None where the reader cannot tell.
    """

    rows: list[list[Value]]
    name: str = ""
    layout: Literal["sheet", "lines", "stream"] = "sheet"
    typed: bool = False
    hidden: bool = False
    lines: Sequence[int] | None = None
    formulas: frozenset[tuple[int, int]] | None = None
    formula_texts: Callable[[], Mapping[tuple[int, int], str]] | None = field(default=None, repr=False, compare=False)

    def place(self, row: int, column: int) -> str:
        """Name a cell as a person would look for it: ``表三!J7``, ``J7``, or ``第120行`` in a text."""
        if self.lines is not None:
            return f"第{self.lines[row]}行"
        address = f"{column_letters(column)}{row + 1}"
        return f"{self.name}!{address}" if self.name else address


def column_letters(column: int) -> str:
    """Return a column's letters, counting from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_blank(value: Value) -> bool:
    """Tell whether a cell holds nothing, or only white space."""
    return value is None or (isinstance(value, str) and not value.strip())
