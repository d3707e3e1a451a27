"""Sentences of a report → the figures that they claim; few patterns, and silence where anything else may be meant."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

PARTS = ("granted", "partial", "granted_or_partial", "denied", "unavailable", "refused", "other")
"""Roles of the groups of results."""
REVIEWS = ("review_upheld", "review_corrected", "review_other", "review_pending")
"""Roles of the results of reviews."""
_DATA = Path(__file__).with_name("claim_patterns.toml")
_SENTENCE = re.compile(r"[^。!?\n]+")
_BRACKETS = re.compile(r"\([^()]*\)")
_ABOUT = re.compile(r"(?:多|约|近|超过?|不足|将近|大约)$")
_GOES_ON = re.compile(r"申请|答复|办结|结转|予以公开|部分公开|不予|无法提供|其他处理|自然人|法人")
_HEADING = re.compile(r"(?:[一二三四五六]、|\([一二三四五六七八九十]+\)|\d[.、])[^,;。]{0,30}$")
_SHORT = 20
"""Characters of a line that is a heading without a number."""
_YEAR = re.compile(r"(20\d\d)年")
_OF_SOMETHING = re.compile(r"(?:的)?[^\W\d_]{0,4}(?:材料|附件|信息|文件|事项清单|页)")
"""Behind a figure: it counts something else than applications."""
_MONEY = re.compile(r"资金|经费|预算|决算|万元")
"""What else is carried over to next year."""
_EVERY_WAY = re.compile(r"等|各类|线上线下")
_PART = re.compile(r"(?:来自)?(?:自然人|个人|企业|法人或|法人和其他组织申请)")
_WIDE = str.maketrans(",;:()", "，；：（）")
_LAW = frozenset(("review", "suit", "suit_direct", "suit_after", *REVIEWS))
_MAIN = ("new", "received", "handled")
_FREE_OF_REASON = frozenset(("carried_in", "carried_out", "carried", "together", "all_done", "done", "none", *_MAIN))
_BEFORE, _BEHIND, _NEAR = 10, 2, 14
_QUOTED = 50


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that a sentence names.

    Attributes:
        role: what it is; "scope" where it is another office's or a part's.
        number: the figure.
        clause: the words that say so, blanks taken out.
        at: where in the text the figure stands: sentence, character.
    """

    role: str
    number: int
    clause: str
    at: tuple[int, int] = (0, 0)


class Said(NamedTuple):
    """A sentence, blanks taken out, and the figures that it names."""

    sentence: str
    claims: list[Claim]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of saying a figure; see ``claim_patterns.toml``."""

    role: str
    find: re.Pattern[str]
    unless: re.Pattern[str] | None
    example: tuple[str, int]
    counter: str


@dataclass(frozen=True, slots=True)
class Wording:
    """All patterns and the words that they are examined for."""

    patterns: tuple[Pattern, ...]
    vocabulary: dict[str, re.Pattern[str]]
    year: int | None = None

    def is_of_another_year(self, start: str, *, is_past: bool) -> bool:
        """Tell whether the beginning of a clause names another year than the report's.

        What was not received in a year still to come is a slip of the pen, and means the report's own year.
        """
        years = [int(year) for year in _YEAR.findall(start)] if self.year else []
        return any(year < (self.year or 0) or (year != self.year and not is_past) for year in years)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))


@cache
def vocabulary() -> dict[str, re.Pattern[str]]:
    """Return the words that sentences are examined for, by what they tell."""
    return {name: re.compile(text) for name, text in _data()["words"].items()}


@lru_cache(8)
def wording(year: int | None = None) -> Wording:
    """Return the patterns of the data file, in its order.

    Args:
        year: of the report, which tells what 结转2025年 is.
    """
    snippets: dict[str, str] = _data()["words"]
    last, this, following = ("" if year is None else f"|{year + step}年度?" for step in (-1, 0, 1))
    places = {
        "{n}": rf"(?:(?:总|件)?数量?)?(?:为|有|是|共计|合计|共|计)?(?<![\d.%])(?P<n>\d+){snippets['unit']}(?!\d)",
        "{u}": snippets["unit"],
        "{o}": snippets["o"],
        "(?<!{last})": "(?<!上年)(?<!一年)",
        "{last}": f"(?:{snippets['last']}{last})",
        "{this}": f"(?:[本今]年度?{this})",
        "{next}": f"(?:{snippets['next']}{following})",
    }

    def filled(text: str) -> str:
        for name, value in places.items():
            text = text.replace(name, value)
        return text

    patterns = tuple(
        Pattern(
            entry["role"],
            re.compile(filled(entry["find"])),
            re.compile(entry["unless"]) if "unless" in entry else None,
            (entry["example"][0], entry["example"][1]),
            entry["counter"],
        )
        for entry in _data()["pattern"]
    )
    return Wording(patterns, vocabulary(), year)


def plain(text: str) -> str:
    """Return text without blanks, its signs narrow, its figures without commas for thousands."""
    text = re.sub(r"[^\S\n]+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)


def claims(paragraphs: Iterable[str], year: int | None = None) -> list[Said]:
    """Return the sentences that make claims.

    Args:
        paragraphs: of the text; a heading names the topic of those that follow it.
        year: of the report, if known.
    """
    words = wording(year)
    sentences: list[Said] = []
    count = 0
    of_heading = False
    for paragraph in paragraphs:
        text = plain(paragraph)
        if _HEADING.match(text) or len(text) <= _SHORT:
            of_heading = bool(words.vocabulary["o"].search(text))
        topic = of_heading or bool(words.vocabulary["topic"].search(text) and not _MONEY.search(text))
        for sentence in _SENTENCE.finditer(text):
            here, goes_on = _of_sentence(sentence[0], words, topic=topic)
            topic = topic or goes_on
            count += 1
            if here:
                placed = [replace(claim, at=(count, claim.at[1])) for claim in here]
                sentences.append(Said(sentence[0].translate(_WIDE), placed))
    return sentences


def figures_in(sentence: str) -> int:
    """Count the figures with a unit in a sentence."""
    return sum(sentence[m.start() - 1 : m.start()].isdigit() for m in vocabulary()["unit"].finditer(sentence))


def _of_sentence(sentence: str, words: Wording, *, topic: bool) -> tuple[list[Claim], bool]:
    """Return a sentence's claims, and whether the next one still speaks of applications."""
    known = words.vocabulary
    named = bool(known["o"].search(sentence))
    about = named or (topic and bool(_GOES_ON.search(sentence)))
    outside = _BRACKETS.sub("", sentence)
    if known["several_years"].search(outside) or re.search(r"上半年|下半年|季度", outside):
        return [], False
    by_role: dict[str, Claim] = {}
    for pattern in words.patterns:
        is_law = pattern.role in _LAW
        if pattern.role in by_role or not (about or is_law):
            continue
        if pattern.role in _MAIN[:2] and any(role in by_role for role in _MAIN[:2]):
            continue
        claim = next(_claimed(pattern, sentence, words, topic=about), None)
        if claim is not None and not (pattern.role == "handled" and claim.at in {one.at for one in by_role.values()}):
            by_role.setdefault(claim.role, claim)
    if any(role in by_role for role in _MAIN):
        by_role.pop("none", None)
    return list(by_role.values()), about


def _claimed(pattern: Pattern, sentence: str, words: Wording, *, topic: bool) -> Iterator[Claim]:
    """Yield the claims that a pattern finds in a sentence, but for those that speak of something else."""
    for match in pattern.find.finditer(sentence):
        start = re.split(r"[,;。、:()]", sentence[: match.start()])[-1]
        if _speaks_of_another_thing(pattern, match, start, words) or not _is_told(pattern, match, start, words, topic):
            continue
        near = sentence[max(0, match.start() - _NEAR) : match.end()].rpartition(";")[2]
        other = pattern.role != "carried_in" and words.vocabulary["other_scope"].search(near)
        number, at = (int(match["n"]), match.start("n")) if "n" in match.groupdict() else (0, -1)
        quoted = _quoted(sentence, match.start() - len(start), match.end())
        yield Claim("scope" if other else pattern.role, number, quoted, (0, at))


def _speaks_of_another_thing(pattern: Pattern, match: re.Match[str], start: str, words: Wording) -> bool:
    """Tell whether what stands around a figure makes it one of another thing, time or cause."""
    known, sentence = words.vocabulary, match.string
    behind = re.split(r"(?<=[,;(])", sentence[match.end() : match.end() + _BEHIND])[0]
    window = sentence[max(0, match.start() - _BEFORE) : match.end()] + behind
    if pattern.unless and pattern.unless.search(window):
        return True
    if known["other_time"].search(start + match[0]) or words.is_of_another_year(start, is_past=pattern.role == "none"):
        return True
    if pattern.role in _LAW:
        return pattern.role == "review" and bool(known["reviewer"].search(start))
    if pattern.role in PARTS and _OF_SOMETHING.match(sentence, match.end()):
        return True
    part = sentence[: match.start()].rpartition(";")[2] + sentence[match.start() :].partition(";")[0]
    if known["other_thing"].search(part) and not known["o"].search(part):
        return True
    return pattern.role not in _FREE_OF_REASON and bool(known["reason"].search(start))


def _is_told(pattern: Pattern, match: re.Match[str], start: str, words: Wording, topic: bool) -> bool:
    """Tell whether a figure is exact, of applications, and of all ways that they came."""
    groups = match.groupdict()
    if "n" in groups and _ABOUT.search(match.string[: match.start("n")]):
        return False
    if "mid" not in groups:
        return True
    if not _is_of_requests(pattern.role, groups["mid"], groups["after"] or "", words, topic=topic):
        return False
    return not words.vocabulary["channel"].search(start) or "等" in start


def _quoted(sentence: str, start: int, end: int) -> str:
    """Return the sentence up to the end of the clause, or only the clause where that is long."""
    end += len(re.split(r"[,;。]", sentence[end:])[0])
    quoted = sentence[:end] if end <= _QUOTED else sentence[start:end]
    return quoted.translate(_WIDE)


def _is_of_requests(role: str, middle: str, after: str, words: Wording, *, topic: bool) -> bool:
    """Tell whether what was received is an application for information, by whichever way it came."""
    known = words.vocabulary
    if role == "none":
        return True
    if not known["o"].search(f"{middle}|{after}") and not (topic and ("申请" in middle + after or not middle)):
        return False
    if known["other_thing"].search(middle) or re.match(r"(?:行政)?(?:复议|诉讼)", after):
        return False
    if re.search(r"复议|诉讼", middle) or _PART.match(middle):
        return False
    return not (known["channel"].search(middle) and not _EVERY_WAY.search(middle))
