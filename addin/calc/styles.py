"""The cell styles that our conditional formats bring: one for each look, gone with its last use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from zlib import crc32

from addin.calc.office import constant, desktop, enum, properties
from checks.marking.marks import Style

if TYPE_CHECKING:
    from addin.calc.sheet import CalcSheet

_OURS = "gouji "
_SCRIPTS = ("", "Asian", "Complex")
_KEPT = ("VertJustify", *(f"Char{trait}{script}" for trait in ("FontName", "Height") for script in _SCRIPTS))
"""What the standard style, parent of every other, would change on a marked cell: there the cell's own is repeated."""


def style_for(sheet: CalcSheet, cell: Any, look: Style) -> str:
    """Return the name of the cell style with a look, made where it is missing.

    A workbook with a single protected sheet lets nobody edit its styles, but takes them from another workbook.
    """
    kept = {name: cell.getPropertyValue(name) for name in _KEPT}
    traits = [trait for trait in ("bold", "italic") if getattr(look, trait)]
    colours = [colour.removeprefix("#") for colour in (look.fill, look.ink)]
    name = _OURS + " ".join([*colours, *traits, f"{crc32(repr(kept).encode()):08x}"])
    families = sheet.document.StyleFamilies
    if not families.getByName("CellStyles").hasByName(name):
        frame = desktop(sheet.context)
        scratch = frame.loadComponentFromURL("private:factory/scalc", "_blank", 0, properties(Hidden=True))
        _make(scratch, name, look).setPropertyValues(tuple(kept), tuple(kept.values()))
        families.loadStylesFromDocument(scratch, properties(OverwriteStyles=False, LoadPageStyles=False))
        scratch.close(True)  # UNO has no keywords
    return name


def _make(document: Any, name: str, look: Style) -> Any:
    style = document.createInstance("com.sun.star.style.CellStyle")
    document.StyleFamilies.getByName("CellStyles").insertByName(name, style)
    style.CellBackColor = int(look.fill.removeprefix("#"), 16)
    style.CharColor = int(look.ink.removeprefix("#"), 16)
    for script in _SCRIPTS:
        if look.bold:
            style.setPropertyValue(f"CharWeight{script}", constant("awt.FontWeight.BOLD"))
        if look.italic:
            style.setPropertyValue(f"CharPosture{script}", enum("awt.FontSlant", "ITALIC"))
    return style


def drop_unused(document: Any, names: Iterable[str]) -> None:
    """Remove those styles of ours that no conditional format of the document brings any more."""
    styles = document.StyleFamilies.getByName("CellStyles")
    unused = {name for name in names if name.startswith(_OURS) and styles.hasByName(name)}
    for sheet in (document.Sheets.getByIndex(i) for i in range(document.Sheets.getCount())):
        for one in sheet.ConditionalFormats.getConditionalFormats() if unused else ():
            unused.difference_update(str(getattr(one.getByIndex(i), "StyleName", "")) for i in range(one.getCount()))
    for name in unused:
        styles.removeByName(name)
