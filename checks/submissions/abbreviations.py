"""What offices are called for short: 人社局 for 人力资源和社会保障局. Data, and never a guess between two units."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

_Pairs: TypeAlias = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

_Endings: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]

_DATA = Path(__file__).with_name("abbreviations.toml")


@cache
def offices() -> _Pairs:
    """Return the short names of each kind of office, with the full names that they may stand for."""
    rows = tomllib.loads(_DATA.read_text("utf-8"))["offices"]
    return tuple((tuple(short), tuple(full)) for short, full in rows)


def spellings(name: str, core: Callable[[str], str]) -> Iterator[str]:
    """Yield what a unit of the list may be called otherwise, as ``core`` writes it.

    A list that has the short name itself (卫健局) means any of the full ones that it stands for.

    Args:
        name: the unit's, already through ``core``: 江州市人力资源社会保障局.
        core: what is compared of a name.
    """
    for ending, others in _by_ending(core).get(name[-1:], ()):
        if name.endswith(ending):
            place = name[: len(name) - len(ending)]
            yield from (place + other for other in others if other != ending)


@cache
def _by_ending(core: Callable[[str], str]) -> Mapping[str, _Endings]:
    """The endings with what they may stand for, by their last character."""
    pairs: dict[str, _Endings] = {}
    for shorts, fulls in offices():
        for ones, others in ((fulls, shorts), (shorts, fulls)):
            for ending in map(core, ones):
                pairs[ending[-1]] = (*pairs.get(ending[-1], ()), (ending, tuple(dict.fromkeys(map(core, others)))))
    return pairs
