"""Two spellings of one unit: 水务局 and 澜川市水务局, 凤凰街道 and 凤凰街道办事处. Never a guess between two units."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from checks.submissions.unit_list import Unit

_SAME = [
    (re.compile(r"人民政府"), "政府"),
    (re.compile(r"管理委员会|管委会"), "管委"),
    (re.compile(r"委员会"), "委"),
    (re.compile(r"(?<=街道)(?:办事处|办)$"), ""),
    (re.compile(r"(?<=.)政府$"), ""),
    (re.compile(r"(?<=[^和])和(?=[^和])"), ""),  # 发展和改革局, 发展改革局
]
_RANKS = "省市州盟区县旗镇乡道"  # what the name of a place ends with
_PLACES = re.compile(f"[{_RANKS}]?(?:[^{_RANKS}]{{1,8}}[{_RANKS}]{{1,4}})+")  # one way only to read a name: never slow
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")


def core(name: str) -> str:
    """Return what is compared of a unit's name: no blanks, brackets and widths, no 人民 in 政府, no 办事处."""
    text = unicodedata.normalize("NFKC", name)
    text = "".join(c for c in text if unicodedata.category(c)[0] in "LN")
    for pattern, replacement in _SAME:
        text = pattern.sub(replacement, text)
    return text.lower()


class Register:
    """The units of a list, found by any fair spelling of their names or by their addresses."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._by_core: dict[str, list[Unit]] = defaultdict(list)
        self._by_short: dict[str, list[Unit]] = defaultdict(list)
        self._by_address: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            for spelling in {core(unit.name), core(_BRACKETED.sub("", unit.name))}:
                self._by_core[spelling].append(unit)
            for short, _ in _short_for(core(unit.name)):
                self._by_short[short].append(unit)
            for address in unit.addresses:
                self._by_address[address].append(unit)

    def match(self, names: Iterable[str]) -> dict[str, Unit]:
        """Return the unit of each name that means exactly one; a name that might mean several is left out.

        Args:
            names: all names of one batch, for a short line of the list (水务局) is matched with a longer name
                (澜川市水务局) only if no other name of the batch (青屏县水务局) has as good a claim to it.
        """
        found: dict[str, Unit] = {}
        longer: dict[Unit, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name in dict.fromkeys(names):
            spelling = core(name)
            exact = self._by_core.get(spelling) or self._by_core.get(core(_BRACKETED.sub("", name)), [])
            candidates = exact or self._by_short.get(spelling, [])
            if len(candidates) == 1:
                found[name] = candidates[0]
            elif not candidates:
                short = {unit for unit, place in self._shorter(spelling) if _may_be_in(place, unit)}
                if len(short) == 1:
                    longer[short.pop()][spelling].append(name)
        taken = set(found.values())
        for unit, claims in longer.items():
            if len(claims) == 1 and unit not in taken:
                found |= dict.fromkeys(next(iter(claims.values())), unit)
        return found

    def _shorter(self, spelling: str) -> Iterator[tuple[Unit, str]]:
        """The lines of the list that are this name without the place that leads it, with that place."""
        for short, place in _short_for(spelling):
            for unit in self._by_core.get(short, ()):
                yield unit, place

    def by_address(self, address: str) -> Unit | None:
        """Return the one unit that has this address."""
        units = self._by_address.get(address.lower(), [])
        return units[0] if len(units) == 1 else None


def _short_for(full: str) -> Iterator[tuple[str, str]]:
    """What a name is without the place that leads it, and that place: 水务局 and 市水务局 for 澜川市水务局."""
    for end in range(1, len(full) - 1):
        if full[end - 1] in _RANKS and _PLACES.fullmatch(full[:end]):
            yield full[end:], full[:end]
            if full[end - 1] in "省市州县区旗":
                yield full[end - 1 :], full[:end]


def _may_be_in(place: str, unit: Unit) -> bool:
    """Tell whether a line of the list may mean a unit of this place: it must be the parent's, if that is known."""
    above = _PLACES.match(core(unit.parent))
    return above is None or place.endswith(above[0]) or above[0].endswith(place)
