"""Who adds up whose report: the levels of a list, from the column 上级, and the role of each unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Hierarchy:
    """The levels of a list.

    Attributes:
        whole: the sum over the whole list.
        levels: those below it that have a head or a name of their own, in the list's order.
        roles: of each unit: as the list says, or else as its place in the list lets one guess.
        guessed: the units whose role was guessed and is more than a plain one, to be confirmed by a person.
        left_out: the units that are in no sum.
    """

    whole: Level
    levels: list[Level] = field(default_factory=list)
    roles: dict[Unit, Role] = field(default_factory=dict)
    guessed: list[Unit] = field(default_factory=list)
    left_out: list[Unit] = field(default_factory=list)


def hierarchy(units: Sequence[Unit], excluded: Sequence[Unit] = ()) -> Hierarchy:
    """Return who adds up whom.

    Args:
        units: the list.
        excluded: units that the caller leaves out, beside those that the list does.

    A unit that is somebody's 上级 sums up, and is not added where what it sums up is; a unit below it that the list
    leaves out is not replaced by it. A 人民政府办公室 is the own office of its place: added like any other.
    """
    register = UnitRegistry(units)
    parents = {unit: _parent(unit, register) for unit in units}
    children = _children(parents)
    structure = Hierarchy(Level("", None, ()))
    structure.roles = {unit: _role(unit, children) for unit in units}
    structure.guessed = [unit for unit in units if structure.roles[unit] and not unit.role]
    structure.left_out = [unit for unit in units if structure.roles[unit] == "left_out" or unit in excluded]
    leaves = _Leaves(children, structure)
    tops = [unit for unit in units if parents[unit] is None]
    names = list(dict.fromkeys(unit.parent for unit in tops if unit.parent))
    structure.whole = Level("", _single_head(tops, names, children), _ordered(units, leaves.below(tops)))
    if len(names) > 1:
        by_name = {name: leaves.below([top for top in tops if top.parent == name]) for name in names}
        structure.levels = [Level(name, None, _ordered(units, below)) for name, below in by_name.items()]
    heads = [unit for unit in units if children.get(unit) and unit != structure.whole.head]
    structure.levels += [_below(head, children, leaves, structure.left_out, units) for head in heads]
    return structure


def _below(
    head: Unit, children: Mapping[Unit, list[Unit]], leaves: _Leaves, left_out: Sequence[Unit], units: Sequence[Unit]
) -> Level:
    """Return what one unit adds up."""
    partial = not leaves.all_below(head).isdisjoint(left_out)
    return Level(head.name, head, _ordered(units, leaves.below(children[head])), partial)


def _children(parents: Mapping[Unit, Unit | None]) -> dict[Unit, list[Unit]]:
    """Return who stands right below whom, in the order of the list."""
    children: dict[Unit, list[Unit]] = defaultdict(list)
    for unit, parent in parents.items():
        if parent is not None:
            children[parent].append(unit)
    return children


def _parent(unit: Unit, register: UnitRegistry) -> Unit | None:
    """The line of the list that a unit's 上级 means, if it means one; a unit is not its own."""
    if not unit.parent:
        return None
    above = [other for other in register.candidates(unit.parent) if other != unit]
    if len(above) != 1 or register.is_above(unit, above[0]):  # a circle has no top
        return None
    return above[0]


def _role(unit: Unit, children: Mapping[Unit, list[Unit]]) -> Role:
    if unit.role:
        return unit.role
    if children.get(unit):
        return "sums_up"
    return "own_office" if unit.name.endswith(_OWN_OFFICE) else ""


def _single_head(tops: Sequence[Unit], names: Sequence[str], children: Mapping[Unit, list[Unit]]) -> Unit | None:
    """The one unit that the whole list is below, if there is one."""
    return tops[0] if len(tops) == 1 and not names and children.get(tops[0]) else None


def _ordered(units: Sequence[Unit], chosen: set[Unit]) -> tuple[Unit, ...]:
    return tuple(unit for unit in units if unit in chosen)


class _Leaves:
    """What is really added for a unit: itself, or what is below it."""

    def __init__(self, children: Mapping[Unit, list[Unit]], structure: Hierarchy) -> None:
        self._children, self._structure = children, structure

    def all_below(self, unit: Unit) -> set[Unit]:
        """Every unit below one, whatever becomes of it in the sum."""
        inner = self._children.get(unit, ())
        return {*inner, *(one for child in inner for one in self.all_below(child))}

    def below(self, units: Sequence[Unit]) -> set[Unit]:
        chosen: set[Unit] = set()
        for unit in units:
            if unit in self._structure.left_out:
                continue
            inner = self._children.get(unit, ())
            if inner and self._structure.roles[unit] == "sums_up":
                chosen |= self.below(inner)
            else:  # an own office with units below it is added beside them
                chosen |= {unit} | self.below(inner)
        return chosen
