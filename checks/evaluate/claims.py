"""Sentences of a report → the figures that they claim; few patterns, and silence where anything else may be meant."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("claim_patterns.toml")
_SENTENCE = re.compile(r"[^。!?\n]+")
_BRACKETS = re.compile(r"\([^()]*\)")
_ABOUT = re.compile(r"(?:多|约|近|超过?|不足|将近|大约)$")
_GOES_ON = re.compile(r"申请|答复|办结|结转|予以公开|部分公开|不予|无法提供|其他处理|自然人|法人")
_LAW = frozenset(("review", "suit", "suit_direct", "suit_after"))
_MAIN = ("new", "received", "handled")
_FREE_OF_REASON = frozenset(("carried_in", "done", "none", *_MAIN))
_BEFORE, _BEHIND, _NEAR = 10, 2, 14
_QUOTED = 50


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that a sentence names.

    Attributes:
        role: what it is; "scope" where it is another office's or a part's.
        number: the figure.
        clause: the words that say so, blanks taken out.
    """

    role: str
    number: int
    clause: str


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


@cache
def wording() -> Wording:
    """Return the patterns of the data file, in its order."""
    data = tomllib.loads(_DATA.read_text("utf-8"))
    snippets: dict[str, str] = data["words"]
    places = {
        "{n}": rf"(?<![\d.%])(?P<n>\d+){snippets['unit']}(?!\d)",
        "{o}": snippets["o"],
        "{last}": snippets["last"],
        "{next}": snippets["next"],
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
        for entry in data["pattern"]
    )
    return Wording(patterns, {name: re.compile(text) for name, text in snippets.items()})


def plain(text: str) -> str:
    """Return text without blanks, its signs narrow, its figures without commas for thousands."""
    text = re.sub(r"[^\S\n]+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)


def claims(paragraphs: Iterable[str]) -> list[list[Claim]]:
    """Return the claims of each sentence that makes any."""
    sentences = []
    for paragraph in paragraphs:
        topic = False
        for sentence in _SENTENCE.finditer(plain(paragraph)):
            here, topic = _of_sentence(sentence[0], topic=topic)
            if here:
                sentences.append(here)
    return sentences


def _of_sentence(sentence: str, *, topic: bool) -> tuple[list[Claim], bool]:
    """Return a sentence's claims, and whether the next one still speaks of applications."""
    vocabulary = wording().vocabulary
    named = bool(vocabulary["o"].search(sentence))
    about = named or (topic and bool(_GOES_ON.search(sentence)))
    outside = _BRACKETS.sub("", sentence)
    if vocabulary["other_time"].search(outside) and re.search(r"上半年|下半年|季度", outside):
        return [], False
    by_role: dict[str, Claim] = {}
    for pattern in wording().patterns:
        is_law = pattern.role in _LAW
        if pattern.role in by_role or not (about or is_law):
            continue
        if pattern.role in _MAIN and any(role in by_role for role in _MAIN):
            continue
        claim = next(_claimed(pattern, sentence, topic=topic), None)
        if claim is not None:
            by_role.setdefault(claim.role, claim)
    if any(role in by_role for role in _MAIN):
        by_role.pop("none", None)
    return list(by_role.values()), about


def _claimed(pattern: Pattern, sentence: str, *, topic: bool) -> Iterator[Claim]:
    vocabulary = wording().vocabulary
    for match in pattern.find.finditer(sentence):
        groups = match.groupdict()
        clause = match[0]
        window = sentence[max(0, match.start() - _BEFORE) : match.end() + _BEHIND]
        if pattern.unless and pattern.unless.search(window):
            continue
        start = re.split(r"[,;。、:()]", sentence[: match.start()])[-1]
        if vocabulary["other_time"].search(start + clause):
            continue
        if pattern.role not in _FREE_OF_REASON and pattern.role not in _LAW and vocabulary["reason"].search(start):
            continue
        if "n" in groups and _ABOUT.search(sentence[: match.start("n")]):
            continue
        if "mid" in groups and not _is_of_requests(pattern.role, groups["mid"], groups["after"] or "", topic=topic):
            continue
        if "mid" in groups and vocabulary["channel"].search(start) and "等" not in start:
            continue
        near = sentence[max(0, match.start() - _NEAR) : match.end()]
        number = int(groups.get("n") or 0)
        other = pattern.role != "carried_in" and vocabulary["other_scope"].search(near)
        yield Claim(
            "scope" if other else pattern.role, number, _quoted(sentence, match.start() - len(start), match.end())
        )


def _quoted(sentence: str, start: int, end: int) -> str:
    """Return the sentence up to the end of the clause, or only the clause where that is long."""
    end += len(re.split(r"[,;。]", sentence[end:])[0])
    quoted = sentence[:end] if end <= _QUOTED else sentence[start:end]
    return quoted.translate(str.maketrans(",;:()", "，；：（）"))


def _is_of_requests(role: str, middle: str, after: str, *, topic: bool) -> bool:
    """Tell whether what was received is an application for information, by whichever way it came."""
    vocabulary = wording().vocabulary
    if role == "none":
        return True
    if not vocabulary["o"].search(f"{middle}|{after}") and not ("申请" in middle + after and topic):
        return False
    if vocabulary["other_thing"].search(middle) or re.match(r"(?:行政)?(?:复议|诉讼)", after):
        return False
    if re.search(r"复议|诉讼", middle):
        return False
    return not (vocabulary["channel"].search(middle) and "等" not in middle)
