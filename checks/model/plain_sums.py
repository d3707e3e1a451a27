"""Formulas that are nothing but sums: ``SUM(C5:H5)``, ``C5+D5-E5``, ``SUM(C7,C9:C12)``, ``290+1+3``."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from checks.model.grid import parse_a1

_ADDRESS = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_TOKEN = re.compile(
    rf"\s*(?:(SUM)\s*\(|({_ADDRESS})(?:\s*:\s*({_ADDRESS}))?(?![A-Z0-9_.!(])|(\d+(?:\.\d+)?)|([-+,()]))\s*",
    re.IGNORECASE,
)
_LONGEST = 8192
"""Characters of a formula, by Excel's own limit."""


class Term(NamedTuple):
    """One term: a number, or the cells of a range.

    Attributes:
        sign: 1 or -1.
        number: None for cells.
        area: top, left, bottom, right, from 0; a single cell is a range, too.
        inside: it stands inside of SUM, which passes over texts.
    """

    sign: int
    number: Decimal | None
    area: tuple[int, int, int, int]
    inside: bool


@lru_cache(maxsize=4096)
def plain_sum(formula: str) -> tuple[Term, ...] | None:
    """Return the terms of a formula, without its equals sign; None where it is more than a plain sum."""
    if len(formula) > _LONGEST:
        return None
    terms: list[Term] = []
    sign, inside, at, expects = 1, False, 0, True
    while at < len(formula):
        token = _TOKEN.match(formula, at)
        if token is None:
            return None
        at = token.end()
        function, first, last, number, mark = token.groups()
        if function:
            if inside or not expects:
                return None
            inside = True
        elif mark:
            state = _after_mark(mark, sign, inside=inside, expects=expects)
            if state is None:
                return None
            sign, inside, expects = state
        else:
            area = _area(first, last or first) if first else (0, 0, 0, 0)
            if not expects or (last and not inside) or area is None:
                return None
            terms.append(Term(sign, Decimal(number) if number else None, area, inside))
            expects = False
    return None if expects or inside else tuple(terms)


def _after_mark(mark: str, sign: int, *, inside: bool, expects: bool) -> tuple[int, bool, bool] | None:
    if mark == ")" and inside and not expects:
        return 1, False, False
    if mark == "," and inside and not expects:
        return sign, True, True
    if mark in "+-" and not inside:
        return (1 if mark == "+" else -1), False, True
    return None


def _area(first: str, last: str) -> tuple[int, int, int, int] | None:
    corner, other = parse_a1(first.upper()), parse_a1(last.upper())
    if corner is None or other is None:
        return None
    (top, left), (bottom, right) = corner, other
    return min(top, bottom) - 1, min(left, right) - 1, max(top, bottom) - 1, max(left, right) - 1
