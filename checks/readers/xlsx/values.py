"""Stored values → values, for each type of cell: each is remembered, for a form's figures and words come again."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from checks.model.grid import Special
from checks.readers.xlsx.text import UnusualError, resolved, unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checks.model.grid import Value

MARK = "\x01"
"""Stands around a text that is written in its cell, where stored values stand; no XML may hold it."""
_END = "</"
"""What stands behind each stored value: the beginning of the tag that ends it."""
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 1_000_000, 4_000
"""Characters of all values of a type that are kept, and of the longest: a form's texts have 3,000."""
_EACH = 40
"""What a short value takes beside its characters, as characters."""
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[Ee][+-]?[0-9]+)?")
_INDEXES = tuple([f"{number}{_END}" for number in range(1000)])


class _Values(dict[str, "Value"]):
    """A value as stored → the value; each is worked out once, and a long run must not grow."""

    def __init__(self, read: Callable[[str], Value]) -> None:
        super().__init__()
        self._read = read
        self._kept = 0

    def __missing__(self, stored: str) -> Value:
        if not stored.endswith(_END):
            raise UnusualError
        value = self._read(stored.removesuffix(_END))
        if len(stored) <= _LONGEST_REMEMBERED:
            self._kept += len(stored) + _EACH
            if self._kept > _MOST_REMEMBERED:
                self.clear()
                self._kept = len(stored) + _EACH
            self[stored] = value
        return value


def _number(stored: str) -> float:
    number = float(stored) if _NUMBER.fullmatch(stored) else math.nan
    if not math.isfinite(number):
        raise UnusualError
    return number


def _text(stored: str) -> str:
    """The text that a formula gave."""
    # An empty one may never have been calculated: the slow reader looks closer.
    if not stored or "<" in stored or MARK in stored:
        raise UnusualError
    return unescaped(resolved(stored))


def _inline(stored: str) -> str:
    """A text that stands in its cell, with its marks."""
    text = stored[1:-1]
    if len(stored) < 2 or stored[0] != MARK or stored[-1] != MARK or "<" in text or MARK in text:
        raise UnusualError
    return unescaped(resolved(text))


def _error(stored: str) -> Special:
    return Special("error", _text(stored))


_KINDS: dict[str, Mapping[str, Value]] = {
    "n": _Values(_number),
    "str": _Values(_text),
    "e": _Values(_error),
    "inlineStr": _Values(_inline),
    "b": {f"0{_END}": Special("boolean", "FALSE"), f"1{_END}": Special("boolean", "TRUE")},
}


def sources_of(strings: list[str]) -> Mapping[str, Mapping[str, Value]]:
    """Return, for each type of cell, what a stored value stands for; each is asked for with the ``</`` behind it.

    Args:
        strings: the workbook's shared strings, which cells name by their number.
    """
    indexes = _INDEXES if len(strings) <= len(_INDEXES) else (f"{number}{_END}" for number in range(len(strings)))
    return {**_KINDS, "s": dict(zip(indexes, strings, strict=False))}
