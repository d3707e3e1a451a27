"""Tables in plain text: with pipes, with tabs, or with one cell a line, among prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from checks.model.figures import is_figure
from checks.model.grid import Grid
from checks.readers.bounds import MAX_FIELDS, MAX_LINES, within
from checks.readers.delimited import read_delimited
from checks.readers.encoding import decode
from checks.readers.pipes import cells_closed, splitter

if TYPE_CHECKING:
    from checks.model.grid import Value

Layout: TypeAlias = Literal["sheet", "lines", "stream"]

_FEWEST_LINED_UP = 4  # rows of one table with as many cells; 表四 has three of headings and one of figures
_FEW_FIGURES = 3  # in a row that shows where the columns are
_NARROWEST = 3  # columns; lines of two or three cells are lists
_FEWEST_ALONE = 5  # figures, or rows of figures, that make a table of lines
_GAP = re.compile(r"\s{2,}")
_ROW_OF_FIGURES = re.compile(r"(?<!\S)(?:[-+]?\d[\d,.]*|[/—－-])(?:\s+(?:[-+]?\d[\d,.]*|[/—－-]))+$")
_NUMBER = re.compile(r"[-+]?\d[\d,.]*")
_LONGEST_ROW = 2_000  # characters: 60 figures with wide gaps; in a longer line each figure would begin a search
_LAST_FIGURE = re.compile(r"(?<=[\u4e00-\u9fff）)])\s+(?=[-+]?\d[\d,.]*$)")
_RULE = re.compile(r"(?=[^─━═-]*[─━═-])[\s|:+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝─━═-]*")
"""What parts a head from its rows in markdown, `|---|:--:|`, or a row from the next where lines are drawn."""
_PIPES = str.maketrans("｜│┃∣║", "|||||")


def read_plain(data: bytes) -> tuple[list[Grid], list[tuple[str, str]]]:
    """Read a file that is text: as one table if it is parted by commas or tabs throughout, else line by line.

    Raises:
        InputFileError: it is no text after all.
    """
    text = decode(data)
    within(text.count("\n") + text.count("\r"), 2 * MAX_LINES, "行数")
    for separator in "|\t,;":
        within(text.count(separator), MAX_FIELDS, "格数")
    table = read_delimited(text)
    if table is None:
        return read_text(text), []
    grid, remarks = table
    return [grid], remarks


def read_text(text: str) -> list[Grid]:
    """Return Grids that cover every line which isn't empty, in the document's order.

    Lines with ``|`` that follow one another make a Grid; the lines between them, prose or tabs, make another.
    """
    grids: list[Grid] = []
    run: list[tuple[int, str]] = []
    piped = False
    lines = cells_closed(text.translate(_PIPES).splitlines()[:MAX_LINES])
    following = [*lines[1:], (0, "")]
    for (number, line), (next_number, next_line) in zip(lines, following, strict=True):
        goes_on = piped and next_number == number + 1 and "|" in next_line  # a cell broken over two lines
        if line and ("|" in line) != piped and not goes_on:
            _close(run, grids, piped=piped)
            run, piped = [], not piped
        run.append((number, line))
    _close(run, grids, piped=piped)
    return grids


def _close(run: list[tuple[int, str]], grids: list[Grid], *, piped: bool) -> None:
    """Make a Grid of a run of lines."""
    if not run:
        return
    texts = [line for _, line in run if line]
    stream = _is_stream(texts) if piped else _is_column(texts)
    split = (splitter if piped else _tab_splitter)(texts, stream=stream)
    aligned = not piped and not stream and _is_aligned(texts)
    rows: list[list[Value]] = []
    lines: list[int] = []
    for number, line in run:
        if not line:
            cells = []
        elif not piped:
            cells = split(line) if not aligned else split_aligned(line)
        elif _RULE.fullmatch(line):
            continue
        else:
            cells = split(line)
        rows.append(list(cells))
        lines.append(number)
    blocks = [] if stream or aligned else _rectangles(rows)
    for start, end in blocks or [(0, len(rows))] * bool(rows):
        is_sheet = bool(blocks) and len(rows[start]) > 1
        layout: Layout = "sheet" if is_sheet else "stream" if stream else "lines"
        grids.append(Grid(rows[start:end], "", layout, lines=lines[start:end]))


def _rectangles(rows: list[list[Value]]) -> list[tuple[int, int]]:
    """Part rows where their number of cells changes; none if a table has lost cells, so that columns do not line up.

    A table whose rows all have as many cells, blanks included, is as good as a sheet.
    """
    blocks: list[tuple[int, int]] = []
    widths: list[int] = []
    for row in rows:  # a blank one belongs to what is above
        widths.append(len(row) if any(row) or not widths else widths[-1])
    for width, block in groupby(enumerate(widths), lambda numbered: numbered[1]):
        numbers = [number for number, _ in block]
        if width > 1 and len(numbers) < _FEWEST_LINED_UP:
            return []
        blocks.append((numbers[0], numbers[-1] + 1))
    wide = any(len(rows[start]) > _NARROWEST for start, _ in blocks)
    return blocks if wide and _lines_up(rows) else []


def _lines_up(rows: list[list[Value]]) -> bool:
    """Tell whether the figures of each table stand in as many columns as its fullest row has figures.

    Where the blanks before labels were dropped and the ends of rows padded, they stand in more.
    """
    columns = [{c for c, value in enumerate(row) if value and is_figure(value)} for row in rows]
    lined_up = 0
    for full, run in groupby(columns, lambda here: len(here) >= _FEW_FIGURES):
        table = list(run)
        if full and len(table) > 1:
            if len(set().union(*table)) > max(map(len, table)):
                return False
            lined_up += 1
    return lined_up > 0


def _is_stream(lines: list[str]) -> bool:
    """Tell whether most lines hold one cell or none: then the line breaks mean nothing."""
    single = sum(1 for line in lines if sum(1 for cell in line.split("|") if cell.strip()) <= 1)
    return single * 2 > len(lines)


def _is_column(lines: list[str]) -> bool:
    """Tell whether the figures stand alone, one a line, as in a table copied cell by cell."""
    alone = sum(1 for line in lines if _NUMBER.fullmatch(line.strip()))
    beside = sum(1 for line in lines if len(cells := _filled(line)) > 1 and any(map(is_figure, cells)))
    return alone >= _FEWEST_ALONE and alone > 2 * beside


def _filled(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t") if cell.strip()]


def _is_aligned(lines: list[str]) -> bool:
    """Tell whether rows of figures are parted by blanks alone, as a PDF's text keeps its columns."""
    rows = sum(1 for line in lines if "\t" not in line and _row_of_figures(line.strip()))
    return rows >= _FEWEST_ALONE


def _tab_splitter(lines: Sequence[str], *, stream: bool) -> Callable[[str], list[str]]:
    """Return what splits lines at their tabs; where most end with one, it closes their last cell."""
    tabbed = [line for line in lines if "\t" in line]
    closing = "\t" if sum(line.endswith("\t") for line in tabbed) * 2 > len(tabbed) else ""

    def split(line: str) -> list[str]:
        cells = [cell.strip() for cell in line.removesuffix(closing).split("\t")]
        return [cell for cell in cells if cell] if stream else cells

    return split


def _row_of_figures(line: str) -> re.Match[str] | None:
    """Return the figures that a line ends with; None for none, or for a line that is longer than any row."""
    return _ROW_OF_FIGURES.search(line) if len(line) <= _LONGEST_ROW else None


def split_aligned(line: str) -> list[str]:
    """Split a line at gaps of two blanks, and the row of figures at its end at each blank."""
    words = line.strip()
    row = _row_of_figures(words)
    if row is None:
        return [cell for part in _GAP.split(words) for cell in _LAST_FIGURE.split(part) if cell]
    before = words[: row.start()].strip()
    return [*(_GAP.split(before) if before else ()), *row[0].split()]
