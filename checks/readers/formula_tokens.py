"""Formulas of binary workbooks (.xls, .xlsb): from tokens to text, as far as they are sums of cells and numbers.

Whatever is more than that becomes a text that no one takes for a sum: what is left alone does no harm.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.model.grid import Area, Place, column_letters

if TYPE_CHECKING:
    from collections.abc import Collection

OTHER = "(…)"
"""A formula, or a part of one, that is more than a sum."""
_MOST_TOKENS = 2_000
_ADD, _SUBTRACT, _PLUS, _MINUS, _PARENTHESES = 0x03, 0x04, 0x12, 0x13, 0x15
_ATTRIBUTES, _WHOLE, _NUMBER = 0x19, 0x1E, 0x1F
_IS_SUM, _IS_CHOICE = 0x10, 0x04
_SHARED = b"\x01"
_MOST_SHARED = 2_000
_CALL, _CELL, _AREA, _SHARED_CELL, _SHARED_AREA, _CELL_ELSEWHERE, _AREA_ELSEWHERE = (
    0x22,
    0x24,
    0x25,
    0x2C,
    0x2D,
    0x3A,
    0x3B,
)
_SUM = 4  # the function's number


@dataclass(frozen=True, slots=True)
class Notation:
    """How a file writes cells in tokens.

    Attributes:
        cell, area: the parts of a cell and of an area.
        column_bits: of the column's number; above it stand the flags for a relative column and a relative row.
        rows: how many rows a sheet has: what is counted from the cell that shares a formula goes round at its end.
    """

    cell: struct.Struct
    area: struct.Struct
    column_bits: int
    rows: int


XLS = Notation(struct.Struct("<HH"), struct.Struct("<HHHH"), 8, 1 << 16)
XLSB = Notation(struct.Struct("<LH"), struct.Struct("<LLHH"), 14, 1 << 20)


class Formulas:
    """The formulas of one sheet; cells may share one, which is told behind the first of them."""

    def __init__(self, notation: Notation, external: Collection[int] = ()) -> None:
        self._notation, self._external = notation, external
        self._tokens: dict[Place, bytes] = {}
        self._shared: list[tuple[Area, bytes]] = []

    def add(self, place: Place, tokens: bytes) -> None:
        """Take the formula of one cell."""
        self._tokens[place] = tokens

    def share(self, area: Area, tokens: bytes) -> None:
        """Take the formula of all cells of an area that have none of their own."""
        if len(self._shared) < _MOST_SHARED:
            self._shared.append((area, tokens))

    def texts(self) -> dict[Place, str]:
        """Return what stands in each cell, without the equals sign."""
        return {place: self._text(place, tokens) for place, tokens in self._tokens.items()}

    def _text(self, place: Place, tokens: bytes) -> str:
        if tokens[:1] == _SHARED:
            row, column = place
            around = [
                formula
                for (top, left, bottom, right), formula in self._shared
                if top <= row <= bottom and left <= column <= right
            ]
            if len(around) != 1:
                return OTHER
            tokens = around[0]
        return formula_text(tokens, self._notation, place, self._external)


def formula_text(tokens: bytes, notation: Notation, place: Place, external: Collection[int] = ()) -> str:
    """Return a formula's text, without the equals sign.

    Args:
        tokens: the formula.
        notation: of the file.
        place: the row and the column of its cell, from 0.
        external: the numbers of the references that lead to other workbooks.
    """
    try:
        return _Walk(tokens, notation, place, external).text()
    except (struct.error, IndexError):
        return OTHER


class _Walk:
    """One formula, token by token; operands wait on a stack."""

    def __init__(self, tokens: bytes, notation: Notation, place: Place, external: Collection[int]) -> None:
        self._tokens, self._notation, self._place, self._external = tokens, notation, place, external
        self._at = 0
        self._stack: list[str] = []

    def text(self) -> str:
        for _ in range(_MOST_TOKENS):
            if self._at >= len(self._tokens):
                break
            kind = self._tokens[self._at]
            self._at += 1
            known = self._operator(kind) if kind < 0x20 else self._operand(kind)
            if not known:
                return "".join(text for text in self._stack if text.startswith("[")) or OTHER
        return self._stack[0] if len(self._stack) == 1 else OTHER

    def _operator(self, kind: int) -> bool:
        stack = self._stack
        if kind in (_ADD, _SUBTRACT):
            right, left = stack.pop(), stack.pop()
            if kind == _SUBTRACT and not _is_term(right):
                right = f"({right})"
            stack.append(f"{left}{'+' if kind == _ADD else '-'}{right}")
        elif kind in (_PLUS, _MINUS):
            stack.append(f"{'+' if kind == _PLUS else '-'}{stack.pop()}")
        elif kind == _PARENTHESES:
            stack.append(f"({stack.pop()})")
        elif kind == _ATTRIBUTES:
            flags, size = struct.unpack_from("<BH", self._tokens, self._at)
            self._at += 3 + (2 * (size + 1) if flags & _IS_CHOICE else 0)
            if flags & _IS_SUM:
                stack.append(f"SUM({stack.pop()})")
        elif kind == _WHOLE:
            stack.append(str(self._take(struct.Struct("<H"))[0]))
        elif kind == _NUMBER:
            stack.append(_number(self._take(struct.Struct("<d"))[0]))
        else:
            return False
        return True

    def _operand(self, kind: int) -> bool:
        plain = kind & 0x1F | 0x20  # one token has three classes, for a value, a reference and an array
        notation = self._notation
        if plain == _CALL:
            arguments, function = self._take(struct.Struct("<BH"))
            given = [self._stack.pop() for _ in range(arguments)][::-1]
            self._stack.append(f"SUM({','.join(given)})" if function == _SUM else f"{OTHER}{''.join(given)}")
        elif plain in (_CELL, _SHARED_CELL):
            row, column = self._take(notation.cell)
            self._stack.append(self._address(row, column, shared=plain == _SHARED_CELL))
        elif plain in (_AREA, _SHARED_AREA):
            top, bottom, left, right = self._take(notation.area)
            shared = plain == _SHARED_AREA
            corners = (self._address(top, left, shared=shared), self._address(bottom, right, shared=shared))
            self._stack.append(":".join(corners))
        elif plain in (_CELL_ELSEWHERE, _AREA_ELSEWHERE):
            (reference,) = self._take(struct.Struct("<H"))
            self._at += (notation.cell if plain == _CELL_ELSEWHERE else notation.area).size
            self._stack.append("[1]" if reference in self._external else "'…'!")
        else:
            return False
        return True

    def _take(self, parts: struct.Struct) -> tuple[int, ...]:
        values = parts.unpack_from(self._tokens, self._at)
        self._at += parts.size
        return values

    def _address(self, row: int, column: int, *, shared: bool) -> str:
        """A cell; one of a shared formula is counted from the cell that shares it, where it is relative."""
        bits = self._notation.column_bits
        number, relative_column, relative_row = column & (1 << bits) - 1, bool(column & 0x4000), bool(column & 0x8000)
        if shared and relative_column:
            number = (number + self._place[1]) % (1 << bits)
        if shared and relative_row:
            row = (row + self._place[0]) % self._notation.rows
        return f"{column_letters(number)}{row + 1}"


def _is_term(text: str) -> bool:
    return text.startswith(("SUM(", "(")) or not any(mark in text for mark in "+-")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
