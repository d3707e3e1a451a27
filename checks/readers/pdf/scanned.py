"""A page that is a picture → its rules, its tables with what stands in their cells, and the lines between them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from checks.readers.pdf.glyphs import PdfPage
from checks.readers.pdf.reading import texts_of
from checks.readers.pdf.ruled import Box, RuledCell, RuledTable, find_tables

DPI = 220
"""Dots an inch that pages are read at."""
_POINT = 72 / DPI
_SNAP = 3.2
_LEAST_RULE = 0.4  # inches
_STROKE = 0.42
_INK = 150
"""Of a digit's height: how long a line through it is that is none of its own."""
_TURNED_AT_MOST = 5  # degrees
_ZERO = frozenset("°。oO〇口DQ○·") | {"0L", "CL0", "0°", "０", "o.", "0,"}
_ONE = frozenset("lI|丨")
_ORGANISATIONS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
_RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_FIGURE = re.compile(r"[\d.,]+")
_STRUCK = "（有划线）"
"""Behind a figure of which a digit seems to be struck out: so it is no number, and its reader is told why."""

Line = tuple[float, str, float]
"""Of prose: its top, its text, its right end, in points."""


def read_scan(grey: Any, number: int) -> tuple[list[RuledTable], list[Line]]:
    """Read a page.

    Args:
        grey: its picture at ``DPI``, an array of grey values.
        number: of the page, from 1.
    """
    grey = _straight(grey)
    ink = _ink(grey)
    height, width = grey.shape
    page = PdfPage(number, width * _POINT, height * _POINT, (1, 0, 0, -1, 0, 0))
    page.horizontal, page.vertical = _rules(ink)
    tables, _ = find_tables(page)
    pictures: list[Any] = []
    cells: list[RuledCell] = []
    for table in tables:
        for cell in table.cells:
            for line in _lines_in(grey, ink, cell.box):
                cells.append(cell)
                pictures.append(line)
    prose = _prose(ink, tables)
    pictures += [grey[top:bottom, left:right] for top, bottom, left, right in prose]
    texts = texts_of(pictures)
    for cell, text, picture in zip(cells, texts, pictures, strict=False):
        cell.text += text
        if _FIGURE.fullmatch(text) and _is_struck(picture):
            cell.text += _STRUCK
    for table in tables:
        for cell in table.cells:
            cell.text = (
                "0" if cell.text in _ZERO or cell.text.rstrip("。") == "0" else "1" if cell.text in _ONE else cell.text
            )
        _name_by_place(table)
    read = texts[len(cells) :]
    lines = [(top * _POINT, text, right * _POINT) for (top, _, _, right), text in zip(prose, read, strict=True) if text]
    return tables, lines


def _straight(grey: Any) -> Any:
    """Turn the picture by the small angle at which it lay on the glass."""
    import cv2  # noqa: PLC0415  # the extra
    import numpy as np  # noqa: PLC0415

    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    edges = cv2.Canny(small, 60, 180)
    found = cv2.HoughLinesP(edges, 1, np.pi / 1800, 150, minLineLength=small.shape[1] // 5, maxLineGap=12)
    if found is None:
        return grey
    angles = [np.degrees(np.arctan2(float(y1 - y0), float(x1 - x0))) for x0, y0, x1, y1 in found.reshape(-1, 4)]
    angles = [angle for angle in angles if abs(angle) < _TURNED_AT_MOST]
    if len(angles) < 3 or abs(angle := float(np.median(angles))) < 0.03:
        return grey
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)


def _ink(grey: Any) -> Any:
    import cv2  # noqa: PLC0415  # the extra

    soft = cv2.GaussianBlur(grey, (0, 0), 0.8 * DPI / 200)
    window = int(DPI * 0.2) | 1
    return cv2.adaptiveThreshold(255 - soft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, window, -12)


def _rules(ink: Any) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
    """Find rules across by their length, and rules down as ink that fills the band between two rules across."""
    import cv2  # noqa: PLC0415  # the extra
    import numpy as np  # noqa: PLC0415

    source = cv2.dilate(ink, np.ones((2, 1), np.uint8))
    source = cv2.morphologyEx(source, cv2.MORPH_CLOSE, np.ones((1, max(2, int(DPI * 0.012))), np.uint8))
    long = cv2.getStructuringElement(cv2.MORPH_RECT, (int(DPI * 0.6), 1))
    opened = cv2.morphologyEx(source, cv2.MORPH_OPEN, long)
    opened = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((3, int(DPI * 0.06)), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(opened, 8)
    across = [
        (float(y + h / 2), float(x), float(x + w))
        for x, y, w, h, _ in stats[1:]
        if h <= DPI * 0.05 and w >= DPI * _LEAST_RULE
    ]
    groups: list[list[float]] = []
    for y, _, _ in sorted(across):
        if groups and y - groups[-1][-1] <= DPI * 0.025:
            groups[-1].append(y)
        else:
            groups.append([y])
    heights = [sum(group) / len(group) for group in groups]
    down = _kept([rule for top, bottom in pairwise(heights) for rule in _rules_down(ink, top, bottom)])
    snapped = [(min(heights, key=lambda h, y=y: abs(h - y)), a, b) for y, a, b in across]  # type: ignore[misc]
    scaled = [[(p * _POINT, a * _POINT - 1.5, b * _POINT + 1.5) for p, a, b in rules] for rules in (snapped, down)]
    return scaled[0], scaled[1]


def _rules_down(ink: Any, top: float, bottom: float) -> list[tuple[float, float, float]]:
    import cv2  # noqa: PLC0415  # the extra
    import numpy as np  # noqa: PLC0415

    first, end = int(top + DPI * 0.012) + 1, int(bottom - DPI * 0.012)
    if not DPI * 0.08 < bottom - top < DPI * 9 or end - first < DPI * 0.05:
        return []
    filled = (cv2.dilate(ink[first:end], np.ones((1, 3), np.uint8)) > 0).mean(0)
    rules: list[tuple[float, float, float]] = []
    group: list[int] = []
    for x in np.where(filled >= 0.93)[0].tolist():
        if group and x - group[-1] > DPI * 0.015:
            rules.append((sum(group) / len(group), top, bottom))
            group = []
        group.append(x)
    if group:
        rules.append((sum(group) / len(group), top, bottom))
    return rules


def _kept(rules: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Leave out strokes of characters as high as their row: a rule goes on in the next row, or has others beside it."""
    kept = []
    near, long = 1.2 / _POINT, 24 / _POINT
    for rule in rules:
        total = sum(other[2] - other[1] for other in rules if abs(other[0] - rule[0]) <= near)
        beside = sum(abs(other[1] - rule[1]) < 1 for other in rules)
        alone = sum(abs(other[0] - rule[0]) <= near for other in rules) == 1
        if total >= long or (7 <= beside <= 20 and rule[2] - rule[1] > 9 / _POINT and alone):
            kept.append(rule)
    return kept


def _lines_in(grey: Any, ink: Any, box: Box) -> list[Any]:
    """Return the pictures of the lines in a cell; none if it is empty."""
    import cv2  # noqa: PLC0415  # the extra
    import numpy as np  # noqa: PLC0415

    pad = max(2, int(DPI * 0.014))
    x0, y0, x1, y1 = (int(value / _POINT) for value in box)
    x0, y0, x1, y1 = max(0, x0 + pad), max(0, y0 + pad), x1 - pad, y1 - pad
    if x1 - x0 < 4 or y1 - y0 < 4:
        return []
    inside = ink[y0:y1, x0:x1].copy()
    for edge in (inside[:2], inside[-2:], inside[:, :2], inside[:, -2:]):
        edge[:] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(inside, 8)
    spots = [
        (x, y, x + w, y + h)
        for x, y, w, h, area in stats[1:].tolist()
        if area >= max(6, (DPI / 100) ** 2)
        and not (w > (x1 - x0) * 0.8 and h < DPI * 0.03)
        and not (h > (y1 - y0) * 0.9 and w < DPI * 0.025)
    ]
    if not spots:
        return []
    left, right = min(spot[0] for spot in spots), max(spot[2] for spot in spots)
    first, last = min(spot[1] for spot in spots), max(spot[3] for spot in spots)
    filled = first + np.where((inside[first:last, left:right] > 0).any(1))[0]
    margin = int(DPI * 0.025)
    lines = []
    for top, bottom in _bands(filled.tolist()):
        if (bottom - top) * (right - left) >= (DPI / 40) ** 2:
            above, below = max(0, y0 + top - margin), min(y1, y0 + bottom + margin)
            lines.append(grey[above:below, max(0, x0 + left - margin) : min(x1 + pad, x0 + right + margin)])
    return [line for line in lines if line.size]


def _is_struck(picture: Any) -> bool:
    """Tell whether a line runs through digits at half height and ends free, as no stroke of theirs does."""
    import numpy as np  # noqa: PLC0415  # the extra

    ink = picture < _INK
    filled = np.where(ink.any(1))[0]
    if not filled.size:
        return False
    top, tall = int(filled[0]), int(filled[-1]) + 1 - int(filled[0])
    for y in range(top + int(tall * 0.36), top + int(tall * 0.64)):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], ink[y].astype(np.int8), [0]))))
        for left, right in edges.reshape(-1, 2).tolist():
            if right - left > tall * _STROKE and _ends_free(ink, y, left) and _ends_free(ink, y, right - 2):
                return True
    return False


def _ends_free(ink: Any, y: int, x: int) -> bool:
    """Tell whether nothing stands above or below the end of a line."""
    near = int(DPI * 0.024)
    return not ink[: max(0, y - near), x : x + 2].any() and not ink[y + near :, x : x + 2].any()


def _bands(filled: list[int]) -> list[tuple[int, int]]:
    """Join rows of dots that hold ink into lines of text; a thin one is an accent or a dot of its neighbour."""
    runs: list[tuple[int, int]] = []
    for y in filled:
        if runs and y == runs[-1][1]:
            runs[-1] = (runs[-1][0], y + 1)
        else:
            runs.append((y, y + 1))
    bands: list[tuple[int, int]] = []
    for top, bottom in runs:
        if bands and (top - bands[-1][1] < DPI * 0.012 or bottom - top < DPI * 0.035):
            bands[-1] = (bands[-1][0], bottom)
        else:
            bands.append((top, bottom))
    return bands


def _prose(ink: Any, tables: list[RuledTable]) -> list[tuple[int, int, int, int]]:
    """Return (top, bottom, left, right) of the lines of text outside of tables."""
    import numpy as np  # noqa: PLC0415  # the extra

    free = ink.copy()
    for table in tables:
        left, top, right, bottom = (int(value / _POINT) for value in table.box)
        free[max(0, top - 6) : bottom + 6, max(0, left - 6) : right + 6] = 0
    margin = int(DPI * 0.02)
    filled = np.where((free > 0).sum(1) >= 3)[0].tolist()
    runs: list[list[int]] = []
    for y in filled:
        if runs and y - runs[-1][1] <= 2:
            runs[-1][1] = y
        else:
            runs.append([y, y])
    lines = []
    for top, bottom in runs:
        if not DPI * 0.06 < bottom - top < DPI * 0.6:
            continue
        columns = np.where((free[top : bottom + 1] > 0).any(0))[0]
        left, right = int(columns[0]), int(columns[-1])
        above, before = max(0, top - margin), max(0, left - margin)
        lines.append((above, bottom + 1 + margin, before, right + 1 + margin))
    return lines


def _name_by_place(table: RuledTable) -> None:
    """Name the columns whose narrow heads were misread by where they stand, if the others are read."""
    rows: dict[int, list[RuledCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    for cells in rows.values():
        cells.sort(key=lambda cell: cell.column)
        texts = [cell.text for cell in cells]
        if len(cells) == 5 and sum(text in _ORGANISATIONS for text in texts) >= 2:
            for cell, name in zip(cells, _ORGANISATIONS, strict=True):
                cell.text = name
        elif len(cells) % 5 == 0 and sum(text in _RESULTS for text in texts) >= 3 * len(cells) // 5:
            for cell, name in zip(cells, _RESULTS * (len(cells) // 5), strict=True):
                cell.text = name
