"""Tables parted by commas, semicolons or tabs: .csv, .tsv, and such files named .xls."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

from checks.model.figures import is_figure
from checks.model.grid import Grid
from checks.readers.bounds import clip
from checks.readers.thousands import join_thousands

if TYPE_CHECKING:
    from checks.model.grid import Value

MAX_LINE = 100_000
"""Characters of one line. Beyond, it is no table that a person has made."""
_LABEL = 45
"""Characters of a long label of the statutory form; cells beyond are sentences."""
_SENTENCE = 40  # characters; a longer cell with a full stop is one
_SAMPLE = 200
"""Lines by which the delimiter is judged."""


def read_delimited(text: str) -> tuple[Grid, list[tuple[str, str]]] | None:
    """Read a table with one delimiter; None where the text isn't one, such as prose with tabs in it.

    Returns:
        The Grid, and what deserves a remark: rows or columns that were left out, thousands that were split.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or max(map(len, lines)) > MAX_LINE:
        return None
    for delimiter in "\t,;":
        if sum(delimiter in line for line in lines[:_SAMPLE]) * 2 < len(lines[:_SAMPLE]):
            continue
        try:
            rows: list[list[Value]] = [
                list(row) for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
            ]
        except csv.Error:
            continue
        if _is_table(rows, delimiter):
            for row in rows:
                row[:] = [cell.strip() if isinstance(cell, str) else cell for cell in row]
            remarks = [("truncated_rows", "")] if clip(rows) else []
            if delimiter == "," and join_thousands(rows):
                remarks.append(("split_thousands", ""))
            return Grid(rows, "", "sheet"), remarks
    return None


def _is_table(rows: list[list[Value]], delimiter: str) -> bool:
    """Tell a table from prose: its rows have the same number of cells."""
    widths = Counter(len(row) for row in rows if row)
    width, most = widths.most_common(1)[0]
    if width < 2:
        return False
    if most == sum(widths.values()):
        return True
    # A .csv may hold tables of several widths below one another, or lack a few commas. Tabs get no such
    # credit: they come from recognised scans, whose cells have slid. Nor does a text of sentences.
    count = sum(widths.values())
    if delimiter == "\t" or _is_prose(rows, count):
        return False
    return most >= 0.6 * count or (sum(map(len, rows)) >= 3 * count and _is_of_figures(rows))


def _is_prose(rows: list[list[Value]], count: int) -> bool:
    """Tell a text of sentences, in which commas are just commas."""
    ends = sum(str(row[-1]).endswith("。") for row in rows if row)
    return ends * 2 > count or any("。" in str(cell) and len(str(cell)) > _SENTENCE for row in rows for cell in row)


def _is_of_figures(rows: list[list[Value]]) -> bool:
    """Tell labels and figures from words: nearly every cell is short, and every fifth a figure, a stroke or a blank."""
    cells = [cell for row in rows for cell in row if isinstance(cell, str)]
    filled = [cell for cell in cells if cell]
    short = sum(len(cell) <= _LABEL for cell in filled) >= 0.9 * len(filled)
    figures = sum(cell[:1] in "+-0123456789" or is_figure(cell) for cell in filled)
    return short and figures > 0 and (figures + len(cells) - len(filled)) * 5 >= len(cells)
