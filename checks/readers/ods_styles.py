"""What an OpenDocument spreadsheet's styles and displayed texts say of what one sees of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice

from checks.effort import spend
from checks.model.grid import SeenOtherwise, Value, parse_a1
from checks.readers.cell_looks import CellLooks
from checks.readers.covered import written
from checks.readers.line_sizes import POINTS_OF_COLUMN, POINTS_OF_ROW, is_too_small

_NUMBER = re.compile(r"\d[\d,]*\.?\d*(?:[Ee][+-]?\d+)?")
_DATA = "number "
_MOST_RANGES, _FOR_EACH = 200, 4  # ranges, and the room that a cell takes which is said to be unseen
_RANGE = re.compile(r"\.(\$?[A-Z]{1,3}\$?\d{1,7})(?::(?:'[^']*'|[^\s.:']*)\.(\$?[A-Z]{1,3}\$?\d{1,7}))?")
_SCALE = re.compile(r"[%‰万千百亿]")


class OdsStyles:
    """The styles met so far, by name.

    Attributes:
        hidden: those of hidden tables.
        struck: those of cells and texts that are struck through.
        raised: those of texts that are struck through, raised or lowered.
        sizeless: those of rows without a height and columns without a width.
        looks: whether the text of a cell can be seen.
        formats: style → its number format, which may have a colour of its own.
        displayed: name as a user sees it → style.
    """

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self.struck: set[str] = set()
        self.raised: set[str] = set()
        self.sizeless: set[str] = set()
        self.looks = CellLooks()
        self.formats: dict[str, str] = {}
        self.displayed: dict[str, str] = {}
        self._name = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element of the document."""
        if name in ("style:style", "style:default-style") or (name[:7] == "number:" and "style:name" in attributes):
            self._begin(name, attributes)
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self.hidden.add(self._name)
        elif name == "style:table-cell-properties" and "fo:background-color" in attributes:
            self.looks.ground(self._name, attributes["fo:background-color"])
        elif name == "style:text-properties":
            self.looks.letters(self._name, attributes.get("fo:color", ""), attributes.get("fo:font-size", ""))
            lines = ("style:text-line-through-style", "style:text-line-through-type")
            if any(attributes.get(line, "none") != "none" for line in lines):
                self.struck.add(self._name)
                self.raised.add(self._name)
            if attributes.get("style:text-position", "0%").split()[0] not in ("0%", "0"):
                self.raised.add(self._name)
        elif name in ("style:table-row-properties", "style:table-column-properties"):
            row, column = attributes.get("style:row-height", ""), attributes.get("style:column-width", "")
            if is_too_small(row, POINTS_OF_ROW) or is_too_small(column, POINTS_OF_COLUMN):
                self.sizeless.add(self._name)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        """Take a style's name, and what it is based on: its number format, whose colour comes first, and its parent."""
        self._name = attributes.get("style:name", "")
        if name == "style:default-style":
            self._name = f" {attributes.get('style:family', '')}"
        elif name != "style:style":
            self._name = f"{_DATA}{self._name}"
        if name != "style:style":
            return
        self.displayed[attributes.get("style:display-name", self._name)] = self._name
        parent = attributes.get("style:parent-style-name") or f" {attributes.get('style:family', '')}"
        data = f"{_DATA}{attributes['style:data-style-name']}" if "style:data-style-name" in attributes else ""
        self.looks.based(self._name, parent)
        self.formats[self._name] = data

    def is_struck(self, style: str) -> bool:
        """Tell whether a style, or one that it is based on, strikes its text through."""
        return not self.struck.isdisjoint(self.looks.chain(style))

    def hides(self, style: str) -> bool:
        """Tell whether a text in a style cannot be seen."""
        return self.looks.hides(style) or self.looks.hides(self.formats.get(style, ""))


def is_hidden(attributes: dict[str, str], styles: OdsStyles) -> bool:
    """Tell whether a row or a column is hidden, filtered out, or has no size."""
    visibility = attributes.get("table:visibility", "visible")
    return visibility != "visible" or attributes.get("table:style-name") in styles.sizeless


def seen_number(number: float, text: str) -> str | None:
    """Return the text that stands for a number, where it is another number; None where it is the same.

    Zero may be shown as anything without a digit, and money rounded to two places.
    """
    numbers = _NUMBER.findall(text)
    if number == 0 and not re.search(r"[1-9]", text):
        return None
    if len(numbers) != 1 or _SCALE.search(text):
        return text
    try:
        shown = Decimal(numbers[0].replace(",", ""))
    except InvalidOperation:
        return text
    size = abs(Decimal(format(number, ".15g")))
    places = len(numbers[0].partition(".")[2])
    is_same = shown == size or (places > 1 and abs(shown - size) <= Decimal(1).scaleb(-places))
    is_signed = re.search(r"[-－−–(（△▲减]", text.partition(numbers[0])[0]) is not None
    return None if is_same and is_signed == (number < 0) else text


def by_range(written_range: str, rows: Sequence[Sequence[Value]]) -> Iterator[SeenOtherwise]:
    """Yield the figures, but for zeros, of some ranges of a sheet: ``表三.D5:表三.J30 'a b'.C3``."""
    for found in islice(_RANGE.finditer(written_range), _MOST_RANGES):
        corner, other = parse_a1(found[1]), parse_a1(found[2] or found[1])
        if corner is None or other is None:
            continue
        for row in range(corner[0] - 1, min(other[0], len(rows))):
            columns = range(corner[1] - 1, min(other[1], len(rows[row])))
            if not spend("area", _FOR_EACH + _FOR_EACH * len(columns)):
                return
            for column in columns:
                value = rows[row][column]
                if isinstance(value, int | float) and value:
                    yield SeenOtherwise("unseen_perhaps", row, column, written(value))
