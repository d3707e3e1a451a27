"""A verdict as what has to be done: each thing to correct once, with all that it explains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from checks.model.findings import Finding, Reason, Suspect, Verdict, rivals_of
from checks.model.rule import Severity
from checks.render import sentences
from checks.render.sentences import glossary
from checks.render.sentences.findings import message, title
from checks.render.sentences.reasons import reason

_SHOWN = 8  # of one kind of remark about single figures, so many are listed; the count says how many there are
_DOUBTS = 3  # more doubts of one kind than this are told in one breath: a form half filled in has dozens


class WorkItem(NamedTuple):
    """One thing to correct, or to look at.

    Attributes:
        choices: rival explanations, the likeliest first, each the cells to change together; none where no cell is
            known to be wrong.
        findings: what they explain; without them, findings that are told in one breath.
    """

    choices: list[list[Suspect]]
    findings: list[Finding]

    @property
    def severity(self) -> Severity:
        """The gravest of its findings that nobody has explained."""
        still_open = [finding for finding in self.findings if finding.is_open]
        found = {finding.severity for finding in still_open or self.findings}
        return "error" if "error" in found else "warning" if "warning" in found else "info"

    @property
    def is_explained(self) -> bool:
        """Tell whether the unit has said that all of it is so."""
        return bool(self.findings) and not any(one.is_open for one in self.findings)

    @property
    def is_sum_error(self) -> bool:
        """Tell whether it is an error of sums, which a suspect might have explained."""
        return any(one.severity == "error" and one.left is not None for one in self.findings)


def corrections(verdict: Verdict) -> list[WorkItem]:
    """Return what has to be done, what is located first, errors before doubts."""
    items: list[WorkItem] = []
    explained: set[Finding] = set()
    for choices in _errors_first(verdict):
        rules = {rule for suspects in choices for suspect in suspects for rule in suspect.explains}
        forms = {finding.form for finding in verdict.findings if finding.rule in rules}
        mine = [one for one in verdict.findings if one.rule in rules and one.form in forms and one not in explained]
        explained.update(mine)
        items.append(WorkItem(choices, mine))
    rest = [one for one in verdict.findings if one not in explained]
    for severity in ("error", "warning", "info"):
        items += [WorkItem([], group) for group in _grouped([one for one in rest if one.severity == severity])]
    return items


def _errors_first(verdict: Verdict) -> list[list[list[Suspect]]]:
    """First what explains an error, then what fills a gap."""
    errors = {one.rule for one in verdict.findings if one.severity == "error"}
    return sorted(
        rivals_of(verdict.suspects),
        key=lambda choices: not any(errors.intersection(one.explains) for suspects in choices for one in suspects),
    )


def _grouped(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Remarks of one kind about single figures belong together, and so do many doubts; the rest stands alone."""
    doubts = Counter(one.kind for one in findings if one.outcome == "undecided")
    groups: dict[object, list[Finding]] = {}
    for finding in findings:
        alike = finding.left is None and len(finding.cells) == 1 and finding.kind.startswith("C-")
        many = finding.outcome == "undecided" and doubts[finding.kind] > _DOUBTS
        groups.setdefault((finding.outcome, finding.kind) if alike or many else finding, []).append(finding)
    return list(groups.values())


def together(suspects: Sequence[Suspect]) -> str:
    """Say what the cells of one explanation hold and should hold; those of a whole line in one breath."""
    by_reason: dict[Reason, list[Suspect]] = {}
    for suspect in suspects:
        by_reason.setdefault(suspect.reason, []).append(suspect)
    parts: list[str] = []
    for why, alike in by_reason.items():
        if why.whole_line and len(alike) > 1:
            cells = [sentences.cell_should_be(one.cell.place, one.cell.label, one.proposed) for one in alike[:_SHOWN]]
            parts.append(sentences.line_is_wrong(reason(why), cells, len(alike)))
        else:
            parts += [sentences.most_likely(one.cell, one.proposed, reason(why)) for one in alike]
    return str(sentences.TOGETHER).join(parts)


def describe(findings: Sequence[Finding], titles: Mapping[str, str]) -> str:
    """Say what findings of one kind have in common.

    Args:
        findings: those of one WorkItem without suspects.
        titles: the title of each kind of rule, by the id before the colon.
    """
    first = findings[0]
    if len(findings) == 1:
        return message(first)
    if first.outcome == "undecided":
        named = [title(one) for one in findings[:_SHOWN]]
        return sentences.many_doubts(glossary.said(titles[first.kind]), len(findings), named)
    named = [sentences.cell_in_list(one.cells[0]) for one in findings[:_SHOWN]]
    return sentences.many(glossary.said(titles[first.kind]), len(findings), named)
