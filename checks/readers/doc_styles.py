"""What the style sheet of an old Word document (.doc) hides or strikes out, and what of its text that leaves unseen."""

from __future__ import annotations

from collections.abc import Iterator

from checks.readers.doc_properties import Runs, sprms

HIDING = frozenset((0x0800, 0x083C, 0x0837, 0x2A53))
"""Deleted by a tracked change, hidden, struck, struck twice."""
STYLE_OF_RUN = 0x4A30
"""Names the style of a run's characters."""
_PARAGRAPH, _CHARACTER, _TABLE = 1, 2, 3
_NONE = 0xFFF
_MAX_STYLES = 5_000
_DEEPEST = 11
"""Styles based on styles: Word itself allows no more."""

Switches = dict[int, bool]


class DocStyles:
    """The styles that hide or strike out text, by their number.

    Attributes:
        any: whether there are any; nearly every document has none.
    """

    def __init__(self, sheet: bytes) -> None:
        self._own: dict[int, tuple[int, Switches]] = {}
        codes = [code.to_bytes(2, "little") for code in HIDING]
        self.any = any(code in sheet for code in codes)
        if self.any:
            for number, style in enumerate(_styles(sheet)):
                self._own[number] = _based_on(style), _switches(style)
            self.any = any(any(switches.values()) for _, switches in self._own.values())

    def of(self, number: int) -> Switches:
        """Return the switches of a style; what it does not say, the one that it is based on does."""
        result: Switches = {}
        for _ in range(_DEEPEST):
            if number not in self._own:
                break
            number, own = self._own[number]
            result = own | result
        return result

    def hides(self, paragraph: int, properties: bytes) -> bool:
        """Tell whether characters with these properties, in a paragraph of this style, are not seen."""
        result = dict(self.of(paragraph))
        own: list[tuple[int, int]] = []
        for code, argument in sprms(properties):
            if code == STYLE_OF_RUN:
                for switch, on in self.of(int.from_bytes(argument[:2], "little")).items():
                    result[switch] = result.get(switch, False) ^ on  # two that switch on switch off
            elif code in HIDING and argument:
                own.append((code, argument[0]))
        for code, said in own:
            by_style = result.get(code, False)
            result[code] = said == 1 if said < 2 else by_style ^ (said == 0x81)
        return any(result.values())


def unseen_by_style(characters: Runs, paragraphs: Runs, styles: DocStyles) -> Iterator[tuple[int, int]]:
    """Yield the ranges of bytes whose characters are not seen, in a document with styles that hide.

    Args:
        characters: the properties of characters.
        paragraphs: the properties of paragraphs, whose first two bytes are the style's number.
        styles: of the document.
    """
    known: dict[tuple[int, bytes], bool] = {}
    for first, end, properties in characters:
        for start, stop, style in paragraphs.styles_between(first, end):
            key = (style, properties)
            if key not in known:
                known[key] = styles.hides(style, properties)
            if known[key]:
                yield start, stop


def _styles(sheet: bytes) -> Iterator[bytes]:
    """Yield each style of a style sheet as it is stored, headed by the size of its fixed part."""
    head = int.from_bytes(sheet[:2], "little")
    count = min(int.from_bytes(sheet[2:4], "little"), _MAX_STYLES)
    fixed = sheet[4:6]
    at = 2 + head
    for _ in range(count):
        size = int.from_bytes(sheet[at : at + 2], "little")
        yield fixed + sheet[at + 2 : at + 2 + size]
        at += 2 + size


def style_properties(sheet: bytes) -> list[tuple[int, bytes]]:
    """Return for each style the number of the one that it is based on, and its properties of characters."""
    return [(_based_on(style), _properties(style)) for style in _styles(sheet)]


def style_chain(styles: list[tuple[int, bytes]], number: int) -> list[bytes]:
    """Return the properties of a style, behind those of the ones that it is based on."""
    chain: list[bytes] = []
    while number < len(styles) and len(chain) < _DEEPEST:
        number, properties = styles[number]
        chain.append(properties)
    return chain[::-1]


def _based_on(style: bytes) -> int:
    return int.from_bytes(style[4:6], "little") >> 4


def _switches(style: bytes) -> Switches:
    """Return what a style says of its characters."""
    return {code: bool(value[:1] == b"\x01") for code, value in sprms(_properties(style)) if code in HIDING}


def _properties(style: bytes) -> bytes:
    """Return a style's properties of characters."""
    fixed = int.from_bytes(style[:2], "little")
    kind = int.from_bytes(style[4:6], "little") & 15
    count = int.from_bytes(style[6:8], "little") & 15
    at = 2 + fixed
    at += 2 + 2 * int.from_bytes(style[at : at + 2], "little") + 2  # the name, with its length and a zero behind it
    wanted = {_PARAGRAPH: 1, _CHARACTER: 0, _TABLE: 2}.get(kind, count)
    for number in range(count):
        at += (at - 2) % 2
        size = int.from_bytes(style[at : at + 2], "little")
        if number == wanted:
            return style[at + 2 : at + 2 + size]
        at += 2 + size
    return b""
