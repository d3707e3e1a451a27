"""What a Word document's styles hide or strike out: a style may take it from the one that it is based on."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError, fromstring

from checks.errors import InputFileError
from checks.readers.word_xml import ON, attribute, child, local

_TOGGLES = ("strike", "vanish")
"""Two levels of styles that both switch one of these on switch it off again; the text's own word decides alone."""
_PLAIN = ("dstrike",)
_HIDING = (*_TOGGLES, *_PLAIN)
_MAX_STYLES = 20_000
_DEEPEST = 20


class Styles:
    """The styles of a document that hide or strike out text.

    Attributes:
        any: whether there are any at all; nearly every document has none.
    """

    def __init__(self, part: bytes = b"") -> None:
        self._own: dict[str, dict[str, bool]] = {}
        self._based: dict[str, str] = {}
        self._default: dict[str, str] = {}
        self._everywhere: dict[str, bool] = {}
        self._known: dict[tuple[str, str, str], dict[str, bool]] = {}
        self.any = False
        if any(name.encode() in part for name in _TOGGLES):
            self._read(part)

    def _read(self, part: bytes) -> None:
        if part.count(b"<") > 40 * _MAX_STYLES:
            raise InputFileError("unsafe", "样式过多")
        try:
            root = fromstring(part)  # noqa: S314  # a document type was refused before
        except ParseError as error:
            raise InputFileError("damaged", "样式无法解析") from error
        for element in root:
            name = local(element.tag)
            if name == "docDefaults":
                self._everywhere = switches(child(child(element, "rPrDefault"), "rPr"))
            elif name == "style" and (key := attribute(element, "styleId")):
                self._own[key] = switches(child(element, "rPr"))
                based = child(element, "basedOn")
                self._based[key] = "" if based is None else attribute(based, "val") or ""
                if attribute(element, "default") in ("1", "true", "on"):
                    self._default.setdefault(attribute(element, "type") or "", key)
        self.any = any(map(any, (self._everywhere.values(), *(own.values() for own in self._own.values()))))

    def hide(self, properties: Element | None, paragraph: str, table: str) -> bool:
        """Tell whether a run is hidden or struck out.

        Args:
            properties: of the run.
            paragraph: the paragraph's style; "" for the default one.
            table: the style of the table that it stands in; "" for the default one.
        """
        own = switches(properties)
        if not self.any:
            return any(own.values())
        style = child(properties, "rStyle")
        by_style = self._of(table, paragraph, "" if style is None else attribute(style, "val") or "")
        return any((by_style | own).values())

    def _of(self, table: str, paragraph: str, character: str) -> dict[str, bool]:
        """Return what the three levels of styles come to."""
        key = (table, paragraph, character)
        if (known := self._known.get(key)) is not None:
            return known
        kinds = zip(key, ("table", "paragraph", "character"), strict=True)
        levels = [self._chain(name or self._default.get(kind, "")) for name, kind in kinds]
        result = {}
        for switch in _HIDING:
            said = [level[switch] for level in levels if switch in level]
            if switch in _TOGGLES:
                result[switch] = self._everywhere.get(switch, False) or sum(said) % 2 == 1
            else:
                result[switch] = said[-1] if said else self._everywhere.get(switch, False)
        self._known[key] = result
        return result

    def _chain(self, name: str) -> Mapping[str, bool]:
        """Return the switches of a style; what it does not say, the one below it does."""
        result: dict[str, bool] = {}
        for _ in range(_DEEPEST):
            if name not in self._own:
                break
            result = dict(self._own[name]) | result
            name = self._based[name]
        return result


def switches(properties: Element | None) -> dict[str, bool]:
    """Return which switches that hide or strike out stand among properties, and whether they are on."""
    if properties is None:
        return {}
    return {name: attribute(element, "val") in ON for element in properties if (name := local(element.tag)) in _HIDING}


def style_of(properties: Element | None, name: str) -> str:
    """Return the style that properties name by an element such as ``pStyle``; "" where they name none."""
    element = child(properties, name)
    return "" if element is None else attribute(element, "val") or ""
