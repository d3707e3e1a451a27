"""What was sent in: a verdict with the mail that it came with, and what became of it in an inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from checks.model.findings import Finding, Status, Suspect, UnitFrom, Verdict
from checks.model.held_figures import Held


class Origin(NamedTuple):
    """The mail that a document came with; what the mail does not say is "" or None.

    Attributes:
        sender: the address, in lower case.
        sender_name: the name shown beside it.
        date: when it was sent, with its time zone.
        attachment: the file's name as the sender gave it.
        message_id: of the mail, for the reply.
        passed_on_by: the address of who passed it on, where it is a mail in a mail, or quoted in one.
    """

    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    date: datetime | None = None
    attachment: str = ""
    message_id: str = ""
    passed_on_by: str = ""


@dataclass(slots=True)
class Submission:
    """One document that was sent in. The verdict never changes; what an inbox makes of it does.

    Attributes:
        verdict: on the document.
        origin: the mail that it came with.
        unit: whose it is: what the report says, or else what file name and sender tell; see ``checks.submissions``.
        year: likewise.
        unit_from: what told the unit.
        superseded_by: the source of a later submission by the same unit, which counts instead; "" for none.
        marked_copy: where its marked copy was written, relative to the folder of results; "" for none.
        not_kept: what that copy could not keep, in words.
        counting: what of the verdict counts, where a later correction replaced some of the tables; None for all.
    """

    verdict: Verdict
    origin: Origin | None = None
    unit: str | None = None
    year: int | None = None
    unit_from: UnitFrom | None = None
    superseded_by: str = ""
    marked_copy: str = ""
    not_kept: tuple[str, ...] = ()
    counting: Verdict | None = None

    @classmethod
    def of(cls, verdict: Verdict, origin: Origin | None = None) -> Submission:
        """Return the submission of a document before anything but the document itself was asked whose it is."""
        return cls(verdict, origin, verdict.unit, verdict.year, verdict.unit_from)

    @property
    def is_as_checked(self) -> bool:
        """Tell whether outputs say no more of it than the verdict does."""
        verdict = self.verdict
        told, said = (self.unit, self.year, self.unit_from), (verdict.unit, verdict.year, verdict.unit_from)
        return told == said and not (self.superseded_by or self.marked_copy or self.not_kept)

    @property
    def counted(self) -> Verdict:
        """What of the verdict counts."""
        return self.counting or self.verdict

    @property
    def source(self) -> str:
        """What names the document in every output."""
        return self.verdict.source

    @property
    def sha256(self) -> str:
        """Of the file's bytes."""
        return self.verdict.sha256

    @property
    def forms(self) -> tuple[str, ...]:
        """Ids of the forms found."""
        return self.verdict.forms

    @property
    def figures(self) -> Held:
        """All its figures, by form; empty where nobody kept them."""
        return self.verdict.figures

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What does not hold of what counts, errors first."""
        return self.counted.findings

    @property
    def suspects(self) -> tuple[Suspect, ...]:
        """Which cells are probably wrong."""
        return self.counted.suspects

    @property
    def status(self) -> Status:
        """The status of what counts of the verdict."""
        return self.counted.status
