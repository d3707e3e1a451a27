"""Sentences of a report → the figures that they claim.

What a figure is follows from the kinds of words around it (``claim_words.toml``), in whatever order; a figure beside
anything that is not accounted for is read, too, but is not sure: it may agree with the tables, and accuses nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from checks.evaluate.clauses import FIGURE, Clause, clauses, data, plain

PARTS = ("granted", "partial", "granted_or_partial", "denied", "unavailable", "not_held", "refused", "other")
"""Roles of the groups of results."""
REVIEWS = ("review_upheld", "review_corrected", "review_other", "review_pending")
"""Roles of the results of reviews."""
LAW = frozenset(("review", "suit", "suit_direct", "suit_after", *REVIEWS))
"""Roles of figures of table four."""
_RECEIVED = ("new", "received", "handled")
_SENTENCE = re.compile(r"[^。!?\n]+")
_HEADING = re.compile(r"(?:[一二三四五六]、|\([一二三四五六七八九十]+\)|\d[.、])[^,;:。]{0,30}(?:$|[。:])")
_OF_REQUESTS = re.compile("申请|答复情况|办理结果|结转情况")
_OF_LAW = re.compile("复议|诉讼")
_BESIDE = re.compile("申请(?:公开)?(?:事项|件|信息)?[、和或及与,]")
_NEW_LINE = re.compile(
    r"[一二三四五六七八九]+[、是]|\([一二三四五六七八九十\d]+\)|\d+[.、]|[|#]|第[一二三四五六七八九十]+[条章]"
)
_ENDS = re.compile(r"[。;:!?)|]$")
_BROKEN_OFF = re.compile(r".[,。;]")
_SHORT = 20
"""Characters of a line that is a heading without a number."""
_SEVERAL_YEARS = re.compile(r"20\d\d年?(?:至|—|-|到)20\d\d年|近[两三四五六\d]年|[三五]年来|历年|分别为\d+件?[、和]")
_BRACKETS = re.compile(r"\([^()]*\)")
_WIDE = str.maketrans(",;:()", "，；：（）")
_QUOTED = 50
_NEUTRAL = frozenset(("filler", "own", "info", "this", "all", "total", "whole"))
_VERBS = frozenset(("receive", "new", "handle", "due", "closed", "answered"))
_OUTCOMES = frozenset(("granted", "partial", "either", "denied", "unavailable", "refused", "other"))
_EXPLICIT = re.compile("信息公开|依申请|申请公开|公开申请")
_OF_OTHERS = frozenset(("scope", "other_time", "last", "thing"))
_SEVERAL = 3
_SUMS_UP = re.compile("合计|共计|总计|总共")
_OF_TABLE_FOUR = re.compile("直接起诉|复议后起诉|结果维持|结果纠正|尚未审结")
_LITTLE = 4
_TELLING = re.compile(
    "[局委办部厅镇乡街村区县市省院校所站科处司署队类域涉性级代指转信访询举报投诉热线培训会议微博网栏目政策解读文件提案审核备"
    "复撤补约近余季半同比增减超多少率占未不非无除另副表册份证照税费罚许可]"
)
_ANSWERED = frozenset(("closed", "answered", "object"))


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that a sentence names.

    Attributes:
        role: what it is; "scope" where it is another office's or a part's.
        number: the figure.
        clause: the words that say so, blanks taken out.
        at: where in the text the figure stands: sentence, character.
        sure: everything around it is accounted for.
        unit: the unit behind the figure.
    """

    role: str
    number: int
    clause: str
    at: tuple[int, int] = (0, 0)
    sure: bool = True
    unit: str = ""


class Said(NamedTuple):
    """A sentence, blanks taken out, and the figures that it names."""

    sentence: str
    claims: list[Claim]


@dataclass(frozen=True, slots=True)
class Reading:
    """What kinds of words around one figure mean together; see ``claim_words.toml``."""

    role: str
    needs: tuple[frozenset[str], ...]
    may: frozenset[str]
    listed: bool
    example: tuple[str, int]
    counter: str

    def fits(self, kinds: set[str]) -> bool:
        """Tell whether kinds of words are those that it needs, and no others than it may have."""
        wanted = frozenset().union(*self.needs)
        return all(kinds & need for need in self.needs) and kinds <= wanted | self.may


@cache
def all_readings() -> tuple[Reading, ...]:
    """Return the readings of the data file, in its order."""
    return tuple(
        Reading(
            entry["role"],
            tuple(frozenset(need.split("|")) for need in entry["needs"].split()),
            frozenset(entry["may"].split()),
            entry.get("listed", False),
            (entry["example"][0], entry["example"][1]),
            entry["counter"],
        )
        for entry in data()["reading"]
    )


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
        reader = _Paragraph(heading, year, unit or "")
        for sentence in _SENTENCE.finditer(text):
            if said := reader.read(sentence[0], len(sentences)):
                sentences.append(Said(sentence[0].translate(_WIDE), said))
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


@dataclass(slots=True)
class _Paragraph:
    """Reads the sentences of a paragraph one after another, and keeps what they speak of."""

    heading: str
    year: int | None
    unit: str
    topic: str = ""
    astray: bool = False
    count: int = 0
    last: str = ""
    seen: set[str] = field(default_factory=set)
    said: list[Claim] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.topic = self.heading

    def read(self, sentence: str, count: int) -> list[Claim]:
        """Return what a sentence claims; ``count`` tells sentences apart."""
        self.astray, self.said, self.count = False, [], count
        if self.topic in ("review", "suit"):
            self.topic = "requests"
        if not self.topic and _OF_TABLE_FOUR.search(sentence):
            self.topic = "law"
        if _SEVERAL_YEARS.search(_BRACKETS.sub("", sentence)):
            return []
        for clause in clauses(sentence, self.year, self.unit):
            self._take(clause, sentence)
        return self.said

    def _take(self, clause: Clause, sentence: str) -> None:
        kinds = _kinds(clause)
        if clause.opens == ";" or (kinds & {"own", "whole", "this"} and "scope" not in kinds):
            self.astray = False
        self._turn_to(kinds, clause)
        if clause.number is None:
            self._take_words(clause, kinds, sentence)
            return
        role = self._role(clause, kinds)
        kinds -= _NEUTRAL
        if role is not None:
            if role in _RECEIVED and self._is_whole(clause, sentence):
                self.said = [replace(c, sure=False) if c.role in _RECEIVED else c for c in self.said]
            sure = not (self._is_doubtful(clause, kinds, role) or self.astray or self._is_repeated(role, clause))
            self._claim(role, clause, sentence, sure=sure)
        elif "scope" in kinds and self.topic == "requests" and kinds & (_VERBS | {"object"}):
            self._claim("scope", clause, sentence, sure=False)
        if kinds & _VERBS and not (
            self._is_harmless(clause) and (role or not kinds & {"scope", "other_time", "last", "thing"})
        ):
            self.astray = True

    def _is_whole(self, clause: Clause, sentence: str) -> bool:
        """Tell that what a sentence gave before was a part, or of all things: 各类申请30件，其中信息公开申请12件."""
        if _SUMS_UP.search(sentence, clause.start, clause.end):
            return True
        explicit = _EXPLICIT.search(sentence, clause.start, clause.end)
        return clause.opens == "其" and bool(explicit) and not _EXPLICIT.search(sentence, 0, clause.start)

    def _turn_to(self, kinds: set[str], clause: Clause) -> None:
        """See what a clause speaks of."""
        if kinds & {"suit", "direct", "after"}:
            self.topic = "suit" if self.topic or "info" in kinds or "object" in kinds else ""
        elif "review" in kinds:
            self.topic = "review" if self.topic or "info" in kinds or "object" in kinds else ""
        elif "thing" in kinds and "object" not in kinds:
            if clause.number is not None or not kinds & {"reason", "happened"}:
                self.topic = "other"
        elif "object" in kinds or (not self.topic and ("new" in kinds or {"last", "carry"} <= kinds)):
            self.topic = "requests"
        elif clause.number is not None and kinds & _VERBS and not kinds & {"scope", "channel"}:
            self.topic = "other" if clause.opens != "其" and not self._is_harmless(clause) else self.topic

    def _take_words(self, clause: Clause, kinds: set[str], sentence: str) -> None:
        """Take a clause without a figure: nothing at all, all of it, or whose and when the next figures are."""
        of_last_year = "last" in kinds and not kinds & {"carry", "compare"} and not clause.unknown
        by_one_way = "channel" in kinds and "compare" not in kinds
        if kinds & {"scope", "other_time"} or of_last_year or by_one_way:
            self.astray = True
        rest = kinds - _NEUTRAL - {"happened", "everybody"}
        if clause.unknown or self.astray:
            return
        if "none" in kinds:
            # what was not received in a year still to come is a slip of the pen, and means the report's own year
            self._take_none(kinds - _NEUTRAL - {"none", "everybody", "next"}, clause, sentence)
        elif "all" in kinds and "closed" in rest <= {*_ANSWERED, "handle"} and self.topic == "requests":
            self._claim("all_done", clause, sentence, sure=True)

    def _take_none(self, rest: set[str], clause: Clause, sentence: str) -> None:
        """Take what says that there was nothing: no applications, no reviews, no lawsuits."""
        law = rest & {"review", "suit"}
        of_requests = "object" in rest and ("receive" in rest or "new" in rest or rest == {"object"})
        if law and not _BESIDE.search(sentence, clause.start, clause.end):
            of_requests = False
        if rest - law <= {"object", "receive", "new", "happened"}:
            if of_requests and not (law and "happened" in rest):
                self._claim("none", clause, sentence, sure=True)
            for role in sorted(law):
                if self.topic:
                    self._claim(role, clause, sentence, sure=True)

    def _role(self, clause: Clause, kinds: set[str]) -> str | None:
        """Return what the figure of a clause is, if that can be told."""
        role = self._meaning(clause, kinds - _NEUTRAL)
        if role is None and {*clause.after} - _NEUTRAL <= _ANSWERED | {"other_time"}:
            role = self._meaning(clause, {*clause.before} - _NEUTRAL)
            if role != "carried_in" and "other_time" in clause.after:
                return None
        if role is None and kinds <= _NEUTRAL and "total" in kinds and not clause.unknown:
            role = self._sum()
        elif role == "handled" and "handle" in kinds and (self.seen or "object" not in kinds):
            role = self._of_handled(role, sums="total" in kinds)
        elif role == "carried" and self.last in ("done", "all_done", *PARTS):
            role = "carried_out"
        elif role == "done" and "rest" in kinds and not (self._has("carried_out") or self._has("carried")):
            return None
        topics = {"requests"} if role not in LAW else {"review", "suit", "law", "requests"}
        if role in REVIEWS:
            topics = {"review"}
        return role if self.topic in topics else None

    def _sum(self) -> str | None:
        """Return what 共3件 is, from what was said before it."""
        if self.last in ("carried_in", "carried"):
            return "together"
        if not self.last and self.heading == "requests":
            return "handled"
        return "done" if self.last in PARTS else None

    def _of_handled(self, role: str, *, sums: bool) -> str:
        """Return what was handled, where the sentence says before what was received."""
        if sums and self._has("carried_in") and (self._has("new") or self._has("received")):
            return "together"
        return "done" if self.seen & {"new", "received"} else role

    def _has(self, role: str) -> bool:
        return any(claim.role == role for claim in self.said)

    def _meaning(self, clause: Clause, kinds: set[str]) -> str | None:
        for reading in all_readings():
            if reading.fits(kinds) and (not reading.listed or self._is_listed(clause, reading)):
                return reading.role
        return None

    def _is_listed(self, clause: Clause, reading: Reading) -> bool:
        """Tell whether a clause goes on with a list of what became of applications."""
        if clause.unknown or "info" in clause.kinds or not self.said:
            return False
        before = self.last
        return before in PARTS or (
            reading.role == "granted" and before in (*_RECEIVED, "done", "all_done", "carried_in")
        )

    def _is_harmless(self, clause: Clause) -> bool:
        """Tell whether what is unknown in a clause is short, and speaks of no other office, thing, part or time."""
        return all(
            (len(stretch) <= _LITTLE and not _TELLING.search(stretch)) or self._is_own_name(stretch)
            for stretch in clause.unknown
        )

    def _is_own_name(self, stretch: str) -> bool:
        """Tell a short form of the unit's name: 县人社局."""
        return len(stretch) > 1 and self.unit.endswith(stretch[-1]) and set(stretch) <= set(self.unit)

    def _is_doubtful(self, clause: Clause, kinds: set[str], role: str) -> bool:
        """Tell whether unknown words may make the figure one of something else.

        What came in the year before and what goes on to the next is so clear a thing that a word beside it does no
        harm; so is what was received, where it is said in full and for the first time.
        """
        if all(map(self._is_own_name, clause.unknown)):
            return False
        if role in ("new", "received"):
            return not self._is_harmless(clause) or "object" not in kinds or bool(self.seen)
        return not (role.startswith("carried") and self._is_harmless(clause))

    def _is_repeated(self, role: str, clause: Clause) -> bool:
        """Tell whether a sentence gave this already, or counts in another unit: then this is of a part."""
        same = ("new",) if role == "new" else _RECEIVED if role in _RECEIVED else (role,)
        other_unit = any(claim.unit not in ("", clause.unit) for claim in self.said)
        return other_unit or any(claim.role in same and claim.sure for claim in self.said)

    def _claim(self, role: str, clause: Clause, sentence: str, *, sure: bool) -> None:
        quoted = sentence[: clause.end] if clause.end <= _QUOTED else sentence[clause.start : clause.end]
        quoted = quoted.strip(",;:、").translate(_WIDE)
        self.said.append(Claim(role, clause.number or 0, quoted, (self.count, clause.at), sure, clause.unit))
        self.last = role
        self.seen.add(role)


def _kinds(clause: Clause) -> set[str]:
    """Return the kinds of words of a clause, where all the ways that applications came are no part of them."""
    kinds = clause.kinds
    ways = clause.before.count("channel")
    if "ways" in kinds or ("listing" in kinds and ways) or ways >= _SEVERAL:
        kinds -= {"channel", "ways"}
    kinds.discard("listing")
    if "handed" in kinds:
        kinds = (kinds - {"handed"}) | {"carry" if "last" in kinds else "scope"}
    if "lower" in kinds:
        kinds = kinds - {"lower"} if "whole" in kinds else kinds | {"scope"}
    if "noun" in kinds and kinds & {"object", "review", "suit"}:
        kinds.discard("noun")
    if {"natural", "org"} <= kinds:
        kinds = (kinds - {"natural", "org"}) | {"everybody"}
    return kinds
