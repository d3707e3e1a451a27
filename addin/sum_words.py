"""Whether figures add up, in words: for any cells, with nothing known about the table that they stand in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from addin import texts_functions as texts
from addin.reading import value_of
from checks.model.figures import Number, read


@dataclass(frozen=True, slots=True)
class _Side:
    """What stands on one side.

    Attributes:
        blanks: the names of the cells without a figure.
        doubt: what is said of the first cell that holds something else; "" for none.
    """

    total: Number
    known: list[tuple[str, Number]]
    blanks: list[str]
    doubt: str

    @property
    def is_open(self) -> bool:
        """Tell whether there is more to come: what is unknown is never below 0, so it can lift this side alone."""
        return bool(self.blanks or self.doubt)


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
    if left.total == right.total:
        return _balanced(left, right)
    if left.total > right.total and right.is_open:
        return right.doubt or texts.total_is_blank(left.total)
    if left.total < right.total and left.is_open:
        return left.doubt or texts.parts_are_blank(left.blanks, right.total - left.total)
    excess = [texts.exceeds(name, value, right.total) for name, value in left.known if value > right.total]
    return "；".join([texts.differs(left.total, right.total), *excess])


def balance_words(left_values: Sequence[Any], right_values: Sequence[Any]) -> str:
    """Say whether two sides balance."""
    left = _side(left_values, lambda position: f"{texts.LEFT}{texts.nth(position)}")
    right = _side(right_values, lambda position: f"{texts.RIGHT}{texts.nth(position)}")
    if left.total == right.total:
        return _balanced(left, right)
    smaller, larger = (left, right) if left.total < right.total else (right, left)
    if smaller.is_open:
        return smaller.doubt or texts.parts_are_blank(smaller.blanks, larger.total - smaller.total)
    return texts.sides_differ(left.total, right.total)


def _balanced(left: _Side, right: _Side) -> str:
    """Equal sums are no proof while something cannot be read; a blank may well be nothing."""
    return left.doubt or right.doubt or (texts.BALANCED_WITH_GAPS if left.blanks or right.blanks else texts.BALANCED)


def _side(values: Sequence[Any], name: Callable[[int], str]) -> _Side:
    known: list[tuple[str, Number]] = []
    blanks: list[str] = []
    doubt = ""
    for position, value in enumerate(values, 1):
        reading = read(value_of(value), "signed")
        if reading.value is not None:
            known.append((name(position), reading.value))
        elif reading.state in ("blank", "placeholder"):
            blanks.append(name(position))
        else:
            doubt = doubt or texts.unreadable(name(position), reading.text)
    return _Side(sum(value for _, value in known), known, blanks, doubt)
