"""Characters → lines → words of a cell."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from checks.readers.pdf.glyphs import Character

_NUMBER = re.compile(r"[\d.,，．+\-－＋%]")
_GAP = 0.75
"""Of a character's height: a wider gap between digits parts two numbers."""


def lines_of(characters: Sequence[Character]) -> list[list[Character]]:
    """Return characters as lines from the top, each from left to right."""
    lines: list[tuple[float, list[Character]]] = []
    for character in sorted(characters, key=lambda c: (c.middle, c.x0)):
        if lines:
            middle, line = lines[-1]
            if abs(character.middle - middle) <= min(max(character.size, 4), 40) * 0.45:
                line.append(character)
                lines[-1] = (middle + (character.middle - middle) / len(line), line)
                continue
        lines.append((character.middle, [character]))
    return [sorted(line, key=lambda c: c.x0) for _, line in lines]


def words_of(line: Sequence[Character], gap: float) -> str:
    """Return a line's text, with a tab where the characters stand further apart than so many heights."""
    pieces = [line[0].text]
    for before, character in pairwise(line):
        if character.x0 - before.x1 > max(character.size, 6) * gap:
            pieces.append("\t")
        pieces.append(character.text)
    return "".join(pieces)


def cell_text(characters: Sequence[Character], right: float) -> str:
    """Return the text of a cell.

    Args:
        characters: what stands in it.
        right: its right side: a number broken there goes on in the next line, others are two numbers.
    """
    if not characters:
        return ""
    lines = lines_of(characters)
    texts = [_line_text(line) for line in lines]
    out = texts[0]
    for line, before, text in zip(lines, texts, texts[1:], strict=False):
        if _NUMBER.match(before[-1]) and _NUMBER.match(text[0]):
            width = sum(c.x1 - c.x0 for c in line) / len(line)
            is_full = right - line[-1].x1 < width * 2.2 and len(line) >= 3
            out += text if is_full else " " + text
        else:
            out += text
    return unicodedata.normalize("NFC", out)


def struck(
    characters: Sequence[Character], horizontal: Sequence[tuple[float, float, float]]
) -> tuple[set[int], set[tuple[float, float, float]]]:
    """Find deleted words that a program still prints, by the rules that cross them at half height.

    Returns:
        The numbers of the characters, and the rules that do no more than strike them out.
    """
    rules = sorted(horizontal)
    heights = [y for y, _, _ in rules]
    numbers: set[int] = set()
    extents: dict[tuple[float, float, float], float] = {}
    for number, character in enumerate(characters):
        reach = character.size * 0.22
        at = bisect_left(heights, character.middle - reach)
        while at < len(rules) and heights[at] <= character.middle + reach:
            rule = rules[at]
            if rule[1] <= character.x0 + 1.5 and rule[2] >= character.x1 - 1.5:
                numbers.add(number)
                extents[rule] = extents.get(rule, 0.0) + character.x1 - character.x0
                break
            at += 1
    return numbers, {rule for rule, width in extents.items() if rule[2] - rule[1] <= width * 1.3 + 3}


def _line_text(line: Sequence[Character]) -> str:
    pieces = [line[0].text]
    for before, character in pairwise(line):
        wide = character.x0 - before.x1 > max(character.size, 6) * _GAP
        if wide and (_NUMBER.match(character.text) or _NUMBER.match(before.text)):
            pieces.append(" ")
        pieces.append(character.text)
    return "".join(pieces)
