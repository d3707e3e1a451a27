"""Verdicts for a person at a terminal: the verdict first, then the problems, then how much was checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks import messages
from checks.findings import Finding, Verdict

_SHOWN = 8  # of one kind of remark about single figures, so many are listed; the count says how many there are


def as_lines(verdict: Verdict, titles: dict[str, str]) -> Iterator[str]:
    """Yield the lines about one document.

    Args:
        verdict: the document's verdict.
        titles: the title of each kind of rule, by the id before the colon.
    """
    yield f"{messages.STATUS[verdict.status]}  {verdict.source}{_about(verdict)}"
    for severity in ("error", "warning", "info"):
        findings = [one for one in verdict.findings if one.severity == severity]
        for group in _grouped(findings):
            yield from _group(group, titles)


def last_line(verdicts: Sequence[Verdict], rules: int) -> str:
    """Count what was checked, so that silence is never taken for not having run."""
    return messages.summary(
        len(verdicts),
        rules,
        {status: sum(one.status == status for one in verdicts) for status in messages.STATUS},
    )


def _about(verdict: Verdict) -> str:
    parts = [verdict.unit or "", f"{verdict.year} 年" if verdict.year else ""]
    named = " ".join(part for part in parts if part)
    counted = messages.checked(verdict.checked, verdict.undecided) if verdict.forms else ""
    return "".join(f"  {part}" for part in (named, counted) if part)


def _grouped(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Remarks of one kind about single figures belong together; everything else stands alone."""
    groups: dict[object, list[Finding]] = {}
    for one in findings:
        alike = one.left is None and len(one.cells) == 1 and one.catalogue.startswith("C-")
        groups.setdefault(one.catalogue if alike else one, []).append(one)
    return list(groups.values())


def _group(findings: list[Finding], titles: dict[str, str]) -> Iterator[str]:
    first = findings[0]
    mark = f"  【{messages.SEVERITY[first.severity]}】"
    if len(findings) == 1:
        yield f"{mark}{first.message}"
    else:
        cells = [messages.cell_in_list(one.cells[0]) for one in findings[:_SHOWN]]
        yield f"{mark}{messages.many(titles[first.catalogue], len(findings), cells)}"
    yield f"      {'、'.join(dict.fromkeys(one.rule for one in findings[:1]))}"
