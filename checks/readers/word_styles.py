"""What a Word document's styles say of how text is seen: a style may take it from the one that it is based on."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, fromstring

from checks.errors import InputFileError
from checks.readers.word_looks import HIDING, Look, Spot, ground_of, look_of, may_melt, melts
from checks.readers.word_xml import ON, attribute, child, inside, local

_TOGGLES = ("strike", "vanish")
"""Two levels of styles that both switch one of these on switch it off again; the text's own word decides alone."""
_MAX_STYLES = 20_000
_DEEPEST = 20


@dataclass(slots=True)
class _Style:
    """One style: what it says, and what a table's style says of its parts (``firstRow``, ``band1Horz`` …)."""

    based: str = ""
    look: Look = field(default_factory=dict)
    parts: dict[str, Look] = field(default_factory=dict)
    bands: tuple[int, int] | None = None


class Styles:
    """The styles of a document, as far as they decide what is seen.

    Args:
        part: of the styles.
        text: the part that holds the document's text.

    Attributes:
        any: whether they, or the text's own properties, may leave anything unseen but by switches of a run; nearly
            never.
    """

    def __init__(self, part: bytes = b"", text: bytes = b"") -> None:
        self._styles: dict[str, _Style] = {}
        self._default: dict[str, str] = {}
        self._everywhere: Look = {}
        self._known: dict[tuple[str, tuple[str, ...], str, str], Look] = {}
        self.any = may_melt(part, text)
        if self.any or any(name.encode() in part for name in HIDING):
            self._read(part)

    def _read(self, part: bytes) -> None:
        if not part:
            return
        if part.count(b"<") > 40 * _MAX_STYLES:
            raise InputFileError("unsafe", "样式过多")
        try:
            root = fromstring(part)  # noqa: S314  # a document type was refused before
        except ParseError as error:
            raise InputFileError("damaged", "样式无法解析") from error
        for element in root:
            name = local(element.tag)
            if name == "docDefaults":
                self._everywhere = look_of(child(child(element, "rPrDefault"), "rPr"))
            elif name == "style" and (key := attribute(element, "styleId")):
                style = _style(element)
                self._styles[key] = style
                if attribute(element, "default") in ("1", "true", "on"):
                    self._default.setdefault(attribute(element, "type") or "", key)
                hiding = any(look.get(name) == "1" for look in (style.look, *style.parts.values()) for name in HIDING)
                self.any = self.any or hiding
        self.any = self.any or any(self._everywhere.get(name) == "1" for name in HIDING)

    def hide(self, properties: Element | None, paragraph: str, behind: str, spot: Spot) -> bool:
        """Tell whether a run is not seen: hidden, struck out, of the colour of its ground, or too small.

        Args:
            properties: of the run.
            paragraph: the paragraph's style; "" for the default one.
            behind: the ground that the paragraph itself names.
            spot: where in a table it stands.
        """
        if not self.any:
            return any(switches(properties))
        style = child(properties, "rStyle")
        character = "" if style is None else attribute(style, "val") or ""
        look = {**self._of(spot, paragraph, character), **look_of(properties)}
        return any(look.get(name) == "1" for name in HIDING) or melts(look, behind, spot)

    def bands(self, table: str) -> tuple[int, int] | None:
        """Return of how many rows and columns the bands of a table in this style are; None if it has no parts."""
        sizes: tuple[int, int] | None = None
        for style in self._chain(table or self._default.get("table", "")):
            if style.parts:
                sizes = sizes or style.bands or (1, 1)
        return sizes

    def _of(self, spot: Spot, paragraph: str, character: str) -> Look:
        """Return what the levels of styles come to."""
        key = (spot.style, spot.parts, paragraph, character)
        if (known := self._known.get(key)) is not None:
            return known
        kinds = zip((spot.style, paragraph, character), ("table", "paragraph", "character"), strict=True)
        levels = [self._level(name or self._default.get(kind, ""), spot.parts) for name, kind in kinds]
        result: dict[str, str] = {}
        for level in (self._everywhere, *levels):
            result |= level
        for switch in _TOGGLES:
            count = sum(level.get(switch) == "1" for level in levels)
            result[switch] = "1" if self._everywhere.get(switch) == "1" or count % 2 else "0"
        self._known[key] = result
        return result

    def _level(self, name: str, parts: tuple[str, ...]) -> dict[str, str]:
        """Return what a style says, and of the parts of a table; what it does not say, the one below it does."""
        chain = self._chain(name)
        look: dict[str, str] = {}
        for style in chain:
            look |= style.look
        for part in parts:
            for style in chain:
                look |= style.parts.get(part, {})
        return look

    def _chain(self, name: str) -> list[_Style]:
        """Return a style behind those that it is based on."""
        chain: list[_Style] = []
        while name in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[name])
            name = self._styles[name].based
        return chain[::-1]


def _style(element: Element) -> _Style:
    based = child(element, "basedOn")
    style = _Style("" if based is None else attribute(based, "val") or "", _whole_look(element))
    properties = child(element, "tblPr")
    sizes = [child(properties, f"tblStyle{kind}BandSize") for kind in ("Row", "Col")]
    if any(size is not None for size in sizes):
        numbers = [(attribute(size, "val") or "1") if size is not None else "1" for size in sizes]
        rows, columns = (max(1, int(number)) if number.isdecimal() else 1 for number in numbers)
        style.bands = (rows, columns)
    for part in inside(element, "tblStylePr"):
        style.parts[attribute(part, "type") or ""] = _whole_look(part)
    return style


def _whole_look(element: Element) -> dict[str, str]:
    """Return what a style, or a part of one, says of characters and of the grounds behind them."""
    look = look_of(child(element, "rPr"))
    for name, properties in (("behind", "pPr"), ("cell", "tcPr"), ("table", "tblPr")):
        if ground := ground_of(child(element, properties)):
            look[name] = ground
    return look


def switches(properties: Element | None) -> list[bool]:
    """Return which switches that hide or strike out stand among properties, and whether they are on."""
    if properties is None:
        return []
    return [attribute(element, "val") in ON for element in properties if local(element.tag) in HIDING]


def style_of(properties: Element | None, name: str) -> str:
    """Return the style that properties name by an element such as ``pStyle``; "" where they name none."""
    element = child(properties, name)
    return "" if element is None else attribute(element, "val") or ""
