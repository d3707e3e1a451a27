"""The sentences about what a unit has explained."""

from __future__ import annotations

from checks.model.findings import Finding
from checks.render.sentences import OUTCOME, SEVERITY


def weight(finding: Finding) -> str:
    """How much a finding matters, in a word; what has been explained no longer does."""
    return OUTCOME["explained"] if finding.outcome == "explained" else SEVERITY[finding.severity]


def explained(message: str, words: str, when: str) -> str:
    """A warning with what the unit says of it; the words are theirs."""
    return f"{message}（已说明：{words}{f'，{when}' if when else ''}）"


def explained_otherwise(message: str, left: str, right: str) -> str:
    """A warning that was explained for figures that are no longer there."""
    then = f"左 {left}、右 {right}" if right else f"“{left}”"
    return f"{message}（“情况说明”里有一条说明，但当时的数是{then}，与现在不同，请重新核实。）"
