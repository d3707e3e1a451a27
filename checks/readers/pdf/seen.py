"""What of a page's characters is seen: not those that leave no ink, lie below something else, or are too small.

White on white, an invisible layer, what is clipped away or lies outside of the page: all of it leaves no ink where it
stands, whatever hides it. The page is drawn once, and looked at where its figures stand.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any, Protocol

_SMALLEST = 2.5
"""Points: type no higher than this is not read by anybody."""
_SCALE = 1.5
_MOST_DOTS = 6_000_000
_COARSEST = 0.7
_CONTRAST = 16
"""Of 255: what differs less in grey, at a stroke half as wide as a dot, is not seen."""
_SOME = 50

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Sign(Protocol):
    """What is asked of a character here."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    order: int


class Covers:
    """Opaque areas of a page, and what they were drawn over."""

    def __init__(self) -> None:
        self._order = 0
        self._texts: dict[int, int] = {}
        self._areas: list[tuple[int, Box, bool]] = []
        self.any = False

    def text(self, item: Any) -> None:
        """Note a piece of text, in the order of drawing."""
        self._order += 1
        self._texts[ctypes.addressof(item.contents)] = self._order

    def area(self, box: Box, *, is_picture: bool) -> None:
        """Note an opaque area; one below all text covers nothing."""
        if self._texts:
            self._order += 1
            self._areas.append((self._order, box, is_picture))
            self.any = True

    def order(self, item: Any) -> int:
        """Return when the text that a character belongs to was drawn."""
        return self._texts.get(ctypes.addressof(item.contents), 0) if item else 0

    def hidden(self, characters: Sequence[Sign]) -> set[int]:
        """Return the places of characters below a picture, or below an area that has other characters on it."""
        hidden: set[int] = set()
        for order, (left, top, right, bottom), is_picture in self._areas:
            inside = [
                i
                for i, c in enumerate(characters)
                if left <= (c.x0 + c.x1) / 2 <= right and top <= (c.y0 + c.y1) / 2 <= bottom and c.order
            ]
            above = [characters[i] for i in inside if characters[i].order > order]
            below = [i for i in inside if characters[i].order < order]
            hidden.update(i for i in below if is_picture or any(_overlap(characters[i], c) for c in above))
        return hidden


def seen_of(characters: Sequence[Sign], ink: Callable[[Sign], bool]) -> list[bool]:
    """Return for each character whether it is seen.

    Args:
        characters: of a page.
        ink: tells whether anything is drawn where a character stands.
    """
    shown = [not c.text.isdigit() or (c.y1 - c.y0 > _SMALLEST and ink(c)) for c in characters]
    if any(is_shown for c, is_shown in zip(characters, shown, strict=True) if c.text.isdigit()):
        return shown
    others = [c for c in characters if not c.text.isdigit()][:_SOME]
    if others and not any(map(ink, others)):  # no label is drawn either: there may be no font for them here
        return [True] * len(characters)
    return shown


class Ink:
    """A page as it is drawn.

    Args:
        raw: the library.
        page: the library's page.
        matrix: from the file's coordinates to those of the characters.
    """

    def __init__(self, raw: Any, page: Any, matrix: tuple[float, ...]) -> None:
        width, height = page.get_size()
        scale = min(_SCALE, (_MOST_DOTS / max(1.0, width * height)) ** 0.5)
        self.too_coarse = scale < _COARSEST
        if self.too_coarse:
            return
        drawn = page.render(scale=scale, grayscale=True)
        self._dots = ctypes.string_at(drawn.buffer, drawn.stride * drawn.height)
        self._stride, self._size = drawn.stride, (drawn.width, drawn.height)
        self._affine = _to_dots(raw, page, matrix, self._size)

    def shows(self, sign: Sign) -> bool:
        """Tell whether anything is drawn in the middle of a character's box."""
        a, b, c, d, e, f = self._affine
        wide, high = (sign.x1 - sign.x0) * 0.1, (sign.y1 - sign.y0) * 0.2
        x0, y0, x1, y1 = sign.x0 + wide, sign.y0 + high, sign.x1 - wide, sign.y1 - high
        left, right = sorted((int(a * x0 + c * y0 + e), int(a * x1 + c * y1 + e)))
        top, bottom = sorted((int(b * x0 + d * y0 + f), int(b * x1 + d * y1 + f)))
        left, right = max(0, left), min(right + 1, self._size[0])
        top, bottom = max(0, top), min(bottom + 1, self._size[1])
        if left >= right:
            return False
        least, most = 255, 0
        middle = (top + bottom) // 2
        for y in (*range(middle, bottom, 2), *range(top, bottom)):  # most digits show in the first line or two
            line = self._dots[y * self._stride + left : y * self._stride + right]
            darkest, lightest = min(line), max(line)
            least, most = min(least, darkest), max(most, lightest)
            if most - least >= _CONTRAST:
                return True
        return False


def _to_dots(raw: Any, page: Any, matrix: tuple[float, ...], size: tuple[int, int]) -> tuple[float, ...]:
    """Return the matrix that leads from the characters' coordinates to dots."""
    fine = 64
    x, y = ctypes.c_int(), ctypes.c_int()

    def at(across: float, down: float) -> tuple[float, float]:
        a, b, c, d, e, f = matrix  # a turn and a mirror: its own inverse
        u, v = across - e, down - f
        raw.FPDF_PageToDevice(page.raw, 0, 0, size[0] * fine, size[1] * fine, 0, a * u + c * v, b * u + d * v, x, y)
        return x.value / fine, y.value / fine

    (e, f), (ax, ay), (cx, cy) = at(0, 0), at(100, 0), at(0, 100)
    return (ax - e) / 100, (ay - f) / 100, (cx - e) / 100, (cy - f) / 100, e, f


def _overlap(first: Sign, second: Sign) -> bool:
    across = min(first.x1, second.x1) - max(first.x0, second.x0)
    down = min(first.y1, second.y1) - max(first.y0, second.y0)
    return across > 0.3 * min(first.x1 - first.x0, second.x1 - second.x0) and down > 0.3 * (first.y1 - first.y0)
