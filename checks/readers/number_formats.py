"""What a number format lets one see, where that is another number than the one that is added up.

Rounding to two places and more, a dash or nothing for zero, brackets for a negative number are honest habits; a
format that hides, scales, rounds to whole numbers, or prints digits of its own is not what a reader takes it for.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from checks.patterns import pattern

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    48: "##0.0E+0",
    49: "@",
}
"""The formats that have a number and no code in the file; those of currencies and dates are left out."""

_LONGEST = 255
"""Characters of a format, by Excel's own limit."""
_TOKEN = pattern(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*(?P<filler>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<condition>[<>=]+ ?-?[0-9.]+)\]|\[[^\]]*\]|(?P<general>General|G/通用格式)|E[+-](?P<power>[0#?]+)"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = pattern(r'(?:"[^"]*"?|\\.|[^;"\\])*', re.DOTALL)
_CONDITION = pattern(r"(<=|>=|<>|<|>|=) ?(-?[0-9.]+)")
_OTHER_NUMBER = pattern(r"\d|[一二三四五六七八九十百千万亿%‰]|[kKM]$")
_MINUS = pattern(r"[-－−–(（△▲减]")
_PLAIN = pattern(r"General|@|(?:#,##)?0\.00+(?:_[ )]| )?", re.IGNORECASE)
_ROUNDING = pattern(r"(?:#,##)?0(?:\.0)?(?:_[ )]| )?")


class _Section(NamedTuple):
    """One section of a format: what stands before and behind the digits, and what is done to the number."""

    before: str
    after: str
    digits: int
    decimals: int
    thousands: int
    percents: int
    general: bool
    power: bool
    broken: bool
    condition: str


def is_plain(code: str) -> bool:
    """Tell a format that shows every number as it is."""
    return _PLAIN.fullmatch(code) is not None


def is_rounding(code: str) -> bool:
    """Tell a format that shows every whole number as it is, and no other."""
    return _ROUNDING.fullmatch(code) is not None


@lru_cache(maxsize=4096)
def shown(code: str, number: float) -> str | None:
    """Return what one sees of a number, where that is not the number; None where it is.

    Args:
        code: the format; no date.
        number: the number that the cell holds.
    """
    if is_plain(code) or len(code) > _LONGEST:
        return None
    exact = Decimal(format(number, ".15g"))
    section, signed = _section_for(_sections(code), exact)
    if section is None:
        return None if number == 0 else ""
    return _seen(section, exact, signed=signed)


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...]:
    pieces: list[str] = []
    at = 0
    while at <= len(code) and len(pieces) < 4:
        matched = _SECTION.match(code, at)
        piece = matched[0] if matched else ""
        pieces.append(piece)
        at += len(piece) + 1
    return tuple(map(_parsed, pieces))


def _parsed(piece: str) -> _Section:
    kinds, condition = _tokens(piece)
    places = [i for i, (kind, _) in enumerate(kinds) if kind in ("digit", "general", "text")]
    first, last = (places[0], places[-1]) if places else (len(kinds), len(kinds))
    point = next((i for i, (kind, _) in enumerate(kinds) if kind == "point"), len(kinds))
    counts = Counter(kind for kind, _ in kinds)
    return _Section(
        before=_literal(kinds[:first]),
        after=_literal(kinds[last + 1 :]),
        digits=len(places),
        decimals=sum(i > point for i in places),
        thousands=_thousands(kinds, places, point),
        percents=counts["percent"],
        general=counts["general"] + counts["text"] > 0,
        power=counts["power"] > 0,
        broken=any(kind == "literal" and text.strip() for kind, text in kinds[first:last] if text != "/"),
        condition=condition,
    )


def _tokens(piece: str) -> tuple[list[tuple[str, str]], str]:
    """Return the tokens of a section, each as kind and text, and its condition, or ""."""
    kinds: list[tuple[str, str]] = []
    condition = ""
    for token in _TOKEN.finditer(piece):
        kind = token.lastgroup or ""
        text = token[kind] if kind else ""
        if kind == "condition":
            condition = text
        elif kind in ("quoted", "escaped", "currency", "literal"):
            kinds.append(("literal", text))
        elif kind == "filler":
            kinds.append(("literal", text if text.isdigit() else ""))
        elif kind:
            kinds.append((kind, text))
    return kinds, condition


def _literal(kinds: list[tuple[str, str]]) -> str:
    return "".join(text for kind, text in kinds if kind == "literal")


def _thousands(kinds: list[tuple[str, str]], places: list[int], point: int) -> int:
    """Count the commas right behind the last place, or the last whole one, each a division by 1000.

    A comma that another place follows parts thousands.
    """
    ends = {max((i for i in places if i < point), default=-1), max(places, default=-1)} - {-1}
    return sum(_commas_behind(kinds, places, end) for end in ends)


def _commas_behind(kinds: list[tuple[str, str]], places: list[int], end: int) -> int:
    commas = 0
    while end + commas + 1 < len(kinds) and kinds[end + commas + 1][0] == "comma":
        commas += 1
    return 0 if end + commas + 1 in places else commas


def _section_for(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section | None, bool]:
    """Return the section that shows a number, and whether its sign is shown besides; None where nothing is shown."""
    numbers = sections[:3] if len(sections) > 3 else sections
    if any(section.condition for section in numbers):
        for section in numbers:
            if not section.condition or _is_met(section.condition, number):
                return section, True
        return None, True
    if len(numbers) > 2 and number == 0:
        chosen, signed = numbers[2], False
    elif len(numbers) > 1 and number < 0:
        chosen, signed = numbers[1], False
    else:
        chosen, signed = numbers[0], True
    is_empty = not (chosen.digits or chosen.before or chosen.after)
    return (None if is_empty else chosen), signed


def _is_met(condition: str, number: Decimal) -> bool:
    parsed = _CONDITION.fullmatch(condition)
    if not parsed:
        return False
    relation, bound = parsed[1], Decimal(parsed[2])
    wanted = {"<": (-1,), ">": (1,), "=": (0,), "<=": (-1, 0), ">=": (1, 0), "<>": (-1, 1)}[relation]
    return (number > bound) - (number < bound) in wanted


def _seen(section: _Section, number: Decimal, *, signed: bool) -> str | None:
    """Return what a section shows, if a reader would take it for another number."""
    sign = "-" if signed and number < 0 else ""
    if not section.digits:
        text = section.before + section.after
        is_other = any(character.isdigit() and character != "0" for character in text)
        return None if number == 0 and not is_other else sign + text
    rounded = _rounded(section, abs(number))
    text = f"{sign}{section.before}{format(rounded, 'f')}{'%' * section.percents}{section.after}"
    has_minus = bool(sign) or _MINUS.search(section.before) is not None
    is_same = _is_same(section, number, rounded) and (number == 0 or has_minus == (number < 0))
    return None if is_same else text


def _rounded(section: _Section, size: Decimal) -> Decimal:
    """Return the digits that a section shows of a number without its sign."""
    if section.general:
        return size
    value = size * Decimal(100) ** section.percents / Decimal(1000) ** section.thousands
    if section.power and (section.decimals > 1 or not value):
        return value
    last = value.adjusted() - section.decimals if section.power else -section.decimals
    return value.quantize(Decimal(1).scaleb(last), ROUND_HALF_UP)


def _is_same(section: _Section, number: Decimal, rounded: Decimal) -> bool:
    """Tell whether the digits shown are the number's, but for decimals that a form may round away."""
    if section.broken or (section.percents and number != 0) or _OTHER_NUMBER.search(section.before + section.after):
        return False
    return rounded == abs(number) or (section.decimals > 1 and not section.percents and not section.thousands)
