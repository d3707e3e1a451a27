"""The looks of marks and of the list, in the workbook's styles."""

from __future__ import annotations

from functools import cache

from checks.marking.elements import Element
from checks.marking.marks import LOOKS, Look
from checks.marking.palette import HEADING, INK, LINK
from checks.marking.parts import Parts, insert_in_order

_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_EMPTY = (
    '<styleSheet xmlns="{}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_MOST = 64_000
"""Cell formats that Excel takes."""


class Formats:
    """Adds formats to a workbook's styles, each once, and only those that are asked for.

    Args:
        parts: the workbook.
        key: where its styles should stand; a workbook without any gets some.
    """

    def __init__(self, parts: Parts, key: str) -> None:
        self._parts = parts
        if key not in parts:
            parts.write(key, _EMPTY.format(parts.main).encode())
            parts.declare(key, _CONTENT)
            if all(one.kind != "styles" for one in parts.relations_of(parts.workbook)):
                parts.relate(parts.workbook, "styles", key)
        self._root = parts.tree(key)
        self.mark = cache(self._mark)
        self.cell = cache(self._cell)

    def _mark(self, look: Look) -> int:
        """Return the number of the format that a conditional format applies."""
        style = LOOKS[look]
        dxf = self._element("dxf")
        font = self._element("font", dxf)
        for name, asked in (("b", style.bold), ("i", style.italic)):
            if asked:
                self._element(name, font)
        if style.underline:
            self._element("u", font, val=style.underline)
        self._element("color", font, rgb=_argb(style.ink))
        self._fill(dxf, style.fill)
        return self._append("dxfs", dxf)

    def _cell(self, *, bold: bool = False, link: bool = False, fill: bool = False) -> int:
        """Return the number of a cell's format: wrapped, at the top; 0 where there is no room for another."""
        formats = self._list("cellXfs")
        if len(formats) >= _MOST:
            return 0
        font = self._element("font")
        if bold:
            self._element("b", font)
        if link:
            self._element("u", font)
        self._element("sz", font, val="11")
        self._element("color", font, rgb=_argb(LINK if link else INK))
        self._element("name", font, val="宋体")
        numbers = {"fontId": self._append("fonts", font), "fillId": 0}
        if fill:
            ground = self._element("ground")
            numbers["fillId"] = self._append("fills", self._fill(ground, HEADING))
        xf = self._element("xf", numFmtId="0", borderId="0", xfId="0", applyFont="1", applyFill="1", applyAlignment="1")
        for name, number in numbers.items():
            xf.set(name, str(number))
        self._element("alignment", xf, vertical="top", wrapText="1")
        return self._append("cellXfs", xf)

    def _fill(self, parent: Element, colour: str) -> Element:
        fill = self._element("fill", parent)
        pattern = self._element("patternFill", fill, patternType="solid")
        self._element("fgColor", pattern, rgb=_argb(colour))
        self._element("bgColor", pattern, rgb=_argb(colour))
        return fill

    def _element(self, name: str, parent: Element | None = None, **attributes: str) -> Element:
        tag = self._parts.tag(name)
        return Element(tag, attributes) if parent is None else parent.add(tag, attributes)

    def _list(self, name: str) -> Element:
        element = self._root.child(self._parts.tag(name))
        if element is None:
            element = self._element(name)
            insert_in_order(self._root, element, _ORDER)
        return element

    def _append(self, name: str, element: Element) -> int:
        formats = self._list(name)
        formats.append(element)
        formats.set("count", str(len(formats)))
        return len(formats) - 1


def _argb(colour: str) -> str:
    return f"FF{colour.removeprefix('#')}"
