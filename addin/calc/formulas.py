"""Formulas as Excel writes them ↔ formulas as Calc's programming interface writes them.

Calc's: ``=SUM(A1;$表三.B2)``, Excel's: ``=SUM(A1,表三!B2)``. Calc's own parser reads and writes both; a formula is
always parsed as if it stood in A1, so that its text alone decides and can be remembered.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from addin.calc.office import constant, struct

_DIFFERS = re.compile(r"[;,!.'{\"]")
"""What one of the two writes otherwise than the other; a formula without any of it is the same in both."""

_ERROR = re.compile(r"#[A-Z]")
"""An error value; the # of a number format is none."""


class Formulas:
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
        """Turn Calc's writing, with =, into Excel's."""
        return self._turn(formula, self._calc, self._excel, to_excel=True)

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
