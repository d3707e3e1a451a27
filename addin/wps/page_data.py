"""A page of ours, as ``port.js`` writes it: addresses, and as few of them as will do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from addin.seam import AreaLook, Page
from addin.wps.blocks import address, gathered, places, spans
from addin.wps.values import bgr
from checks.marking.palette import LINK
from checks.model.grid import CellAddress, column_letters


def page_data(page: Page, instead: str | None) -> dict[str, Any]:
    """Return a page in plain data."""
    texts = {place: True for area in page.texts for place in places(area)}
    for row, line in enumerate(page.rows):  # no text becomes a formula
        texts |= {(row, column): True for column, value in enumerate(line) if str(value)[:1] == "="}
    return {
        "name": page.name,
        "instead": instead,
        "rows": page.rows,
        "texts": [address(area) for area, _ in gathered(texts)],
        "widths": [
            [f"{column_letters(first)}:{column_letters(last)}", width]
            for first, last, width in spans(enumerate(page.widths))
        ],
        "heights": [[f"{first + 1}:{last + 1}", height] for first, last, height in _heights(page)],
        "looks": [_look(look) for look in _merged(page)],
        "links": [
            [address((row, column, row, column)), _location(target), target.place]
            for (row, column), target in page.links.items()
        ],
        "inked": [address(area) for area, _ in gathered(dict.fromkeys(page.links, True))],
        "ink": bgr(LINK),
        "hidden": [f"{column_letters(column)}:{column_letters(column)}" for column in page.hidden],
    }


def _heights(page: Page) -> list[tuple[int, int, float]]:
    """The heights of rows: the commonest for all of them, where they are a block, and then those that differ."""
    heights = dict(page.heights)
    if not heights or max(heights) - min(heights) + 1 != len(heights):
        return spans(heights.items())
    common, _ = Counter(heights.values()).most_common(1)[0]
    others = {row: height for row, height in heights.items() if height != common}
    return [(min(heights), max(heights), common), *spans(others.items())]


def _merged(page: Page) -> Iterator[AreaLook]:
    """The looks in their order, neighbours below each other in one."""
    last: AreaLook | None = None
    for look in page.looks:
        _top, left, bottom, right = look.area
        if last is not None and _below(last, look):
            last = AreaLook((last.area[0], left, bottom, right), look.bold, look.size, look.ink, look.fill, look.wrap)
            continue
        if last is not None:
            yield last
        last = look
    if last is not None:
        yield last


def _below(upper: AreaLook, lower: AreaLook) -> bool:
    same = (upper.bold, upper.size, upper.ink, upper.fill, upper.wrap) == (
        lower.bold,
        lower.size,
        lower.ink,
        lower.fill,
        lower.wrap,
    )
    return same and upper.area[1::2] == lower.area[1::2] and upper.area[2] + 1 == lower.area[0]


def _look(look: AreaLook) -> dict[str, Any]:
    return {
        "at": address(look.area),
        "bold": look.bold,
        "size": look.size,
        "ink": bgr(look.ink) if look.ink else None,
        "fill": bgr(look.fill) if look.fill else None,
        "wrap": look.wrap,
    }


def _location(target: CellAddress) -> str:
    quoted = target.sheet.replace("'", "''")
    return f"'{quoted}'!{target.a1}"
