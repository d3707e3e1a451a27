"""The nouns of a result: what does not hold, where, and the verdict on a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from checks.figures import Number
from checks.rules.model import Severity

Outcome = Literal["pass", "fail", "undecided", "not_applicable", "explained"]
Status = Literal["pass", "review", "fail", "unreadable", "no_table"]


@dataclass(frozen=True, slots=True)
class CellRef:
    """A figure that takes part in a finding; ``value`` is None for a blank or what cannot be read."""

    id: str
    place: str
    label: str
    value: Number | None
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold, or cannot be decided.

    Attributes:
        rule: the rule's id, such as ``R3-ROW:results.granted``.
        form: the form's id; "" for a finding about the file itself.
        severity: the rule's severity; an undecided rule is at most a warning.
        left: the sum of the parts, blanks as 0; None where nothing was added up.
        right: the printed total, or the other side of a balance.
        message: where, what stands there, what it should be, why and what to do.
    """

    rule: str
    form: str
    severity: Severity
    outcome: Outcome
    cells: tuple[CellRef, ...]
    left: Number | None
    right: Number | None
    message: str

    @property
    def difference(self) -> Number | None:
        """Left − right."""
        return None if self.left is None or self.right is None else self.left - self.right

    @property
    def catalogue(self) -> str:
        """The rule's id without its subject."""
        return self.rule.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell that is probably wrong, and what it should be."""

    cell: CellRef
    proposed: Number
    certainty: Literal["unique", "one_of"]
    explains: tuple[str, ...]
    reason: str


@dataclass(slots=True)
class Verdict:
    """The result for one document (one report in one file).

    Attributes:
        source: the path as given, with what is inside a container behind a slash.
        sha256: of the file's bytes.
        forms: ids of the forms found.
        checked: how many rules were decided, one way or the other.
        undecided: how many could not be.
    """

    source: str
    sha256: str
    forms: tuple[str, ...] = ()
    unit: str | None = None
    year: int | None = None
    checked: int = 0
    undecided: int = 0
    findings: list[Finding] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    no_status: Literal["", "unreadable", "no_table"] = ""

    @property
    def status(self) -> Status:
        """Fail where an error stands, review where only warnings do."""
        if self.no_status:
            return self.no_status
        severities = {finding.severity for finding in self.findings if finding.outcome != "explained"}
        return "fail" if "error" in severities else "review" if "warning" in severities else "pass"
