"""The lines of text that stand between a document's tables, as Grids."""

from __future__ import annotations

from collections.abc import Sequence

from checks.model.grid import Grid
from checks.readers.text import read_text


def prose_grids(lines: Sequence[str], before: int) -> list[Grid]:
    """Return Grids of lines, none of them empty.

    Args:
        lines: a run of paragraphs that no table parts.
        before: how many lines of the document came before, so that places count through it.
    """
    grids = read_text("\n".join(line.replace("\r", " ").replace("\n", " ") for line in lines))
    for grid in grids:
        grid.lines = [number + before for number in grid.lines or ()]
    return grids
