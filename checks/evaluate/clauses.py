"""A sentence → its clauses: the figure that each names, and the known kinds of words around it.

Every character is accounted for: what is no word of ``claim_words.toml`` is kept as unknown.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

FIGURE = re.compile(r"(?<![\d.])(\d+)(余|多)?(件次|条次|件|条|起|份|宗|个|次|例|项)(?![年月日])")
"""A figure with its unit."""
_DATA = Path(__file__).with_name("claim_words.toml")
_SIGNS = re.compile(r"(?<!\d)\.|\.(?!\d)|[,;:()、。!?—\-·/]")
_QUOTES = "“”\"'‘’《》<>【】[]"
_DATE = re.compile(r"12月[底末]|(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:至|-|—)?(?:(?:20\d\d年)?\d{1,2}月\d{1,2}日)?")
_ENUMERATION = re.compile(
    r"\d{1,2}[.、](?!\d)|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九]是|[①-⑳]|第[一二三四五六],"
)
_YEAR = re.compile(r"(20\d\d)年度?")
_MONTHS = re.compile(r"(?:\d{1,2}(?:至|-|—))?\d{1,2}月份?|第?[一二三四]季度|\d季度")
_SHARE = re.compile(r"\d+(?:\.\d+)?[%‰]|百分之百|百分之[一二三四五六七八九十]+")
_ALL_WAYS = re.compile(
    r"(?:通过|以|采用|采取|利用|从|经由?)?[^,;:。()\d的]{2,40}?等(?:多种|各种|各类|多个|不同|相关)?(?:申请)?(?:渠道|方式|途径|形式|平台)"
)
_EVERYONE = re.compile(
    r"(?:全[市县区省州旗]|我[市县区省州旗])?各级?(?:[^,;:。()\d收受办共]{0,3}(?:部门|单位|机关|街道|[镇乡街县区])[、和及(（]?){1,5}[)）]?"
)
_OFFICE = re.compile(
    "(?:[局委办府会室厅处所站院校队镇乡区县市省州盟旗部署行社馆台村园学]|中心|街道|公司|集团|企业|机关|军|厂|矿|场)$"
)
_NEARLY = re.compile("以[内上下]|左右")
_TELLS = re.compile("[均都皆已]|全部|全都")
_TO_WHOM = re.compile(r"向[^,;。:()\d]{2,12}?(?=申请(?:行政)?复议|提起(?:行政)?(?:复议|诉讼))")
_BECAUSE = re.compile(r"因[^,;。:()]{1,24}?(?=(?:依法|按规定|而|需要?)*(?:结转|顺延|延续|转入|转至|跨年))")
_OPENS = re.compile(r"其中[:,]?")
_PHRASES = (
    ("其", _OPENS, "among"),
    ("(一二三四五六七八九第①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", _ENUMERATION, "enumeration"),
    ("通以采利从经", _ALL_WAYS, "ways"),
    ("第一二三四", _MONTHS, "other_time"),
    ("百", _SHARE, "share"),
    ("向", _TO_WHOM, "filler"),
    ("因", _BECAUSE, "filler"),
    (_QUOTES, re.compile("."), "filler"),
)
"""What begins with which characters: its pattern, and the kind of word that it stands for."""
_APART = ("compare", "rate", "share")
_STAYS = ("object", "filler")


class _Token(NamedTuple):
    kind: str
    start: int
    end: int


@dataclass(slots=True)
class Clause:
    """A stretch of a sentence with one figure at most.

    Attributes:
        start, end: characters of the sentence.
        opens: the sign before it: one of ``,;:(、`` or nothing; ``其`` after 其中.
        closes: brackets that end behind it.
        number: the figure, if any.
        unit: its unit.
        at: where the figure stands.
        before, after: the kinds of words before and behind the figure; all are before where there is none.
        unknown: what is no known word, each stretch of it.
        is_told: what follows the figure says something of these: 均已送达.
        counts_other: the figure is of what follows it, and that is no known word: 12个单位.
        trailing: the same behind the figure and its 申请: what was done with these.
    """

    start: int
    opens: str = ""
    end: int = 0
    closes: int = 0
    number: int | None = None
    unit: str = ""
    at: int = -1
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    is_told: bool = False
    counts_other: bool = False
    trailing: list[str] = field(default_factory=list)
    _unknown_to: int = -1

    @property
    def kinds(self) -> set[str]:
        """All kinds of words."""
        return {*self.before, *self.after}

    def add_unknown(self, text: str, at: int) -> None:
        """Add what is no known word."""
        if self.unknown and self._unknown_to == at:
            self.unknown[-1] += text
        else:
            self.unknown.append(text)
        self._unknown_to = at + len(text)


def plain(text: str) -> str:
    """Return text without blanks, its signs narrow, its figures without commas for thousands."""
    text = re.sub(r"[^\S\n]+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)


@cache
def data() -> dict[str, Any]:
    """Return the words and what they mean together, as the data file has them."""
    return tomllib.loads(_DATA.read_text("utf-8"))


@lru_cache(16)
def _words(unit: str) -> Mapping[str, list[tuple[str, str]]]:
    """Return the known words by their first character, the longest first, with their kinds."""
    kinds = {word: kind for kind, words in data()["words"].items() for word in words.split()}
    for word in [word for word, kind in kinds.items() if kind == "office"]:  # 市局 is this bureau, or another one
        kinds[word] = "own" if word in unit or unit.endswith(word[1]) else "scope"
    if not _OFFICE.search(unit):
        unit = ""
    name = re.sub(r"(?:人民政府|办事处)$", "", unit)
    short = re.sub(r"人民政府(?=办)|(?<=[乡镇])人民政府", "政府", unit)
    for whole in {unit, name, short} - {""}:
        endings = (whole[k:] for k in range(len(whole) - 1))
        kinds |= {name: "own" for name in endings if kinds.get(name, "scope") == "scope"}
    by_first: dict[str, list[tuple[str, str]]] = {}
    for word in sorted(kinds, key=len, reverse=True):
        by_first.setdefault(word[0], []).append((word, kinds[word]))
    return by_first


def clauses(sentence: str, year: int | None, unit: str) -> list[Clause]:
    """Return the clauses of a sentence.

    Args:
        sentence: without blanks, its signs narrow.
        year: of the report, which tells what 2023年 is.
        unit: of the report; its own name is no unknown word.
    """
    builder = _Builder(sentence)
    for token in _tokens(sentence, year, _words(unit)):
        builder.take(token)
    return builder.close(len(sentence))


def _tokens(text: str, year: int | None, words: Mapping[str, list[tuple[str, str]]]) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        token = _special(text, at, year) or _word(text, at, words)
        yield token
        at = token.end


def _special(text: str, at: int, year: int | None) -> _Token | None:
    """Return what is no plain word: numbers, signs, turns of phrase."""
    first = text[at]
    if first.isdigit():
        return _number(text, at, year)
    for firsts, pattern, kind in _PHRASES:
        if first in firsts and (match := pattern.match(text, at)):
            return _Token(kind, at, match.end())
    if first in "全我各" and (match := _EVERYONE.match(text, at)):
        is_whole = first in "全我" or match[0].startswith("各级")
        return _Token("whole" if is_whole else "lower", at, match.end())
    return _Token(first, at, at + 1) if _SIGNS.match(text, at) else None


def _number(text: str, at: int, year: int | None) -> _Token | None:
    for kind, pattern in (("filler", _DATE), ("share", _SHARE), ("figure", FIGURE), ("enumeration", _ENUMERATION)):
        if match := pattern.match(text, at):
            return _Token(kind, at, match.end())
    if match := _YEAR.match(text, at):
        kinds = {-1: "last", 0: "this", 1: "next"}
        return _Token("this" if year is None else kinds.get(int(match[1]) - year, "other_time"), at, match.end())
    match = _MONTHS.match(text, at)
    return _Token("other_time", at, match.end()) if match else None


def _word(text: str, at: int, words: Mapping[str, list[tuple[str, str]]]) -> _Token:
    for word, kind in words.get(text[at], ()):
        if text.startswith(word, at):
            return _Token("" if kind == "unknown" else kind, at, at + len(word))
    return _Token("", at, at + 1)


class _Builder:
    """Puts tokens into clauses."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._clauses: list[Clause] = []
        self._current = Clause(0)
        self._behind: list[_Token] = []

    def take(self, token: _Token) -> None:
        """Take the next token."""
        current = self._current
        if token.kind == "figure":
            self._take_figure(token)
        elif token.kind in ("among", "enumeration"):
            self._cut(token.start, token.end, "其" if token.kind == "among" else ";" if token.kind == ";" else ",")
        elif len(token.kind) == 1:
            self._take_sign(token)
        elif current.number is None:
            self._put(current, token)
        elif token.kind in _APART:
            self._cut(token.start, token.start, ",")
            self._put(self._current, token)
        else:
            self._behind.append(token)

    def close(self, end: int) -> list[Clause]:
        """Return the clauses."""
        self._cut(end, end, "")
        return self._clauses

    def _put(self, clause: Clause, token: _Token) -> None:
        if token.kind:
            clause.before.append(token.kind)
        else:
            clause.add_unknown(self._sentence[token.start : token.end], token.start)

    def _take_figure(self, token: _Token) -> None:
        if self._current.number is not None:  # two figures without a sign between: what follows the first one's thing
            moved = self._behind
            stay = next((k for k, other in enumerate(moved) if other.kind not in _STAYS), len(moved))
            self._behind = moved[:stay]
            start = moved[stay].start if stay < len(moved) else token.start
            self._cut(start, start, ",")
            for other in moved[stay:]:
                self._put(self._current, other)
        match = FIGURE.match(self._sentence, token.start)
        if match is not None:
            self._current.number, self._current.unit, self._current.at = int(match[1]), match[3], token.start
            if match[2] or _NEARLY.match(self._sentence, token.end):
                self._current.before.append("about")

    def _take_sign(self, token: _Token) -> None:
        current = self._current
        if token.kind == "、" and current.number is None and current.start < token.start:
            return
        if token.kind in ",;:(、":
            self._cut(token.start, token.end, token.kind)
        elif token.kind == ")":
            self._cut(token.start, token.end, ",")
            if self._clauses:
                self._clauses[-1].closes += 1

    def _cut(self, end: int, start: int, opens: str) -> None:
        """End the current clause, and begin the next one."""
        current = self._current
        first = self._behind[0] if self._behind else None
        current.counts_other = first is not None and not first.kind
        current.is_told = first is not None and bool(_TELLS.match(self._sentence, first.start))
        for token in self._behind:
            if token.kind:
                current.after.append(token.kind)
            elif current.is_told or "object" in (*current.before, *current.after):
                current.trailing.append(self._sentence[token.start : token.end])
            else:
                current.add_unknown(self._sentence[token.start : token.end], token.start)
        self._behind = []
        current.end = end
        if current.number is not None or current.before or current.unknown:
            self._clauses.append(self._joined(current))
        elif opens in ("", ","):  # nothing stood there: the sign before it holds
            opens = current.opens if current.opens in ";其" and current.opens else opens
        self._current = Clause(start, opens)

    def _joined(self, current: Clause) -> Clause:
        """Join a bare figure with the words before its sign: 无法提供，4件."""
        bare = not current.unknown and current.kinds <= {"filler", "this", "object", "own", "whole", "total"}
        if current.number is None or not bare or not self._clauses or current.opens in ";、其":
            return current
        last = self._clauses[-1]
        if last.number is not None or (current.opens == "," and "object" in current.kinds):
            return current
        self._clauses.pop()
        current.before[:0] = last.before
        current.unknown = last.unknown
        current.start = last.start
        current.opens = last.opens
        return current
