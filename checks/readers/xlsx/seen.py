"""What of a sheet one sees otherwise than it is added up: hidden lines, covered cells, formats, struck-out figures.

Nearly every sheet has nothing of the kind, and what could say so is looked for, not parsed: in the text around the
rows, which is the same in every workbook of one form, and by the cell formats in use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from checks.model.grid import Area, SeenOtherwise, Value, is_blank, parse_a1
from checks.patterns import pattern
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS, remembered
from checks.readers.covered import written
from checks.readers.line_sizes import POINTS_OF_ROW, is_too_small
from checks.readers.number_formats import shown

if TYPE_CHECKING:
    from checks.readers.xlsx.styles import CellFormats

_COLUMN = pattern(r"<(?:\w+:)?col\s([^<>]*)>")
_ROW = pattern(r"<(?:\w+:)?row\s([^<>]*)>")
_MERGED = re.compile(r"""<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*["']([A-Z]+[0-9]+):([A-Z]+[0-9]+)["']""")
_ATTRIBUTE = pattern(r"""(?<![\w:])([\w:]+)\s*=\s*["']([^"'<>]*)["']""")
_LEAST = {"ht": POINTS_OF_ROW, "width": 1.0}
_MAY_HIDE_COLUMNS = re.compile(r"""hidden|[wW]idth\s*=\s*(?!["'][1-9][0-9]*(?:\.[0-9]+)?["'])""")
"""Anything but widths that are plainly one character or more."""
_SIGN = re.compile(r' (?:hidden="(?:1|true)"|ht="[0-3]?(?:\.\d+)?")')
_DEFAULT_HEIGHT = pattern(
    r"""<(?:\w+:)?sheetFormatPr\s(?=[^<>]*\bcustomHeight\s*=\s*["'](?:1|true))[^<>]*\bdefaultRowHeight\s*=\s*["']([0-9.]+)["']"""
)
_DEFAULT_WIDTH = pattern(r"""<(?:\w+:)?sheetFormatPr\s[^<>]*\bdefaultColWidth\s*=\s*["']([0-9.]+)["']""")
_NO_ZEROS = pattern(r"""\bshowZeros\s*=\s*["'](?:0|false)["']""")


def hidden_columns(head: str) -> frozenset[int]:
    """Return the hidden columns, and those of no width, that the text before a sheet's rows tells of."""
    if _MAY_HIDE_COLUMNS.search(head) is None:
        return frozenset()
    return _hidden_columns(head[max(head.find("<sheetFormatPr"), 0) :])


@remembered
def _hidden_columns(head: str) -> frozenset[int]:
    default = _DEFAULT_WIDTH.search(head)
    columns = set(range(MAX_COLUMNS)) if default and is_too_small(default[1], _LEAST["width"]) else set()
    for found in islice(_COLUMN.finditer(head), MAX_COLUMNS):
        attributes = dict(_ATTRIBUTE.findall(found[1]))
        first, last = _number(attributes.get("min")), _number(attributes.get("max"))
        its = range(max(first, 1) - 1, min(last, MAX_COLUMNS))
        if _is_hidden(attributes, "width"):
            columns.update(its)
        elif "width" in attributes:
            columns.difference_update(its)
    return frozenset(columns)


def may_hide_rows(rows: str) -> bool:
    """Tell at a glance whether rows, written as office programs write them, may be hidden or of no height."""
    return _SIGN.search(rows) is not None


def has_low_rows(head: str) -> bool:
    """Tell whether the text before a sheet's rows gives all of them a height that nobody sees."""
    default = _DEFAULT_HEIGHT.search(head) if "customHeight" in head else None
    return default is not None and is_too_small(default[1], _LEAST["ht"])


def hidden_rows(rows: str, head: str) -> list[int]:
    """Return the hidden rows, and those of no height, of a sheet's rows.

    Args:
        rows: their XML.
        head: the text before them, which may give all rows a height.
    """
    low = has_low_rows(head)
    hidden, number = [], 0
    for found in _ROW.finditer(rows):
        attributes = dict(_ATTRIBUTE.findall(found[1]))
        number = _number(attributes.get("r")) or number + 1
        is_hidden = _is_hidden(attributes, "ht") or (low and "ht" not in attributes)
        if is_hidden and number <= MAX_ROWS:
            hidden.append(number - 1)
    return hidden


@remembered
def hides_zeros(head: str) -> bool:
    """Tell whether a sheet's view shows blanks in the place of zeros; ``head``: what stands before its rows."""
    return _NO_ZEROS.search(head) is not None


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Tell a line that is hidden, or too small to be seen: below a point, or half of a character."""
    return attributes.get("hidden", "0") in ("1", "true") or is_too_small(attributes.get(size, ""), _LEAST[size])


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 8 else 0


def merged_areas(tail: str) -> tuple[Area, ...]:
    """Return the merged areas that the text behind a sheet's rows tells of."""
    return _merged_areas(tail) if "mergeCell" in tail else ()


@remembered
def _merged_areas(tail: str) -> tuple[Area, ...]:
    areas = []
    for first, last in _MERGED.findall(tail):
        corner, other = parse_a1(first), parse_a1(last)
        if corner and other:
            (top, left), (bottom, right) = corner, other
            areas.append((min(top, bottom) - 1, min(left, right) - 1, max(top, bottom) - 1, max(left, right) - 1))
    return tuple(areas)


def by_format(
    cells: Iterable[tuple[int, int, str]], rows: Sequence[Sequence[Value]], formats: CellFormats
) -> Iterator[SeenOtherwise]:
    """Yield the cells whose format shows another number, or strikes it out.

    Args:
        cells: row, column and cell format of those to look at.
        rows: the values.
        formats: the workbook's.
    """
    for row, column, style in cells:
        value = rows[row][column]
        if style in formats.struck and not is_blank(value):
            yield SeenOtherwise("struck", row, column, written(value))
        if style in formats.unseen and value != 0 and not is_blank(value):  # as honest as a format without zeros
            yield SeenOtherwise("unseen", row, column, written(value))
        if not isinstance(value, float):
            continue
        if style in formats.filled and value:
            yield SeenOtherwise("format", row, column, f"{written(value)}{written(value)}…")
        code = formats.codes.get(style) or formats.rounding.get(style)
        if code is not None and (text := shown(code, value)) is not None:
            yield SeenOtherwise("format", row, column, text)
