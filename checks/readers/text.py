"""Tables in plain text: with pipes, with tabs, or with one cell a line, among prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.model.grid import Grid
from checks.readers.delimited import read_delimited
from checks.readers.encoding import decode

if TYPE_CHECKING:
    from checks.model.grid import Value

MAX_LINES = 50_000
"""Lines of a text that are looked at. The longest report with all its tables has 2,000."""

_RULE = re.compile(r"[\s|:+-]*-[\s|:+-]*")
"""What parts a head from its rows in markdown: `|---|:--:|`."""


def read_plain(data: bytes) -> tuple[list[Grid], list[tuple[str, str]]]:
    """Read a file that is text: as one table if it is parted by commas or tabs throughout, else line by line.

    Raises:
        InputFileError: it is no text after all.
    """
    text = decode(data)
    table = read_delimited(text)
    if table is None:
        return read_text(text), []
    grid, cut = table
    return [grid], [("truncated_rows", "")] if cut else []


def read_text(text: str) -> list[Grid]:
    """Return Grids that cover every line which isn't empty, in the document's order.

    Lines with ``|`` that follow one another make a Grid; the lines between them, prose or tabs, make another.
    """
    grids: list[Grid] = []
    run: list[tuple[int, str]] = []
    piped = False
    for number, line in enumerate(text.splitlines()[:MAX_LINES], 1):
        if not line.strip():
            continue  # an empty line ends nothing: some pages put one after every cell
        if ("|" in line) != piped:
            _close(run, grids, piped=piped)
            run, piped = [], not piped
        run.append((number, line))
    _close(run, grids, piped=piped)
    return grids


def _close(run: list[tuple[int, str]], grids: list[Grid], *, piped: bool) -> None:
    """Make a Grid of a run of lines."""
    if not run:
        return
    layout = "stream" if piped and _is_stream([line for _, line in run]) else "lines"
    rows: list[list[Value]] = []
    lines: list[int] = []
    for number, line in run:
        if piped:
            if "-" in line and _RULE.fullmatch(line):
                continue
            cells = split_pipes(line)
        else:
            cells = [cell.strip() for cell in line.split("\t")] if "\t" in line else [line.strip()]
        rows.append(list(cells))
        lines.append(number)
    if rows:
        grids.append(Grid(rows, "", "stream" if layout == "stream" else "lines", lines=lines))


def _is_stream(lines: list[str]) -> bool:
    """Tell whether most lines hold one cell or none: then the line breaks mean nothing."""
    single = sum(1 for line in lines if sum(1 for cell in line.split("|") if cell.strip()) <= 1)
    return single * 2 > len(lines)


def split_pipes(line: str) -> list[str]:
    """Split a line at its pipes, keeping empty cells: their number tells the columns apart.

    One pipe at the end closes the last cell. One at the start opens the row, if anything follows in it.
    """
    line = line.strip().removesuffix("|")
    if line.startswith("|") and line.strip("| \t\u3000"):
        line = line[1:]
    return [cell.strip() for cell in line.split("|")]
