"""The strict tokeniser: reads the parts of .xlsx as every office program writes them, and nothing else.

What stands between two stored values is one of few things: an end of a cell, styled cells without a value, an end
and a beginning of a row, and the beginning of the next cell. Such a stretch is matched by one expression from its
first character to its last, so that nothing in a sheet's rows goes unread; and it is matched once, for in the next
sheet of the same form it is the same again. Whatever doesn't match is for ``xlsx_scan``, which reads all that is
legal, at an eighth of the speed.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import compress
from operator import add, attrgetter, itemgetter, lt
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from checks.model.grid import ROW_CODE, SeenOtherwise, column_letters
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS
from checks.readers.covered import uncover
from checks.readers.date_formats import date_text
from checks.readers.relations import MAIN
from checks.readers.xlsx.conditions import by_condition, may_hide
from checks.readers.xlsx.seen import (
    by_format,
    has_low_rows,
    hidden_columns,
    hidden_rows,
    may_hide_rows,
    merged_areas,
)
from checks.readers.xlsx.shared_formulas import SharedFormulas
from checks.readers.xlsx.text import UnusualError, decoded, resolved
from checks.readers.xlsx.values import MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from checks.model.grid import Value
    from checks.readers.xlsx.styles import CellFormats

_Pick: TypeAlias = "Callable[[Sequence[Any]], Sequence[Any]]"
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 20_000, 400
"""Stretches kept from sheet to sheet: a form has 400, of 50 characters, and a batch a few dozen forms."""

_MOST_ROOM = 400_000
"""Cells that a sheet is given room for, blanks included; one whose cells lie wider apart is given row by row."""
_OF_TEXT, _OF_NO_TEXT = frozenset(("s", "str", "inlineStr")), frozenset(("n", "b", "e"))
_MOST_TAILS = 32
"""Ends of sheets that are remembered with a plan: merged areas, and links that differ."""
_MOST_PLANS, _LARGEST_PLAN = 300, 500
"""Sheets whose places are kept (30 MB at the most), and the cells of the largest: a form has 300."""

# Plain repeats, not possessive ones: Python 3.11.2 (Debian 12) gets those wrong. Each ends with a mark that nothing
# else begins with, so that giving up costs no more than matching did.
_ATTRIBUTES = r'(?: (?!xmlns)[A-Za-z0-9:]+="[^"<>]*")* ?'
_EMPTY = rf'(?:<c r="[A-Z]{{1,3}}[0-9]{{1,7}}"{_ATTRIBUTES}(?:/>|></c>))*'
_ROW = rf"<row{_ATTRIBUTES}"
_ROWS = rf"(?:{_ROW}(?:/>|>{_EMPTY}</row>))*"
_CELL = (
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="(n|s|str|b|e|inlineStr)")?>'
    r"(<f(?: (?![^<>]*xmlns)[^<>]*)?(?:/>|>[^<>]*</f>))?"
)
_BETWEEN = re.compile(rf"</c>{_EMPTY}(?:</row>{_ROWS}{_ROW}>{_EMPTY})?{_CELL}")
_LAST = re.compile(rf"</c>{_EMPTY}</row>{_ROWS}")
_BEFORE_ROWS = "</c></row>"
"""Put before the first stretch, it looks like one that follows a row."""
_HEAD = re.compile(r"\ufeff?\s*(?:<\?xml[^<>]*\?>\s*)?<worksheet[ >]")
_FORMULA_ATTRIBUTE = re.compile(r' ([A-Za-z]+)="([^"]*)"')


class Place:
    """Where the cell stands that a stretch ends with, and what it is. Two are the same if they are one.

    Attributes:
        cell: its row and column, from 0, and its type.
        at: its row and column alone.
        style: its format.
        formula: its formula as written, with its element; "" for none.
        hides: whether the stretch may begin a row that is not seen.
    """

    __slots__ = ("at", "cell", "formula", "hides", "style")

    def __init__(self, cell: tuple[int, int, str], style: str, formula: str, *, hides: bool) -> None:
        self.cell = cell
        self.at = cell[:2]
        self.style = style
        self.formula = formula
        self.hides = hides


class Plan:
    """What the places of a sheet's cells have in common with those of every sheet of the same form.

    Attributes:
        places: of its cells, in their order.
        cells: row, column and type of each.
        covered: what stands behind the rows → whether a merged area there covers one of its cells.
        hiding: those of them whose conditional formats may hide figures by themselves.
        texts: the formulas, once they have been asked for.
        shape: stands for the plan, in whoever wants to compare two.
        in_use: the cell formats of its cells.
        formulas: the cells that hold one.
        words: the cells that hold texts.
        numbers: the cells that hold anything else, each as a ``spot_code``.
        hides: whether it may have rows that are not seen, before its last cell.
        is_known: whether a second sheet has followed it: then it is worth while to prepare for a third.
    """

    def __init__(self, places: tuple[Place, ...]) -> None:
        """Follow from places what they tell.

        Raises:
            UnusualError: two are in one place, or not in order; or they lie wide apart.
        """
        self.places = places
        self.cells: list[tuple[int, int, str]] = list(map(attrgetter("cell"), places))
        rows, columns, kinds = zip(*self.cells, strict=True) if places else ((), (), ())
        at = list(map(attrgetter("at"), places))
        if not all(map(lt, at, at[1:])):
            raise UnusualError
        self.height: int = rows[-1] + 1 if places else 0
        self.width: int = max(columns) + 1 if places else 0
        if self.height * self.width > _MOST_ROOM:
            raise UnusualError
        self.formulas = frozenset(compress(at, map(attrgetter("formula"), places)))
        self.in_use = frozenset(map(attrgetter("style"), places))
        self.words = list(compress(at, map(_OF_TEXT.__contains__, kinds)))
        codes = map(add, map(ROW_CODE.__mul__, rows), columns)
        self.numbers = list(compress(codes, map(_OF_NO_TEXT.__contains__, kinds)))
        self.hides = any(map(attrgetter("hides"), places))
        self.covered: dict[str, bool] = {}
        self.hiding: set[str] = set()
        self.texts: dict[tuple[int, int], str] = {}
        self.shape = object()
        self.is_known = False

    @cached_property
    def kinds(self) -> list[tuple[str, _Pick]]:
        """Each type of cell, and what picks the stored values of its cells out of all."""
        return [(kind, _pick(of_kind)) for kind, of_kind in self._by_kind().items()]

    @cached_property
    def dealt(self) -> _Pick:
        """What puts the values, type by type with a blank behind them, where they belong in the sheet."""
        where = [len(self.cells)] * (self.height * self.width)
        numbers = (number for of_kind in self._by_kind().values() for number in of_kind)
        for position, number in enumerate(numbers):
            row, column, _ = self.cells[number]
            where[row * self.width + column] = position
        return _pick(where)

    def _by_kind(self) -> dict[str, list[int]]:
        by_kind: dict[str, list[int]] = {}
        for number, (_, _, kind) in enumerate(self.cells):
            by_kind.setdefault(kind, []).append(number)
        return by_kind


class Tokens(NamedTuple):
    """The cells of a sheet, where one sees another thing than they hold, and what its cells have in common.

    Attributes:
        as_planned: every cell holds what its type says: no number is a date, nothing is covered.
    """

    rows: list[list[Value]]
    formulas: frozenset[tuple[int, int]]
    seen: list[SeenOtherwise]
    plan: Plan
    as_planned: bool


def sheet_cells(
    part: bytes, sources: Mapping[str, Mapping[str, Value]], formats: CellFormats, date1904: bool
) -> Tokens:
    """Read a sheet.

    Args:
        part: its XML, in UTF-8.
        sources: for each type of cell, stored value → value; ``values.sources_of`` makes them.
        formats: the workbook's cell formats.
        date1904: where the workbook's dates begin.

    Raises:
        UnusualError: something in it isn't as every office program writes it.
        InputFileError: it has more merged areas than any sheet.
    """
    head, body, tail = _parts_of(decoded(part))
    stretches = _with_inline_texts(body).replace("</v>", "<v>").split("<v>")
    stretches[0] = _BEFORE_ROWS + stretches[0]
    last = stretches.pop()
    values = stretches[1::2]
    try:
        plan = _PLANS[tuple(map(_REMEMBERED.__getitem__, stretches[0::2]))]
        if len(values) != len(plan.cells):
            raise UnusualError
        rows = _rows(plan, values, sources)
    except LookupError as error:
        raise UnusualError from error
    if _LAST.fullmatch(last) is None:
        raise UnusualError
    has_dates = not plan.in_use.isdisjoint(formats.dates)
    if has_dates:
        _mark_dates(rows, plan, formats.dates, date1904)
    hiding = body if plan.hides or may_hide_rows(last) or has_low_rows(head) else ""
    seen = _seen(rows, plan, formats, (head, hiding, tail), values)
    return Tokens(rows, plan.formulas, seen, plan, not has_dates and not plan.covered[tail])


def _rows(plan: Plan, values: list[str], sources: Mapping[str, Mapping[str, Value]]) -> list[list[Value]]:
    """Return the values of a sheet, row by row: from the second on those of one type are looked up in one go."""
    if not plan.is_known:
        plan.is_known = True
        rows: list[list[Value]] = [[None] * plan.width for _ in range(plan.height)]
        for (row, column, kind), value in zip(plan.cells, values, strict=True):
            rows[row][column] = sources[kind][value]
        return rows
    looked_up: list[Value] = []
    for kind, of_kind in plan.kinds:
        looked_up += map(sources[kind].__getitem__, of_kind(values))
    looked_up.append(None)
    dealt, width = plan.dealt(looked_up), plan.width
    return [list(dealt[begin : begin + width]) for begin in range(0, plan.height * width, width or 1)]


def _seen(
    rows: list[list[Value]], plan: Plan, formats: CellFormats, text: tuple[str, str, str], values: list[str]
) -> list[SeenOtherwise]:
    """Return where one sees another thing than the cells hold, and blank the covered ones in place.

    Args:
        rows: the values.
        plan: of the sheet.
        formats: the workbook's cell formats.
        text: what stands before the rows, the rows if any of them may be hidden, and what stands behind.
        values: the values as stored.
    """
    head, hiding, tail = text
    seen = [SeenOtherwise("hidden_row", row, -1) for row in hidden_rows(hiding, head)] if hiding else []
    seen += [SeenOtherwise("hidden_column", -1, column) for column in sorted(hidden_columns(head))]
    covers = plan.covered.get(tail)
    if covers is None:
        covers = _covers(plan, rows, tail)
    if covers:
        seen += uncover(rows, merged_areas(tail))
    noted = formats.noted
    if formats.rounding and ("." in (stored := "".join(values)) or "E-" in stored or "e-" in stored):
        noted |= formats.rounding.keys()
    if not plan.in_use.isdisjoint(noted):
        cells = [
            (row, column, style)
            for (row, column, _), place in zip(plan.cells, plan.places, strict=True)
            if (style := place.style) in noted
        ]
        seen += by_format(cells, rows, formats)
    if formats.conditional or formats.looks or tail in plan.hiding:
        seen += by_condition(tail, rows, formats, lambda: {place.at: place.style for place in plan.places})
    return seen


def formula_texts(plan: Plan) -> Mapping[tuple[int, int], str]:
    """Return the formulas of a sheet: (row, column), from 0 → ``SUM(C5:H5)``; the same mapping for every such sheet.

    Raises:
        UnusualError: one of them holds an ampersand that begins no entity.
    """
    if not plan.texts and plan.formulas:
        shared = SharedFormulas()
        texts: dict[tuple[int, int], str] = {}
        for (row, column, _), place in zip(plan.cells, plan.places, strict=True):
            if written := place.formula:
                tag, _, rest = written.partition(">")
                attributes = dict(_FORMULA_ATTRIBUTE.findall(tag))
                formula = resolved(rest.removesuffix("</f>"))
                texts[row, column] = shared.text(formula, attributes, (row + 1, column + 1))
        plan.texts.update(texts)
    return plan.texts


def _covers(plan: Plan, rows: list[list[Value]], tail: str) -> bool:
    """Tell whether a merged area covers a cell of the plan; remember it, and what else a tail may hide.

    ``rows`` holds something in each cell of the plan.
    """
    probe = [row[:] for row in rows]
    uncover(probe, merged_areas(tail))
    covers = probe != rows
    if len(plan.covered) >= _MOST_TAILS:
        plan.covered.clear()
        plan.hiding.clear()
    plan.covered[tail] = covers
    if may_hide(tail):
        plan.hiding.add(tail)
    return covers


def _with_inline_texts(body: str) -> str:
    """Let texts that stand in their cells, as openpyxl writes them, look like stored values with a mark around them.

    The mark is a character that no XML may hold, so that a text stays one whatever the type of its cell is.
    """
    if "<is>" not in body:
        return body
    body = body.replace('<is><t xml:space="preserve">', "<is><t>").replace("<is><t/></is>", "<is><t></t></is>")
    return body.replace("<is><t>", f"<v>{MARK}").replace("</t></is>", f"{MARK}</v>")


def _parts_of(text: str) -> tuple[str, str, str]:
    """Return what stands before, between and behind ``<sheetData>`` and ``</sheetData>``.

    Before and behind it, comments and the like are looked for; between, they would match nothing.
    """
    start, end = text.find("<sheetData"), text.rfind("</sheetData>")
    if text.startswith("<sheetData/>", start):
        rows, tail = "", text[start + 12 :]
    elif text.startswith("<sheetData>", start) and end > start:
        rows, tail = text[start + 11 : end], text[end + 12 :]
    else:
        raise UnusualError
    head = text[:start]
    if not _is_usual(head) or "<!" in tail or "<sheetData" in tail or not tail.rstrip().endswith("</worksheet>"):
        raise UnusualError
    return head, rows, tail


@lru_cache(maxsize=256)  # a batch has a few dozen
def _is_usual(head: str) -> bool:
    """Tell whether nothing but a worksheet of ours begins here."""
    if not _HEAD.match(head) or "<!" in head or head.find("<?", 2) >= 0 or "<extLst" in head:
        return False
    # Elements of another namespace, or inside of extensions, are none of ours however they are called.
    return head.count(' xmlns="') == 1 and any(f' xmlns="{name}"' in head for name in MAIN)


def _mark_dates(rows: list[list[Value]], plan: Plan, dates: frozenset[str], date1904: bool) -> None:
    """Turn numbers that are shown as dates into Specials, in place."""
    for (row, column, kind), place in zip(plan.cells, plan.places, strict=True):
        if place.style in dates and kind == "n":
            serial = rows[row][column]
            assert isinstance(serial, float)
            rows[row][column] = date_text(serial, date1904=date1904)


class _Stretches(dict[str, Place]):
    """Stretch between two values → the place of the cell it ends with."""

    def __missing__(self, stretch: str) -> Place:
        match = _BETWEEN.fullmatch(stretch)
        if match is None:
            raise UnusualError
        letters, number, style, kind, formula = match.groups("")
        row, column = int(number) - 1, _COLUMNS[letters]
        if not 0 <= row < MAX_ROWS:
            raise UnusualError
        place = Place((row, column, kind or "n"), style or "0", formula, hides=may_hide_rows(stretch))
        if len(stretch) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[stretch] = place
        return place


class _Plans(dict[tuple[Place, ...], Plan]):
    """Places → what follows from them. They must come in order: two in one place, or disorder, is unusual."""

    def __missing__(self, places: tuple[Place, ...]) -> Plan:
        plan = Plan(places)
        if len(places) <= _LARGEST_PLAN:
            if len(self) >= _MOST_PLANS:
                self.clear()
            self[places] = plan
        return plan


def _pick(places: list[int]) -> _Pick:
    """Return what picks the members of a list at some places: ``itemgetter``, for any number of them."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: tuple([values[place] for place in places])


_COLUMNS = {column_letters(column): column for column in range(MAX_COLUMNS)}
_REMEMBERED = _Stretches()
_PLANS = _Plans()
