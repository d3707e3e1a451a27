"""Verdicts for a person at a terminal: the verdict first, then the problems, then how much was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from checks import messages
from checks.findings import Finding, Suspect, Verdict

_SHOWN = 8  # of one kind of remark about single figures, so many are listed; the count says how many there are
_DOUBTS = 3  # more doubts of one kind than this are told in one breath: a form half filled in has dozens
_RIVALS = 6  # of rival explanations, so many are listed


def as_lines(verdict: Verdict, titles: dict[str, str]) -> Iterator[str]:
    """Yield the lines about one document.

    Args:
        verdict: the document's verdict.
        titles: the title of each kind of rule, by the id before the colon.
    """
    yield f"{messages.STATUS[verdict.status]}  {verdict.source}{_about(verdict)}"
    explained: set[Finding] = set()
    for choices in _errors_first(verdict):
        yield from _choices(choices)
        rules = {rule for suspects in choices for suspect in suspects for rule in suspect.explains}
        forms = {finding.form for finding in verdict.findings if finding.rule in rules}
        found = [one for one in verdict.findings if one.rule in rules and one.form in forms and one not in explained]
        yield from (_briefly(one) for one in found)
        explained.update(found)
    rest = [one for one in verdict.findings if one not in explained]
    if explained and any(one.severity == "error" and one.left is not None for one in rest):
        yield f"  {messages.UNEXPLAINED}"
    for severity in ("error", "warning", "info"):
        for group in _grouped([one for one in rest if one.severity == severity]):
            yield from _group(group, titles)


def last_line(verdicts: Sequence[Verdict], rules: int) -> str:
    """Count what was checked, so that silence is never taken for not having run."""
    return messages.summary(
        len(verdicts),
        rules,
        {status: sum(one.status == status for one in verdicts) for status in messages.STATUS},
    )


def by_choice(suspects: Sequence[Suspect]) -> list[list[list[Suspect]]]:
    """Sort suspects by what they explain together, and within that by rival explanations, the likeliest first."""
    groups: dict[int, dict[int, list[Suspect]]] = {}
    for one in suspects:
        groups.setdefault(one.group, {}).setdefault(one.choice, []).append(one)
    return [[choices[key] for key in sorted(choices)] for choices in groups.values()]


def _errors_first(verdict: Verdict) -> list[list[list[Suspect]]]:
    """First what explains an error, then what fills a gap."""
    errors = {one.rule for one in verdict.findings if one.severity == "error"}
    return sorted(
        by_choice(verdict.suspects),
        key=lambda choices: not any(errors.intersection(one.explains) for suspects in choices for one in suspects),
    )


def _choices(choices: Sequence[Sequence[Suspect]]) -> Iterator[str]:
    if len(choices) == 1:
        yield f"  {messages.MOST_LIKELY}{_together(choices[0])}"
        return
    yield f"  {messages.ONE_OF}"
    for number, suspects in enumerate(choices[:_RIVALS], 1):
        yield f"    {number}. {_together(suspects)}"
    if len(choices) > _RIVALS:
        yield f"    {messages.more_choices(len(choices) - _RIVALS)}"


def _together(suspects: Sequence[Suspect]) -> str:
    """The cells of one explanation; those of a whole line in one breath."""
    by_reason: dict[str, list[Suspect]] = {}
    for one in suspects:
        by_reason.setdefault(one.reason, []).append(one)
    sentences = []
    for reason, alike in by_reason.items():
        if reason.startswith(messages.LINE_MARK) and len(alike) > 1:
            cells = [messages.cell_should_be(one.cell.place, one.cell.label, one.proposed) for one in alike[:_SHOWN]]
            sentences.append(messages.line_is_wrong(reason, cells, len(alike)))
        else:
            sentences += [messages.most_likely(one.cell, one.proposed, reason) for one in alike]
    return messages.TOGETHER.join(sentences)


def _briefly(finding: Finding) -> str:
    """A finding that a suspect explains: what does not hold; what to do about it is already said."""
    first, *more = finding.message.split("。")
    excess = [sentence for sentence in more if sentence.startswith(messages.EXCESS)]
    return f"      【{messages.SEVERITY[finding.severity]}】{'；'.join([first, *excess])}  {finding.rule}"


def _about(verdict: Verdict) -> str:
    parts = [verdict.unit or "", f"{verdict.year} 年" if verdict.year else ""]
    named = " ".join(part for part in parts if part)
    counted = messages.checked(verdict.checked, verdict.undecided) if verdict.forms else ""
    return "".join(f"  {part}" for part in (named, counted) if part)


def _grouped(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Remarks of one kind about single figures belong together, and so do many doubts; the rest stands alone."""
    doubts = Counter(one.catalogue for one in findings if one.outcome == "undecided")
    groups: dict[object, list[Finding]] = {}
    for one in findings:
        alike = one.left is None and len(one.cells) == 1 and one.catalogue.startswith("C-")
        many = one.outcome == "undecided" and doubts[one.catalogue] > _DOUBTS
        groups.setdefault((one.outcome, one.catalogue) if alike or many else one, []).append(one)
    return list(groups.values())


def _group(findings: list[Finding], titles: dict[str, str]) -> Iterator[str]:
    first = findings[0]
    mark = f"  【{messages.SEVERITY[first.severity]}】"
    if len(findings) == 1:
        yield f"{mark}{first.message}"
    elif first.outcome == "undecided":
        named = [one.message.partition("：")[0] for one in findings[:_SHOWN]]
        yield f"{mark}{messages.many_doubts(titles[first.catalogue], len(findings), named)}"
    else:
        named = [messages.cell_in_list(one.cells[0]) for one in findings[:_SHOWN]]
        yield f"{mark}{messages.many(titles[first.catalogue], len(findings), named)}"
    yield f"      {'、'.join(dict.fromkeys(one.rule for one in findings[:1]))}"
