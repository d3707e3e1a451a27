"""The written chapters of two years' reports: which are last year's words again (内容雷同)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from checks.evaluate.clauses import plain
from checks.model.findings import Finding, document_finding
from checks.model.grid import Grid
from checks.model.rule import Rulebook

LONGEST = 2000  # characters of a chapter that are kept of last year's, for each of the two
_SHORTEST = 80  # a shorter chapter says little in any year
_SAME = 0.9
_READ = 200_000  # characters of a document that are searched for chapters
_HEADING = re.compile(
    r"[一二三四五六七]、\s*(?:(?P<name>总体情况|(?:政府信息公开工作)?存在的?(?:主要)?问题(?:[及和]改进(?:情况|措施)?)?)"
    r"|主动公开|收到和处理|(?:因?政府信息公开(?:工作)?(?:被申请)?(?:提起)?)?行政复议|其他需要)"
)
_NO_WORD = re.compile(r"[^\u3400-\u9fff0-9A-Za-z]+")


def chapters(grids: Sequence[Grid]) -> dict[str, str]:
    """Return the chapters 总体情况 and 存在的主要问题, as far as the document has them: heading → words.

    Args:
        grids: the document.

    Returns:
        Without signs and blanks, at most ``LONGEST`` characters each. Chapters of few words are left out.
    """
    text = "\n".join(value for grid in grids for row in grid.rows for value in row if type(value) is str)[:_READ]
    kept: dict[str, str] = {}
    headings = list(_HEADING.finditer(text))
    for heading, end in pairwise([*(h for h in headings), None]):
        if heading is None or heading["name"] is None:
            continue
        chapter = _NO_WORD.sub("", plain(text[heading.end() : end.start() if end else len(text)]))[:LONGEST]
        name = "总体情况" if heading["name"] == "总体情况" else "存在的主要问题"
        if len(chapter) >= max(_SHORTEST, len(kept.get(name, ""))):  # a table of contents has the heading, too
            kept[name] = chapter
    return kept


def copied(grids: Sequence[Grid], last: Mapping[str, str], book: Rulebook) -> Iterator[Finding]:
    """Yield the chapters that are last year's but for a tenth.

    Args:
        grids: this year's document.
        last: last year's chapters.
        book: the rules.
    """
    for name, chapter in chapters(grids).items() if last else ():
        if name in last and (share := _alike(chapter, last[name])) >= _SAME:
            arguments = (name, str(int(share * 100)))
            yield document_finding(book.catalogue["RX-COPY"], name, code="copied_text", arguments=arguments)


def _alike(one: str, other: str) -> float:
    """Return which share of two texts is the same, by their pairs of characters: linear, whatever the texts are."""
    first, second = (Counter(map("".join, pairwise(text))) for text in (one, other))
    return 2 * (first & second).total() / (first.total() + second.total())
