"""A unit that has to report, as the list of units names it."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Role: TypeAlias = Literal["", "own_office", "sums_up", "left_out"]
"""本级, 汇总, 不计入; "" where the list does not say."""


class Unit(NamedTuple):
    """One line of the list; name and parent together tell it from the others.

    Attributes:
        name: as the office writes it.
        addresses: in lower case, the one to write to first; none where the list has none.
        parent: the unit above it; "" where the list does not say.
        aliases: other names by which its reports may go.
        role: how ``gouji total`` counts it.
    """

    name: str
    addresses: tuple[str, ...] = ()
    parent: str = ""
    aliases: tuple[str, ...] = ()
    role: Role = ""

    @property
    def key(self) -> tuple[str, str]:
        """What tells this unit from all others."""
        return self.name, self.parent
