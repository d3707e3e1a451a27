"""Spellings of one unit: 水务局 and 澜川市水务局, 凤凰街道 and 凤凰街道办事处. Never a guess between two units."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias

from checks.model.unit import Unit
from checks.patterns import pattern

_Pairs: TypeAlias = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
_Endings: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]

_ABBREVIATIONS = Path(__file__).with_name("abbreviations.toml")
"""What offices are called for short: 人社局 for 人力资源和社会保障局."""
_SAME = [
    (re.compile(r"人民政府"), "政府"),
    (re.compile(r"管理委员会|管委会"), "管委"),
    (re.compile(r"委员会"), "委"),
    (re.compile(r"(?<=街道)(?:办事处|办)$"), ""),
    (re.compile(r"(?<=.)政府$"), ""),
    (re.compile(r"(?<=[^和])和(?=[^和])"), ""),  # 发展和改革局, 发展改革局
]
_RANKS = "省市州盟区县旗镇乡道"  # what the name of a place ends with
_NO_PLACE = "城[市镇乡]|住房城乡|乡镇"  # 城市管理局 is of no place
_PLACES = pattern(  # one way only to read a name: never slow
    f"(?!{_NO_PLACE})[{_RANKS}]?(?:(?!{_NO_PLACE})[^{_RANKS}]{{1,8}}[{_RANKS}]{{1,4}})+"
)
_ZONES = {
    "高新技术产业开发区": "高新区",
    "经济技术开发区": "经开区",
    "经济开发区": "经开区",
    "综合保税区": "综保区",
    "自由贸易试验区": "自贸区",
    "旅游度假区": "度假区",
}
_LEVELS = ("省", "市州盟", "县区旗", "镇乡道")
_OFFICE = pattern(r"(?P<place>.*?)(?:人民)?政府办(?:公室|公厅)?")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")


def distinct_names(units: Sequence[Unit]) -> dict[Unit, str]:
    """Return what to call each unit of a list where its 上级 does not stand beside it: namesakes by their place."""
    of_name = Counter(unit.name for unit in units)
    return {unit: unit.name if of_name[unit.name] == 1 else _with_place(unit) for unit in units}


def _with_place(unit: Unit) -> str:
    place = re.sub(r"(?:人民)?政府$", "", unit.parent)
    return place + unit.name if place and not unit.name.startswith(place) else unit.name


@lru_cache(maxsize=20_000)
def core(name: str) -> str:
    """Return what is compared of a unit's name: no blanks, brackets and widths, no 人民 in 政府, no 办事处."""
    text = unicodedata.normalize("NFKC", name)
    text = "".join(c for c in text if unicodedata.category(c)[0] in "LN")
    for spelling, replacement in _SAME:
        text = spelling.sub(replacement, text)
    return text.lower()


class UnitRegistry:
    """The units of a list, found by any fair spelling of their names or by their addresses.

    Attributes:
        units: the list, in its order.
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = tuple(units)
        self._exact = _Index()
        self._short = _Index()
        self._abbreviated = _Index()
        self._short_abbreviated = _Index()
        self._by_address: dict[str, list[Unit]] = defaultdict(list)
        heads = {core(unit.name): unit for unit in units}
        for unit in units:
            self._enter(unit, heads.get(core(unit.parent)))
            for address in unit.addresses:
                self._by_address[address].append(unit)

    def _enter(self, unit: Unit, head: Unit | None) -> None:
        names = {core(unit.name), core(_BRACKETED.sub("", unit.name)), *map(core, unit.aliases)} - {""}
        written = frozenset(names)
        for above in {_place(unit.parent), *map(_place, head.aliases if head else ())} - {""}:
            for place in {above, *_zone_for_short(above)}:
                names |= _in_place(written, place, is_place=bool(_PLACES.fullmatch(core(unit.name))))
        for name in names:
            self._exact.add(name, unit)
            for short, _ in short_for(name):
                self._short.add(short, unit)
            for spelling in _called_otherwise(name):
                self._abbreviated.add(spelling, unit)
                for short, _ in short_for(spelling):
                    self._short_abbreviated.add(short, unit)

    def candidates(self, name: str) -> tuple[Unit, ...]:
        """Return the units that a name may mean: of the closest spelling that means any; none for an unknown name.

        The order: the name in full or an alias, with or without its parent's place; the name without its place; what
        every office calls it for short. A longer name than the list's own is ``match``'s business.
        """
        if not self.units:
            return ()
        for spelling in dict.fromkeys((core(name), core(_BRACKETED.sub("", name)))):
            for full, short in ((self._exact, self._short), (self._abbreviated, self._short_abbreviated)):
                if found := full.get(spelling):
                    return found + tuple(unit for unit in short.get(spelling) if self._is_as_near(unit, found))
                if found := short.get(spelling):
                    return found
        return ()

    def _is_as_near(self, unit: Unit, others: tuple[Unit, ...]) -> bool:
        """Tell whether a bare name that the list itself has below a county may as well be the city's own.

        The list writes 民政局 for those of the counties and 青澜市民政局 for the city's: 民政局 alone may be any.
        """
        levels = [_level(other.parent) for other in others]
        return unit not in others and 0 < _level(unit.parent) < min(levels, default=0)

    def may_mean(self, name: str, unit: Unit) -> bool:
        """Tell whether any fair spelling of a unit is this name, though another unit may have a better claim to it."""
        names = (core(name), core(_BRACKETED.sub("", name)))
        indexes = (self._exact, self._short, self._abbreviated, self._short_abbreviated)
        return any(unit in index.get(spelling) for spelling in names for index in indexes)

    @property
    def spellings(self) -> set[str]:
        """Every spelling that means any of the units, as ``core`` writes it."""
        indexes = (self._exact, self._short, self._abbreviated, self._short_abbreviated)
        return {spelling for index in indexes for spelling in index.spellings}

    def is_full(self, name: str) -> bool:
        """Tell whether a name is one unit's in full."""
        return len(self._exact.get(core(name))) == 1

    def match(self, names: Iterable[str]) -> dict[str, Unit]:
        """Return the unit of each name that means exactly one; a name that might mean several is left out.

        Args:
            names: all names of one batch, for a short line of the list (水务局) is matched with a longer name
                (澜川市水务局) only if no other name of the batch (青屏县水务局) has as good a claim to it.
        """
        matches: dict[str, Unit] = {}
        longer: dict[Unit, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name in dict.fromkeys(names):
            candidates = self.candidates(name)
            if len(candidates) == 1:
                matches[name] = candidates[0]
            elif not candidates:
                short = {unit for unit, place in self._shorter(core(name)) if _may_be_in(place, unit)}
                if len(short) == 1:
                    longer[short.pop()][core(name)].append(name)
        taken = set(matches.values())
        for unit, claims in longer.items():
            if len(claims) == 1 and unit not in taken:
                matches |= dict.fromkeys(next(iter(claims.values())), unit)
        return matches

    def _shorter(self, spelling: str) -> Iterator[tuple[Unit, str]]:
        """The lines of the list that are this name without the place that leads it, with that place."""
        for short, place in short_for(spelling):
            for unit in self._exact.get(short) or self._abbreviated.get(short):
                yield unit, place

    def by_address(self, address: str) -> Unit | None:
        """Return the one unit that has this address."""
        units = self.sharing(address)
        return units[0] if len(units) == 1 else None

    def sharing(self, address: str) -> tuple[Unit, ...]:
        """Return all units that have this address: an office may keep one mailbox for several."""
        return tuple(self._by_address.get(address.lower(), ()))

    def is_above(self, upper: Unit, lower: Unit) -> bool:
        """Tell whether a unit is another's 上级, or its 上级's, and so on."""
        seen: set[tuple[str, str]] = set()
        while lower.parent and lower.key not in seen:
            seen.add(lower.key)
            above = self.candidates(lower.parent)
            if upper in above and len(above) == 1:
                return True
            if len(above) != 1:
                return False
            lower = above[0]
        return False

    def may_pass_on(self, sender: Unit, unit: Unit) -> bool:
        """Tell whether a unit may send what is another's: it is above it, or the office of the government that is."""
        if self.is_above(sender, unit):
            return True
        seat = _seat(sender)
        seen: set[tuple[str, str]] = set()
        while seat and unit != sender and unit.key not in seen:
            if seat in (core(unit.name), core(unit.parent)):
                return True
            seen.add(unit.key)
            above = self.candidates(unit.parent) if unit.parent else ()
            if len(above) != 1:
                return False
            unit = above[0]
        return False


class _Index:
    """Spelling → the units of that spelling, each once, in the list's order."""

    def __init__(self) -> None:
        self._units: dict[str, dict[Unit, None]] = defaultdict(dict)

    def add(self, spelling: str, unit: Unit) -> None:
        self._units[spelling][unit] = None

    @property
    def spellings(self) -> set[str]:
        return set(self._units)

    def get(self, spelling: str) -> tuple[Unit, ...]:
        return tuple(self._units.get(spelling, ()))


def short_for(full: str) -> Iterator[tuple[str, str]]:
    """What a name is without the place that leads it, and that place: 水务局 and 市水务局 for 澜川市水务局."""
    for end in range(1, len(full) - 1):
        if full[end - 1] in _RANKS and _PLACES.fullmatch(full[:end]):
            yield full[end:], full[:end]
            if full[end - 1] in "省市州县区旗":
                yield full[end - 1 :], full[:end]


def _seat(unit: Unit) -> str:
    """The government whose office a unit is, as ``core`` writes it; "" if it is none."""
    office = _OFFICE.fullmatch(unit.name)
    if office is None:
        return ""
    return core(office["place"] + "人民政府") if len(office["place"]) > 1 else core(unit.parent)


def _place(name: str) -> str:
    """The place of a 上级: 东山县 for 东山县人民政府; "" if it is none."""
    found = _PLACES.match(core(name))
    return found[0] if found else ""


def _in_place(names: frozenset[str], place: str, *, is_place: bool) -> set[str]:
    """What names are in full below a place: 政务服务局 and 市政务服务局 below 青澜市 are both 青澜市政务服务局."""
    bare = [name.removeprefix(place[-1]) for name in names if not _PLACES.match(name)]
    full = {place + name for name in bare if name}
    if is_place:  # 太平镇 below 东山县 is 东山县太平镇
        full |= {place + name for name in names if not name.startswith(place)}
    return full


def _zone_for_short(place: str) -> Iterator[str]:
    """Yield what a development zone is called for short: 高新区 for 青澜高新技术产业开发区."""
    for long, short in _ZONES.items():
        if place.endswith(long):
            yield place.removesuffix(long) + short
            yield short


def _level(parent: str) -> int:
    """How far down a 上级 is: 1 for a province … 4 for a township; 0 where its place does not tell."""
    place = _place(parent)
    return next((level for level, ranks in enumerate(_LEVELS, 1) if place and place[-1] in ranks), 0)


def _may_be_in(place: str, unit: Unit) -> bool:
    """Tell whether a line of the list may mean a unit of this place: it must be the parent's, if that is known."""
    above = _place(unit.parent)
    return not above or place.endswith(above) or above.endswith(place)


@cache
def offices() -> _Pairs:
    """Return the short names of each kind of office, with the full names that they may stand for."""
    import tomllib  # noqa: PLC0415  # only where units are known by a list

    rows = tomllib.loads(_ABBREVIATIONS.read_text("utf-8"))["offices"]
    return tuple((tuple(short), tuple(full)) for short, full in rows)


def _called_otherwise(name: str) -> Iterator[str]:
    """Yield what a unit of the list may be called otherwise, both as ``core`` writes them.

    A list that has the short name itself (卫健局) means any of the full ones that it stands for.
    """
    for ending, others in _by_ending().get(name[-1:], ()):
        if name.endswith(ending):
            place = name[: len(name) - len(ending)]
            yield from (place + other for other in others if other != ending)


@cache
def _by_ending() -> Mapping[str, _Endings]:
    """The endings with what they may stand for, by their last character."""
    pairs: dict[str, _Endings] = {}
    for shorts, fulls in offices():
        for ones, others in ((fulls, shorts), (shorts, fulls)):
            for ending in map(core, ones):
                pairs[ending[-1]] = (*pairs.get(ending[-1], ()), (ending, tuple(dict.fromkeys(map(core, others)))))
    return pairs
