"""The sentences of one paragraph → their claims: what a clause speaks of goes on until another thing is named.

A figure is sure where every word around it is accounted for, and nothing before it turned to another office, time or
thing; one that is not sure may agree with the tables, and accuses nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from checks.evaluate.claim_readings import ASKED, LAW, PARTS, RECEIVED, REVIEWS, Claim, Reading, all_readings
from checks.evaluate.clauses import Clause, clauses

_BESIDE = re.compile("申请(?:公开)?(?:事项|件|信息)?[、和或及与,]")
SPEAKS = re.compile(
    r"\d[余多]?[件条起份宗个次例项]|[未没无][^。]*(?:申请|依申请|复议|诉讼)|申请[^。]{0,8}为零|[均都全][^。]{0,16}办"
)
"""What says a figure, or that there was nothing, or that all is done; other sentences need no closer look."""
_ASKS = re.compile("(?<!行政复议)(?<!复议)申请(?!行政复议|复议|执行)")
_SEVERAL_YEARS = re.compile(
    r"20\d\d年?(?:至|—|-|到)20\d\d年|近[两三四五六\d]年(?!来?[最首新])|[三五]年来|历年|分别为\d+件?[、和]"
)
_CITIZENS, _PERSONS = re.compile("公民"), re.compile("自然人|个人")
_BRACKETS = re.compile(r"\([^()]*\)")
WIDE = str.maketrans(",;:()", "，；：（）")
"""Signs as they are written, for those that are read narrow."""
_QUOTED = 50
_NEUTRAL = frozenset(("outcome", "filler", "own", "info", "this", "all", "total", "whole"))
_VERBS = frozenset(("receive", "new", "handle", "due", "closed", "answered"))
_EXPLICIT = re.compile("信息公开|依申请|申请公开|公开申请")
_OF_ALL = re.compile("[都均皆全]")
_COMES_IN = frozenset(("receive", "handle", "new", "due"))
_OF_OTHERS = frozenset(("scope", "other_time", "last", "thing"))
_OFFICES = re.compile("[局委办部厅镇乡街村区县市院校所站处府]|中心")
_SEVERAL = 3
_SUMS_UP = re.compile("合计|共计|总计|总共|总[数量件]")
_OF_TABLE_FOUR = re.compile("直接起诉|复议后起诉|结果维持|结果纠正|尚未审结")
_RESULTS = re.compile("予以公开|部分公开|不予公开|无法提供|不予处理|其他处理")
_LITTLE = 4
_TELLING = re.compile(
    "[局委办部厅镇乡街村区县市省院校所站科处司署队类域涉性级代指转信访询举报投诉热线培训会议微博网栏目政策解读文件提案审核备"
    "复撤补约近余季半同比增减超多少率占未不非无除另副表册份证照税费罚许可]"
)
_ANSWERED = frozenset(("closed", "answered", "object"))


@dataclass(slots=True)
class ParagraphReader:
    """Reads the sentences of a paragraph one after another, and keeps what they speak of."""

    heading: str
    year: int | None
    unit: str
    topic: str = ""
    astray: str = ""
    count: int = 0
    last: str = ""
    dealt: tuple[int, int] | None = None
    accounted: bool = True
    by_ways: bool = False
    of_papers: bool = False
    figures: int = 0
    seen: set[str] = field(default_factory=set)
    said: list[Claim] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.topic = self.heading

    def read(self, sentence: str, count: int) -> list[Claim]:
        """Return what a sentence claims; ``count`` tells sentences apart."""
        self.astray, self.said, self.count, self.dealt = "", [], count, None
        self.by_ways, self.of_papers, self.figures, self.accounted = False, False, 0, True
        if not SPEAKS.search(sentence):
            self.topic = "requests" if _ASKS.search(sentence) else self.topic
            return []
        if self.topic in ("review", "suit"):
            self.topic = "requests"
        if not self.topic and len({*_RESULTS.findall(sentence)}) >= _SEVERAL:
            self.topic = "requests"
        if not self.topic and _OF_TABLE_FOUR.search(sentence):
            self.topic = "law"
        if _SEVERAL_YEARS.search(_BRACKETS.sub("", sentence)):
            return []
        for clause in clauses(sentence, self.year, self.unit):
            self._take(clause, sentence)
        if len(self.said) > 1 and self.said[0].role == "received_from_persons":
            apart = any(claim.role in ("org", *RECEIVED) for claim in self.said[1:])
            self.said[0] = replace(self.said[0], role="natural") if apart else self.said[0]
        return self.said

    def _take(self, clause: Clause, sentence: str) -> None:
        kinds = _kinds(clause)
        self.accounted &= not clause.unknown and not kinds & {"thing", "noun", "scope", "other_time"}
        if clause.opens == ";" or self._is_back(clause, kinds, sentence):
            self.astray = ""
        self._turn_to(kinds, clause, sentence[clause.start : clause.end])
        if clause.number is None:
            self._take_words(clause, kinds, sentence)
            return
        self.figures += 1
        role = self._role(clause, kinds, sentence)
        kinds -= _NEUTRAL
        if role is not None:
            self._take_figure(role, clause, kinds, sentence)
        elif "channel" in kinds:
            self.by_ways = True
        elif "scope" in kinds and self.topic == "requests" and kinds & (_VERBS | {"object"}):
            self._claim("scope", clause, sentence, sure=False)
        if kinds & _VERBS and not (self._is_harmless(clause) and (role or not kinds & _OF_OTHERS)):
            self.astray = _whose(clause, kinds)
        elif "主动公开" in sentence[clause.start : clause.end] and not self.said:
            self.of_papers = True

    def _is_back(self, clause: Clause, kinds: set[str], sentence: str) -> bool:
        """Tell whether a clause speaks of the unit's own applications of this year, whatever the one before did."""
        sums_up = kinds & {"receive", "new"} and _SUMS_UP.search(sentence, clause.start, clause.end)
        if "scope" not in kinds and (kinds & {"own", "whole"} or sums_up):
            return True
        if self.astray == "time" and "this" in kinds:
            return True
        return self.astray == "thing" and bool(_EXPLICIT.search(sentence, clause.start, clause.end) or "this" in kinds)

    def _take_figure(self, role: str, clause: Clause, kinds: set[str], sentence: str) -> None:
        """Take a figure of which it can be told what it is; it may tell, too, what those before it were."""
        if role in RECEIVED and self._is_whole(clause, sentence):
            parts = (*RECEIVED[:2], "handled")
            self.said = [replace(c, sure=False) if c.role in parts else c for c in self.said]
        if role == "done" and "handle" not in kinds and self.dealt and self._has("carried_in"):
            self.said = [replace(c, role="together") if c.at == self.dealt else c for c in self.said]
        # 制发公文12件，其中主动公开10件，不予公开2件
        of_papers = self.of_papers and role in PARTS and all(claim.role in PARTS for claim in self.said)
        astray = bool(self.astray) or of_papers
        sure = not (self._is_doubtful(clause, kinds, role) or astray or self._is_repeated(role, clause))
        self._claim(role, clause, sentence, sure=sure)
        if role == "done" and "handle" in kinds and not kinds & {"closed", "answered"}:
            self.dealt = self.said[-1].at

    def _is_whole(self, clause: Clause, sentence: str) -> bool:
        """Tell that what a sentence gave before was a part, or of all things: 各类申请30件，其中信息公开申请12件."""
        if _SUMS_UP.search(sentence, clause.start, clause.end):
            return True
        explicit = _EXPLICIT.search(sentence, clause.start, clause.end)
        return clause.opens == "其" and bool(explicit) and not _EXPLICIT.search(sentence, 0, clause.start)

    def _turn_to(self, kinds: set[str], clause: Clause, text: str) -> None:
        """See what a clause speaks of: reviews and suits before other things, and these before applications."""
        if law := _of_law(kinds):
            self.topic = law if law == "other" or self.topic or kinds & {"info", "object"} else ""
        elif "thing" in kinds and "object" not in kinds:
            is_only_the_reason = clause.number is None and kinds & {"reason", "happened"}
            self.topic = self.topic if is_only_the_reason else "other"
        elif self.topic == "other" and self.figures and "申请" not in text.replace("依申请公开", ""):
            return  # 制发公文12件，其中依申请公开3件
        elif "object" in kinds or (not self.topic and ("new" in kinds or {"last", "carry"} <= kinds)):
            self.topic = "requests"
        elif self._counts_other_things(kinds, clause):
            self.topic = "other"

    def _counts_other_things(self, kinds: set[str], clause: Clause) -> bool:
        """Tell whether a clause says how many of something else came in or were dealt with."""
        if clause.number is None or clause.opens == "其" or "scope" in kinds or not kinds & _COMES_IN:
            return False
        return "noun" in kinds or ("channel" not in kinds and not self._is_harmless(clause))

    def _take_words(self, clause: Clause, kinds: set[str], sentence: str) -> None:
        """Take a clause without a figure: nothing at all, all of it, or whose and when the next figures are."""
        of_last_year = "last" in kinds and not kinds & {"carry", "compare"} and not clause.unknown
        by_one_way = "channel" in kinds and not ("compare" in kinds or _OF_ALL.match(sentence, clause.start))
        if "scope" in kinds or by_one_way:
            self.astray = "scope"
        elif "other_time" in kinds or of_last_year:
            self.astray = "time"
        rest = kinds - _NEUTRAL - {"happened", "everybody"}
        if self.astray or not all(self._is_own(stretch, clause) for stretch in clause.unknown):
            return
        if "none" in kinds:
            self._take_none_of_somebody(clause, kinds, sentence)
        elif "all" in kinds and "closed" in rest <= {*_ANSWERED, "handle"} and self.topic == "requests":
            self._claim("all_done", clause, sentence, sure=True)

    def _take_none_of_somebody(self, clause: Clause, kinds: set[str], sentence: str) -> None:
        """See of whom there was nothing, and take it."""
        # what was not received in a year still to come is a slip of the pen, and means the report's own year
        said = kinds - _NEUTRAL - {"none", "everybody", "next", "reason"}
        text = sentence[clause.start : clause.end]
        if "补正" in text:
            return  # what did not come is only what was asked for
        if "natural" in said and _CITIZENS.search(text) and not _PERSONS.search(text):
            self._take_none(said - {"natural"}, clause, sentence, by="citizens")
        elif len(groups := said & {"natural", "org"}) == 1:
            self._take_none(said - groups, clause, sentence, by=next(iter(groups)))
        else:
            self._take_none(said, clause, sentence)

    def _take_none(self, rest: set[str], clause: Clause, sentence: str, by: str = "") -> None:
        """Take what says that there was nothing: no applications, no reviews, no lawsuits.

        Args:
            rest: the kinds of words that say it.
            clause: that says it.
            sentence: of the clause.
            by: of whom, where it is not of all: ``natural``, ``org``, or ``citizens``, which may mean anybody.
        """
        law = rest & {"review", "suit"}
        if by and law:
            return
        of_requests = "object" in rest and bool({"receive", "new"} & rest or rest <= {"object", "happened"})
        if law and not _BESIDE.search(sentence, clause.start, clause.end):
            of_requests = False
        if rest - law <= {"object", "receive", "new", "happened"}:
            if of_requests and not (law and "happened" in rest):
                self._claim(f"none_by_{by}" if by else "none", clause, sentence, sure=True)
            for role in sorted(law):
                if self.topic:
                    self._claim(role, clause, sentence, sure=True)

    def _role(self, clause: Clause, kinds: set[str], sentence: str) -> str | None:
        """Return what the figure of a clause is, if that can be told."""
        role = self._meaning(clause, kinds - _NEUTRAL)
        if role is None:
            role = self._meaning(clause, {*clause.before} - _NEUTRAL)
            behind = set() if clause.is_told else {*clause.after} - _NEUTRAL - _ANSWERED
            if behind and not (str(role).startswith("carried") and behind <= {"other_time", "none", "about"}):
                return None
        if role is None and kinds <= _NEUTRAL and not clause.unknown:
            role = "done" if "outcome" in kinds else self._sum() if "total" in kinds else None
        role = self._settled(role, clause, kinds, sentence[clause.start : clause.end])
        topics = {"requests"} if role not in LAW else {"review", "suit", "law", "requests"}
        if role in REVIEWS:
            topics = {"review"}
        return role if self.topic in topics else None

    def _settled(self, role: str | None, clause: Clause, kinds: set[str], text: str) -> str | None:
        """Return what a figure is, where that hangs on what the sentence said before it."""
        if role == "handled" and "handle" in kinds and (self.seen or "object" not in kinds):
            return self._of_handled(role, sums=bool(_SUMS_UP.search(text)))
        if role == "carried":
            return self._of_carried()
        if role == "goes_on":
            return "carried_out" if "继续" in text else None
        if role == "carried_in" and {"handle", "total"} <= kinds:
            return _of_all_carried(clause)
        if role == "done" and "rest" in kinds and not (self._has("carried_out") or self._has("carried")):
            return None
        if role is not None and "." in role and role.partition(".")[0] not in kinds:
            return f"{role}.part"
        return role

    def _sum(self) -> str | None:
        """Return what 共3件 is, from what was said before it."""
        if self.last in ("carried_in", "carried"):
            return "together"
        if self.last in ("natural", "org") or self.by_ways or (not self.last and self.heading == "requests"):
            return "handled"
        return "done" if self.last in PARTS else None

    def _of_carried(self) -> str:
        """Return which way 结转3件 went, where what stands before it tells."""
        if self.last in ("done", "all_done", *PARTS):
            return "carried_out"
        return "carried_in" if self.last == "new" and (self._has("handled") or self._has("together")) else "carried"

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
        if reading.role == "review_other":
            return self.last in REVIEWS
        if reading.role == "org":
            return self.last in ("natural", "received_from_persons")
        before = self.last
        if "." in before:  # the other reasons of a group, unless the group is not named
            return reading.role == "other" and self._has("granted") and not self._has(before.partition(".")[0])
        return before in PARTS or (
            reading.role == "granted" and before in (*RECEIVED, "done", "all_done", "carried_in")
        )

    def _is_harmless(self, clause: Clause) -> bool:
        """Tell whether what is unknown in a clause is short, and speaks of no other office, thing, part or time."""
        return all(
            (len(stretch) <= _LITTLE and not _TELLING.search(stretch)) or self._is_own(stretch, clause)
            for stretch in clause.unknown
        )

    def _is_own(self, stretch: str, clause: Clause) -> bool:
        """Tell a short form of the unit's name, 县人社局, or what stands before it."""
        if self.unit.endswith("政府"):  # 区政府 may be itself or the whole of the district
            return False
        if "own" in clause.kinds and set(stretch) <= set("省市县区乡镇街道人民政府"):  # 区政府国资局
            return True
        ends = (len(stretch) > 1 and self.unit.endswith(stretch[-1])) or "own" in clause.kinds
        return ends and set(stretch) <= set(self.unit)

    def _is_doubtful(self, clause: Clause, kinds: set[str], role: str) -> bool:
        """Tell whether unknown words may make the figure one of something else.

        What came in the year before and what goes on to the next is so clear a thing that a word beside it does no
        harm; so is what was received, where it is said in full and for the first time.
        """
        bare = role == "handled" and not kinds & _VERBS
        of_some = bare and ("object" in {*clause.after} - {*clause.before} or self.figures > 1)
        if clause.counts_other or of_some:
            return True
        if all(self._is_own(stretch, clause) for stretch in clause.unknown):
            return bool(clause.trailing) and not clause.is_told and role not in ("carried_in", *ASKED)
        if role in ASKED:
            return not self._is_harmless(clause) or "object" not in kinds or bool(self.seen)
        return not (role.startswith("carried") and self._is_harmless(clause))

    def _is_repeated(self, role: str, clause: Clause) -> bool:
        """Tell whether a sentence gave this already, or counts in another unit: then this is of a part."""
        same = ("new",) if role == "new" else RECEIVED if role in RECEIVED else (role,)
        other_unit = any(
            _counts(claim.unit) != _counts(clause.unit) for claim in self.said if claim.unit and claim.sure
        )
        return other_unit or any(claim.role in same and claim.sure for claim in self.said)

    def _claim(self, role: str, clause: Clause, sentence: str, *, sure: bool) -> None:
        quoted = sentence[: clause.end] if clause.end <= _QUOTED else sentence[clause.start : clause.end]
        quoted = quoted.strip(",;:、").translate(WIDE)
        at, whole = (self.count, clause.at), "whole" in clause.kinds
        own = whole or "own" in clause.kinds
        self.said.append(Claim(role, clause.number or 0, quoted, at, sure, clause.unit, whole, own))
        self.last = role
        self.seen.add(role)


def _of_all_carried(clause: Clause) -> str | None:
    """Return what 连同上年结转共办理15件 is, and nothing for 共办理上年结转15件."""
    words = clause.before
    return "together" if "handle" in words and words.index("carry") < words.index("handle") else None


def _whose(clause: Clause, kinds: set[str]) -> str:
    """Return by what a clause leads away from the unit's applications: another office, time or thing."""
    if "scope" in kinds or any(map(_OFFICES.search, clause.unknown)):
        return "scope"
    return "time" if kinds & {"other_time", "last"} else "thing"


def _of_law(kinds: set[str]) -> str:
    """Return ``suit`` or ``review`` where words speak of one, ``other`` where of the office that decides it."""
    if "thing" in kinds and kinds & {"suit", "review"}:  # 审理复议案件
        return "other"
    if kinds & {"suit", "direct", "after"}:
        return "suit"
    return "review" if "review" in kinds else ""


def _counts(unit: str) -> str:
    """Return what a unit counts; 件, 份, 宗 and the like are the same."""
    return "件" if unit in ("件次", "份", "宗", "起", "例", "项") else unit


def _kinds(clause: Clause) -> set[str]:
    """Return the kinds of words of a clause, where all the ways that applications came are no part of them."""
    kinds = clause.kinds
    ways = clause.before.count("channel")
    if "ways" in kinds or ("and_so_on" in kinds and ways) or ways >= _SEVERAL:
        kinds -= {"channel", "ways"}
    kinds -= {"listing", "and_so_on"}
    if kinds & {"review", "suit"} and kinds & {"info", "object"}:
        kinds.discard("handle")
    if "handed" in kinds:
        kinds = (kinds - {"handed"}) | {"carry" if "last" in kinds else "scope"}
    if "lower" in kinds:
        kinds = kinds - {"lower"} if "whole" in kinds else kinds | {"scope"}
    if "noun" in kinds and kinds & {"object", "review", "suit"}:
        kinds.discard("noun")
    if {"natural", "org"} <= kinds:
        kinds = (kinds - {"natural", "org"}) | {"everybody"}
    return kinds
