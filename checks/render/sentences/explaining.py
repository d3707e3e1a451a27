"""The sentences about what a unit has explained."""

from __future__ import annotations

from checks.language import either
from checks.model.findings import Finding
from checks.render.sentences import OUTCOME, SEVERITY


def weight(finding: Finding) -> str:
    """How much a finding matters, in a word; what has been explained no longer does."""
    return OUTCOME["explained"] if finding.outcome == "explained" else SEVERITY[finding.severity]


def tag(finding: Finding) -> str:
    """The same in front of a line."""
    return either(f"【{weight(finding)}】", f"[{weight(finding)}] ")


def explained(message: str, words: str, when: str) -> str:
    """A warning with what the unit says of it; the words are theirs."""
    said = f"{words}{either('，', ', ')}{when}" if when else words
    return either(f"{message}（已说明：{said}）", f"{message} (explained: {said})")


def explained_otherwise(message: str, left: str, right: str) -> str:
    """A warning that was explained for figures that are no longer there."""
    then = either(f"左 {left}、右 {right}", f"{left} and {right}") if right else f"“{left}”"
    return either(
        f"{message}（“情况说明”里有一条说明，但当时的数是{then}，与现在不同，请重新核实。）",
        f"{message} (There is an explanation on the sheet 情况说明, but for other figures, {then}; check again.)",
    )
