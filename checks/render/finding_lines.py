"""Findings one a line, ``path:sheet!cell: sentence``: for editors, grep and continuous integration."""

from __future__ import annotations

from collections.abc import Iterator

from checks.model.findings import Finding
from checks.model.submission import Submission
from checks.render import sentences
from checks.render.sentences.explaining import weight
from checks.render.sentences.findings import message
from checks.render.work_items import WorkItem, corrections


def as_lines(submission: Submission) -> Iterator[str]:
    """Yield a line for each finding of a document, what is located first; nothing for a document without any."""
    for item in corrections(submission.verdict):
        for finding in item.findings:
            place = _place(item, finding)
            where = f"{submission.source}:{place}" if place else submission.source
            yield f"{where}: {weight(finding)}: {_proposed(item)}{message(finding)} [{finding.rule}]"


def _place(item: WorkItem, finding: Finding) -> str:
    """Where to look: at the cell that is probably wrong, else at the first that takes part."""
    if item.choices:
        return item.choices[0][0].cell.place
    return finding.cells[0].place if finding.cells else ""


def _proposed(item: WorkItem) -> str:
    """What the one cell should be that explains it; nothing where there are rivals."""
    if len(item.choices) != 1 or len(item.choices[0]) != 1:
        return ""
    suspect = item.choices[0][0]
    return sentences.briefly_should_be(suspect.proposed)
