"""The sentences of a document: all of a text's, and of a workbook what stands outside its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from checks.locate.previous_sheet import is_previous_sheet
from checks.locate.wording import NOTE, is_sentence
from checks.model.grid import Grid
from checks.model.report import Report
from checks.patterns import pattern

_SHORTEST = 8  # characters; a shorter cell is a label
_OTHER_SHEETS = pattern(r"填[报表写]|上年|去年|往年|样表|示例|模板|须知|规则")


def paragraphs(grids: Sequence[Grid], reports: Mapping[str, Report], *, of_several: bool = False) -> list[str]:
    """Return the paragraphs that may speak of the figures.

    Args:
        grids: the document.
        reports: its reports, by form; whatever stands in the rows of their tables is no prose.
        of_several: a workbook holds the reports of several units; nothing tells whose its sentences are.

    Returns:
        Every longer cell of a document with text; of a workbook the same outside its tables, if any of them is a
        sentence that names figures or a year. Nearly every workbook has none.
    """
    if any(grid.lines is not None for grid in grids):
        return _longer(grid.texts() for grid in grids)
    if of_several:
        return []
    texts = _longer(_outside(grids, reports))
    return [text for text in texts if not NOTE.match(text)] if any(map(is_sentence, texts)) else []


def _longer(texts: Iterable[list[str]]) -> list[str]:
    """Return the texts that are longer than a label."""
    return [text for some in texts for text in some if len(text) >= _SHORTEST]


def _outside(grids: Sequence[Grid], reports: Mapping[str, Report]) -> Iterator[list[str]]:
    """Yield the texts of every visible sheet above the tables, and those below."""
    covered: dict[int, tuple[int, int]] = {}
    for report in reports.values():
        for table in report.tables:
            begin, row = table.start
            first, last = covered.get(begin, (row, row))
            covered[begin] = min(first, row), max(last, table.last_row)
    for position, grid in enumerate(grids):
        if grid.hidden or grid.layout != "sheet" or _OTHER_SHEETS.search(grid.name) or is_previous_sheet(grid):
            continue
        first, last = covered.get(position, (0, -1))
        yield grid.texts(end=first)
        yield grid.texts(begin=last + 1)
