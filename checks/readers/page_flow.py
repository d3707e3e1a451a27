"""A web page's tags → its prose and tables in the page's order, with end tags where a page leaves them out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

from checks.readers.markup import attributes, tokens
from checks.readers.selectors import Element
from checks.readers.visible import UNSEEN, Looks, StyleSheets, hides, raises

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_BLOCK = frozenset(
    (
        *("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "main"),
        *("nav", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "form", "fieldset", "center", "title"),
        *("caption", "aside"),
    )
)
_CELL = frozenset(("td", "th"))
_GROUP = frozenset(("thead", "tbody", "tfoot"))
_WRITTEN = frozenset(("", "text", "number", "tel"))
"""Types of fields that show what is filled in."""
_WRITTEN = frozenset(("", "text", "number", "tel"))
"""Types of fields that show what is filled in."""
_STOP_CELL = frozenset(("table",))
_STOPS = {  # an opening tag that closes what is open, up to one of these
    **dict.fromkeys(_CELL, frozenset(("tr", "table"))),
    "tr": frozenset(("table", *_GROUP)),
    **dict.fromkeys((*_GROUP, "caption"), _STOP_CELL),
}
_ENDS_ITSELF = frozenset(("p", "li", "dt", "dd", "option"))
_DEEPEST = 256
"""Open elements; what nests deeper is taken as if it did not. Browsers stop at 512."""
_DEEPEST_TABLE = 40
_PLAIN = Looks()
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
_DIGIT = re.compile(r"\d")
_ON_SCREEN = re.compile(r"\s*(?:(?:only\s+)?(?:all|screen)\s*(?:,.*)?)?", re.IGNORECASE)
"""Media of a style sheet that holds for what one sees on a screen, whatever its size."""

Flow: TypeAlias = "list[str | TableOnPage]"
"""Pieces of text, ``\\n`` where a line ends, and the tables between them."""


@dataclass(slots=True)
class CellOnPage:
    """A cell as it is written.

    Attributes:
        across, down: its spans.
        number: the value that a spreadsheet program kept beside the text.
        flow: what it holds.
        takes_room: whether it is laid out at all.
        start: where its tag begins in the page's text.
        text: as it is seen, without inner tables unless they only frame a piece of text; known when the cell ends.
    """

    across: int = 1
    down: int = 1
    number: str | None = None
    flow: Flow = field(default_factory=list)
    text: str = ""
    takes_room: bool = True
    start: int = 0


@dataclass(slots=True)
class TableOnPage:
    """A table as it is written: its rows with the cells that take room.

    Attributes:
        cell: the one that is open.
        row_is_gone: the open row takes no room.
        texts: the texts of its cells that hold any; complete when the table ends.
        holds_tables: whether a table stands in it that is more than a frame.
        is_doubtful: whether a style may hide one of its figures, and nobody can tell.
    """

    rows: list[list[CellOnPage]] = field(default_factory=list)
    cell: CellOnPage | None = None
    row_is_gone: bool = False
    texts: list[str] = field(default_factory=list)
    holds_tables: bool = False
    is_doubtful: bool = False

    @property
    def is_frame(self) -> bool:
        """Tell a table that only frames one piece of text: it is no more than that text."""
        return len(self.texts) <= 1 and not self.holds_tables


@dataclass(slots=True)
class HtmlPage:
    """What a page holds.

    Attributes:
        flow: its prose and outer tables.
        title: of the window.
        unseen_figures: whether digits stood in a table that are struck out or hidden.
        is_doubtful: whether its style sheets may hide something in a table, and nobody can tell what.
        pictures: pictures inside the page's text.
    """

    flow: Flow = field(default_factory=list)
    title: str = ""
    unseen_figures: bool = False
    is_doubtful: bool = False
    pictures: int = 0


def flow_of(text: str) -> HtmlPage:
    """Return what a page holds, in its order; nothing is raised, whatever the page is."""
    builder = _Builder()
    for name, written, start, _ in tokens(text):
        if not name:
            builder.text(written)
        elif name[0] == "/":
            builder.end(name[1:])
        else:
            builder.start(name, written, start)
    builder.end_all()
    return builder.page


class _Builder:
    """Keeps what is open: elements, tables, and whether what comes is seen."""

    def __init__(self) -> None:
        self.page = HtmlPage()
        self._open: list[tuple[str, Looks]] = []
        self._elements: list[Element] = [Element("", {})]
        self._counts: Counter[str] = Counter()
        self._tables: list[TableOnPage] = []
        self._flow: Flow = self.page.flow
        self._styles = StyleSheets()
        self._links_styles = False
        self._raised_from = _DEEPEST

    def text(self, text: str) -> None:
        """Take in a piece of text."""
        tag, looks = self._open[-1] if self._open else ("", _PLAIN)
        if tag == "title":
            self.page.title = self.page.title or text.strip()
        elif tag == "style":
            if _ON_SCREEN.fullmatch(self._elements[-1].attributes.get("media", "")):
                self._styles.add(text)
        elif looks.lets_see(text) or not (self._tables or looks.hidden) or self._may_be_seen(looks):
            if self._tables and looks.is_doubtful(text):
                self._tables[-1].is_doubtful = True
            raised = self._counts["sup"] or self._counts["sub"] or len(self._open) > self._raised_from
            self._flow.append(text.translate(_RAISED) if raised else text)
        elif self._tables and _DIGIT.search(text) and not any(self._counts[name] for name in UNSEEN):
            self.page.unseen_figures = True

    def _may_be_seen(self, looks: Looks) -> bool:
        """Tell whether a figure in the colour of the page may stand on what a sheet beside the page says: a doubt."""
        may_be = self._links_styles and looks.is_bare and not looks.hidden
        self.page.is_doubtful |= may_be
        return may_be

    def start(self, name: str, written: str, at: int) -> None:
        """Take in an opening tag."""
        attrs = attributes(written) if written.strip("/ \t\r\n") else {}
        if name in _VOID:
            self._take_void(name, attrs)
            return
        if name in _STOPS and name != "caption" and not self._tables:
            return  # a row without a table
        self._close_before(name)
        if len(self._open) >= _DEEPEST or (name == "table" and len(self._tables) >= _DEEPEST_TABLE):
            return
        if name not in _STOPS and raises(attrs) and len(self._open) <= self._raised_from:
            self._raised_from = len(self._open)
        looks = self._push(name, attrs)
        if name == "table":
            self._open_table()
        elif name == "tr":
            self._tables[-1].rows.append([])
            self._tables[-1].row_is_gone = looks.gone
        elif name in _CELL:
            self._open_cell(attrs, at, is_gone=looks.gone)

    def _push(self, name: str, attrs: dict[str, str]) -> Looks:
        """Open an element, and return how it looks."""
        parent, above = self._elements[-1], self._open[-1][1] if self._open else _PLAIN
        if name == "tr" and parent.tag == "table":  # a body stands between them, written or not
            parent = parent.last if parent.last and parent.last.tag == "tbody" else parent.add("tbody", {})
        element = parent.add(name, attrs)
        looks = self._styles.looks(element, above, in_table=bool(self._tables) and name != "table")
        self.page.is_doubtful |= self._styles.is_doubtful
        self._open.append((name, looks))
        self._elements.append(element)
        self._counts[name] += 1
        return looks

    def _take_void(self, name: str, attrs: dict[str, str]) -> None:
        """Take in a tag that holds nothing: an end of line, a picture, a field, or what may hide a column."""
        if name == "input" and self._tables and attrs.get("type", "text").lower() in _WRITTEN:
            self._push(name, attrs)
            self.text(attrs.get("value", ""))
            self._close(1)
        if name in ("br", "hr"):
            self._flow.append("\n")
        self.page.pictures += name == "img" and not (self._open and self._open[-1][1].hidden)
        self.page.is_doubtful |= name == "col" and hides(attrs)
        self._links_styles |= name == "link" and "stylesheet" in attrs.get("rel", "").lower()

    def end(self, name: str) -> None:
        """Take in an end tag; one that closes nothing ends a line at most."""
        if name in _BLOCK or name == "br":
            self._flow.append("\n")
        if not self._counts[name]:
            return
        within = ("table",) if name in _STOPS else ("table", "td", "th")
        for place in range(len(self._open) - 1, -1, -1):
            tag = self._open[place][0]
            if tag == name:
                self._close(len(self._open) - place)
                return
            if tag in within and name != "table":
                return

    def _end_own(self, name: str) -> None:
        """End a paragraph or an item that is still open when the next begins."""
        if self._counts[name]:
            for place in range(len(self._open) - 1, -1, -1):
                tag = self._open[place][0]
                if tag == name:
                    self._close(len(self._open) - place)
                    return
                if tag in ("table", "td", "th", "ul", "ol", "dl", "div"):
                    return

    def _close_before(self, name: str) -> None:
        """Close what an opening tag ends without a word."""
        if name in _STOPS:
            self._close_to(_STOPS[name])
        elif name in _ENDS_ITSELF:
            self._end_own(name)
        if name in _BLOCK:
            self._flow.append("\n")

    def _close_to(self, stops: frozenset[str]) -> None:
        while self._open and self._open[-1][0] not in stops:
            self._close(1)

    def _close(self, count: int) -> None:
        for _ in range(count):
            name, _ = self._open.pop()
            self._elements.pop()
            if len(self._open) <= self._raised_from:
                self._raised_from = _DEEPEST
            self._counts[name] -= 1
            if name == "table":
                ended = self._tables.pop()
                if self._tables and not ended.is_frame:
                    self._tables[-1].holds_tables = True
                elif self._tables:
                    self._tables[-1].is_doubtful |= ended.is_doubtful
            elif name in _CELL and self._tables:
                self._end_cell(self._tables[-1])
            else:
                continue
            self._flow = next((t.cell.flow for t in reversed(self._tables) if t.cell), self.page.flow)

    def end_all(self) -> None:
        """End what the page leaves open."""
        self._close(len(self._open))

    def _end_cell(self, table: TableOnPage) -> None:
        if (cell := table.cell) is not None:
            pieces = [
                p if isinstance(p, str) else f" {p.texts[0]} " if p.is_frame and p.texts else " " for p in cell.flow
            ]
            cell.text = _SPACE.sub(" ", "".join(pieces)).strip()
            if cell.text and cell.takes_room:
                table.texts.append(cell.text)
            table.cell = None

    def _open_table(self) -> None:
        table = TableOnPage()
        self._flow.append(table)
        self._tables.append(table)

    def _open_cell(self, attrs: dict[str, str], at: int, *, is_gone: bool) -> None:
        table = self._tables[-1]
        number = attrs.get("x:num") or attrs.get("sdval")
        cell = CellOnPage(_span(attrs.get("colspan")), _span(attrs.get("rowspan")), number, start=at)
        table.cell = cell
        self._flow = cell.flow
        cell.takes_room = not table.row_is_gone and not is_gone
        if cell.takes_room:
            if not table.rows:
                table.rows.append([])
            table.rows[-1].append(cell)


def _span(written: str | None) -> int:
    digits = re.match(r"\s*(\d{1,6})", written or "1")
    return int(digits[1]) if digits else 1
