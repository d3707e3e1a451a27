"""Formulas that are nothing but sums: ``SUM(C5:H5)``, ``C5+D5-E5``, ``SUM(C7,C9:C12)``, ``290+1+3``."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from checks.model.grid import Area, parse_a1
from checks.patterns import pattern

_ADDRESS = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_NUMBER = r"\d+(?:\.\d+)?"
_ADDEND = pattern(rf"([-+\s]*)(?:SUM\s*\(([^()]*)\)|({_ADDRESS}|{_NUMBER})(?![A-Z0-9_.!(:]))\s*", re.IGNORECASE)
_ARGUMENT = pattern(rf"\s*(?:({_ADDRESS})(?:\s*:\s*({_ADDRESS}))?|({_NUMBER}))\s*", re.IGNORECASE)
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
    area: Area
    inside: bool


@lru_cache(maxsize=4096)
def plain_sum(formula: str) -> tuple[Term, ...] | None:
    """Return the terms of a formula, without its equals sign; None where it is more than a plain sum."""
    if len(formula) > _LONGEST:
        return None
    terms: list[Term] = []
    at = 0
    while at < len(formula):
        addend = _ADDEND.match(formula, at)
        if addend is None or (at and not addend[1].strip()):
            return None
        at = addend.end()
        sign = -1 if addend[1].count("-") % 2 else 1
        is_inside = addend[2] is not None
        for text in addend[2].split(",") if is_inside else [addend[3]]:
            argument = _ARGUMENT.fullmatch(text)
            area = _area(argument[1], argument[2] or argument[1]) if argument and argument[1] else (0, 0, 0, 0)
            if argument is None or area is None:
                return None
            number = Decimal(argument[3]) if argument[3] else None
            terms.append(Term(sign, number, area, is_inside))
    return tuple(terms) or None


def _area(first: str, last: str) -> Area | None:
    corner, other = parse_a1(first.upper()), parse_a1(last.upper())
    if corner is None or other is None:
        return None
    (top, left), (bottom, right) = corner, other
    return min(top, bottom) - 1, min(left, right) - 1, max(top, bottom) - 1, max(left, right) - 1
