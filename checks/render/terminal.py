"""Verdicts for a person at a terminal: the verdict first, then the problems, then how much was checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.model.findings import Suspect, Verdict
from checks.model.submission import Submission
from checks.render import sentences
from checks.render.sentences.explaining import tag
from checks.render.sentences.findings import briefly
from checks.render.work_items import corrections, describe, together

_RIVALS = 6  # of rival explanations, so many are listed


def as_lines(submission: Submission, titles: dict[str, str]) -> Iterator[str]:
    """Yield the lines about one document.

    Args:
        submission: the document.
        titles: the title of each kind of rule, by the id before the colon.
    """
    verdict = submission.verdict
    yield f"{sentences.STATUS[verdict.status]}  {verdict.source}{_about(submission)}"
    every = corrections(verdict)
    located, rest = [one for one in every if one.choices], [one for one in every if not one.choices]
    for item in located:
        yield from _choices(item.choices)
        yield from (f"      {tag(finding)}{briefly(finding)}  {finding.rule}" for finding in item.findings)
    if located and any(one.is_sum_error for one in rest):
        yield f"  {sentences.UNEXPLAINED}"
    for item in rest:
        first = item.findings[0]
        yield f"  {tag(first)}{describe(item.findings, titles)}"
        yield f"      {first.rule}"


def last_line(verdicts: Sequence[Verdict], rules: int) -> str:
    """Count what was checked, so that silence is never taken for not having run."""
    return sentences.summary(
        len(verdicts),
        rules,
        {status: sum(one.status == status for one in verdicts) for status in sentences.STATUS},
    )


def _choices(choices: Sequence[Sequence[Suspect]]) -> Iterator[str]:
    if len(choices) == 1:
        yield f"  {sentences.MOST_LIKELY}{together(choices[0])}"
        return
    yield f"  {sentences.ONE_OF}"
    for number, suspects in enumerate(choices[:_RIVALS], 1):
        yield f"    {number}. {together(suspects)}"
    if len(choices) > _RIVALS:
        yield f"    {sentences.more_choices(len(choices) - _RIVALS)}"


def _about(submission: Submission) -> str:
    verdict = submission.verdict
    parts = [submission.unit or "", sentences.year(submission.year)]
    named = " ".join(part for part in parts if part)
    counted = sentences.checked(verdict.checked, verdict.undecided) if verdict.forms else ""
    return "".join(f"  {part}" for part in (named, counted) if part)
