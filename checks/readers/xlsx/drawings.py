"""Shapes and pictures that lie over the cells of a sheet: what is below them is not seen."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from checks.effort import spend
from checks.model.grid import SeenOtherwise, Value, is_blank
from checks.readers.covered import written

_MOST_SHAPES, _MOST_COVERED = 500, 500_000
"""Shapes of a sheet, and cells below all of them, that are looked at; of a form one lies over a few dozen."""
# What is never closed reaches to the end: looking for that end again from each beginning would take forever.
_ANCHOR = re.compile(r"<(?:\w+:)?twoCellAnchor[\s>](.*?)(?:</(?:\w+:)?twoCellAnchor>|\Z)", re.DOTALL)
_CORNER = re.compile(
    r"<(?:\w+:)?(from|to)>\s*<(?:\w+:)?col>(\d{1,5})</(?:\w+:)?col>\s*<(?:\w+:)?colOff>(-?\d{1,12})<[^<>]*>\s*"
    r"<(?:\w+:)?row>(\d{1,7})</(?:\w+:)?row>\s*<(?:\w+:)?rowOff>(-?\d{1,12})<"
)
_SHAPE = re.compile(r"<(?:\w+:)?(?:sp|graphicFrame)[\s>]")
_PICTURE = re.compile(r"<(?:\w+:)?blip\s[^<>]*\bembed=[\"']([^\"'<>]*)")
_PROPERTIES = re.compile(r"<(?:\w+:)?spPr[\s>].*?(?:</(?:\w+:)?spPr>|\Z)", re.DOTALL)
_OUTLINE = re.compile(r"<(?:\w+:)?ln[\s>].*?(?:</(?:\w+:)?ln>|\Z)", re.DOTALL)
_CLEAR = re.compile(r"<(?:\w+:)?noFill\s*/?>")
_NAMED = re.compile(r"<(?:\w+:)?cNvPr\s([^<>]*)>")
_HIDDEN = re.compile(r"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_WRITTEN = re.compile(r"<(?:\w+:)?t>[^<]*\d")
_SLIVER = 30_000
"""English metric units, a third of a point: by so much a shape may reach into the next cell."""


def drawn_over(drawing: str, rows: Sequence[Sequence[Value]], opaque: Container[str] = ()) -> Iterator[SeenOtherwise]:
    """Yield the filled cells of a sheet below a shape with a ground or figures of its own, or an opaque picture.

    Args:
        drawing: the part with the shapes of the sheet.
        rows: the values.
        opaque: the relations that lead to pictures through which nothing is seen.
    """
    room, seen = _MOST_COVERED, set[tuple[int, int]]()
    for number, anchor in enumerate(_ANCHOR.finditer(drawing)):
        if number >= _MOST_SHAPES:
            return
        corners = {which: tuple(map(int, at)) for which, *at in _CORNER.findall(anchor[1])}
        if len(corners) < len(("from", "to")) or not _covers(anchor[1], opaque):
            continue
        prints = _WRITTEN.search(anchor[1]) is not None
        (left, _, top, _), (right, across, bottom, down) = corners["from"], corners["to"]
        for row in range(top, min(bottom + (down > _SLIVER), len(rows))):
            columns = range(left, min(right + (across > _SLIVER), len(rows[row])))
            room -= 1 + len(columns)
            if room < 0 or not spend("area", 1 + len(columns)):
                return
            for column in columns:
                value = rows[row][column]
                if not is_blank(value) and (value != 0 or prints) and (row, column) not in seen:
                    seen.add((row, column))
                    yield SeenOtherwise("drawn_over", row, column, written(value))


def is_opaque(head: bytes) -> bool:
    """Tell by its first bytes a picture that has no see-through parts: a photograph, or a PNG of plain colours."""
    if head.startswith(b"\x89PNG"):
        return head[25:26] in (b"\x00", b"\x02")
    return head.startswith((b"\xff\xd8", b"BM"))


def _covers(shape: str, opaque: Container[str]) -> bool:
    named = _NAMED.search(shape)  # of a group, its own comes first
    if named and _HIDDEN.search(named[1]):
        return False
    if not _SHAPE.search(shape):
        picture = _PICTURE.search(shape)
        return picture is not None and picture[1] in opaque
    properties = _PROPERTIES.search(shape)
    ground = _OUTLINE.sub("", properties[0]) if properties else ""
    return not _CLEAR.search(ground) or _WRITTEN.search(shape) is not None
