"""Who adds up whose report: the levels of a list, from the column 上级, and the role of each unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checks.model.unit import Role, Unit
from checks.submissions.unit_names import UnitRegistry

_OWN_OFFICE = ("政府办公室", "政府办公厅", "政府办")


@dataclass(frozen=True, slots=True)
class Level:
    """One sum: what the units below one place come to.

    Attributes:
        name: of the unit above, as the list writes it; "" for the whole list.
        head: its own line in the list, whose printed report is compared; None if it has none.
        units: those that are added, in the list's order: no 汇总 unit whose own units are there.
        is_partial: some unit below it is left out, so that nothing printed need be equal to the sum.
    """

    name: str
    head: Unit | None
    units: tuple[Unit, ...]
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The levels of a list.

    Attributes:
        whole: the sum over the whole list.
        levels: those below it that have a head or a name of their own, in the list's order.
        roles: of each unit: as the list says, or else as its place in the list lets one guess.
        left_out: the units that are in no sum.
    """

    whole: Level
    levels: tuple[Level, ...]
    roles: Mapping[Unit, Role]
    left_out: tuple[Unit, ...]


def hierarchy(units: Sequence[Unit], excluded: Sequence[Unit] = ()) -> Hierarchy:
    """Return who adds up whom.

    Args:
        units: the list.
        excluded: units that the caller leaves out, beside those that the list does.

    A unit that is somebody's 上级 sums up, and is not added where what it sums up is; a unit below it that the list
    leaves out is not replaced by it. A 人民政府办公室 is the own office of its place: added like any other.
    """
    tree = _Tree(units, excluded)
    names = dict.fromkeys(top.parent for top in tree.tops if top.parent)  # of units that have no line in the list
    head = tree.tops[0] if len(tree.tops) == 1 and not names and tree.below[tree.tops[0]] else None
    levels = [Level(name, None, tree.added(tree.of_parent(name))) for name in names] if len(names) > 1 else []
    for unit, inner in tree.below.items():
        if inner and unit != head:
            levels.append(Level(unit.name, unit, tree.added(inner), tree.lacks(inner)))
    return Hierarchy(Level("", head, tree.added(tree.tops)), tuple(levels), tree.roles, tree.left_out)


class _Tree:
    """The lines of a list, each below the one that its 上级 means.

    Attributes:
        tops: the units whose 上级 has no line of its own, in the list's order.
        below: of each unit, those right below it; units and those below in the list's order.
        roles: of each unit.
        left_out: the units that are in no sum.
    """

    def __init__(self, units: Sequence[Unit], excluded: Sequence[Unit]) -> None:
        register = UnitRegistry(units)
        self.tops: list[Unit] = []
        self.below: dict[Unit, list[Unit]] = {unit: [] for unit in units}
        for unit in units:
            parent = _parent(unit, register)
            (self.tops if parent is None else self.below[parent]).append(unit)
        self.roles = {unit: _role(unit, sums_up=bool(inner)) for unit, inner in self.below.items()}
        self.left_out = tuple(unit for unit, role in self.roles.items() if role == "left_out" or unit in excluded)

    def of_parent(self, name: str) -> list[Unit]:
        """The units on top that write the same 上级."""
        return [top for top in self.tops if top.parent == name]

    def added(self, units: Sequence[Unit]) -> tuple[Unit, ...]:
        """What is really added for some units, in the list's order: they themselves, or what is below them."""
        chosen = self._added(units)
        return tuple(unit for unit in self.below if unit in chosen)

    def _added(self, units: Sequence[Unit]) -> set[Unit]:
        chosen: set[Unit] = set()
        for unit in units:
            if unit in self.left_out:
                continue
            inner = self.below[unit]
            chosen |= self._added(inner)
            if not inner or self.roles[unit] != "sums_up":  # an own office with units below it is added beside them
                chosen.add(unit)
        return chosen

    def lacks(self, units: Sequence[Unit]) -> bool:
        """Tell whether any of some units, or of those below them, is left out."""
        return any(unit in self.left_out or self.lacks(self.below[unit]) for unit in units)


def _parent(unit: Unit, register: UnitRegistry) -> Unit | None:
    """The line of the list that a unit's 上级 means, if it means one; a unit is not its own."""
    if not unit.parent:
        return None
    above = [other for other in register.candidates(unit.parent) if other != unit]
    if len(above) != 1 or register.is_above(unit, above[0]):  # a circle has no top
        return None
    return above[0]


def _role(unit: Unit, *, sums_up: bool) -> Role:
    if unit.role:
        return unit.role
    if sums_up:
        return "sums_up"
    return "own_office" if unit.name.endswith(_OWN_OFFICE) else ""
