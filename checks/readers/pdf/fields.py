"""What lies over a page: filled fields and notes that are always shown, seen as text is; strokes, stamps and seals."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

_MOST = 2_000
_LONGEST = 400
_HEIGHT = 10.0
_HIDDEN = 2 | 32
"""Flags of what is not shown."""

Field = tuple[str, tuple[float, float, float, float]]
"""A text, and its box in the file's coordinates: left, bottom, right, top."""


def fields_of(raw: Any, page: Any) -> Iterator[Field]:
    """Yield each character of each field, where it stands about; "" for what strikes out or covers, with its box.

    Args:
        raw: the library.
        page: the library's page.
    """
    for number in range(min(_MOST, max(0, raw.FPDFPage_GetAnnotCount(page.raw)))):
        item = raw.FPDFPage_GetAnnot(page.raw, number)
        if not item:
            continue
        try:
            yield from _field(raw, item)
        finally:
            raw.FPDFPage_CloseAnnot(item)


def _marks(raw: Any) -> frozenset[int]:
    """The kinds of what is drawn over a page and may strike out a figure, or stand in its place."""
    names = ("STRIKEOUT", "INK", "STAMP", "LINE", "POLYLINE", "REDACT")
    return frozenset(getattr(raw, f"FPDF_ANNOT_{name}") for name in names)


def _field(raw: Any, item: Any) -> Iterator[Field]:
    kind = raw.FPDFAnnot_GetSubtype(item)
    key = {raw.FPDF_ANNOT_WIDGET: b"V", raw.FPDF_ANNOT_FREETEXT: b"Contents"}.get(kind)
    box = raw.FS_RECTF()
    if key is None and kind not in _marks(raw):
        return
    if raw.FPDFAnnot_GetFlags(item) & _HIDDEN or not raw.FPDFAnnot_GetRect(item, box):
        return
    if key is None:
        yield "", (box.left, box.bottom, box.right, box.top)
        return
    buffer = (ctypes.c_ushort * (_LONGEST + 1))()
    size = raw.FPDFAnnot_GetStringValue(item, key, buffer, ctypes.sizeof(buffer))
    text = bytes(buffer)[: max(0, min(size, ctypes.sizeof(buffer)) - 2)].decode("utf-16-le", "replace").strip()
    if not text:
        yield "", (box.left, box.bottom, box.right, box.top)
        return
    middle = (box.top + box.bottom) / 2
    height = min(_HEIGHT, max(1.0, box.top - box.bottom))
    width = min(height / 2, (box.right - box.left) / len(text))
    left = (box.left + box.right - width * len(text)) / 2
    for i, sign in enumerate(text):
        if not sign.isspace():
            yield sign, (left + i * width, middle - height / 2, left + (i + 1) * width, middle + height / 2)
