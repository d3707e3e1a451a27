"""Tables without rules: figures that stand in columns; a label of two lines belongs to the figures beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from checks.readers.pdf.glyphs import Character
from checks.readers.pdf.lines import lines_of

_FIGURE = re.compile(r"[+\-－＋]?[\d０-９][\d０-９,，.．]*")
_FEWEST_FIGURES = 3
_FEWEST_ROWS = 3
_FEWEST_ENDS = 5
"""Lines that end with a figure, which make up for rows: 表二 has two rows of three figures, and five of one."""
_MANY_FIGURES = 10
"""In one row, which need no other beside it: 表四 has 15."""
_GAP = 0.8
"""Of a character's height: a wider gap parts two words."""
_GAP_OF_A_CELL = 0.1
_GAP_OF_FIGURES = 0.3
"""The same beside a digit; programs set a sixth between a digit and a Chinese character."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    x0: float
    x1: float


@dataclass(slots=True)
class _Line:
    middle: float
    height: float
    words: list[_Word]

    @property
    def figures(self) -> list[_Word]:
        return [word for word in self.words if _FIGURE.fullmatch(word.text)]

    @property
    def is_row(self) -> bool:
        return len(self.figures) >= _FEWEST_FIGURES


def aligned_rows(characters: Sequence[Character]) -> list[tuple[list[str], bool]]:
    """Return the lines of a page without rules as cells, and whether each is a row of figures; empty if few are."""
    lines = [_line(line) for line in lines_of(characters)]
    rows = [i for i, line in enumerate(lines) if line.is_row]
    ends = sum(len(line.words) > 1 and line.words[-1] in line.figures for line in lines)
    few = len(rows) < _FEWEST_ROWS and not (rows and ends >= _FEWEST_ENDS)
    if few and not any(len(lines[i].figures) >= _MANY_FIGURES for i in rows):
        return []
    used: set[int] = set(rows)
    cells = {i: [*_label(lines, i, used), *(word.text for word in lines[i].figures)] for i in rows}
    return [
        (cells[i], True) if i in cells else ([word.text for word in line.words], False)
        for i, line in enumerate(lines)
        if i in cells or i not in used
    ]


def _line(line: list[Character]) -> _Line:
    words: list[_Word] = []
    start = 0
    for i in range(1, len(line) + 1):
        if i == len(line) or _parts(line, i):
            part = line[start:i]
            words.append(_Word("".join(c.text for c in part), part[0].x0, part[-1].x1))
            start = i
    return _Line(sum(c.middle for c in line) / len(line), max(c.size for c in line), words)


def _parts(line: list[Character], i: int) -> bool:
    """Tell whether a word ends before a character; the digits of a number stand close together."""
    gap = _gap(line, i)
    if not line[i].text.isdigit():
        return gap > (_GAP_OF_FIGURES if line[i - 1].text.isdigit() else _GAP)
    if gap > _GAP_OF_FIGURES or line[i - 1].text.isdigit() or gap <= _GAP_OF_A_CELL:
        return gap > _GAP_OF_FIGURES
    end = next((k for k in range(i, len(line)) if not line[k].text.isdigit()), len(line))
    return end == len(line) or _gap(line, end) > _GAP_OF_FIGURES  # a figure right behind its label


def _gap(line: list[Character], i: int) -> float:
    """Return the gap before a character, in heights."""
    return (line[i].x0 - line[i - 1].x1) / max(line[i].size, 6)


def _label(lines: list[_Line], row: int, used: set[int]) -> list[str]:
    """Collect the words left of a row's figures, in its own line and in those above and below that belong to it."""
    own = lines[row]
    left = min(word.x0 for word in own.figures)
    words = [(own.middle, word) for word in own.words if word.x1 < left]
    for step in (-1, 1):
        at, last = row + step, own.middle
        while 0 <= at < len(lines) and not lines[at].is_row and abs(lines[at].middle - last) < lines[at].height * 1.15:
            if _nearer_to_next(lines, row, at, step) or max(word.x1 for word in lines[at].words) > left + 4:
                break
            words += [(lines[at].middle, word) for word in lines[at].words]
            used.add(at)
            last = lines[at].middle
            at += step
    columns: list[tuple[float, float, list[tuple[float, _Word]]]] = []
    for y, word in sorted(words, key=lambda item: (item[1].x0, item[0])):
        for i, (x0, x1, members) in enumerate(columns):
            if word.x0 < x1 + 2 and word.x1 > x0 - 2:
                members.append((y, word))
                columns[i] = (min(x0, word.x0), max(x1, word.x1), members)
                break
        else:
            columns.append((word.x0, word.x1, [(y, word)]))
    return ["".join(word.text for _, word in sorted(m, key=lambda i: (i[0], i[1].x0))) for _, _, m in columns]


def _nearer_to_next(lines: list[_Line], row: int, at: int, step: int) -> bool:
    following = at + step
    while 0 <= following < len(lines) and not lines[following].is_row:
        following += step
    middle = lines[at].middle
    return 0 <= following < len(lines) and abs(lines[following].middle - middle) < abs(middle - lines[row].middle)
