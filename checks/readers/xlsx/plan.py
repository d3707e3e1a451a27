"""What a sheet is without its values: where its cells stand, of which types and formats.

What stands between two stored values is one of few things: an end of a cell, styled cells without a value, an end
and a beginning of a row, and the beginning of the next cell. Such a stretch is matched by one expression from its
first character to its last, so that nothing in a sheet's rows goes unread; and it is matched once, for in the next
sheet of the same form it is the same again, and so are all of them together.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import compress
from operator import ge, not_
from typing import TYPE_CHECKING, Any, NamedTuple

from checks.model.grid import ROW_CODE, column_letters
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS
from checks.readers.xlsx.seen import may_hide_rows
from checks.readers.xlsx.shared_formulas import SharedFormulas
from checks.readers.xlsx.text import UnusualError, resolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.model.grid import PlannedGrid, Value

_MOST_STRETCHES, _LONGEST_STRETCH = 20_000, 400
"""Stretches kept from sheet to sheet: a form has 400, of 50 characters, and a batch a few dozen forms."""
_MOST_PLANS, _LONGEST_PLAN = 300, 40_000
"""Sheets kept, and the characters of the longest: one of a form has 10,000."""
_MOST_MET = 10_000
"""Sheets of which it is known that they were met."""
_MOST_ROOM = 400_000
"""Cells that a sheet is given room for, blanks included; one whose cells lie wider apart is given row by row."""
_OF_TEXT = frozenset(("s", "str", "inlineStr"))
_GAP = "\x03"
"""Stands in a plan where a value was cut out; no XML may hold it."""

# Plain repeats, not possessive ones: Python 3.11.2 (Debian 12) gets those wrong. Each ends with a mark that nothing
# else begins with, so that giving up costs no more than matching did.
_ATTRIBUTES = r'(?: (?!xmlns)[A-Za-z0-9:]+="[^"<>]*")* ?'
_EMPTY = rf'(?:<c r="[A-Z]{{1,3}}[0-9]{{1,7}}"{_ATTRIBUTES}(?:/>|></c>))*'
_ROW = rf"<row{_ATTRIBUTES}"
_ROWS = rf"(?:{_ROW}(?:/>|>{_EMPTY}</row>))*"
_CELL = (
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="(n|s|str|b|e|inlineStr)")?>'
    r"(<f(?: (?![^<>]*xmlns)[^<>]*)?(?:/>|>[^<>]*</f>))?<"
)
_BETWEEN = re.compile(rf"</c>{_EMPTY}(?:</row>{_ROWS}{_ROW}>{_EMPTY})?{_CELL}")
_LAST = re.compile(rf"</c>{_EMPTY}</row>{_ROWS}")
_BEFORE_ROWS = "</c></row>"
"""Put before the first stretch, it looks like one that follows a row."""
_FORMULA_ATTRIBUTE = re.compile(r' ([A-Za-z]+)="([^"]*)"')


class Manner:
    """How cells are written, wherever they stand. Two are the same if they are one.

    Attributes:
        column: from 0.
        kind: the type.
        style: the format.
        formula: with its element; "" for none.
        hides: whether a row that is not seen may begin with such a cell.
        is_text: whether the type is one of texts.
    """

    __slots__ = ("column", "formula", "hides", "is_text", "kind", "style")

    def __init__(self, column: int, kind: str, style: str, formula: str, *, hides: bool) -> None:
        self.column = column
        self.kind = kind
        self.style = style
        self.formula = formula
        self.hides = hides
        self.is_text = kind in _OF_TEXT


class _InCommon(NamedTuple):
    """What the manners of a sheet's cells say together.

    Attributes:
        width: how many columns the sheet has.
        styles: the formats.
        hides: whether one may begin a row that is not seen.
        has_formulas: whether one has a formula.
        word_kind: the type of all cells that hold texts; "" where there are several, or none.
        other_kind: that of all others, likewise.
    """

    width: int
    styles: frozenset[str]
    hides: bool
    has_formulas: bool
    word_kind: str
    other_kind: str


@lru_cache(maxsize=512)
def _in_common(manners: frozenset[Manner]) -> _InCommon:
    words, others = ({manner.kind for manner in manners if manner.is_text is of_text} for of_text in (True, False))
    return _InCommon(
        max([manner.column for manner in manners], default=-1) + 1,
        frozenset([manner.style for manner in manners]),
        any(manner.hides for manner in manners),
        any(manner.formula for manner in manners),
        next(iter(words)) if len(words) == 1 else "",
        next(iter(others)) if len(others) == 1 else "",
    )


class Plan:
    """What the places of a sheet's cells have in common with those of every sheet of the same form.

    Attributes:
        codes: the row and the column, from 0, of each cell that holds a value, as a code.
        manners: how each is written.
        height: how many rows there are down to the last of them.
        width: how many columns.
        tails: what stands behind the rows → whether a merged area there covers one of its cells, and whether a
            conditional format there may hide figures whatever the stylesheet says.
        shape: stands for the plan, in whoever wants to compare two.
        in_use: the cell formats of its cells.
        formulas: the cells that hold one.
        words: those of the codes whose cells hold texts.
        numbers: those whose cells hold anything else.
        hides: whether it may have rows that are not seen.
        is_new: no such sheet was met before, and the plan is not kept.
    """

    def __init__(self, codes: list[int], manners: list[Manner], *, hides: bool) -> None:
        """Follow from a sheet's cells what it has.

        Raises:
            UnusualError: two are in one place, or not in order; or they lie wide apart.
        """
        if any(map(ge, codes, codes[1:])):
            raise UnusualError
        self.codes, self.manners = codes, manners
        common = _in_common(frozenset(manners))
        self.height, self.width = codes[-1] // ROW_CODE + 1 if codes else 0, common.width
        if self.height * self.width > _MOST_ROOM:
            raise UnusualError
        self.in_use, self.hides = common.styles, hides or common.hides
        self.formulas = frozenset[tuple[int, int]]()
        if common.has_formulas:
            has_formula = [bool(manner.formula) for manner in manners]
            self.formulas = frozenset([divmod(code, ROW_CODE) for code in compress(codes, has_formula)])
        self._is_text = [manner.is_text for manner in manners]
        self._is_other = list(map(not_, self._is_text))
        self._word_kinds = common.word_kind or [manner.kind for manner in manners if manner.is_text]
        self._other_kinds = common.other_kind or [manner.kind for manner in manners if not manner.is_text]
        self.words = list(compress(codes, self._is_text))
        self.numbers = list(compress(codes, self._is_other))
        self.tails: dict[str, tuple[bool, bool]] = {}
        self.shape = object()
        self.is_new = True

    def cells(self) -> Iterator[tuple[int, int, str, str]]:
        """Yield row and column, from 0, type and format of each cell that holds a value."""
        for code, manner in zip(self.codes, self.manners, strict=True):
            yield *divmod(code, ROW_CODE), manner.kind, manner.style

    def some(self, these: Sequence[bool]) -> Iterator[tuple[int, int, str]]:
        """Yield row and column, from 0, and format of some of the cells."""
        for code, manner in zip(compress(self.codes, these), compress(self.manners, these), strict=True):
            yield *divmod(code, ROW_CODE), manner.style

    def fill(self, grid: PlannedGrid, values: Sequence[str], sources: Mapping[str, Mapping[str, Value]]) -> None:
        """Give a sheet its texts and figures.

        Args:
            grid: the sheet.
            values: of its cells, as stored.
            sources: for each type of cell, stored value → value.

        Raises:
            LookupError: a value is none of its cell's type.
            UnusualError: there are more or fewer values than cells.
        """
        if len(values) != len(self.codes):
            raise UnusualError
        grid.shape, grid.words, grid.numbers = self.shape, self.words, self.numbers
        grid.word_texts = _looked_up(list(compress(values, self._is_text)), self._word_kinds, sources)
        grid.figures = _looked_up(list(compress(values, self._is_other)), self._other_kinds, sources)
        grid.extent, grid.is_new = (self.height, self.width), self.is_new

    @cached_property
    def formula_texts(self) -> Mapping[tuple[int, int], str]:
        """The formulas: (row, column), from 0 → ``SUM(C5:H5)``.

        Raises:
            UnusualError: one of them holds an ampersand that begins no entity.
        """
        shared = SharedFormulas()
        texts: dict[tuple[int, int], str] = {}
        for code, manner in zip(self.codes, self.manners, strict=True):
            if written := manner.formula:
                tag, _, rest = written.partition(">")
                attributes = dict(_FORMULA_ATTRIBUTE.findall(tag))
                formula = resolved(rest.removesuffix("</f>"))
                row, column = divmod(code, ROW_CODE)
                texts[row, column] = shared.text(formula, attributes, (row + 1, column + 1))
        return texts


def plan_of(stretches: list[str]) -> Plan:
    """Return the plan of a sheet.

    Args:
        stretches: the XML of its rows, in the pieces that are left when its values are cut out.

    Raises:
        UnusualError: something in it isn't as every office program writes it.
    """
    text = _GAP.join(stretches)
    plan = _PLANS.get(text)
    if plan is None:
        if text.count(_GAP) != len(stretches) - 1:
            raise UnusualError
        plan = _planned(stretches)
        if len(text) <= _LONGEST_PLAN and _comes_again(text):
            if len(_PLANS) >= _MOST_PLANS:
                _PLANS.clear()
            _PLANS[text], plan.is_new = plan, False
    return plan


def _comes_again(text: str) -> bool:
    """Tell whether a sheet was met before: what comes once is not worth the room."""
    number = hash(text)
    if number in _MET:
        return True
    if len(_MET) >= _MOST_MET:
        _MET.clear()
    _MET.add(number)
    return False


def _planned(stretches: list[str]) -> Plan:
    """Make a plan; the stretches are used up."""
    stretches[0] = _BEFORE_ROWS + stretches[0]
    last = stretches.pop()
    if _LAST.fullmatch(last) is None:
        raise UnusualError
    codes, manners = list(map(_CODES.__getitem__, stretches)), list(map(_MANNERS.__getitem__, stretches))
    return Plan(codes, manners, hides=may_hide_rows(last))


def _cell(stretch: str) -> tuple[int, Manner]:
    """Return the code of the cell that a stretch between two values ends with, and how it is written."""
    match = _BETWEEN.fullmatch(stretch)
    if match is None:
        raise UnusualError
    letters, number, style, kind, formula = match.groups("")
    row, column = int(number) - 1, _COLUMNS.get(letters)
    if column is None or not 0 <= row < MAX_ROWS:
        raise UnusualError
    key = column, kind or "n", style or "0", formula, "<row" in stretch and may_hide_rows(stretch)
    code, manner = row * ROW_CODE + column, _DISTINCT.get(key) or Manner(*key[:4], hides=key[4])
    if len(stretch) <= _LONGEST_STRETCH:
        if len(_CODES) >= _MOST_STRETCHES:
            for known in (_CODES, _MANNERS, _DISTINCT):
                known.clear()
        _CODES[stretch], _MANNERS[stretch], _DISTINCT[key] = code, manner, manner
    return code, manner


class _Codes(dict[str, int]):
    """Stretch between two values → the code of the cell that it ends with."""

    def __missing__(self, stretch: str) -> int:
        return _cell(stretch)[0]


class _Manners(dict[str, Manner]):
    """Stretch between two values → how the cell is written that it ends with."""

    def __missing__(self, stretch: str) -> Manner:
        return _cell(stretch)[1]


def _looked_up(values: Sequence[str], kinds: list[str] | str, sources: Mapping[str, Mapping[str, Value]]) -> list[Any]:
    if isinstance(kinds, str):
        return list(map(sources[kinds].__getitem__, values))
    return [sources[kind][value] for kind, value in zip(kinds, values, strict=True)]


_COLUMNS = {column_letters(column): column for column in range(MAX_COLUMNS)}
_CODES, _MANNERS = _Codes(), _Manners()
_DISTINCT: dict[tuple[int, str, str, str, bool], Manner] = {}
_PLANS: dict[str, Plan] = {}
_MET: set[int] = set()
