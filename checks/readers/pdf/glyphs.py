"""PDFium: the characters and the ruled lines of each page. The only module that knows the library.

PDFium may hang or crash on a hostile file: whoever calls this does so in a process that can be killed. Coordinates are
points; x grows along the text, y downwards, whichever way the page is turned.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from checks.errors import InputFileError
from checks.readers.pdf.fields import fields_of
from checks.readers.pdf.seen import Box, Covers, Ink, seen_of

MAX_PAGES = 60
_MAX_OBJECTS = 60_000
_MAX_CHARACTERS = 60_000
_MAX_SEGMENTS = 4_000
_MAX_DEPTH = 4
_THIN = 3.0
"""Points: a filled rectangle no thicker is a rule."""
_BLANK = frozenset((0, 2, 9, 10, 13, 32, 0xA0, 0xAD, 0x3000, 0xFFFE))
_INVISIBLE = 3
_LARGE = 0.2
"""Part of a page that a picture covers to be more than an ornament."""
_FIGURES = 0.15
"""Part of a page's characters that are digits where it may be a table without rules."""
_PASSWORD = 4
_LARGEST = 40.0
"""Points of a character; a title has 22."""

Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Character:
    """One character and its box.

    Attributes:
        odd: the file does not say which character it is.
        order: when it was drawn, where the page has anything that may cover text.
    """

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    odd: bool = False
    order: int = 0

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.y0 + self.y1) / 2

    @property
    def size(self) -> float:
        """Its height."""
        return self.y1 - self.y0


@dataclass(slots=True)
class PdfPage:
    """One page.

    Attributes:
        number: from 1.
        horizontal: rules as (y, x0, x1).
        vertical: rules as (x, y0, y1).
        matrix: from the file's coordinates to these.
        pictured: part of it that its largest picture covers.
        recognised: its text is an invisible layer over a picture.
        cut: it holds more than was read.
        unseen: figures were left out that nobody sees.
        marks: boxes of what strikes out or covers: strokes, stamps, seals.
        drawn: the library's page.
    """

    number: int
    width: float
    height: float
    matrix: Matrix
    characters: list[Character] = field(default_factory=list)
    horizontal: list[tuple[float, float, float]] = field(default_factory=list)
    vertical: list[tuple[float, float, float]] = field(default_factory=list)
    pictured: float = 0.0
    recognised: bool = False
    cut: bool = False
    unseen: bool = False
    marks: list[Box] = field(default_factory=list)
    drawn: Any = None

    def picture(self, dots: int) -> Any:
        """Return the page as it looks, an array of grey values, so many dots an inch; while it is the one yielded."""
        drawn = self.drawn.render(scale=dots / 72, grayscale=True).to_numpy()
        return drawn[:, :, 0] if drawn.ndim == 3 else drawn

    @property
    def has_large_picture(self) -> bool:
        """Tell whether a picture covers so much that a table may be in it."""
        return self.pictured > _LARGE


def pages(data: bytes) -> Iterator[PdfPage]:
    """Yield the first ``MAX_PAGES`` pages.

    Raises:
        InputFileError: it has a password, is damaged, or the library is not here.
    """
    try:
        import pypdfium2 as pdfium  # noqa: PLC0415  # 20 ms, and absent in a browser
        from pypdfium2 import raw  # noqa: PLC0415
    except ImportError:
        raise InputFileError("unsupported", "PDF 文件（这里没有读它用的 pypdfium2）") from None
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower()
        raise InputFileError("encrypted" if locked else "damaged", "PDF 结构出错") from error
    try:
        for index in range(min(len(document), MAX_PAGES)):
            page = document[index]
            try:
                read = _Reader(raw, page, index + 1).page
                read.drawn = page
                yield read
            finally:
                page.close()
        if len(document) > MAX_PAGES:
            yield PdfPage(MAX_PAGES + 1, 1, 1, (1, 0, 0, -1, 0, 0), cut=True)
    finally:
        document.close()


class _Reader:
    """Reads one page."""

    def __init__(self, raw: Any, page: Any, number: int) -> None:
        self.raw = raw
        self._covers = Covers()
        text = page.get_textpage()
        try:
            count = min(raw.FPDFText_CountChars(text.raw), _MAX_CHARACTERS)
            matrix, width, height = _upright(page, self._angle(text.raw, count))
            self.page = PdfPage(number, width, height, matrix)
            self.page.cut = count == _MAX_CHARACTERS
            self._room = _MAX_OBJECTS
            self._texts = [0, 0]  # all, invisible
            for i in range(max(0, raw.FPDFPage_CountObjects(page.raw))):
                if self._room <= 0:
                    self.page.cut = True
                    break
                self._object(raw.FPDFPage_GetObject(page.raw, i), matrix, 0)
            unseen = self._texts[1] > 0
            self.page.recognised = 2 * self._texts[1] > self._texts[0] and self.page.has_large_picture
            self._characters(text.raw, count, check_seen=unseen and not self.page.recognised)
            if not self.page.recognised:
                self._leave_out_unseen(page)
            for sign, (left, bottom, right, top) in fields_of(raw, page):
                x0, x1, y0, y1 = _box(matrix, left, bottom, right, top)
                if sign:
                    self.page.characters.append(Character(sign, x0, x1, y0, y1))
                else:
                    self.page.marks.append((x0, y0, x1, y1))
        finally:
            text.close()

    def _angle(self, text: Any, count: int) -> int:
        """Return the quarter turns of most of the text; the library counts them clockwise."""
        step = max(1, count // 200)
        turns = Counter(
            round(-self.raw.FPDFText_GetCharAngle(text, i) / (math.pi / 2)) % 4
            for i in range(0, count, step)
            if self.raw.FPDFText_GetUnicode(text, i) not in _BLANK  # those that the library adds have no angle
        )
        return turns.most_common(1)[0][0] if turns else 0

    def _characters(self, text: Any, count: int, *, check_seen: bool) -> None:
        raw, matrix = self.raw, self.page.matrix
        box = raw.FS_RECTF()
        sides = [ctypes.c_double() for _ in range(4)]
        seen: set[tuple[int, int, int]] = set()
        for i in range(count):
            code = raw.FPDFText_GetUnicode(text, i)
            if code in _BLANK or not raw.FPDFText_GetLooseCharBox(text, i, box):
                continue
            x0, x1, y0, y1 = _box(matrix, box.left, box.bottom, box.right, box.top)
            if not (0.5 <= x1 - x0 <= _LARGEST and 0.5 <= y1 - y0 <= _LARGEST):  # none, or a wrong one, in this font
                if not raw.FPDFText_GetCharBox(text, i, *sides):
                    continue
                left, right, bottom, top = (side.value for side in sides)
                x0, x1, y0, y1 = _box(matrix, left, bottom, right, top)
            key = (code, round(x0), round(y0))
            if key in seen:  # the same glyph drawn twice looks bold
                continue
            item = raw.FPDFText_GetTextObject(text, i) if check_seen or self._covers.any else None
            if check_seen and self._is_invisible(item):
                self.page.unseen = self.page.unseen or chr(code).isdigit()
                continue
            seen.add(key)
            odd = 0xE000 <= code <= 0xF8FF or bool(raw.FPDFText_HasUnicodeMapError(text, i))
            order = self._covers.order(item)
            self.page.characters.append(Character(chr(code), x0, x1, y0, y1, odd, order))

    def _leave_out_unseen(self, page: Any) -> None:
        """Leave out the figures that nobody sees."""
        characters = self.page.characters
        digits = sum(c.text.isdigit() for c in characters)
        ruled = len(self.page.horizontal) > 1 and self.page.vertical
        if not digits or not (ruled or digits > len(characters) * _FIGURES):  # text, whose figures decide nothing alone
            return
        ink = Ink(self.raw, page, self.page.matrix)
        if ink.too_coarse:  # a page of many square metres
            self.page.cut = True
            return
        shown = seen_of(characters, ink.shows)
        hidden = self._covers.hidden(characters) if self._covers.any else set()
        kept = [c for i, c in enumerate(characters) if shown[i] and i not in hidden]
        self.page.unseen |= sum(c.text.isdigit() for c in kept) < digits
        self.page.characters = kept

    def _is_invisible(self, item: Any) -> bool:
        return bool(item) and self.raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE

    def _object(self, item: Any, matrix: Matrix, depth: int) -> None:
        raw = self.raw
        self._room -= 1
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            self._texts[0] += 1
            self._texts[1] += self._is_invisible(item)
            self._covers.text(item)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            sides = [ctypes.c_float() for _ in range(4)]
            if raw.FPDFPageObj_GetBounds(item, *sides):
                x0, x1, y0, y1 = _box(matrix, *(side.value for side in sides))
                if not self._rule(x0, x1, y0, y1) and not raw.FPDFPageObj_HasTransparency(item):
                    self._covers.area((x0, y0, x1, y1), is_picture=True)
                area = max(0.0, x1 - x0) * max(0.0, y1 - y0) / max(1.0, self.page.width * self.page.height)
                self.page.pictured = max(self.page.pictured, area)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = _times(self._matrix(item), matrix)
            for i in range(max(0, raw.FPDFFormObj_CountObjects(item))):
                if self._room <= 0:
                    self.page.cut = True
                    return
                self._object(raw.FPDFFormObj_GetObject(item, i), inner, depth + 1)

    def _matrix(self, item: Any) -> Matrix:
        matrix = self.raw.FS_MATRIX()
        if not self.raw.FPDFPageObj_GetMatrix(item, matrix):
            return (1, 0, 0, 1, 0, 0)
        return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)

    def _path(self, item: Any, matrix: Matrix) -> None:
        raw = self.raw
        count = raw.FPDFPath_CountSegments(item)
        if not 2 <= count <= _MAX_SEGMENTS:
            return
        self._room -= count // 8
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        if not fill.value and not stroke.value:
            return
        for points, straight in self._lines(item, count, _times(self._matrix(item), matrix)):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
            if fill.value and straight:
                if self._rule(x0, x1, y0, y1):
                    continue
                is_upright = len(set(map(round, xs))) == 2 == len(set(map(round, ys)))
                if is_upright and not raw.FPDFPageObj_HasTransparency(item):
                    self._covers.area((x0, y0, x1, y1), is_picture=False)
            if stroke.value and straight:
                for (ax, ay), (bx, by) in pairwise(points):
                    self._edge(ax, ay, bx, by)

    def _lines(self, item: Any, count: int, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """Yield each part of a path, and whether it has no curves."""
        raw = self.raw
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        straight = True
        for i in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, i)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    yield points, straight
                points, straight = [], True
            straight = straight and kind in (raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO)
            points.append(_apply(matrix, x.value, y.value))
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if len(points) > 1:
            yield points, straight

    def _rule(self, x0: float, x1: float, y0: float, y1: float) -> bool:
        """Take a thin box for a rule."""
        if y1 - y0 <= _THIN < x1 - x0:
            self.page.horizontal.append(((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THIN < y1 - y0:
            self.page.vertical.append(((x0 + x1) / 2, y0, y1))
        else:
            return x1 - x0 <= _THIN and y1 - y0 <= _THIN
        return True

    def _edge(self, ax: float, ay: float, bx: float, by: float) -> None:
        if abs(ay - by) <= 0.8 and abs(ax - bx) > 2:
            self.page.horizontal.append(((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) <= 0.8 and abs(ay - by) > 2:
            self.page.vertical.append(((ax + bx) / 2, min(ay, by), max(ay, by)))


def _upright(page: Any, turns: int) -> tuple[Matrix, float, float]:
    """Return the matrix that makes most of the text run along x, and the page's size then."""
    left, bottom, right, top = page.get_bbox()
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[turns]
    turned: Matrix = (cos, sin, sin, -cos, 0, 0)
    x0, x1, y0, y1 = _box(turned, left, bottom, right, top)
    return (cos, sin, sin, -cos, -x0, -y0), x1 - x0, y1 - y0


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    """Return a box as x0, x1, y0, y1."""
    ax, ay = _apply(matrix, left, bottom)
    bx, by = _apply(matrix, right, top)
    return min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
