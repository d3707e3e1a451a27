"""Sentences of a report → the figures that they claim.

What a figure is follows from the kinds of words around it (``claim_words.toml``), in whatever order they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checks.evaluate.claim_reader import SPEAKS, WIDE, ParagraphReader
from checks.evaluate.claim_readings import Claim
from checks.evaluate.clauses import FIGURE, plain

_SENTENCE = re.compile(r"[^。!?\n]+")
_HEADING = re.compile(r"(?:[一二三四五六]、|\([一二三四五六七八九十]+\)|\d[.、])[^,;:。]{0,30}(?:$|[。:])")
_OF_REQUESTS = re.compile("申请|答复情况|办理结果|结转情况")
_OF_LAW = re.compile("复议|诉讼")
_NEW_LINE = re.compile(
    r"[一二三四五六七八九]+[、是]|\([一二三四五六七八九十\d]+\)|\d+[.、]|[|#]|第[一二三四五六七八九十]+[条章]"
)
_ENDS = re.compile(r"[。;:!?)|]$")
_BROKEN_OFF = re.compile(r".[,。;]")
_SHORT = 20
"""Characters of a line that is a heading without a number."""


class Said(NamedTuple):
    """A sentence, blanks taken out, the figures that it names, and whether nothing else is said in it."""

    sentence: str
    claims: list[Claim]
    accounted: bool


def claims(paragraphs: Iterable[str], year: int | None = None, unit: str | None = None) -> list[Said]:
    """Return the sentences that make claims.

    Args:
        paragraphs: of the text; a heading names the topic of those that follow it.
        year: of the report, if known.
        unit: of the report, if known.
    """
    sentences: list[Said] = []
    heading = ""
    for text in _unbroken(map(plain, paragraphs)):
        if (titled := _HEADING.match(text)) or len(text) <= _SHORT:
            heading = _topic_of_heading(titled[0] if titled else text)
        if not SPEAKS.search(text):
            continue
        reader = ParagraphReader(heading, year, unit or "")
        for sentence in _SENTENCE.finditer(text):
            if said := reader.read(sentence[0], len(sentences)):
                sentences.append(Said(sentence[0].translate(WIDE), said, reader.accounted))
    return sentences


def _unbroken(lines: Iterable[str]) -> Iterator[str]:
    """Yield paragraphs, put together again where every line of a page is one."""
    before = ""
    for line in lines:
        if before and (_NEW_LINE.match(line) or _ENDS.search(before) or not _BROKEN_OFF.search(before)):
            yield before
            before = line
        else:
            before += line
    if before:
        yield before


def figures_in(sentence: str) -> int:
    """Count the figures with a unit in a sentence."""
    return len(FIGURE.findall(plain(sentence)))


def _topic_of_heading(text: str) -> str:
    if _OF_LAW.search(text):
        return "law"
    return "requests" if _OF_REQUESTS.search(text) else ""
