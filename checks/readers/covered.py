"""What stands below merged areas: no program shows it, so no reader gives it as a value; it is only said."""

from __future__ import annotations

from collections.abc import Iterable

from checks.errors import InputFileError
from checks.model.grid import Area, SeenOtherwise, Value, is_blank

MAX_COVERED = 2_000_000
"""Cells below merged areas that are looked at; a form has some 60."""


def uncover(rows: list[list[Value]], areas: Iterable[Area]) -> list[SeenOtherwise]:
    """Make blank, in place, what stands below merged areas: no program shows it. Return what it was.

    Raises:
        InputFileError: there are more such cells than any sheet has.
    """
    covered: list[SeenOtherwise] = []
    room = MAX_COVERED
    height = len(rows)
    for top, left, bottom, right in areas:
        for index in range(top, min(bottom + 1, height)):
            row = rows[index]
            room -= 1 + max(0, min(right + 1, len(row)) - left)
            if room < 0:
                raise InputFileError("unsafe", "合并单元格过多")
            for column in range(left + (index == top), min(right + 1, len(row))):
                value = row[column]
                if value is not None:
                    row[column] = None
                    if not is_blank(value):
                        covered.append(SeenOtherwise("covered", index, column, written(value)))
    return covered


def written(value: Value) -> str:
    """Write a value as a message quotes it: 3, not 3.0."""
    return format(value, ".15g") if isinstance(value, float) else str(getattr(value, "text", value))
