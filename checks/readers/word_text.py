"""The text of a Word document as it is seen: no deleted, moved-away or hidden words, no alternative said twice."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from checks.readers.colours import SYMBOL_FONTS
from checks.readers.word_looks import Spot, ground_of, has_low_lines
from checks.readers.word_styles import Styles, style_of
from checks.readers.word_xml import attribute, child, chosen, local

_SILENT = frozenset(
    (
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "tcPr", "tblPr", "trPr", "sectPr"),
        *("fldData", "sdtPr", "sdtEndPr", "rt"),
    )
)
_PICTURES = frozenset(("drawing", "pict", "object"))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_EDGE = re.compile(r"[\d.,]")
_SPACE = re.compile(r"[ \t\xa0\u3000]+")
_CODE = re.compile("[0-9A-Fa-f]{2,4}")
_PRIVATE = 0xF000  # where Word keeps the characters of fonts of symbols
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class ParagraphText:
    """What one paragraph says.

    Args:
        paragraph: the element.
        spot: where in a table it stands, if it does.
        styles: of the document.

    Attributes:
        text: as it is seen, line breaks kept.
        boxes: the text boxes that hang on it.
        pictures: whether it holds any.
        unseen: whether digits were left out since they are struck, deleted, hidden, or of their ground's colour.
    """

    __slots__ = ("boxes", "pictures", "text", "unseen")

    def __init__(self, paragraph: Element, spot: Spot, styles: Styles) -> None:
        own = child(paragraph, "pPr") if styles.any else None
        style, behind = style_of(own, "pStyle"), ground_of(own)
        low = spot.low or has_low_lines(own)
        self.boxes: list[Element] = []
        self.pictures = self.unseen = False
        pieces: list[str] = []
        stack = list(reversed(paragraph))
        raised, struck = False, low
        while stack:
            element = stack.pop()
            name = local(element.tag)
            if name == "t":
                self._add(pieces, element.text or "", raised=raised, struck=struck)
            elif name in _SIGNS or name == "sym":
                pieces.append(_SIGNS.get(name) or _symbol(element))
            elif name == "txbxContent":
                self.boxes.append(element)
            elif name == "AlternateContent":
                if (shown := chosen(element)) is not None:
                    stack.append(shown)
            elif name in _SILENT:
                self.unseen = self.unseen or (name in ("del", "moveFrom") and any(map(str.isdigit, _all(element))))
            else:
                if name == "r":
                    properties = child(element, "rPr")
                    struck = low or styles.hide(properties, style, behind, spot)
                    align = child(properties, "vertAlign")
                    raised = align is not None and attribute(align, "val") in ("superscript", "subscript")
                self.pictures = self.pictures or name in _PICTURES
                stack.extend(reversed(element))
        self.text = "".join(pieces)

    def _add(self, pieces: list[str], text: str, *, raised: bool, struck: bool) -> None:
        if struck:
            self.unseen = self.unseen or any(map(str.isdigit, text))
        else:
            pieces.append(text.translate(_RAISED) if raised else text)


def _symbol(element: Element) -> str:
    """Return the character that stands there by its number; of a font of pictures only that there is one."""
    code, font = attribute(element, "char") or "", attribute(element, "font") or ""
    if not _CODE.fullmatch(code) or SYMBOL_FONTS.match(font):
        return "□"
    number = int(code, 16)
    return chr(number - _PRIVATE if number >= _PRIVATE else number)


def joined(parts: list[str]) -> str:
    """Join the paragraphs and lines of a cell: broken labels close up, two numbers stay two."""
    out = ""
    for part in (piece for text in parts for piece in text.split("\n")):
        piece = _SPACE.sub(" ", part).strip()
        if piece:
            out += (" " if out and _EDGE.match(out[-1]) and _EDGE.match(piece[0]) else "") + piece
    return out


def _all(element: Element) -> str:
    return "".join(element.itertext())
