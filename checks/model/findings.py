"""The nouns of a result: what does not hold, where, why it may be so, and the verdict on a document. No sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from checks.model.figures import Number
from checks.model.grid import CellAddress
from checks.model.held_figures import Held, Lack
from checks.model.rule import Rule, RuleKind, Severity

Outcome = Literal["pass", "fail", "undecided", "not_applicable", "explained"]
FindingOutcome = Literal["fail", "undecided", "explained"]
"""The outcomes that a finding may have."""
Status = Literal["pass", "review", "fail", "unreadable", "no_table"]
UnitFrom = Literal["cover", "title", "file_name", "sender", "address", "subject", "assigned"]


class CellRef(NamedTuple):
    """A figure that takes part in a finding.

    Attributes:
        id: of the form's cell; ``previous/…`` for a figure of last year's report.
        at: where it stands; None where the document has no such cell.
        value: None for a blank or what cannot be read.
        text: as written.
        file: the name of the other document that it stands in; "" for the one that is checked.
    """

    id: str
    at: CellAddress | None
    label: str
    value: Number | None
    text: str
    file: str = ""

    @property
    def place(self) -> str:
        """Name the place as a person would look for it: ``表三!J7``, ``[去年.xlsx]表三!J7``; "" if it has none."""
        place = self.at.place if self.at else ""
        return f"[{self.file}]{place}" if self.file else place

    @property
    def workbook_cell(self) -> CellAddress | None:
        """The cell of the checked workbook; None where it stands in a text, in a page or in another document."""
        return self.at if self.at is not None and self.at.medium == "sheet" and not self.file else None


class Operand(NamedTuple):
    """One term of a relation, as it stood.

    Attributes:
        name: of the cell, as the rule writes it: ``requests.new.total``, ``annual2019/…``, ``previous/…``.
        cell: the figure; its ``at`` is None where the document does not have the cell.
        lack: why it has no value; "number" where it has one.
    """

    name: str
    cell: CellRef
    lack: Lack = "number"


class Justification(NamedTuple):
    """What the unit has said of a finding (情况说明).

    Attributes:
        words: why the figures are right.
        when: the time, as written.
        fits: it speaks of these very figures; otherwise the finding stands.
        sides: both sides as they were when it was written.
    """

    words: str
    when: str
    fits: bool = True
    sides: tuple[str, str] = ("", "")


class Finding(NamedTuple):
    """One thing that does not hold, or cannot be decided: data; ``checks.render.sentences.findings`` words it.

    Attributes:
        rule: the rule's id, such as ``R3-ROW:results.granted``.
        form: the form's id; "" for a finding about the file itself.
        severity: the rule's severity; an undecided rule is at most a warning.
        cells: the figures that take part and stand in the document, the printed total first.
        left: the sum of the parts, blanks as 0; None where nothing was added up.
        right: the printed total, or the other side of a balance.
        definition: the rule that it is about: the relation, or the kind of rule for everything else.
        operands: of a relation every term, those that the document lacks included.
        needed: what the cells without a value would have to be, or to add up to; None where nothing tells.
        code: which sentence it is, where its kind has several.
        arguments: what that sentence names: labels, a file kind, a quoted clause.
        justification: what the unit has said of it.
    """

    rule: str
    form: str
    severity: Severity
    outcome: FindingOutcome
    cells: tuple[CellRef, ...]
    left: Number | None
    right: Number | None
    definition: Rule | RuleKind = field(compare=False, repr=False)
    operands: tuple[Operand, ...] = ()
    needed: Number | None = None
    code: str = ""
    arguments: tuple[str, ...] = ()
    justification: Justification | None = None

    @property
    def difference(self) -> Number | None:
        """Left − right."""
        return None if self.left is None or self.right is None else self.left - self.right

    @property
    def kind(self) -> str:
        """The rule's id without its subject: ``R3-ROW``."""
        return self.rule.partition(":")[0]

    @property
    def is_open(self) -> bool:
        """Tell whether it still wants somebody's attention: nobody has explained it."""
        return self.outcome != "explained"

    @property
    def relation(self) -> Rule | None:
        """The relation that it is about; None for how figures are written, and for the document."""
        return self.definition if isinstance(self.definition, Rule) else None

    @property
    def excess(self) -> tuple[tuple[CellRef, Number], ...]:
        """The parts that alone are more than the whole other side, each with that side's value.

        A lone total is no part, and a comparison (≤, ≥) has none.
        """
        rule = self.relation
        if rule is None or self.outcome == "undecided" or self.left is None or self.right is None:
            return ()
        sides = rule.sides
        if sides.relation != "=" or rule.shown or not sides.right.terms or len(sides.left.terms) == 1:
            return ()
        by_name = {operand.name: operand.cell for operand in self.operands}
        return tuple(
            (ref, whole)
            for side, whole in ((sides.left, self.right), (sides.right, self.left))
            if len(side.terms) > 1
            for name, coefficient in side.terms
            if (ref := by_name.get(name)) and coefficient == 1 and ref.value is not None and ref.value > whole
        )


def document_finding(
    kind: RuleKind,
    subject: str,
    *,
    code: str,
    arguments: Iterable[str] = (),
    form: str = "",
    cells: tuple[CellRef, ...] = (),
    severity: Severity | None = None,
) -> Finding:
    """Return a finding that is no relation between figures: about the file, a table, or how a figure is written.

    Args:
        kind: what all rules of its kind have in common.
        subject: what it is about; follows the colon of the rule's id.
        code: which sentence says it; see ``checks.render.sentences.findings``.
        arguments: what that sentence names.
        form: the form's id, where it is about one.
        cells: the figures concerned.
        severity: instead of the kind's own.
    """
    return Finding(
        rule=f"{kind.id}:{subject}",
        form=form,
        severity=severity or kind.severity,
        outcome="fail",
        cells=cells,
        left=None,
        right=None,
        definition=kind,
        code=code,
        arguments=tuple(arguments),
    )


class Reason(NamedTuple):
    """How a figure came to be wrong: a code and what its sentence names.

    Attributes:
        code: such as ``one_digit``, ``left_out``, ``column_blank``; see ``checks.render.sentences.reasons``.
        name: the other cell, the part, or the line.
        value: the part's figure.
        whole_line: the cell is wrong together with its whole row or column, which ``name`` names.
    """

    code: str
    name: str = ""
    value: Number | None = None
    whole_line: bool = False


class Suspect(NamedTuple):
    """A cell that is probably wrong, and what it should be.

    Attributes:
        group: findings that are explained together have one number.
        choice: of the rival explanations of a group, from 0, the likeliest first; all suspects of one choice
            have to be changed together.
    """

    cell: CellRef
    proposed: Number
    certainty: Literal["unique", "one_of"]
    explains: tuple[str, ...]
    reason: Reason
    group: int
    choice: int


def rivals_of(suspects: Iterable[Suspect]) -> list[list[list[Suspect]]]:
    """Sort suspects by what they explain together, and within that by rival explanations, the likeliest first."""
    groups: dict[int, dict[int, list[Suspect]]] = {}
    for one in suspects:
        groups.setdefault(one.group, {}).setdefault(one.choice, []).append(one)
    return [[choices[key] for key in sorted(choices)] for choices in groups.values()]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for one document (one report in one file).

    Attributes:
        file: the path as given, with what is inside a container behind a slash.
        part: which of several reports in one file, such as the sheet's name; "" for the only one.
        sha256: of the file's bytes.
        forms: ids of the forms found.
        unit: as the report itself says; None if it does not.
        year: the report year, likewise.
        checked: how many rules were decided, one way or the other.
        undecided: how many could not be.
        findings: errors first.
        no_status: there was nothing to check.
        unit_from: what told the unit.
        trust: the weakest reading that its figures rest on.
        figures: all its figures; empty where nobody kept them.
    """

    file: str
    sha256: str
    forms: tuple[str, ...] = ()
    unit: str | None = None
    year: int | None = None
    checked: int = 0
    undecided: int = 0
    findings: tuple[Finding, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    no_status: Literal["", "unreadable", "no_table"] = ""
    unit_from: UnitFrom | None = None
    part: str = ""
    trust: Literal["exact", "derived", "recognised"] = "exact"
    figures: Held = field(default_factory=dict, compare=False, repr=False)

    @property
    def source(self) -> str:
        """What names the document in every output: ``a.xlsx``, ``a.xlsx#凤凰镇``."""
        return f"{self.file}#{self.part}" if self.part else self.file

    @property
    def open_findings(self) -> Iterator[Finding]:
        """The findings that nobody has explained."""
        return (finding for finding in self.findings if finding.is_open)

    @property
    def status(self) -> Status:
        """Fail where an error stands, review where only warnings do."""
        if self.no_status or not self.findings:
            return self.no_status or "pass"
        severities = {finding.severity for finding in self.open_findings}
        return "fail" if "error" in severities else "review" if "warning" in severities else "pass"
