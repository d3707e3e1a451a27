"""Addresses of cells, as spreadsheets write them."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def address(text: str) -> tuple[int, int] | None:
    """Return the row and the column, both from 1, of an address such as ``C5``; None where it is none."""
    found = _ADDRESS.fullmatch(text)
    return (int(found[2]), column_number(found[1])) if found else None


def column_number(letters: str) -> int:
    """Return a column's number, from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
