"""Which parts of a table a cell belongs to, as a Word style names them: the first row, a band, the last column."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from checks.readers.word_xml import ON, attribute, child

_BITS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}


class Parts:
    """The parts of one table that its style may treat on their own.

    Args:
        properties: of the table.
        bands: of how many rows and columns a band is.
        rows: how many rows there are.
    """

    def __init__(self, properties: Element | None, bands: tuple[int, int], rows: int) -> None:
        self._on = _asked_for(child(properties, "tblLook"))
        self._bands = bands
        self._rows = rows

    def of(self, row: int, cell: int, cells: int) -> tuple[str, ...]:
        """Return the parts that a cell belongs to, the strongest last; all numbers from 0, ``cells`` in its row."""
        on = self._on
        first_row, last_row = on["firstRow"] and row == 0, on["lastRow"] and row == self._rows - 1
        first, last = on["firstColumn"] and cell == 0, on["lastColumn"] and cell == cells - 1
        parts = []
        if not on["noVBand"] and not first and not last:
            parts.append(f"band{(cell - on['firstColumn']) // self._bands[1] % 2 + 1}Vert")
        if not on["noHBand"] and not first_row and not last_row:
            parts.append(f"band{(row - on['firstRow']) // self._bands[0] % 2 + 1}Horz")
        named = {"lastCol": last, "firstCol": first, "lastRow": last_row, "firstRow": first_row}
        parts += [name for name, is_there in named.items() if is_there]
        corners = {"swCell": last_row and first, "seCell": last_row and last, "nwCell": first_row and first}
        parts += [name for name, is_there in {**corners, "neCell": first_row and last}.items() if is_there]
        return tuple(parts)


def _asked_for(look: Element | None) -> dict[str, bool]:
    """Return which parts a table asks its style for."""
    written = "" if look is None else attribute(look, "val") or ""
    try:
        bits = int(written or "0", 16)
    except ValueError:
        bits = 0
    asked = {}
    for name, bit in _BITS.items():
        said = None if look is None else attribute(look, name)
        asked[name] = bool(bits & bit) if said is None else said in ON
    return asked
