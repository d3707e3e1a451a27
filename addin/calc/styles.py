"""The cell styles that our conditional formats bring: one for each look, gone with its last use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from addin.calc.looks import colour_of, number_of
from addin.calc.office import constant, desktop, enum, properties

if TYPE_CHECKING:
    from addin.calc.book import Book

_OURS = "gouji "
_SCRIPTS = ("", "Asian", "Complex")
_KEPT = ("VertJustify", *(f"Char{trait}{script}" for trait in ("FontName", "Height") for script in _SCRIPTS))
"""What the standard style, parent of every other, would change on a marked cell: there the cell's own is repeated."""


def style_for(book: Book, cell: Any, spec: dict[str, Any]) -> str:
    """Return the name of the cell style with the look that xlwings asks for, made where it is missing.

    A workbook with a single protected sheet lets nobody edit its styles, but takes them from another workbook.
    """
    fill, ink = (number_of(spec.get(colour)) for colour in ("fill_color", "font_color"))
    traits = [trait for trait in ("bold", "italic") if spec.get(f"font_{trait}")]
    shown = ["".join(f"{part:02X}" for part in colour_of(number) or ()) for number in (fill, ink)]
    kept = {name: cell.getPropertyValue(name) for name in _KEPT}
    name = _OURS + " ".join([*filter(None, shown), *traits, f"{crc32(repr(kept).encode()):08x}"])
    if not book.api.StyleFamilies.getByName("CellStyles").hasByName(name):
        frame = desktop(book.app.context)
        scratch = frame.loadComponentFromURL("private:factory/scalc", "_blank", 0, properties(Hidden=True))
        _make(scratch, name, fill, ink, traits).setPropertyValues(tuple(kept), tuple(kept.values()))
        ours_only = properties(OverwriteStyles=False, LoadPageStyles=False)
        book.api.StyleFamilies.loadStylesFromDocument(scratch, ours_only)
        scratch.close(True)  # UNO has no keywords
    return name


def _make(document: Any, name: str, fill: int, ink: int, traits: list[str]) -> Any:
    style = document.createInstance("com.sun.star.style.CellStyle")
    document.StyleFamilies.getByName("CellStyles").insertByName(name, style)
    style.CellBackColor = fill
    style.CharColor = ink
    for script in _SCRIPTS:
        if "bold" in traits:
            style.setPropertyValue(f"CharWeight{script}", constant("awt.FontWeight.BOLD"))
        if "italic" in traits:
            style.setPropertyValue(f"CharPosture{script}", enum("awt.FontSlant", "ITALIC"))
    return style


def drop_unused(document: Any, name: str) -> None:
    """Remove a style of ours that no conditional format of the document brings any more."""
    styles = document.StyleFamilies.getByName("CellStyles")
    if not name.startswith(_OURS) or not styles.hasByName(name):
        return
    for sheet in (document.Sheets.getByIndex(i) for i in range(document.Sheets.getCount())):
        for one in sheet.ConditionalFormats.getConditionalFormats():
            if any(_brings(one.getByIndex(i), name) for i in range(one.getCount())):
                return
    styles.removeByName(name)


def _brings(entry: Any, name: str) -> bool:
    return bool(entry.getType() == constant("sheet.ConditionEntryType.CONDITION") and entry.StyleName == name)
