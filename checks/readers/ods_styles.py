"""What an OpenDocument spreadsheet's styles and displayed texts say of what one sees of a figure."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from checks.readers.cell_looks import CellLooks
from checks.readers.line_sizes import POINTS_OF_COLUMN, POINTS_OF_ROW, is_too_small

_NUMBER = re.compile(r"\d[\d,]*\.?\d*(?:[Ee][+-]?\d+)?")
_SCALE = re.compile(r"[%‰万千百亿]")


class OdsStyles:
    """The styles met so far, by name.

    Attributes:
        hidden: those of hidden tables.
        struck: those of cells and texts that are struck through.
        raised: those of texts that are struck through, raised or lowered.
        sizeless: those of rows without a height and columns without a width.
        looks: whether the text of a cell can be seen.
    """

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self.struck: set[str] = set()
        self.raised: set[str] = set()
        self.sizeless: set[str] = set()
        self.looks = CellLooks()
        self._name = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element of the document."""
        if name == "style:style":
            self._name = attributes.get("style:name", "")
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
