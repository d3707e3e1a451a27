"""The nouns of a result: what does not hold, where, and the verdict on a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from checks.model.figures import Number
from checks.model.grid import CellAddress
from checks.model.rule import Severity

Outcome = Literal["pass", "fail", "undecided", "not_applicable", "explained"]
Status = Literal["pass", "review", "fail", "unreadable", "no_table"]
UnitFrom = Literal["cover", "title", "file_name", "sender"]


@dataclass(frozen=True, slots=True)
class CellRef:
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
    reason: str
    group: int
    choice: int


@dataclass(frozen=True, slots=True)
class Origin:
    """The mail that a document came with; what the mail does not say is "" or None.

    Attributes:
        sender: the address, in lower case.
        sender_name: the name shown beside it.
        date: when it was sent, with its time zone.
        attachment: the file's name as the sender gave it.
        message_id: of the mail, for the reply.
    """

    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    date: datetime | None = None
    attachment: str = ""
    message_id: str = ""


@dataclass(slots=True)
class Verdict:
    """The result for one document (one report in one file).

    Attributes:
        source: the path as given, with what is inside a container behind a slash.
        sha256: of the file's bytes.
        forms: ids of the forms found.
        checked: how many rules were decided, one way or the other.
        undecided: how many could not be.
        unit_from: what told the unit.
        origin: the mail that it came with.
        superseded_by: the source of a later delivery by the same unit, which counts instead; "" for none.
        marked_copy: where its marked copy was written, relative to the folder of results; "" for none.
        not_kept: what that copy could not keep, in words.
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
    unit_from: UnitFrom | None = None
    origin: Origin | None = None
    superseded_by: str = ""
    marked_copy: str = ""
    not_kept: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        """Fail where an error stands, review where only warnings do."""
        if self.no_status:
            return self.no_status
        severities = {finding.severity for finding in self.findings if finding.outcome != "explained"}
        return "fail" if "error" in severities else "review" if "warning" in severities else "pass"
