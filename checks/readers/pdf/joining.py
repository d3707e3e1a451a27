"""Parts of a table on pages that follow one another → one table, each cell with the place where it is seen."""

from __future__ import annotations

import re
from dataclasses import replace

from checks.readers.pdf.ruled import SNAP, RuledCell, RuledTable, clustered, nearest

_FIGURE = re.compile(r"[+\-]?[\d,.]+(?:（有划线）)?|[/—\-]")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]+[）).、．]")
_FEW = 3


def number_cells(tables: list[RuledTable]) -> None:
    """Note for each cell of a page's tables where a person sees it: table, row and column on that page, from 0."""
    for number, table in enumerate(tables):
        for cell in table.cells:
            cell.seen = (number, cell.row, cell.column)


def joined(first: RuledTable, second: RuledTable) -> RuledTable | None:
    """Put two parts together that follow one another, or return None where they are two tables.

    A row that a page's end breaks stays two, but its label goes to the half with the figures.
    """
    last = max(cell.page for cell in first.cells)
    if second.page - last not in (0, 1):
        return None
    if abs(first.edges[0] - second.edges[0]) > 4 or abs(first.edges[-1] - second.edges[-1]) > 4:
        return None
    if second.page == last:
        bottom = max(cell.box[3] for cell in first.cells if cell.page == last)
        if second.box[1] - bottom > 3:
            return None
    else:
        few, many = sorted((first.edges, second.edges), key=len)
        shared = sum(any(abs(x - y) <= SNAP * 1.5 for y in many) for x in few)
        if shared < len(few) - 1:
            return None
    edges = clustered([*first.edges, *second.edges])
    height = first.height
    above, below = _moved(first, edges, 0), _moved(second, edges, height)
    if second.page != last:
        _mend_broken_row(
            [cell for cell in above if cell.row + cell.rows == height and cell.text],
            [cell for cell in below if cell.row == height and cell.rows == 1 and cell.text],
        )
    return RuledTable(first.page, edges, [*above, *below], first.box)


def _mend_broken_row(above: list[RuledCell], below: list[RuledCell]) -> None:
    """Bring the label of a row that a page's end breaks to the half that has the figures.

    Only where it is plain: one half has figures and a label, the other the rest of a label and nothing else.
    """
    up, down = ([c for c in half if not _FIGURE.fullmatch(c.text)] for half in (above, below))
    figures_up, figures_down = len(above) - len(up), len(below) - len(down)
    if not up or len(down) != 1 or _NUMBERED.match(down[0].text) or down[0].column != up[-1].column:
        return
    if figures_up >= _FEW and not figures_down:
        up[-1].text += down[0].text
        down[0].text = ""
    elif figures_down >= _FEW and not figures_up and _NUMBERED.match(up[-1].text):
        down[0].text = up[-1].text + down[0].text
        up[-1].text = ""


def _moved(table: RuledTable, edges: list[float], rows: int) -> list[RuledCell]:
    cells = []
    for cell in table.cells:
        left = nearest(table.edges[cell.column], edges)
        right = nearest(table.edges[cell.column + cell.columns], edges)
        cells.append(replace(cell, row=cell.row + rows, column=left, columns=max(1, right - left)))
    return cells
