"""The strict tokeniser: reads the parts of .xlsx as every office program writes them, and nothing else.

What stands between two stored values is one of few things: an end of a cell, styled cells without a value, an end
and a beginning of a row, and the beginning of the next cell. Such a stretch is matched by one expression from its
first character to its last, so that nothing in a sheet's rows goes unread; and it is matched once, for in the next
sheet of the same form it is the same again. Whatever doesn't match is for ``xlsx_scan``, which reads all that is
legal, at an eighth of the speed.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from operator import lt
from typing import TYPE_CHECKING, NamedTuple

from checks.model.grid import SeenOtherwise, Special, column_letters
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS
from checks.readers.covered import uncover
from checks.readers.date_formats import date_text
from checks.readers.relations import MAIN
from checks.readers.xlsx.seen import by_condition, by_format, hidden_columns, hidden_rows, merged_areas
from checks.readers.xlsx.shared_formulas import SharedFormulas
from checks.readers.xlsx.text import UnusualError, decoded, resolved, unescaped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.model.grid import Value
    from checks.readers.xlsx.styles import CellFormats

_MOST_REMEMBERED, _LONGEST_REMEMBERED = 20_000, 400
"""Stretches kept from sheet to sheet: a form has 400, of 50 characters, and a batch a few dozen forms."""

_MOST_ROOM = 400_000
"""Cells that a sheet is given room for, blanks included; one whose cells lie wider apart is given row by row."""
_MARK = "\x01"
_OF_TEXT = ("s", "str", "inlineStr")
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
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[Ee][+-]?[0-9]+)?")


class Place:
    """Where the cell stands that a stretch ends with, and what it is. Two are the same if they are one.

    Attributes:
        cell: its row and column, from 0, and its type.
        style: its format.
        formula: its formula as written, with its element; "" for none.
    """

    __slots__ = ("cell", "formula", "style")

    def __init__(self, cell: tuple[int, int, str], style: str, formula: str) -> None:
        self.cell = cell
        self.style = style
        self.formula = formula


class Plan(NamedTuple):
    """What the places of a sheet's cells have in common with those of every sheet of the same form.

    Attributes:
        in_use: the cell formats of its cells.
        covered: what stands behind the rows → whether a merged area there covers one of its cells.
        written: the formula elements of its cells, "" for none.
        texts: the formulas themselves, once they have been asked for.
        shape: stands for the plan, in whoever wants to compare two.
        words: rows and columns of the cells that hold texts.
    """

    height: int
    width: int
    cells: list[tuple[int, int, str]]
    formulas: frozenset[tuple[int, int]]
    styles: list[str]
    in_use: frozenset[str]
    covered: dict[str, bool]
    written: tuple[str, ...]
    texts: dict[tuple[int, int], str]
    shape: object
    words: list[tuple[int, int]]


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
        sources: for each type of cell, stored value → value; ``sources_of`` makes them.
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
        rows: list[list[Value]] = [[None] * plan.width for _ in range(plan.height)]
        for (row, column, kind), value in zip(plan.cells, values, strict=True):
            rows[row][column] = sources[kind][value]
    except (LookupError, ValueError) as error:
        raise UnusualError from error
    if _LAST.fullmatch(last) is None:
        raise UnusualError
    has_dates = not plan.in_use.isdisjoint(formats.dates)
    if has_dates:
        _mark_dates(rows, plan, formats.dates, date1904)
    seen = _seen(rows, plan, formats, (head, body, tail), values)
    return Tokens(rows, plan.formulas, seen, plan, not has_dates and not plan.covered[tail])


def _seen(
    rows: list[list[Value]], plan: Plan, formats: CellFormats, text: tuple[str, str, str], values: list[str]
) -> list[SeenOtherwise]:
    """Return where one sees another thing than the cells hold, and blank the covered ones in place."""
    head, body, tail = text
    seen = [SeenOtherwise("hidden_row", row, -1) for row in hidden_rows(body, head)]
    seen += [SeenOtherwise("hidden_column", -1, column) for column in sorted(hidden_columns(head))]
    covers = plan.covered.get(tail)
    if covers is None:
        covers = _covers(plan, tail)
    if covers:
        seen += uncover(rows, merged_areas(tail))
    noted = formats.noted
    if formats.rounding and "." in "".join(values):
        noted |= formats.rounding.keys()
    if not plan.in_use.isdisjoint(noted):
        cells = [
            (row, column, style)
            for (row, column, _), style in zip(plan.cells, plan.styles, strict=True)
            if style in noted
        ]
        seen += by_format(cells, rows, formats)
    return [*seen, *by_condition(tail, rows, formats)]


def formula_texts(plan: Plan) -> Mapping[tuple[int, int], str]:
    """Return the formulas of a sheet: (row, column), from 0 → ``SUM(C5:H5)``; the same mapping for every such sheet.

    Raises:
        UnusualError: one of them holds an ampersand that begins no entity.
    """
    if not plan.texts and plan.formulas:
        shared = SharedFormulas()
        texts: dict[tuple[int, int], str] = {}
        for (row, column, _), written in zip(plan.cells, plan.written, strict=True):
            if written:
                tag, _, rest = written.partition(">")
                attributes = dict(_FORMULA_ATTRIBUTE.findall(tag))
                formula = resolved(rest.removesuffix("</f>"))
                texts[row, column] = shared.text(formula, attributes, (row + 1, column + 1))
        plan.texts.update(texts)
    return plan.texts


def _covers(plan: Plan, tail: str) -> bool:
    """Tell whether a merged area covers a cell that holds something, and remember it."""
    probe: list[list[Value]] = [[None] * plan.width for _ in range(plan.height)]
    for row, column, _ in plan.cells:
        probe[row][column] = 1
    covers = bool(uncover(probe, merged_areas(tail)))
    if len(plan.covered) >= _MOST_TAILS:
        plan.covered.clear()
    plan.covered[tail] = covers
    return covers


def _with_inline_texts(body: str) -> str:
    """Let texts that stand in their cells, as openpyxl writes them, look like stored values with a mark around them.

    The mark is a character that no XML may hold, so that a text stays one whatever the type of its cell is.
    """
    if "<is>" not in body:
        return body
    body = body.replace('<is><t xml:space="preserve">', "<is><t>").replace("<is><t/></is>", "<is><t></t></is>")
    return body.replace("<is><t>", f"<v>{_MARK}").replace("</t></is>", f"{_MARK}</v>")


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
    for (row, column, kind), style in zip(plan.cells, plan.styles, strict=True):
        if style in dates and kind == "n":
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
        place = Place((row, column, kind or "n"), style or "0", formula)
        if len(stretch) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[stretch] = place
        return place


class _Plans(dict[tuple[Place, ...], Plan]):
    """Places → what follows from them. They must come in order: two in one place, or disorder, is unusual."""

    def __missing__(self, places: tuple[Place, ...]) -> Plan:
        cells = [place.cell for place in places]
        at = [(row, column) for row, column, _ in cells]
        if not all(map(lt, at, at[1:])):
            raise UnusualError
        height, width = (at[-1][0] + 1, max(column for _, column in at) + 1) if at else (0, 0)
        if height * width > _MOST_ROOM:
            raise UnusualError
        formulas = frozenset([where for where, place in zip(at, places, strict=True) if place.formula])
        styles = [place.style for place in places]
        written = tuple(place.formula for place in places)
        words = [(row, column) for row, column, kind in cells if kind in _OF_TEXT]
        plan = Plan(height, width, cells, formulas, styles, frozenset(styles), {}, written, {}, object(), words)
        if len(places) <= _LARGEST_PLAN:
            if len(self) >= _MOST_PLANS:
                self.clear()
            self[places] = plan
        return plan


class _Numbers(dict[str, "Value"]):
    """A number as stored → its value."""

    def __missing__(self, stored: str) -> Value:
        number = float(stored) if _NUMBER.fullmatch(stored) else math.nan
        if not math.isfinite(number):
            raise UnusualError
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[stored] = number
        return number


class _Texts(dict[str, "Value"]):
    """The text that a formula gave → itself."""

    def __missing__(self, stored: str) -> Value:
        # A formula that gave an empty text may never have been calculated: the slow reader looks closer.
        if not stored or "<" in stored or _MARK in stored:
            raise UnusualError
        return unescaped(resolved(stored))


class _Inline(dict[str, "Value"]):
    """A text that stands in its cell, with its marks → itself."""

    def __missing__(self, stored: str) -> Value:
        text = stored[1:-1]
        if len(stored) < 2 or stored[0] != _MARK or stored[-1] != _MARK or "<" in text or _MARK in text:
            raise UnusualError
        text = unescaped(resolved(text))
        if len(stored) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[stored] = text
        return text


class _Errors(_Texts):
    """An error value as stored → its Special."""

    def __missing__(self, stored: str) -> Value:
        return Special("error", str(super().__missing__(stored)))


_COLUMNS = {column_letters(column): column for column in range(MAX_COLUMNS)}
_INDEXES = tuple(map(str, range(1000)))
_REMEMBERED = _Stretches()
_PLANS = _Plans()
_KINDS: dict[str, Mapping[str, Value]] = {
    "n": _Numbers(),
    "str": _Texts(),
    "e": _Errors(),
    "inlineStr": _Inline(),
    "b": {"0": Special("boolean", "FALSE"), "1": Special("boolean", "TRUE")},
}


def sources_of(strings: list[str]) -> Mapping[str, Mapping[str, Value]]:
    """Return, for each type of cell, what a stored value stands for.

    Args:
        strings: the workbook's shared strings, which cells name by their number.
    """
    indexes = _INDEXES if len(strings) <= len(_INDEXES) else map(str, range(len(strings)))
    return {**_KINDS, "s": dict(zip(indexes, strings, strict=False))}
