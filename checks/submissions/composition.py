"""Which of a unit's files count: the newest of each table, from the unit's own address, and what is then missing.

A correction of one table leaves the others as they were. Nothing replaces what another sender sent, and nothing that
cannot be read replaces what can. A mail without a date, or with one in the future, is never the newest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

from checks.model.figures import Number
from checks.model.form import Form
from checks.model.submission import Submission
from checks.model.unit import Unit
from checks.submissions.attribution import Attribution, SenderRelation, mail_of
from checks.submissions.evidence import Evidence
from checks.submissions.unit_names import UnitRegistry

Question: TypeAlias = Literal["contradiction", "nobody", "same_mail", "several_senders"]
"""What a person has to decide: whose it is, where evidence contradicts itself or there is none; which of two files in
one mail; which of two senders."""

READ = ("pass", "review", "fail")
_RANK: Mapping[SenderRelation, int] = {"own": 0, "unknown": 0, "passed_on": 1, "foreign": 2}
_FINAL = ("定稿", "终稿", "最终", "正式", "盖章")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".csv")
_BLANK = ("blank", "placeholder")
_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(slots=True, eq=False)
class Candidate:
    """One document of a unit.

    Attributes:
        when: the moment that counts; None where the mail has none, or one in the future.
        tables: the tables that it has, as (form, table) ids.
        forms: by id.
    """

    submission: Submission
    attribution: Attribution
    when: datetime | None
    tables: frozenset[tuple[str, str]]
    forms: Mapping[str, Form] = field(default_factory=dict)

    def figures_of(self, table: tuple[str, str]) -> Iterator[tuple[str, Number | str]]:
        """Yield what was found of one table: cell id and number, or why there is none."""
        form = self.forms.get(table[0])
        held = self.submission.figures.get(table[0])
        for cell, figure in zip(form.cells if form else (), held.values if held else (), strict=False):
            if form and form.tables[cell.table].id == table[1] and figure != "missing" and not cell.heading:
                yield cell.id, figure

    @property
    def is_workbook(self) -> bool:
        """Tell whether it is a workbook, and no page or picture made of one."""
        return self.submission.verdict.file.lower().endswith(_WORKBOOKS)

    @property
    def is_final(self) -> bool:
        """Tell whether its name says that it is the last word."""
        return any(word in self.submission.source for word in _FINAL)

    @property
    def is_read(self) -> bool:
        """Tell whether it is a report, and filled in."""
        return self.submission.status in READ and not is_empty(self.submission)

    @property
    def rank(self) -> int:
        """How far its sender may speak for the unit: 0 for the unit's own address."""
        return _RANK[self.attribution.sender]

    @property
    def voice(self) -> str:
        """What tells its sender from others who write for the same unit."""
        origin, relation = self.submission.origin, self.attribution.sender
        return "" if origin is None or relation == "own" else origin.sender


@dataclass(slots=True)
class Composition:
    """What counts of a unit's documents.

    Attributes:
        current: what counts, the oldest first; the findings of each are those about the tables that it gives.
        gives: the tables of each of them.
        older: what was replaced.
        beside: what neither counts nor is replaced.
        others: of those, what another sender sent.
        lacks: names of the tables that the report lacks.
        questions: what has to be asked.
    """

    current: list[Submission] = field(default_factory=list)
    gives: list[frozenset[tuple[str, str]]] = field(default_factory=list)
    older: list[Submission] = field(default_factory=list)
    beside: list[Submission] = field(default_factory=list)
    others: list[Submission] = field(default_factory=list)
    lacks: tuple[str, ...] = ()
    questions: list[Question] = field(default_factory=list)


def is_empty(submission: Submission) -> bool:
    """Tell whether a form was sent that nobody has filled in."""
    return any(finding.kind == "C-EMPTY" for finding in submission.findings)


def moment(submission: Submission, now: datetime) -> datetime | None:
    """Return when a document was sent, as far as that can be believed."""
    date = submission.origin.date if submission.origin else None
    if date is None:
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return None if date > now + timedelta(days=1) else date


def tables_of(submission: Submission, forms: Mapping[str, Form]) -> frozenset[tuple[str, str]]:
    """Return the tables that a document has; all of its forms where its figures were not kept."""
    kept = [
        (form, forms[form].tables[table].id)
        for form, figures in submission.figures.items()
        if form in forms
        for table in figures.tables(forms[form])
    ]
    if kept:
        return frozenset(kept)
    known = frozenset((form, t.id) for form in submission.verdict.forms if form in forms for t in forms[form].tables)
    return known or frozenset((form, "") for form in submission.verdict.forms)


def join_corrections(items: Sequence[Candidate]) -> None:
    """Let single tables that name nobody go with the one unit that their address has sent a report of.

    An address that sends for several tells nothing, and a whole report without a name may be anybody's.
    """
    named: dict[str, list[Attribution]] = defaultdict(list)
    for item in items:
        origin = item.submission.origin
        if origin and not origin.passed_on_by and (item.attribution.name or item.attribution.rivals):
            named[origin.sender].append(item.attribution)
    for item in items:
        submission, attribution = item.submission, item.attribution
        address = submission.origin.sender if submission.origin and not submission.origin.passed_on_by else ""
        known = named[address] if address and not (attribution.name or attribution.rivals) else []
        whose = {(other.name, other.unit, other.rivals) for other in known}
        if len(whose) == 1 and known[0].name and item.is_read and _lacks([item.tables], item.forms):
            piece = Evidence("address", address, (known[0].unit,) if known[0].unit else ())
            attribution.name, attribution.unit, attribution.by = known[0].name, known[0].unit, piece
            attribution.sender = known[0].sender
            submission.unit, submission.unit_from = attribution.name, "address"


def compose(items: Sequence[Candidate], forms: Mapping[str, Form]) -> Composition:
    """Put one unit's report for one year together.

    Args:
        items: all its documents for that year, in the order of reading.
        forms: by id.
    """
    composition = Composition()
    read = [item for item in items if item.is_read]
    if not read:
        _unread(items, composition)
    elif len(items) == 1:
        _alone(items[0], forms, composition)
    else:
        _of_several(items, read, forms, composition)
    return composition


def _of_several(
    items: Sequence[Candidate], read: Sequence[Candidate], forms: Mapping[str, Form], composition: Composition
) -> None:
    """Take what those say who may best speak for a unit; what others sent lies beside it."""
    best = min(item.rank for item in read)
    voices: dict[str, list[Candidate]] = defaultdict(list)
    rest: list[Candidate] = []
    for item in read:
        (voices[item.voice] if item.rank == best else rest).append(item)
    for own in voices.values():
        _of_one_voice(_in_order(own), forms, composition)
    composition.others = [item.submission for item in rest]
    composition.beside = [item.submission for item in items if not item.is_read] + composition.others
    composition.lacks = _lacks(composition.gives, forms)
    are_several_files = len({submission.sha256 for submission in composition.current}) > 1
    counted = [item for own in voices.values() for item in own]
    if (len(voices) > 1 and are_several_files) or _are_two_offices(counted, rest):
        composition.questions.append("several_senders")


def _alone(item: Candidate, forms: Mapping[str, Form], composition: Composition) -> None:
    """Take all that the only document of a unit has: most send no other."""
    composition.current, composition.gives = [item.submission], [item.tables]
    composition.lacks = _lacks(composition.gives, forms)
    if composition.lacks:
        _leave_out_the_rest(item.submission, item.tables, forms)


def _names_used(items: Sequence[Candidate]) -> set[str]:
    """Which of the names of a line that was made of several (商务局 and 投促局) its reports bear."""
    used: set[str] = set()
    for item in items:
        unit, says = item.attribution.unit, item.submission.verdict.unit or ""
        names = (unit.name, *unit.aliases) if unit and len(unit.aliases) > 1 else ()
        means = [
            name for name in names if UnitRegistry((Unit(name, (), unit.parent if unit else ""),)).candidates(says)
        ]
        used |= set(means)
    return used


def _are_two_offices(counted: Sequence[Candidate], rest: Sequence[Candidate]) -> bool:
    """Tell whether two offices that have become one both send a report, under their own names."""
    ours, theirs = _names_used(counted), _names_used(rest)
    is_whole = any(item.attribution.unit and item.attribution.unit.name in ours for item in counted)
    return bool(ours and theirs) and not is_whole and ours.isdisjoint(theirs)


def _in_order(items: Sequence[Candidate]) -> list[Candidate]:
    """The oldest first; what has no date is older than what has one, and stays in the order of reading."""
    return sorted(items, key=lambda item: item.when or _EARLIEST)


def _of_one_voice(items: Sequence[Candidate], forms: Mapping[str, Form], composition: Composition) -> None:
    """Take the newest of each table from what one sender sent."""
    providers = _providers(items, composition)
    for item in items:
        gives = frozenset(table for table, chosen in providers.items() if item in chosen)
        if gives:
            if gives != item.tables or _lacks([gives], forms):
                _leave_out_the_rest(item.submission, gives, forms)
            composition.current.append(item.submission)
            composition.gives.append(gives)
        else:
            last = max((chosen for chosen in providers.values()), key=lambda chosen: items.index(chosen[-1]))
            same = [chosen for table, chosen in providers.items() if table in item.tables]
            item.submission.superseded_by = (same[0] if same else last)[-1].submission.source
            composition.older.append(item.submission)


def _providers(items: Sequence[Candidate], composition: Composition) -> dict[tuple[str, str], list[Candidate]]:
    """Return who gives each table: of the forms that stand for the same years, those of the newest document."""
    providers: dict[tuple[str, str], list[Candidate]] = {}
    for family in dict.fromkeys(_family(form) for item in items for form, _ in sorted(item.tables)):
        of_family = [item for item in items if any(_family(form) == family for form, _ in item.tables)]
        newest = {form for form, _ in of_family[-1].tables if _family(form) == family}
        for table in sorted({t for item in of_family for t in item.tables if t[0] in newest}):
            having = [item for item in of_family if table in item.tables]
            providers[table] = _of_last_mail(having, table, composition)
    return providers


def _of_last_mail(having: Sequence[Candidate], table: tuple[str, str], composition: Composition) -> list[Candidate]:
    """Return those of the last mail that has a table; two different files in it, or of one second, are asked about.

    The same figures in two files, a workbook and the PDF made of it, are no question: what was read best counts.
    """
    last = having[-1]
    mail = mail_of(last.submission)
    together = [
        item
        for item in having
        if item is last
        or (mail and mail_of(item.submission) == mail)
        or (last.when and item.when == last.when)
        or _is_part_of_same_file(item, last)
    ]
    if len({item.submission.sha256 + item.submission.verdict.part for item in together}) < 2:
        return [last]
    figures = [dict(item.figures_of(table)) for item in together]
    if _agree(figures):
        known = [
            (sum(not isinstance(figure, str) for figure in cells.values()), item.is_workbook, item.is_final, i)
            for i, (cells, item) in enumerate(zip(figures, together, strict=True))
        ]
        return [together[max(known)[-1]]]
    final = [item for item in together if item.is_final]
    if "same_mail" not in composition.questions:
        composition.questions.append("same_mail")
    return final if len(final) == 1 else together


def _agree(figures: Sequence[Mapping[str, Number | str]]) -> bool:
    """Tell whether what several files say of one table is the same, as far as each could be read.

    What one leaves blank the other may call 0, and nothing else.
    """
    if not all(figures):
        return False
    said: dict[str, Number] = {}
    for cells in figures:
        for cell, figure in cells.items():
            number = 0 if figure in _BLANK else figure
            if not isinstance(number, str) and said.setdefault(cell, number) != number:
                return False
    return True


def _is_part_of_same_file(item: Candidate, other: Candidate) -> bool:
    """Two reports in one file are two reports, though one unit's name stands on both."""
    verdict, last = item.submission.verdict, other.submission.verdict
    return bool(verdict.part) and verdict.file == last.file and verdict.part != last.part


def _family(form: str) -> str:
    """The form without its year: annual, stat."""
    return form.rstrip("0123456789")


def _leave_out_the_rest(submission: Submission, gives: frozenset[tuple[str, str]], forms: Mapping[str, Form]) -> None:
    """Let of a verdict only count what is about the tables that count; that others are missing is said of the unit."""

    def counts(form: str, cells: Iterable[str]) -> bool:
        known = [cell for cell in cells if form in forms and cell in forms[form].index]
        return not known or any((form, forms[form].tables[forms[form].cell(c).table].id) in gives for c in known)

    verdict = submission.verdict
    findings = tuple(
        finding
        for finding in verdict.findings
        if counts(finding.form, (cell.id for cell in finding.cells)) and finding.rule != "RX-STRUCT:tables"
    )
    suspects = tuple(one for one in verdict.suspects if any(counts(form, [one.cell.id]) for form in verdict.forms))
    submission.counting = replace(verdict, findings=findings, suspects=suspects)


def _lacks(gives: Iterable[frozenset[tuple[str, str]]], forms: Mapping[str, Form]) -> tuple[str, ...]:
    """Names of the tables of the annual form that nothing gives."""
    here = [table for tables in gives for table in tables]
    annual = [form for form in dict.fromkeys(form for form, _ in here) if form in forms and _family(form) == "annual"]
    if not annual:
        return ()
    given = {table for form, table in here if form in annual}
    return tuple([table.name for table in forms[annual[-1]].tables if table.id not in given])


def _unread(items: Sequence[Candidate], composition: Composition) -> None:
    """Nothing could be read: what came last stands for all, with everything that its mail had."""
    last = _in_order(items)[-1]
    mail = mail_of(last.submission)
    for item in _in_order(items):
        if item is last or (mail and mail_of(item.submission) == mail):
            composition.current.append(item.submission)
            composition.gives.append(frozenset())
        else:
            item.submission.superseded_by = last.submission.source
            composition.older.append(item.submission)
