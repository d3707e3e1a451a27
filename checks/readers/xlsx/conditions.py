"""Conditional formats: which of them may let one see another number than a cell holds, or none."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from checks.model.figures import is_figure
from checks.model.grid import SeenOtherwise, Value, parse_a1
from checks.patterns import pattern
from checks.readers.colours import BLACK, WHITE, is_unseen
from checks.readers.covered import written
from checks.readers.number_formats import shown
from checks.readers.xlsx.palette import Colours, Look, colour_of, theme_colours

if TYPE_CHECKING:
    from checks.readers.xlsx.styles import CellFormats

_CONDITIONS = pattern(r"<(?:\w+:)?conditionalFormatting[\s>]")
_EACH = pattern(r"<(?:\w+:)?cfRule\s([^<>]*)>(.*?)(?=<(?:\w+:)?cfRule\s|\Z)", re.DOTALL)
_AREAS = pattern(r"""\bsqref(?:\s*=\s*["']|>)([A-Z0-9: ]+)["'<]""")
_ATTRIBUTE = pattern(r"""(?<![\w:])(\w+)\s*=\s*["']([^"'<>]*)["']""")
_FORMULA = pattern(r"<(?:\w+:)?(?:formula|f)>([^<]*)<")
_COLOUR = pattern(r"<(?:\w+:)?(color|fgColor|bgColor)\s([^<>]*)>")
_STRUCK = pattern(r"""<(?:\w+:)?strike\s*(?:val\s*=\s*["'](?:1|true)["']\s*)?/>""")
_FONT = pattern(r"<(?:\w+:)?font>.*?(?:</(?:\w+:)?font>|\Z)", re.DOTALL)
_CODE = pattern(r"""\bformatCode\s*=\s*["']([^"']*)["']""")
_NO_VALUE = pattern(r"""\bshowValue\s*=\s*["'](?:0|false)["']""")
_OF_NOTHING = pattern(
    r"(?:ISBLANK|ISERROR|ISERR|ISNA)\([^()]*\)|LEN\((?:TRIM\()?[^()]*\)?\)=0|\$?[A-Z]{1,3}\$?\d+=(?:0|(?:\"\"|&quot;&quot;))",
    re.IGNORECASE,
)
"""Conditions that no cell with a figure above zero meets: what they hide is a zero, a blank or an error."""
_NEVER = frozenset(("containsBlanks", "containsErrors"))
_COMPARES: Mapping[str, Callable[[float, Sequence[float]], bool]] = {
    "equal": lambda value, bounds: value == bounds[0],
    "notEqual": lambda value, bounds: value != bounds[0],
    "greaterThan": lambda value, bounds: value > bounds[0],
    "greaterThanOrEqual": lambda value, bounds: value >= bounds[0],
    "lessThan": lambda value, bounds: value < bounds[0],
    "lessThanOrEqual": lambda value, bounds: value <= bounds[0],
    "between": lambda value, bounds: min(bounds) <= value <= max(bounds),
    "notBetween": lambda value, bounds: not min(bounds) <= value <= max(bounds),
}
_MOST_CONDITIONS, _MOST_CONDITIONAL = 200, 500_000
"""Conditional formats, and cells in their areas for each rule, that are looked at; a form has 250."""
_LONGEST_RULE = 20_000
"""Characters of a rule that are looked at."""
_MAY = ("showValue", "colorScale", ":dxf>")
"""What lets a conditional format hide figures without a format of the stylesheet."""


class _Rule(NamedTuple):
    """One rule of a conditional format: what it does to the cells that meet it.

    Attributes:
        look, code: by a format of the stylesheet, or of its own.
        grounds: the colours of a scale.
        is_bare: it takes the figure away and leaves a bar or a sign.
        compares: tells whether a number meets it, where that is known without the rest of the sheet.
    """

    look: Look | None
    code: str | None
    grounds: tuple[str, ...]
    is_bare: bool
    compares: Callable[[float], bool]


def may_hide(tail: str) -> bool:
    """Tell whether the text behind a sheet's rows may hide figures by itself, whatever the stylesheet says."""
    return any(word in tail for word in _MAY)


def by_condition(
    tail: str,
    rows: Sequence[Sequence[Value]],
    formats: CellFormats,
    styles: Callable[[], Mapping[tuple[int, int], str]] = dict,
) -> Iterator[SeenOtherwise]:
    """Yield the figures that a conditional format may show as others, or as nothing.

    Args:
        tail: the text behind a sheet's rows.
        rows: the values.
        formats: the workbook's.
        styles: returns the formats of the cells.
    """
    room, own = _MOST_CONDITIONAL, styles()
    for condition in islice(_CONDITIONS.split(tail)[1:], _MOST_CONDITIONS):
        areas, rules = _AREAS.search(condition), _rules(condition.partition("conditionalFormatting>")[0], formats)
        for row, column in _cells_in(areas[1], rows) if areas and rules else ():
            room -= len(rules)
            if room < 0:
                return
            value = rows[row][column]
            if not (isinstance(value, float) or (isinstance(value, str) and is_figure(value))):
                continue
            colours = formats.colours.get(own.get((row, column)) or "0", (BLACK, WHITE))
            for rule in rules:
                yield from _told(rule, value, colours, row, column)


def _told(rule: _Rule, value: str | float, colours: Colours, row: int, column: int) -> Iterator[SeenOtherwise]:
    """Yield what a rule may make of a figure; a zero that is not seen is as honest as a format without zeros."""
    if isinstance(value, float) and rule.code is not None and (text := shown(rule.code, value)) is not None:
        yield SeenOtherwise("conditional", row, column, text)
    if value == 0 or not rule.compares(value if isinstance(value, float) else math.inf):
        return
    hides = rule.look is not None and rule.look.hides(colours)
    if rule.is_bare or hides or any(is_unseen(colours[0], ground) for ground in rule.grounds):
        yield SeenOtherwise("unseen_perhaps", row, column, written(value))


def _rules(written_rules: str, formats: CellFormats) -> list[_Rule]:
    """Return the rules of a conditional format that may show figures as others, or hide them."""
    rules = []
    for tag, whole in _EACH.findall(written_rules):
        inside = whole[:_LONGEST_RULE]
        attributes = dict(_ATTRIBUTE.findall(tag))
        number, kind = attributes.get("dxfId", ""), attributes.get("type", "")
        look, code = formats.looks.get(number), formats.conditional.get(number)
        if ":dxf>" in inside:
            look, code = _own_look(inside), next(iter(_CODE.findall(inside)), None)
        grounds = tuple(_colours(inside)) if kind == "colorScale" else ()
        is_bare = _NO_VALUE.search(inside) is not None
        if kind not in _NEVER and (look or code or grounds or is_bare):
            rules.append(_Rule(look, code, grounds, is_bare, _comparison(attributes, inside)))
    return rules


def _comparison(attributes: Mapping[str, str], inside: str) -> Callable[[float], bool]:
    """Return what tells whether a number may meet a rule; where that is not known, any may."""
    formulas = [formula.strip() for formula in _FORMULA.findall(inside)]
    if attributes.get("type") == "expression" and formulas and _OF_NOTHING.fullmatch(formulas[0]):
        return lambda _: False
    compare = _COMPARES.get(attributes.get("operator", "")) if attributes.get("type") == "cellIs" else None
    try:
        bounds = [float(formula) for formula in formulas]
    except ValueError:
        return lambda _: True
    return (lambda value: compare(value, bounds)) if compare is not None and bounds else lambda _: True


def _own_look(inside: str) -> Look:
    """Return the look that newer programs write into the rule itself."""
    fonts = "".join(_FONT.findall(inside))
    rest = _FONT.sub("", inside)
    letters = next(iter(_colours(fonts)), None)
    return Look(
        letters, next(iter([*_colours(rest, "bgColor"), *_colours(rest, "fgColor")]), None), bool(_STRUCK.search(fonts))
    )


def _colours(text: str, tag: str = "color") -> list[str]:
    found = [dict(_ATTRIBUTE.findall(words)) for name, words in _COLOUR.findall(text) if name == tag]
    return [colour for one in found if (colour := colour_of(one, theme_colours(b""), {})) is not None]


def _cells_in(areas: str, rows: Sequence[Sequence[Value]]) -> Iterator[tuple[int, int]]:
    """Yield the row and the column of each cell in some areas of a sheet: ``C5:H5 J7``."""
    for area in dict.fromkeys(areas.split()):
        corner, other = parse_a1(area.partition(":")[0]), parse_a1(area.partition(":")[2] or area)
        if corner is not None and other is not None:
            for row in range(corner[0] - 1, min(other[0], len(rows))):
                yield from ((row, column) for column in range(corner[1] - 1, min(other[1], len(rows[row]))))
