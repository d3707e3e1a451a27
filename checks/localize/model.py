"""The nouns of a diagnosis."""

from __future__ import annotations

from dataclasses import dataclass, field

from checks.model.findings import Reason, Suspect


@dataclass(frozen=True, slots=True)
class Explanation:
    """Cells that, changed together, satisfy everything.

    Attributes:
        suspects: what each cell should be, in the order of the form; a cell whose value stays open is not here.
        cost: the smaller, the likelier as a slip of a person.
        line: what happened to the row or column that is wrong as a whole; None for single cells.
        left_open: labels of the cells that must change, to values that the equations do not tell.
    """

    suspects: tuple[Suspect, ...]
    cost: int
    line: Reason | None = None
    left_open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RivalGroup:
    """Rival explanations of the same findings, the likeliest first.

    Attributes:
        explains: ids of the rules concerned.
        more: there are more explanations of this size than were kept.
    """

    choices: tuple[Explanation, ...]
    explains: tuple[str, ...]
    more: bool = False


@dataclass(slots=True)
class Diagnosis:
    """Which cells of a document are probably wrong.

    Attributes:
        limited: for some of them the search was given up: 未能在时限内确定.
    """

    groups: list[RivalGroup] = field(default_factory=list)
    limited: bool = False

    @property
    def suspects(self) -> list[Suspect]:
        """Every suspect, group after group, the likelier explanation first."""
        return [suspect for group in self.groups for choice in group.choices for suspect in choice.suspects]
