"""What is shown inside a Word document, a web page or a PDF: which cell is marked, how, and with which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from checks.marking.marks import Look
from checks.model.findings import CellRef, Finding, Verdict, rivals_of
from checks.model.grid import CellAddress
from checks.render.sentences import marking
from checks.render.sentences.findings import message

_STRENGTH: tuple[Look, ...] = ("doubt", "bad", "suspect")


@dataclass(slots=True)
class DocumentMark:
    """One marked cell.

    Attributes:
        at: where it stands.
        look: ``suspect`` probably wrong itself, ``bad`` takes part in an error, ``doubt`` in something to look at.
        words: the sentences that are attached to it; a cell that only takes part has none.
    """

    at: CellAddress
    look: Look
    words: list[str] = field(default_factory=list)


def document_marks(verdicts: Sequence[Verdict]) -> list[DocumentMark]:
    """Return what is to be marked, in the order of the document.

    Args:
        verdicts: on all reports of one document.
    """
    marks: dict[CellAddress, DocumentMark] = {}

    def mark(ref: CellRef, look: Look, words: str = "") -> None:
        if ref.at is None or ref.file:
            return
        known = marks.setdefault(ref.at, DocumentMark(ref.at, look))
        known.look = max(known.look, look, key=_STRENGTH.index)
        if words and words not in known.words:
            known.words.append(words)

    for verdict in verdicts:
        for first, *others in rivals_of(verdict.suspects):
            for suspect in first:
                together = [other for other in first if other is not suspect]
                mark(suspect.cell, "suspect", marking.note(suspect, [], together, others))
        for finding in verdict.findings:
            if finding.severity != "info" and finding.outcome in ("fail", "undecided"):
                look: Look = "bad" if finding.severity == "error" and finding.outcome == "fail" else "doubt"
                for number, ref in enumerate(_concerned(finding)):
                    mark(ref, look, message(finding) if number == 0 else "")
    return [marks[at] for at in sorted(marks)]


def _concerned(finding: Finding) -> Sequence[CellRef]:
    missing = [ref for ref in finding.cells if ref.value is None] if finding.outcome == "undecided" else []
    return missing or finding.cells
