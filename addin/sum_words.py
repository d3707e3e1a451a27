"""Whether figures add up, in words: for any cells, with nothing known about the table that they stand in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from addin import texts_functions as texts
from addin.reading import value_of
from checks.figures import Number, Reading, read


@dataclass(frozen=True, slots=True)
class _Side:
    """What stands on one side.

    Attributes:
        blanks: the names of the cells without a figure.
        unreadable: the first cell that holds something else.
    """

    total: Number
    known: list[tuple[str, Number]]
    blanks: list[str]
    unreadable: tuple[str, Reading] | None


def sum_words(parts: Sequence[Any], total: Any, labels: Sequence[Any] = ()) -> str:
    """Say whether parts add up to their total, as ``checks`` decides it.

    Args:
        parts: the cells' values, as an engine gives them.
        total: the value of the cell with the total.
        labels: what the parts are called.
    """
    names = [str(label).strip() for label in labels if label is not None]
    left = _side(parts, lambda position: names[position - 1] if len(names) >= position else texts.nth(position))
    right = _side([total], lambda _: texts.TOTAL)
    if problem := left.unreadable or right.unreadable:
        return texts.unreadable(problem[0], problem[1].text)
    if left.total == right.total:
        return texts.BALANCED_WITH_GAPS if left.blanks or right.blanks else texts.BALANCED
    if right.blanks and left.total > 0:
        return texts.total_is_blank(left.total)
    if left.blanks and left.total < right.total:
        return texts.parts_are_blank(left.blanks, right.total - left.total)
    excess = [texts.exceeds(name, value, right.total) for name, value in left.known if value > right.total]
    return "；".join([texts.differs(left.total, right.total), *excess])


def balance_words(left_values: Sequence[Any], right_values: Sequence[Any]) -> str:
    """Say whether two sides balance."""
    left = _side(left_values, lambda position: f"{texts.LEFT}{texts.nth(position)}")
    right = _side(right_values, lambda position: f"{texts.RIGHT}{texts.nth(position)}")
    if problem := left.unreadable or right.unreadable:
        return texts.unreadable(problem[0], problem[1].text)
    if left.total == right.total:
        return texts.BALANCED_WITH_GAPS if left.blanks or right.blanks else texts.BALANCED
    smaller, larger = (left, right) if left.total < right.total else (right, left)
    if smaller.blanks:
        return texts.parts_are_blank(smaller.blanks, larger.total - smaller.total)
    return texts.sides_differ(left.total, right.total)


def _side(values: Sequence[Any], name: Callable[[int], str]) -> _Side:
    side = _Side(0, [], [], None)
    total: Number = 0
    unreadable = None
    for position, value in enumerate(values, 1):
        reading = read(value_of(value), "signed")
        if reading.value is not None:
            total += reading.value
            side.known.append((name(position), reading.value))
        elif reading.state in ("blank", "placeholder"):
            side.blanks.append(name(position))
        else:
            unreadable = unreadable or (name(position), reading)
    return _Side(total, side.known, side.blanks, unreadable)
