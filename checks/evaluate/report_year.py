"""The year that the text of a report speaks of, where it is not the report's own: last year's text, copied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checks.evaluate.clauses import plain
from checks.model.findings import Finding, document_finding
from checks.model.rule import Rulebook

_SENTENCE = re.compile(r"[^。；;\n]+")
_ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_PERIOD = re.compile(
    r"(?:统计|数据)[^,、]{0,10}?(?:期限|时限|期间|时间|周期|区间|范围)\D{0,10}"
    r"(?<!\d)(20\d\d)年0?1月0?1日\D{0,6}(?:(20\d\d)年)?12月31日"
)
_REQUESTS = re.compile(
    r"^[^,。]{0,20}?(?<!\d)(20\d\d)年度?(?!\d|以来|底|初|起|末|前|至|结转).{0,30}?"
    r"(?:收到|新收|受理|接到)(?!的).{0,20}?信息(?:依申请)?公开(?:的)?申请"
)
_PUBLISHED = re.compile(r"现(?:将|公布|发布|就)[^,]{0,24}?(?<!\d)(20\d\d)年度?(?:政府信息公开|政务公开|信息公开)")
_COMPARES = re.compile(r"比|较|上一?年|去年|同期|增|减|下降|上升|持平|结转|历年|累计|以来|针对|问题|整改")


def years_astray(paragraphs: Iterable[str], year: int, book: Rulebook) -> Iterator[Finding]:
    """Yield where the text gives another year as its own: the period of its figures, its requests, its title.

    Args:
        paragraphs: of the text.
        year: of the report.
        book: the rules.
    """
    sentences = [match[0].strip() for text in paragraphs if "年" in text for match in _SENTENCE.finditer(text)]
    for subject, stated in (
        ("period", _periods(sentences, year)),
        ("requests", _own_years(_REQUESTS, sentences, year)),
        ("title", _own_years(_PUBLISHED, sentences, year)),
    ):
        for sentence, other in stated:
            arguments = (sentence, str(other), str(year))
            yield document_finding(book.catalogue["RX-DATE"], subject, code="report_year", arguments=arguments)
            break


def _periods(sentences: list[str], year: int) -> Iterator[tuple[str, int]]:
    for sentence in sentences:
        text = plain(sentence)
        if (period := _PERIOD.search(text)) and not re.search(r"累计|历年|上一?年|去年", text):
            stated = {int(one) for one in period.groups() if one}
            if astray := stated - {year}:
                yield sentence, min(astray)


def _own_years(pattern: re.Pattern[str], sentences: list[str], year: int) -> Iterator[tuple[str, int]]:
    """Sentences about another year than the report's, if none says the same of the report's own year."""
    astray = []
    for sentence in sentences:
        text = plain(sentence)
        if not (match := pattern.search(text)):
            continue
        stated = int(match[1])
        if stated == year:
            return
        if set(_ANY_YEAR.findall(text)) == {match[1]} and stated < year and not _COMPARES.search(text):
            astray.append((sentence, stated))
    yield from astray
