"""The title of a report: whose it is and for which year, in one line or over several, in any digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from checks.model.characters import LONGEST_REMEMBERED
from checks.patterns import pattern

LONGEST = 80  # characters; a longer text is a sentence that speaks of the report
_LONGEST_LINE = 40  # of a title that goes over several
_MOST_LINES = 3
FIELD = re.compile(
    r"(?:(?P<unit>填报单位|填表单位|报送单位|单位名称)|报告年度)\s*(?:[（(](?:盖章|公章)[）)])?\s*(?:[:：]\s*(?P<value>.*))?"
)
"""A field of a cover."""
_NAME = r"[^\d\n，,。.；;:：、|]"
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"二[〇○零OＯ0][一二三四五六七八九〇○零]{2}(?=\s*年)")
_PARTED_YEAR = re.compile(r"2\s*0\s*\d\s*\d(?=\s*年)")
_YEAR = pattern(r"20\d\d")
_PERIOD = pattern(r"统计\S{0,6}?(?:期限|时限|时间|期间)\D{0,8}(20\d\d)\s*年\s*1\s*月\s*1\s*日")
_TRIM = re.compile(r"^(?:关于|[《“\"（(【\s#*]+)|(?:关于|的|[》”\"）)】\s]+)$")
_ENDS_IN_BRACKETS = re.compile(r"[^（()）]+[（(][^（()）]+[)）]")
_UNIT_ALONE = pattern(
    rf"{_NAME}{{1,38}}(?:政府|街道|办事处|街道办|管委会|委员会|局|委|办公室|中心|大队|支队|总队|公司|集团|医院"
    r"|乡|镇|县|区|市|旗|州|盟|省|厅|院|所|站|馆|处|办|苏木)"
)
_APPENDED = re.compile(r"^附件?表?\s*\d*\s*:\s*")
"""附件： before a title; signs are narrow here."""
_NO_NAME = re.compile(r"(?:(?:人民)?政府|(?:街道)?办事处|(?:管理)?委员会|管委会|街道)(?:办公室|办)?|办公室")
"""Names of no unit: the rest of one whose beginning stands in the line above."""
_UNIT_AND_YEAR = pattern(rf"{_NAME}{{0,38}}20\d\d\s*年度?")


def plain(text: str) -> str:
    """Return a text in plain characters: 2025年 for ２０２５年, 2 0 2 5 年 and 二〇二五年; nothing invisible."""
    if text.isascii():
        return text
    return _plain(text) if len(text) <= LONGEST_REMEMBERED else _plain.__wrapped__(text)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    if not text.isprintable():
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    if "年" in text:
        text = _PARTED_YEAR.sub(lambda found: "".join(found[0].split()), text)
        text = _CHINESE_YEAR.sub(lambda found: found[0].replace("O", "〇").translate(_CHINESE), text)
    return text


def trim(text: str) -> str:
    """Return a name without the brackets, quotation marks and linking words around it; 某局（本级） stays whole."""
    previous = None
    while previous != text:
        previous, text = text, text.strip()
        if not _ENDS_IN_BRACKETS.fullmatch(text):
            text = _TRIM.sub("", text)
    return text


def may_be_title(text: str, subjects: Sequence[str]) -> bool:
    """Tell whether a text is short enough for a title, and speaks of one of the subjects."""
    return len(text) < LONGEST and any(subject in text for subject in subjects)


def whole_title(text: str, subjects: Sequence[str]) -> tuple[str, int] | None:
    """Return the unit and the year that a text says as a title, if nothing around it could add to the name."""
    for unit, year in _read_any(plain(text).strip(), subjects):
        if unit:
            return None if _NO_NAME.fullmatch(unit) else (unit, year)
    return None


def is_field(text: str) -> bool:
    """Tell whether a text is a field of a cover: 填报单位 or 报告年度, with or without what it is."""
    if "单位" not in text and ("年度" not in text or "年度报" in text):
        return False  # nearly every text, and it needs no closer look
    return FIELD.fullmatch(plain(text).strip()) is not None


def titled(texts: Sequence[str], subjects: Sequence[str]) -> tuple[str | None, int | None]:
    """Return the unit and the year that a title says, or the year of the statement of the period.

    Args:
        texts: the cells or lines at the top of a document, in order.
        subjects: what the reports of the forms are about, such as 政府信息公开.
    """
    for place, text in enumerate(texts):  # nearly every title stands in one line, in plain digits
        if may_be_title(text, subjects):
            for unit, year in _read_any(plain(text).strip(), subjects):
                if unit:
                    return next(_with_line_above(texts, place, unit, subjects), (unit, year))
    lines = [line for text in texts if (line := plain(text).strip())]
    first_year = None
    for unit, year in (title for candidate in _candidates(lines) for title in _read_any(candidate, subjects)):
        if unit:
            return unit, year
        first_year = first_year or year
    return None, first_year or _year_of_period(lines)


def _read_any(text: str, subjects: Sequence[str]) -> Iterator[tuple[str | None, int]]:
    """Yield what a text says that is the title of a report about one of the subjects."""
    for subject in subjects:
        if subject in text and (title := _read(text, subject)):
            yield title


def _year_of_period(lines: Sequence[str]) -> int | None:
    """The year of a statement such as 统计期限：2025年1月1日至12月31日."""
    periods = (_PERIOD.search(line) for line in lines if "统计" in line)
    return next((int(period[1]) for period in periods if period), None)


def _with_line_above(
    texts: Sequence[str], place: int, unit: str, subjects: Sequence[str]
) -> Iterator[tuple[str | None, int]]:
    """Yield what a title says together with the line above it, if it is broken inside its unit's name."""
    if place and _NO_NAME.fullmatch(unit):
        above = plain(texts[place - 1]).strip()
        if len(above) <= _LONGEST_LINE and _begins(above):
            yield from _read_any(above + plain(texts[place]).strip(), subjects)


def _candidates(texts: Sequence[str]) -> Iterator[str]:
    """Each text by itself, then with the lines below it that a title may be broken over; a year is in all of them."""
    years = {i for i, text in enumerate(texts) if "20" in text and _YEAR.search(text)}
    begin = {i - back for i in years for back in range(_MOST_LINES)}
    for i in sorted(begin.intersection(range(len(texts)))):
        text = texts[i]
        if len(text) < LONGEST:
            yield text
        if len(text) > _LONGEST_LINE or not _begins(text):
            continue
        for size in range(2, _MOST_LINES + 1):
            lines = texts[i : i + size]
            if len(lines) == size and all(len(line) <= _LONGEST_LINE for line in lines):
                yield "".join(lines)


@lru_cache(maxsize=4096)
def _begins(line: str) -> bool:
    """Tell whether a line may be the first of a title over several: it names a unit, with or without the year."""
    return bool(_UNIT_ALONE.fullmatch(line) or _UNIT_AND_YEAR.fullmatch(line))


@lru_cache(maxsize=1024)  # each sheet of a workbook has the same title
def _read(text: str, subject: str) -> tuple[str | None, int] | None:
    text = _APPENDED.sub("", text)
    title = _pattern(subject).match(text) or _pattern(subject, year_last=True).match(text)
    if title is None:
        return None
    after = title["after"] if "after" in title.re.groupindex else ""
    unit = trim(title["before"]) or trim(after)
    if unit.endswith("人民") and subject.startswith("政府"):  # the 政府 of 澜川市人民政府信息公开 belongs to both words
        unit += "政府"
    return unit or None, int(title["year"])


@lru_cache(maxsize=16)
def _pattern(subject: str, *, year_last: bool = False) -> re.Pattern[str]:
    if year_last:
        return re.compile(
            rf"(?P<before>{_NAME}{{1,40}}?)\s*{subject}(?:工作)?年度?报[告表]\D{{0,3}}(?P<year>20\d\d)\s*年"
        )
    return re.compile(
        rf"(?P<before>{_NAME}{{0,40}}?)\s*(?P<year>20\d\d)\s*年度?\s*(?P<after>{_NAME}{{0,40}}?){subject}"
    )
