"""Verdicts for a person at a terminal: the verdict first, then the problems; in colours."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from checks.model.findings import Suspect
from checks.model.submission import Submission
from checks.patterns import pattern
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


_RED, _YELLOW, _GREEN, _DIM = "31", "33", "32", "2"
_BY_SIGN = {"✗": _RED, "！": _YELLOW, "!": _YELLOW, "？": _YELLOW, "?": _YELLOW, "✓": _GREEN, "－": _RED, "−": _RED}
_BY_WEIGHT = {"逻辑性": _RED, "error": _RED, "核实性": _YELLOW, "warning": _YELLOW}
_STATE = pattern(f"([{''.join(_BY_SIGN)}]) [^ ]+(?: [^ ]+)*?(?=  | [0-9])")
_WEIGHT = pattern(r"(?<=^  )( *)([【\[])(\w+)([】\]])")
_RULE = pattern(r"(  | {6})([A-Z][A-Z0-9]*-[A-Z0-9]+:\S*)$")


def has_colours(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether colours are to be used: on a terminal that has them, unless NO_COLOR says no.

    ``FORCE_COLOR`` says yes where there is no terminal, such as in front of a pager.
    """
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    if not stream.isatty() or environment.get("TERM") == "dumb":
        return False
    return os.name != "nt" or bool(environment.get("WT_SESSION") or environment.get("TERM"))


def coloured(line: str) -> str:
    """Return a line of the terminal's output in colours; the line is made safe already."""
    line = _STATE.sub(lambda match: _in(_BY_SIGN[match[1]], match[0]), line, 1) if line[:1] in _BY_SIGN else line
    line = _WEIGHT.sub(_weight, line, 1)
    return _RULE.sub(lambda match: match[1] + _in(_DIM, match[2]), line)


def _weight(match: re.Match[str]) -> str:
    colour = _BY_WEIGHT.get(match[3])
    return match[1] + (_in(colour, match[0][len(match[1]) :]) if colour else match[0][len(match[1]) :])


def _in(colour: str, text: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"
