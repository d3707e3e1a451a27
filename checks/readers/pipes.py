"""Lines of a text whose cells are parted by pipes: before, behind or between them, and rows of a cell a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

_FEWEST = 5
_MOSTLY = 0.6
_SOME = 5

Lines = list[tuple[int, str]]
"""Numbers and texts of lines; "" where a line belongs to the one before it."""


def splitter(lines: Sequence[str], *, stream: bool) -> Callable[[str], list[str]]:
    """Return what splits these lines into cells, by where most of them have their pipes.

    Args:
        lines: that follow one another.
        stream: their breaks mean nothing.
    """
    ways = Counter(_way(line.strip()) for line in lines)
    if stream:
        return split_pipes if ways["opening"] >= ways["closing"] else _split_closed
    way = max(ways, key=lambda one: (ways[one], one == "both"))
    if way == "both" and ways["closing"] * _SOME >= len(lines):  # where rows begin without one, one is a blank cell
        way = "closing"
    return {"closing": _split_closed, "inner": _split}.get(way, split_pipes)


def _way(line: str) -> str:
    first, last = line.startswith("|"), line.endswith("|")
    return "both" if first and last else "opening" if first else "closing" if last else "inner"


def split_pipes(line: str) -> list[str]:
    """Split a line at its pipes, keeping empty cells: their number tells the columns apart.

    One pipe at the end closes the last cell. One at the start opens the row, if anything follows in it.
    """
    line = line.strip().removesuffix("|")
    if line.startswith("|") and line.strip("| \t\u3000"):
        line = line[1:]
    return _split(line)


def _split_closed(line: str) -> list[str]:
    """Split a line at pipes of which each closes a cell: one at the start closes a blank cell."""
    return _split(line.strip().removesuffix("|"))


def _split(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def cells_closed(lines: Sequence[str]) -> Lines:
    """Number the lines that hold anything; a pipe on a line of its own closes the cell above it."""
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    # An empty line ends nothing: some pages put one after every cell.
    if _opens_each_cell(numbered):
        return _rows_joined(numbered)
    closed: Lines = []
    for number, line in numbered:
        if line.strip() == "|" and closed and closed[-1][1] and "|" not in closed[-1][1]:
            closed[-1] = (closed[-1][0], f"{closed[-1][1]} |")
            closed.append((number, ""))
        else:
            closed.append((number, line))
    return closed


def _opens_each_cell(lines: Lines) -> bool:
    """Tell whether a row's first cell stands alone, each other behind a pipe, and a pipe alone behind the last."""
    texts = [line.strip() for _, line in lines]
    heads = closed = opened = 0
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        heads += "|" not in text and following.startswith("|")
        closed += text == "|" and "|" not in following
        opened += text.startswith("|") and text.count("|") == 1 and len(text) > 1
    return heads >= _FEWEST and opened >= _FEWEST and closed >= heads * _MOSTLY


def _rows_joined(lines: Lines) -> Lines:
    """Join the lines of each such row; one without a pipe goes on with the cell above, if the row has not ended."""
    joined: Lines = []
    row: list[str] = []
    texts = [line.strip() for _, line in lines]
    for (number, line), text, following in zip(lines, texts, [*texts[1:], ""], strict=True):
        is_cell = text.startswith("|") and text.count("|") == 1
        ended = len(row) > 1 and not row[-1]
        if is_cell and row:
            row.append(text[1:].strip())
        elif "|" not in text and len(row) > 1 and not ended:
            row[-1] += text
        else:
            row = [text] if "|" not in text and following.startswith("|") else []
            joined.append((number, line))
            continue
        start = next(i for i in range(len(joined) - 1, -1, -1) if joined[i][1])
        cells = row if row[-1] else row[:-1]
        joined[start] = (joined[start][0], f"|{'|'.join(cells)}|")
        joined.append((number, ""))
    return joined
