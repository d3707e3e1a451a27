"""What the text of a report says, against its tables.

Wording leaves room, so whatever is found here is to be checked, never an error, and quotes the clause. A figure is
called wrong only where other figures of the text agree with the table: else the text speaks of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checks.evaluate.claim_readings import LAW, PARTS, RECEIVED, REVIEWS, Claim
from checks.evaluate.claims import Said, claims
from checks.evaluate.readings import Sum, readings
from checks.evaluate.report_year import years_astray
from checks.evaluate.stated_fees import all_fees, fees_for_information
from checks.evaluate.stated_sums import lists_astray, results_astray
from checks.identity import Identity
from checks.model.figures import Number
from checks.model.findings import Finding, document_finding
from checks.model.report import Report
from checks.model.rule import Rulebook

_SENTENCE = re.compile(r"[^。；;\n]+")
_LAST_CHAPTER = re.compile(r"六、其他需要报告的事项")
_FLOW = ("new", "together", "done", "carried_in", "carried_out")
_GENERAL = frozenset(("new", "received", "handled", "together", "done", "carried", "carried_out"))
_NAMED = re.compile("申请|信息公开")
_OFFICE = re.compile("办公[室厅]$")
_TELLING = 10
"""A smaller figure stands in a table by chance."""
_CARRIED_OVER = re.compile(r"(?<!年)(?<!年度)结转(?!上)|顺延|转下|跨年|正在办理|未办结|在办")
_RULES = {
    **dict.fromkeys(("new", "received", "received_from_persons", "handled", "together"), "NARR-NEW"),
    "carried_in": "NARR-IN",
    "carried_out": "NARR-OUT",
    "done": "NARR-DONE",
    **dict.fromkeys(PARTS, "NARR-RESULT"),
    **dict.fromkeys(("natural", "org"), "NARR-APPLICANT"),
    **dict.fromkeys(("review", *REVIEWS), "NARR-REVIEW"),
    **dict.fromkeys(("suit", "suit_direct", "suit_after"), "NARR-SUIT"),
}


@dataclass(frozen=True, slots=True)
class _Judged:
    claim: Claim
    may_mean: list[Sum]

    @property
    def agrees(self) -> bool:
        return any(reading.value == self.claim.number for reading in self.may_mean)

    @property
    def is_within(self) -> bool:
        """Tell a reason with no more than its group has: reasons overlap, and units sort them as they see fit."""
        return self.claim.role.endswith(".part") and self.claim.number <= self.may_mean[-1].value

    @property
    def speaks(self) -> bool:
        """Tell whether it agrees in a figure that is not just nothing."""
        return self.agrees and self.claim.number > 0


def narrative_findings(
    paragraphs: Sequence[str], reports: Mapping[str, Report], book: Rulebook, identity: Identity
) -> list[Finding]:
    """Return where sentences and tables contradict each other.

    Args:
        paragraphs: the text.
        reports: its tables, by form.
        book: the rules.
        identity: a unit that has none below it must mean itself by a single figure; years are held against the year.
    """
    having = [r for r in reports.values() if "requests.new.total" in r.form.index]
    report = next((r for r in having if r.form.index["requests.new.total"] in r.spots), None)
    astray = [] if identity.year is None else list(years_astray(paragraphs, identity.year, book))
    if report is None:
        return astray
    claimed = claims(paragraphs, identity.year, identity.unit)
    return [
        *_requests(claimed, report, book),
        *_figures(claimed, report, book, lower=identity.is_lower or bool(_OFFICE.search(identity.unit or ""))),
        *_all_done(claimed, report, book),
        *results_astray(claimed, report.form.id, book),
        *lists_astray(paragraphs, report.form.id, book),
        *_fees([piece for text in paragraphs for piece in _sentences(text)], report, book, identity.year),
        *astray,
    ]


def _sentences(text: str) -> Iterator[str]:
    return (match[0].strip() for match in _SENTENCE.finditer(text))


def _requests(claimed: list[Said], report: Report, book: Rulebook) -> Iterator[Finding]:
    """未收到申请 beside a table with requests, or the reverse; 未收到公民的申请 only where others are not told of."""
    both = readings("none", report)
    if len(both) < 2:
        return
    new, total = both[0], both[-1].value
    sure = [claim for said in claimed for claim in said.claims if claim.sure]
    of_others = any(claim.role in (*RECEIVED, "org", "natural") and claim.number for claim in sure)
    for claim in sure:
        against = _said_to_be_none(claim, new, report, of_others=of_others)
        if (against and against.value) or (claim.role in RECEIVED and claim.number and not total):
            cells, right = (against.cells, against.value) if against else (new.cells, total)
            yield _finding(report, book, "R3-ALLZERO", "requests.new", cells, claim.clause, claim.number, right)
            return


def _said_to_be_none(claim: Claim, new: Sum, report: Report, *, of_others: bool) -> Sum | None:
    """Return what a claim says there was none of, as the table has it; None where it says no such thing.

    Args:
        claim: of the text.
        new: all requests that came in.
        report: with the table.
        of_others: the text tells of requests of some kind, so that 公民 are not everybody.
    """
    if not claim.role.startswith("none_by"):
        return new if claim.role == "none" or (claim.role in RECEIVED and not claim.number) else None
    own = readings(claim.role, report)
    if not own:
        return None
    is_everybody = claim.role == "none_by_citizens" and not own[-1].value and not of_others
    return new if is_everybody else own[-1]


def _figures(claimed: list[Said], report: Report, book: Rulebook, *, lower: bool) -> Iterator[Finding]:
    """Figures that agree with no reading, in a text whose other figures agree."""
    every = _with_direction([claim for said in claimed for claim in said.claims])
    answers = _judged(every, report)
    main = [answer for answer in answers if answer.claim.role not in LAW]
    law = [answer for answer in answers if answer.claim.role in LAW]
    of_others = any(claim.role == "scope" for claim in every)
    alone = len(main) == 1 and (lower or main[0].claim.whole) and (main[0].claim.own or not of_others)
    wrong = (*_wrong_of_main(main, law, alone=alone, lower=lower), *_wrong_of_law(law, main, lower=lower))
    for answer in wrong:
        of_requests = _is_of_requests(answer, answers, claimed)
        if of_requests and not _may_be_misread(answer, answers, report):
            yield _contradiction(answer, report, book)


def _judged(claimed: Iterable[Claim], report: Report) -> list[_Judged]:
    """Return figures with what they may mean; one that is not sure counts only where it agrees."""
    known = (
        _Judged(c, may)
        for c in claimed
        if not c.role.startswith(("scope", "none")) and (may := readings(c.role, report))
    )
    return [answer for answer in known if answer.agrees or (answer.claim.sure and not answer.is_within)]


def _with_direction(claimed: list[Claim]) -> list[Claim]:
    """Return claims where 结转3件 is what came in or what goes on, if the text names the other of the two."""
    roles = {claim.role for claim in claimed}
    meant: dict[tuple[str, ...], str] = {("carried_in",): "carried_out", ("carried_out",): "carried_in"}
    role = meant.get(tuple(sorted(roles & {"carried_in", "carried_out"})))
    return [replace(claim, role=role) if role and claim.role == "carried" else claim for claim in claimed]


def _is_of_requests(wrong: _Judged, answers: list[_Judged], claimed: list[Said]) -> bool:
    """Tell whether a sentence surely goes on with applications: it names them, agrees elsewhere, or says nothing else.

    What is so general that it may be said of anything, 办结12件, needs that.
    """
    sentence = wrong.claim.at[0]
    said = claimed[sentence]
    if wrong.claim.role not in _GENERAL or said.accounted or _NAMED.search(said.sentence):
        return True
    return any(answer.agrees and answer.claim.at[0] == sentence for answer in answers)


def _may_be_misread(wrong: _Judged, answers: list[_Judged], report: Report) -> bool:
    """Tell whether a figure is the table's figure of something that the text does not name: it may mean that."""
    number = wrong.claim.number
    named = {answer.claim.role for answer in answers if answer.agrees}
    if any(answer.agrees and answer.claim.at == wrong.claim.at for answer in answers):
        return True
    if number < _TELLING:
        return False
    others = (role for role in _FLOW if role not in named and role != wrong.claim.role)
    return any(readings(role, report)[:1] and readings(role, report)[0].value == number for role in others)


def _all_done(claimed: list[Said], report: Report, book: Rulebook) -> Iterator[Finding]:
    """均按时办结 in a text whose other figures agree with the table, which has requests carried over to next year."""
    every = [claim for said in claimed for claim in said.claims]
    said_done = next((claim for claim in every if claim.role == "all_done"), None)
    if said_done is None or any(_CARRIED_OVER.search(said.sentence) for said in claimed):
        return
    carried = readings("carried_out", report)
    main = [answer for answer in _judged(every, report) if answer.claim.role not in LAW]
    if carried and carried[0].value > 0 and _support(main) and all(judged.agrees for judged in main):
        sides = (0, carried[0].value)
        yield _finding(report, book, "NARR-OUT", "all_done", carried[0].cells, said_done.clause, *sides)


def _wrong_of_main(main: list[_Judged], law: list[_Judged], *, alone: bool, lower: bool) -> list[_Judged]:
    """Return the figures on requests that are wrong; ``alone``: there is but one, and it is the unit's own."""
    wrong = [answer for answer in main if not answer.agrees]
    enough = _support(law) > (0 if lower else 1)
    if max(_support(main) + enough, lower and _says_nothing(main)) >= max(1, len(wrong)):
        return [answer for answer in wrong if not _is_of_a_part(answer, main)]
    return [answer for answer in wrong if alone and _stands_alone(answer)]


def _says_nothing(answers: list[_Judged]) -> bool:
    """Tell whether figures agree, if only in that there was nothing."""
    return sum(answer.agrees and answer.claim.sure for answer in answers) > 0


def _is_of_a_part(answer: _Judged, main: list[_Judged]) -> bool:
    """Tell a figure of which the text gives another, too: one of them is of a part, and nobody knows which."""
    others = [one.claim.role for one in main if one is not answer]
    return answer.claim.role in others


def _wrong_of_law(law: list[_Judged], main: list[_Judged], *, lower: bool) -> list[_Judged]:
    """Return the figures on reviews and lawsuits that are wrong, in a text that speaks of this table."""
    support = _support(main)
    astray = not support and not all(answer.agrees for answer in main)
    wrong = [answer for answer in law if not answer.agrees]
    support = max(support + _support(law), lower and _says_nothing([*main, *law]))
    return wrong if not astray and support >= max(1 if lower else 2, len(wrong)) else []


def _support(answers: list[_Judged]) -> int:
    return sum(answer.speaks for answer in answers)


def _stands_alone(judged: _Judged) -> bool:
    """Tell a figure that is judged without others: how many a unit without lower ones has received."""
    is_main = judged.claim.role in ("received", "received_from_persons", "new", "handled", "done")
    return is_main and judged.claim.number > 0 and judged.may_mean[-1].value != 0


def _contradiction(judged: _Judged, report: Report, book: Rulebook) -> Finding:
    claim, meant = judged.claim, judged.may_mean[0]
    rule = "NARR-RESULT" if "." in claim.role else _RULES[claim.role]
    return _finding(report, book, rule, claim.role, meant.cells, claim.clause, claim.number, meant.value)


def _fees(sentences: list[str], report: Report, book: Rulebook, year: int | None) -> Iterator[Finding]:
    """Fees in the text against the table's, and against the requests dropped for want of payment."""
    collected = _figure(report, "fee.amount_wan")
    cells = ("fee.amount_wan",)
    if collected is not None:
        within = next((fee for fee in fees_for_information(sentences) if fee.yuan > collected * 10_000), None)
        whole = next((fee for fee in all_fees(sentences, year) if not fee.agrees(collected)), None)
        for rule, fee in (("R2-FEE6", within), ("NARR-FEE", whole)):
            if fee is not None:
                yield _finding(report, book, rule, cells[0], cells, fee.sentence, fee.yuan, collected * 10_000)
    unpaid = _figure(report, "other.overdue_fee.total")
    chapters = any(_LAST_CHAPTER.match(sentence) for sentence in sentences)
    if unpaid and chapters and not any("信息处理费" in sentence for sentence in sentences):
        yield _finding(report, book, "R2-SEC6", "other.overdue_fee", ("other.overdue_fee.total",), "", unpaid, 0)


def _figure(report: Report, cell: str) -> Number | None:
    index = report.form.index.get(cell)
    return None if index is None else report.reading(index).value


def _finding(
    report: Report,
    book: Rulebook,
    rule: str,
    subject: str,
    cells: tuple[str, ...],
    sentence: str,
    left: Number,
    right: Number,
) -> Finding:
    kind = book.catalogue[rule]
    refs = tuple(report.cell_ref(report.form.index[cell]) for cell in cells)
    finding = document_finding(kind, subject, code="narrative", arguments=[sentence], form=report.form.id, cells=refs)
    return finding._replace(left=left, right=right)
