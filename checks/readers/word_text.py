"""The text of a Word document as it is seen: no deleted, moved-away or hidden words, no alternative said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TRANSPARENT = frozenset(("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "hyperlink"))
"""Elements around paragraphs, rows, cells or runs that are not seen themselves."""
_SILENT = frozenset(
    (
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "tcPr", "tblPr", "trPr", "sectPr"),
        *("fldData", "sdtPr", "sdtEndPr", "rt"),
    )
)
_PICTURES = frozenset(("drawing", "pict", "object"))
_ON = frozenset((None, "1", "true", "on"))
_STRIKES = frozenset(("strike", "dstrike", "vanish", "webHidden", "specVanish"))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_EDGE = re.compile(r"[\d.,]")
_SPACE = re.compile(r"[ \t\xa0\u3000]+")


@lru_cache(4096)
def local(tag: str) -> str:
    """Return an element's name if it is Word's own, or "AlternateContent", "Choice", "Fallback"; else ""."""
    namespace, brace, name = tag.rpartition("}")
    namespace += brace
    if namespace in _NAMESPACES or namespace == _COMPATIBILITY:
        return name
    return ""


def attribute(element: Element, name: str) -> str | None:
    """Return one of Word's attributes, in whichever of its namespaces."""
    for namespace in _NAMESPACES:
        if (value := element.get(namespace + name)) is not None:
            return value
    return element.get(name)


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first child of one of these names."""
    return None if element is None else next((c for c in element if local(c.tag) in names), None)


def is_on(properties: Element | None, *names: str) -> bool:
    """Tell whether one of these switches stands among an element's properties and is on."""
    return properties is not None and any(local(c.tag) in names and attribute(c, "val") in _ON for c in properties)


def inside(parent: Element, *wanted: str) -> Iterator[Element]:
    """Yield the paragraphs, tables, rows or cells of an element, through what is only wrapped around them."""
    stack = [iter(parent)]
    while stack:
        for element in stack[-1]:
            name = local(element.tag)
            if name in wanted:
                yield element
            elif name in _TRANSPARENT:
                stack.append(iter(element))
                break
            elif name == "AlternateContent" and (chosen := _chosen(element)) is not None:
                stack.append(iter(chosen))
                break
        else:
            stack.pop()


class ParagraphText:
    """What one paragraph says.

    Attributes:
        text: as it is seen, line breaks kept.
        boxes: the text boxes that hang on it.
        pictures: whether it holds any.
        unseen: whether digits were left out since they are struck, deleted or hidden.
    """

    __slots__ = ("boxes", "pictures", "text", "unseen")

    def __init__(self, paragraph: Element) -> None:
        self.boxes: list[Element] = []
        self.pictures = self.unseen = False
        pieces: list[str] = []
        stack = list(reversed(paragraph))
        raised = struck = False
        while stack:
            element = stack.pop()
            name = local(element.tag)
            if name == "t":
                self._add(pieces, element.text or "", raised=raised, struck=struck)
            elif name == "tab":
                pieces.append("\t")
            elif name in ("br", "cr"):
                pieces.append("\n")
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name == "txbxContent":
                self.boxes.append(element)
            elif name == "AlternateContent":
                if (chosen := _chosen(element)) is not None:
                    stack.append(chosen)
            elif name in _SILENT:
                self.unseen = self.unseen or (name in ("del", "moveFrom") and any(map(str.isdigit, _all(element))))
            else:
                if name == "r":
                    properties = child(element, "rPr")
                    struck = is_on(properties, *_STRIKES)
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


def joined(parts: list[str]) -> str:
    """Join the paragraphs and lines of a cell: broken labels close up, two numbers stay two."""
    out = ""
    for part in (piece for text in parts for piece in text.split("\n")):
        piece = _SPACE.sub(" ", part).strip()
        if piece:
            out += (" " if out and _EDGE.match(out[-1]) and _EDGE.match(piece[0]) else "") + piece
    return out


def _chosen(element: Element) -> Element | None:
    """Of the same content said in two ways, the one that a modern program shows."""
    choice = child(element, "Choice")
    return choice if choice is not None else child(element, "Fallback")


def _all(element: Element) -> str:
    return "".join(element.itertext())
