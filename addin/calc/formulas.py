"""Formulas as Excel writes them ↔ formulas as Calc's programming interface writes them.

Calc's: ``=SUM(A1;$表三.B2)``, Excel's: ``=SUM(A1,表三!B2)``. Calc's own parser reads and writes both; a formula is
always parsed as if it stood in A1, so that its text alone decides and can be remembered.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Any

from addin.calc.office import constant, struct

_DIFFERS = re.compile(r"[;,!.'{\"]")
"""What one of the two writes otherwise than the other; a formula without any of it is the same in both."""

_PIECES = re.compile(
    r"""("(?:[^"]|"")*")"""
    r"""|\$?('(?:[^']|'')+'|[^\W\d]\w*)\.(?=\$?[A-Z]{1,3}(?:\$?\d|:)|\$?\d+:)"""
    r"""|([A-Z][A-Z.]*)\("""
    r"""|([;{}~!#\[\]|']|[^\W\d]\.)"""
)
"""What Calc's writing has of its own: texts, which stay; names of sheets; functions; marks."""
_ALIKE = frozenset(
    (
        *("SUM", "IF", "ABS", "AND", "OR", "NOT", "ISNUMBER", "ISERROR", "ISTEXT", "ISLOGICAL", "ISBLANK", "COUNTIF"),
        *(
            "COUNT",
            "COUNTA",
            "MAX",
            "MIN",
            "LARGE",
            "SMALL",
            "LEFT",
            "RIGHT",
            "MID",
            "LEN",
            "SUBSTITUTE",
            "TRIM",
            "FIND",
        ),
        *(
            "EXACT",
            "CHAR",
            "VALUE",
            "ROUND",
            "INT",
            "MOD",
            "CHOOSE",
            "INDEX",
            "ROW",
            "ROWS",
            "COLUMNS",
            "HYPERLINK",
            "SUMIF",
        ),
    )
)
"""Functions that both write alike, with the same arguments."""
_ERROR = re.compile(r"#[A-Z]")
"""An error value; the # of a number format is none."""


class FormulaParsers:
    """The parsers of one document.

    Args:
        document: of Calc.
    """

    def __init__(self, document: Any) -> None:
        self._document = document
        self._known: dict[tuple[str, bool], str] = {}

    def _parser(self, convention: str) -> Any:
        parser = self._document.createInstance("com.sun.star.sheet.FormulaParser")
        parser.CompileEnglish = True
        parser.FormulaConvention = constant(f"sheet.AddressConvention.{convention}")
        return parser

    @cached_property
    def _calc(self) -> Any:
        return self._parser("OOO")

    @cached_property
    def _excel(self) -> Any:
        return self._parser("XL_OOX")

    @cached_property
    def _corner(self) -> Any:
        return struct("table.CellAddress")

    def to_excel(self, formula: str) -> str:
        """Turn Calc's writing, with =, into Excel's.

        To ask Calc for each takes a second for a workbook's thousands of formulas; what needs no grammar is done here.
        """
        return rewritten(formula) or self._turn(formula, self._calc, self._excel, to_excel=True)

    def to_calc(self, formula: str) -> str:
        """Turn Excel's writing, with =, into Calc's."""
        return self._turn(formula, self._excel, self._calc, to_excel=False)

    def _turn(self, formula: str, source: Any, target: Any, *, to_excel: bool) -> str:
        if not _DIFFERS.search(formula) or _ERROR.search(formula):
            return formula  # the parser drops a #REF!
        key = (formula, to_excel)
        if key not in self._known:
            tokens = source.parseFormula(formula[1:], self._corner)
            self._known[key] = f"={target.printFormula(tokens, self._corner)}"
        return self._known[key]


@lru_cache(maxsize=16_384)  # a click reads the same sheets several times
def rewritten(formula: str) -> str | None:
    """Return what Calc wrote as Excel writes it, where texts, sheets and separators are all that differs; else None."""
    plain = True

    def piece(match: re.Match[str]) -> str:
        nonlocal plain
        text, sheet, function, mark = match.groups()
        if text is not None:
            return text
        if sheet is not None:
            return f"{sheet}!"
        if function is not None:
            plain = plain and function in _ALIKE
            return match[0]
        plain = plain and mark == ";"
        return ","

    changed = _PIECES.sub(piece, formula)
    return changed if plain else None
